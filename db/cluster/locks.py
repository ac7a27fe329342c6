"""File locks between the programs that share a private server; a lock ends with its program."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.cluster.account import Account
from faultgis.progress import Progress

try:
    import fcntl
except ImportError:  # Windows, where PrivateServer refuses before any lock is taken
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.02


@dataclass(frozen=True)
class Program:
    """A program that uses the server."""

    pid: int
    command: str


@contextlib.contextmanager
def exclusive(path: Path, account: Account, progress: Progress) -> Iterator[None]:
    """Hold the file's lock alone; while another program holds it, wait and say so."""
    descriptor = account.open_file(path)
    try:
        while not _try(descriptor, fcntl.LOCK_EX):
            progress.report("cluster.waiting")
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


class SharedUse:
    """One program's share of the server."""

    def __init__(self, path: Path, account: Account) -> None:
        self._path = path
        self._descriptor = account.open_file(path)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether nobody else uses the server; our own share ends with the question."""
        return _try(self._descriptor, fcntl.LOCK_EX)

    def close(self) -> None:
        """Give the share back."""
        os.close(self._descriptor)


def users(path: Path) -> list[Program]:
    """The programs that hold a lock on the file, from the kernel's own list."""
    try:
        inode = path.stat().st_ino
        table = Path("/proc/locks").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    rows = [line.split() for line in table.splitlines() if "->" not in line]
    pids = {int(row[4]) for row in rows if row[5].rsplit(":", 1)[-1] == str(inode)}
    return [Program(pid, _command(pid)) for pid in sorted(pids) if pid > 0]


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return " ".join(os.fsdecode(word) for word in words if word)[:120]


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
