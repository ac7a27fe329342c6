"""A package's rows beside those that the survey would deliver: what a format did to them is no change."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely

from faultgis.national import kept
from faultgis.national.rows import Note, Package, Row
from faultgis.national.template import Template

# About a millimetre: geodatabases keep coordinates on a grid.
SAME_PLACE = 1e-8
_SAME_NUMBER = 1e-11
# A Shapefile's texts end at 254 bytes, or a little before where a character would be cut.
_CUT = range(251, 255)

Key = tuple[str, str]
Tell = Callable[[Note], None]


def keyed(package: Package) -> dict[Key, Row]:
    """The rows by class and ID."""
    found: dict[Key, Row] = {}
    for row in package:
        if code := code_of(row, package.template):
            found.setdefault((row.class_name, code), row)
    return found


def code_of(row: Row, template: Template) -> str:
    """The ID of a row; empty where its class has none."""
    described = template.find(row.class_name)
    return row.code(described.key) if described and described.key else ""


def aligned(
    rows: Mapping[str, Sequence[Row]],
    columns: Mapping[str, frozenset[str]],
    now: Package,
    has_shapes: bool,
    tell: Tell,
) -> dict[str, list[Row]]:
    """The rows with the survey's own values where the file says the same: numbers and places to its
    precision, texts that it cut, fields and shapes that it does not have at all."""
    present = keyed(now)
    found: dict[str, list[Row]] = {}
    for name, listed in rows.items():
        has = columns.get(name, frozenset())
        found[name] = []
        for row in listed:
            held = present.get((name, code_of(row, now.template)))
            found[name].append(row if held is None else _aligned(row, held, has, has_shapes, now, tell))
    return found


def _aligned(row: Row, held: Row, columns: frozenset[str], has_shapes: bool, now: Package, tell: Tell) -> Row:
    empty = now.template.empty
    values = dict(row.values)
    for name, value in held.values.items():
        here = values.get(name)
        if name not in columns or _same(here, value) or kept.agree(here, value, empty):
            values[name] = value
        elif _cut(here, value):
            values[name] = value
            tell(Note("national.text_cut", row.class_name, code_of(row, now.template), name))
    shape = row.geometry if has_shapes else row.geometry or held.geometry
    if _same_place(shape, held.geometry):
        shape = held.geometry
    return replace(row, values=values, geometry=shape, extras={**held.extras, **row.extras})


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=_SAME_NUMBER, abs_tol=1e-12)
    return bool(one == other)


def _cut(text: Any, whole: Any) -> bool:
    if not (isinstance(text, str) and isinstance(whole, str)) or not whole.startswith(text):
        return False
    return len(text.encode("gb18030", "replace")) in _CUT


def _same_place(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return bool(shapely.equals_exact(one, other, tolerance=SAME_PLACE))
