"""A trench log to scale as PDF or SVG, from records as they stand; a child process draws. Knows no Qt."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.settings import default_home
from faultgis.walls.layout import SCALES
from faultgis.walls.log import Records
from ui import words
from ui.printing.child import draw
from ui.printing.log_content import AUTO, content_of, told

__all__ = ["SCALES", "log_spec", "print_log"]


def log_spec(
    records: Records,
    trench_id: UUID,
    file: Path,
    scale: int = 20,
    walls: Sequence[UUID] = (),
    language: str = "",
    paper: str = AUTO,
    pictures: float = 0.0,
    author: str = "",
    home: Path | None = None,
    printed_on: date | None = None,
) -> dict[str, Any]:
    """What the printer is told: all that the log says, as the records stand now, saved or not. Quick;
    printing it is ``draw``'s. ``scale`` is one of 20, 25, 40, 50; ``walls`` none: all; ``paper`` A4 to A0,
    ``auto`` (the smallest that holds the log) or ``whole`` (one sheet cut to measure); ``pictures`` how
    strongly the walls' pictures show, 0 to 1; ``author`` who logged it (empty: who drew, by the database's
    note).

    Raises ``InputError("log.no_trench")``.
    """
    content = content_of(records, trench_id)
    if content is None:
        raise InputError("log.no_trench")
    asked = {
        "scale": scale,
        "paper": paper.upper() if paper.lower() not in (AUTO, "whole") else paper.lower(),
        "walls": [str(key) for key in walls],
        "pictures": pictures,
        "author": author,
        "printed_on": (printed_on or date.today()).isoformat(),
    }
    return {
        "log": {**told(content), **asked},
        "out": str(file.absolute()),
        "lang": language or words.language(),
        "home": str(home or default_home()),
    }


def print_log(
    records: Records,
    trench_id: UUID,
    file: Path,
    scale: int = 20,
    walls: Sequence[UUID] = (),
    language: str = "",
    progress: Progress | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Print a trench's log into a file (.pdf or .svg); ``more`` as ``log_spec``. Long: not on the GUI thread.
    Answers with the files, the sheet, its millimetres and what could not be shown.

    Raises ``InputError``: ``log.no_trench``, ``log.no_walls``, ``log.scale``, ``log.paper``,
    ``log.too_small``, ``log.too_large``, ``log.format``, ``map.no_folder``; ``CancelledError``, and then no
    file was written.
    """
    return draw(log_spec(records, trench_id, file, scale, walls, language, **more), progress)
