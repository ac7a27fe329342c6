"""Do the coordinates fit the coordinate system? What is odd is told with what is probably meant; no more."""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.crs import read_crs, refused_datum
from faultgis.errors import InputError
from importers.batch import Problem
from importers.vector.suspicion import Suspicion, suspicions

# After these, the features are almost certainly elsewhere than the file's own system says.
SERIOUS = frozenset(
    {"crs.swapped_axes", "crs.zone_prefix", "crs.no_prefix", "crs.out_of_range", "crs.degrees_as_metres"}
)
_MANY = 20
_OUTLIERS = 5.0


def check(crs: str | None, shapes: Sequence[BaseGeometry]) -> list[Problem]:
    """What is doubtful about shapes whose coordinates are stated to be in the system ``crs``."""
    bounds = typical_bounds(shapes)
    if crs is None:
        offers = suspicions(bounds) if bounds else ()
        offer = "".join(f" ({_offered(offer)}?)" for offer in offers if offer.crs)
        return [Problem("crs.missing", {"offer": offer}), *map(_problem, offers)]
    try:
        datum = refused_datum(crs)
        if datum:
            return [Problem("crs.refused_datum", {"datum": datum, "crs": name_of(crs)})]
        if read_crs(crs).is_engineering:
            return [Problem("crs.local", {"crs": name_of(crs)})]
        return [_problem(found) for found in suspicions(bounds, crs)] if bounds else []
    except InputError as error:
        return [Problem(error.code, dict(error.params))]


def typical_bounds(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float] | None:
    """The bounds of the shapes; of many, without the outermost ones, so that one slip says nothing of all."""
    if not shapes:
        return None
    boxes = shapely.bounds(np.array(shapes, dtype=object))
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return None
    if len(boxes) >= _MANY:
        low = np.percentile(boxes[:, :2], _OUTLIERS, axis=0)
        high = np.percentile(boxes[:, 2:], 100 - _OUTLIERS, axis=0)
    else:
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _problem(found: Suspicion) -> Problem:
    return Problem(found.code, {"crs": _offered(found), "zone": found.zone, "swap": found.swap})


def _offered(found: Suspicion) -> str:
    return f"{found.crs}+swap" if found.swap else found.crs


def name_of(crs: str) -> str:
    """A short name of a system: its authority code, else the name in its WKT."""
    if len(crs) < 40 and ":" in crs:
        return crs
    try:
        return str(read_crs(crs).name)
    except InputError:
        return crs[:80]
