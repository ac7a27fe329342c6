"""Buried fault points, deformation zones and the delivery to the national database. SQL: ``sql/v0005``."""

from migrations import scripts

revision = "v0005"
down_revision: str | None = "v0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the tables, and what the national database asks of a survey."""
    scripts.run(revision)


def downgrade() -> None:
    """Drop them."""
    scripts.undo(revision)
