"""A package's rows beside those that the survey last read or would deliver: what a format did to them is no
change."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import shapely

from faultgis.national import kept
from faultgis.national.rows import Note, Package, Row
from faultgis.national.template import Template, TemplateField

# About a millimetre: geodatabases keep coordinates on a grid.
SAME_PLACE = 1e-8
_SAME_NUMBER = 1e-11
# A Shapefile's texts end at 254 bytes, or a little before where a character would be cut.
_CUT = range(251, 255)

Key = tuple[str, str, int]
Tell = Callable[[Note], None]


def based(now: Package, by_id: Mapping[UUID, Any]) -> Package:
    """The package as it was last read: rows that came from one say what their cells said then. So what
    somebody edited since is told from what a new package changes."""
    fields = {each.name: {f.name: f for f in each.fields} for each in now.template.classes}

    def place(row: Row) -> tuple[str, int]:
        """Rows of one ID stand in the order of the file that they came from."""
        record = by_id.get(row.id) if row.id else None
        return code_of(row, now.template), record.source.row or 0 if record else 0

    rows = {
        name: tuple(
            _as_read(row, by_id.get(row.id) if row.id else None, fields[name])
            for row in sorted(listed, key=place)
        )
        for name, listed in now.rows.items()
    }
    return replace(now, rows=rows)


def _as_read(row: Row, record: Any, fields: Mapping[str, TemplateField]) -> Row:
    cells = None if record is None or row.kind == "template_row" else kept.cells(record, row.class_name)
    if cells is None:
        return row
    values = {
        name: kept.typed(cells[name], field) if name in cells else None for name, field in fields.items()
    }
    extras = {name: text for name, text in cells.items() if name not in fields}
    same = values == row.values and extras == row.extras
    return row if same else replace(row, values=values, extras=extras)


def keyed(rows: Mapping[str, Sequence[Row]], template: Template) -> Iterator[tuple[Key, Row]]:
    """The rows with class, ID (perhaps empty) and which of that ID they are, counted from 1."""
    for name, listed in rows.items():
        seen: Counter[str] = Counter()
        for row in listed:
            if code := code_of(row, template):
                seen[code] += 1
            yield (name, code, seen[code]), row


def held_by(package: Package) -> dict[Key, Row]:
    """A package's rows by their keys; rows without an ID are left out."""
    return {key: row for key, row in keyed(package.rows, package.template) if key[1]}


def code_of(row: Row, template: Template) -> str:
    """The ID of a row; empty where its class has none."""
    described = template.find(row.class_name)
    return row.code(described.key) if described and described.key else ""


def aligned(
    rows: Mapping[str, Sequence[Row]],
    columns: Mapping[str, frozenset[str]],
    now: Package,
    by_id: Mapping[UUID, Any],
    has_shapes: bool,
    tell: Tell,
) -> dict[str, list[Row]]:
    """The rows with the values of ``now`` where the file says the same: numbers and places to its precision,
    texts that it cut, fields and shapes that it does not have at all, a shape that it had the last time. A
    row that says nothing new is the one of ``now`` itself."""
    present = held_by(now)
    found: dict[str, list[Row]] = {name: [] for name in rows}
    for key, row in keyed(rows, now.template):
        held = present.get(key)
        if held is None:
            found[key[0]].append(row)
            continue
        record = by_id.get(held.id) if held.id else None
        placed = replace(row, geometry=_shape(row, held, record, has_shapes))
        found[key[0]].append(_aligned(placed, held, columns.get(key[0], frozenset()), now, tell))
    return found


def _shape(row: Row, held: Row, record: Any, has_shapes: bool) -> Any:
    """The shape that the survey has, unless the package has another than the last time."""
    shape = row.geometry
    if shape is None and not has_shapes:
        return held.geometry
    if _same_place(shape, held.geometry):
        return held.geometry
    before = kept.shape_of(record, row.class_name) if record is not None else ""
    return held.geometry if before and before == kept.fingerprint(shape) else shape


def _aligned(row: Row, held: Row, columns: frozenset[str], now: Package, tell: Tell) -> Row:
    empty = now.template.empty
    values = dict(row.values)
    for name, value in held.values.items():
        here = values.get(name)
        if name not in columns or _same(here, value) or kept.agree(here, value, empty):
            values[name] = value
        elif _cut(here, value):
            values[name] = value
            tell(Note("national.text_cut", row.class_name, code_of(row, now.template), name))
    extras = {**held.extras, **row.extras}
    same = row.geometry is held.geometry and values == held.values and extras == held.extras
    return held if same else replace(row, values=values, extras=extras)


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
