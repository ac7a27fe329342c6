"""Contour lines in a picture: where the height is met, stronger every fifth, gone where crowded."""

import numpy as np
import pytest
from numpy.typing import NDArray

from faultgis.terrain.contour_ink import cover, inked, spots


def paper(rows: int, columns: int) -> NDArray[np.uint8]:
    return np.full((rows, columns, 4), 255, dtype=np.uint8)


def slope(rise: float, rows: int = 100, columns: int = 200) -> NDArray[np.float32]:
    """Rises eastwards by ``rise`` metres a cell, 0 in the first column inside; with a margin."""
    x = np.arange(-1, columns + 1) * rise
    ground: NDArray[np.float32] = np.broadcast_to(x, (rows + 2, columns + 2)).astype(np.float32)
    return ground


def test_lines_lie_where_their_height_is_met() -> None:
    dark = 255 - inked(paper(100, 200), cover(slope(0.1), 1.0))[..., :3].mean(axis=-1)
    lines = np.flatnonzero(dark[50] > 40)
    near = np.round(lines / 10) * 10
    assert np.abs(lines - near).max() <= 1
    assert set(near.tolist()) == set(range(0, 201, 10))
    assert dark[50, 50] > dark[50, 20] + 20, "every fifth is stronger"
    assert (dark[50, 4::10] < 1).all(), "nothing between the lines"


def test_crowded_lines_go_and_clear_ground_takes_no_ink() -> None:
    steep = inked(paper(100, 200), cover(slope(0.5), 1.0))
    weak = 255 - steep[50, :, :3].mean(axis=-1)
    assert weak[2::10].max() < 1, "two dots apart: gone"
    assert weak[::10].min() > 40, "index contours are ten dots apart and stay"
    ground = slope(0.1)
    ground[:, :101] = np.nan
    clear = np.zeros((100, 200, 4), dtype=np.uint8)
    made = inked(clear, cover(ground, 1.0))
    assert (made[:, :100] == 0).all()
    assert made[50, 150].tolist() == pytest.approx([34, 59, 104, 230], abs=4), (
        "over nothing they are clear ink"
    )


def test_heights_are_written_on_index_contours_along_the_line() -> None:
    rows, columns = np.mgrid[0:400, 0:600]
    ground = (columns * 0.1 + rows * 0.1).astype(np.float32)
    found = spots(ground, 2.0)
    assert found
    for spot in found:
        assert spot.height % 10 == 0
        assert abs(0.1 * (spot.column - 0.5) + 0.1 * (spot.row - 0.5) - spot.height) < 0.2
        assert abs(spot.angle + 45) < 2
    assert spots(np.full((50, 50), np.nan, dtype=np.float32), 2.0) == ()
