"""Answers as workbooks: in the order of their file, with what must be said beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faultgis.progress import Progress
from faultgis.services.assessing import Question
from faultgis.services.screening import Screened
from ui.site_columns import CROSSINGS, SITES, SURVEY, WAY, cells
from ui.site_table import counts_of, notes_of, told_of_route, write_xlsx


@dataclass(frozen=True)
class Table:
    """Heads and rows of a workbook, what must be said beside them, and how many rows there are."""

    rows: Iterator[list[Any]]
    notes: Sequence[str]
    count: int


def write(made: Table, path: Path, progress: Progress) -> None:
    """Write a workbook. Raises ``InputError("avoidance.cannot_write")``."""
    write_xlsx(made.rows, made.notes, path, made.count, progress)


def route_table(asked: Question, value: Mapping[str, Any]) -> Table:
    """A route's crossings as a workbook."""
    notes = notes_of(asked, [value["survey"]], value["data_version"], told_of_route(value, asked.rule))
    return Table(cells(CROSSINGS, value["crossings"], asked.rule), notes, len(value["crossings"]))


def table(asked: Question, found: Sequence[Mapping[str, Any]], outcomes: Mapping[str, int]) -> Table:
    """Answers with the way to them."""
    surveys, version = sorted({each["survey"] for each in found}), found[0]["data_version"]
    columns = (*SITES[:-1], SURVEY, SITES[-1], *WAY)
    notes = notes_of(asked, surveys, version, counts_of(outcomes))
    return Table(cells(columns, found, asked.rule), notes, len(found))


def long_table(asked: Question, found: Screened) -> Table:
    """Very many answers: of those that a distance does not tell the reason in words."""
    surveys = [mapped.survey.code for mapped in found.surveys]
    columns = (*SITES[:-1], SURVEY, SITES[-1])
    notes = notes_of(asked, surveys, found.data_version, counts_of(found.outcomes))
    return Table(cells(columns, map(found.brief, range(len(found))), asked.rule), notes, len(found))
