"""Trenches, samples, ages, rates, recurrence and probability. Its SQL stands in ``sql/v0003``."""

from migrations import scripts

revision = "v0003"
down_revision: str | None = "v0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the tables of the chain from the trench wall to the probability."""
    scripts.run(revision)


def downgrade() -> None:
    """Drop them."""
    scripts.undo(revision)
