"""Gauss–Krüger zones of CGCS2000: zone numbers, EPSG codes, and coordinates to and from a zone.

Eastings count from 500 000 m at the central meridian; where a ``prefix`` is meant, the zone number times
one million is added (18 500 000). Formulas: Krüger's series to n⁶ (Karney 2011, "Transverse Mercator with
an accuracy of a few nanometers"), scale 1 on the central meridian; needs no projection library.
"""

import math
from typing import Any

import numpy as np

from faultgis.crs.ellipsoid import FLATTENING, SEMI_MAJOR
from faultgis.errors import InputError

FALSE_EASTING = 500_000.0
ZONES = {6: (13, 23), 3: (25, 45)}
_EPSG = {(6, True): 4491, (6, False): 4502, (3, True): 4513, (3, False): 4534}

_N = FLATTENING / (2 - FLATTENING)
_E = math.sqrt(FLATTENING * (2 - FLATTENING))
_RADIUS = SEMI_MAJOR / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180 - 127 * _N**5 / 288 + 7891 * _N**6 / 37800,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440 + 281 * _N**5 / 630 - 1983433 * _N**6 / 1935360,
    61 * _N**3 / 240 - 103 * _N**4 / 140 + 15061 * _N**5 / 26880 + 167603 * _N**6 / 181440,
    49561 * _N**4 / 161280 - 179 * _N**5 / 168 + 6601661 * _N**6 / 7257600,
    34729 * _N**5 / 80640 - 3418889 * _N**6 / 1995840,
    212378941 * _N**6 / 319334400,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360 - 81 * _N**5 / 512 + 96199 * _N**6 / 604800,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440 + 46 * _N**5 / 105 - 1118711 * _N**6 / 3870720,
    17 * _N**3 / 480 - 37 * _N**4 / 840 - 209 * _N**5 / 4480 + 5569 * _N**6 / 90720,
    4397 * _N**4 / 161280 - 11 * _N**5 / 504 - 830251 * _N**6 / 7257600,
    4583 * _N**5 / 161280 - 108847 * _N**6 / 3991680,
    20648693 * _N**6 / 638668800,
)


def gk_zone(lon: float, width: int = 6) -> int:
    """The number of the 6° or 3° zone that holds the longitude; its western edge belongs to it."""
    start = 0.0 if width == 6 else 1.5
    return math.floor((lon % 360.0 - start) / width) % (360 // width) + 1


def central_meridian(zone: int, width: int = 6) -> float:
    """The zone's central meridian in degrees east (−180 … 180)."""
    meridian = 6 * zone - 3 if width == 6 else 3 * zone
    return float(meridian - 360 if meridian > 180 else meridian)


def zone_epsg(zone: int, width: int = 6, prefix: bool = False) -> int:
    """The EPSG code of a CGCS2000 zone. Raises ``InputError("crs.no_zone")`` outside 13–23 and 25–45."""
    low, high = ZONES[width]
    if not low <= zone <= high:
        raise InputError("crs.no_zone", zone=zone, width=width, low=low, high=high)
    return _EPSG[width, prefix] + zone - low


def gk_epsg(lon: float, width: int = 6, prefix: bool = False) -> int:
    """The EPSG code of the CGCS2000 zone at a longitude; ``prefix``: eastings begin with the zone number."""
    return zone_epsg(gk_zone(lon, width), width, prefix)


def zone_width(zone: int) -> int:
    """Whether a Chinese zone number means a 6° (13–23) or a 3° zone (25–45)."""
    for width, (low, high) in ZONES.items():
        if low <= zone <= high:
            return width
    raise InputError("crs.no_zone", zone=zone, width="6/3", low="13–23, 25", high=45)


def to_gk(lon: float, lat: float, width: int = 6, zone: int | None = None) -> tuple[float, float, int]:
    """Easting (500 000 m at the centre, no prefix), northing and zone number of a place.

    ``zone`` forces another zone than the place's own, as at the edge of a sheet.
    """
    number = gk_zone(lon, width) if zone is None else zone
    east, north = transverse_mercator(lon, lat, central_meridian(number, width))
    return float(east), float(north), number


def from_gk(easting: float, northing: float, zone: int | None = None) -> tuple[float, float]:
    """Longitude and latitude of Gauss–Krüger coordinates; the zone stands in the easting's first digits
    (18 500 000) or is given. Raises ``InputError("crs.no_zone")`` if it is neither."""
    stated = int(easting // 1_000_000)
    if stated and zone is not None and stated != zone:
        raise InputError("crs.zone_conflict", zone=zone, prefix=stated)
    number = stated or zone or 0
    meridian = central_meridian(number, zone_width(number))
    lon, lat = inverse_transverse_mercator(easting - stated * 1e6, northing, meridian)
    return float(lon), float(lat)


def transverse_mercator(lon: Any, lat: Any, meridian: float) -> tuple[Any, Any]:
    """Easting and northing (m) of places, numbers or arrays, in the zone about a central meridian."""
    sine = np.sin(np.radians(lat))
    tau = np.sinh(np.arctanh(sine) - _E * np.arctanh(_E * sine))
    lam = np.radians((np.asarray(lon) - meridian + 180.0) % 360.0 - 180.0)
    zeta = np.arctan2(tau, np.cos(lam)) + 1j * np.arcsinh(np.sin(lam) / np.hypot(tau, np.cos(lam)))
    zeta = zeta + sum(a * np.sin(2 * (j + 1) * zeta) for j, a in enumerate(_ALPHA))
    return FALSE_EASTING + _RADIUS * zeta.imag, _RADIUS * zeta.real


def inverse_transverse_mercator(east: Any, north: Any, meridian: float) -> tuple[Any, Any]:
    """Longitude and latitude of zone coordinates (m), numbers or arrays; the inverse of the above."""
    zeta = np.asarray(north) / _RADIUS + 1j * (np.asarray(east) - FALSE_EASTING) / _RADIUS
    zeta = zeta - sum(b * np.sin(2 * (j + 1) * zeta) for j, b in enumerate(_BETA))
    tau = np.sin(zeta.real) / np.hypot(np.sinh(zeta.imag), np.cos(zeta.real))
    psi = np.arcsinh(tau)
    sine = np.tanh(psi)
    for _ in range(6):
        sine = np.tanh(psi + _E * np.arctanh(_E * sine))
    lon = meridian + np.degrees(np.arctan2(np.sinh(zeta.imag), np.cos(zeta.real)))
    return (lon + 180.0) % 360.0 - 180.0, np.degrees(np.arcsin(sine))
