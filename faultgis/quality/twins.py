"""Fault lines that were drawn twice: beside each other, nearer than a map can show."""

import numpy as np

from faultgis.quality.faults import FaultLines

# What runs beside another line is at least so many reaches long: where two meet they are near, too.
_LEAST = 10.0


def twins(lines: FaultLines, reach_m: float, least_share: float) -> list[tuple[int, int, float]]:
    """Pairs of lines by number, the later one first, that run within so many metres of each other for at
    least a share of the shorter one; with the metres for which they do."""
    segments = lines.segments
    one, other = segments.pairs(reach_m)
    strangers = segments.owner[one] != segments.owner[other]
    one, other = one[strangers], other[strangers]
    metres, _ = segments.shared(one, other, reach_m)
    beside = metres > 0
    owners = np.sort(np.column_stack([segments.owner[one[beside]], segments.owner[other[beside]]]), axis=1)
    pairs, of_pair = np.unique(owners, axis=0, return_inverse=True)
    length = np.bincount(segments.owner, segments.metres, minlength=len(lines.rows))
    total = np.bincount(of_pair.ravel(), metres[beside], minlength=len(pairs))
    found = zip(pairs.tolist(), total.tolist(), strict=True)
    return [
        (later, first, along)
        for (first, later), along in found
        if along >= max(least_share * min(length[first], length[later]), _LEAST * reach_m)
    ]
