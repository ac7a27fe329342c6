"""A lateral offset by two profiles as a marker, and back.

The marker keeps what is needed to measure again: the fault's straight line, both profiles, the landform's
trends, the range searched, what the second side may do besides sliding, draws and seed. It belongs to the
trace beside which it was laid; when the trace is moved there later, it turns stale but stays.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import shapely
from shapely import LineString, Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.records.trace import Trace
from faultgis.services import laying
from faultgis.services.laterals import Measured, Options
from faultgis.services.laying import SIDES, Layout, Side
from faultgis.services.profiling import Drawn, crossing
from faultgis.slip.comparing import Fitting
from faultgis.slip.offsets import Offset
from faultgis.values import Estimate, RangeKind

METHOD = "lateral_correlation"
# A trace that still runs within this distance of where it did is the same trace there.
MOVED_M = 0.5
# Where along the fault's line, in shares of its length, the trace is looked at.
STATIONS = (0.0, -0.35, 0.35)


@dataclass(frozen=True)
class Linked:
    """What a measurement belongs to, and where the trace ran across the fault's line: metres to its left at
    the ``STATIONS``, None where it did not."""

    trace_id: UUID | None = None
    fault_id: UUID | None = None
    stations_m: tuple[float | None, ...] = ()


def linked(layout: Layout, trace: Trace | None) -> Linked:
    """What a layout belongs to when it was laid beside this trace."""
    if trace is None:
        return Linked()
    return Linked(trace.id, trace.fault_id, tuple(_stations(layout, trace)))


def trace_beside(layout: Layout, traces: Iterable[Trace]) -> Trace | None:
    """The trace for which a fault's line was drawn: the one that runs across its middle nearest to it, no
    further away than the profiles."""
    known, axis = list(traces), layout.axis
    ends = axis.place(0.0, -layout.right.away_m), axis.place(0.0, layout.left.away_m)
    at = crossing(Drawn(*ends), known)
    return None if at is None else next(trace for trace in known if trace.id == at.trace_id)


def _stations(layout: Layout, trace: Trace) -> Iterable[float | None]:
    axis = layout.axis
    parts = [axis.local(shapely.get_coordinates(part)) for part in trace.geometry.geoms]
    lines = shapely.multilinestrings([LineString(part) for part in parts])
    reach = axis.length / 2
    for share in STATIONS:
        along = share * axis.length
        across = LineString([(along, -reach), (along, reach)])
        met = shapely.get_coordinates(shapely.intersection(lines, across))[:, 1].tolist()
        nearest = float(min(map(float, met), key=abs)) if met else None
        yield None if nearest is None else round(nearest, 3)


def marker(
    found: Measured, to: Linked, *, code: str, survey_id: UUID, relief: str, kind: str = ""
) -> tuple[OffsetMarker, tuple[PiercingLine, ...]]:
    """The offset as a marker beside the trace: its amount, positive, with the 95 % range and its grade, and
    all that is needed to measure it again; the landform's lines where the user laid them."""
    layout, offset = found.layout, found.offset
    middle = (layout.left.marker_m + layout.right.marker_m) / 2
    made = OffsetMarker(
        survey_id=survey_id,
        geometry=Point(*layout.axis.place(middle, 0.0)),
        code=code,
        trace_id=to.trace_id,
        fault_id=to.fault_id,
        kind=kind,
        component="strike_slip",
        offset=_estimate(offset),
        quality=offset.quality.letter,
        source=Source(method=METHOD, image=relief, attributes=_attributes(found, to)),
    )
    return made, _lines(layout, made)


def _estimate(offset: Offset) -> Estimate:
    way, said = (1.0 if offset.best >= 0 else -1.0), offset.summary
    best = round(abs(offset.best), 2)
    low, high = sorted((round(way * said.q025, 2), round(way * said.q975, 2)))
    return Estimate(
        unit="m",
        best=best,
        low=min(low, best),
        high=max(high, best),
        range=RangeKind.PERCENT_95,
        component="strike_slip",
    )


def _lines(layout: Layout, made: OffsetMarker) -> tuple[PiercingLine, ...]:
    return tuple(
        PiercingLine(
            survey_id=made.survey_id,
            geometry=LineString(laying.line_of(layout, name)),
            marker_id=made.id,
            side=name,
        )
        for name in SIDES
        if layout.side(name).laid
    )


def _attributes(found: Measured, to: Linked) -> tuple[tuple[str, str], ...]:
    layout, options, offset = found.layout, found.options, found.offset
    sides = layout.left, layout.right
    kept: dict[str, Any] = {
        "sense": offset.sense,
        "line": [list(place) for place in layout.fault],
        "away_m": [side.away_m for side in sides],
        "windows_m": [list(side.window_m) for side in sides],
        "markers_m": [side.marker_m for side in sides],
        "trends_deg": [side.trend_deg for side in sides],
        "trends_laid": [side.laid for side in sides],
        "trend_sd_deg": options.trend_sd,
        "search_range_m": None if options.search_m is None else list(options.search_m),
        "vertical_shift": options.fitting.vertical_shift,
        "vertical_stretch": options.fitting.vertical_stretch,
        "draws": options.draws,
        "seed": options.seed,
        "trace_m": list(to.stations_m),
        "offset_m": offset.best,
        "vertical_m": offset.vertical_m,
        "stretch": offset.stretch,
        "q16_m": offset.summary.q16,
        "q84_m": offset.summary.q84,
        "least_misfit_m": offset.least_misfit,
        "correlation": offset.correlation,
        "overlap": offset.overlap,
        "reasons": list(offset.quality.reasons),
    }
    return tuple((key, json.dumps(value)) for key, value in kept.items())


def stored_edit(made: OffsetMarker, lines: Iterable[PiercingLine]) -> Edit:
    """A new marker with its lines."""
    records: tuple[AnyRecord, ...] = (made, *lines)
    return Edit("edit.add_record", tuple(Change(None, record) for record in records))


def changed_edit(
    before: OffsetMarker, old: Iterable[PiercingLine], made: OffsetMarker, lines: Iterable[PiercingLine]
) -> Edit:
    """A marker measured anew: what was measured is replaced, what else the record holds stays."""
    after = replace(
        before,
        geometry=made.geometry,
        trace_id=made.trace_id,
        fault_id=made.fault_id or before.fault_id,
        kind=made.kind,
        offset=made.offset,
        quality=made.quality,
        source=replace(before.source, image=made.source.image, attributes=made.source.attributes),
    )
    gone = [Change(line, None) for line in old]
    new = [Change(None, replace(line, marker_id=before.id)) for line in lines]
    return Edit("edit.change_record", (Change(before, after), *gone, *new))


@dataclass(frozen=True)
class Stored:
    """What a marker keeps of its measurement; ``offset_m`` is positive for a sinistral one."""

    layout: Layout
    options: Options
    stations_m: tuple[float | None, ...]
    offset_m: float


def stored(record: OffsetMarker) -> Stored | None:
    """The measurement behind a marker; None for one that was not measured by profiles along the fault, or
    whose keeping was edited elsewhere so that it cannot be read."""
    if record.source.method != METHOD:
        return None
    try:
        return _read({key: json.loads(text) for key, text in record.source.attributes})
    except (ValueError, KeyError, TypeError, InputError):
        return None


def _read(kept: Mapping[str, Any]) -> Stored:
    (x1, y1), (x2, y2) = kept["line"]
    sides = []
    for number in (0, 1):
        low, high = kept["windows_m"][number]
        away, at, trend = (float(kept[key][number]) for key in ("away_m", "markers_m", "trends_deg"))
        sides.append(Side(away, (float(low), float(high)), at, trend, bool(kept["trends_laid"][number])))
    layout = Layout(((float(x1), float(y1)), (float(x2), float(y2))), sides[0], sides[1])
    search = kept["search_range_m"]
    options = Options(
        None if search is None else (float(search[0]), float(search[1])),
        Fitting(bool(kept["vertical_shift"]), bool(kept["vertical_stretch"])),
        float(kept["trend_sd_deg"]),
        int(kept["draws"]),
        int(kept["seed"]),
    )
    return Stored(layout, options, tuple(kept["trace_m"]), float(kept["offset_m"]))


def stale(record: OffsetMarker, trace: Trace | None) -> bool:
    """Whether the trace has moved away under a measured marker: it no longer runs along the fault's line
    where it did. Pieces cut off the trace beyond the line's middle do not count."""
    kept = stored(record)
    if kept is None or not kept.stations_m or kept.stations_m[0] is None:
        return False
    if trace is None:
        return True
    now = list(_stations(kept.layout, trace))
    if now[0] is None:
        return True
    pairs = zip(now, kept.stations_m, strict=True)
    return any(a is not None and b is not None and abs(a - b) > MOVED_M for a, b in pairs)
