"""Answers as a workbook, written row by row: of a million sites no more than one row is held."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from faultgis.avoidance.rules import Rule
from faultgis.errors import InputError
from faultgis.progress import Progress
from ui import words

# A sheet holds no more rows; the heads stand in each.
MOST_ROWS = 1_048_576
WIDTHS = (24, 26, 14, 12, 12, 12, 14, 26, 70, 70)
TOLD = 500


def write_xlsx(
    rows: Iterable[Sequence[Any]],
    notes: Sequence[str],
    path: Path,
    count: int = 0,
    progress: Progress | None = None,
) -> None:
    """Write heads and rows, and below them what must be said with every answer; ``count`` rows are expected.
    Nothing is left of it after a cancel. Raises ``InputError("avoidance.cannot_write")``."""
    from openpyxl import Workbook

    progress = progress or Progress()
    book = Workbook(write_only=True)
    all_rows = iter(rows)
    heads = next(all_rows, ())
    below = [("",), *((note,) for note in notes)] if notes else []
    body = itertools.chain(_counted(all_rows, count, progress), below)
    fresh = path.with_name(f".{path.name}.part")
    try:
        while (first := next(body, None)) is not None:
            sheet = _sheet(book, heads)
            for row in itertools.chain([first], itertools.islice(body, MOST_ROWS - 2)):
                sheet.append([_cell(sheet, value) for value in row])
        book.save(fresh)
        fresh.replace(path)
    except OSError as error:
        raise InputError("avoidance.cannot_write", file=str(path), reason=str(error)) from error
    finally:
        fresh.unlink(missing_ok=True)


def _counted(rows: Iterator[Sequence[Any]], count: int, progress: Progress) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number % TOLD == 0:
            progress.report("advice.writing", number, count)
        yield row


def _sheet(book: Any, heads: Sequence[Any]) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS[: len(heads)], 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    cells = [WriteOnlyCell(sheet, value=head) for head in heads]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def _cell(sheet: Any, value: Any) -> Any:
    """A site's name that begins like a formula must not become one."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def notes_of(rule: Rule, version: str) -> list[str]:
    """What must be said with a table of answers."""
    edition = f"{rule.title[words.language()]} · {rule.edition[words.language()]} · {rule.version}"
    return [edition, version, *(caution.text[words.language()] for caution in rule.cautions)]
