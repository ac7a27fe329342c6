"""The edit journal: what one edit costs, synced to disk, and how long a start with it takes."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from db.journal import EditJournal
from faultgis.geometry import lines
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from faultgis.services.editing import EditingSession

Figure = tuple[str, str, str, str]
TIMES = 60
SURVEY = Survey(code="bench")


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
        path = Path(folder) / "journal-1.sqlite"
        journal = EditJournal(path)
        rows = [_edits(journal, 60, ""), _edits(journal, 10_000, "50 ms"), _sketch(journal)]
        journal.close()
        rows.append(_start(path))
    return rows


def _edits(journal: EditJournal, vertices: int, limit: str) -> Figure:
    """Moving vertices of one trace: edit, session and journal together."""
    places = np.column_stack([102 + np.arange(vertices) * 1e-5, 28 + np.arange(vertices) % 7 * 1e-6])
    trace = Trace(survey_id=SURVEY.id, geometry=lines.multi(places))
    session = EditingSession(SURVEY, {"trace": [trace]}, journal)

    def edit(number: int) -> None:
        now = session.records["trace"][trace.id]
        assert isinstance(now, Trace)
        session.apply(digitizing.move_vertex(now, (0, number % vertices), (103.0, 28.0 + number / 1e4)))

    return _row(f"edit of a trace of {vertices:,} vertices, journalled", limit, _times(edit))


def _sketch(journal: EditJournal) -> Figure:
    def vertex(number: int) -> None:
        journal.sketch({"tool": "draw", "steps": [[[102.0 + i / 1e4, 28.0]] for i in range(number)]})

    return _row("vertex of a sketch, journalled", "", _times(vertex))


def _start(path: Path) -> Figure:
    started = time.perf_counter()
    journal = EditJournal(path)
    count = len(journal.read().done)
    journal.close()
    milliseconds = (time.perf_counter() - started) * 1000
    return (
        f"open a journal of {count} edits",
        "",
        f"{milliseconds:.0f} ms",
        f"{path.stat().st_size / 1e6:.0f} MB",
    )


def _times(work: Callable[[int], None]) -> list[float]:
    found = []
    for number in range(1, TIMES + 1):
        started = time.perf_counter()
        work(number)
        found.append((time.perf_counter() - started) * 1000)
    return found


def _row(name: str, limit: str, times: list[float]) -> Figure:
    note = f"95 %: {np.percentile(times, 95):.1f} ms, synced to disk"
    return name, limit, f"{np.median(times):.1f} ms", note
