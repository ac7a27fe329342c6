"""Places that are asked about: points, lines and polygons, checked; what is wrong with one is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from faultgis.crs import in_china, wgs84_from_bd09, wgs84_from_gcj02
from faultgis.errors import InputError

DATUMS: Mapping[str, Callable[[float, float], tuple[float, float]] | None] = {
    "cgcs2000": None,
    "wgs84": None,
    "gcj02": wgs84_from_gcj02,
    "bd09": wgs84_from_bd09,
}
# South of it no place looks like one in China with its axes swapped.
NEVER_SWAPPED = 73.0
# No site is wider; metres about the middle of a wider one say nothing.
WIDEST_DEG = 70.0
_NAMES = {"gcj-02": "gcj02", "bd-09": "bd09", "baidu": "bd09", "amap": "gcj02", "mars": "gcj02"}


@dataclass(frozen=True)
class Reason:
    """A code with its parameters: a sentence in every language."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """A place in CGCS2000 degrees, from ``row`` of a file where it has one. ``problem`` says why it cannot be
    judged; ``notes`` what was done to its coordinates."""

    name: str
    geometry: BaseGeometry | None
    row: int | None = None
    problem: Reason | None = None
    notes: tuple[Reason, ...] = ()


def datum_of(name: str) -> str:
    """The datum of a name: cgcs2000, wgs84, gcj02 or bd09. Raises ``InputError("site.datum")``."""
    plain = name.strip().lower()
    found = _NAMES.get(plain, plain)
    if found not in DATUMS:
        raise InputError("site.datum", field="--datum", value=name, known=", ".join(DATUMS))
    return found


def true_place(site: Site, datum: str) -> Site:
    """A site whose coordinates are declared to be in a web map's shifted system, at its true place."""
    back = DATUMS[datum_of(datum)]
    if back is None or site.geometry is None:
        return site

    def moved(xy: Any) -> Any:
        return np.array([back(float(x), float(y)) for x, y in xy]).reshape(-1, 2)

    note = Reason("site.shifted_back", {"datum": datum_of(datum)})
    geometry = shapely.transform(shapely.force_2d(site.geometry), moved)
    return replace(site, geometry=geometry, notes=(*site.notes, note))


def checked(site: Site) -> Site:
    """The site with the problem that keeps it from being judged, if any."""
    return site if site.problem is not None else replace(site, problem=_problem(site.geometry))


def sound(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Of very many shapes those that surely have no problem; the others may have one (``checked``)."""
    west, south, east, north = shapely.bounds(shapes).T
    placed = (west >= -180) & (east <= 180) & (south >= -90) & (north < NEVER_SWAPPED)
    placed &= (east - west <= WIDEST_DEG) & (north - south <= WIDEST_DEG)
    kind = shapely.get_type_id(shapes)
    polygon, line = np.isin(kind, (3, 6)), np.isin(kind, (1, 5))
    valid = shapely.is_valid(shapes)
    whole = (~polygon | (valid & (shapely.area(shapes) > 0))) & (~line | valid)
    found: NDArray[np.bool_] = placed & whole & (kind != 7)
    return found


def _problem(geometry: BaseGeometry | None) -> Reason | None:
    if geometry is None:
        return Reason("site.missing")
    if geometry.is_empty:
        return Reason("site.empty")
    xy = shapely.get_coordinates(geometry)
    if not np.isfinite(xy).all():
        return Reason("site.not_finite")
    if (swapped := _swapped(xy)) is not None:
        return swapped
    if (np.abs(xy) > (180.0, 90.0)).any():
        west, south = (float(v) for v in xy.min(axis=0))
        return Reason("site.off_earth", {"x": round(west, 3), "y": round(south, 3)})
    wide, high = (float(v) for v in np.ptp(xy, axis=0))
    if max(wide, high) > WIDEST_DEG:
        return Reason("site.too_large", {"wide": round(wide), "high": round(high)})
    return _shape_problem(geometry)


def _swapped(xy: Any) -> Reason | None:
    """Coordinates that lie in China, or on the earth, only when read the other way round."""
    x, y = (float(v) for v in xy.mean(axis=0))
    off = abs(y) > 90 >= abs(x) and abs(y) <= 180
    if (in_china(y, x) and not in_china(x, y)) or off:
        return Reason("site.swapped", {"x": round(x, 6), "y": round(y, 6)})
    return None


def _shape_problem(geometry: BaseGeometry) -> Reason | None:
    kind = geometry.geom_type
    if kind == "GeometryCollection":
        return Reason("site.mixed", {"kind": kind})
    if kind.endswith("Polygon") and (wrong := _area_problem(geometry)) is not None:
        return wrong
    if kind.endswith("LineString") and not geometry.is_valid:
        return Reason("site.no_length")
    return None


def _area_problem(geometry: BaseGeometry) -> Reason | None:
    explained = explain_validity(geometry)
    flat = shapely.convex_hull(geometry).area == 0
    if flat or explained.startswith("Too few points"):
        return Reason("site.no_area")
    return None if geometry.is_valid else Reason("site.self_crossing", {"where": _where(explained)})


def _where(explained: str) -> str:
    """The place in shapely's words ``Self-intersection[102.2 27.8]``, as longitude, latitude."""
    inside = explained.partition("[")[2].rstrip("]").split()
    try:
        return ", ".join(f"{float(number):.6f}" for number in inside)
    except ValueError:
        return explained


def site_at(lon: float, lat: float, name: str = "") -> Site:
    """A point as a site."""
    return Site(name or f"{lon:.6f}, {lat:.6f}", Point(lon, lat))
