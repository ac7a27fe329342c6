"""One thing that a rule found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

from faultgis.walls.frames import Place

Ref: TypeAlias = tuple[str, UUID]
LEVELS = ("error", "warning", "note")
"""What cannot be, what should not be, and what is only to be known."""


@dataclass(frozen=True)
class Finding:
    """``code`` is the sentence's (``log.circle``) with ``params``; ``refs`` are the records meant, the most
    telling first; ``wall_id`` and ``place`` (wall metres) are where to look, if it is on a wall."""

    code: str
    level: str
    params: Mapping[str, Any] = field(default_factory=dict)
    refs: tuple[Ref, ...] = ()
    wall_id: UUID | None = None
    place: Place | None = None
