"""A private local PostGIS: created on first use, shared by several programs, stopped by the last one out."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from db.cluster import account as accounts
from db.cluster import binaries, data, locks, roles
from db.cluster.locks import Program
from db.cluster.postmaster import Postmaster
from db.cluster.probe import LONGEST_SOCKET, SOCKET_NAME, Answer
from faultgis.errors import DatabaseError
from faultgis.progress import Progress

_LAYOUT = "1"
_LEAVING_S = 0.5


@dataclass(frozen=True)
class ServerStatus:
    """How the private server stands: where it lies, its process if it runs, and the programs using it."""

    folder: Path
    created: bool
    running: bool
    pid: int | None
    major: int | None
    programs: tuple[Program, ...]


class PrivateServer:
    """The server of one home folder, used by this program from ``start`` to ``release``.

    It listens on a Unix socket in a folder that only its account can enter, and on no TCP port.
    ``settings`` are added to PostgreSQL's configuration when the data folder is made.
    """

    def __init__(self, home: Path, settings: Mapping[str, str] | None = None) -> None:
        self.home = home.expanduser().absolute()
        self.folder, self.account = accounts.place(self.home)
        self._settings = settings or {}
        self._postmaster = Postmaster(self.folder / "data", self._socket_place(), self.account)
        self._use: locks.SharedUse | None = None

    @property
    def moved(self) -> bool:
        """Whether the data lie outside the home, because the server's account cannot enter it."""
        return self.folder.parent != self.home

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the working role, which is neither superuser nor owner."""
        return self.url_of(roles.WORKER)

    @property
    def owner_url(self) -> str:
        """SQLAlchemy URL of the role that owns the schema; for migrations."""
        return self.url_of(roles.OWNER)

    @property
    def admin_url(self) -> str:
        """SQLAlchemy URL of the superuser; for maintenance, backup and restore."""
        return self.url_of(roles.ADMIN)

    def url_of(self, role: str, database: str = roles.DATABASE) -> str:
        """SQLAlchemy URL of a role and a database on this server."""
        return roles.url(self._postmaster.socket_folder, role, database)

    def start(self, progress: Progress | None = None) -> bool:
        """Have the server running and take a share in it; say whether it had to be started.

        Raises ``DatabaseError`` with what is missing (``cluster.no_postgresql``, ``cluster.no_postgis``),
        in the way (``cluster.other_major``, ``cluster.other_owner``) or broken (``cluster.not_starting``).
        """
        progress = progress or Progress()
        self.account.make_folder(self.folder)
        with locks.exclusive(self.folder / "start.lock", self.account, progress):
            started = self._ensure_running(progress)
            self._use = self._use or locks.SharedUse(self.folder / "use.lock", self.account)
            self._ensure_prepared(progress)
        return started

    def keep(self) -> None:
        """Let the running server outlive its programs, until ``stop``."""
        self.account.write(self.folder / "keep", str(self._postmaster.pid))

    def release(self) -> bool:
        """Give our share back; the last one out stops the server. Says whether it was stopped.

        It is left running after ``keep``, and while another client, such as QGIS, is connected to it.
        """
        if self._use is None:
            return False
        with locks.exclusive(self.folder / "start.lock", self.account, Progress()):
            last = self._use.is_last() and not self._kept() and not self._strangers_stay()
            if last:
                self._postmaster.stop(self._binaries())
            self._use.close()
            self._use = None
        return last

    def stop(self, mode: str = "fast", force: bool = False) -> bool:
        """Stop the server whoever started it; say whether it ran.

        Raises ``DatabaseError("cluster.in_use")`` naming the programs that use it, unless ``force``.
        """
        if data.major_of(self._postmaster.data) is None:
            return False
        with locks.exclusive(self.folder / "start.lock", self.account, Progress()):
            if self._postmaster.pid is None:
                return False
            others = self.others()
            if others and not force:
                raise DatabaseError("cluster.in_use", programs="; ".join(others))
            self._postmaster.stop(self._binaries(), mode)
        return True

    def status(self) -> ServerStatus:
        """How the server stands, without starting it."""
        major = data.major_of(self._postmaster.data)
        pid = self._postmaster.pid
        running = pid is not None and self._postmaster.answer() is Answer.READY
        programs = tuple(locks.users(self.folder / "use.lock"))
        return ServerStatus(self.folder, major is not None, running, pid, major, programs)

    def programs(self) -> list[Program]:
        """The other programs that use the server."""
        return [user for user in locks.users(self.folder / "use.lock") if user.pid != os.getpid()]

    def others(self) -> list[str]:
        """Who else uses the server, in words: programs by number and command, other clients by name."""
        return [f"{user.pid} {user.command}" for user in self.programs()] + self.strangers()

    def strangers(self) -> list[str]:
        """Clients connected to the server that are not FaultGIS, by the name they give."""
        if self._postmaster.answer() is not Answer.READY:
            return []
        return roles.strangers(self._postmaster.socket_folder)

    def _strangers_stay(self) -> bool:
        """Whether others are connected. The server takes a moment to let go of one that has just left, or
        that only asked whether it answers."""
        until = time.monotonic() + _LEAVING_S
        while self.strangers():
            if time.monotonic() > until:
                return True
            time.sleep(0.02)
        return False

    def _kept(self) -> bool:
        # Told of one run of the server only: after a reboot the number is another one.
        mark = self.folder / "keep"
        return mark.exists() and mark.read_text(encoding="ascii") == str(self._postmaster.pid)

    def _ensure_running(self, progress: Progress) -> bool:
        if self._postmaster.answer() is Answer.READY:
            return False
        found = self._binaries()
        if data.major_of(self._postmaster.data) is None:
            progress.report("cluster.creating")
            data.create(self._postmaster.data, found, self.account, self._settings)
        self.account.make_folder(self._socket_place())
        return self._postmaster.ensure(found, progress)

    def _binaries(self) -> binaries.Binaries:
        return binaries.find(data.major_of(self._postmaster.data))

    def _ensure_prepared(self, progress: Progress) -> None:
        mark = self.folder / "prepared"
        if mark.exists():
            return
        progress.report("cluster.preparing")
        roles.prepare(self._postmaster.socket_folder)
        self.account.write(mark, _LAYOUT)

    def _socket_place(self) -> Path:
        inside = self.folder / "run"
        fits = len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET
        # PostgreSQL reads the folder as a list, so a comma or a quote in it would split it.
        if fits and not set(',"\\\n') & set(str(inside)):
            return inside
        name = f"faultgis-{accounts.digest(self.folder)}"
        if os.geteuid() == 0 and Path("/run").is_dir():
            return Path("/run") / name
        return Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp") / name
