"""The fault lines of a package: which rows are one fault, what lies open and what is buried, and which fault
an observation names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from faultgis import codes
from faultgis.geometry.frame import Coordinates, as_coordinates
from faultgis.geometry.runs import Indices
from faultgis.geometry.segments import Segments
from faultgis.national.rows import Row
from faultgis.national.template import Chosen
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.records.trace import Trace

LINES = "Fault"
# How near segments are looked at in pairs: more than any rule calls touching.
PAIRED_M = 0.05
_FEATURE = re.compile(r"111(\d)\d\d")


@dataclass(frozen=True)
class FaultLines:
    """The rows of the fault lines with the fault that each belongs to, by its number in the survey."""

    rows: tuple[Row, ...]
    faults: tuple[Hashable, ...]

    @cached_property
    def segments(self) -> Segments:
        """All their segments; owners are numbers of rows."""
        return Segments.of([row.geometry for row in self.rows])

    @cached_property
    def strangers(self) -> tuple[Indices, Indices]:
        """Pairs of segments of different rows that come within ``PAIRED_M`` of each other, or might."""
        one, other = self.segments.pairs(PAIRED_M)
        kept = self.segments.owner[one] != self.segments.owner[other]
        return one[kept], other[kept]

    def numbers(self, fault: Hashable) -> Indices:
        """The numbers of a fault's segments."""
        owner = self.segments.owner
        rows = self.by_fault[fault]
        runs = zip(np.searchsorted(owner, rows), np.searchsorted(owner, rows, side="right"), strict=True)
        return np.concatenate([np.arange(start, end) for start, end in runs])

    @cached_property
    def by_fault(self) -> Mapping[Hashable, list[int]]:
        """The numbers of the rows of each fault."""
        found: dict[Hashable, list[int]] = defaultdict(list)
        for number, fault in enumerate(self.faults):
            found[fault].append(number)
        return found


def fault_lines(given: Given) -> FaultLines:
    """The fault lines of the package, as the template has them."""
    return given.shared("fault_lines", lambda: _fault_lines(given))


def _fault_lines(given: Given) -> FaultLines:
    rows = given.package.of(LINES)
    described = given.package.template.find(LINES)
    key = described.key if described else ""
    traces = {r.id: r.fault_id for r in given.records.get("trace", ()) if isinstance(r, Trace)}

    def fault(row: Row) -> Hashable:
        """Our fault; without one those of one name, else the row alone."""
        ours = row.id if row.kind == "fault" else traces.get(row.id) if row.id else None
        name = row.values.get("Name")
        if ours is not None:
            return ours
        if not given.empty(name):
            return str(name).strip(), str(row.values.get("FractureZoneName"))
        return row.code(key), str(row.id)

    return FaultLines(rows, tuple(fault(row) for row in rows))


def exposure(value: object) -> str:
    """``exposed``, ``buried`` or ``inferred`` by a code of the fault's kind; else an empty text."""
    found = _FEATURE.fullmatch(str(value).strip())
    if found is None:
        return ""
    entries = codes.code_list("exposure").entries
    return next((each.code for each in entries if each.extra.get("cn_digit") == found.group(1)), "")


def references(given: Given, source: str = "", but: str = "") -> Iterator[tuple[str, str, Chosen, Row]]:
    """Every filled reference whose class is named by the code in a field (``source``; any ``but`` that): the
    field, what stands there, how the class is chosen, and the row."""
    for each, rows in given.classes():
        for entry in each.fields:
            by = entry.refers_by
            if by is None or (source and by.field != source) or by.field == but:
                continue
            for row in rows:
                value = row.values.get(entry.name)
                if not given.empty(value):
                    yield entry.name, str(value).strip(), by, row


def chosen_class(given: Given, by: Chosen, row: Row) -> str:
    """The class that a reference means; an empty text where its code is none or empty."""
    code = row.values.get(by.field)
    name = "" if given.empty(code) else by.classes.get(str(code).strip(), "")
    if name and given.package.template.find(name) is None:
        return by.otherwise
    return name


def ids(given: Given, class_name: str) -> dict[str, Row]:
    """The rows of a class by their national ID."""
    described = given.package.template.find(class_name)
    if described is None or not described.key:
        return {}
    name, key = described.name, described.key
    return given.shared(f"ids {name}", lambda: {row.code(key).strip(): row for row in given.package.of(name)})


def targets(given: Given) -> Iterator[tuple[Row, Row]]:
    """Observations with the fault line that each names, where it is found."""
    known = ids(given, LINES)
    for _, code, by, row in references(given, "TargetFaultSource"):
        if chosen_class(given, by, row) in (LINES, "") and code in known:
            yield row, known[code]
    for row in given.package.of("FaultAttitude"):
        found = known.get(str(row.values.get("FaultID")).strip())
        if found is not None:
            yield row, found


def code_of(given: Given, row: Row) -> str:
    """The ID of a row."""
    described = given.package.template.find(row.class_name)
    return row.code(described.key if described else "")


def bare(code: str) -> str:
    """An ID without its filling, blanks and letter case: what many a program takes for the same."""
    return code.replace("#", "").replace(" ", "").casefold()


def beside(found: Finding, other: str = "", where: tuple[float, float] | None = None) -> Finding:
    """A finding that is as much about another row or a place: what is waived is waived of that alone."""
    place = f"{where[0]:.4f} {where[1]:.4f}" if where else ""
    return replace(found, value=f"{other} {place}".strip())


def named(given: Given, row: Row) -> str:
    """A row as users know it: its name with its ID."""
    code, name = code_of(given, row), row.values.get("Name")
    return code if given.empty(name) else f"{name} ({code})"


def plain_name(value: object) -> str:
    """A name without regard to width of characters, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", str(value or "")).casefold().split())


def point(place: Coordinates) -> tuple[float, float]:
    """A place as plain numbers."""
    return float(place[0]), float(place[1])


def places(rows: Sequence[Row]) -> tuple[list[int], Coordinates]:
    """The rows that are points, by number, and where they lie."""
    found = [
        (number, (row.geometry.x, row.geometry.y))
        for number, row in enumerate(rows)
        if row.geometry is not None and row.geometry.geom_type == "Point" and not row.geometry.is_empty
    ]
    return [number for number, _ in found], as_coordinates(np.array([place for _, place in found]))


def scale_of(given: Given, row: Row) -> float:
    """The denominator of the scale that a line was drawn for: its own, if that is coarser than the
    survey's."""
    own = getattr(given.record(row), "mapping_scale", None) or 0
    return max(float(own), on_map(given, 1000.0))


def on_map(given: Given, millimetres: float) -> float:
    """Metres on the ground of millimetres on the survey's map."""
    return millimetres / 1000.0 * (given.package.survey.mapping_scale or 50_000)
