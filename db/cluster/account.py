"""The account that owns and runs the private server: oneself; for root, who may not run it, another one."""

import hashlib
import os
import platform
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faultgis.errors import DatabaseError

try:
    import pwd
except ImportError:  # Windows, which ``place`` refuses
    pwd = None  # type: ignore[assignment]

SYSTEM_ACCOUNT = "postgres"
# pg_ctl hands its paths to a shell between double quotes.
_ODD = frozenset('"$`\\\n')
SYSTEM_FOLDER = Path("/var/lib/faultgis")


@dataclass(frozen=True)
class Account:
    """An account of the operating system that holds the server's files."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, entry: "pwd.struct_passwd") -> "Account":
        """From an entry of the passwd file."""
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def run(self, *command: str, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, in a plain locale and with nothing set for other servers."""
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env=plain_environment(),
            cwd="/",
            timeout=timeout,
            **self._switch(),
        )

    def _switch(self) -> dict[str, Any]:
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def make_folder(self, folder: Path) -> None:
        """Make the folder, readable by nobody else; refuse one that somebody else laid out for us.

        Raises ``DatabaseError``: ``cluster.no_folder``, ``cluster.other_owner``.
        """
        try:
            _make_parents(folder)
            folder.mkdir(mode=0o700, exist_ok=True)
            self._own(folder)
        except OSError as error:
            raise DatabaseError("cluster.no_folder", folder=str(folder), reason=error.strerror) from None

    def _own(self, folder: Path) -> None:
        known = folder.lstat()
        if not stat.S_ISDIR(known.st_mode) or known.st_uid not in (self.uid, os.geteuid()):
            raise DatabaseError("cluster.other_owner", folder=str(folder), account=self.name)
        if known.st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        if stat.S_IMODE(known.st_mode) != 0o700:
            folder.chmod(0o700)

    def open_file(self, path: Path) -> int:
        """Open or create a file of this account for locking; never through a link."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o600)
        if os.fstat(descriptor).st_uid != self.uid and os.geteuid() == 0:
            os.fchown(descriptor, self.uid, self.gid)
        return descriptor

    def write(self, path: Path, text: str) -> None:
        """Write a file that only this account may read."""
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def can_walk_to(self, folder: Path) -> bool:
        """Whether this account may pass through the folder and all folders above it."""
        return all(self._may_pass(part) for part in (folder, *folder.parents) if part.exists())

    def _may_pass(self, folder: Path) -> bool:
        known = folder.stat()
        if known.st_uid == self.uid:
            return bool(known.st_mode & stat.S_IXUSR)
        if known.st_gid == self.gid:
            return bool(known.st_mode & stat.S_IXGRP)
        return bool(known.st_mode & stat.S_IXOTH)


def _make_parents(folder: Path) -> None:
    for parent in reversed(folder.parents):
        if not parent.exists():
            parent.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                parent.chmod(0o755)  # whatever root's umask is: the server's account has to pass


def plain_environment() -> dict[str, str]:
    """The environment without PostgreSQL's variables (they point to other servers), in a plain locale."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}


def place(home: Path) -> tuple[Path, Account]:
    """Where the server of this home lives, and as whom it runs.

    In ``home/server``; as root, where the server's account cannot walk to the home, in
    ``/var/lib/faultgis/<hash of home>``. Raises ``DatabaseError``: ``cluster.only_linux``,
    ``cluster.no_account``, ``cluster.odd_folder``.
    """
    if platform.system() != "Linux":
        raise DatabaseError("cluster.only_linux", system=platform.system())
    home = home.expanduser().absolute()
    if _ODD & set(str(home)):
        raise DatabaseError("cluster.odd_folder", folder=str(home), signs=" ".join(sorted(_ODD - {"\n"})))
    folder = home / "server"
    if os.geteuid() != 0:
        return folder, _myself()
    if folder.exists() and folder.stat().st_uid != 0:
        return folder, _owner(folder)
    account = _system_account()
    if account.can_walk_to(home):
        return folder, account
    return SYSTEM_FOLDER / digest(home), account


def digest(path: Path) -> str:
    """A short name that stands for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _myself() -> Account:
    try:
        return Account.of(pwd.getpwuid(os.geteuid()))
    except KeyError:
        raise DatabaseError("cluster.no_account", account=str(os.geteuid())) from None


def _owner(folder: Path) -> Account:
    number = folder.stat().st_uid
    try:
        return Account.of(pwd.getpwuid(number))
    except KeyError:
        raise DatabaseError("cluster.no_account", account=str(number)) from None


def _system_account() -> Account:
    try:
        return Account.of(pwd.getpwnam(SYSTEM_ACCOUNT))
    except KeyError:
        raise DatabaseError("cluster.no_account", account=SYSTEM_ACCOUNT) from None
