"""GCJ-02 and BD-09, the shifted coordinates of Chinese web maps, to and from true ones.

Only for reading what a phone map gave and for placing such base maps; nothing is ever stored in them. The
formulas are the public ones; the inverse is iterated to below 1e-9 degrees (0.1 mm), where the one-step
inverse seen in public viewers errs by up to 4.5 m. Outside China's box the shift is zero.
"""

import math

_A = 6_378_245.0
_EE = 0.00669342162296594323
_BD = math.pi * 3000.0 / 180.0


def _outside(lon: float, lat: float) -> bool:
    return not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271)


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """How far GCJ-02 lies from the true place, in degrees."""
    x, y, pi = lon - 105.0, lat - 35.0, math.pi
    root = math.sqrt(abs(x))
    common = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    phi = math.radians(lat)
    magic = 1 - _EE * math.sin(phi) ** 2
    north = north * 180 / (_A * (1 - _EE) / (magic * math.sqrt(magic)) * pi)
    east = east * 180 / (_A / math.sqrt(magic) * math.cos(phi) * pi)
    return east, north


def gcj02_from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """A true place as AMap and Tencent show it."""
    if _outside(lon, lat):
        return lon, lat
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def wgs84_from_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The true place of GCJ-02 coordinates."""
    if _outside(lon, lat):
        return lon, lat
    x, y = lon, lat
    for _ in range(20):
        east, north = _shift(x, y)
        dx, dy = lon - east - x, lat - north - y
        x, y = x + dx, y + dy
        if abs(dx) + abs(dy) < 1e-12:
            break
    return x, y


def bd09_from_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 coordinates as Baidu shows them."""
    z = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD)
    theta = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


def gcj02_from_bd09(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 coordinates of what Baidu shows, by the same iteration."""
    x, y = lon - 0.0065, lat - 0.006
    for _ in range(20):
        east, north = bd09_from_gcj02(x, y)
        x, y = x + lon - east, y + lat - north
    return x, y


def bd09_from_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """A true place as Baidu shows it."""
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


def wgs84_from_bd09(lon: float, lat: float) -> tuple[float, float]:
    """The true place of BD-09 coordinates."""
    return wgs84_from_gcj02(*gcj02_from_bd09(lon, lat))
