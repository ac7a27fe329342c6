"""What the head of a MapGIS 6.x file says of its coordinates: system, unit and scale.

The head holds the structure that MapGIS 67's programming interface calls MAP_PARA, byte by byte, from byte 91
on: type and unit of the coordinates, projection, ellipsoid, scale, meridians and parallels (as DDDMMSS.s),
shifts of the sheet.
"""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from importers.batch import Problem

_GEOGRAPHIC, _GAUSS, _LAMBERT, _ALBERS = 0, 5, 3, 2
_PROJECTIONS = {
    0: "longitude/latitude",
    1: "UTM",
    2: "Albers",
    3: "Lambert",
    4: "Mercator",
    5: "Gauss–Krüger",
}
# EPSG codes of the geographic systems that stand behind MapGIS's numbers of ellipsoids.
_DATUMS = {1: (4214, "Beijing 1954"), 2: (4610, "Xian 1980"), 7: (4326, "WGS 84")}
_UNITS = {1: "mm", 2: "m", 3: '"', 4: "°", 5: "DDDMMSS"}
_MM, _METRE, _SECOND, _DEGREE, _DMS = 1, 2, 3, 4, 5
_FALSE_EASTING = 500_000.0

Places = NDArray[np.float64]


@dataclass(frozen=True)
class System:
    """``crs`` is an authority code or WKT, ``None`` where the head does not tell it; ``change`` turns stored
    coordinates (n, 2) into that system's degrees or metres."""

    crs: str | None
    evidence: Problem
    problems: tuple[Problem, ...]
    change: Callable[[Places], Places]


@dataclass(frozen=True)
class _Head:
    unit: int
    projection: int
    ellipsoid: int
    scale: float
    meridian: float
    parallels: tuple[float, float, float]
    shift: tuple[float, float]


def system(head: bytes, sample: Places) -> System:
    """The system of a file with this head. ``sample`` are some of its stored coordinates: a Gauss–Krüger
    easting tells by itself whether it begins with the number of its zone."""
    said = _said(head)
    factor = _factor(said)
    change = _from_dms if (said.projection, said.unit) == (_GEOGRAPHIC, _DMS) else _times(factor or 1.0)
    crs = None if factor is None else _named_system(said, sample[:, 0] * factor)
    problems = [] if crs else [Problem("mapgis.system", _shown(said))]
    if said.projection != _GEOGRAPHIC and factor not in (None, 1.0):
        problems.append(Problem("mapgis.scaled", {"scale": round(said.scale), "factor": f"{factor:g}"}))
    evidence = Problem("crs.declared", {"by": "MapGIS"}) if crs else Problem("crs.none")
    return System(crs, evidence, tuple(problems), change)


def _said(head: bytes) -> _Head:
    numbers = [v if math.isfinite(v) else 0.0 for v in struct.unpack_from("<9d", head, 143)]
    scale, meridian, _, _, first, second, third, dx, dy = numbers
    parallels = (degrees(first), degrees(second), degrees(third))
    return _Head(head[92], head[109], head[110], scale, degrees(meridian), parallels, (dx, dy))


def degrees(packed: float) -> float:
    """Degrees of an angle written DDDMMSS.s: 1053000 is 105.5."""
    whole = abs(packed)
    minutes, seconds = divmod(whole % 10_000, 100)
    return math.copysign(whole // 10_000 + minutes / 60 + seconds / 3600, packed)


def _shown(said: _Head) -> dict[str, Any]:
    datum = _DATUMS.get(said.ellipsoid)
    return {
        "projection": _named(said.projection, _PROJECTIONS.get(said.projection)),
        "ellipsoid": _named(said.ellipsoid, datum[1] if datum else None),
        "unit": _named(said.unit, _UNITS.get(said.unit)),
        "scale": f"{said.scale:.10g}",
        "meridian": f"{said.meridian:.10g}",
        "shift": f"{said.shift[0]:.10g}, {said.shift[1]:.10g}",
    }


def _named(number: int, name: str | None) -> str:
    return f"{number} ({name})" if name else f"{number}"


def _factor(said: _Head) -> float | None:
    """What stored coordinates are multiplied by, ``None`` where the head does not tell."""
    if said.projection == _GEOGRAPHIC:
        return {_DEGREE: 1.0, _DMS: 1.0, _SECOND: 1 / 3600}.get(said.unit)
    if said.unit == _METRE and said.scale in (0.0, 1.0):
        return 1.0
    if said.unit == _MM and 1.0 <= said.scale <= 1e8:
        return said.scale / 1000
    return None


def _named_system(said: _Head, eastings: Places) -> str | None:
    """The code or WKT of the system; ``None`` for an unknown ellipsoid, and where the head names a shift of
    the sheet, of which nobody says whether it has been applied."""
    if said.ellipsoid not in _DATUMS:
        return None
    if said.projection == _GEOGRAPHIC:
        return f"EPSG:{_DATUMS[said.ellipsoid][0]}"
    return _projected(said, eastings) if said.shift == (0.0, 0.0) and abs(said.meridian) <= 180 else None


def _projected(said: _Head, eastings: Places) -> str | None:
    if said.projection == _GAUSS:
        zone = _zone(eastings)
        if zone is None:
            return None
        return _authority(said, "tmerc", k=1, x_0=zone * 1_000_000 + _FALSE_EASTING, y_0=0, lat_0=0)
    lat_0, lat_1, lat_2 = said.parallels
    if said.projection not in (_LAMBERT, _ALBERS) or max(map(abs, said.parallels)) >= 90 or lat_1 == -lat_2:
        return None
    name = "lcc" if said.projection == _LAMBERT else "aea"
    return _authority(said, name, x_0=0, y_0=0, lat_0=lat_0, lat_1=lat_1, lat_2=lat_2)


def _zone(eastings: Places) -> int | None:
    """The zone that all eastings begin with, 0 where they begin with none, ``None`` where they differ."""
    finite = eastings[np.isfinite(eastings)]
    if not len(finite):
        return 0
    first, last = (int(v // 1_000_000) for v in (finite.min(), finite.max()))
    return first if first == last and (first == 0 or 13 <= first <= 45) else None


def _authority(said: _Head, projection: str, **parameters: float) -> str:
    from pyproj import CRS

    base = CRS.from_epsg(_DATUMS[said.ellipsoid][0])
    assert base.datum is not None
    made = CRS.from_dict({"proj": projection, "lon_0": said.meridian, **parameters, "datum": "WGS84"})
    wkt = made.to_json_dict()
    wkt["base_crs"] = base.to_json_dict()
    wkt["name"] = f"{_DATUMS[said.ellipsoid][1]} / MapGIS {_PROJECTIONS[said.projection]}"
    whole = CRS.from_json_dict(wkt)
    known = whole.to_epsg(min_confidence=70)
    return f"EPSG:{known}" if known else str(whole.to_wkt())


def _times(factor: float) -> Callable[[Places], Places]:
    return lambda places: places if factor == 1.0 else places * factor


def _from_dms(places: Places) -> Places:
    whole = np.abs(places)
    minutes, seconds = np.divmod(whole % 10_000, 100)
    return np.copysign(whole // 10_000 + minutes / 60 + seconds / 3600, places)
