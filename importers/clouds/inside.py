"""The child's side of ``importers.clouds.child``: whatever a hostile file does here, the program survives.

Messages are pickles, each with its length before it. The parent sends one request and later perhaps a wish
to stop; the child answers with heartbeats, steps and one outcome. It ends when its input is closed, as
happens when the parent dies.
"""

import contextlib
import os
import pickle
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress, Step

BEAT_S = 0.5
_STEP_S = 0.05
_MEBIBYTE = 1024**2
# PR_SET_PDEATHSIG of Linux. The thread that started the child waits for it, so they only end together.
_SET_DEATH_SIGNAL = 1


class Speaker:
    """Writes messages; used by the heart, the work and its progress at the same time."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._last = ("", 0.0)

    def say(self, kind: str, value: Any = None) -> None:
        """Send one message."""
        with self._lock:
            send(self._target, (kind, value))

    def step(self, step: Step) -> None:
        """Pass a step on, but not more often than an eye can follow."""
        what, when = self._last
        now = time.monotonic()
        if step.what != what or now - when >= _STEP_S or (step.total and step.done >= step.total):
            self._last = (step.what, now)
            self.say("step", step)


def receive(source: Any) -> Any:
    """The next pickle, or ``None`` at the end."""
    head = source.read(8)
    if len(head) < 8:
        return None
    return pickle.loads(source.read(struct.unpack("<Q", head)[0]))


def send(target: Any, value: Any) -> None:
    """Write one pickle with its length before it."""
    data = pickle.dumps(value, protocol=5)
    target.write(struct.pack("<Q", len(data)) + data)
    target.flush()


def main() -> None:
    """Do the one piece of work that the parent asks for."""
    _die_with_parent()
    source, speaker = sys.stdin.buffer, Speaker(_quiet_output())
    request = receive(source)
    if request is None:
        return
    progress = Progress(speaker.step)
    _limit(request["memory_mb"])
    threading.Thread(target=_beat, args=(speaker,), daemon=True).start()
    threading.Thread(target=_listen, args=(source, progress), daemon=True).start()
    speaker.say(*_outcome(request, progress))
    sys.stdout.flush()
    os._exit(0)  # native threads of a library that failed may never join


def _die_with_parent() -> None:
    """At once, whatever a library holds just then: until it is gone, its scratch folder counts as in use.
    Where there is no such thing the end of the input does it, as soon as Python has its turn."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)


def _quiet_output() -> BinaryIO:
    """The real output under another number, so that a library that prints cannot spoil the messages."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return target


def _limit(memory_mb: int) -> None:
    """Address space above what the interpreter has taken already; no core files."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEBIBYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _beat(speaker: Speaker) -> None:
    with contextlib.suppress(OSError):
        while True:
            speaker.say("beat")
            time.sleep(BEAT_S)


def _listen(source: Any, progress: Progress) -> None:
    while receive(source) is not None:
        progress.cancel()
    os._exit(1)


def _outcome(request: dict[str, Any], progress: Progress) -> tuple[str, Any]:
    """What the work returned, or why it did not. A Rust panic is no ``Exception``: all is caught here."""
    try:
        work: Callable[..., Any] = request["function"]
        value = work(*request["arguments"], progress=progress, **request["named"])
        pickle.dumps(value, protocol=5)
    except CancelledError:
        return "cancelled", None
    except FaultGISError as error:
        return "refused", error
    except MemoryError:
        return "memory", None
    except BaseException as error:
        return "failed", f"{type(error).__name__}: {error}"[:500]
    return "done", value


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
