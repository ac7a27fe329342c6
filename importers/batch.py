"""What a reader returns: what it saw, the records it made, its warnings and the rows it had to reject."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from faultgis.records.kinds import AnyRecord
from faultgis.store import Rejected


@dataclass(frozen=True)
class LayerInfo:
    """One layer of a file as found. ``crs`` is an authority code or WKT name, ``None``: none stated."""

    name: str
    features: int
    geometry: str
    crs: str | None
    encoding: str | None
    encoding_evidence: str
    fields: tuple[str, ...]
    extent: tuple[float, float, float, float] | None


@dataclass(frozen=True)
class Problem:
    """Something the user must know or decide; ``code`` and ``params`` are for ``ui.words``."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    layer: str = ""
    row: int | None = None
    field: str = ""


@dataclass(frozen=True)
class FileInfo:
    """What ``inspect`` says of a file, found by looking inside it."""

    file: str
    reader: str
    layers: tuple[LayerInfo, ...]
    problems: tuple[Problem, ...] = ()


@dataclass
class Batch:
    """The outcome of reading one file. Every feature read is in ``records`` (as one main record each) or in
    ``rejected``. ``cells`` counts, per source column, what became of its values:
    typed, kept (as text), flagged, rejected or empty."""

    file: str
    layer: str
    kind: str
    crs: str
    encoding: str
    read: int = 0
    records: list[AnyRecord] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    cells: dict[str, Counter[str]] = field(default_factory=dict)
