"""What a reader returns: what it saw, the records it made, its warnings and the rows it had to reject."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from faultgis.records.kinds import AnyRecord
from faultgis.records.unread import Lines
from faultgis.store import Rejected


@dataclass(frozen=True)
class Problem:
    """Something the user must know or decide; ``code`` and ``params`` are for ``ui.words``."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    layer: str = ""
    row: int | None = None
    field: str = ""


@dataclass(frozen=True)
class LayerInfo:
    """One layer of a file as found. ``crs`` is an authority code or WKT name, ``None``: none stated.

    ``encoding`` is ``None`` where the user must say it. The evidence tells where each was found.
    """

    name: str
    features: int
    geometry: str
    crs: str | None
    encoding: str | None
    encoding_evidence: Problem
    fields: tuple[str, ...]
    extent: tuple[float, float, float, float] | None
    crs_evidence: Problem


@dataclass(frozen=True)
class FileInfo:
    """What ``inspect`` says of a file, found by looking inside it. ``kind``: ``photos`` for photographs,
    ``results`` for a folder of results whose layers are named by their place in it, ``samples`` for tables of
    laboratory results, ``chronologies`` for lists of events, ``oxcal`` for OxCal's text, else empty."""

    file: str
    reader: str
    layers: tuple[LayerInfo, ...]
    problems: tuple[Problem, ...] = ()
    kind: str = ""


@dataclass
class Batch:
    """The outcome of reading one file. Every feature read is in ``records`` (as one main record each) or in
    ``rejected``. ``cells`` counts, per source column, what became of its values:
    typed, kept (as text), flagged, rejected, ignored or empty.

    ``origins`` says, by kind and field, which cells of ``source.attributes`` a field comes from, so that a
    later import changes only what its source changed; ``labels`` are all cells that the file has, filled or
    not. ``crs_accuracy_m`` is the accuracy of the change of datum (0: none needed; ``None``: not stated).
    ``sha256`` is the checksum of what was read, where the reader knows it (empty: it is still to be made).
    ``links`` names, by a record's id, what of the survey it belongs to by the code or name that the file
    gives (trench, unit, fault …), for the import to find. ``lines`` reads the lines of a large file, slice by
    slice, each under the mark that stands for it in its trace.
    """

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
    mapping: str = ""
    mapping_evidence: tuple[str, ...] = ()
    origins: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    crs_accuracy_m: float | None = None
    sha256: str = ""
    links: dict[UUID, dict[str, str]] = field(default_factory=dict)
    lines: Lines | None = None
