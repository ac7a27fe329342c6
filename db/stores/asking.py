"""What the quality gate asks the database: administrators' own questions, and IDs of other surveys."""

from typing import Any
from uuid import UUID

from psycopg import Connection, Error
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

from db.base import table
from faultgis.errors import InputError, NotAllowedError
from faultgis.records.kinds import KINDS
from faultgis.records.provenance import Record

SECONDS = 20
MOST_ROWS = 100_000
_ADMINISTRATOR = "select pg_has_role(current_user, 'faultgis_administrator', 'member')"


def ask(connection: Connection[Any], sql: str, survey_id: UUID) -> list[dict[str, Any]]:
    """The answer's rows by column, within a transaction that only reads. ``%(survey)s`` is the survey's id.

    Whatever the statement did besides (large objects are written in transactions that only read, and locks
    outlive them) is undone.

    Raises ``NotAllowedError("quality.sql_not_allowed")`` for anybody but administrators and
    ``InputError("quality.sql_refused")`` for what is no single SELECT, writes, or takes too long.
    """
    allowed = connection.execute(_ADMINISTRATOR).fetchone()
    if allowed is None or not allowed[0]:
        raise NotAllowedError("quality.sql_not_allowed")
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(f"set local statement_timeout = {round(SECONDS * 1000)}".encode())
            # A cursor can be declared for one statement that returns rows, and for nothing else.
            with connection.cursor("faultgis_asking", row_factory=dict_row) as cursor:
                cursor.execute(sql.strip().rstrip(";").encode(), {"survey": survey_id})
                return cursor.fetchmany(MOST_ROWS)
    except (Error, KeyError, TypeError, ValueError) as error:
        reason = error.diag.message_primary if isinstance(error, Error) and error.diag else None
        raise InputError("quality.sql_refused", reason=reason or str(error), seconds=SECONDS) from error
    finally:
        if not connection.broken and connection.info.transaction_status != TransactionStatus.INERROR:
            connection.execute("select pg_advisory_unlock_all()")


def national_ids(connection: Connection[Any], survey_id: UUID) -> dict[str, str]:
    """The national IDs that records of other surveys came with, and the survey's code. The key of a record's
    source names the class and the ID: "Fault:640…"."""
    parts = [
        f"select survey_id, substring(source_key from '^[A-Za-z_]+:(.+)$') as code from"
        f" {table(kind).full_name} where source_key like '%%:%%' and survey_id <> %(survey)s"
        for kind, made in KINDS.items()
        if issubclass(made, Record)
    ]
    query = (
        f"select n.code, s.code from ({' union all '.join(parts)}) n"
        " join faultgis.survey s on s.id = n.survey_id where n.code <> ''"
    )
    return dict(connection.execute(query.encode(), {"survey": survey_id}).fetchall())
