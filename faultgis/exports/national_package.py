"""A national delivery on the disk: the rows in every format asked for, read back and compared, with the files
that they name, metadata, dictionary, losses, a manifest and checksums.

The same rows give the same bytes, File GDB apart: its checksums stand in a file of their own within it.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from faultgis.exports import national_tables, readback
from faultgis.exports.file_gdb import write_file_gdb
from faultgis.exports.geopackage import write_geopackage
from faultgis.exports.layers import Layer, Sheaf
from faultgis.exports.national_attachments import copy_attachments
from faultgis.exports.national_layers import grouped, layers_of
from faultgis.exports.national_metadata import Facts, write_metadata
from faultgis.exports.national_secrecy import REDACTIONS, discreet, logged, split
from faultgis.exports.national_since import Since
from faultgis.exports.shapefile import ShapefileTold, write_shapefiles
from faultgis.exports.workbook import Sheet, write_workbook
from faultgis.exports.written import Written, digest_of, written
from faultgis.national.naming import short_names
from faultgis.national.rows import Note, Package
from faultgis.progress import Progress

FORMATS = ("gdb", "shp", "gpkg", "xlsx")
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def _code(note: Note) -> str:
    return note.code


@dataclass(frozen=True)
class Circumstances:
    """What of a delivery is not in its rows. ``told`` goes into the manifest as it is: survey, template,
    mapping, settings, recipient, waivers … and must not depend on the clock. ``say`` puts notes into the
    words of those who receive it."""

    name: str
    formats: tuple[str, ...]
    archive: Path
    when: datetime
    level: int
    data_version: int
    software: str
    score: float | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    say: Callable[[Note], str] = _code


@dataclass(frozen=True)
class Delivered:
    """What stands on the disk, what was lost and withheld on the way, and the checksum of the manifest."""

    files: tuple[Written, ...]
    losses: tuple[Note, ...]
    redactions: tuple[Note, ...]
    counts: Mapping[str, tuple[int, int, int, int]]
    manifest: Mapping[str, Any]
    manifest_sha256: str


def write_package(
    folder: Path, changes: Since, circumstances: Circumstances, progress: Progress | None = None
) -> Delivered:
    """Write a delivery into an empty folder. Raises ``InputError``: ``export.read_back`` where a file does
    not hold what it should, ``export.driver``, ``export.no_gdal``, ``export.too_many_rows``,
    ``export.text_too_long``; ``CancelledError``."""
    return _Writing(folder, changes, circumstances, progress or Progress()).all()


class _Writing:
    """One writing of a package, step by step."""

    def __init__(self, folder: Path, changes: Since, of: Circumstances, progress: Progress) -> None:
        self.folder, self.changes, self.of, self.progress = folder, changes, of, progress
        package = changes.package
        self.package: Package = package
        self.lowered = of.level < package.survey.secrecy
        self.layers, notes = layers_of(package)
        # What is said of rows that stay at home stays there, too.
        self.notes: list[Note] = [*_of_given(package), *notes]
        self.sheaf = Sheaf(self.layers, of.when, package.template.domains, package.template.srid)
        self.shapefiles: list[ShapefileTold] = []
        self.layered: list[tuple[Path, Layer | None]] = []

    def all(self) -> Delivered:
        """Write everything."""
        steps: Mapping[str, Callable[[], None]] = {
            "gdb": self._gdb, "shp": self._shp, "gpkg": self._gpkg, "xlsx": self._xlsx
        }  # fmt: skip
        chosen = [name for name in FORMATS if name in self.of.formats]
        for done, name in enumerate(chosen):
            self.progress.report(f"delivery.writing_{name}", done, len(chosen))
            steps[name]()
        self._attachments()
        self.progress.report("delivery.manifest")
        self._beside()
        losses, redactions = split(self.notes)
        losses = discreet(losses) if self.lowered else losses
        if losses:
            national_tables.write_losses(self.folder / "losses.xlsx", losses, self.of.when, self.of.say)
        return self._summed(losses, redactions)

    def _gdb(self) -> None:
        path = self.folder / f"{self.of.name}.gdb"
        write_file_gdb(path, self.sheaf, self.progress)
        self.progress.report("delivery.reading_back")
        readback.check_file_gdb(path, self.sheaf, self.progress)
        lines = [f"{digest_of(file)}  {file.name}\n" for file in sorted(path.iterdir())]
        (path / SUMS).write_bytes("".join(lines).encode())
        self._of_many(path)

    def _shp(self) -> None:
        folder = self.folder / "shapefile"
        names = {layer.name: short_names([c.name for c in layer.columns]) for layer in self.layers}
        self.shapefiles = write_shapefiles(folder, self.sheaf, names, self.progress)
        self.progress.report("delivery.reading_back")
        readback.check_shapefiles(folder, self.shapefiles, self.progress)
        self.notes += national_tables.cuts(self.shapefiles, self.package.template)
        suffixes = {True: ".shp", False: ".dbf"}
        self.layered += [
            (folder / f"{each.layer.name}{suffixes[each.layer.placed]}", each.layer)
            for each in self.shapefiles
        ]

    def _gpkg(self) -> None:
        path = self.folder / f"{self.of.name}.gpkg"
        write_geopackage(path, self.sheaf, self.progress)
        self.progress.report("delivery.reading_back")
        readback.check_geopackage(path, self.sheaf, self.progress)
        self._of_many(path)

    def _xlsx(self) -> None:
        path = self.folder / f"{self.of.name}.xlsx"
        write_workbook(path, [_sheet(layer) for layer in self.layers], self.of.when, self.progress)
        self.progress.report("delivery.reading_back")
        readback.check_workbook(path, self.layers, 2)
        self._of_many(path)

    def _of_many(self, path: Path) -> None:
        filled = [layer for layer in self.layers if layer.features]
        self.layered += [(path, layer) for layer in filled] or [(path, None)]

    def _attachments(self) -> None:
        if self.package.attachments:
            told = self.of.archive, self.folder, self.progress
            _, notes = copy_attachments(self.package, *told, lowered=self.lowered)
            self.notes += notes

    def _beside(self) -> None:
        of, template = self.of, self.package.template
        bounds = [layer.bounds for layer in self.layers if layer.bounds is not None]
        box = None
        if bounds:
            west, south, east, north = zip(*bounds, strict=True)
            box = (min(west), min(south), max(east), max(north))
        counts = {layer.name: layer.features for layer in self.layers if layer.features}
        stated = f"{template.id} {template.version}"
        facts = Facts(
            self.package.survey, stated, of.level, of.data_version, of.when, box, of.formats, counts,
            of.software, of.score,
        )  # fmt: skip
        write_metadata(self.folder, facts)
        national_tables.write_dictionary(self.folder / "fields.xlsx", template, self.shapefiles, of.when)
        if self.changes.what:
            national_tables.write_changes(self.folder / "changes.xlsx", self.changes, of.when)

    def _summed(self, losses: Sequence[Note], redactions: Sequence[Note]) -> Delivered:
        files = {path: digest_of(path) for path in self._files()}
        manifest = self._manifest(files, losses, redactions)
        text = json.dumps(manifest, ensure_ascii=False, indent=1, default=str)
        path = self.folder / MANIFEST
        path.write_bytes(f"{text}\n".encode())
        files[path] = digest_of(path)
        lines = [f"{digest}  {self._name(file)}\n" for file, digest in sorted(files.items())]
        (self.folder / SUMS).write_bytes("".join(lines).encode())
        return Delivered(
            tuple(self._told()), tuple(losses), tuple(redactions), self.changes.counts, manifest, files[path]
        )

    def _files(self) -> Iterator[Path]:
        """Every file but those of the geodatabase."""
        for path in sorted(self.folder.rglob("*")):
            first = path.relative_to(self.folder).parts[0]
            if path.is_file() and not first.endswith(".gdb"):
                yield path

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _manifest(
        self, files: Mapping[Path, str], losses: Sequence[Note], redactions: Sequence[Note]
    ) -> dict[str, Any]:
        of, counts = self.of, self.changes.counts
        named = ("rows", "added", "changed", "deleted")
        classes = {name: dict(zip(named, told, strict=True)) for name, told in counts.items()}
        if not self.changes.what:
            classes = {name: {"rows": told["rows"]} for name, told in classes.items()}
        listed = [
            {"path": self._name(path), "size": path.stat().st_size, "sha256": digest}
            for path, digest in files.items()
        ]
        return {
            "software": of.software,
            "data_version": of.data_version,
            "data_time": of.when.isoformat(),
            "crs": f"EPSG:{self.package.template.srid}",
            "level": of.level,
            **of.told,
            "formats": list(of.formats),
            "classes": classes,
            "quality_score": of.score,
            "losses": list(grouped(losses)),
            "redactions": logged(redactions, rows=False),
            "files": listed,
        }

    def _told(self) -> Iterator[Written]:
        known: dict[Path, Written] = {}
        for path, layer in self.layered:
            if path not in known:
                known[path] = written(path, root=self.folder)
            of = known[path]
            yield Written(of.path, layer.name if layer else "", layer.features if layer else 0, of.sha256)
        placed = {path for path, _ in self.layered}
        others = {*self._files()} - placed
        yield from (written(path, root=self.folder) for path in sorted(others))


def _of_given(package: Package) -> Iterator[Note]:
    """The notes about rows that are delivered, about whole classes, and about what was withheld."""
    keys = {each.name: each.key for each in package.template.classes}
    given = {(name, row.code(keys.get(name, ""))) for name, rows in package.rows.items() for row in rows}
    for note in package.notes:
        if not note.row_code or (note.class_name, note.row_code) in given or note.code in REDACTIONS:
            yield note


def _sheet(layer: Layer) -> Sheet:
    heads = ([column.title for column in layer.columns], [column.name for column in layer.columns])
    rows = zip(*layer.values, strict=True) if layer.columns else iter([()] * layer.features)
    return Sheet(layer.name, heads, rows, [16] * len(layer.columns))
