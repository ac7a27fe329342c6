"""The files that rows name: there, readable, and what was recorded."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faultgis.national.rows import Row
from faultgis.quality.finding import ERROR, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.together import told_once
from faultgis.records.kinds import AnyRecord

_KINDS = ("media", "wall_image", "raster", "point_cloud")


@dataclass(frozen=True)
class _Recorded:
    """What is on record of a file: its path, its checksum, and when that was last written (0: not known)."""

    path: str
    sha256: str = ""
    at: float = 0.0


@check("QC-NUL-006")
def attachments(given: Given) -> Iterator[Finding | None]:
    """Files that rows name are there, can be read, and have their checksum on record. That of a file which
    was written after its record is reckoned again."""
    records = _records(given)
    ours = {each.name: each for each in given.package.attachments}
    most = float(given.parameter("reckoned_mb", 100)) * 1e6
    for described, rows in given.classes():
        names = [entry.name for entry in described.fields if entry.attachment]
        found: list[Finding | None] = []
        for row in rows if names else ():
            for name in names:
                text = row.values.get(name)
                for path in () if given.empty(text) else _several(str(text)):
                    kept = ours.get(path)
                    of = records.get(kept.path if kept else path, _Recorded(kept.path if kept else path))
                    sha256 = kept.sha256 if kept else of.sha256
                    found.append(_attached(given, row, name, _Recorded(of.path, sha256, of.at), most))
        yield from (None for each in found if each is None)
        # That all are missing is one thing: the folder of files is not there.
        yield from told_once([each for each in found if each is not None], len(found), by_value=False)


def _several(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[,;，；]", text) if each.strip()]


def _attached(given: Given, row: Row, name: str, of: _Recorded, most: float) -> Finding | None:
    file = given.file(of.path)
    if file is None or not file.is_file():
        return given.wrong(row, name, file=of.path)
    try:
        about = file.stat()
        with file.open("rb") as opened:
            opened.read(1)
        newer = of.sha256 and of.at and about.st_mtime > of.at and about.st_size <= most
        changed = newer and _sha256(file) != of.sha256.lower()
    except OSError as error:
        return given.wrong(row, name, "unreadable", file=of.path, reason=error.strerror or str(error))
    if not about.st_size:
        return given.wrong(row, name, "hollow", file=of.path)
    if changed:
        return given.wrong(row, name, "changed", severity=ERROR, file=of.path)
    return None if of.sha256 else given.wrong(row, name, "checksum", file=of.path)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _records(given: Given) -> Mapping[str, _Recorded]:
    found = (_recorded(each) for kind in _KINDS for each in given.records.get(kind, ()))
    return {each.path: each for each in found}


def _recorded(record: AnyRecord) -> _Recorded:
    said: tuple[Any, Any] = getattr(record, "path", ""), getattr(record, "sha256", "")
    at = record.stamp.updated_at
    return _Recorded(str(said[0]), str(said[1]), at.timestamp() if at else 0.0)
