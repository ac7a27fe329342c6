"""A route as a path, its stretches in zones and beyond mapped ground, what its crossings may have to bear."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.crossings import ONE_CROSSING_M, Path
from faultgis.avoidance.ground import beyond
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.strands import STEP_M, densified
from faultgis.avoidance.zones import zones
from faultgis.crs.ellipsoid import geod, length_m
from faultgis.errors import InputError
from faultgis.records.site import SurfaceRupture


@dataclass(frozen=True)
class Through:
    """A stretch of a route in a zone (or in its ring of location error), in metres along it."""

    from_m: float
    to_m: float
    kind: str
    fault: str
    article: str


def path_of(geometry: BaseGeometry | None) -> Path:
    """A route as one path, its edges geodesics. Raises ``InputError("route.not_a_line")`` for anything but a
    line, and ``route.parts`` for a line in parts that do not join."""
    if isinstance(geometry, MultiLineString):
        joined = shapely.line_merge(geometry)
        if not isinstance(joined, LineString):
            raise InputError("route.parts", count=len(geometry.geoms))
        geometry = joined
    if not isinstance(geometry, LineString) or geometry.length == 0:
        raise InputError("route.not_a_line", kind="-" if geometry is None else geometry.geom_type)
    xy = shapely.get_coordinates(geometry)
    xy = xy[np.concatenate([[True], (xy[1:] != xy[:-1]).any(axis=1)])]
    _, _, metres = geod().inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    return Path(*densified(xy, np.asarray(metres), ()))


def through(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], path: Path) -> list[Through]:
    """The stretches of a route that lie in zones, in the order of the route."""
    near = mapped.near(LineString(path.places).bounds, rule.widest_m + STEP_M)
    belts, _ = zones(mapped, rule, given, only=set(mapped.pieces.owner[near].tolist()))
    found = []
    for belt in belts:
        fault = belt.faults[0].fault
        code = "" if fault is None else fault.code
        for low, high in _within(path, belt.geometry):
            found.append(Through(round(low, 1), round(high, 1), belt.kind, code, belt.row.id))
    return sorted(found, key=lambda t: (t.from_m, t.to_m, t.kind, t.fault))


def not_mapped(mapped: Mapped, rule: Rule, path: Path) -> list[tuple[float, float]]:
    """The stretches of a route (metres along) that lie beyond mapped ground, in the order of the route."""
    rest = beyond(mapped, rule, LineString(path.places))
    return [] if rest is None else _within(path, shapely.buffer(rest, 1e-7))


def _within(path: Path, ground: BaseGeometry) -> list[tuple[float, float]]:
    """Where a route lies within polygons: from and to, in metres along, piece by piece, so that a route that
    closes or comes back to where it was keeps its order."""
    ends = np.stack([path.places[:-1], path.places[1:]], axis=1)
    edges = shapely.linestrings(ends)
    shapely.prepare(ground)
    met = np.flatnonzero(shapely.intersects(edges, ground))
    found: list[tuple[float, float]] = []
    for number, inside in zip(met.tolist(), shapely.intersection(edges[met], ground), strict=True):
        found += sorted(_stretch(path, number, part) for part in _lines(inside))
    return _merged(found)


def _stretch(path: Path, number: int, part: LineString) -> tuple[float, float]:
    """Part of a piece of a route, in metres along the route."""
    begin, end = path.places[number : number + 2]
    step = end - begin
    ends = shapely.get_coordinates(part)[[0, -1]]
    low, high = sorted(((ends - begin) @ step / (step @ step)).tolist())
    size = float(path.along[number + 1] - path.along[number])
    return float(path.along[number]) + low * size, float(path.along[number]) + high * size


def _merged(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for low, high in stretches:
        if found and low - found[-1][1] < ONE_CROSSING_M:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _lines(geometry: BaseGeometry) -> list[LineString]:
    return [p for p in shapely.get_parts(geometry) if isinstance(p, LineString) and length_m(p) > 0.01]


def seen_slip(mapped: Mapped, fault_id: Any) -> dict[str, Any] | None:
    """The greatest slip of the historical ruptures recorded on a fault (metres), as what a crossing may have
    to bear: an estimate, with the rupture's name and year; ``None`` where none is recorded."""
    ruptures = [
        r for r in mapped.ruptures if r.fault_id == fault_id and (r.horizontal_slip or r.vertical_slip)
    ]
    if not ruptures or fault_id is None:
        return None
    greatest = max(ruptures, key=lambda r: (_most(r), r.year or 0, r.name))
    return {
        "horizontal_m": _bounds(greatest.horizontal_slip),
        "vertical_m": _bounds(greatest.vertical_slip),
        "rupture": greatest.name,
        "year": greatest.year,
        "basis": "derived",
    }


def _most(rupture: SurfaceRupture) -> float:
    slips = (rupture.horizontal_slip, rupture.vertical_slip)
    return max(
        n for slip in slips if slip is not None for n in (slip.low, slip.best, slip.high) if n is not None
    )


def _bounds(slip: Any) -> dict[str, Any] | None:
    return None if slip is None else {"best": slip.best, "low": slip.low, "high": slip.high}
