"""References: every key finds its row, and every fault what it is known by."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from faultgis.crs.ellipsoid import distance_azimuth, geod
from faultgis.geometry.frame import Coordinates, degree_lengths
from faultgis.geometry.runs import Indices
from faultgis.geometry.segments import Numbers, Segments, boxes
from faultgis.national.rows import Row
from faultgis.quality.faults import (
    LINES,
    FaultLines,
    bare,
    chosen_class,
    fault_lines,
    ids,
    named,
    on_map,
    places,
    plain_name,
    references,
    targets,
)  # fmt: skip
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.together import told_once
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace

POINTS = "FaultSvyPoint"
SAMPLES = "SampleSource"


@check("QC-REF-001")
def keys_resolve(given: Given) -> Iterator[Finding | None]:
    """Every filled reference to a class finds its row there."""
    known: dict[str, _Keys] = {}
    for _, entry, row in given.fields(lambda _class, entry: bool(entry.refers)):
        value = row.values.get(entry.name)
        if given.empty(value):
            continue
        for name in entry.refers:
            if name not in known:
                known[name] = _Keys(ids(given, name))
        yield _resolved(given, row, entry.name, str(value).strip(), [known[name] for name in entry.refers])


class _Keys:
    """The IDs of a class as they stand, and as they would be with other filling or letter case."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self.rows = rows
        self.alike = {bare(code): code for code in rows}


def _resolved(given: Given, row: Row, field: str, code: str, among: list[_Keys]) -> Finding | None:
    if any(code in keys.rows for keys in among):
        return None
    meant = next((keys.alike[bare(code)] for keys in among if bare(code) in keys.alike), "")
    if not meant:
        return given.wrong(row, field)
    return given.wrong(row, field, "nearly", fix=given.mend(row, field, meant, "fix.value"), meant=meant)


@check("QC-REF-002")
def targets_resolve(given: Given) -> Iterator[Finding | None]:
    """A target fault stands in the class that its source code names, under the name that is written. A name
    without an ID leads nowhere."""
    for field, code, by, row in references(given, but=SAMPLES):
        name = chosen_class(given, by, row)
        if not name:
            yield given.wrong(row, by.field, "source", target=code)
            continue
        found = ids(given, name).get(code)
        if found is None and name == LINES:
            # Folds are targets as well, and the template's codes have no source for them.
            found = ids(given, "Fold").get(code)
        if found is None:
            yield given.wrong(row, field, class_name_meant=name)
        else:
            yield _named_alike(given, row, field, found)
    yield from _unnumbered(given)


def _unnumbered(given: Given) -> Iterator[Finding]:
    """Rows that name their target fault and give no ID of it."""
    lines: dict[str, set[str]] = defaultdict(set)
    for code, line in ids(given, LINES).items():
        lines[plain_name(line.values.get("Name"))].add(code)
    for each, entry, row in given.fields(lambda _, entry: entry.refers_by is not None):
        copy = each.field(f"{entry.name.removesuffix('ID')}Name")
        if copy is None or not given.empty(row.values.get(entry.name)):
            continue
        name = row.values.get(copy.name)
        if not given.empty(name):
            known = [*lines.get(plain_name(name), ())]
            fix = given.mend(row, entry.name, known[0], "fix.value") if len(known) == 1 else None
            yield given.wrong(row, entry.name, "unnumbered", severity=WARNING, fix=fix, name=str(name))


def _named_alike(given: Given, row: Row, field: str, found: Row) -> Finding | None:
    copy = f"{field.removesuffix('ID')}Name"
    name, real = row.values.get(copy), found.values.get("Name")
    if given.empty(name) or given.empty(real) or plain_name(name) == plain_name(real):
        return None
    return given.wrong(row, copy, "name", fix=given.mend(row, copy, str(real), "fix.value"), real=str(real))


@check("QC-REF-003")
def samples_resolve(given: Given) -> Iterator[Finding | None]:
    """Where a sample comes from stands in the class that its source code names."""
    for field, code, by, row in references(given, SAMPLES):
        name = chosen_class(given, by, row)
        if not name:
            yield given.wrong(row, by.field, "source", origin=code)
            continue
        yield None if code in ids(given, name) else given.wrong(row, field, class_name_meant=name)


@check("QC-REF-004")
def faults_are_observed(given: Given) -> Iterator[Finding | None]:
    """Each fault that is mapped was observed somewhere."""
    lines = fault_lines(given)
    by_row = {id(row): fault for row, fault in zip(lines.rows, lines.faults, strict=True)}
    seen = {by_row[id(target)] for _, target in targets(given)} | _marked(given)
    told: list[Finding] = []
    for fault, numbers in lines.by_fault.items():
        row = lines.rows[numbers[0]]
        if fault in seen:
            yield None
        else:
            told.append(given.wrong(row, lines=len(numbers), name=named(given, row)))
    yield from told_once(told, len(lines.by_fault))


def _marked(given: Given) -> set[Hashable]:
    """Our faults that have an offset landform."""
    traces = {r.id: r.fault_id for r in given.records.get("trace", ()) if isinstance(r, Trace)}
    markers = [r for r in given.records.get("offset_marker", ()) if isinstance(r, OffsetMarker)]
    return {each.fault_id or (traces.get(each.trace_id) if each.trace_id else None) for each in markers}


@check("QC-REF-005")
def points_on_their_fault(given: Given) -> Iterator[Finding | None]:
    """A fault observation lies on the fault that it names, as exactly as the map is drawn."""
    lines = fault_lines(given)
    number = {id(row): n for n, row in enumerate(lines.rows)}
    pairs = [(row, lines.faults[number[id(t)]]) for row, t in targets(given) if row.class_name == POINTS]
    kept, at = places([row for row, _ in pairs])
    limit = on_map(given, given.parameter("map_mm", 1.0))
    close = lines.segments.near(at, limit)
    faults = [pairs[n][1] for n in kept]
    fits = {
        int(place)
        for place, owner in zip(close.place, lines.segments.owner[close.segment], strict=True)
        if lines.faults[owner] == faults[place]
    }
    away = _away(lines, at, [n for n in range(len(kept)) if n not in fits], faults)
    for n, position in enumerate(kept):
        row = pairs[position][0]
        if n in fits:
            yield None
        elif n in away:
            said: dict[str, Any] = {"metres": round(away[n]), "limit": f"{limit:g}"}
            yield given.wrong(row, "TargetFaultID", target=str(row.values.get("TargetFaultName")), **said)


def _away(
    lines: FaultLines, at: Coordinates, numbers: Sequence[int], faults: Sequence[Hashable]
) -> dict[int, float]:
    """How far some places lie from the nearest line of their fault, in metres."""
    by_fault: dict[Hashable, list[int]] = defaultdict(list)
    for number in numbers:
        by_fault[faults[number]].append(number)
    found: dict[int, float] = {}
    for fault, wanted in by_fault.items():
        own = lines.numbers(fault)
        if len(own):
            metres = _to_nearest(lines.segments, own, at[wanted])
            found |= dict(zip(wanted, metres.tolist(), strict=True))
    return found


def _to_nearest(segments: Segments, own: Indices, at: Coordinates) -> Numbers:
    """Geodesic metres from places to the nearest of some segments, which is found in one frame for all."""
    scale = np.array(degree_lengths(at[:, 1].mean()))
    tree = shapely.STRtree(
        shapely.linestrings(np.stack([segments.starts[own] * scale, segments.ends[own] * scale], axis=1))
    )
    near = segments.between(at, np.arange(len(at)), own[tree.nearest(shapely.points(at * scale))])
    foot = segments.place(near.segment, near.along)
    _, _, metres = geod().inv(at[:, 0], at[:, 1], foot[:, 0], foot[:, 1])
    return np.asarray(metres, dtype=np.float64)


@check("QC-REF-006")
def no_doubles(given: Given) -> Iterator[Finding | None]:
    """An ID belongs to one survey; two points of one field number are one point."""
    for each, rows in given.classes():
        for row in rows if each.key else ():
            code = row.code(each.key).strip()
            if given.empty(code):
                continue
            other = given.elsewhere.get(code)
            yield given.wrong(row, each.key, "elsewhere", survey=other) if other else None
    for each, rows in given.classes("point"):
        if each.field("FieldID") is not None:
            yield from _same_place(given, rows, given.parameter("distance_m", 1.0))


def _same_place(given: Given, rows: Sequence[Row], metres: float) -> Iterator[Finding | None]:
    numbers, at = places(rows)
    if not numbers:
        return
    tree = shapely.STRtree(shapely.points(at))
    one, other = tree.query(boxes(at, at, metres))
    twins: dict[int, int] = {}
    for a, b in zip(one.tolist(), other.tolist(), strict=True):
        first, second = rows[numbers[a]], rows[numbers[b]]
        if a < b and not given.empty(first.values.get("FieldID")) and _same_field_id(first, second):
            apart, _ = distance_azimuth(*at[a].tolist(), *at[b].tolist())
            if apart < metres:
                twins[b] = a
    described = given.package.template.find(rows[0].class_name)
    key = described.key if described else ""
    for n, number in enumerate(numbers):
        twin = rows[numbers[twins[n]]].code(key) if n in twins else ""
        yield given.wrong(rows[number], "FieldID", "twin", twin=twin) if n in twins else None


def _same_field_id(one: Row, other: Row) -> bool:
    return plain_name(one.values.get("FieldID")) == plain_name(other.values.get("FieldID"))
