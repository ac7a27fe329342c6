"""Contour lines against closed forms: circles on a cone, straight lines on a plane, no seam between tiles."""

import math
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.terrain.contours import Piece, is_index, joined, levels, pieces


def lines(z: NDArray[Any], interval: float) -> list[Piece]:
    return list(pieces(z, levels(float(np.nanmin(z)), float(np.nanmax(z)), interval)))


def tiled(z: NDArray[Any], interval: float, size: int) -> list[Piece]:
    at = levels(float(np.nanmin(z)), float(np.nanmax(z)), interval)
    rows, columns = z.shape
    found: list[Piece] = []
    for row in range(0, rows - 1, size):
        for column in range(0, columns - 1, size):
            part = z[row : row + size + 1, column : column + size + 1]
            found += pieces(part, at, row=row, column=column, columns=columns)
    return joined(found)


def shapes(found: list[Piece]) -> set[tuple[float, bytes]]:
    return {
        (p.height, shapely.normalize(shapely.LineString(p.places)).wkb) for p in found if not p.closed
    } | {(p.height, shapely.normalize(shapely.Polygon(p.places)).wkb) for p in found if p.closed}


def test_a_cone_has_circles() -> None:
    rows, columns = np.mgrid[0:201, 0:201] + 0.5
    z = 100 - np.hypot(columns - 100.5, rows - 100.5)
    found = lines(z, 10)
    rings = [piece for piece in found if piece.closed]
    assert sorted(p.height for p in rings) == list(range(10, 100, 10))
    for ring in rings:
        distance = np.hypot(*(ring.places - 100.5).T)
        assert np.abs(distance - (100 - ring.height)).max() < 0.05
        area = shapely.Polygon(ring.places).area
        assert area == pytest.approx(math.pi * (100 - ring.height) ** 2, rel=0.01)


def test_a_plane_has_straight_lines_from_edge_to_edge() -> None:
    rows, columns = np.mgrid[0:60, 0:80] + 0.5
    z = 2.0 * columns + 0.5 * rows
    found = lines(z, 7)
    assert len(found) == len(levels(float(z.min()), float(z.max()), 7))
    for line in found:
        assert not line.closed
        x, y = line.places.T
        assert np.abs(2 * x + 0.5 * y - line.height).max() < 1e-9


def test_higher_ground_lies_to_the_left() -> None:
    rows, columns = np.mgrid[0:41, 0:41]
    top = lines(10 - np.hypot(columns - 20, rows - 20), 3)
    pit = lines(np.hypot(columns - 20, rows - 20), 3)
    # Rows count downwards: seen on the map a ring about a top runs counter-clockwise.
    for found, sign in ((top, -1), (pit, 1)):
        ring = next(p for p in found if p.closed)
        x, y = ring.places.T
        area = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        assert np.sign(area) == sign


@pytest.mark.parametrize("size", [16, 37, 64])
def test_tiles_leave_no_seam(size: int) -> None:
    rng = np.random.default_rng(11)
    z = np.cumsum(np.cumsum(rng.normal(0, 0.3, (90, 130)), axis=0), axis=1)
    z[40:50, 60:75] = np.nan
    z[5, 7] = 4.0
    assert shapes(tiled(z, 4.0, size)) == shapes(lines(z, 4.0))


def test_a_saddle_is_parted_by_its_middle() -> None:
    for z, height in (([[2.0, 0.0], [0.0, 2.0]], 0.9), ([[2.0, 0.0], [0.0, 2.0]], 1.1)):
        found = list(pieces(np.array(z), np.array([height])))
        assert len(found) == 2
        crossed = shapely.LineString(found[0].places).intersects(shapely.LineString(found[1].places))
        assert not crossed
        # The middle is at 1: below it the high corners are joined, above it they are apart.
        middle = shapely.LineString([(0.5, 0.5), (1.5, 1.5)])
        apart = sum(shapely.LineString(p.places).intersects(middle) for p in found)
        assert apart == (0 if height < 1 else 2)


def test_lines_end_beside_unknown_ground_and_level_ground_has_none() -> None:
    rows, _columns = np.mgrid[0:20, 0:30].astype(float)
    rows[:, 14] = np.nan
    found = list(pieces(rows, np.array([9.5])))
    assert len(found) == 2
    assert all(not 13.6 < x < 15.4 for piece in found for x in piece.places[:, 0])
    assert list(pieces(np.full((9, 9), 5.0), np.array([5.0]))) == []


def test_levels_are_multiples_and_every_fifth_is_an_index() -> None:
    assert levels(-3.1, 4.0, 2).tolist() == [-2, 0, 2, 4]
    assert levels(0.05, 0.35, 0.1).tolist() == [0.1, 0.2, 0.3]
    assert [h for h in (0, 1, 2, 2.5, 5, -5) if is_index(h, 0.5)] == [0, 2.5, 5, -5]
    for interval in (0, -1, float("nan"), 1e-6):
        with pytest.raises(InputError, match=r"contours\.interval"):
            levels(0, 1000, interval)
