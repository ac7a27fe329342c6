"""Directions as surveys write them: numbers, codes of the 16 directions, and words in two languages."""

import math
import re
import unicodedata

from faultgis.national.template import Template

SIXTEEN = "CVD-16-Direction"
# Half of what a word of 16 directions spans.
WORD_DEG = 11.25
_LETTERS = {"北": "N", "南": "S", "东": "E", "西": "W"}
_NOISE = re.compile(r"[\s°º度向近]|走向|倾向|DEG(REES)?")
_QUADRANT = re.compile(r"([NS])(\d+(?:\.\d+)?)([EW])")
_TWO_WAYS = re.compile(r"[-—–~～/→]+")


def of_text(value: object, template: Template | None = None) -> tuple[float, float] | None:
    """A direction in degrees clockwise from north and how coarse it is (degrees to each side), or ``None``.

    A number is an azimuth, but with a template a code of its 16 directions: ``15`` is NNE there, 22.5°. Words
    are taken in either order (``ENE``, ``NEE``, 北东东), of two ends the first (``NE-SW``); 东西 and 南北
    are the axes themselves.
    """
    text = unicodedata.normalize("NFKC", str(value)).strip().upper()
    if template is not None and (word := _code(text, template)):
        text = word
    text = _NOISE.sub("", text)
    if (number := _number(text)) is not None:
        return number % 360.0, 0.0
    if (quadrant := _QUADRANT.fullmatch(text)) is not None:
        return _of_quadrant(*quadrant.groups()), 0.0
    bearing = _of_word(next((part for part in _TWO_WAYS.split(text) if part), ""))
    return None if bearing is None else (bearing, WORD_DEG)


def _code(text: str, template: Template) -> str:
    """The word of a code of the 16 directions (a number written as 15.0 too)."""
    domain = template.domain_by_name.get(SIXTEEN)
    number = _number(text)
    code = str(int(number)) if number is not None and number == int(number) else text
    entry = domain.by_code.get(code) if domain is not None else None
    return entry.zh.strip().upper() if entry is not None else ""


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _of_quadrant(pole: str, degrees: str, side: str) -> float:
    turn = float(degrees) if side == "E" else -float(degrees)
    return (turn if pole == "N" else 180.0 - turn) % 360.0


def _of_word(word: str) -> float | None:
    """Letters as steps that add up; the sixteenths to the nearest of 22.5°."""
    letters = [_LETTERS.get(letter, letter) for letter in word]
    if not letters or len(letters) > 3 or not set(letters) <= set("NESW"):
        return None
    if set(letters) in ({"E", "W"}, {"N", "S"}):
        return 90.0 if "E" in letters else 0.0
    east, north = letters.count("E") - letters.count("W"), letters.count("N") - letters.count("S")
    if {"E", "W"} <= set(letters) or {"N", "S"} <= set(letters):
        return None
    return round(math.degrees(math.atan2(east, north)) % 360.0 / 22.5) * 22.5 % 360.0


def turn(one: float, other: float, period: float = 360.0) -> float:
    """The angle between two directions (``period`` 180: two axes), in degrees, never negative."""
    apart = (one - other) % period
    return min(apart, period - apart)
