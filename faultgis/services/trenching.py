"""Trench sites, trenches and their walls: laid out on the map as they are dug."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from shapely import LineString, Point

from faultgis.changes import Change
from faultgis.crs.ellipsoid import destination, distance_azimuth
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord
from faultgis.records.trench import Trench, TrenchSite, Wall

WIDTH_M = 2.0
LEAST_M, MOST_M = 0.5, 1000.0
_LETTERS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
Records = Mapping[str, Mapping[UUID, AnyRecord]]
Place = tuple[float, float]


def first_free(taken: Iterable[str], pattern: str) -> str:
    """The first code ``pattern`` gives (``"TC{:02d}"``) that is not taken."""
    used, number = set(taken), 1
    while (code := pattern.format(number)) in used:
        number += 1
    return code


def new_site(records: Records, survey_id: UUID, place: Place, **fields: Any) -> Edit:
    """A trench site at a place (degrees), with a free code."""
    taken = (getattr(site, "code", "") for site in records["trench_site"].values())
    given = {"code": first_free(taken, "TC{:02d}"), **fields}
    return Edit(
        "edit.new_site", (Change(None, TrenchSite(survey_id=survey_id, geometry=Point(*place), **given)),)
    )


def compass(azimuth: float) -> str:
    """The letters of the direction: N, NE, E …"""
    return _LETTERS[round(azimuth % 360 / 45) % 8]


def new_trench(records: Records, site: TrenchSite, start: Place, end: Place, **fields: Any) -> Edit:
    """A trench along a line on the map (degrees), with its two walls.

    Raises ``InputError("trench.length")`` for a line that is no trench's (below 0.5 m, above 1 km).
    """
    length, azimuth = distance_azimuth(*start, *end)
    if not LEAST_M <= length <= MOST_M:
        raise InputError("trench.length", metres=round(length, 2))
    of_site = (t for t in records["trench"].values() if isinstance(t, Trench) and t.site_id == site.id)
    given: dict[str, Any] = {
        "code": first_free((t.code for t in of_site), "T{}"),
        "azimuth": round(azimuth % 360, 1),
        "length_m": round(length, 2),
        "width_m": WIDTH_M,
        **fields,
    }
    trench = Trench(survey_id=site.survey_id, site_id=site.id, geometry=LineString([start, end]), **given)
    return Edit("edit.new_trench", tuple(Change(None, r) for r in (trench, *walls_of(trench))))


def walls_of(trench: Trench) -> tuple[Wall, Wall]:
    """The two long walls of a trench: left and right of its direction, named by where they stand.

    Somebody in the trench who faces the left wall has the trench's direction to the right: its x axis runs
    along the trench. The wall behind runs the other way, and is shown mirrored.
    """
    line, azimuth = trench.geometry, trench.azimuth or 0.0
    assert line is not None
    aside = (trench.width_m or WIDTH_M) / 2
    left, right = azimuth - 90, azimuth + 90
    shared: dict[str, Any] = {
        "survey_id": trench.survey_id,
        "trench_id": trench.id,
        "length_m": trench.length_m,
        "height_m": trench.depth_m,
    }
    return tuple(  # type: ignore[return-value]
        Wall(
            code=compass(to),
            azimuth=along % 360,
            mirrored=mirrored,
            geometry=Point(destination(line.coords[corner][0], line.coords[corner][1], to % 360, aside)),
            **shared,
        )
        for to, along, mirrored, corner in ((left, azimuth, False, 0), (right, azimuth + 180, True, -1))
    )


def trench_line(place: Place, azimuth: float, length_m: float) -> tuple[Place, Place]:
    """The two ends of a trench of this length whose middle is a place."""
    half = length_m / 2
    return destination(*place, (azimuth + 180) % 360, half), destination(*place, azimuth % 360, half)
