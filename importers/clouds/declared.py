"""From what a file states and what the user says to coordinates in metres; nothing is guessed."""

import json
from dataclasses import dataclass
from functools import lru_cache

from faultgis.crs import read_crs, refused_datum
from faultgis.errors import InputError
from importers.clouds.preflight import CloudInfo
from importers.clouds.stated import METRES, described, units_of

ELLIPSOIDAL = "ellipsoidal"
LOCAL = "local"
# What the user settles by naming the systems; it is no longer a doubt then.
SETTLED = frozenset({"cloud.crs_missing", "cloud.vertical_missing", "cloud.zone_prefix_seen"})
SETTLED_BY_GRID = frozenset({"cloud.no_degrees", "cloud.units_degree", "cloud.crs_differ"})
_BLOCKING = ("cloud.no_degrees", "cloud.looks_like_degrees", "cloud.looks_geocentric", "cloud.zone_prefix")


@dataclass(frozen=True)
class Declared:
    """``crs`` is the system in metres that the coordinates are in once multiplied: x and y by ``xy_metres``,
    z by ``z_metres`` (1 where the file is in metres). ``vertical`` is a code, "ellipsoidal" or ``None``: not
    stated. ``by`` says who stated the system: "file" or "user". ``local``: a grid in metres without a true
    system, whose ``crs`` is empty. ``assumed`` is the unit of heights where it had to be taken from the
    horizontal one.
    """

    crs: str
    xy_metres: float
    z_metres: float
    vertical: str | None
    by: str
    local: bool = False
    assumed: str = ""


def settle(info: CloudInfo, crs: str | None = None, vertical: str | None = None) -> Declared:
    """What the coordinates mean; ``crs`` and ``vertical`` are the user's word and override the file's.

    ``crs`` may be ``local``: a local grid in metres. Feet are converted because they are declared, also
    into a local grid. Raises ``InputError``: ``cloud.crs_missing``, ``crs.unknown``, ``crs.refused_datum``,
    ``cloud.no_vertical``, and ``cloud.units_degree``, ``cloud.units_geocentric``, ``cloud.units_unknown``
    and what contradicts the system that the file states, each with the way out.
    """
    heights = _vertical(vertical, info) if vertical else (info.vertical_crs, None)
    if crs is not None and crs.lower().split(":")[0] == LOCAL:
        return _local(info, *heights)
    stated = crs or info.crs_text
    if stated is None:
        raise InputError("cloud.crs_missing", file=info.file)
    if crs is None:
        _refuse_contradiction(info)
    datum = refused_datum(stated)
    if datum:
        raise InputError("crs.refused_datum", file=info.file, crs=crs or info.crs, datum=datum)
    system, units = _metric(stated)
    if units not in METRES:
        raise InputError(f"cloud.units_{units}", file=info.file, crs=crs or info.crs)
    z_metres, by = heights[1] or METRES.get(info.vertical_units), "file" if crs is None else "user"
    assumed = units if z_metres is None else ""
    return Declared(system, METRES[units], z_metres or METRES[units], heights[0], by, assumed=assumed)


def _local(info: CloudInfo, vertical: str | None, unit: float | None) -> Declared:
    """A local grid has no system, but numbers keep the unit that the file states; degrees stay degrees."""
    contradicted = any(problem.code == "cloud.no_degrees" for problem in info.problems)
    if info.units in ("degree", "geocentric") and not contradicted:
        raise InputError(f"cloud.units_{info.units}", file=info.file, crs=info.crs)
    xy = METRES.get(info.units, 1.0)
    stated = unit or METRES.get(info.vertical_units)
    assumed = info.units if stated is None and xy != 1.0 else ""
    return Declared("", xy, stated or xy, vertical, "user", local=True, assumed=assumed)


def _refuse_contradiction(info: CloudInfo) -> None:
    for problem in info.problems:
        if problem.code in _BLOCKING:
            raise InputError(problem.code, file=info.file, **problem.params)


def _vertical(vertical: str, info: CloudInfo) -> tuple[str, float | None]:
    if vertical == ELLIPSOIDAL:
        return ELLIPSOIDAL, None
    crs = read_crs(vertical)
    if not crs.is_vertical:
        raise InputError("cloud.no_vertical", file=info.file, crs=vertical)
    return vertical, METRES.get(units_of(crs))


@lru_cache(maxsize=64)
def _metric(text: str) -> tuple[str, str]:
    """The same projection with axes in metres, and the unit it had."""
    stated = described(read_crs(text), None)
    if stated.text is None or stated.units in ("metre", "degree", "geocentric", "unknown"):
        return stated.text or text, stated.units if stated.text else "unknown"
    parts = read_crs(stated.text).to_json_dict()
    for axis in parts["coordinate_system"]["axis"]:
        axis["unit"] = "metre"
    parts["name"] = f"{parts['name']} (in metres)"
    parts.pop("id", None)
    return read_crs(json.dumps(parts)).to_wkt(), stated.units
