"""How long the desktop's own thread keeps the mouse waiting while a large survey is opened and edited."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QEventLoop, Qt, QTimer
from PyQt6.QtWidgets import QApplication
from shapely import MultiLineString

from benchmarks.scenes import CENTRE, SYLLABLES, many_survey
from faultgis.progress import Progress
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.digitizing import create_record, delete_records
from faultgis.services.editing import EditingSession
from ui import words
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.program import Program
from ui.showing import prepared
from ui.state import State
from ui.workspace import Workspace

Figure = tuple[str, str, str, str]
LIMIT = "< 100 ms"
FAULTS = 4000
TICK_MS = 2
CALM_MS = 400
TIMES = 3


def large_survey() -> EditingSession:
    """20,000 traces of 10 vertices on 4,000 faults, three in four of which have a Chinese name."""
    survey, records = many_survey()
    assert isinstance(survey, Survey)
    generator = np.random.default_rng(3)
    names = ["".join(generator.choice(list(SYLLABLES), 3)) + "断裂" if i % 4 else "" for i in range(FAULTS)]
    faults = [Fault(survey_id=survey.id, code=f"F{i}", name_zh=name) for i, name in enumerate(names)]
    traces = [t for t in records["trace"] if isinstance(t, Trace)]
    for number, trace in enumerate(traces):
        object.__setattr__(trace, "fault_id", faults[number % FAULTS].id)
    return EditingSession(survey, {"trace": traces, "fault": faults})


class _Bench:
    """The window of a desktop without a database, and what is done to it."""

    def __init__(self, home: Path) -> None:
        self.workspace = Workspace(None, Jobs())
        self.window = MainWindow(None, self.workspace, State(home), _never)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.table.show_kind("trace")
        self.session = large_survey()
        self.drawn = 0

    def calm(self) -> bool:
        """Whether everything that was asked for is done."""
        return not self.workspace.jobs.running and not self.window.desk.view.rendering.busy

    def waits(self, work: Callable[[], object]) -> tuple[float, float, float]:
        """The longest wait of a 2 ms tick (ms) from ``work`` until all is calm, the longest that the thread
        was itself at work between two ticks, and how long all took."""
        loop, ticker = QEventLoop(), QTimer()
        ticks, worked = [time.perf_counter()], [time.thread_time()]
        calm_since = [time.perf_counter()]

        def tick() -> None:
            now = time.perf_counter()
            ticks.append(now)
            worked.append(time.thread_time())
            if not self.calm():
                calm_since[0] = now
            elif now - calm_since[0] > CALM_MS / 1000:
                loop.quit()

        ticker.setTimerType(Qt.TimerType.PreciseTimer)
        ticker.timeout.connect(tick)
        ticker.start(TICK_MS)
        work()
        loop.exec()
        ticker.stop()
        gaps, own = (np.diff(np.array(times)) * 1000 for times in (ticks, worked))
        return float(gaps.max()) - TICK_MS, float(own.max()), (calm_since[0] - ticks[0]) * 1000

    # What a person does

    def open(self) -> None:
        """As the window does once the database has answered: the map's lines are made in a worker."""
        jobs, session = self.workspace.jobs, self.session
        jobs.run("", lambda _p: prepared(session), lambda made: self.workspace.open(session, made.traces))

    def new_trace(self) -> None:
        self.drawn += 1
        lon, lat = CENTRE
        line = MultiLineString([[(lon, lat + self.drawn / 100), (lon + 0.1, lat + 0.1)]])
        trace = Trace(survey_id=self.session.survey.id, geometry=line)
        self.workspace.apply(create_record(trace))
        self.workspace.select([("trace", trace.id)])

    def delete_fault(self) -> None:
        fault = next(iter(self.session.records["fault"]))
        self.workspace.apply(delete_records(self.session.records, [("fault", fault)]))

    def find(self) -> None:
        self.window.survey.search.setText("xian" if self.window.survey.search.text() != "xian" else "shui")

    def filter_traces(self) -> None:
        self.window.table.search.setText("thrust" if self.window.table.search.text() != "thrust" else "xian")

    def show_faults(self) -> None:
        self.window.table.show_kind("fault" if self.window.table.model.kind != "fault" else "trace")

    def sort(self) -> None:
        order = Qt.SortOrder.DescendingOrder if self.drawn % 2 else Qt.SortOrder.AscendingOrder
        self.window.table.view.sortByColumn(1, order)

    def select_all(self) -> None:
        self.window.actions_.run("select_all_traces")


def _never(_url: str | None, _progress: Progress) -> Program:
    raise RuntimeError("no database here")


def run() -> list[Figure]:
    """Rows of: name, limit, measured, note."""
    application = QApplication([])
    words.use("zh")
    with tempfile.TemporaryDirectory() as home:
        found = list(_figures(_Bench(Path(home))))
    del application
    return found


def _figures(bench: _Bench) -> Iterator[Figure]:
    bench.waits(lambda: None)
    yield _row("start", [bench.waits(bench.window.survey.warm_up)], "the dictionary of sounds is read in")
    yield _row("open 20,000 traces", [bench.waits(bench.open)], "4,000 faults; first time")
    for name, work in (
        ("first search", bench.find),
        ("first filter", bench.filter_traces),
    ):
        yield _row(name, [bench.waits(work)], "")
    for name, work in (
        ("new trace", bench.new_trace),
        ("search", bench.find),
        ("filter", bench.filter_traces),
        ("other kind in the table", bench.show_faults),
        ("sort", bench.sort),
        ("fault deleted with its traces", bench.delete_fault),
        ("all traces selected", bench.select_all),
    ):
        yield _row(name, [bench.waits(work) for _ in range(TIMES)], f"worst of {TIMES}")


def _row(name: str, found: list[tuple[float, float, float]], note: str) -> Figure:
    longest, own, took = (max(values) for values in zip(*found, strict=True))
    said = f"its own work {own:.0f} ms · all done after {took:.0f} ms"
    note = " · ".join(filter(None, (note, said)))
    return f"desktop: longest wait, {name}", LIMIT, f"{longest:.0f} ms", note
