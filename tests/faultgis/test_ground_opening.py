"""The round opening against scipy's, and its laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from faultgis.errors import InputError
from faultgis.terrain import ground
from faultgis.terrain.opening import UNKNOWN, half_widths, opened


def _disk(radius: int) -> NDArray[np.bool_]:
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    inside: NDArray[np.bool_] = np.abs(columns) <= half_widths(radius)[np.abs(rows)]
    return inside


@pytest.mark.parametrize("radius", [1, 2, 5, 9, 18])
def test_equals_scipy(radius: int) -> None:
    heights = np.random.default_rng(radius).integers(-5000, 50_000, (60, 90)).astype(np.int32)
    low = ndimage.grey_erosion(heights, footprint=_disk(radius), mode="constant", cval=2**31 - 1)
    high = ndimage.grey_dilation(low, footprint=_disk(radius), mode="constant", cval=-(2**31))
    np.testing.assert_array_equal(opened(heights, radius), high)


def test_the_window_is_round() -> None:
    disk = _disk(10)
    assert disk.sum() == pytest.approx(np.pi * 10.5**2, rel=0.03)
    np.testing.assert_array_equal(disk, disk.T)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.floats(0, 0.6))
def test_never_above_and_done_once_is_done(seed: int, radius: int, holes: float) -> None:
    random = np.random.default_rng(seed)
    heights = random.integers(0, 9000, (25, 31)).astype(np.int32)
    heights[random.uniform(size=heights.shape) < holes] = UNKNOWN
    once = opened(heights, radius)
    assert (once <= heights).all()
    known = once != UNKNOWN
    np.testing.assert_array_equal(opened(once, radius)[known], once[known])


def test_a_plane_stays_and_a_tower_falls() -> None:
    plane = (np.arange(80)[:, None] * 200 + np.arange(90)[None, :] * 100).astype(np.int32)
    tower = plane.copy()
    tower[40:46, 40:46] += 20_000
    inside = np.s_[20:-20, 20:-20]
    np.testing.assert_array_equal(opened(plane, 8)[inside], plane[inside])
    assert (opened(tower, 8)[inside] - plane[inside] <= 1500).all()


def test_a_part_with_its_reach_gives_the_values_of_the_whole() -> None:
    random = np.random.default_rng(4)
    rule = ground.GroundRule(window_m=6)
    side = 2 * (rule.reach + 16) + 64
    lowest = np.cumsum(random.normal(0, 120, (side, side)), axis=1).astype(np.int32)
    lowest[random.uniform(size=lowest.shape) < 0.002] -= 30_000
    lowest[random.uniform(size=lowest.shape) < 0.3] = UNKNOWN
    whole, slope = ground.surface(lowest, rule)
    start = 32
    part, steep = ground.surface(lowest[start:, start:], rule)
    core = slice(rule.reach + 16, side - start)
    np.testing.assert_array_equal(part[core, core], whole[start:, start:][core, core])
    np.testing.assert_array_equal(steep[core, core], slope[start:, start:][core, core])


def test_an_unknown_preset_is_named() -> None:
    with pytest.raises(InputError) as caught:
        ground.preset("moon")
    assert caught.value.code == "cloud.unknown_preset"
