"""Flaws of lines by themselves and with each other, in cases drawn by hand."""

from uuid import UUID, uuid4

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiLineString

from faultgis.geometry import lines
from faultgis.geometry.snapping import SnapIndex
from faultgis.geometry.topology import flaws_between, flaws_of_line

A, B = uuid4(), uuid4()
METRE = 1 / 110_822


def own(*points: tuple[float, float]) -> list[str]:
    return [flaw.code for flaw in flaws_of_line(A, MultiLineString([points]))]


def between(one: MultiLineString, other: MultiLineString, tolerance_m: float = 10.0) -> list[str]:
    return [flaw.code for flaw in flaws_between({A: one, B: other}, tolerance_m)]


STRAIGHT = lines.multi([(102.0, 28.0), (102.1, 28.0)])


def test_a_plain_line_has_no_flaws() -> None:
    assert own((102.0, 28.0), (102.1, 28.0), (102.1, 28.1)) == []


def test_repeated_and_near_vertices() -> None:
    assert own((102.0, 28.0), (102.0, 28.0), (102.1, 28.0)) == ["topology.repeated_vertex"]
    assert own((102.0, 28.0), (102.0, 28.0 + 0.2 * METRE), (102.1, 28.0)) == ["topology.short_segment"]


def test_a_loop_crosses_itself_once_and_a_closed_ring_does_not() -> None:
    loop = [(102.0, 28.0), (102.2, 28.0), (102.2, 28.1), (102.1, 28.1), (102.1, 27.9)]
    (flaw,) = flaws_of_line(A, MultiLineString([loop]))
    assert flaw.code == "topology.self_crossing"
    assert (flaw.longitude, flaw.latitude) == pytest.approx((102.1, 28.0))
    assert own((102.0, 28.0), (102.1, 28.0), (102.1, 28.1), (102.0, 28.0)) == []


def test_an_end_short_of_a_line_is_a_gap_with_its_width() -> None:
    near = lines.multi([(102.05, 28.0 + 4 * METRE), (102.05, 28.1)])
    (flaw,) = flaws_between({A: STRAIGHT, B: near}, tolerance_m=10.0)
    assert (flaw.code, flaw.keys) == ("topology.gap", (B, A))
    assert flaw.metres == pytest.approx(4.0, rel=1e-3)
    assert between(STRAIGHT, near, tolerance_m=3.0) == []


def test_ends_that_seem_to_meet_are_told_from_those_that_do() -> None:
    meets = lines.multi([(102.1, 28.0), (102.2, 28.1)])
    seems = lines.multi([(102.1, 28.0 + 0.05 * METRE), (102.2, 28.1)])
    assert between(STRAIGHT, meets) == []
    assert set(between(STRAIGHT, seems)) == {"topology.gap"}


def test_a_line_snapped_to_an_edge_is_neither_gap_nor_crossing() -> None:
    slanted = lines.multi([(102.0, 28.0), (102.0937, 28.0411)])
    snap = SnapIndex({A: slanted}, 102.05, 28.02).query(102.0333, 28.0152, 200.0, vertices=False)
    assert snap is not None
    assert between(slanted, lines.multi([snap.place, (102.0, 28.1)])) == []


def test_crossings_overlaps_and_duplicates() -> None:
    assert between(STRAIGHT, lines.multi([(102.05, 27.9), (102.05, 28.1)])) == ["topology.crossing"]
    assert between(STRAIGHT, lines.multi([(102.05, 28.0), (102.15, 28.0)])) == ["topology.overlap"]
    assert between(STRAIGHT, lines.reverse(STRAIGHT)) == ["topology.duplicate"]


def test_only_the_edited_neighbourhood_is_looked_at() -> None:
    shapes: dict[UUID, MultiLineString] = {
        uuid4(): lines.multi([(102.0 + i, 27.9), (102.1 + i, 28.1)]) for i in range(5)
    }
    shapes |= {uuid4(): lines.multi([(102.0 + i, 28.1), (102.1 + i, 27.9)]) for i in range(5)}
    assert len(list(flaws_between(shapes))) == 5
    first = next(iter(shapes))
    found = list(flaws_between(shapes, only=frozenset([first])))
    assert [first in flaw.keys for flaw in found] == [True]


PLACES = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda p: (102 + p[0] / 100, 28 + p[1] / 100))
SHAPES = st.lists(PLACES, min_size=2, max_size=5, unique=True).map(lambda p: MultiLineString([p]))


@given(SHAPES, SHAPES)
def test_the_order_of_lines_does_not_matter(one: MultiLineString, other: MultiLineString) -> None:
    assert sorted(between(one, other)) == sorted(between(other, one))
    if not shapely.intersects(one, other):
        assert set(between(one, other)) <= {"topology.gap"}
