"""Snapping agrees with a search through everything, after any number of edits."""

from uuid import UUID, uuid4

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiLineString

from faultgis.geometry import lines
from faultgis.geometry.frame import Frame
from faultgis.geometry.snapping import Excluded, SnapIndex

CENTRE = (102.0, 28.0)
PLACES = st.tuples(
    st.integers(-500, 500).map(lambda i: 102 + i / 50_000),
    st.integers(-500, 500).map(lambda i: 28 + i / 50_000),
)
SHAPES = st.lists(st.lists(PLACES, min_size=2, max_size=40, unique=True), min_size=1, max_size=2).map(
    MultiLineString
)


def brute_vertex(shapes: dict[UUID, MultiLineString], place: tuple[float, float]) -> float:
    frame = Frame(*CENTRE)
    here = frame.to_metres(np.array([place]))[0]
    points = np.concatenate([shapely.get_coordinates(g) for g in shapes.values()])
    return float(np.hypot(*(frame.to_metres(points) - here).T).min())


def brute_edge(shapes: dict[UUID, MultiLineString], place: tuple[float, float]) -> float:
    frame = Frame(*CENTRE)
    scaled = [shapely.transform(g, frame.to_metres) for g in shapes.values()]
    here = shapely.Point(frame.to_metres(np.array([place]))[0])
    return float(min(shapely.distance(g, here) for g in scaled))


@settings(max_examples=60)
@given(st.lists(SHAPES, min_size=1, max_size=5), PLACES, st.data())
def test_finds_what_a_full_search_finds(
    shapes: list[MultiLineString], place: tuple[float, float], data: st.DataObject
) -> None:
    known = {uuid4(): shape for shape in shapes}
    index = SnapIndex(known, *CENTRE)
    for key in list(known):
        change = data.draw(st.sampled_from(["keep", "drop", "replace", "add"]))
        if change == "drop" and len(known) > 1:
            del known[key]
            index.patch({key: None})
        elif change in ("replace", "add"):
            fresh = key if change == "replace" else uuid4()
            known[fresh] = data.draw(SHAPES)
            index.patch({fresh: known[fresh]})
    assert index.keys == known.keys()
    assert index.vertices == sum(int(shapely.get_num_coordinates(p)) for g in known.values() for p in g.geoms)
    vertex = index.query(*place, 5000.0, edges=False)
    assert vertex is not None
    assert abs(vertex.distance_m - brute_vertex(known, place)) < 1e-6
    assert vertex.key is not None
    exact = lines.coordinates(known[vertex.key], vertex.part)[vertex.index]
    assert exact.tolist() == [vertex.longitude, vertex.latitude]
    edge = index.query(*place, 5000.0, vertices=False)
    assert edge is not None
    assert abs(edge.distance_m - brute_edge(known, place)) < 1e-6
    assert edge.key is not None
    line = known[edge.key]
    assert shapely.distance(line, shapely.Point(edge.place)) < 1e-9


LONG = lines.multi([(102.0 + i / 10_000, 28.0) for i in range(101)])
KEY = uuid4()


def test_a_vertex_wins_over_a_nearer_edge() -> None:
    index = SnapIndex({KEY: LONG}, *CENTRE)
    found = index.query(102.00012, 28.00001, 10.0)
    assert found is not None
    assert (found.kind, found.index, found.place) == ("vertex", 1, (102.0001, 28.0))
    edge = index.query(102.00015, 28.00001, 4.0)
    assert edge is not None
    assert (edge.kind, edge.index) == ("edge", 1)


def test_nothing_within_the_tolerance_is_nothing() -> None:
    index = SnapIndex({KEY: LONG}, *CENTRE)
    assert index.query(102.005, 28.001, 50.0) is None
    assert SnapIndex({}, *CENTRE).query(*CENTRE, 1e6) is None


def test_the_dragged_vertex_and_its_segments_do_not_hold_it_back() -> None:
    index = SnapIndex({KEY: LONG}, *CENTRE)
    # Index 16 stands in two runs of segments.
    for number in (0, 5, 16, 100):
        place = 102.0 + number / 10_000
        free = index.query(place, 28.0, 3.0, exclude=[Excluded(KEY, 0, number)])
        assert free is None
        other = index.query(place, 28.0, 3.0, exclude=[Excluded(uuid4(), 0, number)])
        assert other is not None


def test_the_sketch_s_first_vertex_counts() -> None:
    index = SnapIndex({}, *CENTRE)
    found = index.query(102.00001, 28.0, 5.0, also=[(102.0, 28.0)])
    assert found is not None
    assert (found.kind, found.place) == ("sketch", (102.0, 28.0))


def test_crossings_lie_on_both_lines() -> None:
    other = lines.multi([(102.00235, 27.999), (102.00237, 28.001)])
    index = SnapIndex({KEY: LONG, uuid4(): other}, *CENTRE)
    found = index.query(102.00236, 28.00001, 3.0, crossings=True)
    assert found is not None
    assert found.kind == "crossing"
    assert shapely.distance(LONG, shapely.Point(found.place)) < 1e-9
    assert shapely.distance(other, shapely.Point(found.place)) < 1e-9
