"""Calendar years in words: AD positive, BC negative, no year zero."""

from faultgis.dating.calendar import calendar_year
from faultgis.values import Estimate
from ui.words import tr


def year_word(calendar: float) -> str:
    """A calendar year (AD positive, BC negative) in words: ``501 BC``, ``AD 1950``."""
    year = round(calendar)
    if year <= 0:
        return tr("{year} BC", year=max(1, -year))
    return tr("AD {year}", year=year)


def astronomical_word(year: float) -> str:
    """An astronomical year as a calendar year in words."""
    return year_word(float(calendar_year(year)))


def span_word(low: float, high: float) -> str:
    """Two calendar years in words: ``820–540 BC``."""
    if low < 0 and high < 0:
        return tr("{low}–{high} BC", low=-round(low), high=-round(high))
    if low > 0 and high > 0:
        return tr("AD {low}–{high}", low=round(low), high=round(high))
    if low < 0 < high:
        return tr("{low} BC – AD {high}", low=-round(low), high=round(high))
    return f"{year_word(low)} – {year_word(high)}"


def age_word(age: Estimate) -> str:
    """A calendar year with its bounds in words: ``AD 1006 (AD 906–1035, 95 %)``."""
    bounds = span_word(age.low, age.high) if age.low is not None and age.high is not None else ""
    if age.best is None:
        return bounds
    share = {"95": ", 95 %", "68": ", 68 %"}.get(str(age.range), "")
    return f"{year_word(age.best)} ({bounds}{share})" if bounds else year_word(age.best)
