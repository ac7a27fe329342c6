"""Triangles between points: planes are exact, scarps sharp, voids void, parts as the whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator

from faultgis.terrain import gridding
from faultgis.terrain.triangles import Knots, reach_of, tin
from tests.faultgis import terrain_made as made

Numbers = NDArray[np.float64]
CELL = 1000


def _knots(x: Numbers, y: Numbers, z: Numbers, west: int, south: int, side: int) -> Knots:
    """Points (metres) over a square of cells whose first column and row are given."""
    knots = Knots.over(west, south, (side, side), CELL)
    mm = [np.rint(axis * 1000).astype(np.int64) for axis in (x, y, z)]
    knots.add(mm[0] - west * CELL, mm[1] - south * CELL, mm[2])
    return knots


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-2, 2), st.floats(-2, 2))
def test_a_plane_is_exact(seed: int, east: float, north: float) -> None:
    x, y = np.random.default_rng(seed).uniform(0, 40, (2, 300))
    found = tin(x, y, 100 + east * x + north * y, (40, 40), 12.0)
    rows, columns = np.nonzero(np.isfinite(found))
    assert rows.size > 800
    truth = 100 + east * (columns + 0.5) + north * (rows + 0.5)
    np.testing.assert_allclose(found[rows, columns], truth, atol=2e-4)


def test_equals_scipy_where_all_edges_are_short() -> None:
    random = np.random.default_rng(2)
    x, y = random.uniform(0, 60, (2, 4000))
    z = random.normal(0, 5, 4000)
    rows, columns = np.mgrid[8:52, 8:52]
    expected = LinearNDInterpolator(np.stack([x, y], axis=1), z)(columns + 0.5, rows + 0.5)
    np.testing.assert_allclose(tin(x, y, z, (60, 60), 20.0)[8:52, 8:52], expected, atol=1e-4)


def test_voids_wider_than_the_longest_edge_stay_void() -> None:
    x, y = np.random.default_rng(3).uniform(0, 100, (2, 30_000))
    kept = np.hypot(x - 50, y - 50) > 15
    found = tin(x[kept], y[kept], np.zeros(int(kept.sum())), (100, 100), 10.0)
    assert np.isnan(found[45:55, 45:55]).all()
    assert np.isfinite(found[5:30, 5:95]).all()
    bridged = tin(x[kept], y[kept], np.zeros(int(kept.sum())), (100, 100), 40.0)
    assert np.isfinite(bridged[45:55, 45:55]).all()


@pytest.mark.parametrize("spacing", [0.5, 1.0, 3.0])
def test_parts_have_the_triangles_of_the_whole_even_where_points_lie_on_circles(spacing: float) -> None:
    """Points on a regular lattice: every four lie on a circle, and either diagonal would do."""
    random = np.random.default_rng(4)
    lattice = np.arange(0, 120, spacing)
    x, y = (axis.ravel() + 1000 for axis in np.meshgrid(lattice, lattice))
    kept = random.uniform(size=x.size) < 0.7
    x, y, z = x[kept], y[kept], random.normal(0, 3, int(kept.sum()))
    longest = 8.0
    whole = _knots(x, y, z, 1000, 1000, 120).heights(longest)
    for west, south, side in ((1040, 1040, 30), (1000, 1073, 47), (1031, 1009, 8)):
        reach = reach_of(longest)
        part = _knots(x, y, z, west - reach, south - reach, side + 2 * reach).heights(longest)
        inner = part[reach:-reach, reach:-reach]
        window = whole[south - 1000 : south - 1000 + side, west - 1000 : west - 1000 + side]
        np.testing.assert_allclose(inner, window, atol=1e-4)


def test_order_of_points_is_nothing() -> None:
    x, y, z = np.random.default_rng(5).uniform(0, 50, (3, 8000))
    one = _knots(x, y, z, 0, 0, 50).heights(10)
    np.testing.assert_array_equal(one, _knots(x[::-1], y[::-1], z[::-1], 0, 0, 50).heights(10))


@pytest.mark.parametrize(("height", "slope"), [(1.0, 0.0), (3.0, 20.0), (5.0, 30.0)])
def test_a_scarp_stands_within_centimetres_and_sharper_than_by_distances(height: float, slope: float) -> None:
    scarp = made.Scarp(height, slope, 1)
    random = np.random.default_rng(6)
    side = int(made.SIDE)
    x, y = random.uniform(0, side, (2, 8 * side * side))
    z = scarp.ground(x)
    centres = np.broadcast_to(np.arange(side) + 0.5, (side, side))
    error = _knots(x, y, z, 0, 0, side).heights(20) - scarp.ground(centres)
    sums = gridding.Sums.of((side, side))
    sums.add(x, y, z)
    blurred = sums.heights() - scarp.ground(centres)
    inside = np.s_[5:-5, 5:-5]
    assert np.nanmedian(np.abs(error[inside])) < 0.01
    face = np.abs(centres - side / 2) < 4
    face[:5], face[-5:] = False, False
    assert np.sqrt(np.nanmean(error[face] ** 2)) < 0.8 * np.sqrt(np.nanmean(blurred[face] ** 2))
    assert np.nanpercentile(np.abs(error[face]), 95) < 0.1


def test_too_few_points_or_all_on_a_line_give_nothing() -> None:
    line = np.arange(5.0)
    assert np.isnan(tin(line[:2], line[:2], line[:2], (6, 6), 9.0)).all()
    assert np.isnan(tin(line, line, line, (6, 6), 9.0)).all()
