"""What an import asks of a reader of files, and what it reports."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.unread import Lines
from faultgis.services.duplicates import Pair
from faultgis.store import Rejected


class Reading(Protocol):
    """What a reader makes of one layer: records, rejected rows, warnings, and what became of each cell."""

    @property
    def file(self) -> str: ...
    @property
    def layer(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def crs(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def read(self) -> int: ...
    @property
    def records(self) -> Sequence[AnyRecord]: ...
    @property
    def rejected(self) -> Sequence[Rejected]: ...
    @property
    def warnings(self) -> Sequence[Any]: ...
    @property
    def cells(self) -> Mapping[str, Counter[str]]: ...
    @property
    def mapping(self) -> str: ...
    @property
    def origins(self) -> Mapping[str, Mapping[str, Sequence[str]]]: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def crs_accuracy_m(self) -> float | None: ...
    @property
    def sha256(self) -> str: ...
    @property
    def links(self) -> Mapping[UUID, Mapping[str, str]]: ...
    @property
    def lines(self) -> Lines | None: ...


class FileReader(Protocol):
    """Opens a file of any kind and reads its layers."""

    def __call__(
        self,
        path: Path,
        survey: Survey,
        *,
        kind: str | None = None,
        layer: str | None = None,
        crs: str | None = None,
        encoding: str | None = None,
        mapping: str | None = None,
        progress: Progress | None = None,
    ) -> Sequence[Reading]: ...


@dataclass(frozen=True)
class Notice:
    """Something the user should know, as a code with parameters; ``row`` and ``field`` where it belongs."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    layer: str = ""
    row: int | None = None
    field: str = ""


@dataclass(frozen=True)
class ClassCount:
    """How the rows of a national class fared: ``read`` = ``created`` + ``updated`` + ``unchanged``. ``kept``
    of them stay rows; ``notes`` is how much is said of them; ``as_text`` counts, by field, the cells that say
    what no field of our records does."""

    name: str
    title: str = ""
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    notes: int = 0
    as_text: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: ``read`` = ``created`` + ``updated`` + ``unchanged`` + rejected, in features.

    ``batch`` is the id that ``undo_import`` takes back; ``None`` where nothing was saved (a dry run, or
    nothing new). ``cells`` counts by column what became of the values; ``records`` how many records of each
    kind were created or changed; ``crs_accuracy_m`` the accuracy of the change of datum;
    ``classes`` how the rows of a national package fared; ``alike`` how many features are the ``same`` as, or
    ``similar`` to, others that the survey holds under another key (told by a dry run, and where they are to
    be left out), ``pairs`` are the first of them with both records.
    """

    file: str
    layers: tuple[str, ...]
    kind: str
    mapping: str
    crs: str
    encoding: str
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    warnings: tuple[Any, ...]
    cells: Mapping[str, Mapping[str, int]]
    records: Mapping[str, int]
    batch: UUID | None
    dry_run: bool
    crs_accuracy_m: float | None = None
    classes: tuple[ClassCount, ...] = ()
    alike: Mapping[str, int] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
