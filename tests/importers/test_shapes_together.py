"""Lines made together are the same as lines made one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from importers.vector import shapes
from importers.vector.raw import RawFeature

place = st.tuples(st.floats(99, 101), st.floats(30, 31), st.sampled_from((0.0, 5.0)))
line = st.lists(place, min_size=2, max_size=4).map(LineString)
with np.errstate(invalid="ignore"):
    NOWHERE = LineString([(100, 30), (np.nan, 31)])
odd: list[BaseGeometry | None] = [
    None,
    LineString(),
    Point(100, 30),
    LineString([(100, 30), (100, 30)]),
    NOWHERE,
    LineString([(200, 30), (201, 31)]),
    GeometryCollection([LineString([(100, 30), (101, 31)])]),
    MultiLineString([[(100, 30), (101, 31)], [(100, 30), (100, 30)], [(99, 30), (98, 31)]]),
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(line, st.sampled_from(odd)), max_size=6))
def test_lines_and_fingerprints(geometries: list[BaseGeometry | None]) -> None:
    from faultgis.crs import transformer

    way = transformer("EPSG:4490")
    features = [RawFeature(row, None, shape, {}) for row, shape in enumerate(geometries, 1)]
    together = shapes.lines(features, way)
    alone = [shapes.lines([feature], way)[0] for feature in features]
    slow = [shapes._shapes([feature], way, shapes._as_lines)[0] for feature in features]
    assert [s.problem for s in together] == [s.problem for s in slow]
    for some in (alone, slow):
        assert all(
            (a.geometry is None and b.geometry is None)
            or (a.geometry is not None and b.geometry is not None and a.geometry.wkb == b.geometry.wkb)
            for a, b in zip(together, some, strict=True)
        )
    marks = ["" if s.geometry is None else shapes.fingerprint(s.geometry) for s in together]
    assert shapes.fingerprints(together) == marks
