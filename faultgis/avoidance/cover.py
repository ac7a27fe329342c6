"""How deep a buried fault's upper tip lies, by the boreholes and seismic lines that met it.

A point speaks for the stretch of its strand that lies within ``ALONG_M`` of it along strike, both ways; for
what lies further nothing is known. Where several points speak for a place, all that any of them allows is
possible. The tip's depth is the thickness of unbroken cover; extended upwards along its dip the plane would
come out beside the trace, on the foot wall.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faultgis.avoidance.frames import Centred
from faultgis.geometry.frame import Coordinates
from faultgis.records.site import BuriedPoint
from faultgis.values import Estimate

# Conventions of this program, of no code: how far along strike a point speaks for its strand, and how far
# from a strand it may lie where it names the fault only (metres).
ALONG_M = 1000.0
ACROSS_M = 500.0
# Points rated failed or poor (1 and 2 of the national five) bound the depth from above only.
TRUSTED = 3
Range = tuple[float, float]


@dataclass(frozen=True)
class Witness:
    """A point that met a strand: where along the part (metres), how far from it, and what it says of the
    tip's depth (m) and of the dip (degrees)."""

    point: BuriedPoint
    along_m: float
    away_m: float
    depth: Range

    @property
    def trusted(self) -> bool:
        """Whether it may be relied on from below."""
        return self.point.reliability is None or self.point.reliability >= TRUSTED


@dataclass(frozen=True)
class Evidence:
    """What a stretch of a strand rests on: the witnesses that speak for it, those of its part that lie too
    far away, the part's places in degrees, along which all of them are counted, and from where to where along
    it the stretch reaches (metres)."""

    places: Coordinates
    spans: tuple[Range, ...]
    witnesses: tuple[Witness, ...]
    others: tuple[Witness, ...] = ()

    @property
    def depth(self) -> Range | None:
        """All depths of the tip that any of the witnesses allows (m)."""
        if not self.witnesses:
            return None
        return min(w.depth[0] for w in self.witnesses), max(w.depth[1] for w in self.witnesses)


def foot(frame: Centred, places: Coordinates) -> Range:
    """How far the middle of a frame lies from a path, and how far along the nearest place is (metres)."""
    xy = frame.to_metres(places)
    steps = np.diff(xy, axis=0)
    squares = np.maximum((steps**2).sum(axis=1), 1e-12)
    share = np.clip(-(xy[:-1] * steps).sum(axis=1) / squares, 0.0, 1.0)
    apart = np.hypot(*(xy[:-1] + share[:, None] * steps).T)
    best = int(apart.argmin())
    sizes = np.sqrt(squares)
    return float(apart[best]), float(sizes[:best].sum() + share[best] * sizes[best])


def witnesses(points: Sequence[BuriedPoint], parts: Sequence[Coordinates]) -> list[list[Witness]]:
    """The points by the part of their strand that each lies nearest to, in the order along it."""
    found: list[list[Witness]] = [[] for _ in parts]
    for point in points if parts else ():
        frame = Centred(point.geometry.x, point.geometry.y)
        feet = [foot(frame, places) for places in parts]
        best = min(range(len(parts)), key=lambda i: feet[i][0])
        away, along = feet[best]
        depth = _depth(point)
        found[best].append(Witness(point, round(along, 3), round(away, 3), depth))
    return [sorted(each, key=lambda w: (w.along_m, w.point.code, w.point.id)) for each in found]


def _depth(point: BuriedPoint) -> Range:
    """What a point allows; nothing is known from below of one that is rated poor or states an upper bound."""
    told = point.top_depth
    assert told is not None
    low, high = bounds(told)
    return (0.0 if point.reliability is not None and point.reliability < TRUSTED else max(0.0, low)), high


def bounds(told: Estimate) -> Range:
    """The least and the most that an estimate allows; 0 and infinity where it is open."""
    low = told.low if told.low is not None else told.best
    high = told.high if told.high is not None else told.best
    return 0.0 if low is None else low, math.inf if high is None else high


def breaks(found: Sequence[Witness], length_m: float) -> list[float]:
    """Where along a part of this length what is known changes (metres)."""
    edges = {round(w.along_m + way * ALONG_M, 3) for w in found for way in (-1, 1)}
    return sorted(edge for edge in edges if 0.0 < edge < length_m)


def speaking(found: Sequence[Witness], along_m: float) -> tuple[int, ...]:
    """Which of the witnesses speak for a place along their part."""
    return tuple(i for i, w in enumerate(found) if abs(w.along_m - along_m) <= ALONG_M)


def outcrop_m(depth: Range | None, dip: Range | None) -> float | None:
    """How far from above the tip the plane would come out if it went on upwards, at the most (m): the tip's
    greatest depth over the tangent of the least dip. ``None`` where it is not known."""
    if depth is None or dip is None or math.isinf(depth[1]) or dip[0] <= 0:
        return None
    return depth[1] / math.tan(math.radians(min(dip[0], 90.0)))
