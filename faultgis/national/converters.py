"""The converters of mapping files: small steps from a value of our records to one of a national row.

Each takes a value and returns one; nothing (``None``, an empty text) stays nothing, except through those that
count or ask.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import shapely

from faultgis import codes
from faultgis.crs.ellipsoid import length_m
from faultgis.geometry.direction import mean_strike
from faultgis.national import events
from faultgis.national.compass import axis_word, code_of, word_of
from faultgis.national.working import Working
from faultgis.values import Estimate

Convert = Callable[[Any, Working], Any]
Tables = Mapping[str, Mapping[str, Any]]

METRES = {"m": 1.0, "km": 1000.0}


def make(name: str, words: Sequence[str], tables: Tables) -> Convert:
    """The converter of a name with its words. Raises ``KeyError`` for an unknown name or table, ``TypeError``
    or ``ValueError`` for words that it does not take."""
    if name == "table":
        return _through(_table(tables[words[0]]))
    if name in _ASKING:
        return _ASKING[name](*words)
    return _through(_MAKERS[name](*words))


def _through(convert: Convert) -> Convert:
    def through(value: Any, working: Working) -> Any:
        return None if value is None or value == "" else convert(value, working)

    return through


def _table(table: Mapping[str, Any]) -> Convert:
    otherwise = table.get("*")
    return lambda value, _working: table.get(str(value), otherwise)


def _code(list_name: str, system: str) -> Convert:
    entries = codes.code_list(list_name).by_code

    def code(value: Any, working: Working) -> Any:
        entry = entries.get(value)
        found = entry.extra.get(system) if entry else None
        if found is None and not (entry and entry.code in ("undetermined", "unknown")):
            working.note("national.no_code", list=list_name, value=value)
        return found

    return code


def _exposure_digit() -> Convert:
    entries = codes.code_list("exposure").by_code

    def digit(value: Any, working: Working) -> Any:
        if found := entries[value].extra.get("cn_digit") if value in entries else None:
            return found
        assumed = working.settings.exposure
        if assumed in entries and (digit := entries[assumed].extra.get("cn_digit")):
            working.note("national.exposure_assumed", value=assumed)
            return digit
        working.note("national.exposure_undecided")
        return None

    return digit


def _label(list_name: str) -> Convert:
    return lambda value, _working: codes.label(list_name, value, "zh")


def _middle(unit: str = "") -> Convert:
    return lambda value, _working: _in(unit, value, value.middle if isinstance(value, Estimate) else value)


def _bound(side: str) -> Callable[..., Convert]:
    def maker(unit: str = "") -> Convert:
        return lambda value, _working: _in(unit, value, getattr(value, side))

    return maker


def _error(unit: str = "") -> Convert:
    """Half the range between the bounds."""

    def error(value: Estimate, _working: Working) -> Any:
        if value.low is None or value.high is None:
            return None
        return _in(unit, value, (value.high - value.low) / 2)

    return error


def _in(unit: str, value: Any, number: float | None) -> float | None:
    """A number in metres or kilometres; other units stay."""
    if number is None or not unit or not isinstance(value, Estimate) or value.unit == unit:
        return number
    return number * METRES[value.unit] / METRES[unit] if value.unit in METRES and unit in METRES else number


def _round(digits: str = "0") -> Convert:
    places = int(digits)
    return lambda value, _working: round(float(value), places)


def _azimuth() -> Convert:
    """Whole degrees from 0 to 359."""
    return lambda value, _working: math.floor(float(value) + 0.5) % 360


def _strike_of_dip() -> Convert:
    """The strike of the right-hand rule from a dip direction."""
    return lambda value, _working: (float(value) - 90.0) % 360.0


def _shape(measure: Callable[[Any], Any]) -> Callable[[], Convert]:
    return lambda: lambda value, _working: None if value.is_empty else measure(value)


def _midpoint(shape: Any) -> Any:
    return shape if shape.geom_type == "Point" else shape.interpolate(0.5, normalized=True)


def _strike(shape: Any) -> float | None:
    lines = shape if shape.geom_type == "MultiLineString" else shapely.MultiLineString([shape])
    return mean_strike(lines) if shape.length > 0 else None


def _date() -> Convert:
    return lambda value, _working: value.strftime("%Y%m%d") if isinstance(value, date) else str(value)


def _text(form: str) -> Convert:
    return lambda value, _working: form.format(f"{value:.10g}" if isinstance(value, float) else value)


def _unless(*words: str) -> Convert:
    return lambda value, _working: None if str(value) in words else value


def _get(name: str) -> Convert:
    return lambda value, _working: getattr(value, name)


def _format() -> Convert:
    return lambda value, _working: PurePosixPath(value).suffix.removeprefix(".").upper() or None


def _file() -> Convert:
    return lambda value, _working: PureWindowsPath(value).name


def _national(*classes: str) -> Convert:
    """The ID of a record's row in the first of the classes that has one."""

    def national(value: Any, working: Working) -> Any:
        for name in classes:
            if found := working.codes.get((name, value.id)):
                return found
        return None

    return national


def _component(*wanted: str) -> Convert:
    """The offset of a marker whose component is one of these."""
    return lambda marker, _working: marker.offset if marker.component in wanted else None


def _least(field: str, unit: str) -> Convert:
    """The least value that some records give in a field."""

    def least(records: Sequence[Any], _working: Working) -> Any:
        found = [value for each in records if (value := getattr(each, field)) is not None]
        numbers = [number for value in found if (number := _in(unit, value, value.middle)) is not None]
        return min(numbers, default=None)

    return least


def _nth(number: str) -> Convert:
    """The n-th of some records by their codes."""

    def nth(records: Sequence[Any], _working: Working) -> Any:
        ordered = sorted(records, key=lambda record: (record.code, record.id))
        return ordered[int(number) - 1] if len(ordered) >= int(number) else None

    return nth


def _with(kind: str) -> Convert:
    """How many of some samples have records of a kind."""

    def having(records: Sequence[Any], working: Working) -> int:
        child = kind.removesuffix("s")
        return sum(bool(working.index.children(child, "sample_id", each.id)) for each in records)

    return having


def _row(class_name: str, field: str) -> Convert:
    """The ID of the template row that a text names, by its ID or by a field; else the text itself."""

    def row(value: str, working: Working) -> str:
        for each in working.index.template_rows.get(class_name, ()):
            if value in (each.code, each.values.get(field)):
                return each.code or value
        working.note("national.unresolved", target=class_name, value=value)
        return value

    return row


def _asking(answer: Callable[[Any, tuple[str, ...]], Any]) -> Callable[..., Convert]:
    return lambda *words: lambda value, _working: answer(value, words)


def _children_flag(value: Any, _words: tuple[str, ...]) -> int:
    return 1 if value else 0


_ASKING: Mapping[str, Callable[..., Convert]] = {
    "count": _asking(lambda value, _words: len(value) if value is not None else None),
    "flag": _asking(_children_flag),
    "is": _asking(lambda value, words: 1 if str(value) in words else 0),
    "isnt": _asking(lambda value, words: 0 if str(value) in words else 1),
    "stated": _asking(lambda value, _words: 1 if value is not None and value != "" else 0),
    "absent": _asking(lambda value, _words: 1 if value is None or value == "" else 0),
    "beyond": _asking(lambda value, words: 1 if value is not None and len(value) > int(words[0]) else 0),
}

_MAKERS: Mapping[str, Callable[..., Convert]] = {
    "code": _code,
    "label": _label,
    "exposure_digit": _exposure_digit,
    "middle": _middle,
    "low": _bound("low"),
    "high": _bound("high"),
    "error": _error,
    "round": _round,
    "azimuth": _azimuth,
    "strike_of_dip": _strike_of_dip,
    "compass": lambda: lambda value, _working: word_of(float(value)),
    "compass_code": lambda: lambda value, _working: code_of(float(value)),
    "axis": lambda: lambda value, _working: axis_word(float(value)),
    "strike": _shape(_strike),
    "km": _shape(lambda shape: length_m(shape) / 1000.0),
    "midpoint": _shape(_midpoint),
    "lon": _shape(lambda shape: float(shapely.get_x(shape))),
    "lat": _shape(lambda shape: float(shapely.get_y(shape))),
    "date": _date,
    "text": _text,
    "unless": _unless,
    "get": _get,
    "format": _format,
    "file": _file,
    "national": _national,
    "constant": lambda text: lambda _value, _working: text,
    "component": _component,
    "nearest_trace": lambda: lambda site, working: working.index.nearest_of(site),
    "least": _least,
    "nth": _nth,
    "images": lambda: lambda wall, working: working.index.children("wall_image", "wall_id", wall.id),
    "with": _with,
    "row": _row,
    "latest_event": lambda: lambda site, working: events.latest_year(site, working.index),
    "latest_event_error": lambda: lambda site, working: events.latest_error(site, working.index),
}
