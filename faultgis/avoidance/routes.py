"""A route against the strands: where it crosses them, at which angle, where it runs through their zones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.strands import STEP_M, densified
from faultgis.avoidance.zones import zones
from faultgis.crs.ellipsoid import geod, length_m
from faultgis.errors import InputError
from faultgis.geometry.frame import Coordinates
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import SurfaceRupture

_LEAST_SINE = 0.05
ONE_CROSSING_M = 0.05


@dataclass(frozen=True)
class Crossing:
    """Where a route crosses a strand: metres along the route (and how far the location error moves that), the
    place in degrees, the acute angle between both, and which strand."""

    strand: int
    chainage_m: float
    play_m: float
    lon: float
    lat: float
    angle_deg: float
    error_m: float


@dataclass(frozen=True)
class Through:
    """A stretch of a route in a zone (or in its ring of location error), in metres along it."""

    from_m: float
    to_m: float
    kind: str
    fault: str
    article: str


@dataclass(frozen=True)
class Path:
    """A route in degrees with its geodesic metres along at each point."""

    places: Coordinates
    along: NDArray[np.float64]

    @property
    def length_m(self) -> float:
        """Its geodesic length."""
        return float(self.along[-1])


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


def crossings(mapped: Mapped, path: Path) -> list[Crossing]:
    """Where a route crosses the strands, in the order of the route."""
    found: list[Crossing] = []
    for number in range(len(path.places) - 1):
        (west, south), (east, north) = _box(path.places[number : number + 2])
        near = mapped.near((west, south, east, north), 1.0)
        found += _met(mapped, path, number, near)
    found.sort(key=lambda c: (str(mapped.known[c.strand].trace.id), c.chainage_m))
    kept = [
        crossing
        for before, crossing in zip([None, *found[:-1]], found, strict=True)
        if before is None or not _same(before, crossing)
    ]
    return sorted(kept, key=lambda c: (c.chainage_m, str(mapped.known[c.strand].trace.id)))


def _box(ends: Coordinates) -> list[list[float]]:
    found: list[list[float]] = [ends.min(axis=0).tolist(), ends.max(axis=0).tolist()]
    return found


def _same(one: Crossing, other: Crossing) -> bool:
    """Whether two neighbours are one crossing, seen from both pieces that meet in a vertex there."""
    return one.strand == other.strand and other.chainage_m - one.chainage_m < ONE_CROSSING_M


def _met(mapped: Mapped, path: Path, number: int, near: NDArray[np.int64]) -> Iterator[Crossing]:
    ends = path.places[number : number + 2]
    frame = Centred.around(ends)
    here = frame.to_metres(ends)
    start, end = frame.to_metres(mapped.pieces.start[near]), frame.to_metres(mapped.pieces.end[near])
    step, steps = here[1] - here[0], end - start
    across = step[0] * steps[:, 1] - step[1] * steps[:, 0]
    apart = start - here[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (apart[:, 0] * steps[:, 1] - apart[:, 1] * steps[:, 0]) / across
        u = (apart[:, 0] * step[1] - apart[:, 1] * step[0]) / across
    for hit in np.flatnonzero((t >= 0) & (t <= 1) & (u >= 0) & (u <= 1)):
        sine = abs(float(across[hit])) / float(np.hypot(*step) * np.hypot(*steps[hit]))
        at = frame.to_degrees((here[0] + t[hit] * step)[None, :])[0]
        size = float(path.along[number + 1] - path.along[number])
        error = float(max(side.max() for side in mapped.pieces.doubt(near[hit : hit + 1])))
        yield Crossing(
            strand=int(mapped.pieces.owner[near[hit]]),
            chainage_m=float(path.along[number] + t[hit] * size),
            play_m=error / max(sine, _LEAST_SINE),
            lon=float(at[0]),
            lat=float(at[1]),
            angle_deg=float(np.degrees(np.arcsin(min(1.0, sine)))),
            error_m=error,
        )


def through(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], path: Path) -> list[Through]:
    """The stretches of a route that lie in zones, in the order of the route."""
    route = LineString(path.places)
    near = mapped.near(route.bounds, rule.widest_m + STEP_M)
    belts, _ = zones(mapped, rule, given, only=set(mapped.pieces.owner[near].tolist()))
    found = []
    for belt in belts:
        fault = belt.faults[0].fault
        for piece in _lines(shapely.intersection(route, belt.geometry)):
            low, high = sorted(_along(path, point) for point in (piece.coords[0], piece.coords[-1]))
            code = "" if fault is None else fault.code
            found.append(Through(round(low, 1), round(high, 1), belt.kind, code, belt.row.id))
    return sorted(found, key=lambda t: (t.from_m, t.to_m, t.kind, t.fault))


def _lines(geometry: BaseGeometry) -> list[LineString]:
    merged = shapely.line_merge(geometry) if geometry.geom_type == "MultiLineString" else geometry
    return [p for p in shapely.get_parts(merged) if isinstance(p, LineString) and length_m(p) > 0.01]


def _along(path: Path, place: tuple[float, ...]) -> float:
    """How far along a path a place on it lies (metres)."""
    frame = Centred(place[0], place[1])
    xy = frame.to_metres(path.places)
    steps = np.diff(xy, axis=0)
    squares = (steps**2).sum(axis=1)
    share = np.clip(-(xy[:-1] * steps).sum(axis=1) / squares, 0.0, 1.0)
    best = int(np.hypot(*(xy[:-1] + share[:, None] * steps).T).argmin())
    return float(path.along[best] + share[best] * (path.along[best + 1] - path.along[best]))


def seen_slip(records: Mapping[str, Iterable[AnyRecord]], fault_id: Any) -> dict[str, Any] | None:
    """The greatest slip of the historical ruptures recorded on a fault (metres), as what a crossing may have
    to bear: an estimate, with the rupture's name and year; ``None`` where none is recorded."""
    ruptures = [
        r
        for r in records.get("surface_rupture", ())
        if isinstance(r, SurfaceRupture) and r.fault_id == fault_id and (r.horizontal_slip or r.vertical_slip)
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
