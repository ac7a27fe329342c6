"""Point clouds, rasters and local grids. Its SQL stands in ``sql/v0002``."""

from migrations import scripts

revision = "v0002"
down_revision: str | None = "v0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the tables; offset markers may lie in a local grid, photographs say more of the camera."""
    scripts.run(revision)


def downgrade() -> None:
    """Drop the tables, and the offset markers that have no place on the earth with them."""
    scripts.undo(revision)
