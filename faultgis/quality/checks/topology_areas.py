"""Topology of areas: layers without overlaps and gaps, boundaries that coincide, belts that cover faults."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.crs.ellipsoid import area_m2
from faultgis.geometry.segments import Segments
from faultgis.national.rows import Row
from faultgis.quality.areas import areas_only, clefts, inside, is_area, rough_areas, size, valid
from faultgis.quality.faults import beside, code_of, fault_lines, on_map, point
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check

LAYERS = ("Stratigraphy", "Geomorphy")
# What else may lie in the gaps of a layer.
FILLERS = {"Stratigraphy": ("Rock", "Lava")}
FAULT_CONTACT = ("152400",)


@check("QC-TOP-006")
def layers_without_overlaps(given: Given) -> Iterator[Finding | None]:
    """Polygons of one layer do not overlap; gaps between them are told as warnings."""
    least = given.parameter("map_mm2", 1.0) * on_map(given, 1.0) ** 2
    for name in given.parameter("classes", LAYERS):
        rows = [row for row in given.package.of(name) if is_area(row.geometry)]
        shapes = [valid(row.geometry) for row in rows]
        yield from _overlaps(given, rows, shapes, least)
        fillers = given.parameter("fillers", FILLERS).get(name, ())
        others = [row.geometry for filler in fillers for row in given.package.of(filler)]
        yield from _gaps(given, name, shapes, [valid(each) for each in others if is_area(each)], least)


def _overlaps(
    given: Given, rows: Sequence[Row], shapes: Sequence[BaseGeometry], least: float
) -> Iterator[Finding | None]:
    if not shapes:
        return
    one, other = STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    of = np.array(shapes, dtype=object)
    shared = shapely.intersection(of[one], of[other])
    large = np.flatnonzero(rough_areas(shared) > least * 0.99)
    wrong: dict[int, list[tuple[int, BaseGeometry]]] = defaultdict(list)
    for at in large.tolist():
        if area_m2(areas_only(shared[at])) > least:
            wrong[int(other[at])].append((int(one[at]), shared[at]))
    for number, row in enumerate(rows):
        for twin, area in wrong.get(number, ()):
            other_code = code_of(given, rows[twin])
            said: dict[str, Any] = {"other": other_code, "area": size(area)}
            yield beside(given.wrong(row, variant="overlap", where=inside(area), **said), other_code)
        if number not in wrong:
            yield None


def _gaps(
    given: Given, name: str, shapes: Sequence[BaseGeometry], others: Sequence[BaseGeometry], least: float
) -> Iterator[Finding | None]:
    """Holes in all polygons of a layer taken together that nothing else fills, and clefts between them that
    are open to the outside and narrower than could be drawn."""
    if not shapes:
        return
    ground = [*shapes, *others]
    together = shapely.union_all(ground)
    rings = (ring for part in shapely.get_parts(together) for ring in getattr(part, "interiors", ()))
    width = on_map(given, given.parameter("cleft_mm", 0.4))
    tree = STRtree(ground)
    between = (each for each in clefts(together, width) if _parts_two(tree, each))
    for gap in chain(map(shapely.Polygon, rings), between):
        if area_m2(gap) > least:
            said: dict[str, Any] = {"class_title": name, "area": size(gap)}
            where = inside(gap)
            told = given.wrong(None, variant="gap", severity=WARNING, class_name=name, where=where, **said)
            yield beside(told, where=where)


def _parts_two(tree: STRtree, cleft: BaseGeometry) -> bool:
    """Whether a cleft lies between two polygons, and is not a bay of one."""
    return len(tree.query(cleft.buffer(1e-7), predicate="intersects")) > 1


@check("QC-TOP-007")
def boundaries_on_edges(given: Given) -> Iterator[Finding | None]:
    """Boundary lines of strata run along the edges of the polygons that they bound."""
    areas = [row.geometry for name in ("Stratigraphy", "Rock", "Lava") for row in given.package.of(name)]
    if areas:
        rows = given.package.of("StratigraphyLine")
        yield from _along(given, rows, Segments.of(areas), given.parameter("tolerance_m", 1.0))


@check("QC-TOP-008")
def fault_contacts(given: Given) -> Iterator[Finding | None]:
    """A boundary that is said to be a fault contact runs along a fault line."""
    codes = tuple(given.parameter("codes", FAULT_CONTACT))
    lines = fault_lines(given)
    rows = [
        row
        for row in given.package.of("StratigraphyLine")
        if str(row.values.get("GeologyBoundaryLine")).strip() in codes
    ]
    yield from _along(given, rows, lines.segments, given.parameter("tolerance_m", 1.0))


def _along(given: Given, rows: Sequence[Row], edges: Segments, near: float) -> Iterator[Finding | None]:
    """Each line that leaves some edges, with how much of it does and where."""
    segments = Segments.of([row.geometry for row in rows])
    number, along = segments.stations()
    at = segments.place(number, along)
    close = np.zeros(len(at), dtype=bool)
    if len(edges):
        close[edges.near(at, near).place] = True
    owner = segments.owner[number]
    looked_at = np.bincount(owner, minlength=len(rows))
    off = np.bincount(owner[~close], minlength=len(rows))
    first = dict(zip(owner[~close][::-1].tolist(), np.flatnonzero(~close)[::-1].tolist(), strict=True))
    for n, row in enumerate(rows):
        if not looked_at[n]:
            continue
        if off[n]:
            said: dict[str, Any] = {
                "percent": max(1, round(100 * off[n] / looked_at[n])),
                "limit": f"{near:g}",
            }
            yield given.wrong(row, where=point(at[first[n]]), **said)
        else:
            yield None
