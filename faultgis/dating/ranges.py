"""What a density over single years says: highest-density ranges, mean, median, mode."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.calendar import calendar_year

Floats = NDArray[np.float64]
LEVELS = (0.6827, 0.9545)
Range = tuple[int, int, float]


@dataclass(frozen=True, eq=False)
class Density:
    """Probability by single astronomical years from ``first`` on, oldest first; sums to 1."""

    first: int
    mass: Floats

    @property
    def years(self) -> Floats:
        """The astronomical years."""
        return np.arange(self.first, self.first + len(self.mass), dtype=np.float64)

    @property
    def mean(self) -> float:
        """Its mean, an astronomical year."""
        return float(self.years @ self.mass)

    @property
    def sd(self) -> float:
        """Its standard deviation in years."""
        return math.sqrt(max(0.0, float((self.years - self.mean) ** 2 @ self.mass)))

    @property
    def mode(self) -> int:
        """Its most probable year."""
        return self.first + int(np.argmax(self.mass))

    def quantile(self, share: float) -> float:
        """The astronomical year below which lies a share, linear within years."""
        return float(np.interp(share, np.cumsum(self.mass), self.years + 0.5))

    def ranges(self, level: float) -> list[Range]:
        """The shortest set of years that holds ``level``, as calendar years [from, to, percent], oldest
        first."""
        order = np.argsort(-self.mass, kind="stable")
        count = int(np.searchsorted(np.cumsum(self.mass[order]), level - 1e-12)) + 1
        inside = np.zeros(len(self.mass) + 2, dtype=np.int8)
        inside[order[:count] + 1] = 1
        steps = np.diff(inside)
        starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1) - 1
        return [self._range(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]

    def _range(self, start: int, end: int) -> Range:
        share = 100 * float(self.mass[start : end + 1].sum())
        years = (int(calendar_year(float(self.first + place))) for place in (start, end))
        return (*years, round(share, 2))  # type: ignore[return-value]

    def as_json(self, levels: tuple[float, float] = LEVELS) -> dict[str, Any]:
        """The names of ``faultgis compute``, in calendar years."""
        quantiles = (("q025", 0.025), ("q16", 0.16), ("median", 0.5), ("q84", 0.84), ("q975", 0.975))
        said: dict[str, Any] = {"mean": calendar_year(self.mean), "sd": self.sd}
        said |= {name: calendar_year(self.quantile(share)) for name, share in quantiles}
        said["mode"] = calendar_year(float(self.mode))
        first, second = (list(map(list, self.ranges(level))) for level in levels)
        return said | {"hpd_68": first, "hpd_95": second}


def density(years_from: int, weights: Floats) -> Density:
    """A density from weights that need not sum to 1; empty years at both ends are cut."""
    found = np.flatnonzero(weights > weights.max() * 1e-12)
    start, end = int(found[0]), int(found[-1]) + 1
    cut = weights[start:end]
    return Density(years_from + start, cut / cut.sum())
