"""What an expression is evaluated with: the survey's records, the rows' IDs, the settings, and the notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from faultgis.national.index import Index
from faultgis.national.rows import Note, Row
from faultgis.national.template import Template


@dataclass(frozen=True)
class Settings:
    """What decides the rows beside the records. ``division`` and ``topic`` begin every ID (empty: the
    survey's); ``multipart`` lines are ``keep`` or ``explode``; ``decimals`` of degrees are given (``None``:
    all there are).

    Rows above ``level`` are left out (``None``: none are), those of ``restricted`` classes count at least as
    the level named; ``classes`` are delivered alone if there are any. ``exposure`` stands in for an exposure
    that nobody decided (empty: such rows get no fault type). ``extra`` are rows calculated elsewhere, by
    class.
    """

    division: str = ""
    topic: str = ""
    multipart: str = "keep"
    decimals: int | None = None
    level: int | None = None
    restricted: Mapping[str, int] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    exposure: str = ""
    extra: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


@dataclass
class Working:
    """One making of a package. ``codes`` are IDs by class and record; ``class_name``, ``row_code`` and
    ``field`` say what is being made, for notes; ``geometry`` is the shape of the row."""

    index: Index
    template: Template
    settings: Settings
    codes: dict[tuple[str, UUID], str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    class_name: str = ""
    row_code: str = ""
    field: str = ""
    geometry: Any = None

    def note(self, code: str, **params: Any) -> None:
        """Say that something of the value being made could not be said."""
        self.notes.append(Note(code, self.class_name, self.row_code, self.field, params))
