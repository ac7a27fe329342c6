"""What is wrong, or may be, with how lines lie: each finding names its lines, its place and a distance.

Tolerances are metres. Ends that meet exactly, to the last bit, are joined; ends that only seem to meet are
what is looked for here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, STRtree

from faultgis.geometry.frame import Coordinates, Frame, as_coordinates, segment_lengths


@dataclass(frozen=True)
class Flaw:
    """One finding. ``code``: topology.repeated_vertex, .short_segment, .self_crossing, .gap, .crossing,
    .overlap or .duplicate; ``metres`` is the distance or length that the code is about."""

    code: str
    keys: tuple[UUID, ...]
    longitude: float
    latitude: float
    metres: float = 0.0


def flaws_of_line(key: UUID, line: MultiLineString, shortest_m: float = 0.5) -> Iterator[Flaw]:
    """Flaws of one line: repeated vertices, segments shorter than ``shortest_m``, self-crossings."""
    for part in line.geoms:
        points = as_coordinates(shapely.get_coordinates(part))
        lengths = segment_lengths(points)
        for number in np.flatnonzero(lengths < shortest_m):
            code = "topology.repeated_vertex" if lengths[number] == 0.0 else "topology.short_segment"
            yield Flaw(code, (key,), *_place(points[number]), float(lengths[number]))
    for place in _self_crossings(line):
        yield Flaw("topology.self_crossing", (key,), *_place(place))


def _place(point: NDArray[np.float64]) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _self_crossings(line: MultiLineString) -> Coordinates:
    """Places where a line meets itself otherwise than by running on."""
    if shapely.is_simple(line):
        return as_coordinates([])
    parts = [shapely.get_coordinates(part) for part in line.geoms]
    pieces = np.concatenate([np.stack([p[:-1], p[1:]], axis=1) for p in parts])
    segments = shapely.linestrings(pieces)
    one, other = STRtree(segments).query(segments, predicate="intersects")
    apart = one < other
    meet = shapely.intersection(segments[one[apart]], segments[other[apart]])
    points = meet[shapely.get_type_id(meet) == shapely.GeometryType.POINT]
    found = np.unique(shapely.get_coordinates(points), axis=0)
    inner = {tuple(p) for coordinates in parts for p in coordinates[1:-1].tolist()}
    counts = _visits(parts)
    return as_coordinates([p for p in found.tolist() if tuple(p) not in inner or counts[tuple(p)] > 1])


def _visits(parts: list[NDArray[np.float64]]) -> dict[tuple[float, ...], int]:
    counts: dict[tuple[float, ...], int] = {}
    for coordinates in parts:
        for place in map(tuple, coordinates.tolist()):
            counts[place] = counts.get(place, 0) + 1
    return counts


def flaws_between(
    lines: Mapping[UUID, MultiLineString], tolerance_m: float = 10.0, only: frozenset[UUID] | None = None
) -> Iterator[Flaw]:
    """Flaws of lines with each other: gaps up to the tolerance, crossings, overlaps and duplicates.

    ``only``: just flaws in which at least one of these lines takes part (an edit's neighbourhood).
    """
    keys = list(lines)
    shapes = np.empty(len(keys), dtype=object)
    shapes[:] = [lines[key] for key in keys]
    if not keys:
        return
    tree = STRtree(shapes)
    asked = [i for i, key in enumerate(keys) if only is None or key in only]
    for i in asked:
        near = tree.query(_grown(shapes[i], tolerance_m))
        for j in (int(n) for n in np.sort(near)):
            both_asked = only is None or keys[j] in only
            if j == i or (both_asked and j < i):
                continue
            yield from _pair(keys[i], shapes[i], keys[j], shapes[j], tolerance_m)


def _grown(line: MultiLineString, metres: float) -> shapely.Polygon:
    west, south, east, north = line.bounds
    kx, ky = Frame((west + east) / 2, (south + north) / 2).scale
    return shapely.box(west - metres / kx, south - metres / ky, east + metres / kx, north + metres / ky)


def _pair(
    one_key: UUID, one: MultiLineString, other_key: UUID, other: MultiLineString, tolerance_m: float
) -> Iterator[Flaw]:
    pair = (one_key, other_key)
    if shapely.equals(one, other):
        yield Flaw("topology.duplicate", pair, *_place(shapely.get_coordinates(one)[0]))
        return
    ends = _ends(one) + _ends(other)
    for part in shapely.get_parts(shapely.intersection(one, other)):
        if isinstance(part, LineString) and not part.is_empty:
            points = as_coordinates(shapely.get_coordinates(part))
            yield Flaw("topology.overlap", pair, *_place(points[0]), float(segment_lengths(points).sum()))
        elif not part.is_empty and not _among(ends, part):
            yield Flaw("topology.crossing", pair, *_place(shapely.get_coordinates(part)[0]))
    for key, line, target_key, target in ((one_key, one, other_key, other), (other_key, other, one_key, one)):
        for end in _ends(line):
            distance = _distance(end, target)
            if 0.0 < distance <= tolerance_m and not _touches(end, target):
                yield Flaw("topology.gap", (key, target_key), *end, distance)


def _ends(line: MultiLineString) -> list[tuple[float, float]]:
    found = []
    for part in line.geoms:
        points = shapely.get_coordinates(part)
        found += [_place(points[0]), _place(points[-1])]
    return found


_SAME_M = 1e-3


def _among(ends: list[tuple[float, float]], point: shapely.Point) -> bool:
    frame = Frame(point.x, point.y)
    away = frame.to_metres(as_coordinates(ends))
    return bool((np.hypot(away[:, 0], away[:, 1]) < _SAME_M).any())


def _distance(end: tuple[float, float], line: MultiLineString) -> float:
    frame = Frame(*end)
    return float(shapely.distance(shapely.Point(0, 0), shapely.transform(line, frame.to_metres)))


def _touches(end: tuple[float, float], line: MultiLineString) -> bool:
    """Whether an end lies on the line to a millimetre: snapped to an edge, as exactly as floats can."""
    return _distance(end, line) < _SAME_M
