"""Coordinates: CGCS2000 degrees in China, axes and attributes that agree, places within the work area."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.crs import metres_per_degree
from faultgis.national.rows import Row
from faultgis.national.template import TemplateClass
from faultgis.quality.finding import Finding, Fix
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.together import told_once

_PAIRS = (("Lon", "Lat"), ("StationLongitude", "StationLatitude"))
# Where a class keeps the ends of a line: longitude, latitude, which end.
_ENDS = (("StartLongitude", "StartLatitude", 0), ("EndLongitutde", "EndLatitude", -1))
REGION = "InvestigationRegion"


def with_shapes(rows: Sequence[Row]) -> tuple[list[Row], NDArray[np.float64]]:
    """Rows that have a shape, with its bounds (n, 4)."""
    kept = [row for row in rows if row.geometry is not None and not row.geometry.is_empty]
    shapes = np.array([row.geometry for row in kept], dtype=object)
    return kept, shapely.bounds(shapes) if kept else np.zeros((0, 4))


@check("QC-CRS-001")
def delivered_system(given: Given) -> Iterator[Finding | None]:
    """The template's system is the one asked for, and coordinates are degrees, not metres of a zone."""
    wanted, srid = int(given.parameter("srid", 4490)), given.package.template.srid
    yield None if srid == wanted else given.wrong(None, variant="template", srid=srid, wanted=wanted)
    for _, rows in given.classes():
        kept, bounds = with_shapes(rows)
        stated = shapely.get_srid(np.array([row.geometry for row in kept], dtype=object)) if kept else ()
        found: list[Finding] = []
        for row, (west, south, east, north), own in zip(kept, bounds.tolist(), stated, strict=True):
            if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
                found.append(given.wrong(row, x=round(west, 3), y=round(south, 3)))
            elif own not in (0, wanted):
                found.append(given.wrong(row, variant="system", srid=int(own), wanted=wanted))
            else:
                yield None
        yield from told_once(found, len(kept))


@check("QC-CRS-002")
def within_china(given: Given) -> Iterator[Finding | None]:
    """Places lie in the country's range; those that would if their axes were swapped are told as such."""
    west, east = given.parameter("west_deg", 73), given.parameter("east_deg", 136)
    south, north = given.parameter("south_deg", 3), given.parameter("north_deg", 54)

    def inside(box: Sequence[float]) -> bool:
        return bool(west <= box[0] and box[2] <= east and south <= box[1] and box[3] <= north)

    for _, rows in given.classes():
        kept, bounds = with_shapes(rows)
        found: list[Finding] = []
        for row, box in zip(kept, bounds.tolist(), strict=True):
            if inside(box):
                yield None
                continue
            swapped = inside((box[1], box[0], box[3], box[2]))
            told = {"lon": round(box[0], 6), "lat": round(box[1], 6)}
            if swapped:
                found.append(given.wrong(row, variant="swapped", fix=_swap(given, row), **told))
            else:
                found.append(given.wrong(row, **told))
        yield from told_once(found, len(kept))


def _swap(given: Given, row: Row) -> Fix | None:
    """Our record's shape with its axes the other way round."""
    shape = getattr(given.record(row), "geometry", None)
    if row.id is None or shape is None:
        return None
    turned = shapely.transform(shape, lambda xy: xy[:, ::-1])
    return Fix(row.kind, row.id, {"geometry": turned}, "fix.swap")


@check("QC-CRS-006")
def attributes(given: Given) -> Iterator[Finding | None]:
    """Longitude and latitude of a row are those of its shape."""
    tolerance = float(given.parameter("tolerance_deg", 1e-6))
    for described, rows in given.classes():
        places = [*_pairs(described)]
        if not places:
            continue
        for row in rows:
            yield from _compared(given, row, places, tolerance)


def _pairs(described: TemplateClass) -> Iterator[tuple[str, str, int]]:
    """The fields that hold a place, and which vertex of the shape it is."""
    if described.geometry == "point":
        yield from ((x, y, 0) for x, y in _PAIRS if described.field(x))
    elif described.geometry == "line":
        yield from ((x, y, end) for x, y, end in _ENDS if described.field(x))


def _compared(
    given: Given, row: Row, places: list[tuple[str, str, int]], tolerance: float
) -> Iterator[Finding | None]:
    if row.geometry is None or row.geometry.is_empty:
        return
    shape = shapely.get_coordinates(row.geometry)
    for x, y, vertex in places:
        for name, there in ((x, float(shape[vertex, 0])), (y, float(shape[vertex, 1]))):
            stated = given.number(row, name)
            if stated is None:
                continue
            # What was rounded to as many places as the tolerance has is not off by it.
            if abs(stated - there) <= tolerance * (1 + 1e-6):
                yield None
                continue
            fix = given.mend(row, name, round(there, 8), "fix.from_geometry")
            yield given.wrong(row, name, fix=fix, there=round(there, 8), tolerance=f"{tolerance:g}")


@check("QC-CRS-007")
def within_region(given: Given) -> Iterator[Finding | None]:
    """Shapes lie in the work area, where one is given."""
    region = _region(given, float(given.parameter("tolerance_m", 50)))
    if region is None:
        return
    shapely.prepare(region)
    for described, rows in given.classes():
        if described.name == REGION:
            continue
        placed, bounds = with_shapes(rows)
        finite = _finite(bounds)
        kept = [row for row, sound in zip(placed, finite, strict=True) if sound]
        shapes = np.array([row.geometry for row in kept], dtype=object)
        covered = shapely.covers(region, shapes) if kept else ()
        pairs = list(zip(kept, covered, strict=True))
        yield from (None for _, inside in pairs if inside)
        outside = [_outside(given, row, region) for row, inside in pairs if not inside]
        yield from told_once(outside, len(kept))


def _finite(bounds: NDArray[np.float64]) -> list[bool]:
    return [bool(np.isfinite(each).all()) for each in bounds]


def _outside(given: Given, row: Row, region: BaseGeometry) -> Finding:
    touches = bool(shapely.intersects(region, row.geometry))
    return given.wrong(row, variant="partly" if touches else "")


def _region(given: Given, tolerance_m: float) -> Any:
    rows, bounds = with_shapes(given.package.of(REGION))
    finite = _finite(bounds)
    valid = [shapely.make_valid(row.geometry) for row, sound in zip(rows, finite, strict=True) if sound]
    areas = [part for part in shapely.get_parts(valid) if part.geom_type.endswith("Polygon")] if valid else []
    whole = shapely.union_all(areas)
    if whole.is_empty:
        return None
    return whole.buffer(tolerance_m / min(metres_per_degree(whole.centroid.y)))
