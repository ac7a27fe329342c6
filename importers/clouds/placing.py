"""Where clouds lie: one horizontal system in metres and one height datum for all files of an import.

Feet become metres only where the system declares them; degrees and geocentric coordinates are refused;
heights of different datums are never mixed. Nothing is guessed: what had to be assumed is in ``Place.notes``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from importers.batch import Problem
from importers.clouds.declared import settle
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


def place(infos: Sequence[CloudInfo], declared: str | None = None, heights: str | None = None) -> Place:
    """The place that the files share. ``declared`` and ``heights``: the user's word on the horizontal system
    and the height datum, which go before the files'; ``local`` for a grid in metres without any system.

    Raises ``InputError`` as ``declared.settle`` does, and ``cloud.systems_mixed``, ``cloud.heights_mixed``.
    """
    places = [_place(info, declared, heights) for info in infos]
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


def _place(info: CloudInfo, declared: str | None, heights: str | None) -> Place:
    meant, found = settle(info, declared, heights), info.crs or ""
    notes = []
    if meant.local:
        notes.append(Problem("cloud.local_grid"))
    elif declared and found:
        notes.append(Problem("cloud.crs_declared", {"crs": declared, "found": found}))
    if heights and info.vertical_crs and heights != info.vertical_crs:
        notes.append(Problem("cloud.heights_declared", {"crs": heights, "found": info.vertical_crs}))
    if meant.assumed and meant.assumed != "metre":
        notes.append(Problem("cloud.height_unit_assumed", {"unit": meant.assumed}))
    if not meant.vertical:
        notes.append(Problem("cloud.vertical_missing"))
    return Place(meant.crs, found, meant.xy_metres, meant.z_metres, meant.vertical or "", tuple(notes))
