"""Topology of fault lines with each other: loose ends, shared stretches, crossings, sheet edges."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.geometry.runs import Indices
from faultgis.geometry.segments import Near, Segments, metres_apart
from faultgis.national.rows import Row
from faultgis.quality.faults import PAIRED_M, FaultLines, beside, code_of, fault_lines, named, on_map, point
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.twins import twins

# Ends this near to a line lie on it: what snapping leaves, and eight decimals of a degree.
JOINED_M = 0.002
REASONS = ("切", "错断", "截", "交叉", "cut", "offset", "cross")
# Words that hold one of these and tell of no cutting.
_INNOCENT = re.compile(
    "密切|一切|确切|迫切|关切|恳切|切实|切合|切忌|切换|截止|截至|截图|executed?|cute|haircut|across",
    re.IGNORECASE,
)


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
    loose = {end: hit for hit, end in enumerate(best.place.tolist()) if end not in joined}
    beyond = _overshoots(lines, reach)
    short = {end: hit for end, hit in loose.items() if end not in beyond}
    twice = _mirrored(segments, best, short, owner)
    for number in range(len(at)):
        hit = loose.get(number)
        if hit is None or number in twice:
            yield None
            continue
        nearest = float(best.metres[hit]), int(segments.owner[best.segment[hit]])
        metres, crossed = beyond.get(number, nearest)
        row, other, where = lines.rows[int(owner[number])], lines.rows[crossed], point(at[number])
        said: dict[str, Any] = {"metres": f"{metres:.1f}", "other": named(given, other)}
        found = given.wrong(row, variant="over" if number in beyond else "under", where=where, **said)
        yield beside(found, code_of(given, other), where)


def _mirrored(segments: Segments, best: Near, loose: Mapping[int, int], owner: Indices) -> set[int]:
    """Ends to which the end of a later line is nearest, and they to it: the gap is told there."""
    at, _, _ = segments.tips
    nearest = segments.owner[best.segment]
    by_line: dict[int, list[int]] = defaultdict(list)
    for end in loose:
        by_line[int(owner[end])].append(end)
    found: set[int] = set()
    for end, hit in loose.items():
        line = int(nearest[hit])
        rivals = [other for other in by_line[line] if nearest[loose[other]] == owner[end]]
        reach = float(best.metres[hit]) + JOINED_M
        if line > owner[end] and any(metres_apart(at[end], at[other]) <= reach for other in rivals):
            found.add(end)
    return found


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
    """No two fault lines lie on each other. Two that run beside each other nearer than the map can show were
    drawn twice, which is a warning."""
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
            other_row = lines.rows[twin]
            said: dict[str, Any] = {"metres": f"{total:.1f}", "other": named(given, other_row)}
            yield beside(given.wrong(row, where=where, **said), code_of(given, other_row))
        if number not in wrong:
            yield None
    yield from _twice(given, lines, {(max(pair), min(pair)) for pair in found})


def _twice(given: Given, lines: FaultLines, told: set[tuple[int, int]]) -> Iterator[Finding]:
    reach = on_map(given, given.parameter("near_mm", 0.1))
    for later, first, metres in twins(lines, reach, given.parameter("near_share", 0.5)):
        if (later, first) in told:
            continue
        row, other = lines.rows[later], lines.rows[first]
        said: dict[str, Any] = {
            "metres": f"{metres:.0f}",
            "other": named(given, other),
            "reach": f"{reach:g}",
        }
        yield beside(given.wrong(row, variant="near", severity=WARNING, **said), code_of(given, other))


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
            other_row = lines.rows[twin]
            said: dict[str, Any] = {"other": named(given, other_row), "count": count}
            yield beside(given.wrong(row, "CommentInfo", where=where, **said), code_of(given, other_row))
        if number not in wrong:
            yield None


def _inside(segments: Segments, near: Near) -> NDArray[np.bool_]:
    """Whether places lie on a line, and not at one of its ends."""
    start, end = segments.from_ends(near.segment, near.along)
    return np.asarray((start > JOINED_M) & (end > JOINED_M))


def _says(row: Row, reasons: Sequence[str]) -> bool:
    text = _INNOCENT.sub(" ", str(row.values.get("CommentInfo") or "")).casefold()
    return any(reason.casefold() in text for reason in reasons)
