"""Do the coordinates fit the coordinate system? What is odd is told with what is probably meant; no more."""

import numpy as np
from numpy.typing import NDArray

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


def check(crs: str | None, boxes: NDArray[np.float64]) -> list[Problem]:
    """What is doubtful about shapes with these bounds, whose coordinates are stated to be in the system
    ``crs``. ``boxes`` has a row for each: its least x and y, its greatest x and y."""
    bounds = typical_bounds(boxes)
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


def typical_bounds(boxes: NDArray[np.float64]) -> tuple[float, float, float, float] | None:
    """The bounds of the shapes; of many, without the outermost ones, so that one slip says nothing of all."""
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
