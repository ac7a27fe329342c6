"""CGCS2000: lengths and directions on its ellipsoid, its Gauss–Krüger zones, ways to it from other systems.

Geometry is kept as longitude and latitude in degrees (EPSG:4490), always in that order. Lengths are geodesic
or taken in a local zone; never in degrees, never in Web Mercator.
"""

from faultgis.crs.ellipsoid import (
    area_m2,
    destination,
    distance_azimuth,
    geod,
    length_m,
    lengths_m,
    metres_per_degree,
)
from faultgis.crs.places import Place, format_dms, in_china, parse_place, read_place
from faultgis.crs.suspicion import Suspicion, suspect
from faultgis.crs.transforms import CGCS2000, Transform, read_crs, refused_datum, transformer
from faultgis.crs.webmaps import (
    bd09_from_gcj02,
    bd09_from_wgs84,
    gcj02_from_bd09,
    gcj02_from_wgs84,
    wgs84_from_bd09,
    wgs84_from_gcj02,
)
from faultgis.crs.zones import (
    central_meridian,
    from_gk,
    gk_epsg,
    gk_zone,
    inverse_transverse_mercator,
    to_gk,
    transverse_mercator,
    zone_epsg,
    zone_width,
)

__all__ = [
    "CGCS2000",
    "Place",
    "Suspicion",
    "Transform",
    "area_m2",
    "bd09_from_gcj02",
    "bd09_from_wgs84",
    "central_meridian",
    "destination",
    "distance_azimuth",
    "format_dms",
    "from_gk",
    "gcj02_from_bd09",
    "gcj02_from_wgs84",
    "geod",
    "gk_epsg",
    "gk_zone",
    "in_china",
    "inverse_transverse_mercator",
    "length_m",
    "lengths_m",
    "metres_per_degree",
    "parse_place",
    "read_crs",
    "read_place",
    "refused_datum",
    "suspect",
    "to_gk",
    "transformer",
    "transverse_mercator",
    "wgs84_from_bd09",
    "wgs84_from_gcj02",
    "zone_epsg",
    "zone_width",
]
