"""Ages constrained by stratigraphic order: boundaries, phases of dates, undated events, from old to young.

Prior: between two boundaries all dates and events are uniform, with the factor (span)^-n for n of them
(Bronk Ramsey 2009, Radiocarbon 51, 337–360). Years are astronomical inside and calendar years outside.
"""

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.ranges import Density
from faultgis.errors import InputError
from faultgis.progress import Progress, current

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Arguments = tuple[Ints, Ints, Ints, Ints, Ints, Floats, Floats]
REACH_YEARS = 20_000.0
SWEEPS, THIN, BURN_IN, CHAINS, SEED = 20_000, 5, 5_000, 3, 20_260_101
_BLOCK = 2_000


@dataclass(frozen=True, eq=False)
class Item:
    """A date with its density, an event without one, or a boundary, fixed to ``year`` (astronomical) or free.

    ``kind``: date, event, boundary. Time runs in years from astronomical 0; ``shift`` is what stands between
    a year of the density and that time: half a year where years are named by their middle, as cal BP is.
    """

    name: str
    kind: str
    density: Density | None = None
    year: float | None = None
    shift: float = 0.0


Level = tuple[Item, ...]


@dataclass(frozen=True)
class Setup:
    """How long and from which seed to sample: of every ``thin`` sweeps one is kept, ``sweeps`` in all."""

    sweeps: int = SWEEPS
    thin: int = THIN
    burn_in: int = BURN_IN
    chains: int = CHAINS
    seed: int = SEED


@dataclass(frozen=True, eq=False)
class Sampled:
    """The draws: chains × sweeps × items, in the order of ``items``; astronomical years."""

    items: tuple[Item, ...]
    draws: Floats
    setup: Setup = field(default_factory=Setup)

    def of(self, place: int) -> Floats:
        """All draws of one item."""
        return self.draws[:, :, place].ravel()


def run(levels: Sequence[Level], setup: Setup | None = None, progress: Progress | None = None) -> Sampled:
    """Sample the model.

    Raises ``InputError``: ``sequence.empty``, ``sequence.open_event`` (nothing bounds an event on one side),
    ``sequence.order`` (names the pair of dates that contradicts the order), ``CancelledError``.
    """
    chosen, progress = setup or Setup(), progress or current()
    items = tuple(item for level in levels for item in level)
    _check(levels, items)
    seeds = np.random.SeedSequence(chosen.seed).spawn(chosen.chains)
    places = [(number + 1) / (chosen.chains + 1) for number in range(chosen.chains)]
    starts = [_feasible(levels, place) for place in places]
    arguments = _arrays(levels, items)
    with ThreadPoolExecutor(max_workers=min(chosen.chains, 2)) as pool:
        work = [
            pool.submit(_chain, start, arguments, seed, chosen, progress)
            for start, seed in zip(starts, seeds, strict=True)
        ]
        chains = [each.result() for each in work]
    return Sampled(items, np.stack(chains), chosen)


def _chain(
    start: Floats, arguments: Arguments, seed: np.random.SeedSequence, setup: Setup, progress: Progress
) -> Floats:
    from faultgis.dating.gibbs import sample

    random = np.random.Generator(np.random.PCG64(seed))
    total = setup.burn_in + setup.sweeps * setup.thin
    kept = []
    for first in range(0, total, _BLOCK):
        progress.report("dating.sampling", first, total)
        part = np.empty((min(_BLOCK, total - first), len(start)))
        sample(start, *arguments, REACH_YEARS, random.random(part.shape), part)
        start = part[-1].copy()
        kept.append(part[(setup.burn_in - first) % setup.thin :: setup.thin])
    return np.concatenate(kept)[-setup.sweeps :]


def _arrays(levels: Sequence[Level], items: tuple[Item, ...]) -> Arguments:
    kinds = np.array([_kind(item) for item in items])
    numbers = np.array([number for number, level in enumerate(levels) for _ in level])
    before, after = _counts(kinds)
    parts = [_cumulative(item.density) if item.density else np.zeros(1) for item in items]
    offsets = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    firsts = np.array([_support(item)[0] if item.density else 0.0 for item in items])
    return kinds, numbers, before, after, offsets, firsts, np.concatenate(parts)


def _kind(item: Item) -> int:
    if item.kind == "boundary":
        return 2 if item.year is None else 3
    return 0 if item.density is not None else 1


def _counts(kinds: Ints) -> tuple[Ints, Ints]:
    """How many dates and events stand between each boundary and the last and the next one."""
    before, after = np.zeros(len(kinds), dtype=np.int64), np.zeros(len(kinds), dtype=np.int64)
    boundaries = np.flatnonzero(kinds >= 2)
    for left, right in itertools.pairwise(boundaries):
        before[right] = after[left] = np.count_nonzero(kinds[left:right] < 2)
    return before, after


def _cumulative(density: Density) -> Floats:
    if len(density.mass) == 1:
        return np.array([0.0, 1.0])
    steps = (density.mass[1:] + density.mass[:-1]) / 2
    total = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(total / total[-1], dtype=np.float64)


def _check(levels: Sequence[Level], items: tuple[Item, ...]) -> None:
    if not any(item.kind == "date" for item in items):
        raise InputError("sequence.empty", field="sequence_old_to_young")
    names = [item.name for item in items if item.kind != "date"]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("sequence.twice", field="sequence_old_to_young", name=twice)
    for end in (levels[0], levels[-1]):
        for item in end:
            if item.kind == "event":
                raise InputError("sequence.open_event", field="sequence_old_to_young", name=item.name)


def _support(item: Item) -> tuple[float, float]:
    if item.density is not None:
        first, count = item.density.first + item.shift, len(item.density.mass)
        # A density on one year alone has that year's length.
        return (first - 0.5, first + 0.5) if count == 1 else (first, first + count - 1)
    return (-np.inf, np.inf) if item.year is None else (item.year, item.year)


def _feasible(levels: Sequence[Level], place: float) -> Floats:
    """A start that keeps the order, each item at a share ``place`` of what the others leave."""
    latest = _latest(levels)
    now, found = -np.inf, []
    for number, level in enumerate(levels):
        high = latest[number + 1]
        values = [_start(item, now, high, place) for item in level]
        found += values
        now = max(now, *values)
    return np.array(found)


def _start(item: Item, low: float, high: float, place: float) -> float:
    first, last = _support(item)
    low, high = max(low, first), min(high, last)
    if not np.isfinite(low) and not np.isfinite(high):
        return 0.0
    low = high - 100.0 if not np.isfinite(low) else low
    high = low + 100.0 if not np.isfinite(high) else high
    return low + place * (high - low)


def _latest(levels: Sequence[Level]) -> Floats:
    """The latest time that each level may have so that the younger ones still find room. Raises
    ``sequence.order`` with the first pair that leaves none."""
    latest = np.full(len(levels) + 1, np.inf)
    holder: Item | None = None
    holders: list[Item | None] = [None] * (len(levels) + 1)
    for number in range(len(levels) - 1, -1, -1):
        last, item = min(((_support(i)[1], i) for i in levels[number]), key=lambda pair: pair[0])
        latest[number], holder = (last, item) if last < latest[number + 1] else (latest[number + 1], holder)
        holders[number] = holder
    for number, level in enumerate(levels):
        for item in level:
            blocking = holders[number + 1]
            if blocking is not None and _support(item)[0] >= latest[number + 1]:
                raise InputError("sequence.order", older=item.name, younger=blocking.name)
    return latest
