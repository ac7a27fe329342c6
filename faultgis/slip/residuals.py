"""How many independent observations a row of residuals is worth."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

# Residuals below a millimetre are no property of the ground.
MEANINGLESS_M = 1e-3


def correlation_length(left: Floats) -> float:
    """Samples per independent one: 1 + 2 Σ ρ(k), summed until the autocorrelation ρ first falls to zero.

    Residuals that are nil, or below a millimetre, count as independent.
    """
    square = float(left @ left)
    if square <= MEANINGLESS_M**2 * len(left):
        return 1.0
    size = 1 << (2 * len(left) - 1).bit_length()
    rho = np.fft.irfft(np.abs(np.fft.rfft(left, size)) ** 2, size)[1 : len(left)] / square
    fallen = np.flatnonzero(rho <= 0)
    return float(1 + 2 * rho[: fallen[0] if len(fallen) else len(rho)].sum())
