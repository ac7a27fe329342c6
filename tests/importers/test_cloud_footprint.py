"""The outline of a cloud's occupied cells: closed forms, and no difference by order or chunking."""

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from importers.clouds.footprint import Occupancy

MM = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
Places = NDArray[np.int64]


def filled(*boxes: tuple[int, int, int, int], without: tuple[int, int, int, int] | None = None) -> Places:
    """Points every quarter of a metre, inside boxes (west, south, east, north in metres); in millimetres."""
    found = [
        np.stack(np.meshgrid(np.arange(w * 4, e * 4), np.arange(s * 4, n * 4)), -1).reshape(-1, 2)
        for w, s, e, n in boxes
    ]
    xy = np.concatenate(found) * 250 + 125
    if without is not None:
        w, s, e, n = (1000 * side for side in without)
        xy = xy[~((xy[:, 0] >= w) & (xy[:, 0] < e) & (xy[:, 1] >= s) & (xy[:, 1] < n))]
    return xy


def occupied(xy: Places, *, chunks: int = 1, kind: int = 2) -> Occupancy:
    found = Occupancy()
    for part in np.array_split(xy, chunks):
        x, y = part.astype(np.int32).T
        found.add((x, y, np.full_like(x, 500_000)), np.full(len(x), kind, np.uint8), MM)
    return found


def outline(xy: Places, **options: Any) -> Any:
    made = occupied(xy, **options).outline()
    assert made is not None
    return made


def test_an_l_keeps_its_corner() -> None:
    made = outline(filled((0, 0, 40, 20), (0, 20, 20, 60)))
    wanted = shapely.Polygon([(0, 0), (40, 0), (40, 20), (20, 20), (20, 60), (0, 60)])
    assert made.cell_m == 1.0
    assert made.area_m2 == wanted.area == 1600
    assert made.geometry.equals(wanted)
    assert shapely.get_num_coordinates(made.geometry) == 7


def test_a_hole_stays_a_hole() -> None:
    made = outline(filled((-30, -30, 30, 30), without=(-10, -10, 10, 10)))
    assert made.area_m2 == made.geometry.area == 3600 - 400
    assert len(made.geometry.geoms[0].interiors) == 1
    assert not made.geometry.contains(shapely.Point(0, 0))


def test_two_islands_are_two_parts() -> None:
    made = outline(filled((0, 0, 20, 20), (100, 0, 110, 30)))
    assert sorted(part.area for part in made.geometry.geoms) == [300, 400]
    assert made.geometry.bounds == (0, 0, 110, 30)


def test_cells_that_touch_at_a_corner_give_a_valid_outline() -> None:
    made = outline(filled(*((n * 10, n * 10, n * 10 + 10, n * 10 + 10) for n in range(4))))
    assert made.geometry.is_valid
    assert len(made.geometry.geoms) == 4


def test_a_thin_cloud_gets_wider_cells() -> None:
    """A point each 4 m: cells of a metre would be a sieve; sixteen points a cell make it 16 m."""
    xy = np.stack(np.meshgrid(np.arange(64), np.arange(64)), -1).reshape(-1, 2) * 4000 + 2000
    made = outline(xy)
    assert made.cell_m == 16
    assert made.geometry.equals(shapely.box(0, 0, 256, 256))
    assert 4096 / made.area_m2 == pytest.approx(1 / 16)


def test_a_sieve_is_drawn_in_wider_cells() -> None:
    """Many points in every other cell: thousands of specks say less than the whole."""
    found = Occupancy(cells=np.indices((400, 400)).sum(axis=0) % 2 == 0, points=10**9)
    made = found.outline()
    assert made is not None
    assert made.cell_m == 2
    assert made.geometry.equals(shapely.box(0, 0, 400, 400))


def test_a_slanting_edge_has_no_stairs_and_stays_within_the_tolerance() -> None:
    xy = filled((0, 0, 200, 200))
    made = outline(xy[xy[:, 0] > xy[:, 1]])
    assert shapely.get_num_coordinates(made.geometry) < 12
    exact = shapely.Polygon([(0, 0), (200, 0), (200, 200)])
    assert shapely.hausdorff_distance(made.geometry, exact) < made.cell_m + made.tolerance_m


def test_noise_marks_nothing_and_heights_are_those_of_the_rest() -> None:
    xy = filled((0, 0, 8, 8))
    found = occupied(xy)
    far = np.array([900_000_000], np.int32)
    found.add((far, far, far), np.array([7], np.uint8), MM)
    made = found.outline()
    assert made is not None
    assert made.geometry.bounds == (0, 0, 8, 8)
    assert (found.points, found.low, found.high) == (1024, 500_000, 500_000)
    assert occupied(xy, kind=18).outline() is None
    assert Occupancy().outline() is None


def test_a_wide_cloud_stays_small_in_memory() -> None:
    found = Occupancy()
    for corner in (-800_000_000, 0, 800_000_000):
        at = np.array([corner], np.int32)
        found.add((at, at, at), np.array([2], np.uint8), MM)
    assert found.cells.size <= 4_000_000
    assert found.cells.sum() == 3


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-60_000, 60_000), st.integers(-60_000, 60_000)), min_size=1, max_size=300),
    st.integers(1, 9),
    st.randoms(use_true_random=False),
)
def test_order_and_chunks_change_nothing(places: list[tuple[int, int]], chunks: int, luck: Any) -> None:
    xy = np.array(places, dtype=np.int64)
    shuffled = xy[luck.sample(range(len(xy)), len(xy))]
    one, other = outline(xy), outline(shuffled, chunks=chunks)
    assert one.geometry.equals(other.geometry)
    assert (one.cell_m, one.area_m2) == (other.cell_m, other.area_m2)
    assert one.geometry.is_valid
    reach = one.geometry.buffer(one.tolerance_m + 1e-6)
    assert shapely.contains_xy(reach, xy[:, 0] / 1000, xy[:, 1] / 1000).all()
