"""A layer's features as rows of its class: values in their fields' types, shapes in CGCS2000 degrees."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.national.naming import field_of
from faultgis.national.rows import Row, blank_values
from faultgis.national.template import TemplateClass, TemplateField
from importers.batch import Problem

# What the formats add by themselves.
SYSTEM = frozenset(
    {"objectid", "fid", "ogc_fid", "ogr_fid", "shape", "shape_length", "shape_area", "shape_leng", "geom"}
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?\Z", re.ASCII)


class Feature(Protocol):
    """What is read of a feature."""

    @property
    def geometry(self) -> BaseGeometry | None: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


def columns_of(described: TemplateClass, columns: Sequence[str]) -> dict[str, TemplateField | None]:
    """The field that each column is; ``None``: unknown to the template. A field takes one column: the one of
    its very name before one that only looks like it."""
    found: dict[str, TemplateField | None] = {}
    taken: set[str] = set()
    exact = {field.name: field for field in described.fields}
    for column in sorted(columns, key=lambda each: each not in exact):
        field = exact.get(column) or field_of(described, column)
        if field is not None and field.name in taken:
            field = None
        if field is None and column.casefold() in SYSTEM:
            continue
        found[column] = field
        if field is not None:
            taken.add(field.name)
    return {column: found[column] for column in columns if column in found}


def rows_of(
    described: TemplateClass, columns: Sequence[str], features: Sequence[Feature], shapes: Sequence[Any]
) -> Iterator[Row]:
    """The features as rows. ``shapes`` are theirs in CGCS2000 degrees."""
    bound = columns_of(described, columns)
    blank = blank_values(dict.fromkeys(field.name for field in described.fields))
    for feature, shape in zip(features, shapes, strict=True):
        values, extras = blank.copy(), {}
        for column, field in bound.items():
            value = feature.values.get(column)
            if field is not None:
                values[field.name] = typed(value, field)
            elif (text := _text(value)) is not None:
                extras[column.replace(".", "_")] = text
        yield Row(described.name, values, plain(shape), extras=extras)


def typed(value: Any, field: TemplateField) -> str | int | float | None:
    """A value in its field's type. Texts that are no number stay texts; codes and IDs lose the blanks around
    them; dates become eight digits."""
    if value is None or value == "" or value != value:
        return None
    if isinstance(value, bool):
        value = int(value)
    if field.numeric:
        return _number(value, field)
    text = _text(value)
    if text is None:
        return None
    if field.type == "date":
        return _day(text.strip())
    strict = field.key or field.domain or field.refers or field.refers_by is not None
    return (text.strip() or None) if strict else text


def _number(value: Any, field: TemplateField) -> str | int | float | None:
    if isinstance(value, str):
        text = value.strip().replace("\x00", "")
        if not _NUMBER.match(text):
            return text or None
        value = float(text)
    if not math.isfinite(value):
        return str(value)
    if field.type == "real":
        return float(value)
    return int(value) if float(value).is_integer() else float(value)


def _text(value: Any) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value).replace("\x00", "") or None


def _day(text: str) -> str | None:
    if not _ISO.match(text):
        return text or None
    try:
        return datetime.fromisoformat(text[:10]).strftime("%Y%m%d")
    except ValueError:
        return text


def plain(shape: Any) -> Any:
    """A shape without heights, single where it is single; ``None`` for an empty one."""
    if shape is None or shape.is_empty:
        return None
    flat = shapely.force_2d(shape)
    if flat.geom_type == "LinearRing":
        return shapely.LineString(flat)
    parts = list(getattr(flat, "geoms", ()))
    return parts[0] if len(parts) == 1 else flat


def unknown_columns(described: TemplateClass, columns: Sequence[str], layer: str) -> list[Problem]:
    """The columns that the template does not know, as one problem."""
    unknown = [column for column, field in columns_of(described, columns).items() if field is None]
    if not unknown:
        return []
    return [
        Problem(
            "national.columns_unknown", {"name": described.name, "columns": ", ".join(unknown)}, layer=layer
        )
    ]


def missing_fields(described: TemplateClass, columns: Sequence[str], layer: str) -> list[Problem]:
    """The fields that the layer lacks, as one problem."""
    there = {field.name for field in columns_of(described, columns).values() if field is not None}
    lacking = [field.name for field in described.fields if field.name not in there]
    if not lacking:
        return []
    return [
        Problem(
            "national.fields_missing", {"name": described.name, "fields": ", ".join(lacking)}, layer=layer
        )
    ]


def counted(rows: Sequence[Row], described: TemplateClass) -> dict[str, Counter[str]]:
    """What became of the cells, by column: typed, kept (text where a number belongs), or empty."""
    found: dict[str, Counter[str]] = {}
    for field in described.fields:
        states: Counter[str] = Counter()
        for row in rows:
            value = row.values[field.name]
            odd = field.numeric and isinstance(value, str)
            states["empty" if value is None else "kept" if odd else "typed"] += 1
        found[f"{described.name}.{field.name}"] = states
    return found
