"""Where a route meets the strands: it crosses them, only touches them, or runs along them for a while."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.near import strands_within
from faultgis.geometry.frame import Coordinates

_LEAST_SINE = 0.05
# Meetings closer than this are one; a route so close beside a strand lies on it.
ONE_CROSSING_M = 0.05
# Which side of a strand a route comes from and goes to is seen on a disc so wide.
_ABOUT_M = 1.0
# Between two meetings a route is looked at every so many metres, and at no more than so many places.
_LOOK_M, _LOOKS = 2.0, 500


@dataclass(frozen=True)
class Path:
    """A route in degrees with its geodesic metres along at each point."""

    places: Coordinates
    along: NDArray[np.float64]

    @property
    def length_m(self) -> float:
        """Its geodesic length."""
        return float(self.along[-1])

    @property
    def closed(self) -> bool:
        """Whether it ends where it begins."""
        return bool((self.places[0] == self.places[-1]).all())

    def at(self, metres: NDArray[np.float64]) -> Coordinates:
        """The places so many metres along, in degrees; around the ends of a closed route."""
        round_ = np.mod(metres, self.length_m) if self.closed else metres
        return np.column_stack([np.interp(round_, self.along, self.places[:, axis]) for axis in (0, 1)])

    def between(self, low: float, high: float, step_m: float) -> Coordinates:
        """The places from so many metres along to so many, no more than about a step apart."""
        count = int(min(_LOOKS, max(2, np.ceil((high - low) / step_m) + 1)))
        inside = self.along[(self.along > low) & (self.along < high)]
        return self.at(np.unique(np.concatenate([np.linspace(low, high, count), inside])))


@dataclass(frozen=True)
class Crossing:
    """Where a route meets a strand: metres along the route (and how far the location error moves that), the
    place in degrees, the acute angle between both, and which strand. ``kind`` is crossing, touch (it comes
    and goes on the same side, or ends there) or along: then it runs within the location error of the strand,
    or crosses it to and fro, up to ``to_m`` metres along."""

    strand: int
    chainage_m: float
    play_m: float
    lon: float
    lat: float
    angle_deg: float
    error_m: float
    to_m: float
    kind: str = "crossing"


def crossings(mapped: Mapped, path: Path) -> list[Crossing]:
    """Where a route meets the strands, in the order of the route."""
    found: list[Crossing] = []
    for number in range(len(path.places) - 1):
        (west, south), (east, north) = _box(path.places[number : number + 2])
        near = mapped.near((west, south, east, north), 1.0)
        found += _met(mapped, path, number, near)
    found.sort(key=lambda c: (c.strand, c.chainage_m))
    kept: list[Crossing] = []
    for _, of_strand in groupby(found, key=lambda c: c.strand):
        kept += [_sorted_out(mapped, path, each) for each in _joined(mapped, path, list(of_strand))]
    return sorted(kept, key=lambda c: (c.chainage_m, str(mapped.known[c.strand].trace.id), c.strand))


def _box(ends: Coordinates) -> list[list[float]]:
    found: list[list[float]] = [ends.min(axis=0).tolist(), ends.max(axis=0).tolist()]
    return found


def _met(mapped: Mapped, path: Path, number: int, near: NDArray[np.int64]) -> Iterator[Crossing]:
    """Where one piece of a route meets pieces of strands; of pieces on one line both ends of what they
    share."""
    ends = path.places[number : number + 2]
    frame = Centred.around(ends)
    here = frame.to_metres(ends)
    start, end = frame.to_metres(mapped.pieces.start[near]), frame.to_metres(mapped.pieces.end[near])
    step, steps = here[1] - here[0], end - start
    sizes = np.hypot(*steps.T)
    across = step[0] * steps[:, 1] - step[1] * steps[:, 0]
    size = float(np.hypot(*step))
    for hit, share in _hits(here[0], step, start, steps, across):
        at = frame.to_degrees((here[0] + share * step)[None, :])[0]
        sine = min(1.0, abs(float(across[hit])) / (size * float(sizes[hit])))
        error = float(max(side.max() for side in mapped.pieces.doubt(near[hit : hit + 1])))
        chainage = float(path.along[number] + share * (path.along[number + 1] - path.along[number]))
        yield Crossing(
            strand=int(mapped.pieces.owner[near[hit]]),
            chainage_m=chainage,
            play_m=error / max(sine, _LEAST_SINE),
            lon=float(at[0]),
            lat=float(at[1]),
            angle_deg=float(np.degrees(np.arcsin(sine))),
            error_m=error,
            to_m=chainage,
        )


def _hits(
    origin: Coordinates,
    step: Coordinates,
    start: Coordinates,
    steps: Coordinates,
    across: NDArray[np.float64],
) -> Iterator[tuple[int, float]]:
    """Which pieces a step from the origin meets, and after which share of the step."""
    apart = start - origin
    size, sizes = float(np.hypot(*step)), np.hypot(*steps.T)
    level = np.abs(across) <= ONE_CROSSING_M * np.maximum(size, sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (apart[:, 0] * steps[:, 1] - apart[:, 1] * steps[:, 0]) / across
        theirs = (apart[:, 0] * step[1] - apart[:, 1] * step[0]) / across
    for hit in np.flatnonzero((share >= 0) & (share <= 1) & (theirs >= 0) & (theirs <= 1)).tolist():
        yield hit, float(share[hit])
    offset = np.abs(apart[:, 0] * step[1] - apart[:, 1] * step[0]) / size
    for hit in np.flatnonzero(level & (offset <= ONE_CROSSING_M)).tolist():
        ends = [float(at @ step) / size**2 for at in (apart[hit], apart[hit] + steps[hit])]
        low, high = max(0.0, min(ends)), min(1.0, max(ends))
        if low <= high:
            yield from ((hit, low), (hit, high))


def _joined(mapped: Mapped, path: Path, met: Sequence[Crossing]) -> list[Crossing]:
    """The meetings with one strand, in their order; those between which the route does not leave the location
    error of the strand are one. Where a closed route begins on a strand, its end is no other meeting."""
    found: list[Crossing] = []
    for each in met:
        before = found[-1] if found else None
        if before is not None and _together(mapped, path, before, each):
            kind = "along" if each.chainage_m - before.chainage_m >= ONE_CROSSING_M else before.kind
            angle = min(before.angle_deg, each.angle_deg)
            play = each.error_m if kind == "along" else max(before.play_m, each.play_m)
            found[-1] = replace(before, to_m=each.chainage_m, kind=kind, angle_deg=angle, play_m=play)
        else:
            found.append(each)
    at_end = len(found) > 1 and path.closed and found[0].chainage_m < ONE_CROSSING_M
    return found[:-1] if at_end and path.length_m - found[-1].to_m < ONE_CROSSING_M else found


def _together(mapped: Mapped, path: Path, one: Crossing, other: Crossing) -> bool:
    """Whether a route stays on a strand, as far as anybody can tell, from one meeting to another."""
    if other.chainage_m - one.to_m < ONE_CROSSING_M:
        return True
    error = max(one.error_m, other.error_m, ONE_CROSSING_M)
    between = path.between(one.to_m, other.chainage_m, _LOOK_M)
    line, frame = _strand(mapped, one.strand, between, error)
    apart = shapely.distance(shapely.points(frame.to_metres(between)), line)
    return bool((apart <= error).all())


def _strand(mapped: Mapped, strand: int, places: Coordinates, reach_m: float) -> tuple[BaseGeometry, Centred]:
    """A strand near some places, in the metres of a frame about them."""
    (west, south), (east, north) = _box(places)
    owners, lines, frame = strands_within(mapped, (west, south, east, north), reach_m)
    return shapely.union_all(lines[owners == strand]), frame


def _sorted_out(mapped: Mapped, path: Path, met: Crossing) -> Crossing:
    """A meeting with its kind: a route that comes and goes on one side, or ends there, only touches."""
    if met.kind == "along":
        return met
    about = np.array([met.chainage_m - _ABOUT_M / 2, met.chainage_m + _ABOUT_M / 2])
    if not path.closed and (about[0] < 0 or about[1] > path.length_m):
        return replace(met, kind="touch")
    line, frame = _strand(mapped, met.strand, np.array([[met.lon, met.lat]]), _ABOUT_M)
    disc = shapely.Point(frame.to_metres(np.array([[met.lon, met.lat]]))[0]).buffer(_ABOUT_M)
    before, after = shapely.points(frame.to_metres(path.at(about)))
    parts = _parted(disc, line)
    apart = not any(part.covers(before) and part.covers(after) for part in parts)
    return met if apart else replace(met, kind="touch")


def _parted(disc: BaseGeometry, line: BaseGeometry) -> list[BaseGeometry]:
    """The parts into which a line divides a disc."""
    parts = [disc]
    for piece in shapely.get_parts(shapely.line_merge(line) if line.geom_type != "LineString" else line):
        if isinstance(piece, LineString):
            parts = [each for part in parts for each in split(part, piece).geoms]
    return parts
