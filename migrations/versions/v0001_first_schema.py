"""The first schema: records, data versions, history, roles and rights. Its SQL stands in ``sql/v0001``."""

from pathlib import Path

from alembic import op

revision = "v0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_SQL = Path(__file__).parent.parent / "sql" / "v0001"


def upgrade() -> None:
    """Create everything; the schema itself is there, since alembic's own table stands in it."""
    for part in sorted(_SQL.glob("[0-9]*.sql")):
        op.get_bind().exec_driver_sql(part.read_text(encoding="utf-8").replace("%", "%%"))


def downgrade() -> None:
    """Drop everything but the schema and alembic's table. The group roles stay: other databases use them."""
    text = (_SQL / "downgrade.sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(text.replace("%", "%%"))
