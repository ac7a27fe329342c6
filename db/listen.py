"""Hears what other clients save: a connection of its own that listens for the database's notes."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import URL

from db.engine import connect
from faultgis.errors import DatabaseError

CHANNEL = "faultgis_changed"


@dataclass(frozen=True)
class Note:
    """One statement's changes to one kind of a survey's records.

    ``ids`` is ``None`` where there were too many to name (more than 100): load the kind anew. ``operation``
    is insert, update or delete; ``session`` is ``Database.session`` of the client that saved.
    """

    revision: int
    survey_id: UUID | None
    kind: str
    ids: tuple[UUID, ...] | None
    session: str = ""
    operation: str = ""
    count: int = 0


class Listener:
    """Listens from its making until ``close``. Watch ``fileno`` for reading, then call ``read``.

    Belongs to one thread. Raises ``DatabaseError("database.lost")`` from ``read`` once the connection is
    gone; ``reconnect`` then starts anew, and what was missed is ``Database.changed_since``.
    """

    def __init__(self, url: str | URL) -> None:
        self._url = url
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = connect(self._url, program="faultgis listener", autocommit=True)
        connection.execute(f"listen {CHANNEL}".encode())
        return connection

    def fileno(self) -> int:
        """The socket to watch. Raises ``DatabaseError("database.lost")``."""
        try:
            return self._connection.fileno()
        except psycopg.Error as error:
            raise DatabaseError("database.lost", reason=str(error).strip()) from error

    def read(self) -> list[Note]:
        """The notes that have come, without waiting for more."""
        notes = []
        try:
            self._connection.pgconn.consume_input()
            while (note := self._connection.pgconn.notifies()) is not None:
                notes.append(_understand(note.extra))
        except psycopg.Error as error:
            raise DatabaseError("database.lost", reason=str(error).strip().partition("\n")[0]) from error
        return notes

    def reconnect(self) -> None:
        """Listen again after a loss. Raises ``DatabaseError`` where the database cannot be reached yet."""
        self.close()
        self._connection = self._connect()

    def close(self) -> None:
        """Stop listening."""
        self._connection.close()


def _understand(payload: bytes) -> Note:
    told = json.loads(payload)
    return Note(
        revision=told["revision"],
        survey_id=UUID(told["survey"]) if told["survey"] else None,
        kind=told["kind"],
        ids=None if told["ids"] is None else tuple(UUID(given) for given in told["ids"]),
        session=told["session"],
        operation=told["operation"],
        count=told["count"],
    )
