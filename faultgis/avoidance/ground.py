"""Mapped ground: what lies within a rule's reach of a mapped trace, or on a map sheet whose mapping is
finished. Of ground beyond it nothing is known, however near another part of the same site lies to a trace."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.near import Shapes, cells, strands_within
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.strands import STEP_M
from faultgis.crs.ellipsoid import metres_per_degree

# Of a site that is small beside the reach the corners tell; ground between them bulges by less than a metre.
SMALL = 0.1
# Slivers no longer than this (metres), or with less area than this squared, are none.
LEAST_M = 1.0
_QUARTER = 32
Flags = NDArray[np.bool_]


def finished(mapped: Mapped, rule: Rule) -> list[BaseGeometry]:
    """The sheets (in degrees) on which nothing mapped means that there is nothing to be mapped, as far as a
    rule may take it so."""
    fine = mapped.survey.mapping_scale <= rule.coarsest_scale
    return [shapely.box(*sheet) for sheet in mapped.sheets] if fine else []


def extents_m(shapes: Shapes) -> NDArray[np.float64]:
    """How far apart two places of a shape may lie at most (metres)."""
    west, south, east, north = shapely.bounds(shapes).T
    per_east, per_north = metres_per_degree(0.0)
    least = np.where(south * north < 0, 0.0, np.minimum(np.abs(south), np.abs(north)))
    found: NDArray[np.float64] = 1.01 * np.hypot(
        (east - west) * per_east * np.cos(np.radians(least)), (north - south) * per_north
    )
    return found


def beyond(mapped: Mapped, rule: Rule, site: BaseGeometry, near_m: float = np.inf) -> BaseGeometry | None:
    """The part of a site (in degrees) that lies beyond mapped ground; ``None`` where there is none.
    ``near_m`` is how far the site's nearest place lies from a trace, where that is known already."""
    extent = float(extents_m(np.array([site]))[0])
    small = extent <= SMALL * rule.reach_m
    if site.is_empty or near_m + extent <= rule.reach_m:
        return None
    if small and not corners_beyond(mapped, rule, np.array([site]))[0]:
        return None
    sheets = finished(mapped, rule)
    rest = shapely.difference(site, shapely.union_all(sheets)) if sheets else site
    if rest.is_empty:
        return None
    _, lines, frame = strands_within(mapped, rest.bounds, rule.reach_m)
    reached = shapely.union_all(shapely.buffer(lines, rule.reach_m, quad_segs=_QUARTER))
    left = shapely.difference(_in_metres(rest, frame), reached)
    kept = [part for part in shapely.get_parts(left) if _counts(part)]
    if not kept and not small:
        return None
    return shapely.transform(shapely.GeometryCollection(kept), frame.to_degrees)


def corners_beyond(mapped: Mapped, rule: Rule, shapes: Shapes) -> Flags:
    """Which of many shapes have a corner beyond mapped ground."""
    found = np.zeros(len(shapes), dtype=bool)
    sheets = shapely.union_all(finished(mapped, rule))
    shapely.prepare(sheets)
    for members in cells(shapes, np.arange(len(shapes))):
        corners, of = shapely.get_coordinates(shapes[members], return_index=True)
        _, lines, frame = strands_within(mapped, shapely.total_bounds(shapes[members]), rule.reach_m)
        places = shapely.points(frame.to_metres(corners))
        reached = shapely.intersects_xy(sheets, corners)
        near = STRtree(lines).query(places, predicate="dwithin", distance=rule.reach_m)[0]
        reached[near] = True
        found[members[of[~reached]]] = True
    return found


def share(part: BaseGeometry, whole: BaseGeometry) -> float:
    """How much of a shape a part of it makes up: by area, else by length, else by the number of places."""
    for size in (shapely.area, shapely.length):
        if (all_of_it := float(size(whole))) > 0:
            return min(1.0, float(size(part)) / all_of_it)
    return float(shapely.get_num_geometries(part) / shapely.get_num_geometries(whole))


def _counts(part: BaseGeometry) -> bool:
    if part.geom_type == "Polygon":
        return bool(part.area > LEAST_M**2)
    return part.geom_type == "Point" or bool(part.length > LEAST_M)


def _in_metres(shape: BaseGeometry, frame: Centred) -> BaseGeometry:
    found: BaseGeometry = shapely.transform(shapely.segmentize(shape, STEP_M / 111_000), frame.to_metres)
    return found
