"""Dips in degrees: numbers, ranges, bounds, and the words for steep, gentle and listric."""

import re

from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy, typed
from importers.freetext.quantities import Span, as_cell, estimate, spans

_WORD_ANGLES = (
    (re.compile(r"陡立|直立|近直立|vertical", re.IGNORECASE), 80.0, 90.0),
    (re.compile(r"陡|高角度|steep", re.IGNORECASE), 60.0, 90.0),
    (re.compile(r"低角度|缓|shallow|gentle", re.IGNORECASE), 0.0, 30.0),
)
_LISTRIC = re.compile(r"铲[形型]|listric", re.IGNORECASE)


def dip_angle(text: str) -> Cell:
    """A dip in degrees. "陡" is 60–90, "陡立" 80–90, "低角度" 0–30, flagged; listric: the whole range."""
    if blank(text):
        return EMPTY
    plain = tidy(text).replace("°", "")
    found, _ = spans(_LISTRIC.sub(" ", re.sub(r"[上下]", " ", plain)))
    if found and max(s.ends[1] for s in found) > 90:
        return refused("value.out_of_range", text=text, least=0, most=90)
    if _LISTRIC.search(plain):
        return _listric(found, text)
    if not found:
        return _dip_in_words(plain, text)
    return as_cell(found, "", "deg", text)


def _listric(found: list[Span], text: str) -> Cell:
    if not found:
        return refused("dip.listric_without_numbers", text=text)
    span = Span(None, min(s.ends[0] for s in found), max(s.ends[1] for s in found))
    return typed(estimate(span, "deg", text), Flag("dip.listric", {"text": text}))


def _dip_in_words(plain: str, text: str) -> Cell:
    for pattern, low, high in _WORD_ANGLES:
        if pattern.search(plain):
            flag = Flag("dip.word", {"text": text, "low": low, "high": high})
            return typed(estimate(Span(None, low, high), "deg", text), flag)
    if re.fullmatch(r"[NSEWnsew]{1,3}", plain):
        return refused("value.column_shift", text=text)
    return refused("value.not_a_number", text=text)
