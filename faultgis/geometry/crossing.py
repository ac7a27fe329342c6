"""Where a drawn line meets another one, and what follows: splitting across it, reshaping along it."""

import numpy as np
from shapely import LineString, MultiLineString

from faultgis.errors import InputError
from faultgis.geometry import lines
from faultgis.geometry.frame import Coordinates, Frame, as_coordinates
from faultgis.geometry.lines import Position
from faultgis.geometry.runs import Runs


class Meeting:
    """A place where the drawn path meets a line: where on the line, and how far along the drawn path
    (segment number plus share)."""

    __slots__ = ("along", "position")

    def __init__(self, position: Position, along: float) -> None:
        self.position = position
        self.along = along


def meetings(geometry: MultiLineString, drawn: Coordinates, tolerance_m: float = 0.0) -> list[Meeting]:
    """Where ``drawn`` crosses the line, in the order of drawing.

    An end of ``drawn`` within ``tolerance_m`` metres of the line touches it.
    """
    drawn = lines.without_repeats(as_coordinates(drawn))
    frame = Frame.around(drawn)
    path = frame.to_metres(drawn)
    runs = Runs.of([geometry], [0], frame)
    found: list[Meeting] = []
    for number in range(len(path) - 1):
        found += _crossings(geometry, runs, path[number], path[number + 1], number)
    found += _touching_ends(geometry, drawn, tolerance_m, found)
    return _distinct(sorted(found, key=lambda m: (m.along, m.position.order)))


def _crossings(
    geometry: MultiLineString, runs: Runs, a: Coordinates, b: Coordinates, number: int
) -> list[Meeting]:
    """Where one segment of the drawn path crosses the line."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    near = runs.within(low, high)
    start, end = runs.xy[near, :-1], runs.xy[near, 1:]
    touched = ((np.minimum(start, end) <= high) & (np.maximum(start, end) >= low)).all(axis=2)
    found = []
    for row, place in zip(*np.nonzero(touched), strict=True):
        shares = _intersect(start[row, place], end[row, place], a, b)
        segment = int(runs.start[near[row]]) + int(place)
        if shares is not None and segment < runs.last[near[row]]:
            part = int(runs.part[near[row]])
            points = lines.coordinates(geometry, part)
            found.append(Meeting(lines.position_at(points, part, segment, shares[0]), number + shares[1]))
    return found


def _intersect(p: Coordinates, q: Coordinates, a: Coordinates, b: Coordinates) -> tuple[float, float] | None:
    (rx, ry), (sx, sy), (wx, wy) = q - p, b - a, a - p
    cross = rx * sy - ry * sx
    if cross == 0.0:
        return None
    t, u = (wx * sy - wy * sx) / cross, (wx * ry - wy * rx) / cross
    if not (0.0 <= t <= 1.0 and 0.0 <= u <= 1.0):
        return None
    return float(t), float(u)


def _touching_ends(
    geometry: MultiLineString, drawn: Coordinates, tolerance_m: float, known: list[Meeting]
) -> list[Meeting]:
    found = []
    for along, (longitude, latitude) in ((0.0, drawn[0]), (float(len(drawn) - 1), drawn[-1])):
        position = lines.nearest(geometry, float(longitude), float(latitude))
        same = any(abs(m.along - along) < 1.0 and _apart(m.position, position) <= tolerance_m for m in known)
        if position.distance_m <= max(tolerance_m, 1e-6) and not same:
            found.append(Meeting(position, along))
    return found


def _apart(one: Position, other: Position) -> float:
    frame = Frame(one.longitude, one.latitude)
    return float(np.hypot(*frame.to_metres(as_coordinates([[other.longitude, other.latitude]]))[0]))


def _distinct(found: list[Meeting]) -> list[Meeting]:
    kept: list[Meeting] = []
    for meeting in found:
        if not any(_apart(meeting.position, other.position) < 1e-6 for other in kept):
            kept.append(meeting)
    return kept


def split_across(
    geometry: MultiLineString, drawn: Coordinates, tolerance_m: float = 0.0
) -> list[MultiLineString]:
    """The pieces, in the line's own order, into which a path drawn across cuts it; one where it does not."""
    cuts = sorted((m.position for m in meetings(geometry, drawn, tolerance_m)), key=lambda p: p.order)
    pieces: list[MultiLineString] = []
    rest = geometry
    for cut in reversed(cuts):
        try:
            rest, piece = lines.split(rest, cut)
        except InputError:
            continue
        pieces.insert(0, piece)
    return [rest, *pieces]


def reshape(geometry: MultiLineString, drawn: Coordinates, tolerance_m: float = 0.0) -> MultiLineString:
    """The line led along a drawn path, as in QGIS; its direction stays as it was.

    Between the first and the last place where the path meets one part, that part is replaced by the path;
    what the path overshoots is dropped. A path that starts or ends at an end of the line and meets it nowhere
    else continues the line. Raises ``InputError("reshape.crossings")`` when it meets the line only once or
    not at all.
    """
    drawn = lines.without_repeats(as_coordinates(drawn))
    found = meetings(geometry, drawn, tolerance_m)
    by_part: dict[int, list[Meeting]] = {}
    for meeting in found:
        by_part.setdefault(meeting.position.part, []).append(meeting)
    part = max(by_part, key=lambda p: len(by_part[p]), default=0)
    of_part = by_part.get(part, [])
    if len(of_part) >= 2:
        return _replaced(geometry, drawn, of_part[0], of_part[-1])
    if len(of_part) == 1:
        continued = _continued(geometry, drawn, of_part[0])
        if continued is not None:
            return continued
    raise InputError("reshape.crossings", found=len(of_part))


def _replaced(
    geometry: MultiLineString, drawn: Coordinates, first: Meeting, last: Meeting
) -> MultiLineString:
    between = drawn[int(np.floor(first.along)) + 1 : int(np.ceil(last.along))]
    path = np.concatenate([_place(first.position), between, _place(last.position)])
    if first.position.order > last.position.order:
        first, last, path = last, first, path[::-1]
    points = lines.coordinates(geometry, first.position.part)
    whole = np.concatenate(
        [points[: first.position.segment + 1], path, points[last.position.segment + 1 :]],
    )
    line = LineString(lines.without_repeats(as_coordinates(whole)))
    return lines.with_part(geometry, first.position.part, line)


def _place(position: Position) -> Coordinates:
    return as_coordinates([[position.longitude, position.latitude]])


def _continued(geometry: MultiLineString, drawn: Coordinates, meeting: Meeting) -> MultiLineString | None:
    position = meeting.position
    points = lines.coordinates(geometry, position.part)
    at_start = position.segment == 0 and position.t <= 0.0
    at_end = position.segment == len(points) - 2 and position.t >= 1.0
    starts, ends = meeting.along <= 0.0, meeting.along >= len(drawn) - 1
    if not (at_start or at_end) or not (starts or ends):
        return None
    more = drawn[1:] if starts else drawn[:-1][::-1]
    whole = np.concatenate([more[::-1], points]) if at_start else np.concatenate([points, more])
    return lines.with_part(geometry, position.part, LineString(lines.without_repeats(as_coordinates(whole))))
