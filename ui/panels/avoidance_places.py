"""Places as planners have them: a sheet, a fault, a file of sites; what of the map to show about a site."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis import names
from faultgis.avoidance.sites import Site, sound
from faultgis.crs.ellipsoid import metres_per_degree
from faultgis.errors import FaultGISError
from faultgis.records.fault import Fault
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import sheet
from ui.panels.extent import Bounds, bounds

AROUND_M = 300.0


def bounds_about(geometry: BaseGeometry, metres: float) -> Bounds:
    """A site's bounds with so many metres around them."""
    west, south, east, north = geometry.bounds
    per_east, per_north = metres_per_degree((south + north) / 2)
    dx, dy = metres / max(per_east, 1.0), metres / per_north
    return west - dx, south - dy, east + dx, north + dy


def bounds_of_sites(sites: Sequence[Site]) -> Bounds | None:
    """The ground of a file's sites, without those that cannot be judged."""
    shapes = np.array([site.geometry for site in sites if site.problem is None], dtype=object)
    shapes = shapes[sound(shapes)]
    return bounds_about(shapely.box(*shapely.total_bounds(shapes)), AROUND_M) if len(shapes) else None


def bounds_of_sheet(text: str) -> Bounds | None:
    """The bounds of a map sheet of this number."""
    try:
        found = sheet(text)
    except FaultGISError:
        return None
    return found.west, found.south, found.east, found.north


def fault_like(session: EditingSession, text: str) -> Bounds | None:
    """The bounds of the fault whose code or name (or pinyin) this is."""
    if any(c.isdecimal() for c in text) and "," in text:
        return None
    for record in session.records["fault"].values():
        if isinstance(record, Fault) and _called(record, text):
            return bounds(session, [("fault", record.id)])
    return None


def _called(fault: Fault, text: str) -> bool:
    return fault.code.casefold() == text.casefold() or bool(names.matches(text, fault.name_zh, fault.name_en))


def read_file(path: Path, datum: str, crs_name: str | None = None) -> list[Site]:
    """The sites of a file, in a worker; ``crs_name`` where the file says no coordinate system."""
    from ui.wiring import read_sites

    return list(read_sites(path, datum=datum, crs_name=crs_name))
