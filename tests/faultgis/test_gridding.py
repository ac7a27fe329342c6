"""Grids from points: closed forms, independence of order, voids."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from faultgis.terrain import gridding
from faultgis.terrain.filling import spread
from faultgis.terrain.grid import Frame, frame_around

Numbers = NDArray[np.float64]


def _points(seed: int, count: int = 3000, side: float = 20) -> tuple[Numbers, Numbers, Numbers]:
    random = np.random.default_rng(seed)
    return random.uniform(0, side, count), random.uniform(0, side, count), random.normal(4000, 5, count)


def test_inverse_distance_as_written_out() -> None:
    x, y, z = _points(1, 3000)
    sums = gridding.Sums.of((20, 20))
    sums.add(x, y, z)
    for row, column in ((0, 0), (7, 12), (19, 19)):
        square = (x - column - 0.5) ** 2 + (y - row - 0.5) ** 2
        near = square <= gridding.IDW_RADIUS**2
        weights = 1 / (square[near] + 1e-4)
        assert abs(sums.heights()[row, column] - (weights * z[near]).sum() / weights.sum()) < 1e-3


def test_scatter_within_cells_is_the_standard_deviation() -> None:
    x, y, z = _points(2)
    sums = gridding.Sums.of((20, 20))
    sums.add(x, y, z)
    mine = (np.floor(x) == 4) & (np.floor(y) == 9)
    assert abs(sums.sigma()[9, 4] - np.std(z[mine], ddof=1)) < 1e-3
    assert sums.count[9, 4] == mine.sum()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_order_shows_only_in_float_noise(seed: int) -> None:
    x, y, z = _points(seed, 800)
    one, other = gridding.Sums.of((20, 20)), gridding.Sums.of((20, 20))
    one.add(x, y, z)
    order = np.random.default_rng(seed).permutation(len(x))
    for part in np.array_split(order, 3):
        other.add(x[part], y[part], z[part])
    np.testing.assert_allclose(one.heights(), other.heights(), rtol=0, atol=5e-4)
    np.testing.assert_array_equal(one.count, other.count)


def test_a_plane_is_gridded_within_a_centimetre() -> None:
    x, y, _ = _points(3, 20_000)
    sums = gridding.Sums.of((20, 20))
    sums.add(x, y, 100 + 0.02 * x - 0.03 * y)
    rows, columns = np.mgrid[0:20, 0:20] + 0.5
    error = sums.heights() - (100 + 0.02 * columns - 0.03 * rows)
    assert np.abs(error[1:-1, 1:-1]).max() < 0.01


def test_highest_and_count() -> None:
    x, y, z = _points(4)
    high, count = np.full((20, 20), np.nan, np.float32), np.zeros((20, 20), np.int32)
    gridding.top(x, y, z, high, count)
    mine = (np.floor(x) == 3) & (np.floor(y) == 17)
    assert high[17, 3] == np.float32(z[mine].max())
    assert count[17, 3] == mine.sum()
    assert count.sum() == len(x)


def test_voids_are_filled_as_far_as_stated_and_no_farther() -> None:
    heights = np.full((90, 90), 7, dtype=np.float32)
    heights[20:70, 20:70] = np.nan
    out, mask = gridding.filled(heights, 10)
    steps = ndimage.distance_transform_cdt(np.isnan(heights), metric="chessboard")
    np.testing.assert_array_equal(mask, np.where(steps == 0, 0, np.where(steps <= 10, 1, 2)))
    np.testing.assert_array_equal(np.isnan(out), mask == 2)
    assert (out[mask == 1] == 7).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 25))
def test_every_cell_near_enough_is_filled(seed: int, distance: int) -> None:
    heights = np.full((100, 100), np.nan, dtype=np.float32)
    random = np.random.default_rng(seed)
    heights[random.integers(0, 100, 12), random.integers(0, 100, 12)] = random.normal(0, 9, 12)
    out, mask = gridding.filled(heights, distance)
    np.testing.assert_array_equal(np.isnan(out), mask == 2)
    np.testing.assert_array_equal(out[mask == 0], heights[mask == 0])


def test_filling_stays_between_what_surrounds_it() -> None:
    random = np.random.default_rng(0)
    heights = random.uniform(10, 20, (64, 64)).astype(np.float32)
    heights[random.uniform(size=heights.shape) < 0.8] = np.nan
    out = spread(heights, 4, 20)
    assert not np.isnan(out).any()
    assert np.nanmin(heights) <= out.min() <= out.max() <= np.nanmax(heights)


def test_frames_lie_on_whole_cells() -> None:
    frame = frame_around((1000.2, -7.9, 1010.0, 3.1), 0.5)
    assert frame == Frame(0.5, 2000, -16, 21, 23)
    assert frame.bounds == (1000.0, -8.0, 1010.5, 3.5)
    grown = frame.grown(3, 16)
    assert (grown.west % 16, grown.south % 16) == (0, 0)
    assert grown.cut(frame) == frame
    rows, columns = grown.window(frame)
    assert (rows.stop - rows.start, columns.stop - columns.start) == (frame.rows, frame.columns)
    assert frame.cut(Frame(0.5, 9000, 0, 4, 4)) is None
