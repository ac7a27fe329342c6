"""Fault lines that were drawn twice: beside each other, nearer than a map can show."""

import numpy as np

from faultgis.quality.faults import FaultLines

# Places along a line are this many reaches apart, and what runs beside another is at least so many long:
# where two lines cross or meet they are near each other, too.
_STEP, _LEAST = 5.0, 10.0


def twins(lines: FaultLines, reach_m: float, least_share: float) -> list[tuple[int, int, float]]:
    """Pairs of lines by number, the later one first, of which one runs within so many metres of the other for
    at least a share of its length; with the metres for which it does."""
    segments = lines.segments
    number, along = segments.stations(_STEP * reach_m)
    near = segments.near(segments.place(number, along), reach_m)
    own, other = segments.owner[number[near.place]], segments.owner[near.segment]
    met = np.unique(np.column_stack([own, other, near.place])[own != other], axis=0)
    pairs, counts = np.unique(met[:, :2], axis=0, return_counts=True)
    every = np.bincount(segments.owner[number], minlength=len(lines.rows))
    length = np.bincount(segments.owner, segments.metres, minlength=len(lines.rows))
    found: dict[tuple[int, int], float] = {}
    for (one, beside), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        share = count / every[one]
        metres = float(share * length[one])
        if share >= least_share and metres >= _LEAST * reach_m:
            pair = max(one, beside), min(one, beside)
            found[pair] = max(metres, found.get(pair, 0.0))
    return [(*pair, metres) for pair, metres in sorted(found.items())]
