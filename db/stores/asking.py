"""Questions of administrators to the database: one SELECT, read-only, within a time limit."""

from typing import Any
from uuid import UUID

from psycopg import Connection, Error
from psycopg.rows import dict_row

from faultgis.errors import InputError, NotAllowedError

SECONDS = 20
MOST_ROWS = 100_000
_ADMINISTRATOR = "select pg_has_role(current_user, 'faultgis_administrator', 'member')"


def ask(connection: Connection[Any], sql: str, survey_id: UUID) -> list[dict[str, Any]]:
    """The answer's rows by column, within a transaction that only reads. ``%(survey)s`` is the survey's id.

    Raises ``NotAllowedError("quality.sql_not_allowed")`` for anybody but administrators and
    ``InputError("quality.sql_refused")`` for what is no single SELECT, writes, or takes too long.
    """
    allowed = connection.execute(_ADMINISTRATOR).fetchone()
    if allowed is None or not allowed[0]:
        raise NotAllowedError("quality.sql_not_allowed")
    try:
        # A cursor can be declared for one statement that returns rows, and for nothing else.
        with connection.cursor("faultgis_asking", row_factory=dict_row) as cursor:
            connection.execute(f"set local statement_timeout = {round(SECONDS * 1000)}".encode())
            cursor.execute(sql.strip().rstrip(";").encode(), {"survey": survey_id})
            return cursor.fetchmany(MOST_ROWS)
    except (Error, KeyError, TypeError, ValueError) as error:
        reason = error.diag.message_primary if isinstance(error, Error) and error.diag else None
        raise InputError("quality.sql_refused", reason=reason or str(error), seconds=SECONDS) from error
