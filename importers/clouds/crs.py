"""The coordinate system that a cloud states: WKT, GeoTIFF keys, both, none or broken; with the evidence.

Nothing is guessed: a system that the keys only describe ("user-defined") counts as not stated.
"""

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from importers.batch import Problem
from importers.clouds.header import text
from importers.clouds.vlr import Vlr

if TYPE_CHECKING:
    from pyproj import CRS

WKT = ("LASF_Projection", 2112)
LIBLAS_WKT = ("liblas", 2112)
KEYS, ASCII = ("LASF_Projection", 34735), ("LASF_Projection", 34737)
_MODEL, _CITATION, _GEOGRAPHIC, _GEO_CITATION = 1024, 1026, 2048, 2049
_PROJECTED, _PROJECTED_CITATION, _LINEAR, _VERTICAL, _VERTICAL_UNITS = 3072, 3073, 3076, 4096, 4099
_USER_DEFINED = 32767
_LINEAR_UNITS = {9001: "metre", 9002: "foot", 9003: "us_foot"}
_FACTORS = {"metre": 1.0, "foot": 0.3048, "us_foot": 1200 / 3937}
METRES = {**_FACTORS}
_DEEPEST = 64
_GEOCENTRIC_MODEL = 3


@dataclass(frozen=True)
class System:
    """``crs`` is what to call it (``EPSG:n`` or its name), ``text`` what ``faultgis.crs`` can read;
    ``None`` where none is stated. Units: metre, foot, us_foot, degree, geocentric, unknown."""

    crs: str | None
    text: str | None
    units: str
    vertical: str | None
    vertical_units: str
    evidence: Problem
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Stated:
    """One of the sources of a coordinate system, read."""

    crs: str | None = None
    text: str | None = None
    units: str = "unknown"
    vertical: str | None = None
    vertical_units: str = "unknown"
    fault: str = ""

    @property
    def usable(self) -> bool:
        return self.text is not None


def find_system(vlrs: tuple[Vlr, ...], wkt_bit: bool) -> System:
    """The system stated in these records; ``wkt_bit``: the header says that WKT counts."""
    bodies = {vlr.key: vlr.body for vlr in reversed(vlrs)}
    wkt = _from_wkt(bodies.get(WKT) or bodies.get(LIBLAS_WKT))
    keys = _from_keys(bodies.get(KEYS), bodies.get(ASCII) or b"")
    if wkt is None and keys is None:
        return System(None, None, "unknown", None, "unknown", Problem("cloud.crs_none"))
    first, second = (wkt, keys) if wkt_bit or keys is None or not keys.usable else (keys, wkt)
    chosen = next((s for s in (first, second) if s is not None and s.usable), first or second)
    assert chosen is not None
    return System(
        chosen.crs if chosen.usable else None,
        chosen.text,
        chosen.units,
        chosen.vertical,
        chosen.vertical_units,
        _evidence(chosen, wkt, keys),
        tuple(_doubts(wkt, keys, wkt_bit)),
    )


def _evidence(chosen: _Stated, wkt: _Stated | None, keys: _Stated | None) -> Problem:
    if not chosen.usable:
        return Problem("cloud.crs_broken", {"reason": chosen.fault})
    if wkt is not None and keys is not None and wkt.usable and keys.usable:
        return Problem("cloud.crs_both", {"crs": chosen.crs})
    return Problem("cloud.crs_wkt" if chosen is wkt else "cloud.crs_keys", {"crs": chosen.crs})


def _doubts(wkt: _Stated | None, keys: _Stated | None, wkt_bit: bool) -> list[Problem]:
    found = []
    if wkt is not None and wkt.fault:
        found.append(Problem("cloud.wkt_broken", {"reason": wkt.fault}))
    if keys is not None and keys.fault:
        found.append(Problem("cloud.keys_broken", {"reason": keys.fault}))
    if wkt is not None and keys is not None and wkt.usable and keys.usable and _differ(wkt, keys):
        used, other = (wkt, keys) if wkt_bit else (keys, wkt)
        found.append(Problem("cloud.crs_differ", {"used": used.crs, "other": other.crs}))
    return found


def _differ(one: _Stated, other: _Stated) -> bool:
    if one.crs == other.crs:
        return False
    return one.units != other.units or _plain_name(one.text) != _plain_name(other.text)


@lru_cache(maxsize=256)
def _plain_name(crs_text: str) -> str:
    from pyproj import CRS

    crs = CRS.from_user_input(crs_text)
    crs = crs.sub_crs_list[0] if crs.is_compound else crs
    return re.sub(r"[^a-z0-9]", "", crs.name.lower())


def _from_wkt(body: bytes | None) -> _Stated | None:
    if body is None:
        return None
    wkt = body.rstrip(b"\0 \r\n\t").decode("utf-8", "replace")
    if not wkt.strip("\0 "):
        return _Stated(fault="empty")
    return _read_wkt(wkt)


@lru_cache(maxsize=256)
def _read_wkt(wkt: str) -> _Stated:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if _depth(wkt) > _DEEPEST:
        return _Stated(fault="too deep")
    try:
        crs = CRS.from_user_input(wkt)
    except (CRSError, UnicodeError, ValueError) as error:
        return _Stated(fault=" ".join(str(error).split())[:200])
    return _described(crs, None)


def _depth(wkt: str) -> int:
    deepest = depth = 0
    for letter in wkt:
        depth += (letter in "[(") - (letter in "])")
        deepest = max(deepest, depth)
    return deepest


def _described(crs: "CRS", code: str | None) -> _Stated:
    parts = crs.sub_crs_list if crs.is_compound else [crs]
    flat = parts[0].source_crs if parts[0].is_bound and parts[0].source_crs is not None else parts[0]
    upright = next((part for part in parts[1:] if part.is_vertical), None)
    name = code or _code(flat) or flat.name
    if not (flat.is_projected or flat.is_geographic or flat.is_geocentric):
        return _Stated(fault=f"{crs.type_name}: {crs.name}"[:200])
    heights = _units(upright) if upright is not None else _third_axis(flat)
    return _Stated(
        name,
        name if name.startswith("EPSG:") else flat.to_wkt(),
        _units(flat),
        None if upright is None else (_code(upright) or upright.name),
        heights,
    )


def _code(crs: "CRS") -> str | None:
    stated: Any = crs.to_json_dict().get("id")
    if stated and stated.get("authority") == "EPSG":
        return f"EPSG:{stated['code']}"
    return None


def _units(crs: "CRS") -> str:
    if crs.is_geocentric:
        return "geocentric"
    if crs.is_geographic:
        return "degree"
    return _unit(crs.axis_info[0].unit_conversion_factor) if crs.axis_info else "unknown"


def _third_axis(crs: "CRS") -> str:
    return _unit(crs.axis_info[2].unit_conversion_factor) if len(crs.axis_info) > 2 else "unknown"


def _unit(factor: float) -> str:
    return next((name for name, metres in _FACTORS.items() if abs(factor - metres) < 1e-9), "unknown")


def _from_keys(body: bytes | None, ascii_body: bytes) -> _Stated | None:
    if body is None:
        return None
    if len(body) < 8:
        return _Stated(fault="empty")
    count = struct.unpack_from("<4H", body)[3]
    if count == 0:
        return _Stated(fault="empty")
    if len(body) < 8 + 8 * count:
        return _Stated(fault=f"{count} keys in {len(body)} bytes")
    entries = [struct.unpack_from("<4H", body, 8 + 8 * i) for i in range(count)]
    values = {key: value for key, place, _, value in entries if place == 0}
    texts = {key: text(ascii_body[at : at + n]) for key, place, n, at in entries if place == ASCII[1]}
    return _read_keys(values, texts)


def _read_keys(values: dict[int, int], texts: dict[int, str]) -> _Stated:
    if values.get(_MODEL) == _GEOCENTRIC_MODEL:
        code = values.get(_GEOGRAPHIC, 0)
        return _Stated(f"EPSG:{code}", f"EPSG:{code}", "geocentric") if code else _Stated(units="geocentric")
    code = values.get(_PROJECTED) or values.get(_GEOGRAPHIC) or 0
    linear = _LINEAR_UNITS.get(values.get(_LINEAR, 0))
    if code in (0, _USER_DEFINED):
        said = texts.get(_PROJECTED_CITATION) or texts.get(_CITATION) or texts.get(_GEO_CITATION) or ""
        return _Stated(units=linear or "unknown", fault=f"user-defined {said}".strip())
    stated = _read_code(code)
    if stated.fault:
        return stated
    vertical, heights = _vertical(values)
    # The linear unit key may change the unit of a system by its code, as old files in feet do.
    units = linear if linear and stated.units in _FACTORS else stated.units
    fault = f"{stated.crs}: {stated.units}, {_LINEAR}: {linear}" if units != stated.units else ""
    return _Stated(stated.crs, None if fault else stated.text, units, vertical, heights, fault)


def _vertical(values: dict[int, int]) -> tuple[str | None, str]:
    code = values.get(_VERTICAL, 0)
    stated = _read_vertical(code) if code not in (0, _USER_DEFINED) else None
    heights = _LINEAR_UNITS.get(values.get(_VERTICAL_UNITS, 0))
    return (stated[0] if stated else None), heights or (stated[1] if stated else "unknown")


@lru_cache(maxsize=256)
def _read_code(code: int) -> _Stated:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return _described(CRS.from_epsg(code), f"EPSG:{code}")
    except CRSError:
        return _Stated(fault=f"EPSG:{code}?")


@lru_cache(maxsize=64)
def _read_vertical(code: int) -> tuple[str, str] | None:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_epsg(code)
    except CRSError:
        return None
    return (f"EPSG:{code}", _units(crs)) if crs.is_vertical else None
