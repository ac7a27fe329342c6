"""Records of any kind, made up from the types of their fields, for tests of what must hold for all."""

import dataclasses
import types
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry

from faultgis.records.encoding import field_types
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.values import Basis, Distribution, Document, Estimate, RangeKind

numbers = st.floats(-1e6, 1e6)
texts = st.text(max_size=6)
places = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
lines = st.lists(places, min_size=2, max_size=5).map(LineString)

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-9999, 9999),
    float: numbers,
    bool: st.booleans(),
    UUID: st.uuids(version=4),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    Point: places.map(Point),
    LineString: lines,
    MultiLineString: st.lists(lines, min_size=1, max_size=3).map(MultiLineString),
    MultiPolygon: places.map(lambda place: MultiPolygon([Point(place).buffer(0.1)])),
    BaseGeometry: places.map(Point) | lines,
    Document: st.dictionaries(texts, st.lists(texts | numbers | st.none(), max_size=3), max_size=3).map(
        Document
    ),
}


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Any estimate that may exist: at least one number, in order."""
    low, best, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    absent = draw(st.sampled_from(["", "low", "best", "high", "low best", "best high", "low high"]))
    return Estimate(
        unit=draw(st.sampled_from(["deg", "m", "km", "mm/a", "ka"])),
        low=None if "low" in absent else low,
        best=None if "best" in absent else best,
        high=None if "high" in absent else high,
        range=draw(st.sampled_from(RangeKind)),
        basis=draw(st.sampled_from(Basis)),
        distribution=draw(st.sampled_from(Distribution)),
        source=draw(texts),
        source_date=draw(st.none() | st.dates()),
        text=draw(texts),
    )


def _of(hint: Any) -> st.SearchStrategy[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if hint is Estimate:
        return estimates()
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin in (Union, types.UnionType):
        return st.none() | _of(next(arg for arg in args if arg is not type(None)))
    if origin is tuple and args[-1] is Ellipsis:
        return st.lists(_of(args[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(_of(arg) for arg in args))
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _built(hint)


@cache
def _built(cls: Any) -> st.SearchStrategy[Any]:
    hints = field_types(cls)
    return st.builds(cls, **{f.name: _of(hints[f.name]) for f in dataclasses.fields(cls)})


def records(kind: str) -> st.SearchStrategy[AnyRecord]:
    """Records of a kind with every field filled from its type."""
    record: Any = KINDS[kind]
    return _built(record)
