"""The secrecy filter: rows above a level stay at home, coordinates are given to so many decimals. What was
done is said in notes, row by row: the redaction log of a delivery."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.national import kept
from faultgis.national.rows import Attachment, Row
from faultgis.national.template import Empty, TemplateClass, TemplateField
from faultgis.national.working import Working

_PLACES = ("Lon", "Lat")
# A copy of what the reference points at.
_COPIES = ("TargetFaultName",)


def withheld(
    seen: Mapping[str, Sequence[Row]],
    rows: Mapping[str, Sequence[Row]],
    attachments: Sequence[Attachment],
    working: Working,
) -> tuple[dict[str, list[Row]], list[Attachment]]:
    """The rows up to the level, without references to those above it, and the files of those rows. ``seen``
    are the rows as they are made of the whole survey, ``rows`` of what is up to the level alone."""
    gone: dict[str, set[str]] = {}
    for name, listed in seen.items():
        for row in listed:
            if (level := _above(row, working)) is not None:
                gone.setdefault(name, set()).add(code := row.code(_key(working, name)))
                _note(working, name, code, "national.withheld", level=level)
    given = {name: [row for row in listed if _above(row, working) is None] for name, listed in rows.items()}
    if gone or seen is not rows:
        given = {name: [_unreferring(row, gone, working) for row in listed] for name, listed in given.items()}
        _log(seen, given, working)
    left = {(name, row.code(_key(working, name))) for name, listed in given.items() for row in listed}
    return given, [each for each in attachments if (each.class_name, each.row_code) in left]


def _above(row: Row, working: Working) -> int | None:
    """The level of a row that is not given; ``None``: it is."""
    level = max(row.secrecy, working.settings.restricted.get(row.class_name, 0))
    return None if working.settings.level is None or level <= working.settings.level else level


def _unreferring(row: Row, gone: Mapping[str, set[str]], working: Working) -> Row:
    """The row without the IDs of rows that are not given."""
    described = working.template.find(row.class_name)
    values = dict(row.values)
    for field in described.fields if described else ():
        target = values.get(field.name)
        if target is not None and any(target in gone.get(name, ()) for name in _targets(field)):
            values[field.name] = kept.mark(field, working.template.empty, False)
            values.update({name: working.template.empty.text for name in _COPIES if name in values})
    return dataclasses.replace(row, values=values)


def _log(seen: Mapping[str, Sequence[Row]], given: Mapping[str, Sequence[Row]], working: Working) -> None:
    """Say of each cell and shape that it would say something else, were nothing withheld."""
    for name, listed in given.items():
        described = working.template.find(name)
        whole = dict(_told_apart(seen.get(name, ())))
        for key, row in _told_apart(listed):
            before = whole.get(key)
            if before is None or before is row:
                continue
            code = row.code(_key(working, name))
            if before.geometry != row.geometry:
                _note(working, name, code, "national.value_withheld")
            for field in described.fields if described else ():
                if before.values.get(field.name) != row.values.get(field.name):
                    note = "reference_withheld" if _targets(field) else "value_withheld"
                    _note(working, name, code, f"national.{note}", field.name)


def _told_apart(rows: Sequence[Row]) -> Iterator[tuple[tuple[object, int], Row]]:
    """Rows by their record; of several rows of one record by their order."""
    numbers: Counter[object] = Counter()
    for row in rows:
        yield (row.id, numbers[row.id]), row
        numbers[row.id] += 1


def _targets(field: TemplateField) -> tuple[str, ...]:
    by = field.refers_by
    return (*field.refers, *by.classes.values(), by.otherwise) if by else field.refers


def coarsened(rows: Mapping[str, Sequence[Row]], working: Working) -> dict[str, list[Row]]:
    """The rows with their coordinates rounded to the decimals asked for. A line or an area that has no extent
    left is not given."""
    decimals = working.settings.decimals
    if decimals is None:
        return {name: list(listed) for name, listed in rows.items()}
    given: dict[str, list[Row]] = {}
    for name, listed in rows.items():
        described = working.template.find(name)
        given[name] = [r for row in listed if (r := _coarser(row, decimals, described, working)) is not None]
        if listed:
            _note(working, name, "", "national.coarsened", decimals=decimals, count=len(given[name]))
    return given


def _coarser(row: Row, decimals: int, described: TemplateClass | None, working: Working) -> Row | None:
    values = dict(row.values)
    for name in _PLACES:
        if kept.says(values.get(name), working.template.empty):
            values[name] = rounded(values[name], decimals, working.template.empty)
    shape = None if row.geometry is None else _rounded(row.geometry, decimals)
    if shape is not None and shape.is_empty:
        _note(working, row.class_name, row.code(described.key if described else ""), "national.collapsed")
        return None
    return dataclasses.replace(row, values=values, geometry=shape)


def rounded(value: kept.Cell, decimals: int, empty: Empty) -> kept.Cell:
    """A cell with degrees in it to so many decimals; what is no number of degrees is not available."""
    try:
        return value if isinstance(value, int) else round(float(str(value)), decimals)
    except ValueError:
        return empty.text


def _rounded(shape: BaseGeometry, decimals: int) -> BaseGeometry:
    moved = shapely.transform(shape, lambda points: np.round(points, decimals))
    cleaned = shapely.remove_repeated_points(moved)
    if cleaned.geom_type in ("Point", "MultiPoint"):
        return cleaned
    parts = [part for part in getattr(cleaned, "geoms", (cleaned,)) if part.length > 0]
    parts = [part for part in parts if part.geom_type != "Polygon" or part.area > 0]
    if len(parts) == 1:
        return parts[0]
    return type(cleaned)(parts) if hasattr(cleaned, "geoms") else type(cleaned)()


def _key(working: Working, name: str) -> str:
    described = working.template.find(name)
    return described.key if described else ""


def _note(working: Working, name: str, code: str, note: str, field: str = "", **params: object) -> None:
    working.class_name, working.row_code, working.field = name, code, field
    working.note(note, **params)
    working.class_name = working.row_code = working.field = ""
