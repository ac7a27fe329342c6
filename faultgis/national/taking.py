"""One reading of national rows: the rows still to come, the records made of them, and what is to be said."""

import dataclasses
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import shapely

from faultgis.national import kept
from faultgis.national.rows import Note, Row
from faultgis.national.template import Template, TemplateClass
from faultgis.national.unrecorded import record_of
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source

METHOD = "national"
# How some programs of the survey write a date that is not known.
_NO_DAY = "YYYYMMDD"
Pairs = tuple[tuple[str, str], ...]
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?\Z")


@dataclass
class Taking:
    """``rows`` are what is read, by class; ``known`` finds rows of the survey as it stands, by class and ID,
    for references to what is not read now. ``main`` are the records that stand for rows, by class and key.
    ``kept`` counts the rows of each class that stay rows; ``faults`` are those of a name. ``files`` are the
    package's files by name, each with path and SHA-256; ``attached`` what a record has already; ``named``
    which class, key and field name the file of a record; ``told`` the cells of rows as text, by the rows'
    identity: whoever hands it over keeps the rows."""

    survey_id: UUID
    template: Template
    rows: Mapping[str, Sequence[Row]]
    file: str = ""
    known: Mapping[tuple[str, str], AnyRecord] = field(default_factory=dict)
    records: list[AnyRecord] = field(default_factory=list)
    main: dict[tuple[str, str], AnyRecord] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    by_code: dict[tuple[str, str], AnyRecord] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    attached: set[tuple[UUID, str]] = field(default_factory=set)
    named: dict[UUID, tuple[str, str, str]] = field(default_factory=dict)
    told: dict[tuple[int, str], Pairs] = field(default_factory=dict)
    _cells: dict[str, list["Cells"]] = field(default_factory=dict)

    def cells(self, class_name: str) -> Sequence["Cells"]:
        """The rows of a class, each with its key: the class and its ID, a repeated one numbered."""
        if class_name not in self._cells:
            described = self.template.find(class_name)
            listed = self.rows.get(described.name if described else class_name, ())
            self._cells[class_name] = list(self._keyed(class_name, described, listed)) if listed else []
        return self._cells[class_name]

    def _keyed(
        self, class_name: str, described: TemplateClass | None, listed: Sequence[Row]
    ) -> Iterator["Cells"]:
        seen: Counter[str] = Counter()
        for number, row in enumerate(listed, 1):
            code = row.code(described.key).strip() if described and described.key else ""
            key = f"{class_name}:{code or '?' + _content(row)}"
            seen[key] += 1
            yield Cells(self, described, row, number, code, f"{key}@{seen[key]}" if seen[key] > 1 else key)

    def add(self, record: AnyRecord, cells: "Cells | None" = None) -> None:
        """Keep a record; with ``cells`` as the one that stands for that row."""
        self.records.append(record)
        if cells is not None:
            self.main[cells.class_name, cells.key] = record
            if cells.code:
                self.by_code.setdefault((cells.class_name, cells.code), record)

    def keep(self, cells: "Cells", reason: str = "") -> None:
        """Keep a row as a row, and say why if it should have become a record."""
        record = record_of(cells.row, self.survey_id, self.template, cells.source(attributes=False))
        self.add(record, cells)
        self.kept[cells.class_name] += 1
        if reason:
            cells.note(reason)

    def find(self, class_name: str, code: str) -> AnyRecord | None:
        """The record of a row by its ID, among those read and those of the survey."""
        return self.by_code.get((class_name, code)) or self.known.get((class_name, code))


def _content(row: Row) -> str:
    shape = "" if row.geometry is None else shapely.to_wkb(row.geometry, hex=True)
    told = f"{list(row.values.items())} {shape}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


class Cells:
    """A row's cells, asked for by field. What cannot be read is said, and stays as text in the source."""

    def __init__(
        self, taking: Taking, described: TemplateClass | None, row: Row, number: int, code: str, key: str
    ) -> None:
        self.taking, self.described, self.row = taking, described, row
        self.number, self.code, self.key = number, code, key

    @property
    def class_name(self) -> str:
        """The row's class."""
        return self.row.class_name

    def note(self, code: str, field: str = "", **params: Any) -> None:
        """Say something about the row."""
        told = {**params, "row": self.number}
        self.taking.notes.append(Note(code, self.class_name, self.code, field, told))

    def _said(self, name: str) -> Any:
        value = self.row.values.get(name)
        return value if kept.says(value, self.taking.template.empty) else None

    def text(self, name: str) -> str:
        """A cell as text without blanks around it, empty where it says nothing."""
        value = self._said(name)
        return "" if value is None else str(value).strip()

    def blank(self, name: str) -> bool:
        """Whether a cell holds nothing at all (and not a mark)."""
        return self.row.values.get(name) in (None, "")

    def number_in(self, name: str, low: float | None = None, high: float | None = None) -> float | None:
        """A number within bounds. Others are said and not used."""
        value = self._said(name)
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            self.note("national.cell_not_number", name, value=value)
            return None
        if number == self.taking.template.empty.number:
            return None
        if (
            not math.isfinite(number)
            or (low is not None and number < low)
            or (high is not None and number > high)
        ):
            self.note("national.cell_out_of_range", name, value=value, low=low, high=high)
            return None
        return number

    def coded(self, name: str) -> str:
        """A code without blanks around it; one that its list does not hold is said."""
        text = self.text(name)
        entry = self.described.field(name) if self.described else None
        domain = self.taking.template.domain_of(entry) if entry else None
        if text and domain is not None and text not in domain.by_code:
            self.note("national.code_unknown", name, value=text, domain=domain.name)
        return text

    def day(self, name: str) -> date | None:
        """A date: 20240503, 2024-05-03, 2024/5/3, 2024年5月3日. Others are said."""
        text = self.text(name)
        if not text or text.upper() == _NO_DAY:
            return None
        try:
            match = _DAY.match(text)
            if match is None:
                raise ValueError(text)
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            self.note("national.cell_not_date", name, value=text)
            return None

    def source(self, key: str = "", *further: "Cells", attributes: bool = True) -> Source:
        """Where a record of this row comes from, with all cells; those of further rows under their class."""
        pairs: Pairs = ()
        if attributes:
            pairs = self._told("")
            for each in further:
                pairs += each._told(f"{each.class_name}.")
        return Source(
            file=self.taking.file,
            layer=self.class_name,
            row=self.number,
            key=key or self.key,
            method=METHOD,
            attributes=pairs,
        )

    def _told(self, prefix: str) -> Pairs:
        """The row's cells as text; told once, however often the same row is read."""
        told = self.taking.told
        if (known := told.get((id(self.row), prefix))) is not None:
            return known
        pairs = [
            (prefix + name, kept.text_of(value))
            for name, value in (*self.row.values.items(), *self.row.extras.items())
            if value is not None
        ]
        if shape := kept.fingerprint(self.row.geometry):
            pairs.append((prefix + kept.SHAPE, shape))
        found = told[id(self.row), prefix] = tuple(pairs)
        return found

    def own(self, key: str = "", *further: "Cells") -> dict[str, Any]:
        """What every record of this row carries."""
        return {
            "survey_id": self.taking.survey_id,
            "secrecy": self.row.secrecy,
            "source": self.source(key, *further),
        }


def without_cells(source: Source) -> Source:
    """A source that says where, and leaves the cells to the main record of the row."""
    return dataclasses.replace(source, attributes=())
