"""The lateral offset of a landform matched across a trace: two lines drawn along it become a marker.

The two nearest ends of the lines tell which trace lies between them and where; the trace's chord there is
the fault, taken as vertical. Each line is carried straight on to it (see ``faultgis.slip.piercing``).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely import LineString, Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.geometry.frame import Coordinates, Frame, as_coordinates
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.records.trace import Trace
from faultgis.services.profiling import Crossing, Drawn, crossing
from faultgis.slip.piercing import Pierced, Plane, by_lines
from faultgis.terrain.profiles import Place
from faultgis.values import Estimate, RangeKind

METHOD = "piercing_lines"
# The trace's direction is that of its chord over this length, or over the lines' own if they are longer.
CHORD_M = 100.0


@dataclass(frozen=True)
class Matched:
    """An offset between two lines in degrees: the left and the right one as seen along the trace."""

    pierced: Pierced
    left: tuple[Place, ...]
    right: tuple[Place, ...]
    crossing: Crossing
    pick_sd: float


def match(
    first: Iterable[Place], second: Iterable[Place], traces: Iterable[Trace], pick_sd: float
) -> Matched:
    """The offset between two drawn lines; ``pick_sd`` (m) is how well their vertices were placed.

    Raises ``InputError``: ``matching.no_trace`` (no trace lies between them), and those of
    ``piercing.by_lines``.
    """
    lines = tuple(first), tuple(second)
    known = list(traces)
    at = crossing(_gap(*lines), known)
    if at is None:
        raise InputError("matching.no_trace")
    trace = next(trace for trace in known if trace.id == at.trace_id)
    frame = Frame(*at.place)
    local = [frame.to_metres(as_coordinates(line)) for line in lines]
    length = max(CHORD_M, *(float(np.hypot(*np.ptp(points, axis=0))) for points in local))
    start, end = chord(trace, frame, length)
    pierced = by_lines(local[0], local[1], Plane(start, end), pick_sd=pick_sd)
    way = end - start
    turned = _across(local[0], start, way) < 0
    left, right = (lines[1], lines[0]) if turned else lines
    return Matched(pierced, left, right, at, pick_sd)


def _across(points: Coordinates, start: Coordinates, way: Coordinates) -> float:
    off = points.mean(axis=0) - start
    return float(way[0] * off[1] - way[1] * off[0])


def _gap(first: tuple[Place, ...], second: tuple[Place, ...]) -> Drawn:
    """From the end of one line to the end of the other where they are nearest."""
    pairs = [(a, b) for a in (first[0], first[-1]) for b in (second[0], second[-1])]
    return min((Drawn(a, b) for a, b in pairs), key=lambda gap: gap.length)


def chord(trace: Trace, frame: Frame, length: float) -> tuple[Coordinates, Coordinates]:
    """The ends of a trace's chord of so many metres about the place nearest to the frame's origin."""
    parts = [LineString(frame.to_metres(shapely.get_coordinates(part))) for part in trace.geometry.geoms]
    here = Point(0, 0)
    line = min(parts, key=lambda part: part.distance(here))
    along = line.project(here)
    ends = [line.interpolate(min(line.length, max(0.0, along + d))) for d in (-length / 2, length / 2)]
    start, end = (np.array([p.x, p.y]) for p in ends)
    return start, end


def marker(matched: Matched, *, code: str, survey_id: UUID, relief: str = "") -> tuple[OffsetMarker, Edit]:
    """The offset as a marker on the trace with its two lines, and the edit that adds all three. Its amount is
    positive; the sense stands beside it among the source's values."""
    pierced, at = matched.pierced, matched.crossing
    said = pierced.strike_slip
    sign = 1.0 if pierced.best >= 0 else -1.0
    low, high = sorted((sign * said.q025, sign * said.q975)) if said is not None else (None, None)
    best = abs(pierced.best)
    kept = {
        "sense": pierced.sense,
        "pick_sd_m": matched.pick_sd,
        "draws": pierced.draws,
        "seed": pierced.seed,
        "reasons": list(pierced.quality.reasons),
    }
    attributes = tuple((key, json.dumps(value)) for key, value in kept.items())
    made = OffsetMarker(
        survey_id=survey_id,
        geometry=Point(*at.place),
        code=code,
        trace_id=at.trace_id,
        fault_id=at.fault_id,
        component="strike_slip",
        offset=Estimate(
            unit="m",
            best=round(best, 2),
            low=None if low is None else round(min(low, best), 2),
            high=None if high is None else round(max(high, best), 2),
            range=RangeKind.PERCENT_95 if said is not None else RangeKind.UNSTATED,
            component="strike_slip",
        ),
        quality=pierced.quality.letter,
        source=Source(method=METHOD, image=relief, attributes=attributes),
    )
    sides = (("left", matched.left), ("right", matched.right))
    lines = [
        PiercingLine(survey_id=survey_id, geometry=LineString(line), marker_id=made.id, side=side)
        for side, line in sides
    ]
    records: tuple[AnyRecord, ...] = (made, *lines)
    return made, Edit("edit.add_record", tuple(Change(None, record) for record in records))
