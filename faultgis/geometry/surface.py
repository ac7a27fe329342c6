"""A fault as a plane surface under its trace, and a slip on it as components.

Angles are in degrees, depths in km. After Aki and Richards a fault dips to the right of its strike; rake 0 is
sinistral, 90 reverse, ±180 dextral, −90 normal. Width = (lower − upper depth) / sin dip; an edge at depth z
lies z / tan dip away in the direction of dip. Lengths are geodesic on the CGCS2000 ellipsoid.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shapely import LineString, Polygon

from faultgis.crs import destination, distance_azimuth, length_m
from faultgis.errors import InputError
from faultgis.kinematics import side_of_dip

Place = tuple[float, float]
ALONG_TRACE = 10.0


@dataclass(frozen=True)
class Surface:
    """A plane fault surface; edges by their two ends, in the order of the strike (lon, lat in degrees)."""

    length_km: float
    chord_km: float
    strike_deg: float
    dip_direction_deg: float
    width_km: float
    heave_bottom_km: float
    top_edge: tuple[Place, Place]
    bottom_edge: tuple[Place, Place]

    @property
    def sinuosity(self) -> float:
        """Length over chord, 1 for a straight trace."""
        return self.length_km / self.chord_km

    @property
    def area_km2(self) -> float:
        """Length along the trace times width down dip."""
        return self.length_km * self.width_km


def surface_of(
    trace: Sequence[Place],
    upper_depth_km: float,
    lower_depth_km: float,
    dip_deg: float,
    dip_direction_deg: float | None = None,
) -> Surface:
    """The surface under a trace. Strike is the chord's azimuth, turned so that the fault dips to its right.

    Without a dip direction the fault dips to the right of the trace as digitized, at right angles to the
    chord. Raises ``InputError`` with ``surface.dip``, ``surface.depths``, ``surface.trace`` or
    ``surface.dip_along_trace`` (a dip direction within 10° of the chord).
    """
    _check(trace, upper_depth_km, lower_depth_km, dip_deg)
    first, last = trace[0], trace[-1]
    chord_m, azimuth = distance_azimuth(*first, *last)
    if chord_m == 0:
        raise InputError("surface.trace", field="trace_lonlat")
    toward = (azimuth + 90) % 360 if dip_direction_deg is None else dip_direction_deg % 360
    side = side_of_dip(azimuth, toward, tolerance=ALONG_TRACE)
    if side == "unknown":
        raise InputError("surface.dip_along_trace", field="dip_direction_deg", strike=round(azimuth, 1))
    if side == "left":
        first, last, azimuth = last, first, distance_azimuth(*last, *first)[1]
    run = 1 / math.tan(math.radians(dip_deg)) if dip_deg < 90 else 0.0
    top, bottom = (
        (_shifted(first, toward, depth * run), _shifted(last, toward, depth * run))
        for depth in (upper_depth_km, lower_depth_km)
    )
    width = (lower_depth_km - upper_depth_km) / math.sin(math.radians(dip_deg))
    length = length_m(LineString(trace)) / 1000
    return Surface(length, chord_m / 1000, azimuth, toward, width, lower_depth_km * run, top, bottom)


def polygon_z(
    trace: Sequence[Place],
    upper_depth_km: float,
    lower_depth_km: float,
    dip_deg: float,
    dip_direction_deg: float | None = None,
) -> Polygon:
    """The surface as a polygon with heights: the upper edge along all vertices of the trace, the lower edge
    back under it. Longitude and latitude in degrees, z in metres, negative below the ground; seen from above
    a dipping fault its ring runs clockwise from the strike's start. Raises as ``surface_of``.
    """
    found = surface_of(trace, upper_depth_km, lower_depth_km, dip_deg, dip_direction_deg)
    turned = distance_azimuth(*trace[0], *trace[-1])[1]
    along = list(trace) if abs((turned - found.strike_deg + 180) % 360 - 180) < 90 else list(trace)[::-1]
    run = 1 / math.tan(math.radians(dip_deg)) if dip_deg < 90 else 0.0
    edges = [
        [(*_shifted(place, found.dip_direction_deg, depth * run), -1000.0 * depth) for place in along]
        for depth in (upper_depth_km, lower_depth_km)
    ]
    return Polygon([*edges[0], *reversed(edges[1])])


def _check(trace: Sequence[Place], upper: float, lower: float, dip: float) -> None:
    if len(trace) < 2 or not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in trace):
        raise InputError("surface.trace", field="trace_lonlat")
    if not 0 < dip <= 90:
        raise InputError("surface.dip", field="dip_deg", dip=dip)
    if not 0 <= upper < lower:
        raise InputError("surface.depths", field="lower_depth_km", upper=upper, lower=lower)


def _shifted(place: Place, azimuth: float, km: float) -> Place:
    return destination(*place, azimuth, km * 1000) if km else place


def slip_components(dip_deg: float, rake_deg: float) -> dict[str, float]:
    """The components of a unit net slip: positive strike slip is sinistral, positive dip slip and throw
    raise the hanging wall; ``heave_total`` is the whole horizontal part, never negative."""
    dip, rake = math.radians(dip_deg), math.radians(rake_deg)
    strike_slip, dip_slip = math.cos(rake), math.sin(rake)
    across = dip_slip * math.cos(dip)
    return {
        "net": 1.0,
        "strike_slip": strike_slip,
        "dip_slip": dip_slip,
        "throw": dip_slip * math.sin(dip),
        "horizontal_dip_component": across,
        "heave_total": math.hypot(strike_slip, across),
    }
