"""The files that rows name, as media of their records; pictures of a trench's walls as images of walls."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from faultgis.national.attaching import SEPARATOR
from faultgis.national.compass import azimuth_of
from faultgis.national.taking import Cells, Taking
from faultgis.records.kinds import kind_of
from faultgis.records.provenance import Source
from faultgis.records.site import Media
from faultgis.records.trench import Trench, Wall, WallImage

_WALL = re.compile(r"Profile([12])(Photo)?_AIID\Z")
_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".webp", ".bmp")


def read_files(taking: Taking) -> None:
    """Media for each file of the package that a row names and that is there; missing ones are told."""
    if not taking.files:
        return
    for class_name in taking.rows:
        for cells in taking.cells(class_name):
            record = taking.main.get((class_name, cells.key))
            if record is not None:
                _of_row(taking, cells, record)


def _of_row(taking: Taking, cells: Cells, record: Any) -> None:
    walls: dict[str, Wall] = {}
    for field, name in _named(cells):
        found = taking.files.get(name)
        if found is None:
            cells.note("national.file_missing", field, name=name)
            continue
        path, digest = found
        if (record.id, digest) in taking.attached:
            continue
        taking.attached.add((record.id, digest))
        source = Source(
            file=taking.file,
            layer=cells.class_name,
            row=cells.number,
            key=f"{cells.key}/{name}",
            method="national",
            attributes=(("field", field), ("name", name)),
        )
        told: dict[str, Any] = {
            "survey_id": taking.survey_id,
            "path": path,
            "sha256": digest,
            "source": source,
        }
        if isinstance(record, Trench) and (match := _WALL.match(field)):
            wall = walls.get(match[1]) or _wall(taking, cells, record, match[1])
            walls[match[1]] = wall
            made: Any = WallImage(wall_id=wall.id, kind="photo" if match[2] else "sketch", **told)
        else:
            made = _media(cells, record, field, name, told)
        taking.records.append(made)
        taking.named[made.id] = (cells.class_name, cells.key, field)


def _named(cells: Cells) -> Iterator[tuple[str, str]]:
    """The files that a row names, each once, with the field of the image before that of the original."""
    seen: set[str] = set()
    fields = [field.name for field in cells.described.fields if field.attachment] if cells.described else []
    for field in sorted(fields, key=lambda each: not each.endswith("_AIID")):
        for name in cells.text(field).split(SEPARATOR):
            name = name.strip().replace("\\", "/")
            if PurePosixPath(name).suffix and name not in seen:
                seen.add(name)
                yield field, name


def _media(cells: Cells, record: Any, field: str, name: str, told: dict[str, Any]) -> Media:
    picture = PurePosixPath(name).suffix.lower() in _PICTURES
    kind = "sketch" if field.startswith("Sketch") else "photo" if field.startswith("Photo") else "scan"
    viewing = azimuth_of(cells.text("PhotoViewingTo")) if field.startswith("Photo") else None
    return Media(
        kind=kind if picture else "document",
        owner_kind=kind_of(record),
        owner_id=record.id,
        azimuth=viewing,
        secrecy=cells.row.secrecy,
        **told,
    )


def _wall(taking: Taking, cells: Cells, trench: Trench, number: str) -> Wall:
    key = f"{cells.key}/wall{number}"
    source = Source(file=taking.file, layer=cells.class_name, row=cells.number, key=key, method="national")
    wall = Wall(survey_id=taking.survey_id, code=number, trench_id=trench.id, source=source)
    taking.records.append(wall)
    return wall
