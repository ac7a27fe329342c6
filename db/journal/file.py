"""The journal's SQLite file: opened exclusively, read as far as it is sound, moved aside if not."""

import contextlib
import itertools
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from db.journal.coding import unpack, unpack_edit
from faultgis.edits import Edit
from faultgis.errors import FaultGISError

FORMAT = 1
_SCHEMA = """
create table edit(
    n integer primary key, at text not null, stacked integer not null, body blob not null,
    crc integer not null);
create table step(k integer primary key autoincrement, n integer not null, sign integer not null);
create table sketch(id integer primary key check (id = 1), at text not null, body blob not null,
    crc integer not null);
create table state(key text primary key, value integer not null);
insert into state values ('pointer', 0);
"""


class UnreadableError(Exception):
    """The file is no journal that this program can go on with."""


@dataclass
class Contents:
    """What a journal holds: edits by number, which are on the timeline, the steps not in the database,
    the pointer into the timeline, the sketch, when it was written last."""

    edits: dict[int, Edit] = field(default_factory=dict)
    stacked: list[int] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)
    pointer: int = 0
    sketch: dict[str, Any] | None = None
    since: datetime | None = None
    sound: bool = True


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for this program alone. Raises ``FaultGISError("journal.busy")`` when another has it, and
    ``UnreadableError``."""
    connection = sqlite3.connect(path, timeout=0.0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("pragma locking_mode = exclusive")
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("begin immediate")
        _make(connection)
        connection.execute("commit")
        if connection.execute("pragma quick_check").fetchone()[0] != "ok":
            raise UnreadableError
    except sqlite3.OperationalError as error:
        connection.close()
        if "locked" in str(error) or "busy" in str(error):
            raise FaultGISError("journal.busy", file=str(path)) from error
        # Beside what the disk refuses, a head that SQLite cannot go by ("unsupported file format").
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise UnreadableError from error
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError, UnreadableError) as error:
        # What SQLite says of damage may hold the file's own bytes, which need not be a text.
        connection.close()
        raise UnreadableError from error
    return connection


def _make(connection: sqlite3.Connection) -> None:
    version = connection.execute("pragma user_version").fetchone()[0]
    if version not in (0, FORMAT):
        raise UnreadableError
    if version == 0:
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
        connection.execute(f"pragma user_version = {FORMAT}")


def contents(connection: sqlite3.Connection) -> Contents:
    """Everything the file holds, up to the first row that is damaged (then ``sound`` is false)."""
    found = Contents()
    known = [
        _try(_read_edits, connection, found),
        _try(_read_steps, connection, found),
        _try(_read_sketch, connection, found),
    ]
    if not all(known) or any(n not in found.edits for n, _ in found.steps):
        found.sound = False
        _settle(found, steps_known=known[1])
    return found


def _try(
    read: Callable[[sqlite3.Connection, Contents], None], c: sqlite3.Connection, found: Contents
) -> bool:
    try:
        read(c, found)
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError):
        return False
    return True


def _read_steps(connection: sqlite3.Connection, found: Contents) -> None:
    found.steps = connection.execute("select n, sign from step order by k").fetchall()
    found.pointer = connection.execute("select value from state where key = 'pointer'").fetchone()[0]
    for number in (found.pointer, *itertools.chain(*found.steps)):
        if not isinstance(number, int):
            raise TypeError(f"{number!r} is no number of an edit")


def _read_edits(connection: sqlite3.Connection, found: Contents) -> None:
    for n, at, stacked, body, crc in connection.execute(
        "select n, at, stacked, body, crc from edit order by n"
    ):
        found.edits[n] = unpack_edit(body, crc)
        found.since = datetime.fromisoformat(at)
        if stacked:
            found.stacked.append(n)


def _read_sketch(connection: sqlite3.Connection, found: Contents) -> None:
    row = connection.execute("select at, body, crc from sketch").fetchone()
    if row is not None:
        found.sketch = unpack(row[1], row[2])
        found.since = datetime.fromisoformat(row[0])


def _settle(found: Contents, steps_known: bool) -> None:
    """After damage: a step whose edit is lost ends the story; without steps all edits count as unsaved."""
    if not steps_known:
        found.steps = [(n, 1) for n in found.stacked]
    kept = list(itertools.takewhile(lambda step: step[0] in found.edits, found.steps))
    if len(kept) < len(found.steps) or not steps_known:
        found.pointer = (kept[-1][0] if kept else found.stacked[-1]) if found.stacked else 0
    found.steps = kept
    found.pointer = max((n for n in found.stacked if n <= found.pointer), default=0)


def now() -> str:
    """The present moment as the journal writes it."""
    return datetime.now(UTC).isoformat()


def move_aside(path: Path) -> Path:
    """Give a damaged file (and its write-ahead log) another name beside it; return that name."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for ending in ("", "-wal"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return aside


def rescue(aside: Path) -> Contents:
    """What can still be read of a file that was moved aside; a copy is read, so that it stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "journal.sqlite"
        for ending in ("", "-wal"):
            if (part := aside.with_name(aside.name + ending)).exists():
                shutil.copyfile(part, copy.with_name(copy.name + ending))
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            found = contents(connection)
    found.sound = False
    return found
