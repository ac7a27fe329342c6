"""Numbers with bounds in free text: "8.3-8.4", "3.4+-0.3", ">2.2（缩短）", "60境内"."""

import math
import re
from dataclasses import dataclass

from faultgis.values import Estimate, RangeKind
from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy, typed

_NUMBER = r"(?:\d{1,12}(?:\.\d{1,20})?|\.\d{1,20})"
_TOKEN = re.compile(
    rf"(?<![A-Za-z\d.])(?:(?P<bound>[<>≤≥])\s*)?(?P<first>{_NUMBER})"
    rf"(?:\s*(?:±|\+/-|\+-)\s*(?P<spread>{_NUMBER})|\s*(?:-|~|至|到)\s*(?P<second>{_NUMBER}))?(?![\d.])"
)
_GREATEST = 2_000_000_000
_AGE_SYMBOL = re.compile(r"Q[hp]?\d?|[全晚中早]更?新世", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """One number of a text: best and bounds as written, and whether the bounds stood in falling order."""

    best: float | None = None
    low: float | None = None
    high: float | None = None
    reversed: bool = False

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest number of it."""
        numbers = [n for n in (self.low, self.best, self.high) if n is not None]
        return min(numbers), max(numbers)


def spans(text: str) -> tuple[list[Span], str]:
    """All numbers of a tidied text and the words that stand around them."""
    joined = re.sub(r"(?<=\d) (?=\.\d)|(?<=\d\.) (?=\d)", "", text)
    found = [_span(match) for match in _TOKEN.finditer(joined)]
    rest = re.sub(r"[\s,;:/、。]+", " ", _TOKEN.sub(" ", joined)).strip()
    return found, rest


def _span(match: re.Match[str]) -> Span:
    first = float(match["first"])
    if match["spread"] is not None:
        spread = float(match["spread"])
        return Span(first, round(first - spread, 10), round(first + spread, 10))
    if match["second"] is not None:
        second = float(match["second"])
        return Span(None, min(first, second), max(first, second), reversed=second < first)
    if match["bound"]:
        return Span(low=first) if match["bound"] in ">≥" else Span(high=first)
    return Span(first)


def estimate(span: Span, unit: str, text: str = "", component: str = "") -> Estimate:
    """The number as an ``Estimate``; a "±" has unstated bounds, a range is minimum to maximum."""
    bounded = span.best is None and (span.low is not None or span.high is not None)
    kind = RangeKind.MIN_MAX if bounded else RangeKind.UNSTATED
    best, low, high = span.best, span.low, span.high
    return Estimate(
        unit=unit, best=best, low=low, high=high, range=kind, component=component, text=_words(text)
    )


def _words(text: str) -> str:
    """The source's words, unless they are nothing but the number."""
    try:
        float(text)
    except ValueError:
        return text
    return ""


def quantity(
    text: str, unit: str, component: str = "", *, least: float = 0, most: float | None = None
) -> Cell:
    """One number, or a list of alternatives as the envelope of all, flagged.

    Numbers outside ``least`` to ``most`` are refused. Words around the number stay in ``Estimate.text`` and
    are flagged.
    """
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if negative := re.fullmatch(rf"-\s*({_NUMBER})", plain):
        return (
            refused("value.negative", text=text) if least >= 0 else _negative(negative, unit, text, component)
        )
    found, rest = spans(plain)
    if not found:
        return refused("value.column_shift" if _AGE_SYMBOL.search(plain) else "value.not_a_number", text=text)
    lowest = min(span.ends[0] for span in found)
    highest = max(span.ends[1] for span in found)
    if lowest < least or (most is not None and highest > most):
        return refused("value.out_of_range", text=text, least=least, most=most)
    return as_cell(found, rest, unit, text, component)


def _negative(match: re.Match[str], unit: str, text: str, component: str) -> Cell:
    return typed(estimate(Span(-float(match[1])), unit, text, component))


def as_cell(found: list[Span], rest: str, unit: str, text: str, component: str = "") -> Cell:
    """The numbers of a text as one, with flags for several of them, further words and turned bounds."""
    span = found[0]
    several = None
    if len(found) > 1:
        span, code = _together(found)
        several = Flag(code, {"text": text, "count": len(found)})
    words = Flag("value.words", {"text": text, "words": rest}) if rest else None
    falling = Flag("value.reversed", {"text": text}) if any(s.reversed for s in found) else None
    return typed(estimate(span, unit, text, component), several, words, falling)


def _together(found: list[Span]) -> tuple[Span, str]:
    """Several numbers as one: a best value inside a range that follows it, else the envelope of all."""
    first, second = found[0], found[1]
    low, high = second.low, second.high
    single = len(found) == 2 and first.best is not None and first.low is None and second.best is None
    if single and low is not None and high is not None and low <= (first.best or 0) <= high:
        return Span(first.best, low, high), "value.best_and_range"
    return Span(None, min(s.ends[0] for s in found), max(s.ends[1] for s in found)), "value.several"


_SHORTENING = re.compile(r"[(\[]?\s*(缩短|挤压|shortening)\s*[)\]]?", re.IGNORECASE)
_EXTENSION = re.compile(r"[(\[]?\s*(拉张|伸展|伸长|extension)\s*[)\]]?", re.IGNORECASE)
_RATE_UNIT = re.compile(r"\(?\s*(mm\s*/\s*(?:a|yr|year)|毫米/年|m/ka)\s*\)?", re.IGNORECASE)
RATE_IMPLAUSIBLE = 30.0


def rate(text: str, component: str = "") -> Cell:
    """A slip rate in mm/a. "（缩短）" makes it the part ``shortening``, "（拉张）" the same, sign turned.

    Rates above 30 mm/a are flagged: no fault of a continent slips faster.
    """
    if blank(text):
        return EMPTY
    plain = _RATE_UNIT.sub("", tidy(text))
    shortening, extension = _SHORTENING.search(plain), _EXTENSION.search(plain)
    bare = _EXTENSION.sub("", _SHORTENING.sub("", plain))
    cell = quantity(bare, "mm/a", component)
    if cell.value is None:
        return refused(cell.rejected.code, text=text) if cell.rejected else cell
    flags = (*cell.flags, *_implausible(cell.value, text))
    if shortening or extension:
        return Cell({"shortening": _across(cell.value, text, bool(extension))}, flags)
    return Cell({"": _reworded(cell.value, text)}, flags)


def _implausible(value: Estimate, text: str) -> tuple[Flag, ...]:
    if value.middle > RATE_IMPLAUSIBLE:
        return (Flag("rate.implausible", {"text": text, "most": RATE_IMPLAUSIBLE}),)
    return ()


def _reworded(value: Estimate, text: str) -> Estimate:
    return Estimate(
        unit=value.unit,
        best=value.best,
        low=value.low,
        high=value.high,
        range=value.range,
        component=value.component,
        text=_words(text),
    )


def _across(value: Estimate, text: str, extension: bool) -> Estimate:
    numbers = (value.low, value.best, value.high)
    low, best, high = (_minus(n) for n in reversed(numbers)) if extension else numbers
    return Estimate(
        unit="mm/a", best=best, low=low, high=high, range=value.range, component="shortening", text=text
    )


def _minus(number: float | None) -> float | None:
    return None if number is None else -number


def length_km(text: str) -> Cell:
    """A length in kilometres; a direction before the number ("NNW33") is kept as words, two parts refused."""
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if len(re.findall(r"[东西南北中]\s*段?\s*\d", plain)) > 1:
        return refused("value.along_strike", text=text)
    shorn = re.sub(r"(?i)(?<=\d)\s*(km|公里|千米)", "", plain)
    words = re.match(r"[NSEW]+(?=\d)", shorn) or re.search(r"\(?境内\s*\d+.*$", shorn)
    if words:
        shorn = shorn.replace(words[0], "")
    cell = quantity(shorn, "km", most=20_000)
    if not isinstance(cell.value, Estimate):
        return cell
    flag = (Flag("value.words", {"text": text, "words": words[0]}),) if words else ()
    return Cell({"": _reworded(cell.value, text)}, cell.flags + flag)


def magnitude(text: str) -> Cell:
    """An earthquake magnitude (scale unstated unless the text says so); 0 means that none is given."""
    if blank(text) or tidy(text) in ("0", "0.0"):
        return EMPTY
    plain = re.sub(r"(?i)^m[swlb]?\s*=?\s*|级", "", tidy(text))
    return quantity(plain, "M", most=10)


def whole(text: str) -> Cell:
    """A whole number, e.g. the denominator of a map scale."""
    if blank(text):
        return EMPTY
    plain = re.sub(r"^1\s*:\s*|,|\s", "", tidy(text))
    if not re.fullmatch(r"[0-9]{1,12}(\.0+)?", plain):
        return refused("value.not_a_number", text=text)
    found = int(float(plain))
    if found > _GREATEST:
        return refused("value.out_of_range", text=text, least=0, most=_GREATEST)
    return typed(found)


def number(text: str) -> Cell:
    """A plain decimal number."""
    if blank(text):
        return EMPTY
    try:
        found = float(tidy(text))
    except ValueError:
        return refused("value.not_a_number", text=text)
    return typed(found) if math.isfinite(found) else refused("value.not_a_number", text=text)


def not_negative(text: str) -> Cell:
    """A plain decimal number, zero or more."""
    cell = number(text)
    return refused("value.negative", text=text) if cell.value is not None and cell.value < 0 else cell
