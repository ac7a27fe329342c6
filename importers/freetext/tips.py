"""What boreholes and seismic lines say of a buried fault: depths in metres, ages in ka, how reliable."""

import re

from faultgis.values import Estimate
from importers.freetext.cell import EMPTY, Cell, blank, refused, tidy, typed
from importers.freetext.quantities import quantity

_METRES = re.compile(r"(?i)(?<=[\d.])\s*(?:metres?|m|米)(?![a-z/])")
_AGE_UNITS = (
    (re.compile(r"(?i)(?<=[\d.])\s*(?:ka|kyr|千年)"), 1.0),
    (re.compile(r"(?i)(?<=[\d.])\s*(?:Ma|百万年)"), 1000.0),
    (re.compile(r"(?<=[\d.])\s*万年"), 10.0),
    (re.compile(r"(?i)(?<=[\d.])\s*(?:a|yr|years?|年)"), 0.001),
)
_BEFORE = re.compile(r"(?i)^(?:距今|约|ca\.?)\s*|\s*(?:BP|前)$")
_RELIABILITY = {"fail": 1, "poor": 2, "normal": 3, "good": 4, "excellent": 5}


def depth_m(text: str) -> Cell:
    """A depth below the ground in metres."""
    return EMPTY if blank(text) else quantity(_METRES.sub("", tidy(text)), "m", most=20_000)


def offset_m(text: str) -> Cell:
    """An offset of a boundary in metres."""
    return EMPTY if blank(text) else quantity(_METRES.sub("", tidy(text)), "m", most=10_000)


def age_ka(text: str) -> Cell:
    """An age in thousands of years; a number alone is in ka, as the national template has it. Names of
    epochs are refused: they are no number."""
    if blank(text):
        return EMPTY
    plain = _BEFORE.sub("", _BEFORE.sub("", tidy(text)))
    by = 1.0
    for unit, factor in _AGE_UNITS:
        if unit.search(plain):
            plain, by = unit.sub("", plain), factor
            break
    cell = quantity(plain, "ka")
    if not isinstance(cell.value, Estimate):
        return (
            refused(cell.rejected.code, **{**cell.rejected.params, "text": text}) if cell.rejected else cell
        )
    low, best, high = (_times(n, by) for n in (cell.value.low, cell.value.best, cell.value.high))
    told = Estimate(unit="ka", best=best, low=low, high=high, range=cell.value.range, text=_words(text))
    return Cell({"": told}, cell.flags)


def _times(number: float | None, by: float) -> float | None:
    return None if number is None else round(number * by, 9)


def _words(text: str) -> str:
    """The source's words, unless they are nothing but the number."""
    try:
        float(text)
    except ValueError:
        return text
    return ""


def reliability(text: str) -> Cell:
    """A class of the national list, 1 (failed) to 5 (excellent), by its number or its word."""
    if blank(text):
        return EMPTY
    plain = tidy(text).casefold().removesuffix(".0")
    if plain in _RELIABILITY:
        return typed(_RELIABILITY[plain])
    if plain in ("1", "2", "3", "4", "5"):
        return typed(int(plain))
    return refused("value.out_of_range", text=text, least=1, most=5)
