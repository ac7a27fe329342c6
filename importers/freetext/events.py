"""Earthquakes in cells: dates with places, displacements by component."""

import re
from datetime import date

from importers.freetext.cell import EMPTY, Cell, Flag, blank, parts, refused, tidy
from importers.freetext.quantities import Span, estimate, spans

_DATE = re.compile(
    r"(?P<bc>公元前|前)?\s*(?<!\d)(?P<year>\d{3,4})(?!\d)"
    r"(?:\s*[.,年/-]\s*(?P<month>\d{1,2})(?:\s*[.,月/-]\s*(?P<day>\d{1,2})日?)?)?年?\s*(?P<bc2>BC|B\.C\.)?"
)


def earthquakes(text: str) -> Cell:
    """The earthquakes of a cell as the part ``events``: tuples of year, month, day, place and source text.

    Years before Christ are negative. A text without a year is refused (``date.unreadable``).
    """
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if re.fullmatch(r"[\d.,\s><]*", plain) and not _DATE.fullmatch(plain) and not _calendar(plain):
        return refused("date.unreadable", text=text)
    matches = [] if re.search(r"[<>Q]", plain) else list(_DATE.finditer(plain))
    if not matches:
        return refused("date.unreadable", text=text)
    found, flags = [], []
    for match, end in zip(matches, [m.start() for m in matches[1:]] + [len(plain)], strict=True):
        event, flag = _event(match, plain[match.end() : end])
        found.append(event)
        flags.append(flag)
    return parts({"events": tuple(found)}, *flags)


def _calendar(plain: str) -> bool:
    pieces = re.split(r"(?<![,\s])[,\s]+(?=\d{3,4}[.,])", plain)
    return all(_DATE.fullmatch(piece.strip(" ,")) for piece in pieces)


Event = tuple[int | None, int | None, int | None, str, str]


def _event(match: re.Match[str], after: str) -> tuple[Event, Flag | None]:
    year = int(match["year"]) * (-1 if match["bc"] or match["bc2"] else 1)
    month = int(match["month"]) if match["month"] else None
    day = int(match["day"]) if match["day"] else None
    place = after.strip(" ,;()[]年")
    text = f"{match[0].strip(' ,')}{after.strip(' ,')}"
    if not _possible(year, month, day):
        return (year or None, None, None, place, text), Flag("date.impossible", {"text": text})
    odd = re.match(r"[春夏秋冬]", place)
    if odd:
        return (year, month, day, place[1:].strip("() "), text), Flag("date.season", {"text": text})
    return (year, month, day, place, text), None


def _possible(year: int, month: int | None, day: int | None) -> bool:
    if year == 0:
        return False
    if month is None:
        return True
    try:
        date(year if year > 0 else 2000, month, day or 1)
    except ValueError:
        return False
    return True


_COMPONENT = re.compile(r"(?P<name>[Dd]?[HhVv]|水平|垂直)\s*[:=]?\s*(?=[\d<>.])")


def displacements(text: str) -> Cell:
    """Displacements in metres: the parts ``horizontal`` and ``vertical`` ("Dh=2.1-2.8 Dv=0.3-0.7")."""
    if blank(text):
        return EMPTY
    plain = tidy(text)
    marks = list(_COMPONENT.finditer(plain))
    if not marks:
        return refused("displacement.component_missing", text=text)
    values, flags = {}, []
    for mark, end in zip(marks, [m.start() for m in marks[1:]] + [len(plain)], strict=True):
        name = "vertical" if mark["name"][-1] in "Vv直" else "horizontal"
        span, flag = _amount(plain[mark.end() : end], text)
        if span is not None and name not in values:
            values[name] = estimate(span, "m", text, name)
        flags.append(flag)
    if not values:
        return refused("value.not_a_number", text=text)
    return parts(values, *flags)


def _amount(words: str, text: str) -> tuple[Span | None, Flag | None]:
    found, rest = spans(words.strip(" ,;"))
    if len(found) != 1:
        return None, Flag("displacement.unreadable", {"text": text, "words": words.strip()})
    return found[0], Flag("value.words", {"text": text, "words": rest}) if rest else None
