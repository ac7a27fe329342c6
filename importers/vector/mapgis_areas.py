"""Areas of a MapGIS file from their arcs: each arc knows the area on its left and on its right."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

# Ends of arcs that should meet lie this close, as a share of the extent of the area.
_NEAR = 1e-6
_WHOLE = 1e-6


def arcs_of(left: NDArray[np.int32], right: NDArray[np.int32], areas: int) -> list[list[int]]:
    """The arcs around each area, numbered from 1 in the file; an arc with an area on both sides bounds none
    of it."""
    found: list[list[int]] = [[] for _ in range(areas)]
    for side in (left, right):
        for arc in np.flatnonzero((side > 0) & (side <= areas) & (left != right)).tolist():
            found[int(side[arc]) - 1].append(arc)
    return found


def area(arcs: Sequence[LineString]) -> tuple[BaseGeometry | None, str]:
    """The area within the arcs, by the even-odd rule, and what was done for it: "" nothing, "mended" where
    ends did not meet or arcs cross, "open" where no area comes of all of them (then none is made)."""
    try:
        return _area(arcs)
    except shapely.errors.GEOSException:
        return None, "open"


def _area(arcs: Sequence[LineString]) -> tuple[BaseGeometry | None, str]:
    lines = [arc for arc in arcs if arc.length > 0]
    if not lines:
        return None, "open" if len(arcs) else ""
    built = _built(lines)
    if built is not None:
        return built, ""
    snapped = _snapped(lines)
    built = _built(snapped) or _built(list(_parts(shapely.unary_union(snapped))))
    return (built, "mended") if built is not None else (None, "open")


def _built(lines: Sequence[LineString]) -> BaseGeometry | None:
    """The area, if it is valid and its boundary is all of the lines."""
    made = shapely.build_area(shapely.multilinestrings(list(lines)))
    whole = sum(line.length for line in lines)
    if made.is_empty or not made.is_valid or abs(made.length - whole) > _WHOLE * whole:
        return None
    return made


def _snapped(lines: Sequence[LineString]) -> list[LineString]:
    """The lines with ends that all but meet brought together on the first of them."""
    box = shapely.total_bounds(list(lines))
    near = _NEAR * max(box[2] - box[0], box[3] - box[1])
    ends = np.array([point for line in lines for point in (line.coords[0], line.coords[-1])])
    tree = shapely.STRtree(shapely.points(ends))
    firsts = np.arange(len(ends))
    pairs = tree.query(shapely.points(ends), predicate="dwithin", distance=near)
    np.minimum.at(firsts, pairs[0], pairs[1])
    moved = ends[firsts]
    result = []
    for number, line in enumerate(lines):
        places = np.array(line.coords)
        places[0], places[-1] = moved[2 * number], moved[2 * number + 1]
        result.append(LineString(places))
    return result


def _parts(geometry: BaseGeometry) -> Sequence[LineString]:
    return list(getattr(geometry, "geoms", [geometry]))
