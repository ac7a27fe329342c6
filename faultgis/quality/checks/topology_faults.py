"""Topology of fault lines with each other: loose ends, shared stretches, crossings, sheet edges."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.geometry.segments import Near, Segments
from faultgis.national.rows import Row
from faultgis.quality.faults import PAIRED_M, FaultLines, fault_lines, named, on_map, point
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check

# Ends this near to a line lie on it: what snapping leaves, and eight decimals of a degree.
JOINED_M = 0.002
REASONS = ("切", "错断", "截", "交叉", "cut", "offset", "cross")


@check("QC-TOP-003")
def loose_ends(given: Given) -> Iterator[Finding | None]:
    """A free end does not stop just short of another fault, nor run just over it."""
    reach = on_map(given, given.parameter("map_mm", 0.5))
    lines = fault_lines(given)
    segments = lines.segments
    at, _, owner = segments.tips
    near = segments.near(at, reach)
    near = near.where(segments.owner[near.segment] != owner[near.place])
    joined = set(near.place[near.metres <= JOINED_M].tolist())
    best = near.nearest()
    nearest = dict(zip(best.place.tolist(), range(len(best.place)), strict=True))
    over = _overshoots(lines, reach)
    for number in range(len(at)):
        row = lines.rows[int(owner[number])]
        if number in joined or number not in nearest:
            yield None
            continue
        hit = nearest[number]
        other = lines.rows[int(segments.owner[best.segment[hit]])]
        variant, metres = "under", float(best.metres[hit])
        if number in over:
            variant, (metres, crossed) = "over", over[number]
            other = lines.rows[crossed]
        said: dict[str, Any] = {"metres": f"{metres:.1f}", "other": named(given, other)}
        yield given.wrong(row, variant=variant, where=point(at[number]), **said)


def _overshoots(lines: FaultLines, reach: float) -> dict[int, tuple[float, int]]:
    """Ends behind a crossing with another line, as ``tips`` counts them: how far they run over it, and the
    number of that line."""
    segments = lines.segments
    one, other = lines.strangers
    here, there = segments.crossings(one, other, JOINED_M)
    parts = np.unique(segments.part)
    found: dict[int, tuple[float, int]] = {}
    for near, crossed in ((here, there), (there, here)):
        owner = segments.owner[crossed.segment]
        part = np.searchsorted(parts, segments.part[near.segment])
        # Where the line's other end lies on that line, it does not run over it.
        inside = _inside(segments, near)
        for shift, beyond in zip((0, len(parts)), segments.from_ends(near.segment, near.along), strict=True):
            for at in np.flatnonzero(inside & (beyond <= reach)).tolist():
                number, metres = int(part[at]) + shift, float(beyond[at])
                if metres < found.get(number, (np.inf, 0))[0]:
                    found[number] = metres, int(owner[at])
    return found


@check("QC-TOP-004")
def shared_stretches(given: Given) -> Iterator[Finding | None]:
    """No two fault lines lie on each other."""
    apart = min(given.parameter("tolerance_m", 0.01), PAIRED_M)
    lines = fault_lines(given)
    segments = lines.segments
    one, other = lines.strangers
    metres, middle = segments.shared(one, other, apart)
    # What two lines share at the very corner where they meet is no stretch.
    lying = np.flatnonzero(metres > max(10 * apart, 0.1))
    found = _by_pair(segments.owner[one[lying]], segments.owner[other[lying]], lying)
    wrong: dict[int, list[tuple[int, float, tuple[float, float]]]] = defaultdict(list)
    for (first, second), numbers in found.items():
        total, where = float(metres[numbers].sum()), point(middle[numbers[0]])
        wrong[max(first, second)].append((min(first, second), total, where))
    for number, row in enumerate(lines.rows):
        for twin, total, where in wrong.get(number, ()):
            said: dict[str, Any] = {"metres": f"{total:.1f}", "other": named(given, lines.rows[twin])}
            yield given.wrong(row, where=where, **said)
        if number not in wrong:
            yield None


def _by_pair(
    one: NDArray[np.int64], other: NDArray[np.int64], numbers: NDArray[np.int64]
) -> Mapping[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for first, second, number in zip(one.tolist(), other.tolist(), numbers.tolist(), strict=True):
        found[min(first, second), max(first, second)].append(number)
    return found


@check("QC-TOP-005")
def crossings(given: Given) -> Iterator[Finding | None]:
    """Where two fault lines cross, both have a vertex, or the remark of one says which cuts the other."""
    lines = fault_lines(given)
    segments = lines.segments
    one, other = lines.strangers
    first, second = segments.crossings(one, other, JOINED_M)
    open_ended = _inside(segments, first) & _inside(segments, second)
    node = (first.metres <= JOINED_M) & (second.metres <= JOINED_M)
    without = np.flatnonzero(open_ended & ~node)
    pairs = _by_pair(segments.owner[first.segment[without]], segments.owner[second.segment[without]], without)
    excused = tuple(given.parameter("reasons", REASONS))
    wrong: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (a, b), numbers in pairs.items():
        if not (_says(lines.rows[a], excused) or _says(lines.rows[b], excused)):
            wrong[b].append((a, numbers[0], len(numbers)))
    for number, row in enumerate(lines.rows):
        for twin, at, count in wrong.get(number, ()):
            where = point(segments.place(first.segment[[at]], first.along[[at]])[0])
            said: dict[str, Any] = {"other": named(given, lines.rows[twin]), "count": count}
            yield given.wrong(row, "CommentInfo", where=where, **said)
        if number not in wrong:
            yield None


def _inside(segments: Segments, near: Near) -> NDArray[np.bool_]:
    """Whether places lie on a line, and not at one of its ends."""
    start, end = segments.from_ends(near.segment, near.along)
    return np.asarray((start > JOINED_M) & (end > JOINED_M))


def _says(row: Row, reasons: Sequence[str]) -> bool:
    text = str(row.values.get("CommentInfo") or "").casefold()
    return any(reason.casefold() in text for reason in reasons)
