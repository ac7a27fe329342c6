"""A scarp measured on a profile across a trace, from the elevation raster to the stored offset marker and
back.

The marker keeps what is needed to measure again: the line, the picks, what was taken of the fault, seed and
draws. It belongs to the trace that the line crosses; when the trace is moved there later, it turns stale but
stays.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from shapely import LineString, Point

from faultgis.crs import geod
from faultgis.draws import Distribution, distribution
from faultgis.errors import InputError
from faultgis.records.provenance import Source
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.slip.scarps import Fault, Measured
from faultgis.slip.surfaces import Picks
from faultgis.terrain.profiles import Place, Station, Swath, Window, lengths, patch_of, swath
from faultgis.values import Basis, Estimate, RangeKind

METHOD = "scarp_profile"
MOST_SAMPLES = 1500
# The least that a degree of latitude measures: margins only get wider by it.
METRES_PER_DEGREE = 110_000
# A trace that still crosses the profile within this distance of where it did is the same trace there.
MOVED_M = 0.5


@dataclass(frozen=True)
class Crossing:
    """Where a profile's line crosses a trace: metres from the line's start."""

    distance: float
    place: Place
    trace_id: UUID
    fault_id: UUID | None


@dataclass(frozen=True)
class Drawn:
    """A profile's line from start to end in degrees, and half the width of its band in metres."""

    start: Place
    end: Place
    half_width: float = 0.0

    @property
    def length(self) -> float:
        """Geodesic length in metres."""
        return float(lengths(np.array([self.start, self.end]), True)[0])


def crossing(line: Drawn, traces: Iterable[Trace]) -> Crossing | None:
    """The crossing with a trace that is nearest to the line's middle; None where it crosses none."""
    known = list(traces)
    path = LineString([line.start, line.end])
    shapes = np.array([trace.geometry for trace in known], dtype=object)
    found = [
        _crossing(line, known[number], place)
        for number in np.flatnonzero(shapely.intersects(shapes, path))
        for place in shapely.get_coordinates(shapely.intersection(shapes[number], path))
    ]
    return min(found, key=lambda c: abs(c.distance - line.length / 2), default=None)


def _crossing(line: Drawn, trace: Trace, place: Any) -> Crossing:
    there = float(place[0]), float(place[1])
    distance = float(lengths(np.array([line.start, there]), True)[0])
    return Crossing(distance, there, trace.id, trace.fault_id)


def sampled(line: Drawn, window: Window, cell: tuple[float, float]) -> Swath:
    """The swath of elevations along a line, distances from its start; ``window`` and ``cell`` (degrees) are
    those of an elevation raster. At most 1,500 samples are taken along it.

    Raises ``InputError``: ``profile.line`` (no length), ``profile.no_relief`` (the raster does not reach
    there).
    """
    length = line.length
    if not np.isfinite(length) or length <= 0:
        raise InputError("profile.line")
    station = middle(line)
    margin = (line.half_width + length * 0.01) / METRES_PER_DEGREE + 3 * max(cell)
    west, east = sorted((line.start[0], line.end[0]))
    south, north = sorted((line.start[1], line.end[1]))
    wide = margin / max(0.05, float(np.cos(np.radians(station.place[1]))))
    ground = patch_of(window, (west - wide, south - margin, east + wide, north + margin), min(cell))
    if ground is None:
        raise InputError("profile.no_relief")
    step = max(length / MOST_SAMPLES, _cell_metres(station.place, cell), line.half_width / 20)
    step = length / 2 / max(1, round(length / 2 / step))
    found = swath(ground, station, length / 2, line.half_width, step, lonlat=True)
    if not np.isfinite(found.median).any():
        raise InputError("profile.no_relief")
    moved = found.distance + length / 2
    return Swath(station, moved, found.median, found.low, found.high, found.sigma, found.count, found.ends)


def middle(line: Drawn) -> Station:
    """The station in the middle of a line, its azimuth along the line there."""
    calculator = geod()
    azimuth, _, length = calculator.inv(*line.start, *line.end)
    lon, lat, back = calculator.fwd(*line.start, azimuth, length / 2)
    return Station((float(lon), float(lat)), 0.0, (float(back) + 180) % 360)


def _cell_metres(place: Place, cell: tuple[float, float]) -> float:
    lon, lat = place
    sides = lengths(np.array([(lon, lat), (lon + cell[0], lat), (lon + cell[0], lat + cell[1])]), True)
    return float(max(sides.min(), 0.05))


def place_at(line: Drawn, distance: float) -> Place:
    """The place so many metres from the line's start."""
    azimuth, _, _ = geod().inv(*line.start, *line.end)
    lon, lat, _ = geod().fwd(*line.start, azimuth, distance)
    return float(lon), float(lat)


def marker(
    measured: Measured,
    line: Drawn,
    fault: Fault,
    *,
    code: str,
    survey_id: UUID,
    at: Crossing | None,
    relief: str,
    points: Mapping[str, Any] | None = None,
) -> OffsetMarker:
    """The vertical separation as an offset marker on the trace: its median with the 95 % range, its grade,
    and all that is needed to measure it again. ``relief`` names the layer that was measured on; ``points``
    says from which file and classes, where it was a point cloud."""
    said = measured.vertical_separation
    where = at.place if at is not None else place_at(line, measured.fault_m)
    return OffsetMarker(
        survey_id=survey_id,
        geometry=Point(*where),
        code=code,
        trace_id=at.trace_id if at is not None else None,
        fault_id=at.fault_id if at is not None else None,
        kind="scarp",
        component="vertical",
        offset=Estimate(
            unit="m",
            best=round(said.median, 3),
            low=round(said.q025, 3),
            high=round(said.q975, 3),
            range=RangeKind.PERCENT_95,
            component="vertical",
            basis=Basis.MEASURED,
        ),
        quality=measured.quality.letter,
        source=Source(method=METHOD, image=relief, attributes=_attributes(measured, line, fault, at, points)),
    )


def _attributes(
    measured: Measured, line: Drawn, fault: Fault, at: Crossing | None, points: Mapping[str, Any] | None
) -> tuple[tuple[str, str], ...]:
    picks = measured.picks
    kept: dict[str, Any] = {
        "line": [list(line.start), list(line.end)],
        "half_width_m": line.half_width,
        "surfaces": [list(picks.start), list(picks.end)],
        "scarp_m": list(picks.scarp),
        "fault_dip_deg": _json(fault.dip),
        "dips_toward": fault.toward,
        "fault_face": fault.face,
        "crossing_m": None if at is None else round(at.distance, 3),
        "draws": measured.draws,
        "seed": measured.seed,
        "reasons": list(measured.quality.reasons),
    }
    if points is not None:
        kept["points"] = dict(points)
    return tuple((key, json.dumps(value, ensure_ascii=False)) for key, value in kept.items())


def _json(given: Distribution | None) -> Any:
    if given is None:
        return None
    return given.numbers[0] if given.kind == "exact" else {given.kind: list(given.numbers)}


@dataclass(frozen=True)
class Stored:
    """What a marker keeps of its measurement; ``points``: the file of the cloud that it was made on, empty
    for a terrain model."""

    line: Drawn
    picks: Picks
    fault: Fault
    crossing: float | None
    draws: int
    seed: int
    points: str = ""


def stored(record: OffsetMarker) -> Stored | None:
    """The measurement behind a marker; None for one that was not measured on a profile, or whose keeping was
    edited elsewhere so that it cannot be read."""
    if record.source.method != METHOD:
        return None
    try:
        return _read({key: json.loads(text) for key, text in record.source.attributes})
    except (ValueError, KeyError, TypeError, AttributeError, InputError):
        return None


def _read(kept: Mapping[str, Any]) -> Stored:
    (a, b), (c, d) = kept["surfaces"]
    low, high = kept["scarp_m"]
    start, end = (tuple(map(float, place)) for place in kept["line"])
    dip = kept["fault_dip_deg"]
    fault = Fault(
        face=str(kept["fault_face"]),
        dip=None if dip is None else distribution(dip, "fault_dip_deg"),
        toward=str(kept["dips_toward"]),
    )
    line = Drawn((start[0], start[1]), (end[0], end[1]), float(kept["half_width_m"]))
    picks = Picks((float(a), float(b)), (float(low), float(high)), (float(c), float(d)))
    file = str(kept.get("points", {}).get("file", ""))
    return Stored(line, picks, fault, kept["crossing_m"], int(kept["draws"]), int(kept["seed"]), file)


def stale(record: OffsetMarker, trace: Trace | None) -> bool:
    """Whether the trace has moved away under a measured marker: it no longer crosses the profile where it
    did."""
    kept = stored(record)
    if kept is None or kept.crossing is None:
        return False
    now = None if trace is None else crossing(kept.line, [trace])
    return now is None or abs(now.distance - kept.crossing) > MOVED_M
