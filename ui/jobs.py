"""Work off the screen's thread: progress, cancel, errors in one place, one job at a time per lane."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress, Step
from ui.reports import Report, fault

STEP_S = 0.03


def _unkept(text: str) -> FaultGISError:
    return FaultGISError("unexpected", report=text.rstrip().splitlines()[-1])


class Threads:
    """A few worker threads, of Python's own making. In a thread of Qt's pool Python's state of the thread
    ends with each piece of work; PROJ ties its own to the thread and crashes in the next one."""

    def __init__(self, count: int = 1) -> None:
        self._executor = ThreadPoolExecutor(count)
        self._waiting: set[Future[None]] = set()

    def start(self, work: Callable[[], None]) -> None:
        """Queue a piece of work; it must not raise."""
        future = self._executor.submit(work)
        self._waiting.add(future)
        future.add_done_callback(self._waiting.discard)

    def clear(self) -> None:
        """Forget what has not begun."""
        for future in list(self._waiting):
            future.cancel()

    def wait(self, milliseconds: int | None = None) -> bool:
        """Wait for all work to end; say whether it did in time."""
        seconds = None if milliseconds is None else milliseconds / 1000
        return not wait(list(self._waiting), seconds).not_done


@dataclass
class Job:
    """One piece of work: ``work(progress)`` runs in a thread, the callbacks run on the screen's thread.
    ``quiet`` work is not shown; ``over_map`` is shown large, there is nothing else to see before it is done;
    ``stoppable`` offers Cancel there."""

    title: str
    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[FaultGISError], None] | None
    quiet: bool = False
    over_map: bool = False
    stoppable: bool = True
    progress: Progress = field(default_factory=Progress)
    step: Step = field(default_factory=lambda: Step(""))


class _Runner:
    """Carries out one job and tells of it through signals of an object that outlives it: one of its own
    would be taken down in the thread while it is still heard. Steps are told no oftener than a screen can
    show."""

    def __init__(self, job: Job, report: Report, stepped: Any, ended: Any) -> None:
        self.job = job
        self._report = report
        self._told = ("", 0.0)
        self._stepped, self._ended = stepped, ended
        job.progress = Progress(self._step)

    def _step(self, step: Step) -> None:
        what, when = self._told
        now = time.monotonic()
        if step.what != what or now - when > STEP_S or step.done >= step.total:
            self._told = step.what, now
            self._stepped.emit(self.job, step)

    def run(self) -> None:
        result, error = None, None
        try:
            result = self.job.work(self.job.progress)
        except FaultGISError as known:
            error = known
        except Exception as unforeseen:
            error = self._report(fault(unforeseen))
        self._ended.emit(self.job, result, error)


class Jobs(QObject):
    """Runs jobs in named lanes; a lane (e.g. one database) does one job at a time, in order. ``report`` keeps
    what nobody foresaw and says where."""

    changed = pyqtSignal()
    failed = pyqtSignal(object, object)
    _stepped = pyqtSignal(object, object)
    _ended = pyqtSignal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stepped.connect(self._on_step)
        self._ended.connect(self._on_end)
        self.report: Report = _unkept
        self._lanes: dict[str, Threads] = {}
        self._runners: dict[int, _Runner] = {}

    @property
    def running(self) -> list[Job]:
        """The jobs that have not ended, oldest first."""
        return [runner.job for runner in self._runners.values()]

    @property
    def shown(self) -> list[Job]:
        """The running jobs that the user asked for or waits for, oldest first."""
        return [job for job in self.running if not job.quiet]

    def run(
        self,
        title: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None] = lambda _result: None,
        failed: Callable[[FaultGISError], None] | None = None,
        lane: str = "database",
        quiet: bool = False,
        over_map: bool = False,
        stoppable: bool = True,
    ) -> Job:
        """Queue ``work``; ``done(result)`` or ``failed(error)`` follows on this thread. Without ``failed``
        the ``failed`` signal tells whoever shows errors. For the rest see ``Job``."""
        job = Job(title, work, done, failed, quiet, over_map, stoppable)
        runner = _Runner(job, lambda text: self.report(text), self._stepped, self._ended)
        self._runners[id(job)] = runner
        self._lanes.setdefault(lane, Threads()).start(runner.run)
        self.changed.emit()
        return job

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for running work to end (callbacks come with the event loop); for closing and for tests."""
        return all(threads.wait(milliseconds) for threads in self._lanes.values())

    def _on_step(self, job: Job, step: Step) -> None:
        job.step = step
        self.changed.emit()

    def _on_end(self, job: Job, result: Any, error: FaultGISError | None) -> None:
        self._runners.pop(id(job), None)
        self.changed.emit()
        if error is None:
            job.done(result)
        elif job.failed is not None:
            job.failed(error)
        elif not isinstance(error, CancelledError):
            self.failed.emit(job, error)
