"""GeoTIFF keys in a cloud: the coordinate system by its code; user-defined ones count as not stated.

Keys and units: GeoTIFF 1.1 (OGC 19-008r4), annexes; they stand in records 34735 (keys) and 34737 (texts).
"""

import struct
from functools import lru_cache

from importers.clouds.header import text
from importers.clouds.stated import METRES, Stated, described, units_of

_MODEL, _CITATION, _GEOGRAPHIC, _GEO_CITATION = 1024, 1026, 2048, 2049
_PROJECTED, _PROJECTED_CITATION, _LINEAR, _VERTICAL, _VERTICAL_UNITS = 3072, 3073, 3076, 4096, 4099
_USER_DEFINED = 32767
_LINEAR_UNITS = {9001: "metre", 9002: "foot", 9003: "us_foot"}
_ASCII_RECORD = 34737
_GEOCENTRIC_MODEL = 3


def from_keys(body: bytes | None, ascii_body: bytes) -> Stated | None:
    """What GeoTIFF keys say of the coordinate system; ``None`` where there are none. Keys that cannot be
    understood give a ``Stated`` with its ``fault``."""
    if body is None:
        return None
    if len(body) < 8:
        return Stated(fault="empty")
    count = struct.unpack_from("<4H", body)[3]
    if count == 0:
        return Stated(fault="empty")
    if len(body) < 8 + 8 * count:
        return Stated(fault=f"{count} keys in {len(body)} bytes")
    entries = [struct.unpack_from("<4H", body, 8 + 8 * i) for i in range(count)]
    values = {key: value for key, place, _, value in entries if place == 0}
    texts = {key: text(ascii_body[at : at + n]) for key, place, n, at in entries if place == _ASCII_RECORD}
    return _read_keys(values, texts)


def _read_keys(values: dict[int, int], texts: dict[int, str]) -> Stated:
    if values.get(_MODEL) == _GEOCENTRIC_MODEL:
        code = values.get(_GEOGRAPHIC, 0)
        if code == 0 or (fault := _read_code(code).fault):
            return Stated(units="geocentric", fault=fault if code else "")
        return Stated(f"EPSG:{code}", f"EPSG:{code}", "geocentric")
    code = values.get(_PROJECTED) or values.get(_GEOGRAPHIC) or 0
    linear = _LINEAR_UNITS.get(values.get(_LINEAR, 0))
    if code in (0, _USER_DEFINED):
        said = texts.get(_PROJECTED_CITATION) or texts.get(_CITATION) or texts.get(_GEO_CITATION) or ""
        return Stated(units=linear or "unknown", fault=f"user-defined {said}".strip())
    stated = _read_code(code)
    if stated.fault:
        return stated
    vertical, heights = _vertical(values)
    # The linear unit key may change the unit of a system by its code, as old files in feet do.
    units = linear if linear and stated.units in METRES else stated.units
    fault = f"{stated.crs}: {stated.units}, {_LINEAR}: {linear}" if units != stated.units else ""
    return Stated(
        stated.crs, None if fault else stated.text, units, vertical, heights, stated.false_easting, fault
    )


def _vertical(values: dict[int, int]) -> tuple[str | None, str]:
    code = values.get(_VERTICAL, 0)
    stated = _read_vertical(code) if code not in (0, _USER_DEFINED) else None
    heights = _LINEAR_UNITS.get(values.get(_VERTICAL_UNITS, 0))
    return (stated[0] if stated else None), heights or (stated[1] if stated else "unknown")


@lru_cache(maxsize=256)
def _read_code(code: int) -> Stated:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return described(CRS.from_epsg(code), f"EPSG:{code}")
    except CRSError:
        return Stated(fault=f"EPSG:{code}?")


@lru_cache(maxsize=64)
def _read_vertical(code: int) -> tuple[str, str] | None:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_epsg(code)
    except CRSError:
        return None
    return (f"EPSG:{code}", units_of(crs)) if crs.is_vertical else None
