"""The rows of a national package as layers: each value in its field's type, each shape of its class's kind.

What does not fit is left blank and told in a note with the value itself: nothing goes silently.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.exports.layers import TEXT_LENGTH, Column, Layer, multi, shapes_of
from faultgis.national.rows import Note, Package, Row
from faultgis.national.template import Template, TemplateClass, TemplateField

KINDS = {
    "point": ("Point",),
    "line": ("LineString", "MultiLineString", "LinearRing"),
    "polygon": ("Polygon", "MultiPolygon"),
}
INTEGERS = {"integer": 2**31 - 1, "flag": 2**15 - 1}
# Neither files nor databases take these: NUL, and halves of characters.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
Tell = Callable[[str, Row, str, Any], None]

# YYYYMMDD.
DATE_LENGTH = 8


def layers_of(package: Package) -> tuple[tuple[Layer, ...], tuple[Note, ...]]:
    """A layer for every class of the template, the empty ones too, and what could not be written."""
    notes: list[Note] = []
    layers = tuple(
        _layer(package.template, each, package.of(each.name), notes) for each in package.template.classes
    )
    return layers, tuple(notes)


def _layer(template: Template, of: TemplateClass, rows: Sequence[Row], notes: list[Note]) -> Layer:
    key = of.key

    def tell(code: str, row: Row, field: str, value: Any) -> None:
        notes.append(Note(code, of.name, row.code(key), field, {"value": value}))

    columns, values = [], []
    for entry in of.fields:
        cells = [_value(entry, row, tell) for row in rows]
        column = column_of(template, entry)
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        if column.length and longest > column.length:
            told = {"length": column.length, "longest": longest}
            notes.append(Note("delivery.field_widened", of.name, "", entry.name, told))
            column = Column(column.name, column.type, column.title, longest, column.domain)
        columns.append(column)
        values.append(cells)
    for row in rows:
        for name, value in row.extras.items():
            tell("delivery.unknown_field", row, name, value)
    shapes = shapes_of([_shape(of.geometry, row, tell) for row in rows])
    return Layer(of.name, tuple(columns), tuple(values), shapes, of.geometry, of.zh, of.dataset)


def column_of(template: Template, entry: TemplateField) -> Column:
    """A template's field as a column. Dates are texts of eight digits or the mark for "not known"."""
    if entry.type == "date":
        return Column(entry.name, "text", entry.zh, entry.length or DATE_LENGTH, entry.domain)
    length = (entry.length or template.text_length or TEXT_LENGTH) if entry.type == "text" else 0
    return Column(entry.name, entry.type, entry.zh, length, entry.domain)


def _value(entry: TemplateField, row: Row, tell: Tell) -> Any:
    value = row.values.get(entry.name)
    if value is None or value == "":
        return None
    if not entry.numeric:
        return _text(value, entry, row, tell)
    number = _number(value)
    if number is None or not math.isfinite(number):
        tell("delivery.not_a_number", row, entry.name, value)
        return None
    if entry.type == "real":
        return float(number)
    if number != int(number) or abs(number) > INTEGERS[entry.type]:
        tell("delivery.not_an_integer", row, entry.name, value)
        return None
    return int(number)


def _text(value: Any, entry: TemplateField, row: Row, tell: Tell) -> str | None:
    if isinstance(value, str) and value.isascii() and value.isprintable():
        return value
    text = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
    clean = _NO_TEXT.sub("", text)
    if clean != text:
        tell("delivery.no_text", row, entry.name, ascii(text))
    return clean or None


def _number(value: Any) -> int | float | None:
    if isinstance(value, int | float):
        return value
    try:
        return float(str(value).strip())
    except ValueError:
        return None


def _shape(geometry: str, row: Row, tell: Tell) -> BaseGeometry | None:
    shape = row.geometry
    if shape is None or shape.is_empty:
        return None
    if geometry == "none":
        tell("delivery.shape_of_table", row, "", shape.geom_type)
        return None
    if geometry == "point" and isinstance(shape, shapely.MultiPoint) and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.geom_type not in KINDS[geometry]:
        tell("delivery.shape_other", row, "", shape.geom_type)
        return None
    if shape.has_z or getattr(shape, "has_m", False):
        tell("delivery.heights_dropped", row, "", shape.geom_type)
    return _plain(shape)


def _plain(shape: BaseGeometry) -> BaseGeometry:
    """In two dimensions, without repeated vertices, areas with their outlines anticlockwise."""
    flat = shapely.remove_repeated_points(shapely.force_2d(shape))
    made: BaseGeometry = multi(shapely.orient_polygons(flat))
    return made


def grouped(notes: Sequence[Note], examples: int = 3) -> Iterator[dict[str, Any]]:
    """Notes of one kind about one field together, with their number and the first few rows."""
    groups: dict[tuple[str, str, str], list[Note]] = {}
    for note in notes:
        groups.setdefault((note.code, note.class_name, note.field), []).append(note)
    for (code, class_name, field), found in sorted(groups.items()):
        shown = [{"row": note.row_code, **note.params} for note in found[:examples]]
        yield {"code": code, "class": class_name, "field": field, "count": len(found), "examples": shown}
