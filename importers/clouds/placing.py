"""Where clouds lie: one horizontal system in metres and one height datum for all files of an import.

Feet become metres only where the system declares them; degrees and geocentric coordinates are refused;
heights of different datums are never mixed. Nothing is guessed: what had to be assumed is in ``Place.notes``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import refused_datum
from faultgis.errors import InputError
from importers.batch import Problem
from importers.clouds.crs import METRES
from importers.clouds.preflight import CloudInfo

LOCAL = "local"


@dataclass(frozen=True)
class Place:
    """``crs``: authority code or WKT of the system in metres, empty for a local grid; ``crs_found`` what the
    files say. ``horizontal`` and ``vertical``: metres per unit of the files. ``height_datum`` as stated."""

    crs: str
    crs_found: str
    horizontal: float
    vertical: float
    height_datum: str
    notes: tuple[Problem, ...] = ()

    def factors(self, scale: Sequence[float], offset: Sequence[float]) -> NDArray[np.float64]:
        """Per axis: millimetres per raw unit of a file, and millimetres of its offset."""
        metres = (self.horizontal, self.horizontal, self.vertical)
        pairs = [(s * m * 1000, o * m * 1000) for s, o, m in zip(scale, offset, metres, strict=True)]
        return np.array(pairs, dtype=np.float64)


def place(infos: Sequence[CloudInfo], declared: str | None = None) -> Place:
    """The place that the files share. ``declared``: the user's word on the horizontal system, which goes
    before the files'; ``local`` for a grid in metres without any.

    Raises ``InputError``: ``cloud.crs_missing``, ``cloud.units_degree``, ``cloud.units_geocentric``,
    ``cloud.units_unknown``, ``cloud.systems_mixed``, ``cloud.heights_mixed``, ``crs.unknown`` and
    ``crs.refused_datum``.
    """
    places = [_place(info, declared) for info in infos]
    first = places[0]
    for info, other in zip(infos, places, strict=True):
        if (other.crs, other.horizontal) != (first.crs, first.horizontal):
            one, two = _name(first), _name(other)
            raise InputError("cloud.systems_mixed", file=info.file, one=one, other=two)
        if (other.height_datum, other.vertical) != (first.height_datum, first.vertical):
            one, two = first.height_datum or "—", other.height_datum or "—"
            raise InputError("cloud.heights_mixed", file=info.file, one=one, other=two)
    return first


def _name(where: Place) -> str:
    return where.crs_found or where.crs or LOCAL


def _place(info: CloudInfo, declared: str | None) -> Place:
    found = info.crs or ""
    if declared and declared.lower() == LOCAL:
        return Place("", found, 1.0, 1.0, info.vertical_crs or "", (Problem("cloud.local_grid"),))
    if declared:
        text, units = declared, _units(declared)
    elif info.crs_text is None:
        raise InputError("cloud.crs_missing", file=info.file)
    else:
        text, units = info.crs_text, info.units
    if units not in METRES:
        raise InputError(f"cloud.units_{units}", file=info.file, crs=found or declared)
    if old := refused_datum(text):
        raise InputError("crs.refused_datum", file=info.file, crs=text, datum=old)
    notes = [Problem("cloud.crs_declared", {"crs": declared, "found": found})] if declared and found else []
    heights = info.vertical_units if info.vertical_units in METRES else units
    if heights != "metre" and info.vertical_units not in METRES:
        notes.append(Problem("cloud.height_unit_assumed", {"unit": heights}))
    if not info.vertical_crs:
        notes.append(Problem("cloud.vertical_missing"))
    crs = text if units == "metre" else in_metres(text)
    return Place(crs, found, METRES[units], METRES[heights], info.vertical_crs or "", tuple(notes))


def _units(text: str) -> str:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise InputError("crs.unknown", crs=text) from error
    if crs.is_geocentric:
        return "geocentric"
    flat = crs.sub_crs_list[0] if crs.is_compound else crs
    if flat.is_geographic:
        return "degree"
    factor = flat.axis_info[0].unit_conversion_factor
    return next((name for name, metres in METRES.items() if abs(factor - metres) < 1e-9), "unknown")


def in_metres(text: str) -> str:
    """The same projected system with its axes in metres, as WKT."""
    from pyproj import CRS

    crs = CRS.from_user_input(text)
    described = (crs.sub_crs_list[0] if crs.is_compound else crs).to_json_dict()
    described.pop("id", None)
    described["name"] = f"{described['name']} (metre)"
    for axis in described["coordinate_system"]["axis"]:
        axis["unit"] = "metre"
    return str(CRS.from_json_dict(described).to_wkt())
