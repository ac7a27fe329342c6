"""Runs the SQL that a migration keeps under ``sql/``."""

from pathlib import Path

from alembic import op

_SQL = Path(__file__).parent / "sql"
_VIEWS_SINCE = 15


def run(version: str) -> None:
    """All numbered parts of a version in their order.

    Before PostgreSQL 15 a view reads with the rights of its owner, past row-level security: there the views
    are left out.
    """
    for part in sorted((_SQL / version).glob("[0-9]*.sql")):
        if _server_version() >= _VIEWS_SINCE or "views" not in part.name:
            run_file(part)


def run_file(file: Path) -> None:
    """One file of statements."""
    op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))


def undo(version: str) -> None:
    """The version's ``downgrade.sql``."""
    run_file(_SQL / version / "downgrade.sql")


def _server_version() -> int:
    version = op.get_bind().dialect.server_version_info
    return int(version[0]) if version else 0
