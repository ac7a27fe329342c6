"""Points that stand alone, sought through all tiles.

Whether a point is noise does not depend on how the cloud was cut, for every tile is judged with what its
neighbours counted.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.noise import NoiseRule, alone, counted, is_alone, near, noise_rule
from importers.clouds.sorting import NOISE
from importers.clouds.spill import EDGE, Records, Spill

Key: TypeAlias = tuple[int, int]
Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

_EMPTY = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Sieve:
    """The search for noise in a spill; what it finds lies in ``folder``. First ``count`` every tile that
    holds points, then ``judge`` each; a sieve that is not ``on`` lets everything through."""

    folder: Path
    spill: Spill
    rule: NoiseRule
    on: bool

    @classmethod
    def over(cls, folder: Path, spill: Spill, on: bool) -> "Sieve":
        """A sieve with the rule for the cloud's density over its bounding rectangle."""
        wide, long = (float(spill.high[i] - spill.low[i]) / 1000 for i in (0, 1))
        return cls(folder, spill, noise_rule(spill.points, wide * long), on)

    @property
    def base(self) -> Whole:
        """The point (x, y in millimetres) from which spilt positions count."""
        return np.array(self.spill.tiling.base, dtype=np.int64)

    def count(self, key: Key) -> None:
        """Count a tile's points by cube."""
        low, high = self._bounds(key, 0)
        low, high = np.append(low, self.spill.low[2]), np.append(high, self.spill.high[2])
        blocks = (self.spill.read(key, block) for block in self.spill.blocks(key))
        self._keep("cubes", key, np.stack(counted(blocks, self.base, low, high, self.rule)))

    def judge(self, key: Key) -> int:
        """Find the tile's lonely cubes and those at its edge; answers with how many points are noise."""
        edge = EDGE * self.spill.tiling.cell_mm
        low, high = self._bounds(key, edge)
        parts = [self._counts(other) for other in self._around(key, edge)]
        cubes, counts = np.concatenate(parts, axis=1)
        mine = near(cubes, low, high, self.base, self.rule, 1)
        found = alone(cubes[mine], counts[mine], self.rule)
        found = found[near(found, low, high, self.base, self.rule, 0)]
        self._keep("alone", key, found)
        if not found.size:
            return 0
        self._mark(key, found)
        own, number = self._counts(key)
        return int(number[np.isin(own, found)].sum())

    def _mark(self, key: Key, found: Whole) -> None:
        """Points of the tile that stand alone have the class of noise from now on."""
        for block in self.spill.blocks(key):
            noise = np.flatnonzero(is_alone(self.spill.read(key, block), self.base, found, self.rule))
            self.spill.set_class(key, block[0] + noise, NOISE[0])

    def noise(self, key: Key, points: Records) -> Flags:
        """Which of the tile's points stand alone."""
        path = self._path("alone", key)
        cubes = np.load(path) if self.on and path.exists() else _EMPTY
        return is_alone(points, self.base, cubes, self.rule)

    def _bounds(self, key: Key, edge: int) -> tuple[Whole, Whole]:
        sides = np.array(self.spill.tiling.sides_mm, dtype=np.int64)
        low = np.array(key, dtype=np.int64) * sides
        return low - edge, low + sides + edge

    def _around(self, key: Key, edge: int) -> list[Key]:
        reach = edge + 2 * self.rule.cube_mm
        across, up = (-(-reach // side) for side in self.spill.tiling.sides_mm)
        steps = [(dx, dy) for dx in range(-across, across + 1) for dy in range(-up, up + 1)]
        return [(key[0] + dx, key[1] + dy) for dx, dy in steps]

    def _counts(self, key: Key) -> NDArray[np.int64]:
        path = self._path("cubes", key)
        found: NDArray[np.int64] = np.load(path) if path.exists() else np.empty((2, 0), dtype=np.int64)
        return found

    def _path(self, kind: str, key: Key) -> Path:
        return self.folder / f"{kind}_{key[0]}_{key[1]}.npy"

    def _keep(self, kind: str, key: Key, values: Whole) -> None:
        np.save(self._path(kind, key), values)
