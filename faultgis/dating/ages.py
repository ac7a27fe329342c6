"""An age as a number of years before a reference year, whatever clock gave it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.calendar import MIDDLE
from faultgis.dating.ranges import Density
from faultgis.draws import Distribution
from faultgis.errors import InputError

Floats = NDArray[np.float64]
REFERENCE_YEAR = 1950


@dataclass(frozen=True, eq=False)
class Age:
    """Years before the reference year: a distribution of them times ``unit`` years, or a calibrated density
    of calendar years counted back from ``reference_year``."""

    stated: Distribution | None = None
    unit: float = 1.0
    density: Density | None = None
    reference_year: float = REFERENCE_YEAR

    def draw(self, random: np.random.Generator, count: int) -> Floats:
        """``count`` draws in years."""
        if self.stated is not None:
            return self.unit * self.stated.draw(random, count)
        assert self.density is not None
        edges = np.concatenate([[0.0], np.cumsum(self.density.mass)])
        times = np.interp(random.random(count), edges / edges[-1], np.arange(len(edges)) + self.density.first)
        return self.reference_year + MIDDLE - times

    @property
    def moments(self) -> tuple[float, float]:
        """Mean and standard deviation in years."""
        if self.density is not None:
            return self.reference_year - self.density.mean, self.density.sd
        assert self.stated is not None
        mean, sd = self.stated.moments
        return self.unit * mean, self.unit * sd


def checked(age: Age, field: str) -> Age:
    """The age, if its middle lies before the reference year. Raises ``InputError("age.not_positive")``."""
    if age.moments[0] <= 0:
        raise InputError("age.not_positive", field=field, value=round(age.moments[0], 1))
    return age
