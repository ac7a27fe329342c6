"""Accuracy: what is recorded of it, whether answers carry it, how densely a fault was looked at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from faultgis.geometry.segments import Segments
from faultgis.national.rows import Row
from faultgis.quality.faults import FaultLines, exposure, fault_lines, named, on_map, places, point
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.quality.together import told_once
from faultgis.records.assessment import Certificate
from faultgis.records.files import PointCloud, Raster
from faultgis.records.trace import Trace

CLASSES_M = (5.0, 25.0, 60.0)
OBSERVED = (
    "FaultSvyPoint", "GeologicalSvyPoint", "GeoGeomorphySvyPoint", "GeomorphyPoint", "FaultAttitude",
    "Trench", "DrillHole", "DrillFaultPoint", "GeophySvyFaultPoint",
)  # fmt: skip
ELEVATION = ("dem", "dtm", "dsm")


@check("QC-ACC-001")
def accuracy_recorded(given: Given) -> Iterator[Finding | None]:
    """Each fault line says how exactly it lies, within the classes that are in use."""
    widest = max(given.parameter("classes_m", CLASSES_M))
    pairs = [(row, given.record(row)) for row in given.package.of("Fault")]
    kept = [
        _error(given, row, each.location_error_m, widest) for row, each in pairs if isinstance(each, Trace)
    ]
    yield from (None for each in kept if each is None)
    told = told_once([each for each in kept if each is not None], len(kept))
    yield from (replace(each, our_field="location_error_m") for each in told)


def _error(given: Given, row: Row, error: float | None, widest: float) -> Finding | None:
    # An error of nothing was never stated: it stands in a column that was left at zero.
    if not error:
        return given.wrong(row, fault=named(given, row))
    if error > widest:
        return given.wrong(
            row, variant="beyond", fault=named(given, row), error=f"{error:g}", most=f"{widest:g}"
        )
    return None


@check("QC-ACC-002")
def answers_carry_accuracy(given: Given) -> Iterator[Finding | None]:
    """An issued answer says "within location error" where the site lies beyond the width by less than the
    error."""
    for each in given.records.get("certificate", ()):
        if not isinstance(each, Certificate):
            continue
        told = each.answer
        width, distance = told.get("width_m"), told.get("distance_m")
        error = told.get("location_error_m")
        if width is None or distance is None:
            continue
        if error is None:
            yield of_record(given, each, "answer", "none")
            continue
        due = distance > width and distance - error <= width
        said: dict[str, Any] = {"distance": f"{distance:g}", "width": f"{width:g}", "error": f"{error:g}"}
        yield of_record(given, each, "outcome", **said) if due and each.outcome == "outside" else None


@check("QC-ACC-003")
def spacing_of_observations(given: Given) -> Iterator[Finding | None]:
    """Along a fault that was observed, neighbouring observations lie no further apart than the limit, the
    ends of its lines among them. Faults without any are told by another rule."""
    exposed, buried = given.parameter("exposed_m", 500.0), given.parameter("buried_m", 1000.0)
    lines = fault_lines(given)
    stations = _stations(given, lines)
    seen = {lines.faults[number] for number in stations}
    whole = np.bincount(lines.segments.owner, lines.segments.metres, minlength=len(lines.rows))
    for number, row in enumerate(lines.rows):
        if lines.faults[number] not in seen or not whole[number] > 0:
            continue
        limit = exposed if exposure(row.values.get("Feature")) == "exposed" else buried
        places_along = np.array([0.0, *sorted(stations.get(number, ())), whole[number]])
        gaps = np.diff(places_along)
        widest = int(np.argmax(gaps))
        if gaps[widest] <= limit:
            yield None
            continue
        where = _at(lines.segments, number, float(places_along[widest] + gaps[widest] / 2))
        count = int((gaps > limit).sum())
        said: dict[str, Any] = {"metres": f"{gaps[widest]:.0f}", "limit": f"{limit:g}", "count": count}
        yield given.wrong(row, where=where, **said)


def _stations(given: Given, lines: FaultLines) -> Mapping[int, list[float]]:
    """How far along each fault line, by its number, observations lie beside it, in metres."""
    reach = on_map(given, given.parameter("reach_mm", 2.0))
    rows = [row for name in given.parameter("classes", OBSERVED) for row in given.package.of(name)]
    _, at = places(rows)
    segments = lines.segments
    found: dict[int, list[float]] = defaultdict(list)
    if not len(at) or not len(segments):
        return found
    near = segments.near(at, reach)
    owner = segments.owner[near.segment]
    order = np.lexsort((near.metres, owner, near.place))
    pairs = np.stack([near.place[order], owner[order]], axis=1)
    first = order[np.unique(pairs, axis=0, return_index=True)[1]]
    along = segments.travelled[near.segment[first]] + near.along[first] * segments.metres[near.segment[first]]
    for number, metres in zip(owner[first].tolist(), along.tolist(), strict=True):
        found[number].append(metres)
    return found


def _at(segments: Segments, owner: int, metres: float) -> tuple[float, float]:
    """The place so many metres along a line."""
    own = np.flatnonzero(segments.owner == owner)
    at = own[max(0, int(np.searchsorted(segments.travelled[own], metres, side="right")) - 1)]
    share = (metres - segments.travelled[at]) / max(float(segments.metres[at]), 1e-9)
    return point(segments.place(np.array([at]), np.array([min(max(share, 0.0), 1.0)]))[0])


@check("QC-ACC-004")
def products_described(given: Given) -> Iterator[Finding | None]:
    """A point cloud says how dense and how exact it is and when it was flown; an elevation model how fine it
    is, over which datum its heights stand and what it was made from."""
    for cloud in given.records.get("point_cloud", ()):
        if isinstance(cloud, PointCloud):
            yield from _described(given, cloud, ("density_m2", "accuracy", "acquired_on"))
    for raster in given.records.get("raster", ()):
        if isinstance(raster, Raster) and raster.kind in ELEVATION:
            # In a local grid heights hang in no datum.
            datum = ("vertical_datum",) if raster.local_grid_id is None else ()
            yield from _described(given, raster, ("cell_m", *datum, "lineage"))


def _described(given: Given, record: PointCloud | Raster, fields: Sequence[str]) -> Iterator[Finding | None]:
    for field in fields:
        yield None if getattr(record, field) else of_record(given, record, field)
