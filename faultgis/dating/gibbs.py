"""The sampler of the sequence model, compiled: one date after the other drawn between its neighbours.

A dated item is drawn from its density cut to what older and younger levels leave, by its inverted
distribution; an undated one evenly; a boundary with n items between it and the next by its closed form, the
density (span)^-n (Bronk Ramsey 2009, Radiocarbon 51; METHODS of Nicholls & Jones 2001 for the prior).
"""

import math

import numpy as np
from numpy.typing import NDArray

from faultgis.compiled import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DATED, UNDATED, BOUNDARY, FIXED = 0, 1, 2, 3
_NODES = 257


@kernel
def sample(
    start: Floats,
    kinds: Ints,
    levels: Ints,
    before: Ints,
    after: Ints,
    offsets: Ints,
    firsts: Floats,
    cumulative: Floats,
    reach: float,
    uniforms: Floats,
    draws: Floats,
) -> None:
    """Fill ``draws`` (sweeps × items) from a feasible ``start``.

    ``levels`` are the items' places from old to young, items of one level unordered; ``before`` and ``after``
    how many items stand between a boundary and the last and next one; ``cumulative`` the distributions of the
    dated items one after another, item i's from ``offsets[i]`` to ``offsets[i + 1]`` on years from
    ``firsts[i]``; ``uniforms`` as many as ``draws``; a boundary lies within ``reach`` years of its items.
    """
    now = start.copy()
    count = len(now)
    for sweep in range(len(draws)):
        for item in range(count):
            if kinds[item] == FIXED:
                continue
            low, high = _gap(now, levels, item, -np.inf, np.inf)
            u = uniforms[sweep, item]
            if kinds[item] == BOUNDARY:
                older, younger = _next_boundaries(now, kinds, item)
                now[item] = _boundary(u, low, high, older, younger, before[item], after[item], reach)
            elif kinds[item] == UNDATED:
                now[item] = low + u * (high - low)
            else:
                part = cumulative[offsets[item] : offsets[item + 1]]
                now[item] = _cut_draw(u, part, firsts[item], low, high, now[item])
        draws[sweep] = now


@kernel
def _gap(now: Floats, levels: Ints, item: int, low: float, high: float) -> tuple[float, float]:
    level = levels[item]
    for other in range(len(now)):
        if levels[other] == level - 1 and now[other] > low:
            low = now[other]
        elif levels[other] == level + 1 and now[other] < high:
            high = now[other]
    return low, high


@kernel
def _next_boundaries(now: Floats, kinds: Ints, item: int) -> tuple[float, float]:
    older, younger = -np.inf, np.inf
    for other in range(item):
        if kinds[other] >= 2:
            older = now[other]
    for other in range(len(now) - 1, item, -1):
        if kinds[other] >= 2:
            younger = now[other]
    return older, younger


@kernel
def _cut_draw(u: float, cumulative: Floats, first: float, low: float, high: float, now: float) -> float:
    below = _at(cumulative, low - first)
    above = _at(cumulative, high - first)
    if above - below <= 1e-300:
        return now
    drawn = first + _inverse(cumulative, below + u * (above - below))
    return min(max(drawn, low), high)


@kernel
def _at(cumulative: Floats, place: float) -> float:
    if place <= 0:
        return 0.0
    if place >= len(cumulative) - 1:
        return float(cumulative[-1])
    whole = int(place)
    return float(cumulative[whole] + (place - whole) * (cumulative[whole + 1] - cumulative[whole]))


@kernel
def _inverse(cumulative: Floats, wanted: float) -> float:
    left, right = 0, len(cumulative) - 1
    while right - left > 1:
        middle = (left + right) // 2
        if cumulative[middle] <= wanted:
            left = middle
        else:
            right = middle
    step = cumulative[right] - cumulative[left]
    return left + (wanted - cumulative[left]) / step if step > 0 else float(left)


@kernel
def _boundary(
    u: float, low: float, high: float, older: float, younger: float, n: int, m: int, reach: float
) -> float:
    if older == -np.inf and younger == np.inf:
        return now_between(u, low, high, reach)
    if older == -np.inf:
        return younger - _power(u, younger - high, younger - high + reach, m)
    if younger == np.inf:
        return older + _power(u, low - older, low - older + reach, n)
    return _between(u, low, high, older, younger, n, m)


@kernel
def now_between(u: float, low: float, high: float, reach: float) -> float:
    """A lone boundary has no span: anywhere within reach of its neighbours."""
    if low == -np.inf:
        low = high - reach
    if high == np.inf:
        high = low + reach
    return low + u * (high - low)


@kernel
def _power(u: float, least: float, most: float, n: int) -> float:
    # The density s^-n between least and most.
    least = max(least, 1e-9)
    if n == 1:
        return least * math.exp(u * math.log(most / least))
    if n == 0:
        return least + u * (most - least)
    ratio = (most / least) ** (1 - n)
    return float(least * (1 + u * (ratio - 1)) ** (1 / (1 - n)))


@kernel
def _between(u: float, low: float, high: float, older: float, younger: float, n: int, m: int) -> float:
    # (b − older)^-n (younger − b)^-m has no closed form: its sum over nodes, inverted.
    step = (high - low) / (_NODES - 1)
    if step <= 0:
        return low
    logs = np.empty(_NODES)
    for node in range(_NODES):
        place = low + node * step
        logs[node] = -n * math.log(max(place - older, 1e-9)) - m * math.log(max(younger - place, 1e-9))
    peak = logs.max()
    total = np.zeros(_NODES)
    for node in range(1, _NODES):
        total[node] = total[node - 1] + (math.exp(logs[node] - peak) + math.exp(logs[node - 1] - peak)) / 2
    return low + step * _inverse(total, u * total[-1])
