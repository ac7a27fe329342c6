"""A survey's past, and what of it lies about a site."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.stores import kept as keeping
from db.stores import nearby, versions
from faultgis.records.kinds import AnyRecord
from faultgis.store import Kept, Version

Bounds = tuple[float, float, float, float]


class Past(ABC):
    """A database's answers about other times than now, and about certificates."""

    @abstractmethod
    def connection(self, reason: str = "", snapshot: bool = False) -> AbstractContextManager[Connection[Any]]:
        """A transaction."""

    def history(self, kind: str, record_id: UUID) -> list[Version]:
        """All versions of a record, oldest first."""
        with self.connection(snapshot=True) as connection:
            return versions.of_record(connection, kind, record_id)

    def as_of(
        self, survey_id: UUID, when: date | datetime | int, kinds: Iterable[str] | None = None
    ) -> dict[str, list[AnyRecord]]:
        """A survey's records by kind as they stood at a data version (a number) or at a moment.

        A day means its end in this machine's time zone. Raises ``InputError("revision.unknown")``.
        """
        with self.connection(snapshot=True) as connection:
            number = versions.revision_at(connection, when)
            return versions.as_of(connection, survey_id, number, kinds)

    def as_issued(
        self, survey_id: UUID, certificate_id: UUID, revision: int, kinds: Iterable[str]
    ) -> dict[str, list[AnyRecord]]:
        """The records that a certificate of this data version rests on. Who may not read the history gets
        those that were published then."""
        with self.connection(snapshot=True) as connection:
            if versions.may_read_history(connection):
                return versions.as_of(connection, survey_id, revision, kinds)
            return versions.certified(connection, certificate_id, kinds)

    def sees_drafts(self) -> bool:
        """Whether this login sees records that are not published; those that do read the history, too."""
        with self.connection(snapshot=True) as connection:
            return versions.may_read_history(connection)

    def kept(self, survey_id: UUID) -> Kept | None:
        """What the database keeps of a survey's past; ``None`` for a login that may not read the history."""
        with self.connection(snapshot=True) as connection:
            if not versions.may_read_history(connection):
                return None
            return keeping.kept(connection, survey_id)

    def revision_at(self, when: date | datetime | int) -> int:
        """The data version at a moment; 0 before the first."""
        with self.connection() as connection:
            return versions.revision_at(connection, when)

    def changed_since(self, survey_id: UUID, revision: int) -> dict[str, list[UUID]]:
        """Ids by kind of a survey's records that were written or deleted after a data version."""
        with self.connection(snapshot=True) as connection:
            return versions.changed_since(connection, survey_id, revision)

    def around(
        self, survey_id: UUID, kinds: Iterable[str], bounds: Bounds
    ) -> tuple[dict[str, list[AnyRecord]], int, dict[str, Any]]:
        """What a survey knows about a box (west, south, east, north in degrees), at one moment: the traces
        that come into it, all others of their faults, and the records that belong to these; the data version;
        and what of the whole survey this login sees: ``publication`` (published or all) and ``secrecy`` (the
        highest level)."""
        wanted = list(kinds)
        with self.connection(snapshot=True) as connection:
            version = versions.revision_at(connection, datetime.now(UTC))
            seen = nearby.seen(connection, survey_id, wanted)
            return nearby.around(connection, survey_id, wanted, bounds), version, seen
