"""Work off the screen's thread of which only the newest wish counts: searches, sortings, outlines."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from ui.jobs import Job, Jobs

T = TypeVar("T")
LARGE = 1500
"""From how many records on lists are made in a worker."""


@contextmanager
def uncollected() -> Iterator[None]:
    """The garbage collector rests while many records or lists are made: its rounds through all of them would
    stop the screen's thread, too."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Latest:
    """One wish at a time: a new one stops and forgets the one before."""

    def __init__(self, jobs: Jobs, lane: str) -> None:
        self._jobs, self._lane = jobs, lane
        self._job: Job | None = None

    @property
    def pending(self) -> bool:
        """Whether an answer is awaited."""
        return self._job is not None

    def drop(self) -> None:
        """Wish nothing any more."""
        if self._job is not None:
            self._job.progress.cancel()
            self._job = None

    def ask(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        """Do ``work`` in a worker; ``done(result)`` follows here unless something else is wished before."""
        self.drop()

        def take(result: T) -> None:
            if self._job is job:
                self._job = None
                done(result)

        def failed(error: FaultGISError) -> None:
            if self._job is job:
                self._job = None
            if not isinstance(error, CancelledError):
                self._jobs.failed.emit(job, error)

        job = self._job = self._jobs.run("", work, take, failed, self._lane, quiet=True)
