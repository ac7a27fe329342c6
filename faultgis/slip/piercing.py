"""Offset of a landform from two lines, one on each side, that pierce a fault plane.

Each side's points (a thalweg, a crest, the edge of a terrace) are fitted by a straight line, in plan and,
where elevations are given, in height. Both lines are carried on to the fault plane; the distance of the two
piercing points is the slip, its parts along strike and down dip follow from the plane. Metres; positive
strike-slip is sinistral, positive vertical means that the second side is higher.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.draws import Distribution, Summary, summarize
from faultgis.errors import InputError
from faultgis.slip.grades import Grade, lowered

Floats: TypeAlias = NDArray[np.float64]

DRAWS = 10_000
SEED = 20_260_101
ALONG_DEG = 10.0
VERTICAL = Distribution("exact", (90.0,))


@dataclass(frozen=True)
class Plane:
    """A fault: two places on its trace in metres (x, y, or x, y, z), and its dip in degrees, to the right of
    the direction from the first place to the second. A vertical fault needs no elevations."""

    first: Floats
    second: Floats
    dip: Distribution = VERTICAL


@dataclass(frozen=True)
class Pierced:
    """What two piercing lines say. ``vertical`` is None where a line has no elevations. Summaries are None
    where nothing tells how well the points lie on their lines (two points each, no ``pick_sd``)."""

    best: float
    strike_slip: Summary | None
    vertical_best: float | None
    vertical: Summary | None
    places: tuple[tuple[float, ...], tuple[float, ...]]
    quality: Grade
    draws: int
    seed: int

    @property
    def sense(self) -> str:
        """sinistral, dextral, or empty for none."""
        return "sinistral" if self.best > 0 else "dextral" if self.best < 0 else ""


@dataclass(frozen=True)
class _Line:
    """along = level[0] + slope[0] · (across − middle); height the same with [1]; sd of each, NaN if
    unknown."""

    middle: float
    level: Floats
    slope: Floats
    level_sd: Floats
    slope_sd: Floats
    nearest: float
    reach: float


def by_lines(
    first: Floats,
    second: Floats,
    plane: Plane,
    *,
    pick_sd: float | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Pierced:
    """The offset between two lines, ``first`` left and ``second`` right of the fault as seen along it; lines
    given the other way round are exchanged. ``pick_sd`` (m) is how well a point was picked; without it the
    scatter about each line is taken.

    Raises ``InputError``: ``piercing.points`` (fewer than two, or coordinates missing), ``piercing.side`` (a
    line crosses the fault, or both lie on one side), ``piercing.along`` (a line runs within 10° of the
    fault), ``piercing.fault`` (the two places coincide), ``piercing.heights`` (a dipping fault without
    elevations), ``scarp.dip``.
    """
    local, dipping = _frame(plane)
    lines = [_sided(local, points, name) for points, name in ((first, "first"), (second, "second"))]
    if np.sign(lines[0][:, 1].mean()) == np.sign(lines[1][:, 1].mean()):
        raise InputError("piercing.side", field="second")
    if lines[0][:, 1].mean() < 0:
        lines.reverse()
    if dipping and min(points.shape[1] for points in lines) < 3:
        raise InputError("piercing.heights", field="first")
    fits = [_fitted(points, pick_sd, name) for points, name in zip(lines, ("first", "second"), strict=True)]
    tilt = 1 / np.tan(np.radians(plane.dip.middle)) if dipping else 0.0
    best = [_pierce(f.level, f.slope, f.middle, np.array(tilt)) for f in fits]
    apart = best[1] - best[0]
    deep = lines[0].shape[1] > 2 and lines[1].shape[1] > 2
    slips: list[Summary | None] = [None, None]
    known = all(np.isfinite(f.level_sd).all() for f in fits)
    if known:
        spread = _drawn(fits, plane, dipping, draws, seed)
        slips = [summarize(spread[0]), summarize(spread[1]) if deep else None]
    places = tuple(_placed(plane, found, tilt, deep) for found in best)
    return Pierced(
        float(apart[0]),
        slips[0],
        float(apart[1]) if deep else None,
        slips[1],
        (places[0], places[1]),
        _grade(fits, slips[0], float(apart[0])),
        draws,
        seed,
    )


def _frame(plane: Plane) -> tuple[tuple[Floats, Floats, float], bool]:
    """Origin, direction and height of the fault's own frame, and whether it dips."""
    middle = plane.dip.middle
    if not 0 < middle <= 90:
        raise InputError("scarp.dip", field="fault_dip_deg", dip=middle)
    start, end = plane.first[:2], plane.second[:2]
    length = float(np.hypot(*(end - start)))
    if length == 0:
        raise InputError("piercing.fault", field="fault_line")
    dipping = plane.dip.kind != "exact" or middle < 90
    height = float(plane.first[2]) if len(plane.first) > 2 else 0.0
    if dipping and len(plane.first) < 3:
        raise InputError("piercing.heights", field="fault_line")
    return (start, (end - start) / length, height), dipping


def _sided(local: tuple[Floats, Floats, float], points: Floats, name: str) -> Floats:
    """The points as along, across (positive to the left of the fault) and height above the fault's first
    place."""
    origin, way, height = local
    if points.ndim != 2 or len(points) < 2 or points.shape[1] not in (2, 3) or not np.isfinite(points).all():
        raise InputError("piercing.points", field=name)
    moved = points[:, :2] - origin
    along, across = moved @ way, moved @ np.array([-way[1], way[0]])
    if across.min() < 0 < across.max():
        raise InputError("piercing.side", field=name)
    columns = [along, across, *([points[:, 2] - height] if points.shape[1] == 3 else [])]
    return np.column_stack(columns)


def _fitted(points: Floats, pick_sd: float | None, name: str) -> _Line:
    across = points[:, 1]
    middle = float(across.mean())
    off = across - middle
    spread = float(off @ off)
    if np.ptp(across) < np.tan(np.radians(ALONG_DEG)) * np.ptp(points[:, 0]) or spread == 0:
        raise InputError("piercing.along", field=name)
    values = (
        points[:, [0, 2]] if points.shape[1] > 2 else np.column_stack([points[:, 0], np.zeros(len(points))])
    )
    level = values.mean(axis=0)
    slope = off @ (values - level) / spread
    left = values - level - np.outer(off, slope)
    free = len(points) - 2
    sd = np.sqrt((left**2).sum(axis=0) / free) if free > 0 else np.full(2, np.nan)
    if pick_sd is not None:
        sd = np.fmax(sd, pick_sd)
    return _Line(
        middle,
        level,
        slope,
        sd / np.sqrt(len(points)),
        sd / np.sqrt(spread),
        float(np.abs(across).min()),
        float(np.ptp(across)),
    )


def _pierce(level: Floats, slope: Floats, middle: float, tilt: Floats) -> Floats:
    """Along and height where a line meets the plane across = tilt · height (a plane dipping right: across is
    negative there, heights below the trace too)."""
    # height = level + slope (tilt height − middle), solved for height; along follows.
    height = (level[1] - slope[1] * middle) / (1 - slope[1] * tilt)
    along = level[0] + slope[0] * (tilt * height - middle)
    return np.array([along, height])


def _drawn(fits: list[_Line], plane: Plane, dipping: bool, draws: int, seed: int) -> Floats:
    random = np.random.default_rng(seed)
    tilt = np.zeros(draws)
    if dipping:
        tilt = 1 / np.tan(np.radians(np.clip(plane.dip.draw(random, draws), 1e-3, 90)))
    ends = []
    for fit in fits:
        noise = random.standard_normal((2, 2, draws))
        level = fit.level[:, None] + fit.level_sd[:, None] * noise[0]
        slope = fit.slope[:, None] + fit.slope_sd[:, None] * noise[1]
        ends.append(_pierce(level, slope, fit.middle, tilt))
    return np.asarray(ends[1] - ends[0], dtype=np.float64)


def _placed(plane: Plane, found: Floats, tilt: float, deep: bool) -> tuple[float, ...]:
    way = (plane.second[:2] - plane.first[:2]) / np.hypot(*(plane.second[:2] - plane.first[:2]))
    left = np.array([-way[1], way[0]])
    x, y = plane.first[:2] + found[0] * way + tilt * found[1] * left
    height = float(plane.first[2]) if len(plane.first) > 2 else 0.0
    return (float(x), float(y), float(found[1]) + height) if deep else (float(x), float(y))


def _grade(fits: list[_Line], slip: Summary | None, best: float) -> Grade:
    rules = {
        "grade.range_unknown": slip is None,
        "grade.wide_range": slip is not None and (slip.q975 - slip.q025) / 2 > 0.25 * abs(best),
        "grade.far_projection": any(f.nearest > f.reach for f in fits),
    }
    return lowered([code for code, broken in rules.items() if broken], slip)
