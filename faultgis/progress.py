"""What a long piece of work reports to, and how it is asked to stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from faultgis.errors import CancelledError


@dataclass(frozen=True)
class Step:
    """``done`` of ``total`` units; ``total`` is 0 where nobody knows. ``what`` is a code for ``ui.words``."""

    what: str
    done: int = 0
    total: int = 0


class Progress:
    """Reports steps to a listener and stops the work when asked.

    Work calls ``report`` often (it is cheap); ``report`` raises ``CancelledError`` once ``cancel``
    was called.
    Both may be called from different threads.
    """

    def __init__(self, listener: Callable[[Step], None] | None = None) -> None:
        self._listener = listener
        self._cancelled = False

    def report(self, what: str, done: int = 0, total: int = 0) -> None:
        """Tell how far the work is. Raises ``CancelledError`` if it was asked to stop."""
        self.check()
        if self._listener is not None:
            self._listener(Step(what, done, total))

    def check(self) -> None:
        """Raise ``CancelledError`` if the work was asked to stop."""
        if self._cancelled:
            raise CancelledError

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._cancelled


_HEARD_BY: ContextVar[Progress | None] = ContextVar("heard_by", default=None)


@contextmanager
def heard_by(progress: Progress) -> Iterator[None]:
    """Within it, long work that is handed no progress reports to this one: calculations on JSON values take
    none along."""
    token = _HEARD_BY.set(progress)
    try:
        yield
    finally:
        _HEARD_BY.reset(token)


def current() -> Progress:
    """The progress that work on this thread is heard by; one that nobody hears where there is none."""
    return _HEARD_BY.get() or Progress()
