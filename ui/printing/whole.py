"""Files that are there whole or not at all, and how wide the columns of a workbook are."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from faultgis.errors import InputError

# Columns are as wide as what the first so many rows hold, within bounds.
LOOKED_AT = 200
WIDEST = 80


def whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Write beside the place, then take the name. Raises ``InputError("quality.report_not_written")``."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(fresh)
        fresh.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError("quality.report_not_written", file=str(path), reason=reason) from error
    finally:
        fresh.unlink(missing_ok=True)


def widths(table: Sequence[Sequence[str]]) -> list[int]:
    """Columns as wide as what most of their cells hold, Chinese characters counting two."""
    columns = zip(*table[:LOOKED_AT], strict=True)
    return [min(WIDEST, 2 + max(sum(1 + (c > "⺀") for c in cell) for cell in column)) for column in columns]
