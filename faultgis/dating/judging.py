"""How far a sampled sequence can be trusted: convergence of its chains, agreement of its dates, densities."""

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.ranges import Density, density
from faultgis.dating.sequence import Item, Sampled

Floats = NDArray[np.float64]
LEAST_AGREEMENT = 60.0
MOST_R_HAT = 1.01


def r_hat(draws: Floats) -> float:
    """Split R-hat of chains × sweeps: 1 where the halves of all chains say the same (Gelman et al. 2013,
    Bayesian Data Analysis, 11.4). A quantity that does not move has 1."""
    half = draws.shape[1] // 2
    parts = np.concatenate([draws[:, :half], draws[:, half : 2 * half]])
    within = parts.var(axis=1, ddof=1).mean()
    if within == 0:
        return 1.0
    between = half * parts.mean(axis=1).var(ddof=1)
    return float(np.sqrt((half - 1) / half + between / half / within))


def effective_size(draws: Floats) -> float:
    """The number of independent draws that tell as much (Geyer's initial positive sequence over the mean of
    the chains' autocovariances)."""
    chains, sweeps = draws.shape
    centred = draws - draws.mean(axis=1, keepdims=True)
    length = 1 << (2 * sweeps - 1).bit_length()
    spectrum = np.fft.rfft(centred, length, axis=1)
    covariance = np.fft.irfft(spectrum * spectrum.conj(), length, axis=1)[:, :sweeps].mean(axis=0) / sweeps
    if covariance[0] <= 0:
        return float(chains * sweeps)
    pairs = covariance[: sweeps // 2 * 2].reshape(-1, 2).sum(axis=1) / covariance[0]
    ends = np.flatnonzero(pairs <= 0)
    positive = pairs[: int(ends[0])] if len(ends) else pairs
    return float(chains * sweeps / max(1.0, 2 * positive.sum() - 1))


def posterior(draws: Floats) -> Density:
    """The density of draws by single years, smoothed by a normal of a tenth of their spread (at least one
    year), so that its ranges do not follow the noise of the sampler."""
    from scipy.ndimage import gaussian_filter1d

    width = max(1.0, float(draws.std()) / 10)
    margin = int(4 * width) + 1
    first, last = int(np.floor(draws.min())) - margin, int(np.ceil(draws.max())) + margin
    counts = np.bincount(np.floor(draws).astype(np.int64) - first, minlength=last - first + 1)
    smooth = gaussian_filter1d(counts.astype(np.float64), width, mode="constant")
    # No year beyond the draws: a bound of the model stays one.
    smooth[: margin - 1], smooth[len(smooth) - margin + 1 :] = 0.0, 0.0
    return density(first, smooth)


def agreement(item: Item, draws: Floats) -> float:
    """How well a date agrees with its posterior, in percent: 100 ∫ p_posterior p_likelihood / ∫ p_likelihood²
    (OxCal's index A; below 60 the date contradicts the model)."""
    assert item.density is not None
    of = item.density
    places = np.rint(draws - item.shift).astype(np.int64) - of.first
    inside = (places >= 0) & (places < len(of.mass))
    found = np.where(inside, of.mass[np.clip(places, 0, len(of.mass) - 1)], 0.0)
    return float(100 * found.mean() / (of.mass @ of.mass))


def overall(agreements: list[float]) -> float:
    """The index of the whole model: the product of the dates' indices to the power 1/√n, in percent."""
    shares = np.log(np.maximum(np.array(agreements), 1e-12) / 100)
    return float(100 * np.exp(shares.sum() / np.sqrt(len(shares))))


def at_odds(sampled: Sampled, place: int) -> str:
    """The name of the date whose own density leaves the least room for the order with the date at ``place``.

    Compared are the likelihoods alone: the probability that the two stand in the order of the model.
    """
    items = sampled.items
    mine = items[place].density
    assert mine is not None
    worst, name = 2.0, ""
    for other, item in enumerate(items):
        if item.density is None or other == place:
            continue
        pair = (item.density, mine) if other < place else (mine, item.density)
        share = _in_order(*pair)
        if share < worst:
            worst, name = share, item.name
    return name


def _in_order(older: Density, younger: Density) -> float:
    below = np.interp(younger.years, older.years + 0.5, np.cumsum(older.mass), left=0.0, right=1.0)
    return float(below @ younger.mass)
