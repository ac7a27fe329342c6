"""Ages counted from the year of measurement, as luminescence and cosmogenic nuclides give them."""

import math

import numpy as np

from faultgis.dating.calendar import astronomical_year
from faultgis.dating.ranges import Density, density
from faultgis.errors import InputError

_REACH = 6.0
_MOST_YEARS = 2_000_000


def age_before(age_ka: float, minus_ka: float, plus_ka: float, datum_year: float) -> Density:
    """The density by calendar years of an age in thousands of years before ``datum_year``, with one-sigma
    errors towards younger (``minus``) and older (``plus``): two half normals that meet at the age.

    Raises ``InputError``: ``luminescence.age`` (not above 0), ``luminescence.error`` (negative or none).
    """
    if not (age_ka > 0 and math.isfinite(age_ka)):
        raise InputError("luminescence.age", field="age_ka", value=age_ka)
    if not (minus_ka > 0 and plus_ka > 0 and math.isfinite(minus_ka + plus_ka)):
        raise InputError("luminescence.error", field="minus_ka", value=min(minus_ka, plus_ka))
    middle = astronomical_year(datum_year) - 1000 * age_ka
    first = math.floor(middle - _REACH * 1000 * plus_ka)
    last = min(math.ceil(middle + _REACH * 1000 * minus_ka), math.floor(astronomical_year(datum_year)))
    if last - first > _MOST_YEARS:
        raise InputError("sequence.too_wide", field="age_ka", years=last - first)
    years = np.arange(first, last + 1)
    sigma = np.where(years < middle, 1000 * plus_ka, 1000 * minus_ka)
    return density(first, np.exp(-(((years - middle) / sigma) ** 2) / 2))
