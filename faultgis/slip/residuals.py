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
    total = 1.0
    for lag in range(1, len(left)):
        rho = float(left[lag:] @ left[:-lag]) / square
        if rho <= 0:
            break
        total += 2 * rho
    return total
