"""What the command line prints: one JSON document or readable text on standard output, the rest on standard
error."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from faultgis.errors import FaultGISError
from faultgis.progress import Progress, Step
from ui import words


class _Said:
    """Whether this command has told its result."""

    told = False


def begin() -> None:
    """Nothing is told yet; characters that the terminal lacks are written as their numbers."""
    _Said.told = False
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def told() -> bool:
    """Whether the result is printed, so that only the clean-up remains."""
    return _Said.told


def shows_chinese() -> bool:
    """Whether standard output and standard error can carry Chinese."""
    return all(_carries(stream, "断层") for stream in (sys.stdout, sys.stderr))


def _carries(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeError:
        return False
    return True


def emit(value: Any, as_json: bool, text: str | Callable[[], str]) -> None:
    """Print ``value`` as JSON, or else ``text`` (made only when needed): the last act of a command."""
    if as_json:
        if _Said.told:
            return
        # What is not ASCII is escaped where the terminal or file cannot hold it: still the same document.
        escaped = not _carries(sys.stdout, "断层")
        say(json.dumps(value, ensure_ascii=escaped, indent=1, default=_plain))
    else:
        shown = text() if callable(text) else text
        if shown:
            say(shown)
    _Said.told = True


def say(text: str) -> None:
    """Lines on standard output; a reader that has gone away (``| head``) does not undo the work."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _close()


def flush() -> None:
    """Write what waits, without a complaint where nobody reads it any more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close()


def _close() -> None:
    """Whatever comes goes nowhere, the flush at the end of the program included."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain(value: Any) -> Any:
    if isinstance(value, UUID | Path):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(type(value).__name__)


def note(text: str) -> None:
    """One line to the person, on standard error."""
    print(text, file=sys.stderr)


def table(rows: Sequence[Sequence[Any]], heads: Sequence[str]) -> str:
    """A plain table whose columns line up, Chinese characters counting two."""
    cells = [[str(c) if c is not None else "" for c in row] for row in [list(heads), *rows]]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(heads))]
    lines = ["  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def error_value(error: FaultGISError) -> dict[str, Any]:
    """An error as JSON: its code, the sentence, the way out and its place."""
    said: dict[str, Any] = {"code": error.code, "message": words.error_sentence(error)}
    way_out = words.error_help(error)
    return {"error": {**said, **words.error_place(error), **({"help": way_out} if way_out else {})}}


def progress(quiet: bool) -> Progress:
    """A progress that draws a bar on a terminal, prints plain lines elsewhere, and is silent if asked."""
    if quiet:
        return Progress()
    return Progress(_Bar() if sys.stderr.isatty() else _Lines())


class _Lines:
    """A line per kind of step: enough for a log."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, step: Step) -> None:
        if step.what != self.last:
            self.last = step.what
            note(words.sentence(step.what))


class _Bar:
    """One line that is written over; ended when the work changes."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, step: Step) -> None:
        if self.last and step.what != self.last:
            sys.stderr.write("\n")
        self.last = step.what
        share = f" {step.done:,}/{step.total:,}" if step.total else ""
        sys.stderr.write(f"\r\x1b[K{words.sentence(step.what)}{share}")
        if step.total and step.done >= step.total:
            sys.stderr.write("\n")
            self.last = ""
        sys.stderr.flush()
