"""The tables as SQLAlchemy knows them. Only migrations and their check read them; see ``db.base``."""

from db.models.keeping import (
    code_list,
    code_value,
    history,
    import_rejection,
    revision,
    user_clearance,
)
from db.models.metadata import import_batch, metadata, tables

__all__ = [
    "code_list",
    "code_value",
    "history",
    "import_batch",
    "import_rejection",
    "metadata",
    "revision",
    "tables",
    "user_clearance",
]
