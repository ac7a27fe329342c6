"""Strikes and dip directions: compass words (Chinese order too), numbers, ranges, and both in one field."""

import re

from faultgis.values import Estimate, RangeKind
from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy, typed
from importers.freetext.quantities import Span, estimate, spans

_POINTS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
COMPASS = {name: index * 22.5 for index, name in enumerate(_POINTS)}
COMPASS |= {"NEE": 67.5, "SEE": 112.5, "SWW": 247.5, "NWW": 292.5}
_CHINESE = str.maketrans("北东南西", "NESW")
_WORD = r"[NSEW]{1,3}"
_ABOUT = re.compile(r"主体|总体|大致|近于|近|约|左右|±$")
_AXES = {"EW": 90.0, "WE": 90.0, "NS": 0.0, "SN": 0.0}
_BOTH_ENDS = re.compile(r"[东西南北中上下][支段]?\s*[NSEW]{1,3}")


def letters(text: str) -> str:
    """Compass words in Latin letters: 北东东 → NEE, 东北 → NE."""
    turned = tidy(text).upper().translate(_CHINESE).replace("向", "").replace("°", "")
    return re.sub(r"(?<![NSEW])([EW])([NS])(?![NSEW])", r"\2\1", turned)


def degrees(word: str) -> float | None:
    """The azimuth of a compass word, or ``None``."""
    return COMPASS.get(word)


def along_strike(text: str) -> bool:
    """Whether the text gives a direction per branch or per end: "东NW-西NEE", "北支S南支N"."""
    return len(_BOTH_ENDS.findall(tidy(text).upper())) > 1


def strike(text: str) -> Cell:
    """A strike in degrees clockwise from north; a range across north runs beyond 360."""
    return _bearing(text, axis=True)


def dip_direction(text: str) -> Cell:
    """A dip direction in degrees. "VERTICAL" has none: it is the part ``dip`` of 90 degrees."""
    if tidy(text).upper() in ("VERTICAL", "直立"):
        dip = Estimate(unit="deg", best=90.0, text=text)
        return Cell({"dip": dip}, (Flag("bearing.vertical", {"text": text}),))
    return _bearing(text, axis=False)


def _bearing(text: str, axis: bool) -> Cell:
    if blank(text):
        return EMPTY
    if along_strike(text):
        return refused("value.along_strike", text=text)
    plain = letters(text)
    bare = _ABOUT.sub("", plain).strip(" ,;.")
    about = Flag("value.approximate", {"text": text}) if bare != plain.strip(" ,;.") else None
    words = [_AXES.get(w, COMPASS.get(w)) for w in _bearing_words(bare, axis)]
    if words and None not in words:
        return _by_words([w for w in words if w is not None], text, axis, about)
    return _by_numbers(bare, text, axis, about)


def _bearing_words(bare: str, axis: bool) -> list[str]:
    if axis and bare in _AXES:
        return [bare]
    found = [w.strip() for w in re.split(r"[-/+,;~至到或和 ]+", bare)]
    return found if all(re.fullmatch(_WORD, w) for w in found) else []


def _by_words(found: list[float], text: str, axis: bool, about: Flag | None) -> Cell:
    if len(found) == 1:
        return typed(Estimate(unit="deg", best=found[0], text=text), about)
    if len(found) > 2:
        return refused("bearing.several", text=text)
    low, high = _arc(found[0], found[1], axis)
    if high - low > (67.5 if axis else 45.0):
        return refused("bearing.both_directions", text=text)
    slash = Flag("bearing.as_range", {"text": text}) if "-" not in tidy(text) else None
    span = Estimate(unit="deg", low=low, high=high, range=RangeKind.MIN_MAX, text=text)
    return typed(span, about, slash)


def _arc(first: float, second: float, axis: bool) -> tuple[float, float]:
    """The shorter arc between two directions, from its anticlockwise end; for an axis either end may turn."""
    candidates = [(first, second)]
    if axis:
        candidates.append((first, (second + 180) % 360))
    arcs = []
    for a, b in candidates:
        for low, high in ((a, b), (b, a)):
            arcs.append((low, low + (high - low) % 360))
    return min(arcs, key=lambda arc: (arc[1] - arc[0], arc[0]))


def _by_numbers(bare: str, text: str, axis: bool, about: Flag | None) -> Cell:
    found, rest = spans(bare)
    if not found or re.search(r"-\s*($|/)", bare):
        return refused("bearing.unreadable", text=text)
    if max(span.ends[1] for span in found) > 360:
        return refused("value.out_of_range", text=text, least=0, most=360)
    if len(found) > 1 or rest:
        return refused("bearing.several" if len(found) > 1 else "bearing.unreadable", text=text)
    return _one_number(found[0], text, axis, about)


def _one_number(span: Span, text: str, axis: bool, about: Flag | None) -> Cell:
    if span.best is not None and span.low is None:
        return typed(estimate(Span(span.best % 360), "deg", text), about)
    if span.low is None or span.high is None or span.best is not None:
        return typed(estimate(span, "deg", text), about)
    if not span.reversed and span.high - span.low <= 90:
        return typed(estimate(span, "deg", text), about)
    low, high = _arc(span.low, span.high, axis)
    if high - low > 90:
        return refused("bearing.too_wide", text=text)
    turned = Estimate(unit="deg", low=low, high=high, range=RangeKind.MIN_MAX, text=text)
    return typed(turned, about, Flag("bearing.turned", {"text": text, "low": low, "high": high}))
