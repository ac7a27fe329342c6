"""Runs a function in a child process with a memory limit; what kills the child never reaches the caller."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faultgis.errors import CancelledError, FaultGISError, InputError
from faultgis.progress import Progress
from importers.clouds.inside import receive, send

MEMORY_MB = 4096
SILENCE_S = 60.0
_GRACE_S = 5.0
_BREATH_S = 0.1
_SAID_BYTES = 2000
_ROOT = Path(__file__).resolve().parents[2]


def run(
    function: Callable[..., Any],
    *arguments: Any,
    progress: Progress | None = None,
    memory_mb: int = MEMORY_MB,
    seconds: float | None = None,
    silence_s: float = SILENCE_S,
    file: Path | str | None = None,
    **named: Any,
) -> Any:
    """What ``function(*arguments, progress=..., **named)`` returns, computed in a child process.

    ``function`` stands at the top level of a module; its arguments and its result can be pickled. Its steps
    come to ``progress`` here, and a cancel here reaches its progress there; a child that does not stop
    within five seconds, gives no sign of life for ``silence_s``, or outlives ``seconds`` is ended, with all
    processes that it started. ``memory_mb`` limits its address space (MiB). Safe to call from several
    threads at once, each with a child of its own.

    Raises what the function raised on purpose, ``CancelledError``, and with ``file`` named in each:
    ``cloud.needs_memory``, ``cloud.child_failed`` (an unforeseen error there), ``cloud.child_died`` (abort,
    killed by the system), ``cloud.child_silent``, ``cloud.child_slow``.
    """
    request = {"function": function, "arguments": arguments, "named": named, "memory_mb": memory_mb}
    child = _Child(str(file) if file is not None else None, memory_mb)
    try:
        return child.answer(request, progress or Progress(), seconds, silence_s)
    finally:
        child.end()


class _Child:
    """One child process and what it says."""

    def __init__(self, file: str | None, memory_mb: int) -> None:
        self.file, self.memory_mb = file, memory_mb
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "importers.clouds.inside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            start_new_session=True,
        )
        self._messages: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        message: Any = None
        with contextlib.suppress(Exception):
            while (message := receive(self._process.stdout)) is not None:
                self._messages.put(message)
        self._messages.put(("gone", None))

    def answer(
        self, request: dict[str, Any], progress: Progress, seconds: float | None, silence_s: float
    ) -> Any:
        """Send a request and wait for its answer, passing progress on and a cancel in. Raises what the child
        raised, ``CancelledError``, or ``FaultGISError``: the child died, fell silent or was too slow."""
        with contextlib.suppress(OSError):
            send(self._process.stdin, request)
        began = heard = time.monotonic()
        stop_at: float | None = None
        while True:
            now = time.monotonic()
            if progress.cancelled and stop_at is None:
                stop_at = now + _GRACE_S
                self._ask_to_stop()
            if stop_at is not None and now > stop_at:
                raise CancelledError
            if now - heard > silence_s:
                raise FaultGISError("cloud.child_silent", file=self.file, seconds=round(silence_s))
            if seconds is not None and now - began > seconds:
                raise InputError("cloud.child_slow", file=self.file, seconds=round(seconds))
            try:
                kind, value = self._messages.get(timeout=_BREATH_S)
            except queue.Empty:
                continue
            heard = time.monotonic()
            if kind == "step":
                self._pass_on(progress, value)
            elif kind != "beat":
                return self._settle(kind, value)

    def _pass_on(self, progress: Progress, step: Any) -> None:
        # A cancel is seen by the loop, which gives the child the time to clear up behind itself.
        with contextlib.suppress(CancelledError):
            progress.report(step.what, step.done, step.total)

    def _ask_to_stop(self) -> None:
        with contextlib.suppress(OSError):
            send(self._process.stdin, "stop")

    def _settle(self, kind: str, value: Any) -> Any:
        if kind == "done":
            return value
        if kind == "cancelled":
            raise CancelledError
        if kind == "refused":
            raise value
        if kind == "memory":
            raise InputError("cloud.needs_memory", file=self.file, limit=self.memory_mb)
        if kind == "failed":
            raise FaultGISError("cloud.child_failed", file=self.file, reason=value)
        raise self._death()

    def _death(self) -> FaultGISError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE_S)
        code = self._process.poll() or 0
        said = self._said()
        if "memory allocation" in said or "bad_alloc" in said or "MemoryError" in said:
            return InputError("cloud.needs_memory", file=self.file, limit=self.memory_mb)
        return FaultGISError("cloud.child_died", file=self.file, reason=_reason(code), said=said)

    def _said(self) -> str:
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _SAID_BYTES))
        return self._errors.read().decode("utf-8", "replace").strip()

    def end(self) -> None:
        """End the process and all that it started."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        self._listener.join(_GRACE_S)
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """One arena and one thread of linear algebra: each more would take address space and give nothing."""
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, "MALLOC_ARENA_MAX": "2", **threads, "PYTHONPATH": os.pathsep.join(_places())}


def _places() -> list[str]:
    """Where the function's module may be found: where it was found here."""
    return list(dict.fromkeys([str(_ROOT), *(place for place in sys.path if place)]))


def _reason(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return str(code)
