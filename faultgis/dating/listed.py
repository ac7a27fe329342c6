"""Joint draws of events that a publication lists by their ages alone, without the dates behind them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.calendar import calendar_year
from faultgis.errors import InputError

Floats = NDArray[np.float64]
DRAWS, SEED = 2000, 20_260_101
# Of independent draws, fewer than these shares in the stated order mean that ages and order contradict.
LEAST_OF_PAIR, LEAST = 0.005, 2e-4
_CLASSES = 60
_BLOCK, _BLOCKS = 20_000, 600


def ordered_draws(
    means: Sequence[float], sds: Sequence[float], count: int = DRAWS, seed: int = SEED
) -> tuple[Floats, float]:
    """Draws of shape (``count``, events) in astronomical years, events oldest first, and the share of
    independent draws that were in order.

    Each event is normal; the draws are those of independent events that keep the order, none else.
    Raises ``InputError("chronology.order")`` with the places (from 0) of the two neighbours that contradict
    it most, where next to no draw keeps it.
    """
    rng = np.random.default_rng(seed)
    kept: list[Floats] = []
    tried = found = 0
    while found < count and tried < _BLOCK * _BLOCKS:
        block = rng.normal(means, sds, size=(_BLOCK, len(means)))
        steps = np.diff(block, axis=1) >= 0
        if tried == 0:
            _check(steps)
        good = block[steps.all(axis=1)]
        kept.append(good)
        tried, found = tried + _BLOCK, found + len(good)
        if tried >= 10 * _BLOCK and found < tried * LEAST:
            raise _contradiction(steps)
    return np.concatenate(kept)[:count], found / tried


def _check(steps: NDArray[np.bool_]) -> None:
    if steps.shape[1] and steps.mean(axis=0).min() < LEAST_OF_PAIR:
        raise _contradiction(steps)


def _contradiction(steps: NDArray[np.bool_]) -> InputError:
    place = int(steps.mean(axis=0).argmin())
    return InputError("chronology.order", first=place, second=place + 1)


def summaries(draws: Floats, names: Sequence[str]) -> tuple[dict[str, list[float]], dict[str, Any]]:
    """Draws of events by name in calendar years (AD positive, BC negative), and what each says: mean, sd,
    quantiles, the shortest ranges, and its density as [first astronomical year, years of a class, [percent,
    …]], as a chronology keeps them."""
    shares = {"q025": 0.025, "q16": 0.16, "median": 0.5, "q84": 0.84, "q975": 0.975}
    years = {name: _years(draws[:, place]) for place, name in enumerate(names)}
    told: dict[str, Any] = {}
    for place, name in enumerate(names):
        column = draws[:, place]
        said = {"mean": calendar_year(float(column.mean())), "sd": float(column.std(ddof=0))}
        said |= {key: calendar_year(float(np.quantile(column, share))) for key, share in shares.items()}
        told[name] = {key: round(value, 2) for key, value in said.items()}
        told[name] |= {"hpd_68": [_shortest(column, 0.6827)], "hpd_95": [_shortest(column, 0.9545)]}
        told[name]["density"] = _density(column)
    return years, told


def _shortest(column: Floats, share: float) -> list[float]:
    """The shortest range that holds this share of the draws, in calendar years."""
    ordered = np.sort(column)
    held = max(1, math.ceil(share * len(ordered)))
    widths = ordered[held - 1 :] - ordered[: len(ordered) - held + 1]
    start = int(widths.argmin())
    return [round(calendar_year(float(ordered[i])), 1) for i in (start, start + held - 1)]


def _density(column: Floats) -> list[Any]:
    first, last = math.floor(column.min()), math.floor(column.max())
    step = max(1, math.ceil((last - first + 1) / _CLASSES))
    counts = np.bincount(((column - first) // step).astype(np.int64))
    return [first, step, [round(float(n), 3) for n in 100 * counts / len(column)]]


def _years(column: Floats) -> list[float]:
    return [round(year, 1) for year in calendar_year(column).tolist()]


def in_order(draws: Floats) -> bool:
    """Whether in each draw no event is older than the one before it."""
    return bool((np.diff(draws, axis=1) >= 0).all())
