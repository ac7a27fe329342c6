"""Published chronologies as lists of events (QuakeRates): ages with bounds or joint draws, parameters."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from importers.freetext.cell import tidy
from importers.tables.grid import address
from importers.tables.textfile import read_text

Floats = NDArray[np.float64]
PRESENT = 1950
FORWARDS, BACKWARDS = "Forwards", "Backwards"
_FORMS = {
    ("date1", "date2"): ("bounds", False),
    ("date", "uncertainty"): ("spread", False),
    ("age1", "age2"): ("bounds", True),
    ("age", "uncertainty"): ("spread", True),
}
_LEAST_DRAWS = 100


@dataclass(frozen=True)
class Listed:
    """One event of a list: its cells as written, the middle and the half width of its bounds in astronomical
    years, and whether the list calls it certain (``None``: it does not say)."""

    row: int
    cells: tuple[tuple[str, str], ...]
    year: float
    half: float
    certain: bool | None = None


@dataclass(frozen=True)
class EventList:
    """A site's events, oldest first, or their joint ``draws`` (draws × events, astronomical years), with the
    parameters of the site as the file beside it has them."""

    name: str
    dataset: str
    events: tuple[Listed, ...]
    sigma: int
    parameters: dict[str, Any] = field(default_factory=dict)
    draws: Floats | None = None
    text: str = ""
    encoding: str = "UTF-8"


def looks_like(text: str, name: str) -> bool:
    """Whether a text begins as a list of events, or as parameters that name one, or is a table of numbers
    whose file's name calls it chronologies (other numbers without heads are mostly coordinates)."""
    first = next((line for line in text[:4000].splitlines() if line.strip()), "")
    return (
        _form(first) is not None or _is_parameters(text) or ("chronolog" in name.lower() and _is_draws(text))
    )


def _form(line: str) -> tuple[str, bool] | None:
    names = [part.casefold() for part in re.split(r"[\t,;\s]+", tidy(line)) if part]
    return _FORMS.get((names[0], names[1])) if len(names) in (2, 3) else None


def _is_parameters(text: str) -> bool:
    return re.search(r"^\s*chron_type\s*=", text[:4000], re.MULTILINE) is not None


def _is_draws(text: str) -> bool:
    lines = text[:20_000].splitlines()[:3]
    return len(lines) == 3 and all(_numbers(line) is not None for line in lines)


def _numbers(line: str) -> list[float] | None:
    parts = line.split(",")
    try:
        found = [float(part) for part in parts]
    except ValueError:
        return None
    return found if len(found) > 1 else None


def read_list(path: Path, encoding: str | None = None) -> EventList:
    """The list of a file of events, or of the file of parameters that names it.

    Raises ``InputError``: ``chronology.no_params`` (no file of parameters stands beside it),
    ``chronology.no_data``, ``chronology.params`` (a line that cannot be understood),
    ``chronology.unreadable`` with the cell, ``chronology.few``, ``chronology.draws``, and as ``read_text``.
    """
    text, found = read_text(path, encoding)
    if _is_parameters(text):
        given = _parameters(text, path)
        data = _data_of(path, str(given.get("filename", "")))
        text, found = read_text(data, encoding)
        return _list(data, text, given, found)
    if _is_draws(text):
        return _of_draws(path, text, found)
    return _list(path, text, _beside(path), found)


def _data_of(path: Path, name: str) -> Path:
    """The list that a file of parameters names, in its own folder or in one beside it, nowhere else."""
    try:
        data = (path.parent / name).resolve()
        if data.is_relative_to(path.resolve().parents[1]) and data.is_file():
            return data
    except (OSError, ValueError):
        pass
    raise InputError("chronology.no_data", file=str(path), name=name[:200])


def _beside(path: Path) -> dict[str, Any]:
    """The parameters of a list: a file of the same name in the folder ``params`` beside that of the data, or
    in the same folder with the ending ``.params``."""
    for place in (path.parent.parent / "params" / path.name, path.with_suffix(".params")):
        if place.is_file() and place.resolve() != path.resolve():
            return _parameters(read_text(place)[0], place)
    raise InputError("chronology.no_params", file=str(path), name=path.name)


def _parameters(text: str, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        name, sign, value = bare.partition("=")
        try:
            found[name.strip()] = ast.literal_eval(value.strip()) if sign else ast.literal_eval("?")
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            raise InputError("chronology.params", file=str(path), row=number, text=bare[:80]) from None
    return found


def _list(path: Path, text: str, given: dict[str, Any], encoding: str) -> EventList:
    sigma, order = given.get("sigma_level"), given.get("event_order")
    if given.get("chron_type") != "Age2Sigma" or sigma not in (1, 2) or order not in (FORWARDS, BACKWARDS):
        shown: dict[str, Any] = {
            k: str(given.get(k, "—")) for k in ("chron_type", "sigma_level", "event_order")
        }
        raise InputError("chronology.kind", file=str(path), **shown)
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    form = _form(lines[0][1]) if lines else None
    if form is None:
        raise InputError("chronology.heads", file=str(path), text=lines[0][1][:60] if lines else "")
    names = [part for part in re.split(r"[\t,;\s]+", tidy(lines[0][1])) if part]
    events = [_event(path, number, line, names, form) for number, line in lines[1:]]
    if len(events) < 2:
        raise InputError("chronology.few", file=str(path), count=len(events))
    if order == BACKWARDS:
        events.reverse()
    name, dataset = _names(path)
    return EventList(name, dataset, tuple(events), int(sigma), given, None, text, encoding)


def _event(path: Path, number: int, line: str, names: Sequence[str], form: tuple[str, bool]) -> Listed:
    parts = [part for part in re.split(r"[\t,;\s]+", tidy(line).replace("−", "-")) if part]
    numbers: list[float] = []
    for column, part in enumerate(parts[: len(names)], 1):
        try:
            numbers.append(float(part))
        except ValueError:
            raise _unreadable(path, number, column, part) from None
    if len(parts) < 2 or not np.isfinite(numbers).all():
        raise _unreadable(path, number, len(parts) or 1, line.strip())
    kind, before_present = form
    middle, half = (
        (sum(numbers[:2]) / 2, abs(numbers[1] - numbers[0]) / 2) if kind == "bounds" else numbers[:2]
    )
    if half < 0:
        raise _unreadable(path, number, 2, parts[1])
    year = PRESENT - middle if before_present else _astronomical(numbers, kind)
    certain = bool(numbers[2]) if len(numbers) > 2 and len(names) > 2 else None
    return Listed(number, tuple(zip(names, parts, strict=False)), year, half, certain)


def _astronomical(numbers: Sequence[float], kind: str) -> float:
    """Calendar years have no year zero; a list gives 1 BC as −1."""
    taken = numbers[:2] if kind == "bounds" else numbers[:1]
    return sum(n + 1 if n < 0 else n for n in taken) / len(taken)


def _unreadable(path: Path, row: int, column: int, text: str) -> InputError:
    return InputError(
        "chronology.unreadable", file=str(path), row=row, cell=address(row, column), text=text[:40]
    )


def _names(path: Path) -> tuple[str, str]:
    """Site and publication of "EastKunlunKusaihu_Hu_2007_simple.txt"."""
    stem = re.sub(r"(?i)_simple$|_\d+_chronologies$", "", path.stem)
    site, _, dataset = stem.partition("_")
    return site, dataset.replace("_", " ")


def _of_draws(path: Path, text: str, encoding: str) -> EventList:
    rows = [_numbers(line) for line in text.splitlines() if line.strip()]
    widths = {len(row) if row is not None else 0 for row in rows}
    if len(rows) < _LEAST_DRAWS or len(widths) != 1 or 0 in widths:
        raise InputError("chronology.draws", file=str(path), count=len(rows))
    draws = np.array(rows, dtype=np.float64)
    if not np.isfinite(draws).all() or not (np.diff(draws, axis=1) >= 0).all():
        bad = int(np.argmin((np.diff(draws, axis=1) >= 0).all(axis=1))) + 1
        raise InputError("chronology.draws_order", file=str(path), row=bad)
    cells = tuple((f"E{draws.shape[1] - i}", f"{draws[:, i].mean():.1f}") for i in range(draws.shape[1]))
    events = tuple(Listed(i + 1, (cells[i],), float(draws[:, i].mean()), 0.0) for i in range(draws.shape[1]))
    name, dataset = _names(path)
    return EventList(name, dataset or "draws", events, 0, {}, draws, "", encoding)
