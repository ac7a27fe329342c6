"""The database as a store of records: every call is one short transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from psycopg import Connection, Error
from sqlalchemy import Engine

from db import bulk, search
from db.base import batch_table, table
from db.engine import driver_errors
from db.past import Past
from db.stores import arrays, asking, codes, conflicts, imports, reading, refusals, stamps
from faultgis.changes import Change
from faultgis.errors import ConflictError, InputError
from faultgis.progress import Progress
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.provenance import Stamp
from faultgis.records.survey import Batch, Survey
from faultgis.records.unread import Unread
from faultgis.store import Rejected, Saved

_LOCK_TIMEOUT = "30s"


class Database(Past):
    """Implements ``faultgis.store.Store`` over PostGIS.

    ``user`` is who works, as the history shall name them (empty: the login). ``session`` tags the notes that
    other clients get, so that a listener can tell its own saves. Safe to use from several threads.
    Raises ``DatabaseError`` where the database cannot be reached, ``NotAllowedError`` where the login lacks
    the right, ``InputError`` for what the database refuses (``record.duplicate``, ``record.in_use``,
    ``record.parent_missing``, ``record.unknown_code``, ``record.not_on_earth``, ``record.refused``).
    """

    def __init__(self, engine: Engine, user: str = "", reason: str = "") -> None:
        self.engine = engine
        self.user = user
        self.reason = reason
        self.session = uuid4().hex[:16]

    @contextmanager
    def connection(self, reason: str = "", snapshot: bool = False) -> Iterator[Connection[Any]]:
        """A bare psycopg connection inside one transaction; commits at the end, rolls back on any error.

        With ``snapshot`` it only reads, and all its queries see the database at one moment.
        """
        with driver_errors(self.engine.url):
            pooled = self.engine.raw_connection()
            try:
                driver = pooled.driver_connection
                assert isinstance(driver, Connection)
                with driver.transaction():
                    if snapshot:
                        driver.execute("set transaction isolation level repeatable read read only")
                    self._introduce(driver, reason)
                    yield driver
            except Error as error:
                ours = refusals.understand(error)
                if ours is None:
                    raise
                raise ours from error
            except UnicodeEncodeError as error:
                raise InputError("value.not_text", value=ascii(error.object[:50])) from error
            finally:
                pooled.close()

    def _introduce(self, connection: Connection[Any], reason: str) -> None:
        connection.execute(
            "select set_config('faultgis.user', %s, true), set_config('faultgis.reason', %s, true),"
            " set_config('faultgis.session', %s, true), set_config('lock_timeout', %s, true),"
            " set_config('timezone', 'UTC', true)",
            [self.user, reason or self.reason, self.session, _LOCK_TIMEOUT],
        )

    def surveys(self) -> list[Survey]:
        """All survey projects this user may see, by code."""
        with self.connection() as connection:
            return reading.surveys(connection)

    def survey(self, code: str) -> Survey:
        """One survey by its code. Raises ``InputError("survey.unknown")``."""
        with self.connection() as connection:
            found = reading.survey(connection, code)
        if found is None:
            raise InputError("survey.unknown", code=code)
        return found

    def create_survey(self, survey: Survey) -> Survey:
        """Save a new survey and return it as saved."""
        saved = self.save([Change(None, survey)]).records[0]
        assert isinstance(saved, Survey)
        return saved

    def counts(self, survey_id: UUID) -> dict[str, int]:
        """How many records of each kind the survey holds."""
        with self.connection() as connection:
            return reading.counts(connection, survey_id)

    def load(
        self,
        survey_id: UUID,
        kinds: Iterable[str] | None = None,
        progress: Progress | None = None,
        lines: bool = True,
    ) -> dict[str, list[AnyRecord]]:
        """All records of a survey by kind name. Without ``lines``, ``Unread`` stands for the shapes of traces
        and deformation zones."""
        with self.connection(snapshot=True) as connection:
            return reading.everything(connection, survey_id, kinds, progress or Progress(), lines)

    def get(self, kind: str, ids: Sequence[UUID]) -> list[AnyRecord]:
        """The records with these ids that still exist."""
        with self.connection() as connection:
            return reading.by_ids(connection, kind, ids)

    def find(self, text: str, survey_id: UUID | None = None, limit: int = 50) -> list[search.Found]:
        """Zones, faults and segments by name, pinyin, alias or code, the best fit first."""
        with self.connection() as connection:
            return search.find(connection, text, survey_id, limit)

    def batches(self, survey_id: UUID) -> list[Batch]:
        """The survey's imports, newest first."""
        with self.connection() as connection:
            return reading.batches(connection, survey_id)

    def save(self, changes: Sequence[Change], reason: str = "", progress: Progress | None = None) -> Saved:
        """Write all changes or none, drawing one revision; see ``faultgis.store.Store.save``."""
        changes = [c for c in changes if c.before is not None or c.after is not None]
        if not changes:
            return Saved(0)
        with self._writing(changes, reason) as (connection, stamp):
            bulk.write(connection, changes, progress or Progress())
        return Saved(stamp.revision, tuple(stamps.stamped(c, stamp) for c in changes if c.after is not None))

    @contextmanager
    def _writing(self, changes: Sequence[Change], reason: str) -> Iterator[tuple[Connection[Any], Stamp]]:
        """A transaction with a revision drawn, in which the rows to change stand as the changes think."""
        try:
            with self.connection(reason) as connection:
                stamp = stamps.draw(connection)
                conflicts.refuse_stale(connection, (c for c in changes if c.before is not None))
                yield connection, stamp
        except InputError as error:
            if error.code == "record.duplicate":
                with self.connection() as connection:
                    # New records are looked up only now: that some of them are there already is rare.
                    conflicts.refuse_stale(connection, (c for c in changes if c.before is None))
                    error.params["value"] = conflicts.taken(connection, changes, error)
            raise

    def save_batch(
        self,
        batch: Batch,
        changes: Sequence[Change],
        rejected: Sequence[Rejected],
        progress: Progress | None = None,
        lines: Iterable[Mapping[Unread, Any]] = (),
    ) -> Saved:
        """Write an import: its batch row, its records and its rejected rows together, or nothing; see
        ``faultgis.store.Store.save_batch``."""
        with self._writing(changes, f"import {batch.file}") as (connection, stamp):
            bulk.insert(connection, batch_table(), [batch])
            imports.write_rejected(connection, batch, rejected)
            bulk.write(connection, changes, progress or Progress(), lines)
        return Saved(stamp.revision)

    def rejected(self, batch_id: UUID) -> list[Rejected]:
        """The rows that an import could not use."""
        with self.connection() as connection:
            return imports.rejected_of(connection, batch_id)

    def undo_batch(self, batch_id: UUID) -> Saved:
        """Take an import back; see ``faultgis.store.Store.undo_batch``.

        Raises ``InputError`` (``batch.unknown``, ``batch.already_undone``) and
        ``ConflictError("batch.in_use")`` where newer records hang on what the batch created.
        """
        try:
            with self.connection("undo import") as connection:
                stamp = stamps.draw(connection)
                imports.undo(connection, batch_id)
        except InputError as error:
            if error.code == "record.in_use":
                raise ConflictError("batch.in_use", **error.params) from error
            raise
        return Saved(stamp.revision)

    def update_survey(self, survey: Survey) -> Survey:
        """Save a survey's own fields, with the stamp it was read with. Raises ``ConflictError``."""
        saved = self.save([Change(survey, survey)]).records[0]
        assert isinstance(saved, Survey)
        return saved

    def delete_survey(self, survey: Survey, reason: str = "") -> int:
        """Delete a survey with all that belongs to it; its history stays. Returns the revision."""
        with self.connection(reason or "delete survey") as connection:
            stamp = stamps.draw(connection)
            connection.execute("set constraints all deferred")
            for kind in reversed(KINDS):
                if kind != "survey":
                    query = f"delete from {table(kind).full_name} where survey_id = %s"
                    connection.execute(query.encode(), [survey.id])
            connection.execute("delete from faultgis.import_batch where survey_id = %s", [survey.id])
            conflicts.refuse_stale(connection, [Change(survey, None)])
            bulk.delete(connection, table("survey"), [survey.id])
            connection.execute("set constraints all immediate")
        return stamp.revision

    def trace_arrays(self, survey_id: UUID) -> arrays.Arrays:
        """Ids, coordinates (n, 2) and offsets of a survey's lines; see ``db.stores.arrays.traces``."""
        with self.connection() as connection:
            return arrays.traces(connection, survey_id)

    def ask(self, sql: str, survey_id: UUID) -> list[dict[str, Any]]:
        """The answer to an administrator's question; see ``faultgis.services.checking.Checkable.ask``."""
        with self.connection(snapshot=True) as connection:
            return asking.ask(connection, sql, survey_id)

    def national_ids(self, survey_id: UUID) -> dict[str, str]:
        """The national IDs that records of the other surveys came with, and whose they are."""
        with self.connection(snapshot=True) as connection:
            return asking.national_ids(connection, survey_id)

    def refresh_codes(self) -> None:
        """Bring the code lists of the resources into the database (for administrators)."""
        with self.connection("code lists") as connection:
            codes.load(connection)
