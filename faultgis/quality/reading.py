"""Numbers as people write them into tables, and what a text looks like that stands in the wrong column."""

import re
import unicodedata
from dataclasses import dataclass

_NUMBER = r"[-+]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})"
_PLAIN = re.compile(_NUMBER)
_TUPLE = re.compile(rf"\(\s*({_NUMBER})?\s*,\s*({_NUMBER})?\s*,\s*({_NUMBER})?\s*\)")
_FORMS = (
    ("spread", re.compile(rf"{_NUMBER}\s*(?:±|\+/-|\+-)\s*{_NUMBER}")),
    ("range", re.compile(rf"{_NUMBER}\s*(?:-|–|—|~|至|到)\s*{_NUMBER}")),
    ("bound", re.compile(rf"[<>≤≥]\s*{_NUMBER}")),
    ("best_and_range", re.compile(rf"{_NUMBER}(?:\s*,\s*|\s+){_NUMBER}\s*(?:-|~)\s*{_NUMBER}")),
    ("list", re.compile(rf"{_NUMBER}(?:\s*[,;/、]\s*{_NUMBER})+")),
)
# A number with words beside it: "3.3（缩短）", "60境内", "铲形上60-70下10-45".
_WITH_WORDS = re.compile(r"[^\d]*\d[^A-Za-z]*")
_WORDS_FOR_DIPS = re.compile(
    r"[陡缓直立近中等高低角度较~-]+|vertical|steep|gentle|shallow|moderate", re.IGNORECASE
)
_KINEMATICS = re.compile(
    r"左旋|右旋|走滑|逆冲|逆断|正断|逆走|正走|sinistral|dextral|strike.?slip|reverse|normal|thrust|111[123]\d\d",
    re.IGNORECASE,
)
_AGE = re.compile(r"Q[hp]?\d?|[全晚中早]更?新世|第四纪|第三纪|holocene|pleistocene|quaternary", re.IGNORECASE)
_COMPASS = re.compile(r"[NSEW]{1,3}|[东南西北]{1,3}", re.IGNORECASE)
_MEASURE = re.compile(rf"{_NUMBER}(?:\s*[-–~]\s*{_NUMBER})?")


@dataclass(frozen=True)
class Read:
    """A text as a number: ``form`` is number, spread, range, bound, best_and_range, list, words or tuple."""

    form: str
    value: float | None = None


def read(text: str) -> Read | None:
    """How a text is a number; ``None`` where it is none."""
    plain = re.sub(r"(?<=\d) (?=\.\d)|(?<=\d\.) (?=\d)", "", _narrow(text))
    if _PLAIN.fullmatch(plain):
        return Read("number", float(plain))
    if _TUPLE.fullmatch(plain):
        return Read("tuple")
    for form, pattern in _FORMS:
        if pattern.fullmatch(plain):
            return Read(form)
    return Read("words") if _WITH_WORDS.fullmatch(plain) and not _AGE.search(plain) else None


def steep(text: str) -> bool:
    """Whether a dip is told in words alone: steep, gentle, upright."""
    return bool(_WORDS_FOR_DIPS.fullmatch(_narrow(text)))


def triple(text: str) -> tuple[float | None, float | None, float | None] | None:
    """The numbers of a GEM tuple "(preferred, minimum, maximum)"; ``None`` where it is no tuple."""
    match = _TUPLE.fullmatch(_narrow(text))
    if match is None or not any(match.groups()):
        return None
    best, low, high = (None if each is None else float(each) for each in match.groups())
    return best, low, high


def looks(sort: str, text: str) -> str:
    """What a text of a column of this sort rather is: kinematics, age, number, compass or too_large (no such
    angle); empty where it may well belong there."""
    plain = _narrow(text)
    kinematics, age = _KINEMATICS.search(plain), _AGE.search(plain)
    if sort == "notes":
        return "number" if triple(plain) else ""
    if sort == "kinematics":
        return "number" if _short(plain) else "age" if age and not kinematics else ""
    if sort == "age":
        return "kinematics" if kinematics and not age else "number" if _short(plain) else ""
    if kinematics:
        return "kinematics"
    if age and not re.search(r"\d", _AGE.sub("", plain)):
        return "age"
    if sort != "azimuth" and _COMPASS.fullmatch(plain):
        return "compass"
    return "too_large" if _beyond(sort, plain) else ""


def _short(plain: str) -> bool:
    """A measure, not a national code of six or eight digits."""
    return bool(_MEASURE.fullmatch(plain)) and not re.fullmatch(r"-?\d{6,8}", plain)


def _beyond(sort: str, plain: str) -> bool:
    limit = {"dip": 90, "azimuth": 360}.get(sort)
    match = _MEASURE.fullmatch(plain)
    return limit is not None and match is not None and max(map(float, re.findall(r"[\d.]+", plain))) > limit


def _narrow(text: str) -> str:
    """Full-width signs as their plain ones."""
    return unicodedata.normalize("NFKC", text).strip()
