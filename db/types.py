"""Between a record's values and what PostgreSQL takes and gives: estimates, stretches, geometries."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from sys import intern
from typing import Any

import numpy as np
import shapely

from db.base import ATTRIBUTES, DOCUMENT, ESTIMATE, GEOMETRY, STRETCHES, Column, Table
from faultgis.errors import InputError
from faultgis.records.provenance import Source, Stamp
from faultgis.records.survey import Batch
from faultgis.records.trace import Stretch
from faultgis.records.unread import Unread
from faultgis.sharing import Sharing
from faultgis.values import Basis, Distribution, Document, Estimate, RangeKind

_ESTIMATE_DEFAULTS = {
    "range": RangeKind.UNSTATED,
    "distribution": Distribution.UNSTATED,
    "basis": Basis.MEASURED,
    "component": "",
    "source": "",
    "text": "",
}


def estimate_to_json(estimate: Estimate) -> dict[str, Any]:
    """An estimate as a JSON object; what equals its default is left out."""
    value: dict[str, Any] = {"unit": estimate.unit}
    for name in ("low", "best", "high"):
        number = getattr(estimate, name)
        if number is not None:
            value[name] = float(number)
    for name, default in _ESTIMATE_DEFAULTS.items():
        given = getattr(estimate, name)
        if given != default:
            value[name] = str(given)
    if estimate.source_date is not None:
        value["source_date"] = estimate.source_date.isoformat()
    return value


def estimate_from_json(value: dict[str, Any]) -> Estimate:
    """The estimate that ``estimate_to_json`` wrote, or that somebody typed into the JSON by hand."""
    given = dict(value)
    for name, enum in (("range", RangeKind), ("distribution", Distribution), ("basis", Basis)):
        if name in given:
            given[name] = enum(given[name])
    for name in ("low", "best", "high"):
        if given.get(name) is not None:
            given[name] = float(given[name])
    if given.get("source_date"):
        given["source_date"] = date.fromisoformat(given["source_date"])
    return Estimate(**given)


def _stretch_to_json(stretch: Stretch) -> dict[str, Any]:
    return {f.name: getattr(stretch, f.name) for f in fields(Stretch)}


def _dump_column(column: Column, values: list[Any]) -> list[Any]:
    if column.form == GEOMETRY:
        return _dump_geometries(column, values)
    if column.form == ESTIMATE:
        return [None if v is None else _json(estimate_to_json(v)) for v in values]
    if column.form == STRETCHES:
        return [_json([_stretch_to_json(s) for s in v]) if v else "[]" for v in values]
    if column.form == ATTRIBUTES:
        return [_json(v) if v else "[]" for v in values]
    if column.form == DOCUMENT:
        return [None if v is None else v.text for v in values]
    if column.sql_type == "float8":
        return [None if v is None else float(v) for v in values]
    if column.sql_type == "timestamptz" and any(v is not None and v.tzinfo is None for v in values):
        raise InputError("value.time_without_zone", field=column.name)
    return values


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _dump_geometries(column: Column, values: list[Any]) -> list[Any]:
    geometries = np.array(values, dtype=object)
    if not np.isfinite(shapely.get_coordinates(geometries)).all():
        raise InputError("geometry.not_finite", field=column.name)
    if np.any(shapely.has_z(geometries)):
        raise InputError("geometry.has_elevations", field=column.name)
    # Without a datum of its own a geometry takes that of its column.
    return list(shapely.to_wkb(geometries))


def dump(table: Table, records: Sequence[Any], columns: Sequence[Column] | None = None) -> list[list[Any]]:
    """The values of the records column by column, as PostgreSQL takes them (JSON as text, WKB as bytes).

    Raises ``InputError``: ``geometry.has_elevations`` for a geometry with Z (the tables hold longitude and
    latitude only), ``geometry.not_finite`` for one with a coordinate that is no number,
    ``value.time_without_zone`` for a time that does not state its zone.
    """
    chosen = table.written if columns is None else columns
    return [_dump_column(c, list(map(attrgetter(c.path), records))) for c in chosen]


def _load_stretches(text: str) -> tuple[Stretch, ...]:
    # JSON has one kind of number: 8e16 comes back as an integer.
    return tuple(
        Stretch(
            start=float(item["start"]),
            end=float(item["end"]),
            confidence=item.get("confidence") or "",
            half_width_m=None if item.get("half_width_m") is None else float(item["half_width_m"]),
        )
        for item in json.loads(text) or ()
    )


# Texts of so many characters may stand in a field and in the cells that it was read from.
_LONG = 40


class Shared:
    """What records that are loaded together have in common, each in memory once."""

    def __init__(self) -> None:
        self.stamp, self.pair, self._texts = Sharing(), Sharing(20_000), Sharing()
        # Two records of one row have all its cells in common, perhaps far from each other.
        self.cells = Sharing(1_000_000)

    def text(self, value: str) -> str:
        """The text itself, or a long one that was there before."""
        return self._texts(value) if value is not None and len(value) >= _LONG else value


def _load_attributes(text: str, shared: Shared) -> tuple[tuple[str, str], ...]:
    pairs = ((intern(name), shared.text(cell)) for name, cell in json.loads(text) or ())
    return shared.cells(tuple(map(shared.pair, pairs)))


def _load_estimate(text: str) -> Estimate | None:
    value = json.loads(text)
    return None if value is None else estimate_from_json(value)


# What of a column's JSON is made of its text, and what where there is none.
_LOADERS: dict[str, tuple[Callable[[str], Any], Any]] = {
    ESTIMATE: (_load_estimate, None),
    STRETCHES: (_load_stretches, ()),
    DOCUMENT: (lambda text: Document(json.loads(text)), Document()),
}
JSON = frozenset((*_LOADERS, ATTRIBUTES))
"""Forms of columns that are to be selected as text."""


# Of these, many rows have the same value, which they then share: one object instead of thousands.
_SHARED = ("text", "uuid", "timestamptz", "date")


def _load_column(column: Column, values: tuple[Any, ...], unread: bool, shared: Shared) -> Iterable[Any]:
    if column.form == GEOMETRY:
        wkb = np.empty(len(values), dtype=object)
        wkb[:] = values
        shapes = shapely.set_srid(shapely.from_wkb(wkb), 0)
        return [Unread(tuple(box)) for box in shapely.bounds(shapes).tolist()] if unread else list(shapes)
    if column.form == ATTRIBUTES:
        return [_load_attributes(text, shared) if text else () for text in values]
    if column.form in _LOADERS:
        made, nothing = _LOADERS[column.form]
        found = {text: nothing if text is None else made(text) for text in set(values)}
        return [found[text] for text in values]
    if column.default is not None and None in values:
        return [column.default if value is None else value for value in values]
    if column.sql_type in _SHARED:
        seen: dict[Any, Any] = {}
        alike = [seen.setdefault(value, value) for value in values]
        return map(shared.text, alike) if column.sql_type == "text" else alike
    return values


def load(
    table: Table, rows: Sequence[Sequence[Any]], unread: bool = False, shared: Shared | None = None
) -> list[Any]:
    """The records of rows that hold all columns of the table in its order, those in ``JSON`` as text;
    ``unread``: their geometries are boxes, for which ``Unread`` stands in the records. ``shared`` is for
    loading more records that have cells in common."""
    if not rows:
        return []
    shared = shared or Shared()
    columns = [
        _load_column(c, v, unread, shared)
        for c, v in zip(table.columns, zip(*rows, strict=True), strict=True)
    ]
    end_own, end_source = len(table.own), len(table.own) + len(table.source)
    parts: dict[str, Iterable[Any]] = dict(zip((c.name for c in table.own), columns[:end_own], strict=True))
    if table.source:
        parts["source"] = _nested(Source, table.source, columns[end_own:end_source])
    parts["stamp"] = map(shared.stamp, _nested(Stamp, table.stamps, columns[end_source:]))
    if table.record is Batch:
        stamps = list(parts.pop("stamp"))
        parts["imported_at"] = [stamp.created_at for stamp in stamps]
        parts["imported_by"] = [stamp.created_by for stamp in stamps]
    return list(_nested(table.record, None, list(parts.values()), tuple(parts)))


def _nested(
    cls: type[Any], columns: Sequence[Column] | None, values: list[Iterable[Any]], names: Sequence[str] = ()
) -> Iterator[Any]:
    names = names if columns is None else [c.path.partition(".")[2] for c in columns]
    for row in zip(*values, strict=True):
        yield cls(**dict(zip(names, row, strict=True)))
