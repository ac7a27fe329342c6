"""How long an edit takes to be safe on disk, beside a bare synced write of as many bytes."""

import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from db.journal import EditJournal
from faultgis.records.provenance import new_id
from faultgis.records.survey import Survey
from faultgis.services.digitizing import draw_trace
from faultgis.services.editing import EditingSession

EDITS = 200
VERTICES = 60


def run() -> list[tuple[str, str, str, str]]:
    """The median of 200 edits of a trace of 60 vertices."""
    survey = Survey(code="bench")
    with tempfile.TemporaryDirectory() as folder:
        journal = EditJournal(Path(folder) / "journal.sqlite")
        session = EditingSession(survey, {}, journal)
        edits = [_edit(survey, number) for number in range(EDITS)]
        times = [_timed(lambda edit=edit: session.apply(edit)) for edit in edits]
        journal.close()
        with (Path(folder) / "bare").open("wb") as file:
            bare = [_timed(lambda: _write(file.fileno())) for _ in range(EDITS)]
    median, beside = statistics.median(times), statistics.median(bare)
    note = f"bare 4 kB write and fsync {beside:.2f} ms; ratio {median / beside:.1f}"
    return [("one edit safe in the journal (median)", "–", f"{median:.2f} ms", note)]


def _edit(survey: Survey, number: int) -> object:
    along = np.linspace(100, 100.2, VERTICES)
    points = np.column_stack([along, 30 + number * 1e-3 + 1e-3 * np.sin(along * 300)])
    return draw_trace(survey.id, points, id=new_id())


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - began) * 1000


def _write(descriptor: int) -> None:
    os.write(descriptor, b"x" * 4096)
    os.fsync(descriptor)
