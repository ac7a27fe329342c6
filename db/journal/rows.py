"""What the journal writes into its tables."""

import sqlite3
from typing import Any

from db.journal.coding import checksum, pack, pack_edit
from db.journal.file import now
from faultgis.edits import Edit

KEPT_BYTES = 64_000_000


def unstack(connection: sqlite3.Connection, numbers: list[int]) -> None:
    """Edits that can be redone no more; those that are steps stay until these are saved."""
    connection.executemany("update edit set stacked = 0 where n = ?", [(number,) for number in numbers])


def insert(connection: sqlite3.Connection, n: int, edit: Edit) -> None:
    insert_body(connection, n, pack_edit(edit))


def insert_body(connection: sqlite3.Connection, n: int, body: bytes) -> None:
    row = (n, now(), body, checksum(body))
    connection.execute("insert into edit(n, at, stacked, body, crc) values (?, ?, 1, ?, ?)", row)


def replace(connection: sqlite3.Connection, n: int, body: bytes) -> None:
    row = (now(), body, checksum(body), n)
    connection.execute("update edit set at = ?, body = ?, crc = ? where n = ?", row)


def put_sketch(connection: sqlite3.Connection, state: dict[str, Any] | None) -> None:
    if state is None:
        connection.execute("delete from sketch")
        return
    body = pack(state)
    row = (now(), body, checksum(body))
    connection.execute("insert or replace into sketch values (1, ?, ?, ?)", row)


def empty(connection: sqlite3.Connection) -> None:
    for table in ("edit", "step", "sketch"):
        connection.execute(f"delete from {table}")
    connection.execute("update state set value = 0 where key = 'pointer'")


def trim(connection: sqlite3.Connection) -> None:
    """Forget the oldest undo where the file would grow beyond its measure."""
    total = 0
    rows = connection.execute("select n, length(body) from edit order by n desc").fetchall()
    for n, size in rows:
        total += size
        if total > KEPT_BYTES:
            connection.execute("delete from edit where n <= ? and n not in (select n from step)", (n,))
            return
