"""A table of answers as a workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from faultgis.avoidance.rules import Rule
from faultgis.errors import InputError
from ui import words


def write_xlsx(cells: Sequence[Sequence[Any]], notes: Sequence[str], path: Path) -> None:
    """Write rows with bold heads, and below them what must be said with every answer. Raises
    ``InputError("avoidance.cannot_write")``."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for row in cells:
        sheet.append(list(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", (24, 26, 14, 12, 12, 12, 14, 26, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    for note in ("", *notes):
        sheet.append([note])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a site's name that begins like a formula must not become one
    fresh = path.with_name(f".{path.name}.part")
    try:
        book.save(fresh)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError("avoidance.cannot_write", file=str(path), reason=str(error)) from error


def notes_of(rule: Rule, version: str) -> list[str]:
    """What must be said with a table of answers."""
    edition = f"{rule.title[words.language()]} · {rule.edition[words.language()]} · {rule.version}"
    return [edition, version, *(caution.text[words.language()] for caution in rule.cautions)]
