"""Made-up records of every kind, valid by the rules of the tables, as hypothesis strategies."""

import dataclasses
import types
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from db.models.rules import CODED, REFERENCES
from faultgis.codes import code_list
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.provenance import Source, Stamp, new_id
from faultgis.records.trace import Stretch
from faultgis.values import Basis, Distribution, Document, Estimate, RangeKind

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12)
NUMBER = st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 1e300)
LONGITUDE = st.floats(-180, 180)
LATITUDE = st.floats(-90, 90)
PLACE = st.tuples(LONGITUDE, LATITUDE)
LINE = st.lists(PLACE, min_size=2, max_size=6, unique=True)
RANGES: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("trace", "location_error_m"): st.floats(0, 1e6),
    ("trace", "mapping_scale"): st.integers(1, 5_000_000),
    ("measurement", "dip"): st.floats(0, 90),
    ("measurement", "plunge"): st.floats(-90, 90),
    ("measurement", "rake"): st.floats(-180, 180),
    ("surface_rupture", "year"): st.integers(-5000, -1) | st.integers(1, 2100),
    ("surface_rupture", "month"): st.integers(1, 12),
    ("surface_rupture", "day"): st.integers(1, 31),
    ("media", "path"): TEXT.filter(bool),
    ("sheet_state", "scale"): st.integers(1, 5_000_000),
    ("survey", "mapping_scale"): st.integers(1, 5_000_000),
    ("media", "pitch"): st.floats(-90, 90),
    ("offset_marker", "geometry"): PLACE.map(Point),
    ("lab_result", "c14_error"): st.floats(1e-3, 1e6),
    ("lab_result", "f14c"): st.floats(1e-3, 10),
    ("lab_result", "f14c_error"): st.floats(1e-6, 1),
    ("lab_result", "lab_code"): TEXT.filter(bool),
    ("lab_result", "sigma"): st.integers(0, 2),
    ("paleo_event", "known_year"): st.integers(-5000, -1) | st.integers(1, 2100),
    ("paleo_event", "probability"): st.floats(0, 1),
    ("probability", "low"): st.floats(0, 0.3),
    ("probability", "probability"): st.floats(0.3, 0.5),
    ("probability", "high"): st.floats(0.5, 1),
    ("probability", "window_years"): st.integers(1, 1000),
    ("wall", "face_dip"): st.floats(0.1, 90),
    ("certificate", "rule"): TEXT.filter(bool),
    ("site_query", "sites"): st.integers(1, 10_000),
    ("buried_point", "view_direction"): st.floats(0, 360),
    ("buried_point", "apparent_dip"): st.floats(0, 90),
    ("buried_point", "reliability"): st.integers(1, 5),
    ("template_row", "class_name"): TEXT.filter(bool),
    ("waiver", "finding"): TEXT.filter(bool),
    ("waiver", "reason"): TEXT.filter(bool),
    ("delivery", "number"): st.integers(1, 2**31 - 1),
    ("delivery", "level"): st.integers(0, 3),
}
SIZE = st.floats(1e-3, 1e6)
EVERYWHERE: dict[str, st.SearchStrategy[Any]] = {
    "secrecy": st.integers(0, 3),
    "publication": st.sampled_from(["draft", "review", "published"]),
    "dip_direction": st.floats(0, 360),
    "trend": st.floats(0, 360),
    "azimuth": st.floats(0, 360),
    "path": TEXT.filter(bool),
    **dict.fromkeys(("cell_m", "length_m", "width_m", "depth_m", "rmse_m", "density_m2"), SIZE),
    **dict.fromkeys(("age_minus_ka", "age_plus_ka"), SIZE),
}


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Any estimate that the class allows."""
    numbers = sorted(draw(st.lists(NUMBER, min_size=3, max_size=3)))
    given = draw(
        st.sampled_from(["low", "best", "high", "low best", "low high", "best high", "low best high"])
    )
    kept = dict(zip(("low", "best", "high"), numbers, strict=True))
    return Estimate(
        unit=draw(st.sampled_from(["deg", "m", "km", "mm/a", "ka", "a", "Mw"])),
        **{name: kept[name] for name in given.split()},
        range=draw(st.sampled_from(RangeKind)),
        distribution=draw(st.sampled_from(Distribution)),
        basis=draw(st.sampled_from(Basis)),
        component=draw(TEXT),
        source=draw(TEXT),
        text=draw(TEXT),
        source_date=draw(st.none() | st.dates(date(1000, 1, 1))),
    )


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    """Part of a line."""
    start, end = sorted(draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
    return Stretch(start=start, end=end, confidence=draw(TEXT), half_width_m=draw(st.none() | NUMBER))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
SHAPES = PLACE.map(Point) | LINE.map(LineString)

SOURCE = st.builds(
    Source,
    file=TEXT,
    layer=TEXT,
    row=st.none() | st.integers(1, 2**31 - 1),
    method=TEXT,
    reference=TEXT,
    image=TEXT,
    attributes=st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple),
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(0, 2**31 - 1),
    float: NUMBER,
    bool: st.booleans(),
    UUID: st.uuids(),
    date: st.dates(date(1, 1, 1)),
    datetime: st.datetimes(datetime(1, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC)),
    Estimate: estimates(),
    Point: PLACE.map(Point),
    LineString: LINE.map(LineString),
    MultiLineString: st.lists(LINE, min_size=1, max_size=3).map(MultiLineString),
    MultiPolygon: st.just(MultiPolygon([box(100, 30, 100.5, 30.5), box(101, 30, 101.5, 30.5)])),
    BaseGeometry: SHAPES,
    Document: st.dictionaries(TEXT, JSON, max_size=4).map(Document),
    Source: SOURCE,
    tuple: st.lists(stretches(), max_size=3).map(tuple),
}


def _values(kind: str, name: str, hint: Any) -> st.SearchStrategy[Any]:
    if (kind, name) == ("offset_marker", "geometry"):
        return RANGES[kind, name]
    if get_origin(hint) in (Union, types.UnionType):
        plain = next(arg for arg in get_args(hint) if arg is not type(None))
        return st.none() | _values(kind, name, plain)
    if name in CODED.get(kind, {}):
        return st.sampled_from([entry.code for entry in code_list(CODED[kind][name]).entries])
    if (kind, name) in RANGES:
        return RANGES[kind, name]
    if name == "inputs":
        return st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
    if name in EVERYWHERE and hint in (int, float, str):
        return EVERYWHERE[name]
    return PLAIN[get_origin(hint) or hint]


@cache
def records(kind: str, survey_id: UUID | None = None) -> st.SearchStrategy[AnyRecord]:
    """Records of a kind; references to others are left to the caller (``parents``)."""
    cls = KINDS[kind]
    hints = get_type_hints(cls)
    fields = {f.name: hints[f.name] for f in dataclasses.fields(cls)}
    given: dict[str, st.SearchStrategy[Any]] = {}
    for name, hint in fields.items():
        if name in ("id", "code", "sheet"):
            # Fresh ones for every example: the examples share a database.
            given[name] = st.builds(new_id) if name == "id" else st.builds(new_id).map(str)
        elif name in REFERENCES:
            given[name] = st.none() if hint != UUID else st.just(survey_id if name == "survey_id" else None)
        elif name != "stamp":
            given[name] = _values(kind, name, hint)
    return st.builds(cls, **given, stamp=st.just(Stamp()))
