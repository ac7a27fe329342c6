"""Who, when, from which file: what every record carries beside its own subject."""

import os
import time
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


def new_id() -> UUID:
    """A new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits: keys sort by age."""
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What the database knows of a row's life. ``row_version`` 0 means: never saved yet."""

    row_version: int = 0
    revision: int = 0
    created_at: datetime | None = None
    created_by: str = ""
    updated_at: datetime | None = None
    updated_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a record comes from: an import batch with its file, layer and row, or a hand at the screen.

    ``key`` is the identity within the source (its own id, else a hash of the geometry): the same key in the
    same survey is the same record, whatever batch brings it. ``attributes`` keeps every cell of the source
    row as text, so that nothing is lost by mapping.
    """

    batch_id: UUID | None = None
    file: str = ""
    layer: str = ""
    row: int | None = None
    key: str = ""
    method: str = ""
    reference: str = ""
    image: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all records share. ``id`` is a UUIDv7 made by the client."""

    id: UUID = field(default_factory=new_id)
    survey_id: UUID
    notes: str = ""
    secrecy: int = 0
    publication: str = "draft"
    source: Source = Source()
    stamp: Stamp = field(default=Stamp(), compare=False)
