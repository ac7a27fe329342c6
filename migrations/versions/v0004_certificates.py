"""The register of certificates and the log of questions. Its SQL stands in ``sql/v0004``."""

from migrations import scripts

revision = "v0004"
down_revision: str | None = "v0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the two tables with their own rights: whoever may ask adds, nobody changes."""
    scripts.run(revision)


def downgrade() -> None:
    """Drop them."""
    scripts.undo(revision)
