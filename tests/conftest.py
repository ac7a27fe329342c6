"""What every test may ask for: a private PostGIS, fresh databases, the shared data; and no real home."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from typing import Any

_PREFIX = "fgtest-"
_IN_MEMORY, _ON_DISK = Path("/dev/shm"), Path("/tmp")
_ROOM = 4_000_000_000


def _place() -> Path:
    # Hundreds of databases are copied here; in memory that takes a third of the time.
    if _IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK | os.X_OK):
        known = os.statvfs(_IN_MEMORY)
        if known.f_bavail * known.f_frsize > _ROOM:
            return _IN_MEMORY
    return _ON_DISK


def _sandbox() -> Path:
    # Not pytest's own folders: they are closed to the account that runs the server for root.
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_place()))
    folder.chmod(0o755)
    (folder / "pid").write_text(f"{os.getpid()} {_numbering()}", encoding="ascii")
    return folder


def _numbering() -> str:
    # A container that shares this folder counts its processes otherwise.
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


SANDBOX = _sandbox()
# Set before anything else is imported: no test sees the user's home, keyring, server or screen.
os.environ.update(
    {
        "FAULTGIS_HOME": str(SANDBOX / "home"),
        "FAULTGIS_TEST_SERVERS": str(SANDBOX.parent),  # where tests make servers of their own
        "XDG_DATA_HOME": str(SANDBOX / "data"),
        "XDG_CONFIG_HOME": str(SANDBOX / "config"),
        "XDG_CACHE_HOME": str(SANDBOX / "cache"),
        "XDG_STATE_HOME": str(SANDBOX / "state"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
)
os.environ.pop("FAULTGIS_DATABASE", None)
# Hundreds of child processes: each reads what the first one compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psycopg  # noqa: E402
import pytest  # noqa: E402

from db.cluster import roles  # noqa: E402
from db.cluster.server import PrivateServer  # noqa: E402

FAST = {
    "fsync": "off",
    # On: what was acknowledged outlives kill -9 of the server, as it does for users.
    "synchronous_commit": "on",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "max_connections": "100",
}
TEMPLATE = "faultgis_template"
Copied = Callable[..., AbstractContextManager[str]]
_numbers = count(1)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Clear away what test runs left behind that were killed."""
    for folder in (*_IN_MEMORY.glob(f"{_PREFIX}*"), *_ON_DISK.glob(f"{_PREFIX}*")):
        with contextlib.suppress(FileNotFoundError, ValueError, PermissionError):
            owner, *numbering = (folder / "pid").read_text(encoding="ascii").split()
            if not Path(f"/proc/{int(owner)}").exists() and numbering in ([], [_numbering()]):
                _clear(folder)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave nothing behind, neither folders nor servers."""
    _clear(SANDBOX)


def _clear(folder: Path) -> None:
    for data in folder.glob("**/data/PG_VERSION"):
        with contextlib.suppress(Exception):
            PrivateServer(data.parent.parent.parent).stop("immediate", force=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[PrivateServer]:
    """A private server for this test process, with a migrated database to copy from."""
    from db import schema

    private = PrivateServer(SANDBOX / "shared", FAST)
    private.start()
    schema.upgrade(private.owner_url)
    with _admin(private) as admin:
        admin.execute(f"create database {TEMPLATE} template {roles.DATABASE} owner {roles.OWNER}".encode())
    yield private
    private.stop("immediate", force=True)


@pytest.fixture(scope="session")
def copied(server: PrivateServer) -> Copied:
    """Copies a database that nobody is connected to; the copy is dropped at the end of the block."""

    @contextlib.contextmanager
    def copy(template: str = TEMPLATE) -> Iterator[str]:
        name = f"fresh_{next(_numbers)}"
        with _admin(server) as admin:
            made = f"create database {name} template {template} strategy file_copy owner {roles.OWNER}"
            admin.execute(made.encode())
        yield name
        with _admin(server) as admin:
            admin.execute(f"drop database if exists {name} with (force)".encode())

    return copy


@pytest.fixture
def database_name(copied: Copied) -> Iterator[str]:
    """The name of a fresh database on the current schema; it is dropped afterwards."""
    with copied() as name:
        yield name


@pytest.fixture
def database_url(server: PrivateServer, database_name: str) -> str:
    """The fresh database, as the working role that the client uses."""
    return server.url_of(roles.WORKER, database_name)


@pytest.fixture
def owner_url(server: PrivateServer, database_name: str) -> str:
    """The fresh database, as the role that owns the schema."""
    return server.url_of(roles.OWNER, database_name)


@pytest.fixture
def admin_url(server: PrivateServer, database_name: str) -> str:
    """The fresh database, as superuser."""
    return server.url_of(roles.ADMIN, database_name)


@pytest.fixture
def database(database_url: str) -> Iterator[Any]:
    """A store over the fresh database (``db.work.Database``)."""
    from db.engine import connect_engine
    from db.work import Database

    engine = connect_engine(database_url)
    yield Database(engine, user="tester")
    engine.dispose()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"real data are read from {folder}, which is not there")
    return folder


@contextlib.contextmanager
def _admin(server: PrivateServer) -> Iterator[psycopg.Connection]:
    host = str(server.folder / "run")
    with psycopg.connect(host=host, dbname="postgres", user=roles.ADMIN, autocommit=True) as connection:
        yield connection
