"""Terrain derivatives against surfaces whose answer is known in closed form."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from faultgis.terrain.derivatives import aspect_degrees, curvature, local_relief
from faultgis.terrain.relief import slope_degrees
from faultgis.terrain.visibility import openness, rays, red_relief, sky_view


def plane(dip: float, towards: float, size: int = 40, cell: float = 2.0) -> NDArray[np.float32]:
    """A plane that falls ``dip`` degrees towards an azimuth; first row northernmost."""
    rows, columns = np.mgrid[0:size, 0:size]
    east, north = columns * cell, -rows * cell
    run = east * math.sin(math.radians(towards)) + north * math.cos(math.radians(towards))
    heights: NDArray[np.float32] = (500 - math.tan(math.radians(dip)) * run).astype(np.float32)
    return heights


@given(st.floats(1, 60), st.floats(0, 359))
@settings(max_examples=30)
def test_slope_and_aspect_of_a_plane(dip: float, towards: float) -> None:
    z = plane(dip, towards)
    assert np.abs(slope_degrees(z, 2.0, 2.0) - dip).max() < 0.05
    off = (aspect_degrees(z, 2.0, 2.0) - towards + 180) % 360 - 180
    assert np.abs(off).max() < 0.2


def test_level_ground_has_no_aspect_and_sees_the_whole_sky() -> None:
    z = np.full((30, 30), 7.0, dtype=np.float32)
    assert np.isnan(aspect_degrees(z, 1, 1)).all()
    assert sky_view(z, 1, 1) == pytest.approx(1.0)
    assert openness(z, 1, 1) == pytest.approx(90.0, abs=1e-4)
    assert openness(z, 1, 1, below=True) == pytest.approx(90.0, abs=1e-4)


def test_curvature_of_a_bowl_is_minus_twice_the_sum_of_its_coefficients() -> None:
    rows, columns = np.mgrid[0:21, 0:21].astype(float)
    z = 0.02 * (columns * 2.0) ** 2 + 0.05 * (rows * 3.0) ** 2
    found = curvature(z, 2.0, 3.0)
    assert found[1:-1, 1:-1] == pytest.approx(-2 * (0.02 + 0.05), abs=2e-4)
    assert np.isnan(found[0]).all()


def test_a_pit_sees_what_its_walls_leave() -> None:
    z = np.full((41, 41), 10.0, dtype=np.float32)
    z[20, 20] = 0.0
    wall = math.atan2(10.0, 1.0)
    diagonal = math.atan2(10.0, math.sqrt(2))
    heights = [wall, diagonal] * 4
    found = sky_view(z, 1.0, 1.0, radius=10, directions=8)[20, 20]
    assert found == pytest.approx(np.mean([1 - math.sin(h) for h in heights]), abs=1e-5)
    open_ = openness(z, 1.0, 1.0, radius=10, directions=8)[20, 20]
    assert open_ == pytest.approx(np.mean([90 - math.degrees(h) for h in heights]), abs=1e-3)


@given(st.floats(5, 50))
@settings(max_examples=15, deadline=None)
def test_a_plane_is_as_open_above_as_below(dip: float) -> None:
    z = plane(dip, 90)
    inner = (slice(10, -10), slice(10, -10))
    above, under = openness(z, 2.0, 2.0)[inner], openness(z, 2.0, 2.0, below=True)[inner]
    assert above == pytest.approx(under, abs=1e-3)
    # Rays over nearest cells are jagged: they find a slanting plane up to 4° less open than it is.
    assert above.max() < 90.0
    assert above.min() > 86.0


def test_turning_the_ground_upside_down_exchanges_the_openness() -> None:
    z = np.random.default_rng(7).normal(0, 3, (50, 60)).astype(np.float32)
    assert openness(z, 1, 1) == pytest.approx(openness(-z, 1, 1, below=True), abs=1e-4)


def test_local_relief_of_a_plane_is_nothing_and_of_a_mound_its_height() -> None:
    inner = (slice(6, -6), slice(6, -6))
    assert local_relief(plane(20, 45), 5)[inner] == pytest.approx(0.0, abs=1e-3)
    z = np.zeros((31, 31), dtype=np.float32)
    z[15, 15] = 12.1
    assert local_relief(z, 5)[15, 15] == pytest.approx(12.1 - 12.1 / 121, abs=1e-4)


def test_unknown_cells_stay_unknown_and_disturb_nobody_else() -> None:
    z = plane(10, 200)
    z[12:15, 20:23] = np.nan
    for found in (slope_degrees(z, 2, 2), sky_view(z, 2, 2), openness(z, 2, 2), local_relief(z, 3)):
        assert np.isnan(found[12:15, 20:23]).all()
        assert np.isfinite(found[~np.isnan(z)]).all()


def test_rays_meet_each_cell_once_and_measure_it_in_metres() -> None:
    shifts, inverse = rays(3.0, 4.0, 5, 8)
    assert inverse[0, 0] == pytest.approx(1 / 4)
    assert inverse[2, 0] == pytest.approx(1 / 3)
    assert inverse[1, 0] == pytest.approx(1 / 5)
    for direction in range(8):
        met = [tuple(s) for s, i in zip(shifts[direction].tolist(), inverse[direction], strict=True) if i]
        assert len(met) == len(set(met))


def test_red_relief_is_red_where_steep_and_transparent_where_unknown() -> None:
    slope = np.array([[0.0, 50.0, np.nan]], dtype=np.float32)
    even = np.full((1, 3), 90.0, dtype=np.float32)
    colours = red_relief(slope, even, even)
    assert colours[0, 0].tolist() == [191, 191, 191, 255]
    assert colours[0, 1, 0] == 191
    assert colours[0, 1, 1] < 12
    assert colours[0, 2, 3] == 0
