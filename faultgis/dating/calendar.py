"""Between cal BP, astronomical years and calendar years.

cal BP counts back from AD 1950, from the middle of that year: 0 cal BP is 1950.5 in time. An astronomical
year is 1950 − cal BP and has a year 0; a calendar year is AD positive and BC negative, without a year zero:
astronomical 0 is 1 BC, written −1. The year Y lasts from the time Y to Y + 1.
"""

from typing import overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PRESENT = 1950
MIDDLE = 0.5


@overload
def calendar_year(astronomical: float) -> float: ...
@overload
def calendar_year(astronomical: Floats) -> Floats: ...
def calendar_year(astronomical: float | Floats) -> float | Floats:
    """The calendar year of an astronomical one, or the calendar time of an astronomical time: what lies
    before 1 is BC."""
    years = np.asarray(astronomical, dtype=np.float64)
    found = np.where(years < 1, years - 1, years)
    return float(found) if found.ndim == 0 else found


def astronomical_year(calendar: float) -> float:
    """The astronomical year of a calendar one."""
    return calendar + 1 if calendar < 0 else calendar


def calendar_of_bp(cal_bp: float) -> float:
    """The calendar year of an age in cal BP: 1949 is AD 1, 1950 is 1 BC (−1)."""
    return calendar_year(PRESENT - cal_bp)


def label(calendar: int) -> str:
    """A calendar year as words of science have it: ``AD 1950``, ``501 BC``."""
    return f"AD {calendar}" if calendar > 0 else f"{-calendar} BC"
