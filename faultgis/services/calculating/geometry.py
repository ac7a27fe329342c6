"""Calculations on a fault's surface and the slip on it."""

from typing import Any

from faultgis.errors import InputError
from faultgis.geometry import surface
from faultgis.services.calculating.function import Function, Key

_COMPONENTS = ("net", "strike_slip", "dip_slip", "throw", "horizontal_dip_component", "heave_total")


def fault_surface(
    trace_lonlat: list[Any],
    upper_depth_km: float,
    lower_depth_km: float,
    dip_deg: float,
    dip_direction_deg: float | None = None,
) -> dict[str, Any]:
    """The plane surface under a trace; see ``faultgis.geometry.surface``."""
    trace = [_place(item) for item in trace_lonlat]
    found = surface.surface_of(trace, upper_depth_km, lower_depth_km, dip_deg, dip_direction_deg)
    shape = surface.polygon_z(trace, upper_depth_km, lower_depth_km, dip_deg, dip_direction_deg)
    return {
        "length_km": found.length_km,
        "chord_km": found.chord_km,
        "sinuosity": found.sinuosity,
        "strike_deg": found.strike_deg,
        "dip_direction_deg": found.dip_direction_deg,
        "width_km": found.width_km,
        "area_km2": found.area_km2,
        "heave_bottom_km": found.heave_bottom_km,
        "top_edge": [list(place) for place in found.top_edge],
        "bottom_edge": [list(place) for place in found.bottom_edge],
        "polygon_z": [[x, y, z + 0.0] for x, y, z in shape.exterior.coords],
    }


def _place(item: Any) -> tuple[float, float]:
    numbers = item if isinstance(item, list) else []
    if len(numbers) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise InputError("surface.trace", field="trace_lonlat")
    return float(numbers[0]), float(numbers[1])


def slip_components(dip_deg: float, rake_deg: float, **measured: float) -> dict[str, Any]:
    """All components of a slip from one of them. The signs follow the rake, whatever the measured one's.

    Raises ``InputError("slip.not_resolvable")`` where the measured component is nil for this dip and rake,
    so that it says nothing about the rest.
    """
    if not 0 < dip_deg <= 90:
        raise InputError("surface.dip", field="dip_deg", dip=dip_deg)
    if not -180 <= rake_deg <= 180:
        raise InputError("slip.rake", field="rake_deg", rake=rake_deg)
    ((name, amount),) = measured.items()
    unit = surface.slip_components(dip_deg, rake_deg)
    if abs(unit[name]) < 1e-9:
        raise InputError("slip.not_resolvable", field=name, dip=dip_deg, rake=rake_deg)
    net = abs(amount / unit[name])
    parts = {key: net * unit[key] for key in _COMPONENTS}
    return {**parts, "vertical_separation": parts["throw"]}


FAULT_SURFACE = Function(
    "fault_surface",
    "断层面：由迹线、倾角和深度求走向、宽度、面积和上下边界",
    "Fault surface: strike, width, area and edges from trace, dip and depths",
    (
        Key("trace_lonlat", "array", "[[lon, lat], …] in digitizing order, degrees CGCS2000", required=True),
        Key("upper_depth_km", "number", "depth of the upper edge, km", required=True),
        Key("lower_depth_km", "number", "depth of the lower edge, km", required=True),
        Key("dip_deg", "number", "dip, 0 to 90 degrees, to the right of the digitizing order", required=True),
        Key("dip_direction_deg", "number", "azimuth of dip, degrees; overrides the digitizing order"),
    ),
    (
        Key("length_km", "number", "geodesic length of the trace"),
        Key("chord_km", "number", "geodesic distance of its ends"),
        Key("sinuosity", "number", "length over chord"),
        Key("strike_deg", "number", "azimuth of the chord with the dip to its right"),
        Key("dip_direction_deg", "number", "azimuth of dip"),
        Key("width_km", "number", "down-dip width"),
        Key("area_km2", "number", "length times width"),
        Key("heave_bottom_km", "number", "horizontal distance from trace to lower edge"),
        Key("top_edge", "array", "ends of the upper edge [[lon, lat], [lon, lat]]"),
        Key("bottom_edge", "array", "ends of the lower edge [[lon, lat], [lon, lat]]"),
        Key("polygon_z", "array", "ring [[lon, lat, z], …] along all vertices; z in metres, negative below"),
    ),
    fault_surface,
)

SLIP_COMPONENTS = Function(
    "slip_components",
    "滑动分量：由一个分量、倾角和滑动角求其余分量",
    "Slip components: all from one of them, dip and rake",
    (
        Key("dip_deg", "number", "dip, 0 to 90 degrees", required=True),
        Key("rake_deg", "number", "rake after Aki and Richards, −180 to 180 degrees", required=True),
        *(Key(name, "number", "the measured component, any unit of length") for name in _COMPONENTS),
    ),
    (
        Key("net", "number", "net slip, never negative"),
        Key("strike_slip", "number", "positive sinistral"),
        Key("dip_slip", "number", "positive reverse"),
        Key("throw", "number", "vertical part, positive where the hanging wall rises"),
        Key("vertical_separation", "number", "the throw; true only where the displaced surfaces are level"),
        Key("horizontal_dip_component", "number", "horizontal part of the dip slip"),
        Key("heave_total", "number", "whole horizontal part, never negative"),
    ),
    slip_components,
    tuple((name,) for name in _COMPONENTS),
)
