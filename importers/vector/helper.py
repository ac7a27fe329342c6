"""Asks the worker process: one at a time per worker, with a time limit, and a new one after a crash."""

import atexit
import contextlib
import os
import queue
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.vector.dbf import sibling
from importers.vector.worker import receive, send

_ROOT = Path(__file__).resolve().parents[2]
_BREATH = 0.1
# GDAL names the place in its own source where it gave up.
_SOURCE_FILE = re.compile(r"\S+\.(?:cpp|h|c), \d+: ")
SECONDS = 20.0
SECONDS_PER_MEGABYTE = 2.0


class CrashedError(Exception):
    """The worker ended without an answer."""


class Worker:
    """One worker process."""

    def __init__(self) -> None:
        environment = {
            key: value for key, value in os.environ.items() if key not in ("PROJ_LIB", "PROJ_DATA")
        }
        environment["PYTHONPATH"] = str(_ROOT)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "importers.vector.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                answer = receive(self._process.stdout)
            except (OSError, ValueError, EOFError):
                answer = None
            self._answers.put(answer)
            if answer is None:
                return
            del answer  # it may be large, and the next one may be long in coming

    def ask(self, request: dict[str, Any], seconds: float, progress: Progress | None) -> dict[str, Any]:
        """The answer. Raises ``TimeoutError``, ``CrashedError``, or ``CancelledError`` from the progress."""
        end = time.monotonic() + seconds
        try:
            send(self._process.stdin, request)
        except OSError as error:
            raise CrashedError from error
        while time.monotonic() < end:
            if progress is not None:
                progress.check()
            with contextlib.suppress(queue.Empty):
                answer: dict[str, Any] | None = self._answers.get(timeout=_BREATH)
                if answer is None:
                    raise CrashedError
                return answer
        raise TimeoutError

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


_idle: list[Worker] = []
_lock = threading.Lock()


def ask(
    do: str,
    path: Path,
    progress: Progress | None = None,
    config: dict[str, str] | None = None,
    **arguments: Any,
) -> dict[str, Any]:
    """What the worker answers to ``do`` about the file; ``config`` are GDAL's options for this request alone.

    Raises ``InputError`` with what the reader said, or that it crashed, needs too much memory, or too long.
    """
    seconds = SECONDS + SECONDS_PER_MEGABYTE * size_of(path) / 1e6
    request = {"do": do, "with": {"path": str(path.absolute()), **arguments}, "config": config or {}}
    worker = _take()
    try:
        answer = worker.ask(request, seconds, progress)
    except BaseException as error:
        worker.close()
        if isinstance(error, TimeoutError):
            raise InputError("file.reader_timeout", file=str(path), seconds=round(seconds)) from None
        if isinstance(error, CrashedError):
            raise InputError("file.reader_crashed", file=str(path)) from None
        raise
    _give_back(worker)
    if "error" in answer:
        raise _refusal(path, answer)
    return answer


def _refusal(path: Path, answer: dict[str, Any]) -> InputError:
    if answer["error"] == "MemoryError":
        return InputError("file.needs_memory", file=str(path))
    reason = " ".join(answer["message"].replace(str(path.absolute()), path.name).split())
    reason = _SOURCE_FILE.sub("", reason)
    return InputError("file.damaged", file=str(path), reason=reason[:300] or answer["error"])


def size_of(path: Path) -> int:
    """The bytes of a file, of a Shapefile with its table, or of all files of a folder."""
    files = list(path.rglob("*")) if path.is_dir() else [path]
    if path.suffix.lower() == ".shp" and (table := sibling(path, ".dbf")) is not None:
        files.append(table)
    return sum(file.stat().st_size for file in files)


def _take() -> Worker:
    with _lock:
        if _idle:
            return _idle.pop()
    return Worker()


def _give_back(worker: Worker) -> None:
    with _lock:
        _idle.append(worker)


def close() -> None:
    """End the workers that wait for work."""
    with _lock:
        workers, _idle[:] = list(_idle), []
    for worker in workers:
        worker.close()


atexit.register(close)
