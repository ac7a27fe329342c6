"""Answers as rows: the columns of sites and of a route's crossings, in tables on the screen and in workbooks.
Knows no Qt."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.rules import Rule
from faultgis.services.screening import Screened
from ui import route_words, site_words, words
from ui.words import tr

Value = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its head (a msgid), what stands in a cell, and what the cells sort by: the values of a few,
    an array of ``many``."""

    head: str
    text: Callable[[Value, Rule], str]
    key: Callable[[Value], Any]
    number: bool = False
    many: Callable[[Screened], NDArray[Any]] | None = None

    def cell(self, value: Value, rule: Rule) -> Any:
        """What stands in a workbook's cell: numbers as numbers."""
        if not self.number:
            return self.text(value, rule)
        missing, number = self.key(value)
        return None if missing else number


def cells(columns: Sequence[Column], values: Iterable[Value], rule: Rule) -> Iterator[list[Any]]:
    """Heads and rows, made as they are taken: a worker may do so."""
    yield [tr(column.head) for column in columns]
    for value in values:
        yield [column.cell(value, rule) for column in columns]


def _number(name: str, places: int = 1) -> tuple[Callable[[Value, Rule], str], Callable[[Value], Any]]:
    def text(value: Value, _rule: Rule) -> str:
        return "" if value[name] is None else f"{value[name]:,.{places}f}"

    return text, lambda value: (value[name] is None, value[name] or 0.0)


def _plain(name: str) -> tuple[Callable[[Value, Rule], str], Callable[[Value], Any]]:
    return lambda value, _rule: str(value[name] or ""), lambda value: str(value[name] or "")


def _told(name: str) -> tuple[Callable[[Value, Rule], str], Callable[[Value], Any]]:
    """All sentences of a list."""
    return lambda value, rule: "\n".join(site_words.reason(r, rule) for r in value[name]), lambda _value: ""


def _answer(value: Value, _rule: Rule) -> str:
    return site_words.answer_word(str(value["answer"]))


def _gravity(value: Value) -> Any:
    return ANSWERS.index(str(value["answer"]))


def _names(found: Screened) -> NDArray[Any]:
    return np.array([site.name for site in found.sites], dtype=object)


def _rows(found: Screened) -> NDArray[Any]:
    return np.array([np.inf if site.row is None else site.row for site in found.sites])


def _least(found: Screened) -> NDArray[Any]:
    return np.asarray(np.maximum(found.column("distance") - found.column("error"), 0.0))


def _most(found: Screened) -> NDArray[Any]:
    return np.asarray(found.column("distance") + found.column("error"))


def _offset(value: Value, _rule: Rule) -> str:
    return route_words.expected(value["expected_offset"])


def _meets(value: Value, _rule: Rule) -> str:
    kind = words.sentence(f"crossing.{value['kind']}")
    return kind if value["kind"] != "along" else f"{kind} {site_words.metres(value['to_m'])}"


SITES = (
    Column("Site asked about", *_plain("site"), many=_names),
    Column("Answer", _answer, _gravity, many=lambda found: found.column("answer")),
    Column("Distance (m)", *_number("distance_m"), number=True, many=lambda found: found.column("distance")),
    Column("from (m)", *_number("distance_low_m"), number=True, many=_least),
    Column("to (m)", *_number("distance_high_m"), number=True, many=_most),
    Column("Width (m)", *_number("width_m"), number=True, many=lambda found: found.column("width")),
    Column("Fault", *_plain("fault"), many=lambda found: found.faults()),
    Column("Article", *_plain("article"), many=lambda found: found.articles()),
    Column("Row of the file", *_number("row", 0), number=True, many=_rows),
    Column("In words", site_words.sentence, _gravity, many=lambda found: found.column("answer")),
)
# What a workbook tells beside: of which survey the answer is, and the way to it.
SURVEY = Column("Survey", *_plain("survey"))
WAY = (Column("Reasons", *_told("reasons")), Column("Unknowns", *_told("unknowns")))
CROSSINGS = (
    Column("Chainage (m)", *_number("chainage_m"), number=True),
    Column("from (m)", *_number("chainage_low_m"), number=True),
    Column("to (m)", *_number("chainage_high_m"), number=True),
    Column("How it meets", _meets, lambda value: str(value["kind"])),
    Column("Fault", *_plain("fault")),
    Column("Angle (°)", *_number("angle_deg", 0), number=True),
    Column("Expected offset (estimate)", _offset, lambda value: str(value["expected_offset"])),
    Column("Answer", _answer, _gravity),
    Column("Article", *_plain("article")),
)
