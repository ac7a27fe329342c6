"""Topology of shapes by themselves: validity, repeated and short pieces, parts, spacing of vertices."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.geometry.segments import Segments
from faultgis.national.rows import Row
from faultgis.quality.faults import point, scale_of
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.together import told_once

# What GEOS says of invalid shapes, by what users are told of it.
_REASONS = (
    ("crosses", re.compile(r"self-intersection", re.IGNORECASE)),
    ("coordinate", re.compile(r"coordinate", re.IGNORECASE)),
    ("short", re.compile(r"too few points", re.IGNORECASE)),
    ("holes", re.compile(r"hole|interior", re.IGNORECASE)),
)
_PLACE = re.compile(r"\[(-?[\d.]+) (-?[\d.]+)\]")
_OF = shapely.GeometryType
KINDS = {
    "point": (_OF.POINT, _OF.MULTIPOINT),
    "line": (_OF.LINESTRING, _OF.LINEARRING, _OF.MULTILINESTRING),
    "polygon": (_OF.POLYGON, _OF.MULTIPOLYGON),
}
DRAWN = ("Fault", "Fold", "StratigraphyLine", "RockLine", "GeomorphyLine", "RSInterpretationLine")


def _rows(given: Given, *geometries: str) -> list[Row]:
    return [row for geometry in geometries for _, rows in given.classes(geometry) for row in rows]


@check("QC-TOP-001")
def shapes_are_valid(given: Given) -> Iterator[Finding | None]:
    """A shape is there, is of its class's kind, has no empty part, and is valid. A point without a place only
    warns: tables bring rows without any."""
    for described, rows in given.classes():
        if described.geometry not in KINDS:
            continue
        shapes = np.array([row.geometry for row in rows], dtype=object)
        bare = (shapely.is_missing(shapes) | shapely.is_empty(shapes)).tolist()
        severity = WARNING if described.geometry == "point" else ""
        missing = [
            given.wrong(row, variant="empty", severity=severity)
            for row, none in zip(rows, bare, strict=True)
            if none
        ]
        yield from told_once(missing, len(rows))
        for row, none, sound in zip(rows, bare, _sound(described.geometry, shapes), strict=True):
            if not none:
                yield None if sound else _unsound(given, row, described.geometry)


def _sound(geometry: str, shapes: NDArray[Any]) -> list[bool]:
    """Which shapes are of a class's kind, valid, and without an empty part."""
    right = np.isin(shapely.get_type_id(shapes), [int(kind) for kind in KINDS[geometry]])
    right &= shapely.is_valid(shapes)
    parts, owner = shapely.get_parts(shapes, return_index=True)
    right[owner[shapely.is_empty(parts)]] = False
    return [bool(each) for each in right]


def _unsound(given: Given, row: Row, geometry: str) -> Finding:
    assert row.geometry is not None
    if any(part.is_empty for part in shapely.get_parts(row.geometry)):
        return given.wrong(row, variant="part")
    if shapely.GeometryType(shapely.get_type_id(row.geometry)) not in KINDS[geometry]:
        return given.wrong(row, variant=f"not_{geometry}")
    return _invalid(given, row, shapely.is_valid_reason(row.geometry))


def _invalid(given: Given, row: Row, reason: str) -> Finding:
    variant = next((name for name, pattern in _REASONS if pattern.search(reason)), "invalid")
    place = _PLACE.search(reason)
    where = (float(place.group(1)), float(place.group(2))) if place else None
    return given.wrong(row, variant=variant, where=where, reason=reason)


@check("QC-TOP-002")
def lines_are_plain(given: Given) -> Iterator[Finding | None]:
    """A line has a length, no vertex twice in a place, and does not lie on itself; where it crosses itself is
    told as a warning."""
    least = given.parameter("tolerance_m", 0.01)
    rows = [row for row in _rows(given, "line") if row.geometry is not None and not row.geometry.is_empty]
    segments = Segments.of([row.geometry for row in rows])
    total = np.bincount(segments.owner, segments.metres, minlength=len(rows))
    short = np.flatnonzero(segments.metres < least)
    repeated = dict(zip(segments.owner[short[::-1]].tolist(), short[::-1].tolist(), strict=True))
    counts = np.bincount(segments.owner[short], minlength=len(rows))
    simple = shapely.is_simple(np.array([row.geometry for row in rows], dtype=object))
    for number, row in enumerate(rows):
        if total[number] < least:
            yield given.wrong(row, variant="zero")
            continue
        if number in repeated:
            where = point(segments.starts[repeated[number]])
            yield given.wrong(row, variant="repeated", where=where, count=int(counts[number]))
        yield from [None] if simple[number] else _upon_itself(given, row, least)


def _upon_itself(given: Given, row: Row, least: float) -> Iterator[Finding | None]:
    own = Segments.of([row.geometry])
    one, other = own.pairs(0.0)
    metres, middle = own.shared(one, other, least)
    lying = np.flatnonzero(metres > least)
    if len(lying):
        where = point(middle[lying[0]])
        yield given.wrong(row, variant="overlap", where=where, metres=f"{float(metres[lying].sum()):.1f}")
        return
    apart = ~((own.part[one] == own.part[other]) & (other - one == 1))
    here, _ = own.crossings(one[apart], other[apart], 1e-6)
    places = own.place(here.segment, here.along)
    if len(places):
        yield given.wrong(row, variant="crossing", severity=WARNING, where=point(places[0]))
    else:
        yield None


@check("QC-TOP-010")
def spacing_of_vertices(given: Given) -> Iterator[Finding | None]:
    """Vertices stand neither so far apart in a bend that it is lost, nor closer than the map can show."""
    bend = given.parameter("curved_deg", 10.0)
    for name in given.parameter("classes", DRAWN):
        rows = given.package.of(name)
        metres = np.array([scale_of(given, row) / 1000.0 for row in rows])
        most, least = (
            metres * float(given.parameter(mm, usual))
            for mm, usual in (("most_mm", 10.0), ("least_mm", 0.02))
        )
        segments = Segments.of([row.geometry for row in rows])
        long, short = _too_long(segments, most, bend), _too_short(segments, least)
        owners = sorted(set(segments.owner.tolist()))
        yield from (None for number in owners if number not in long and number not in short)
        found = [
            _spaced(given, rows[number], segments, variant, wrong[number], limit[number])
            for number in owners
            for variant, wrong, limit in (("long", long, most), ("short", short, least))
            if number in wrong
        ]
        # Where most lines are too coarse, they were drawn for a smaller scale than the survey's.
        yield from told_once(found, len(owners), share=0.5)


def _spaced(
    given: Given, row: Row, segments: Segments, variant: str, found: tuple[int, int], limit: float
) -> Finding:
    worst, count = found
    said: dict[str, Any] = {
        "metres": f"{segments.metres[worst]:.2f}",
        "limit": f"{limit:g}",
        "places": count,
        "scale": f"{scale_of(given, row):,.0f}",
    }
    return given.wrong(row, variant=variant, where=point(segments.starts[worst]), **said)


def _too_long(segments: Segments, most: NDArray[np.float64], bend: float) -> dict[int, tuple[int, int]]:
    """Of each owner the longest segment beside a bend, and how many are longer than ``most`` of the owner."""
    turns = _turns(segments)
    wrong = np.flatnonzero((segments.metres > most[segments.owner]) & (turns >= bend))
    return _worst(segments.owner[wrong], wrong, -segments.metres[wrong])


def _too_short(segments: Segments, least: NDArray[np.float64]) -> dict[int, tuple[int, int]]:
    # Below a centimetre the vertex is a repeated one, which is another rule's.
    wrong = np.flatnonzero((segments.metres < least[segments.owner]) & (segments.metres >= 0.01))
    return _worst(segments.owner[wrong], wrong, segments.metres[wrong])


def _worst(
    owner: NDArray[np.int64], numbers: NDArray[np.int64], rank: NDArray[np.float64]
) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for at in np.lexsort((rank, owner)).tolist():
        first, count = found.get(int(owner[at]), (int(numbers[at]), 0))
        found[int(owner[at])] = first, count + 1
    return found


def _turns(segments: Segments) -> NDArray[np.float64]:
    """How sharply the line turns at the sharper end of each segment, in degrees."""
    azimuth = segments.azimuths
    found = np.zeros(len(segments))
    if len(segments) < 2:
        return found
    step = (azimuth[1:] - azimuth[:-1]) % 360.0
    step = np.where(segments.part[1:] == segments.part[:-1], np.minimum(step, 360.0 - step), 0.0)
    found[:-1] = step
    found[1:] = np.maximum(found[1:], step)
    return found


@check("QC-TOP-012")
def single_parts(given: Given) -> Iterator[Finding | None]:
    """A line has one part; where several touch, one of them is a branch and a line of its own."""
    for row in _rows(given, "line"):
        if row.geometry is None or row.geometry.is_empty:
            continue
        parts = shapely.get_parts(row.geometry)
        if len(parts) == 1:
            yield None
        else:
            variant = "branch" if _touching(parts) else "parts"
            yield given.wrong(row, variant=variant, count=len(parts))


def _touching(parts: Sequence[Any]) -> bool:
    tree = shapely.STRtree(parts)
    one, other = tree.query(parts, predicate="intersects")
    return bool((one < other).any())
