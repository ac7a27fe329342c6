"""Work that tests give to a child process; it stands in a module of its own so that the child finds it."""

import os
import time
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.clouds.preflight import look
from importers.clouds.reading import Tally, chunks


def double(number: int, *, progress: Progress) -> int:
    for done in range(10):
        progress.report("cloud.reading", done + 1, 10)
    return 2 * number


def refuse(*, progress: Progress) -> None:
    raise InputError("cloud.scale", file="x.las", scale="0, 0, 0")


def panic(*, progress: Progress) -> None:
    class PanicError(BaseException):
        pass

    raise PanicError("called `Option::unwrap()` on a `None` value")


def abort(*, progress: Progress) -> None:
    os.abort()


def grow(*, progress: Progress) -> None:
    kept = []
    while True:
        kept.append(bytearray(64 * 1024**2))


def print_noise(*, progress: Progress) -> str:
    print("noise that must not spoil the messages")
    os.write(1, b"noise\n")
    return "heard"


def wait_for_stop(note: Path, *, progress: Progress) -> None:
    """Runs until it is stopped, and writes down that it cleared up."""
    try:
        while True:
            progress.report("cloud.reading")
            time.sleep(0.01)
    finally:
        note.write_text("cleared up", encoding="ascii")


def deaf(*, progress: Progress) -> None:
    time.sleep(600)


def read_all(files: list[Path], *, progress: Progress) -> dict[str, Any]:
    """What becomes of each file: the code of its refusal, or (points, read, lost)."""
    outcome: dict[str, Any] = {}
    for file in files:
        tally = Tally()
        try:
            info = look(file)
            for _ in chunks(file, salvage=True, tally=tally, size=50_000):
                pass
            outcome[file.name] = (info.count, tally.read, tally.lost + tally.far)
        except InputError as error:
            outcome[file.name] = error.code
    return outcome


def hold(note: Path, progress: Progress) -> None:
    """Work of a library that lets no other thread of its process on."""
    note.write_text(str(os.getpid()), "ascii")
    pow(3, 20_000_000)
