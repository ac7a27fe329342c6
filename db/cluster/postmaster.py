"""The server's process: whether it lives, how it is launched and stopped."""

import contextlib
import os
import shlex
import time
from pathlib import Path

from db.cluster import roles
from db.cluster.account import Account
from db.cluster.binaries import Binaries
from db.cluster.probe import SOCKET_NAME, Answer, ask
from faultgis.errors import DatabaseError
from faultgis.progress import Progress

_PATIENCE = 60.0
_PAUSE = 0.005
_LAUNCH_GRACE = 0.6
_LOG_LIMIT = 4_000_000
# What an earlier server that died a moment ago leaves behind; waiting cures it.
_PASSING = ("lock file", "pre-existing shared memory")
_TRIES = 3


class Postmaster:
    """The server process over one data folder. Call it only while holding the start lock."""

    def __init__(self, data: Path, socket_folder: Path, account: Account) -> None:
        self.data = data
        self.account = account
        self.log = data.with_name("server.log")
        self._wanted_socket = socket_folder

    @property
    def socket_folder(self) -> Path:
        """Where the running server listens, by its own word; else where it would."""
        lines = self._pid_file()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else self._wanted_socket

    @property
    def pid(self) -> int | None:
        """The number of the living server process."""
        lines = self._pid_file()
        number = int(lines[0]) if lines and lines[0].isdigit() else None
        return number if number is not None and self._is_ours(number) else None

    def answer(self) -> Answer:
        """What the socket says now."""
        return ask(self.socket_folder, roles.ADMIN)

    def ensure(self, binaries: Binaries, progress: Progress) -> bool:
        """Start the server unless it runs; say whether it had to be started.

        Raises ``DatabaseError("cluster.not_starting")`` with the end of the server's log.
        """
        if self.answer() is Answer.READY:
            return False
        progress.report("cluster.starting")
        end = time.monotonic() + _PATIENCE
        launched, tries = 0.0, 0
        while time.monotonic() < end:
            if self.answer() is Answer.READY:
                return True
            if self.pid is None and time.monotonic() - launched > _LAUNCH_GRACE:
                if launched and not self._died_in_passing():
                    tries += 1
                if tries >= _TRIES:
                    break
                self._launch(binaries)
                launched = time.monotonic()
            progress.check()
            time.sleep(_PAUSE)
        raise DatabaseError("cluster.not_starting", log=str(self.log), reason=self._log_end())

    def stop(self, binaries: Binaries, mode: str = "fast") -> None:
        """Stop the server and wait until it is gone. ``mode`` as pg_ctl has it."""
        if self.pid is None:
            return
        command = (binaries.tool("pg_ctl"), "stop", "-w", "-s", "-m", mode, "-D", str(self.data))
        done = self.account.run(*command)
        if done.returncode and self.pid is not None:
            raise DatabaseError("cluster.not_stopping", folder=str(self.data), reason=done.stderr.strip())

    def _launch(self, binaries: Binaries) -> None:
        self._clear_stale_pid()
        self._trim_log()
        place = f"-k {shlex.quote(str(self._wanted_socket))}"
        command = (binaries.tool("pg_ctl"), "start", "-W", "-s", "-D", str(self.data))
        done = self.account.run(*command, "-l", str(self.log), "-o", place)
        if done.returncode:
            raise DatabaseError("cluster.not_starting", log=str(self.log), reason=done.stderr.strip()[-600:])

    def _clear_stale_pid(self) -> None:
        # After a reboot the number may belong to another program, and a dead server that nobody reaps (in
        # containers) keeps its number: PostgreSQL would wait for either for ever.
        lines = self._pid_file()
        if not lines or not lines[0].isdigit() or self._is_ours(int(lines[0])):
            return
        if _is_zombie(int(lines[0])) and _works_in(self.data):
            return  # its children have not noticed yet; the file guards the data against a second server
        socket_lock = self._wanted_socket / f"{SOCKET_NAME}.lock"
        if _first_line(socket_lock) == lines[0]:
            socket_lock.unlink(missing_ok=True)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _is_ours(self, number: int) -> bool:
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            return False
        return os.fsencode(self.data) in words and not _is_zombie(number)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _died_in_passing(self) -> bool:
        return any(sign in self._log_end() for sign in _PASSING)

    def _log_end(self) -> str:
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, self.log.stat().st_size - 600))
                return file.read().decode("utf-8", "replace")
        except FileNotFoundError:
            return ""

    def _trim_log(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            if self.log.stat().st_size > _LOG_LIMIT:
                self.log.replace(self.log.with_suffix(".log.old"))


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0]
    except OSError:
        return ""


def _works_in(data: Path) -> bool:
    """Whether any living process works in the data folder, as all of a server's do."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data and not _is_zombie(int(process.name)):
                return True
        except OSError:
            continue  # gone meanwhile, or somebody else's
    return False


def _is_zombie(number: int) -> bool:
    # A process that nobody has reaped yet is dead, though its number is still taken.
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return False
