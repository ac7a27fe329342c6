"""A survey project, the state of its map sheets, and the batches that were imported into it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from faultgis.records.provenance import Record, Stamp, new_id


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A survey project. ``code`` is unique in the database; ``constructed`` marks made-up practice data.

    What the national database asks of it: ``division`` is the 6-digit division code (GB/T 2260) and ``topic``
    the 3-digit topic number that its IDs begin with; ``started_on`` and ``ended_on`` are the dates of the
    field work.
    """

    id: UUID = field(default_factory=new_id)
    code: str
    name_zh: str = ""
    name_en: str = ""
    description: str = ""
    mapping_scale: int = 50_000
    attribution: str = ""
    constructed: bool = False
    basemap: str = ""
    division: str = ""
    topic: str = ""
    organisation: str = ""
    authors: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    secrecy: int = 0
    publication: str = "draft"
    stamp: Stamp = field(default=Stamp(), compare=False)


@dataclass(frozen=True, kw_only=True)
class SheetState(Record):
    """How far one map sheet is. ``sheet`` is its GB/T 13989 number; ``state`` a code of ``sheet_state``."""

    sheet: str
    scale: int = 50_000
    state: str = "planned"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One file's import, which can be taken back as a unit."""

    id: UUID = field(default_factory=new_id)
    survey_id: UUID
    file: str
    sha256: str = ""
    layer: str = ""
    kind: str = "traces"
    mapping: str = ""
    crs: str = ""
    encoding: str = ""
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    imported_at: datetime | None = None
    imported_by: str = ""
    undone_at: datetime | None = None
