"""What single cells of a table can say in their columns, before they are read as numbers or words."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from importers.batch import Problem
from importers.tables.grid import DATE, ERROR, FORMULA, MERGED, Value, address
from importers.tables.heads import Head

DAYS = ("sample.collected_on", "result.reported_on")
PLACES = ("trench", "wall", "unit")
_WORDY = {"result.notes", "source.reference", "sample.material", "sample.collector", "result.laboratory"}
# Columns in which a cell merged over rows speaks for each of them.
_SPREADS = {"sample.code", "result.method", *(f"place.{name}" for name in PLACES), *_WORDY, *DAYS}
_FIRST_DAY = date(1899, 12, 30)  # of spreadsheets, so that their numbers from March 1900 on are right
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0+)?")


def oddity(head: Head, row: int, value: Value) -> Problem | None:
    """Why a cell cannot say what it seems to: a formula without a value, an error, a day in a column of
    numbers or codes, a number merged over rows."""
    date_elsewhere = value.odd == DATE and head.target not in (*DAYS, *_WORDY)
    merged = value.odd == MERGED and head.target not in _SPREADS
    if not head.target or not (value.odd in (FORMULA, ERROR) or date_elsewhere or merged):
        return None
    shown = {"cell": address(row, head.column), "text": value.text}
    return Problem(f"table.{value.odd}", shown, row=row, field=head.name)


def text_of(head: Head, value: Value) -> str:
    """A cell's text; a day that a spreadsheet shows as a bare number is turned into one."""
    if head.target in DAYS and _SERIAL.fullmatch(value.text):
        return (_FIRST_DAY + timedelta(days=int(float(value.text)))).isoformat()
    return value.text


def is_remark(filled: Sequence[str], heads: Sequence[Head]) -> bool:
    """Whether a row is a line of words below a table: only its first cell is filled."""
    return len(filled) == 1 and filled[0] == heads[0].name and len(heads) > 2
