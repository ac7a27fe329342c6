"""Frames of walls there and back; shapes moved, cut and closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from faultgis.crs import distance_azimuth
from faultgis.errors import InputError
from faultgis.walls import shapes
from faultgis.walls.frames import canvas_lines, faced, facing, paths, reach, to_canvas, to_wall

metres = st.floats(-60, 60).map(lambda x: round(x, 4))


@given(metres, metres)
def test_the_canvas_and_back_gives_the_same_place(x: float, y: float) -> None:
    assert to_wall(to_canvas((x, y))) == (x, y)


@given(metres, metres, metres, metres)
def test_a_metre_of_the_wall_is_a_metre_of_the_canvas(x: float, y: float, u: float, v: float) -> None:
    length, _ = distance_azimuth(*to_canvas((x, y)), *to_canvas((u, v)))
    assert length == pytest.approx(((x - u) ** 2 + (y - v) ** 2) ** 0.5, abs=1e-6)


@given(metres, metres, st.floats(1, 40))
def test_the_facing_wall_and_back(x: float, y: float, length: float) -> None:
    there = facing((x, y), length)
    assert facing(there, length) == pytest.approx((x, y), abs=1e-12)
    assert there[1] == y
    line = LineString([(x, y), (x + 1, y + 2), (x + 3, y)])
    assert faced(faced(line, length), length).equals_exact(line, 1e-9)
    assert faced(line, length).length == pytest.approx(line.length)


def test_what_a_view_shows() -> None:
    assert reach([], None, None) == (0.0, 0.0, 12.0, 3.0)
    assert reach([Point(-1, 4)], 10, 3) == (-1.0, 0.0, 10.0, 4.0)
    assert reach([box(1, 1, 2, 2)], None, None) == (1.0, 1.0, 2.0, 2.0)


def test_snapping_lines_of_points_lines_and_areas() -> None:
    for shape, parts in ((Point(1, 1), 1), (LineString([(0, 0), (1, 1)]), 1), (box(0, 0, 1, 1), 1)):
        found = canvas_lines(shape)
        assert found is not None
        assert len(found.geoms) == parts
    assert canvas_lines(LineString()) is None


SQUARE = Polygon([(0, 0), (4, 0), (4, 2), (0, 2)])


def test_a_vertex_moved_there_and_back_gives_the_shape() -> None:
    for vertex in ((0, 0), (0, 2), (0, 4)):
        place = paths(SQUARE)[0][vertex[1]]
        there = shapes.move_vertex(SQUARE, vertex, (5.0, 5.0))
        assert (5.0, 5.0) in there.exterior.coords
        assert shapes.move_vertex(there, vertex, place).equals_exact(SQUARE, 0)


def test_a_vertex_put_in_changes_nothing_and_goes_again() -> None:
    segment, on, distance = shapes.nearest_segment(SQUARE, (2.0, -0.5))
    assert (on, distance) == ((2.0, 0.0), 0.5)
    more = shapes.insert_vertex(SQUARE, segment, on)
    assert len(more.exterior.coords) == 6
    assert more.area == SQUARE.area
    assert shapes.delete_vertex(more, (0, segment[1] + 1)).equals_exact(SQUARE, 0)


def test_shapes_that_are_none_are_refused() -> None:
    for make, code in (
        (lambda: shapes.made("contact", [(0, 0), (0, 0)]), "wall_shape.too_short"),
        (lambda: shapes.made("unit", [(0, 0), (1, 1)]), "wall_shape.too_short"),
        (lambda: shapes.made("unit", [(0, 0), (2, 2), (2, 0), (0, 2)]), "wall_shape.crossed"),
        (lambda: shapes.move_vertex(SQUARE, (0, 0), (5, 1)), "wall_shape.crossed"),
        (lambda: shapes.delete_vertex(LineString([(0, 0), (1, 1)]), (0, 0)), "wall_shape.too_short"),
        (lambda: shapes.split_by(SQUARE, LineString([(1, -1), (1, 1)])), "wall_shape.not_across"),
    ):
        with pytest.raises(InputError) as error:
            make()
        assert error.value.code == code


def test_what_is_cut_keeps_its_area() -> None:
    first, second = shapes.split_by(SQUARE, LineString([(1, -1), (1, 3)]))
    assert (first.area, second.area) == (6.0, 2.0)
    pieces = shapes.split_by(LineString([(0, 0), (4, 0)]), LineString([(1, -1), (1, 1)]))
    assert [p.length for p in pieces] == [3.0, 1.0]


def test_an_area_closes_between_lines_that_nearly_meet() -> None:
    edge = box(0, 0, 10, 3)
    contact = LineString([(0.01, 1.0), (9.99, 1.0)])
    fault = LineString([(5.0, 0.01), (5.0, 2.99)])
    found = shapes.closed_around([contact, fault], [], edge, (2.0, 0.5))
    assert found.area == pytest.approx(5.0, abs=0.01)
    with pytest.raises(InputError) as error:
        shapes.closed_around([contact, fault], [found], edge, (2.0, 0.5))
    assert error.value.code == "wall_shape.taken"
    with pytest.raises(InputError) as error:
        shapes.closed_around([], [], edge, (12.0, 0.5))
    assert error.value.code == "wall_shape.open"


def test_what_another_area_takes_is_left_out() -> None:
    edge, wedge = box(0, 0, 10, 3), Polygon([(0, 0), (3, 0), (0, 2)])
    found = shapes.closed_around([], [wedge], edge, (8.0, 1.0))
    assert found.area == pytest.approx(27.0)
