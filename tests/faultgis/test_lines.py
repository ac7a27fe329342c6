"""Edits of lines: laws that hold for every line, and a few cases by hand."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import MultiLineString

from faultgis.crs import length_m
from faultgis.errors import InputError
from faultgis.geometry import crossing, lines
from faultgis.geometry.fractions import rebase
from faultgis.geometry.joining import join

PLACES = st.tuples(
    st.integers(-1000, 1000).map(lambda i: 102 + i / 10_000),
    st.integers(-1000, 1000).map(lambda i: 28 + i / 10_000),
)
PARTS = st.lists(PLACES, min_size=2, max_size=12, unique=True)
LINES = st.lists(PARTS, min_size=1, max_size=3).map(MultiLineString)


def rows(geometry: MultiLineString) -> list[list[list[float]]]:
    return [shapely.get_coordinates(part).tolist() for part in geometry.geoms]


def has_no_repeats(geometry: MultiLineString) -> bool:
    return all(a != b for part in rows(geometry) for a, b in itertools.pairwise(part))


@given(LINES)
def test_reversing_twice_gives_the_line_back(line: MultiLineString) -> None:
    assert rows(lines.reverse(lines.reverse(line))) == rows(line)
    assert lines.length(lines.reverse(line)) == pytest.approx(lines.length(line))


@given(LINES, PLACES)
def test_split_then_join_gives_the_line_back(line: MultiLineString, place: tuple[float, float]) -> None:
    cut = lines.nearest(line, *place)
    vertex = cut.t in (0.0, 1.0)
    if lines.is_end(line, cut):
        with pytest.raises(InputError):
            lines.split(line, cut)
        return
    first, second = lines.split(line, cut)
    assert has_no_repeats(first)
    assert has_no_repeats(second)
    assert lines.length(first) + lines.length(second) == pytest.approx(lines.length(line), rel=1e-6)
    # A part that was cut through has its two ends together; nearest ends of other parts may lie nearer still.
    joined = join(first, second)
    assume(joined.gap_m == 0.0 and not joined.second_reversed and not joined.second_first)
    whole = [[cut.longitude, cut.latitude]]
    found = [point for part in rows(joined.geometry) for point in part if vertex or point != whole[0]]
    assert found == [point for part in rows(line) for point in part if vertex or point != whole[0]]


@given(LINES, st.data())
def test_moving_a_vertex_touches_nothing_else(line: MultiLineString, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, len(line.geoms) - 1))
    index = data.draw(st.integers(0, len(rows(line)[part]) - 1))
    moved = lines.move_vertices(line, {(part, index): (103.0, 29.0)})
    expected = rows(line)
    expected[part][index] = [103.0, 29.0]
    assert rows(moved) == expected


@given(LINES, st.data())
def test_insert_then_delete_gives_the_line_back(line: MultiLineString, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, len(line.geoms) - 1))
    index = data.draw(st.integers(0, len(rows(line)[part])))
    more = lines.insert_vertex(line, part, index, (103.0, 29.0))
    assert lines.coordinates(more, part)[index].tolist() == [103.0, 29.0]
    assert rows(lines.delete_vertices(more, [(part, index)])) == rows(line)


@given(LINES, st.lists(PLACES, min_size=1, max_size=5, unique=True), st.booleans())
def test_a_continued_line_keeps_what_it_had(
    line: MultiLineString, more: list[tuple[float, float]], at_end: bool
) -> None:
    longer = lines.extend(line, at_end, more)
    assert has_no_repeats(longer)
    part = len(line.geoms) - 1 if at_end else 0
    kept, grown = rows(line)[part], rows(longer)[part]
    assert grown[: len(kept)] == kept if at_end else grown[-len(kept) :] == kept
    assert lines.length(longer) >= lines.length(line)


@given(LINES, st.floats(1.0, 5000.0))
def test_simplified_vertices_are_the_line_s_own(line: MultiLineString, tolerance_m: float) -> None:
    simple = lines.simplify(line, tolerance_m)
    for few, many in zip(rows(simple), rows(line), strict=True):
        assert few[0] == many[0]
        assert few[-1] == many[-1]
        assert all(point in many for point in few)


def test_simplification_stays_within_its_tolerance_in_metres() -> None:
    # A zigzag of ±5 m about a straight line at 28° N, where a degree of latitude is 110.8 km.
    steps = np.arange(200)
    zigzag = np.column_stack([102 + steps * 1e-4, 28 + (-1.0) ** steps * 5 / 110_822])
    line = lines.multi(zigzag)
    assert shapely.get_num_coordinates(lines.simplify(line, 4.0)) == 200
    assert shapely.get_num_coordinates(lines.simplify(line, 11.0)) == 2


@given(LINES)
def test_local_lengths_agree_with_geodesics(line: MultiLineString) -> None:
    assert lines.length(line) == pytest.approx(length_m(line), rel=1e-4, abs=1e-3)


@given(LINES, PLACES)
def test_the_nearest_place_lies_on_the_line_and_no_vertex_is_nearer(
    line: MultiLineString, place: tuple[float, float]
) -> None:
    found = lines.nearest(line, *place)
    assert shapely.distance(line, shapely.Point(found.longitude, found.latitude)) < 1e-9
    east, north = 98_360.0, 110_822.0
    points = shapely.get_coordinates(line)
    away = np.hypot((points[:, 0] - place[0]) * east, (points[:, 1] - place[1]) * north)
    assert found.distance_m <= away.min() * 1.002 + 1e-6


@given(LINES, PLACES)
def test_distance_along_grows_from_nothing_to_the_whole(
    line: MultiLineString, place: tuple[float, float]
) -> None:
    along = lines.distance_along(line, lines.nearest(line, *place))
    assert -1e-6 <= along <= lines.length(line) + 1e-6
    end = lines.at_vertex(line, (len(line.geoms) - 1, len(rows(line)[-1]) - 1))
    assert lines.distance_along(line, end) == pytest.approx(lines.length(line))


def test_join_turns_the_second_round_and_keeps_the_first_one_s_direction() -> None:
    first = lines.multi([(102.0, 28.0), (102.1, 28.0)])
    second = lines.multi([(101.8, 28.0), (101.9, 28.0)])
    joined = join(first, lines.reverse(second))
    assert joined.second_first
    assert joined.second_reversed
    assert shapely.get_coordinates(joined.geometry)[:, 0].tolist() == [101.8, 101.9, 102.0, 102.1]
    assert joined.gap_m == pytest.approx(length_m(shapely.LineString([(101.9, 28), (102.0, 28)])), rel=1e-4)


def test_a_line_loses_its_last_segment_never_all_of_it() -> None:
    line = lines.multi([(102.0, 28.0), (102.1, 28.0)])
    with pytest.raises(InputError) as refused:
        lines.delete_vertices(line, [(0, 0)])
    assert refused.value.code == "line.too_short"


STRAIGHT = lines.multi([(102.0 + i / 100, 28.0) for i in range(11)])


def test_reshape_replaces_the_middle_and_keeps_the_direction() -> None:
    drawn = [(102.075, 27.99), (102.075, 28.01), (102.025, 28.01), (102.025, 27.99)]
    for way in (drawn, drawn[::-1]):
        shaped = crossing.reshape(STRAIGHT, np.array(way))
        xs = shapely.get_coordinates(shaped)[:, 0]
        assert xs == pytest.approx(
            [102.0, 102.01, 102.02, 102.025, 102.025, 102.075, 102.075, 102.08, 102.09, 102.1]
        )
        assert shapely.get_coordinates(shaped)[:, 1].max() == pytest.approx(28.01)


def test_reshape_from_an_end_continues_the_line() -> None:
    longer = crossing.reshape(STRAIGHT, np.array([(102.1, 28.0), (102.2, 28.05)]))
    assert shapely.get_coordinates(longer)[-1].tolist() == [102.2, 28.05]
    assert shapely.get_coordinates(longer)[:11].tolist() == shapely.get_coordinates(STRAIGHT).tolist()
    before = crossing.reshape(STRAIGHT, np.array([(101.9, 28.05), (102.0, 28.0)]))
    assert shapely.get_coordinates(before)[0].tolist() == [101.9, 28.05]


@pytest.mark.parametrize(
    "drawn",
    [[(102.05, 27.9), (102.05, 28.1)], [(103.0, 28.0), (103.0, 29.0)], [(102.05, 28.0), (102.05, 28.1)]],
)
def test_one_crossing_is_not_enough(drawn: list[tuple[float, float]]) -> None:
    with pytest.raises(InputError) as refused:
        crossing.reshape(STRAIGHT, np.array(drawn))
    assert refused.value.code == "reshape.crossings"


def test_ends_near_the_line_touch_it_within_the_tolerance() -> None:
    # About 5 m off at both ends.
    drawn = np.array([(102.015, 28.00005), (102.04, 28.02), (102.065, 28.00005)])
    with pytest.raises(InputError):
        crossing.reshape(STRAIGHT, drawn, 1.0)
    shaped = crossing.reshape(STRAIGHT, drawn, 10.0)
    assert (102.04, 28.02) in [tuple(p) for p in shapely.get_coordinates(shaped).tolist()]


@given(LINES, st.lists(PLACES, min_size=2, max_size=5, unique=True))
def test_pieces_of_a_split_make_up_the_line(line: MultiLineString, drawn: list[tuple[float, float]]) -> None:
    pieces = crossing.split_across(line, np.array(drawn))
    assert sum(lines.length(piece) for piece in pieces) == pytest.approx(lines.length(line), rel=1e-6)
    assert all(has_no_repeats(piece) for piece in pieces)


@given(LINES, st.floats(0.0, 1.0))
def test_fractions_of_an_unchanged_line_stay(line: MultiLineString, fraction: float) -> None:
    assert rebase(line, line)(fraction) == pytest.approx(fraction, abs=1e-9)


@given(PARTS, st.data())
def test_fractions_before_and_behind_a_moved_vertex_stay_on_the_ground(
    part: list[tuple[float, float]], data: st.DataObject
) -> None:
    assume(len(part) >= 5)
    line = MultiLineString([part])
    index = data.draw(st.integers(2, len(part) - 3))
    moved = lines.move_vertices(line, {(0, index): (102.15, 28.15)})
    translate = rebase(line, moved)
    for vertex in (index - 1, index + 1):
        before = lines.distance_along(line, lines.at_vertex(line, (0, vertex))) / lines.length(line)
        after = lines.distance_along(moved, lines.at_vertex(moved, (0, vertex))) / lines.length(moved)
        assert translate(before) == pytest.approx(after, abs=1e-9)
