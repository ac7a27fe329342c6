"""Made clouds with a known ground: scarps on slopes under trees and shrubs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain import gridding, ground
from faultgis.terrain.opening import UNKNOWN

Numbers = NDArray[np.float64]
SIDE = 160.0
FACE = 35.0
TREES, SHRUBS = 60, 250


@dataclass(frozen=True)
class Scarp:
    """A scarp along the middle of a slope; ``facing`` 1: it drops the way the slope falls, -1 against it."""

    height: float
    slope: float
    facing: int

    def ground(self, x: Numbers) -> Numbers:
        """Height of the true ground."""
        run = max(0.5, self.height / math.tan(math.radians(FACE)))
        step = np.clip((x - SIDE / 2) / run + 0.5, 0, 1)
        return 500 - x * math.tan(math.radians(self.slope)) - self.facing * self.height * step


def cloud(scarp: Scarp, seed: int, density: float = 8.0) -> tuple[Numbers, Numbers, Numbers]:
    """Points as a laser gets them: ground where the canopy lets through, crowns and shrubs elsewhere."""
    random = np.random.default_rng(seed)
    count = int(density * SIDE * SIDE)
    x, y = random.uniform(0, SIDE, count), random.uniform(0, SIDE, count)
    z = scarp.ground(x) + random.normal(0, 0.03, count)
    for number in range(TREES + SHRUBS):
        tree = number < TREES
        cx, cy = random.uniform(0, SIDE, 2)
        radius = random.uniform(2, 5) if tree else random.uniform(0.5, 1.5)
        tall = random.uniform(5, 18) if tree else random.uniform(0.6, 2)
        square = ((x - cx) ** 2 + (y - cy) ** 2) / radius**2
        hit = (square < 1) & (random.uniform(size=count) < 0.8)
        z[hit] += tall * (1 - 0.7 * square[hit]) * random.uniform(0.5, 1, int(hit.sum()))
    return x, y, z


def lowest(x: Numbers, y: Numbers, z: Numbers, cell: float) -> NDArray[np.int32]:
    """The lowest point per cell in millimetres, counted from the origin."""
    rows, columns = (y / cell).astype(int), (x / cell).astype(int)
    grid = np.full((rows.max() + 1, columns.max() + 1), UNKNOWN, dtype=np.int32)
    np.minimum.at(grid, (rows, columns), np.rint(z * 1000).astype(np.int32))
    return grid


def ground_of(x: Numbers, y: Numbers, z: Numbers, rule: ground.GroundRule) -> NDArray[np.bool_]:
    """Which points the rule takes for ground; coordinates count from the grid's corner."""
    bare, slope = ground.surface(lowest(x, y, z, rule.cell_m), rule)
    return ground.is_ground(x / rule.cell_m, y / rule.cell_m, z, bare, slope, rule)


def terrain_of(x: Numbers, y: Numbers, z: Numbers) -> NDArray[np.float32]:
    """The terrain at one metre from points on the ground."""
    sums = gridding.Sums.of((int(SIDE), int(SIDE)))
    sums.add(x, y, z)
    return sums.heights()
