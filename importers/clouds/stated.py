"""One statement of a coordinate system, read by PROJ after a look at its size and depth."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyproj import CRS

METRES = {"metre": 1.0, "foot": 0.3048, "us_foot": 1200 / 3937}
_DEEPEST = 64


@dataclass(frozen=True)
class Stated:
    """One of the sources of a coordinate system, read."""

    crs: str | None = None
    text: str | None = None
    units: str = "unknown"
    vertical: str | None = None
    vertical_units: str = "unknown"
    false_easting: float | None = None
    fault: str = ""

    @property
    def usable(self) -> bool:
        return self.text is not None


@lru_cache(maxsize=256)
def read_wkt(wkt: str) -> Stated:
    """What a WKT says of the coordinate system; one that cannot be understood gives a ``fault``."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if _depth(wkt) > _DEEPEST:
        return Stated(fault="too deep")
    try:
        crs = CRS.from_user_input(wkt)
    except (CRSError, UnicodeError, ValueError) as error:
        return Stated(fault=" ".join(str(error).split())[:200])
    return described(crs, None)


def _depth(wkt: str) -> int:
    deepest = depth = 0
    for letter in wkt:
        depth += (letter in "[(") - (letter in "])")
        deepest = max(deepest, depth)
    return deepest


def described(crs: "CRS", code: str | None) -> Stated:
    """A coordinate system's name or code, its units and its heights; ``code`` is taken where given."""
    parts = crs.sub_crs_list if crs.is_compound else [crs]
    flat = parts[0].source_crs if parts[0].is_bound and parts[0].source_crs is not None else parts[0]
    upright = next((part for part in parts[1:] if part.is_vertical), None)
    name = code or _code(flat) or flat.name
    if not (flat.is_projected or flat.is_geographic or flat.is_geocentric):
        return Stated(fault=f"{crs.type_name}: {crs.name}"[:200])
    heights = units_of(upright) if upright is not None else _third_axis(flat)
    return Stated(
        name,
        name if name.startswith("EPSG:") else flat.to_wkt(),
        units_of(flat),
        None if upright is None else (_code(upright) or upright.name),
        heights,
        _false_easting(flat),
    )


def _false_easting(crs: "CRS") -> float | None:
    """The easting of a projection's origin in metres: 38 500 000 where zone numbers stand before it."""
    operation = crs.coordinate_operation
    if not crs.is_projected or operation is None:
        return None
    found = [float(p.value) * p.unit_conversion_factor for p in operation.params if p.name == "False easting"]
    return found[0] if found else None


def _code(crs: "CRS") -> str | None:
    """Its number in the EPSG register, if there is such a number."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    stated: Any = crs.to_json_dict().get("id")
    if not stated or stated.get("authority") != "EPSG":
        return None
    try:
        CRS.from_epsg(stated["code"])
    except CRSError:
        return None
    return f"EPSG:{stated['code']}"


def units_of(crs: "CRS") -> str:
    """The unit of its coordinates: metre, foot, us_foot, degree, geocentric or unknown."""
    if crs.is_geocentric:
        return "geocentric"
    if crs.is_geographic:
        return "degree"
    return _unit(crs.axis_info[0].unit_conversion_factor) if crs.axis_info else "unknown"


def _third_axis(crs: "CRS") -> str:
    return _unit(crs.axis_info[2].unit_conversion_factor) if len(crs.axis_info) > 2 else "unknown"


def _unit(factor: float) -> str:
    return next((name for name, metres in METRES.items() if abs(factor - metres) < 1e-9), "unknown")
