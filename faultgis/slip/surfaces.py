"""Straight fits of the two surfaces beside a scarp, and where a scarp lies on a profile.

Distances and elevations are metres. A profile is sorted by distance; NaN elevations are gaps.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.slip.residuals import correlation_length

Floats: TypeAlias = NDArray[np.float64]
Span: TypeAlias = tuple[float, float]

LEAST_POINTS = 4
EDGE_M = 1e-3
CANDIDATES = 64
FINER = 33
MARGIN = 0.5
# Below five, Student's t has no variance left to speak of.
LEAST_EFFECTIVE = 5.0


@dataclass(frozen=True)
class Picks:
    """Which stretches of a profile are the surface before the scarp, the scarp face, and the surface
    behind."""

    start: Span
    scarp: Span
    end: Span


@dataclass(frozen=True)
class Fit:
    """A straight surface z = level + slope · (x − middle), fitted between two distances.

    ``level_sd`` and ``slope_sd`` are independent of each other, as the line is taken about its weighted
    ``middle``; both are widened for neighbouring residuals being alike, so that a densely sampled DTM does
    not claim more than it knows. ``count`` is the number of points used,
    ``effective`` how many independent ones they are worth, ``outliers`` the share given no weight.
    """

    span: Span
    middle: float
    level: float
    slope: float
    level_sd: float
    slope_sd: float
    residual_sd: float
    count: int
    effective: float
    outliers: float

    @property
    def slope_deg(self) -> float:
        """Angle from the horizontal, positive where the surface rises along the profile."""
        return float(np.degrees(np.arctan(self.slope)))

    def at(self, x: Floats | float) -> Floats:
        """Elevation of the projected surface."""
        return np.asarray(self.level + self.slope * (np.asarray(x) - self.middle), dtype=np.float64)

    def draw(self, random: np.random.Generator, count: int, x: Floats) -> tuple[Floats, Floats]:
        """Elevations at ``x`` and slopes of ``count`` surfaces that the points allow (Student's t)."""
        free = max(self.effective - 2, 1.0)
        spread = np.sqrt(free / random.chisquare(free, count)) if free < 200 else np.ones(count)
        level = self.level + self.level_sd * spread * random.standard_normal(count)
        slope = self.slope + self.slope_sd * spread * random.standard_normal(count)
        return level + slope * (x - self.middle), slope


def clean(distance: Floats, elevation: Floats) -> tuple[Floats, Floats]:
    """The profile without gaps, sorted by distance.

    Raises ``InputError``: ``profile.lengths`` (not equally many), ``profile.short`` (fewer than twelve
    points).
    """
    x, z = np.asarray(distance, dtype=np.float64), np.asarray(elevation, dtype=np.float64)
    if x.shape != z.shape or x.ndim != 1:
        raise InputError("profile.lengths", field="elevation_m", distances=x.size, elevations=z.size)
    known = np.isfinite(x) & np.isfinite(z)
    order = np.argsort(x[known], kind="stable")
    x, z = x[known][order], z[known][order]
    if len(x) < 3 * LEAST_POINTS or x[0] == x[-1]:
        raise InputError("profile.short", field="distance_m", points=len(x), least=3 * LEAST_POINTS)
    return x, z


def fit(x: Floats, z: Floats, span: Span) -> Fit:
    """The robust straight fit of the points within ``span`` (Tukey's biweight, five rounds).

    Raises ``InputError("scarp.few_points")`` if fewer than four points, or no two distances, lie there.
    """
    # A sample on the edge is inside, also after its profile's line was stored in rounded metres.
    inside = (x >= min(span) - EDGE_M) & (x <= max(span) + EDGE_M)
    if np.count_nonzero(inside) < LEAST_POINTS or np.ptp(x[inside]) == 0:
        low, high, points = min(span), max(span), int(inside.sum())
        raise InputError(
            "scarp.few_points", field="surfaces", low=low, high=high, points=points, least=LEAST_POINTS
        )
    x, z = x[inside], z[inside]
    weight = np.ones_like(x)
    for _ in range(6):
        middle, level, slope, spread = _weighted(x, z, weight)
        left = z - level - slope * (x - middle)
        scale = 1.4826 * float(np.median(np.abs(left)))
        if scale <= 1e-12 * max(1.0, float(np.abs(z).max())):
            break
        weight = np.maximum(1 - (left / (4.685 * scale)) ** 2, 0) ** 2
        if np.count_nonzero(weight) < LEAST_POINTS:
            weight = np.ones_like(x)
            break
    return _described(x, left, weight, (middle, level, slope, spread))


def _weighted(x: Floats, z: Floats, weight: Floats) -> tuple[float, float, float, float]:
    total = weight.sum()
    middle, level = float(weight @ x / total), float(weight @ z / total)
    spread = float(weight @ (x - middle) ** 2)
    slope = float(weight @ ((x - middle) * (z - level)) / spread) if spread > 0 else 0.0
    return middle, level, slope, spread


def _described(x: Floats, left: Floats, weight: Floats, line: tuple[float, float, float, float]) -> Fit:
    middle, level, slope, spread = line
    total = float(weight.sum())
    free = max(total - 2, 1.0)
    variance = float(weight @ left**2) / free
    effective = max(total / correlation_length(left * np.sqrt(weight)), LEAST_EFFECTIVE)
    inflated = variance * total / effective
    return Fit(
        (float(x[0]), float(x[-1])),
        middle,
        level,
        slope,
        float(np.sqrt(inflated / total)),
        float(np.sqrt(inflated / spread)),
        float(np.sqrt(variance)),
        len(x),
        effective,
        float(np.mean(weight == 0)),
    )


def detect(x: Floats, z: Floats, fault: Span | None = None) -> Picks:
    """Where the scarp lies: the three straight pieces, joined end to end, that fit the profile best.

    Breaks are sought among evenly spread points, then more finely about the best pair. With ``fault`` the
    scarp must reach into that stretch. The surfaces keep half the scarp's width away from it, as a degraded
    scarp has rounded shoulders. Raises ``InputError("scarp.not_found")`` if no pair of breaks is possible.
    """
    first, last = LEAST_POINTS, len(x) - LEAST_POINTS
    rough = np.unique(np.linspace(first, last, min(CANDIDATES, last - first + 1)).astype(int))
    a, b = _best_pair(x, z, rough, rough, fault)
    step = (last - first) / CANDIDATES
    while step > 1:
        near = [_about(place, 2 * step, first, last) for place in (a, b)]
        a, b = _best_pair(x, z, near[0], near[1], fault)
        step = 4 * step / FINER
    return with_margin(x, (float(x[a]), float(x[b])))


def _about(place: int, reach: float, first: int, last: int) -> NDArray[np.int_]:
    low, high = max(first, place - reach), min(last, place + reach)
    spread = np.linspace(low, high, min(FINER, int(high - low) + 1)).astype(int)
    return np.unique(np.append(spread, place))


def with_margin(x: Floats, scarp: Span) -> Picks:
    """Picks about a scarp face: the surfaces from half its width away to the ends of the profile, but never
    less than half of the points on either side."""
    gap = MARGIN * (scarp[1] - scarp[0])
    before, behind = x[x <= scarp[0]], x[x >= scarp[1]]
    if len(before) < LEAST_POINTS or len(behind) < LEAST_POINTS:
        raise InputError("scarp.not_found", field="detect")
    keep = max(LEAST_POINTS, len(before) // 2), max(LEAST_POINTS, len(behind) // 2)
    upto = max(scarp[0] - gap, float(before[keep[0] - 1]))
    since = min(scarp[1] + gap, float(behind[-keep[1]]))
    return Picks((float(x[0]), upto), scarp, (since, float(x[-1])))


def _best_pair(
    x: Floats, z: Floats, first: NDArray[np.int_], second: NDArray[np.int_], fault: Span | None
) -> tuple[int, int]:
    a, b = (side.ravel() for side in np.meshgrid(first, second, indexing="ij"))
    possible = (a < b) & (x[a] < x[b])
    if fault is not None:
        possible &= (x[a] <= max(fault)) & (x[b] >= min(fault))
    a, b = a[possible], b[possible]
    if not len(a):
        raise InputError("scarp.not_found", field="detect")
    best = int(np.argmin(_misfits(x, z, a, b)))
    return int(a[best]), int(b[best])


def _misfits(x: Floats, z: Floats, a: NDArray[np.int_], b: NDArray[np.int_]) -> Floats:
    """Least squares of 1, x, (x − xa)+, (x − xb)+ for every pair at once, from sums over the profile's
    tails."""
    x = (x - x.mean()) / np.ptp(x)
    z = z - z.mean()
    tails = [np.append(np.cumsum(v[::-1])[::-1], 0.0) for v in (np.ones_like(x), x, x * x, z, x * z)]
    xa, xb = x[a], x[b]
    whole = [np.full(len(a), tail[0]) for tail in tails]
    (na, sa, ssa, za, xza), (nb, sb, ssb, zb, xzb) = ([t[i] for t in tails] for i in (a, b))
    n, s, ss, zz, xz = whole
    rows = [
        [n, s, sa - xa * na, sb - xb * nb],
        [s, ss, ssa - xa * sa, ssb - xb * sb],
        [sa - xa * na, ssa - xa * sa, ssa - 2 * xa * sa + xa**2 * na, ssb - (xa + xb) * sb + xa * xb * nb],
        [sb - xb * nb, ssb - xb * sb, ssb - (xa + xb) * sb + xa * xb * nb, ssb - 2 * xb * sb + xb**2 * nb],
    ]
    matrix = np.moveaxis(np.array(rows), -1, 0) + 1e-12 * np.eye(4)
    right = np.array([zz, xz, xza - xa * za, xzb - xb * zb]).T[..., None]
    found = np.linalg.solve(matrix, right)
    return np.asarray(float(z @ z) - (found * right).sum(axis=(1, 2)), dtype=np.float64)
