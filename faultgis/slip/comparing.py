"""Two profiles laid on each other at one shift: what is left between them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Line: TypeAlias = tuple[Floats, Floats]

# A landform's relief on one side may be up to so many times that on the other.
MOST_STRETCH = 2.0


@dataclass(frozen=True)
class Fitting:
    """What the second side may do besides sliding: move up and down by as much as fits best, and have its
    relief stretched about its middle height, by at most a factor of 2."""

    vertical_shift: bool = True
    vertical_stretch: bool = False


USUAL = Fitting()


@dataclass(frozen=True)
class Compared:
    """The two profiles at one shift; ``left`` is what the second does not explain of the first."""

    left: Floats
    here: Floats
    there: Floats
    stretch: float


def compare(near: Line, far: Line, shift: float, fitting: Fitting) -> Compared:
    """The second profile slid back by ``shift`` and moved as ``fitting`` allows; empty where they do not
    meet. Both are sorted by distance and without gaps."""
    wanted = near[0] + shift
    inside = (wanted >= far[0][0]) & (wanted <= far[0][-1])
    here, there = near[1][inside], np.interp(wanted[inside], *far)
    if not len(here):
        return Compared(here, here, there, 1.0)
    level, other = here - here.mean(), there - there.mean()
    stretch = _stretch(level, other) if fitting.vertical_stretch else 1.0
    left = level - stretch * other
    if not fitting.vertical_shift:
        left = left + (here.mean() - there.mean())
    return Compared(left, here, there, stretch)


def _stretch(level: Floats, other: Floats) -> float:
    spread = float(other @ other)
    wanted = float(level @ other) / spread if spread > 0 else 1.0
    return min(max(wanted, 1 / MOST_STRETCH), MOST_STRETCH)
