"""Do the coordinates fit the coordinate system? Finds what is probably meant and says so; never decides."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faultgis.crs import read_crs, refused_datum
from faultgis.crs.zones import ZONES, zone_epsg, zone_width
from faultgis.errors import InputError
from importers.batch import Problem

if TYPE_CHECKING:
    from pyproj import CRS

Bounds = Sequence[float]
# China with its seas, in degrees; northings of its latitudes and eastings within a zone, in metres.
_LON, _LAT = (73.0, 136.0), (3.0, 54.5)
_NORTHING, _EASTING = (300_000.0, 6_100_000.0), (150_000.0, 850_000.0)
_MILLION = 1_000_000.0
# Problems after which coordinates are certainly or most probably elsewhere than the file says.
SERIOUS = frozenset(
    {
        "crs.swapped_axes",
        "crs.zone_prefix",
        "crs.no_zone_prefix",
        "crs.wrong_zone",
        "crs.probably_projected",
        "crs.probably_degrees",
    }
)


@dataclass(frozen=True)
class Range:
    """Bounds of the coordinates as they stand: x first."""

    west: float
    south: float
    east: float
    north: float

    def swapped(self) -> "Range":
        """The same with x and y exchanged."""
        return Range(self.south, self.west, self.north, self.east)

    def within(self, xs: tuple[float, float], ys: tuple[float, float]) -> bool:
        """Whether all lies in these ranges."""
        return xs[0] <= self.west and self.east <= xs[1] and ys[0] <= self.south and self.north <= ys[1]

    @property
    def is_degrees(self) -> bool:
        """Whether longitudes and latitudes could look so."""
        return self.within((-180.0, 360.0), (-90.0, 90.0))

    @property
    def zone(self) -> int:
        """The Chinese zone number before the easting (18 in 18 500 000), 0 if there is none."""
        number = math.floor(self.west / _MILLION)
        same = number == math.floor(self.east / _MILLION)
        known = any(low <= number <= high for low, high in ZONES.values())
        return number if same and known and self.within((0, 1e9), _NORTHING) else 0

    @property
    def is_zone_without_number(self) -> bool:
        """Whether a Gauss–Krüger zone's eastings without its number could look so."""
        return self.within(_EASTING, _NORTHING)


def check(crs: str | None, bounds: Bounds | None) -> list[Problem]:
    """What is doubtful about coordinates within ``bounds`` in the system ``crs``, and what to use instead."""
    place = _range(bounds)
    if crs is None:
        return [Problem("crs.missing", {"offer": _offer(place) if place else ""})]
    try:
        system = read_crs(crs)
        datum = refused_datum(crs)
    except InputError as error:
        return [Problem(error.code, dict(error.params))]
    if datum:
        return [Problem("crs.refused_datum", {"datum": datum, "crs": name_of(crs)})]
    if place is None:
        return []
    found = _geographic(place) if system.is_geographic else _projected(system, place)
    return [Problem(problem.code, {"crs": name_of(crs), **problem.params}) for problem in found]


def name_of(crs: str) -> str:
    """A short name of a system: its authority code, else the name in its WKT."""
    if len(crs) < 40 and ":" in crs:
        return crs
    try:
        return str(read_crs(crs).name)
    except InputError:
        return crs[:80]


def _range(bounds: Bounds | None) -> Range | None:
    if bounds is None or not all(math.isfinite(value) for value in bounds):
        return None
    return Range(*(float(value) for value in bounds))


def _offer(place: Range) -> str:
    """Systems that such coordinates are usually in, best first."""
    if place.is_degrees:
        return "EPSG:4490, EPSG:4326"
    for candidate, mark in ((place, ""), (place.swapped(), "+swap")):
        if candidate.zone:
            return f"EPSG:{zone_epsg(candidate.zone, zone_width(candidate.zone), prefix=True)}{mark}"
        if candidate.is_zone_without_number:
            return f"EPSG:4502–4512{mark}, EPSG:4534–4554{mark}"
    swapped = place.swapped()
    return "EPSG:4490+swap, EPSG:4326+swap" if swapped.is_degrees else ""


def _geographic(place: Range) -> list[Problem]:
    swapped = place.swapped()
    sizes = {"west": _short(place.west), "east": _short(place.east)}
    sizes |= {"south": _short(place.south), "north": _short(place.north)}
    if place.is_degrees:
        return [Problem("crs.swapped_axes", sizes)] if swapped.within(_LON, _LAT) else []
    if swapped.is_degrees:
        return [Problem("crs.swapped_axes", sizes)]
    if max(abs(place.west), abs(place.east), abs(place.south), abs(place.north)) > 1000:
        return [Problem("crs.probably_projected", {**sizes, "offer": _offer(place)})]
    return [Problem("crs.outside_degrees", sizes)]


def _short(value: float) -> str:
    return f"{value:.10g}"


def _projected(system: "CRS", place: Range) -> list[Problem]:
    if place.is_degrees and max(abs(place.west), abs(place.north)) > 0:
        return [Problem("crs.probably_degrees", {"offer": "EPSG:4490, EPSG:4326"})]
    false_easting = _false_easting(system)
    if false_easting is None:
        return []
    swapped = place.swapped()
    number = math.floor(false_easting / _MILLION)
    if swapped.zone or (swapped.is_zone_without_number and not place.is_zone_without_number):
        return [Problem("crs.swapped_axes", {"offer": "+swap"})]
    if place.zone and number != place.zone:
        offer = f"EPSG:{zone_epsg(place.zone, zone_width(place.zone), prefix=True)}"
        return [
            Problem("crs.wrong_zone" if number else "crs.zone_prefix", {"zone": place.zone, "offer": offer})
        ]
    if number and place.is_zone_without_number:
        return [Problem("crs.no_zone_prefix", {"zone": number, "offer": _without_prefix(number)})]
    return []


def _without_prefix(number: int) -> str:
    try:
        return f"EPSG:{zone_epsg(number, zone_width(number), prefix=False)}"
    except InputError:
        return ""


def _false_easting(system: "CRS") -> float | None:
    """The false easting of a transverse Mercator in metres, ``None`` for other projections."""
    operation = system.coordinate_operation
    if operation is None or "transverse mercator" not in operation.method_name.lower():
        return None
    for parameter in operation.params:
        if parameter.name == "False easting":
            return float(parameter.value) * parameter.unit_conversion_factor
    return None
