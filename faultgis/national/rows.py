"""A survey as rows of the national template: what is checked, delivered, and read back."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from faultgis.national.template import Template
from faultgis.records.survey import Survey

Values = Mapping[str, str | int | float | None]


def blank_values(values: Values) -> dict[str, str | int | float | None]:
    """The values as a dictionary whose copies (by ``copy``) take a third of the memory of others: they share
    one table of names as long as they have the same ones, in the same order."""
    holder: Any = type("Values", (), {})()
    try:
        for name, value in values.items():
            setattr(holder, name, value)
    except (AttributeError, TypeError):  # a name that Python keeps for itself
        return dict(values)
    shared: dict[str, str | int | float | None] = vars(holder)
    return shared


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a class. ``values`` are by field name in the template's order, as they are delivered: the
    template's marks for "not available" stand in them; ``None`` is blank. ``extras`` are values of fields
    that the template does not know. The shape is in CGCS2000 degrees, longitude first. ``kind`` and ``id``
    name the record that the row is made from.
    """

    class_name: str
    values: Values
    geometry: BaseGeometry | None = None
    kind: str = ""
    id: UUID | None = None
    extras: Values = dataclasses.field(default_factory=dict)
    secrecy: int = 0

    def code(self, key: str) -> str:
        """The text of the field that identifies the row."""
        value = self.values.get(key)
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Note:
    """Something that a mapping could not say in full: a loss, a default, a row left out. ``code`` and
    ``params`` are for ``ui.words``."""

    code: str
    class_name: str
    row_code: str = ""
    field: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Attachment:
    """A file that a row names: ``name`` is its path within the package (with "/"), as it stands in ``field``;
    ``path`` that of our record, relative to the archive. ``sha256`` is empty where it was never taken."""

    class_name: str
    row_code: str
    field: str
    name: str
    path: str
    sha256: str = ""


@dataclass(frozen=True)
class Package:
    """A survey by a template: every class of it has its rows (perhaps none), sorted by their keys, so that
    the same survey gives the same rows in the same order. ``places`` says, by class and field, which field of
    our records a value comes from (for a click on a finding); ``notes`` what the mapping could not say;
    ``attachments`` the files that rows name, in order."""

    template: Template
    survey: Survey
    rows: Mapping[str, tuple[Row, ...]]
    places: Mapping[tuple[str, str], str] = dataclasses.field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows

    def of(self, class_name: str) -> tuple[Row, ...]:
        """The rows of a class."""
        return self.rows.get(class_name, ())
