"""The secrecy filter: rows above a level stay at home, coordinates are given to so many decimals. What was
done is said in notes, row by row: the redaction log of a delivery."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.national import kept
from faultgis.national.rows import Attachment, Row
from faultgis.national.template import TemplateClass, TemplateField
from faultgis.national.working import Working

_PLACES = ("Lon", "Lat")
# A copy of what the reference points at.
_COPIES = ("TargetFaultName",)


def withheld(
    rows: Mapping[str, Sequence[Row]], attachments: Sequence[Attachment], working: Working
) -> tuple[dict[str, list[Row]], list[Attachment]]:
    """The rows up to the level, without references to those above it, and the files of those rows."""
    level, restricted = working.settings.level, working.settings.restricted
    given: dict[str, list[Row]] = {}
    gone: dict[str, set[str]] = {}
    for name, listed in rows.items():
        least = restricted.get(name, 0)
        key = _key(working, name)
        given[name] = []
        for row in listed:
            if level is None or max(row.secrecy, least) <= level:
                given[name].append(row)
                continue
            gone.setdefault(name, set()).add(row.code(key))
            _note(working, name, row.code(key), "national.withheld", level=max(row.secrecy, least))
    if gone:
        given = {name: [_unreferring(row, gone, working) for row in listed] for name, listed in given.items()}
    left = {(name, row.code(_key(working, name))) for name, listed in given.items() for row in listed}
    return given, [each for each in attachments if (each.class_name, each.row_code) in left]


def _unreferring(row: Row, gone: Mapping[str, set[str]], working: Working) -> Row:
    """The row without the IDs of rows that are not given."""
    described = working.template.find(row.class_name)
    values = dict(row.values)
    for field in described.fields if described else ():
        target = values.get(field.name)
        if target is not None and any(target in gone.get(name, ()) for name in _targets(field)):
            values[field.name] = kept.mark(field, working.template.empty, False)
            values.update({name: working.template.empty.text for name in _COPIES if name in values})
            code = row.code(described.key) if described else ""
            _note(working, row.class_name, code, "national.reference_withheld", field.name)
    return dataclasses.replace(row, values=values)


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
        if isinstance(value := values.get(name), float) and kept.says(value, working.template.empty):
            values[name] = round(value, decimals)
    shape = None if row.geometry is None else _rounded(row.geometry, decimals)
    if shape is not None and shape.is_empty:
        _note(working, row.class_name, row.code(described.key if described else ""), "national.collapsed")
        return None
    return dataclasses.replace(row, values=values, geometry=shape)


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
