"""Finds PostgreSQL with PostGIS on this machine, or says exactly what is missing."""

import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from faultgis.errors import DatabaseError

OLDEST_MAJOR = 14
_SERVER = ("postgres", "initdb", "pg_ctl")
_CLIENT = ("pg_dump", "pg_restore")
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/bin",
)


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL of one major version."""

    folder: Path
    major: int

    def tool(self, name: str) -> str:
        """The whole path of one program, e.g. ``pg_dump``."""
        return str(self.folder / name)

    @property
    def has_postgis(self) -> bool:
        """Whether this PostgreSQL can create the extension PostGIS."""
        return any((share / "extension/postgis.control").exists() for share in self._shares())

    def _shares(self) -> Iterable[Path]:
        # The two usual places first: asking pg_config costs a process on the way to the first map.
        yield Path(f"/usr/share/postgresql/{self.major}")
        yield self.folder.parent / "share"
        config = self.folder / "pg_config"
        if config.exists():
            yield Path(_answer(str(config), "--sharedir"))


def find(major: int | None = None) -> Binaries:
    """The newest PostgreSQL >= 14 with PostGIS, or the one of ``major``.

    ``FAULTGIS_PG_BINDIR`` names the folder to use instead of searching. Raises ``DatabaseError``:
    ``cluster.no_postgresql``, ``cluster.postgresql_too_old``, ``cluster.no_postgis``, ``cluster.bad_bindir``;
    ``cluster.other_major`` where ``major`` is not among those installed.
    """
    installed = _installed(_SERVER)
    if major is not None:
        return _of_major(installed, major)
    if not installed:
        raise DatabaseError("cluster.no_postgresql")
    recent = [found for found in installed if found.major >= OLDEST_MAJOR]
    if not recent:
        raise DatabaseError("cluster.postgresql_too_old", installed=_majors(installed), oldest=OLDEST_MAJOR)
    for found in recent:
        if found.has_postgis:
            return found
    raise DatabaseError("cluster.no_postgis", installed=_majors(recent), major=recent[0].major)


def client(at_least: int | None = None) -> Binaries:
    """The programs that dump and restore a server of the major version ``at_least``; else the newest.

    Raises ``DatabaseError("cluster.no_client")``.
    """
    installed = _installed(_CLIENT)
    if at_least is None and installed:
        return installed[0]
    wanted = at_least or OLDEST_MAJOR
    for found in reversed(installed):
        if found.major >= wanted:
            return found
    raise DatabaseError("cluster.no_client", major=wanted, installed=_majors(installed))


def _of_major(installed: list[Binaries], major: int) -> Binaries:
    same = [found for found in installed if found.major == major]
    if not same:
        raise DatabaseError("cluster.other_major", major=major, installed=_majors(installed))
    for found in same:
        if found.has_postgis:
            return found
    raise DatabaseError("cluster.no_postgis", installed=str(major), major=major)


def _majors(installed: list[Binaries]) -> str:
    return ", ".join(dict.fromkeys(str(found.major) for found in installed)) or "-"


def _installed(needed: tuple[str, ...]) -> list[Binaries]:
    named = os.environ.get("FAULTGIS_PG_BINDIR")
    if named:
        if not _complete(Path(named), needed):
            raise DatabaseError("cluster.bad_bindir", folder=named, needed=", ".join(needed))
        return [Binaries(Path(named), _major(Path(named)))]
    folders = (folder for pattern in _FOLDERS for folder in Path("/").glob(pattern.lstrip("/")))
    found = [Binaries(folder, _major(folder)) for folder in folders if _complete(folder, needed)]
    return sorted(found, key=lambda binaries: binaries.major, reverse=True)


def _complete(folder: Path, needed: tuple[str, ...]) -> bool:
    return all((folder / name).exists() for name in needed)


def _major(folder: Path) -> int:
    if folder.parent.parent.name == "postgresql" and folder.parent.name.isdigit():
        return int(folder.parent.name)
    version = re.search(r"PostgreSQL\) (\d+)", _answer(str(folder / "pg_dump"), "--version"))
    return int(version.group(1)) if version else 0


def _answer(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/").stdout.strip()
