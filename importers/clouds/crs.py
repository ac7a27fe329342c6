"""The coordinate system that a cloud states: WKT, GeoTIFF keys, both, none or broken; with the evidence.

Nothing is guessed: a system that the keys only describe ("user-defined") counts as not stated.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from importers.batch import Problem
from importers.clouds.geokeys import from_keys
from importers.clouds.stated import METRES, Stated, read_wkt
from importers.clouds.vlr import Vlr

__all__ = ["METRES", "System", "find_system"]

WKT = ("LASF_Projection", 2112)
LIBLAS_WKT = ("liblas", 2112)
KEYS, ASCII = ("LASF_Projection", 34735), ("LASF_Projection", 34737)


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
    false_easting: float | None = None


def find_system(vlrs: tuple[Vlr, ...], wkt_bit: bool) -> System:
    """The system stated in these records; ``wkt_bit``: the header says that WKT counts."""
    bodies = {vlr.key: vlr.body for vlr in reversed(vlrs)}
    wkt = _from_wkt(bodies.get(WKT) or bodies.get(LIBLAS_WKT))
    keys = from_keys(bodies.get(KEYS), bodies.get(ASCII) or b"")
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
        chosen.false_easting,
    )


def _evidence(chosen: Stated, wkt: Stated | None, keys: Stated | None) -> Problem:
    if not chosen.usable:
        return Problem("cloud.crs_broken", {"reason": chosen.fault})
    if wkt is not None and keys is not None and wkt.usable and keys.usable:
        return Problem("cloud.crs_both", {"crs": chosen.crs})
    return Problem("cloud.crs_wkt" if chosen is wkt else "cloud.crs_keys", {"crs": chosen.crs})


def _doubts(wkt: Stated | None, keys: Stated | None, wkt_bit: bool) -> list[Problem]:
    found = []
    if wkt is not None and wkt.fault:
        found.append(Problem("cloud.wkt_broken", {"reason": wkt.fault}))
    if keys is not None and keys.fault:
        found.append(Problem("cloud.keys_broken", {"reason": keys.fault}))
    if wkt is not None and keys is not None and wkt.usable and keys.usable and _differ(wkt, keys):
        used, other = (wkt, keys) if wkt_bit else (keys, wkt)
        found.append(Problem("cloud.crs_differ", {"used": used.crs, "other": other.crs}))
    return found


def _differ(one: Stated, other: Stated) -> bool:
    if one.crs == other.crs:
        return False
    return one.units != other.units or _plain_name(one.text) != _plain_name(other.text)


@lru_cache(maxsize=256)
def _plain_name(crs_text: str) -> str:
    from pyproj import CRS

    crs = CRS.from_user_input(crs_text)
    crs = crs.sub_crs_list[0] if crs.is_compound else crs
    return re.sub(r"[^a-z0-9]", "", crs.name.lower())


def _from_wkt(body: bytes | None) -> Stated | None:
    if body is None:
        return None
    wkt = body.rstrip(b"\0 \r\n\t").decode("utf-8", "replace")
    if not wkt.strip("\0 "):
        return Stated(fault="empty")
    return read_wkt(wkt)
