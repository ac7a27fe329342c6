"""Scarps survive the ground filter: with every preset as shipped, under trees and shrubs."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from faultgis.terrain import ground
from tests.faultgis import terrain_made as made

CASES = [(1.0, 30.0, 1), (2.0, 10.0, -1), (5.0, 0.0, 1), (5.0, 30.0, -1)]


def _separation(scarp: made.Scarp, terrain: NDArray[np.float32]) -> float:
    """Vertical separation of straight lines through the two surfaces, at the scarp."""
    x = np.broadcast_to(np.arange(made.SIDE) + 0.5, terrain.shape)
    heights = []
    for west, east in ((20, 70), (90, 140)):
        mine = (x > west) & (x < east) & np.isfinite(terrain)
        heights.append(np.polyval(np.polyfit(x[mine] - made.SIDE / 2, terrain[mine], 1), 0))
    return float(heights[0] - heights[1])


@pytest.mark.parametrize("name", sorted(ground.PRESETS))
@pytest.mark.parametrize(("height", "slope", "facing"), CASES)
def test_vertical_separation_within_five_centimetres(
    name: str, height: float, slope: float, facing: int
) -> None:
    scarp = made.Scarp(height, slope, facing)
    x, y, z = made.cloud(scarp, seed=int(height * 100 + slope) + facing)
    found = made.ground_of(x, y, z, ground.preset(name))
    error = _separation(scarp, made.terrain_of(x[found], y[found], z[found])) - facing * height
    assert abs(error * math.cos(math.radians(slope))) < 0.05


@pytest.mark.parametrize(("height", "slope", "facing"), [(5.0, 30.0, -1), (3.0, 20.0, -1)])
def test_alpine_keeps_the_crest_of_a_scarp_that_faces_uphill(
    height: float, slope: float, facing: int
) -> None:
    scarp = made.Scarp(height, slope, facing)
    x, y, z = made.cloud(scarp, seed=5)
    true = np.abs(z - scarp.ground(x)) < 0.15
    near = true & (np.abs(x - made.SIDE / 2) < 8)
    found = made.ground_of(x, y, z, ground.preset("alpine"))
    assert found[near].mean() > 0.98
    assert found[z - scarp.ground(x) > 3].mean() < 0.01  # and the trees are gone
