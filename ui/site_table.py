"""Answers as a workbook, written row by row: of a million sites no more than one row is held."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from faultgis.avoidance.rules import Rule
from faultgis.avoidance.telling import given_value
from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress
from faultgis.services.assessing import Question
from ui import asked_words, route_words, site_words, words
from ui.words import tr

# A sheet holds no more rows; the heads stand in each.
MOST_ROWS = 1_048_576
# Columns of words are wider than those of numbers and codes.
USUAL = 14
WIDE = {"Site asked about": 26, "Answer": 28, "Article": 24, "In words": 70, "Reasons": 70, "Unknowns": 70}
TOLD = 500
# Characters that a workbook cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_xlsx(
    rows: Iterable[Sequence[Any]],
    notes: Sequence[str],
    path: Path,
    count: int = 0,
    progress: Progress | None = None,
) -> None:
    """Write heads and rows, and on a sheet of its own what must be said with every answer; ``count`` rows are
    expected. Nothing is left of it after a cancel. Raises ``InputError("avoidance.cannot_write")``."""
    from openpyxl import Workbook

    fresh = path.with_name(f".{path.name}.part")
    book = Workbook(write_only=True)
    try:
        fresh.touch()
        _fill(book, iter(rows), notes, count, progress or Progress())
        book.save(fresh)
        fresh.replace(path)
    except OSError as error:
        raise InputError("avoidance.cannot_write", file=str(path), reason=str(error)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _fill(
    book: Any, rows: Iterator[Sequence[Any]], notes: Sequence[str], count: int, progress: Progress
) -> None:
    """Sheets of rows, as many as they need, and the notes."""
    heads = next(rows, ())
    body = _counted(rows, count, progress)
    try:
        more = True
        while more:
            sheet, written = _sheet(book, heads), 0
            for row in itertools.islice(body, MOST_ROWS - 1):
                sheet.append([_cell(sheet, value) for value in row])
                written += 1
            more = written == MOST_ROWS - 1
        _told(book, notes)
    except CancelledError:
        for sheet in book.worksheets:
            sheet.close()
        raise


def _counted(rows: Iterator[Sequence[Any]], count: int, progress: Progress) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number % TOLD == 0:
            progress.report("advice.writing", number, count)
        yield row


def _sheet(book: Any, heads: Sequence[Any]) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    number = len(book.worksheets) + 1
    sheet = book.create_sheet(tr("Answers") if number == 1 else f"{tr('Answers')} {number}")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(heads)))}1"
    for place, head in enumerate(heads, 1):
        width = next((wide for told, wide in WIDE.items() if head == tr(told)), USUAL)
        sheet.column_dimensions[get_column_letter(place)].width = width
    cells = [WriteOnlyCell(sheet, value=head) for head in heads]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def _told(book: Any, notes: Sequence[str]) -> None:
    """What must be said with the answers, on a sheet behind them."""
    if notes:
        sheet = book.create_sheet(tr("About these answers"))
        sheet.column_dimensions["A"].width = 110
        for note in notes:
            sheet.append([_cell(sheet, note, wrapped=True)])


def _cell(sheet: Any, value: Any, wrapped: bool = False) -> Any:
    """A site's name that begins like a formula must not become one; several lines are shown as such."""
    if not isinstance(value, str):
        return value
    value = _CONTROL.sub(" ", value)
    lines = wrapped or "\n" in value
    if not lines and not value.startswith("="):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if lines:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def notes_of(
    asked: Question, surveys: Sequence[str], data_version: int | None, told: Sequence[str]
) -> list[str]:
    """What must be said with a table of answers: rule and conditions, the data, when, how many got which."""
    rule, language = asked.rule, words.language()
    given = asked_words.given({"given": given_value(asked.given)}, rule)
    version = [tr("data version {version}", version=data_version)] if data_version is not None else []
    return [
        f"{rule.title[language]} · {rule.edition[language]} · {rule.id} {rule.version}",
        given or tr("The rule asks nothing of the building."),
        " · ".join([*surveys, *version, datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")]),
        *told,
        *(caution.text[language] for caution in rule.cautions),
        tr("Only mapped faults are judged; that nothing is mapped does not mean that no fault is there."),
    ]


def told_of_route(value: Mapping[str, Any], rule: Rule) -> list[str]:
    """The answer for a route in words, how often it meets traces, and where it runs through zones and ground
    that nobody mapped."""
    through = [
        f"{each['from_m']:,.0f}–{each['to_m']:,.0f} m{tr(': ')}"
        + " ".join(filter(None, (words.sentence(f"belt.{each['kind']}"), each["fault"], each["article"])))
        for each in value["stretches"]
    ]
    said = f"{value['site']}{tr(': ')}{site_words.sentence(value, rule)}"
    return [said, route_words.of_route(value), *through]


def counts_of(outcomes: Mapping[str, int]) -> list[str]:
    """How many sites got which answer."""
    return [f"{site_words.answer_word(answer)}{tr(': ')}{count:,}" for answer, count in outcomes.items()]
