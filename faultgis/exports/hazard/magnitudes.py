"""Magnitude–frequency distributions that spend a fault's moment rate: μ A s = Σ rate · M0.

Moments after Hanks & Kanamori 1979 (``recurrence.moment``). The truncated Gutenberg–Richter distribution has
cumulative rates 10^(a − b m) − 10^(a − b M); its moment rate is
10^a · b · 10^c · (10^((d − b) M) − 10^((d − b) m)) / (d − b), with lg M0 = d Mw + c.
"""

import math
from dataclasses import dataclass

from faultgis.errors import InputError
from faultgis.recurrence.moment import CONSTANT, RIGIDITY_GPA, moment_nm

_SLOPE = 1.5
BIN = 0.1
"""The width of a magnitude bin."""


@dataclass(frozen=True)
class Characteristic:
    """One magnitude and how often it comes, per year."""

    magnitude: float
    rate: float


@dataclass(frozen=True)
class GutenbergRichter:
    """Magnitudes between two bounds with rates 10^(a − b m) per year."""

    a: float
    b: float
    least: float
    greatest: float

    def rate_above(self, magnitude: float) -> float:
        """Earthquakes a year of at least this magnitude, up to the greatest."""
        top = 10 ** (self.a - self.b * self.greatest)
        return max(0.0, float(10 ** (self.a - self.b * magnitude) - top))


def moment_rate(area_km2: float, slip_rate_mm_yr: float, rigidity_gpa: float = RIGIDITY_GPA) -> float:
    """μ A s in N m per year."""
    return rigidity_gpa * 1e9 * area_km2 * 1e6 * slip_rate_mm_yr * 1e-3


def characteristic(magnitude: float, moment_per_year: float) -> Characteristic:
    """All moment in one magnitude."""
    return Characteristic(magnitude, moment_per_year / moment_nm(magnitude))


def gutenberg_richter(least: float, greatest: float, b: float, moment_per_year: float) -> GutenbergRichter:
    """The distribution whose moment rate is the fault's. Raises ``InputError("mfd.bounds")`` where the
    greatest magnitude does not exceed the least by one bin."""
    if greatest - least < BIN:
        raise InputError("mfd.bounds", least=least, greatest=greatest)
    power = _SLOPE - b
    if abs(power) < 1e-9:
        integral = b * math.log(10) * (greatest - least)
    else:
        integral = b * (10 ** (power * greatest) - 10 ** (power * least)) / power
    a = math.log10(moment_per_year) - CONSTANT - math.log10(integral)
    return GutenbergRichter(a, b, least, greatest)
