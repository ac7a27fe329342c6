"""A survey written for other programs: one function per format, all with the same hands.

``gpkg`` holds every record as it is; the others say what their formats can (docs/exchange.md lists what each
of them loses).
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.exports import gem, maps, qgis
from faultgis.exports.file_gdb import write_file_gdb
from faultgis.exports.hazard import nrml, opensha
from faultgis.exports.hazard.sources import Settings, sources
from faultgis.exports.layers import Layer, Sheaf
from faultgis.exports.shapefile import write_shapefiles
from faultgis.exports.survey_layers import layers
from faultgis.exports.workbook import MOST_CHARACTERS, Sheet, write_workbook
from faultgis.exports.written import Written, moment, whole, written
from faultgis.national.naming import short_names
from faultgis.national.rows import Note
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trench import TrenchSite
from faultgis.services import oxcal_sites

Records = Mapping[str, Iterable[AnyRecord]]
Title = Callable[[str], str]


@dataclass(frozen=True)
class Task:
    """What is to be written: the survey with its records, where to, the words for layers and columns, and
    the settings of hazard models."""

    survey: Survey
    records: Records
    out: Path
    title: Title = lambda name: ""
    hazard: Settings = dataclasses.field(default_factory=Settings)
    progress: Progress = dataclasses.field(default_factory=Progress)

    @property
    def name(self) -> str:
        """What the survey is called."""
        return self.survey.name_zh or self.survey.name_en or self.survey.code

    @property
    def when(self) -> datetime:
        """The time that files state: that of the newest record, so that the same data give the same bytes."""
        times = [
            at for rows in self.records.values() for row in rows if (at := row.stamp.updated_at) is not None
        ]
        return moment(max(times).astimezone(UTC) if times else None)

    def layers(self) -> tuple[Layer, ...]:
        """The survey's layers. Raises ``InputError("export.empty")``."""
        found = layers(self.records, self.title)
        if not found:
            raise InputError("export.empty", file=str(self.out))
        return found


@dataclass(frozen=True)
class Done:
    """What was written, and what it could not say or only by a choice."""

    files: tuple[Written, ...]
    notes: tuple[Note, ...] = ()


def export(name: str, task: Task) -> Done:
    """Write a survey in a format. Raises ``InputError``: ``export.unknown_format``, ``export.empty``,
    ``export.exists``, ``export.cannot_write``, and those of the format."""
    if name not in FORMATS:
        raise InputError("export.unknown_format", format=name, known=", ".join(FORMATS))
    if task.out.exists():
        raise InputError("export.exists", file=str(task.out))
    return FORMATS[name](task)


def _gpkg(task: Task) -> Done:
    task.layers()
    return Done(tuple(qgis.write_survey(task.out, task.records, task.when, task.title, task.progress)))


def _qgis(task: Task) -> Done:
    task.layers()
    out = task.out if task.out.suffix == ".qgz" else task.out.with_suffix(".qgz")
    told = task.records, task.name, task.when, task.title, task.progress
    return Done(tuple(qgis.write_project(out, *told)))


def _geojson(task: Task) -> Done:
    return Done(tuple(maps.write_geojson(task.out, task.layers())))


def _kml(task: Task) -> Done:
    return Done(tuple(maps.write_kml(task.out, task.layers(), task.name)))


def _shp(task: Task) -> Done:
    sheaf = Sheaf(task.layers(), task.when)
    names = {layer.name: short_names([column.name for column in layer.columns]) for layer in sheaf.layers}
    notes: list[Note] = []
    with whole(task.out) as half:
        for told in write_shapefiles(half, sheaf, names, task.progress):
            changed = {
                column.name: short
                for column, short in zip(told.layer.columns, names[told.layer.name], strict=True)
                if column.name != short
            }
            params = {"names": ", ".join(f"{old} → {new}" for old, new in changed.items())}
            notes += [Note("shapefile.names", told.layer.name, params=params)] if changed else []
            cut = {"count": len(told.cuts)}
            notes += [Note("shapefile.cut", told.layer.name, params=cut)] if told.cuts else []
    # Every layer has a table beside its shapes, if it has any: there its rows are.
    rows = {f"{layer.name}.dbf": (layer.name, layer.features) for layer in sheaf.layers}
    files = [written(path, *rows.get(path.name, ("", 0))) for path in sorted(task.out.iterdir())]
    return Done(tuple(files), tuple(notes))


def _gdb(task: Task) -> Done:
    sheaf = Sheaf(task.layers(), task.when)
    # GDAL makes a geodatabase under no other ending.
    out = task.out if task.out.suffix == ".gdb" else task.out.with_name(f"{task.out.name}.gdb")
    with whole(out) as half:
        write_file_gdb(half, sheaf, task.progress)
    return Done(tuple(written(out, layer.name, layer.features) for layer in sheaf.layers))


def _xlsx(task: Task) -> Done:
    """The tables of parameters: a sheet for each kind, titles above names; shapes are left to maps."""
    found = task.layers()
    cut: dict[str, int] = {}
    sheets = [
        Sheet(
            layer.name,
            [[column.title or column.name for column in layer.columns], [c.name for c in layer.columns]],
            zip(*(_fitting(column, layer.name, cut) for column in layer.values), strict=True),
        )
        for layer in found
    ]
    with whole(task.out) as half:
        write_workbook(half, sheets, task.when, task.progress)
    notes = tuple(Note("workbook.cut", name, params={"count": count}) for name, count in cut.items())
    return Done(tuple(written(task.out, layer.name, layer.features) for layer in found), notes)


def _fitting(column: Sequence[Any], layer: str, cut: dict[str, int]) -> Iterator[Any]:
    """The cells of a column, texts that no cell of a workbook holds cut and counted by layer."""
    for value in column:
        if isinstance(value, str) and len(value) > MOST_CHARACTERS:
            cut[layer] = cut.get(layer, 0) + 1
            yield value[:MOST_CHARACTERS]
        else:
            yield value


def _gem(task: Task) -> Done:
    made = gem.features(task.records, task.name)
    gem.write(made, task.out)
    return Done((written(task.out, "traces", len(made.features)),), made.notes)


def _nrml(task: Task) -> Done:
    made = nrml.model(sources(task.records, task.hazard), task.hazard)
    if not made.sources:
        return _none(task, made.notes)
    nrml.write(made, task.name, task.hazard, task.out)
    return Done((written(task.out, "simpleFaultSource", len(made.sources)),), made.notes)


def _none(task: Task, notes: tuple[Note, ...]) -> Done:
    """No file, and all that is missing: the way to one."""
    return Done((), (Note("hazard.no_sources", "", params={"file": str(task.out)}), *notes))


def _opensha(task: Task) -> Done:
    made = opensha.sections(sources(task.records, task.hazard))
    if not made.features:
        return _none(task, made.notes)
    opensha.write(made, task.hazard, task.out)
    return Done((written(task.out, "sections", len(made.features)),), made.notes)


def _oxcal(task: Task) -> Done:
    """A folder with the sequence of each trench site; a site without one is told of."""
    of_kind = {kind: {row.id: row for row in rows} for kind, rows in task.records.items()}
    sites = [r for r in of_kind.get("trench_site", {}).values() if isinstance(r, TrenchSite)]
    texts: dict[str, str] = {}
    notes: list[Note] = []
    for site in sorted(sites, key=lambda each: each.code):
        try:
            texts[f"{_plain(site.code)}.oxcal"] = oxcal_sites.exported(of_kind, site)
        except InputError as error:
            notes.append(Note(error.code, "", site.code, "", dict(error.params)))
    if not texts:
        raise InputError("export.empty", file=str(task.out))
    with whole(task.out) as half:
        half.mkdir()
        for name, text in texts.items():
            (half / name).write_text(text, encoding="utf-8")
    return Done(tuple(written(task.out / name) for name in texts), tuple(notes))


def _plain(code: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in code) or "site"


FORMATS: dict[str, Callable[[Task], Done]] = {
    "gpkg": _gpkg,
    "qgis": _qgis,
    "geojson": _geojson,
    "shp": _shp,
    "gdb": _gdb,
    "kml": _kml,
    "xlsx": _xlsx,
    "gem": _gem,
    "nrml": _nrml,
    "opensha": _opensha,
    "oxcal": _oxcal,
}
SUFFIXES = {
    "gpkg": ".gpkg", "qgis": ".qgz", "geojson": "", "shp": "", "gdb": ".gdb", "kml": ".kml", "xlsx": ".xlsx",
    "gem": ".geojson", "nrml": ".xml", "opensha": ".geojson", "oxcal": "",
}  # fmt: skip
"""What a file of each format ends in; empty: a folder."""


def hazard_settings(given: Iterable[str]) -> Settings:
    """Settings of hazard models from texts "name=value".

    Raises ``InputError``: ``hazard.unknown_setting``, ``hazard.bad_setting``.
    """
    base = Settings()
    known = {entry.name: type(getattr(base, entry.name)) for entry in dataclasses.fields(Settings)}
    changes: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in known:
            raise InputError("hazard.unknown_setting", field="--set", name=name, known=", ".join(known))
        changes[name] = _typed(name, value.strip(), known[name])
    return dataclasses.replace(base, **changes)


_SAID = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_CHOICES = {"distribution": ("characteristic", "gr")}


def _typed(name: str, value: str, kind: type) -> Any:
    choices = _CHOICES.get(name, ())
    try:
        if kind is bool:
            return _SAID[value.lower()]
        typed = kind(value)
    except (KeyError, ValueError):
        raise InputError("hazard.bad_setting", field="--set", name=name, value=value) from None
    if (choices and typed not in choices) or (kind is float and not 0 <= typed < 1e9):
        raise InputError("hazard.bad_setting", field="--set", name=name, value=value)
    return typed
