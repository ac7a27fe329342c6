"""What the map says of a strand: the facts that rules ask for, how sure its place is, what is not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from faultgis import codes
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.cover import Evidence, bounds
from faultgis.geometry.direction import VERTICAL_DEG, dip_side
from faultgis.kinematics import components
from faultgis.records.derived import Recurrence
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import BuriedPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Estimate

# What a line on paper is worth where no location error is stated: our own convention (0.5 mm is 25 m at
# 1:50,000, and twice that where the line is not drawn as accurate).
ACCURATE_MM = 0.5
OTHER_MM = 1.0
# Words of a source that speak of the Holocene, whatever code they were given.
_HOLOCENE_WORDS = ("全新世", "qh", "q4", "holocene", "33312300", "33320")
_COMPLEXITY = {
    "accurate": "well_defined",
    "approximate": "well_defined",
    "inferred": "uncertain_constrained",
    "concealed": "uncertain_constrained",
}


@dataclass(frozen=True)
class Known:
    """A trace with its fault and segment, and what is known of it. ``scale`` is the denominator of the
    mapping; ``hanging`` the side of the hanging wall as digitized, ``no_side`` why one that is stated counts
    as not known; ``derived`` names facts not stated as such. A buried trace that boreholes or seismic lines
    met is known stretch by stretch: ``evidence`` is what a stretch rests on. ``broken`` names the point where
    a layer too young for the stated latest activity is broken, and that layer's age (ka): the activity counts
    as not known then."""

    trace: Trace
    fault: Fault | None
    segment: Segment | None
    facts: Mapping[str, Fact]
    scale: int
    hanging: str
    error_m: float
    assumed_error: bool
    derived: tuple[str, ...] = ()
    evidence: Evidence | None = None
    broken: tuple[str, float] | None = None
    no_side: str = ""

    @property
    def dip(self) -> tuple[float, float] | None:
        """The bounds of the fault's dip (degrees): as those points say it, else trace, segment or fault."""
        met = [w.point.apparent_dip for w in (self.evidence.witnesses if self.evidence else ())]
        seen = [dip for dip in met if dip is not None]
        if seen:
            return min(seen), max(seen)
        stated = (each.dip for each in (self.trace, self.segment, self.fault) if each is not None)
        return next((bounds(dip) for dip in stated if dip is not None), None)

    @property
    def line_error_m(self) -> float:
        """How far a line of this scale may be off by its drawing alone (metres)."""
        return _line_error(self.trace, self.scale)


def known_traces(survey: Survey, records: Mapping[str, Iterable[AnyRecord]]) -> list[Known]:
    """All traces of a survey with what is known of them, in the order of their ids."""
    faults = {r.id: r for r in records.get("fault", ()) if isinstance(r, Fault)}
    segments = {r.id: r for r in records.get("segment", ()) if isinstance(r, Segment)}
    cycles = [r for r in records.get("recurrence", ()) if isinstance(r, Recurrence)]
    traces = (r for r in records.get("trace", ()) if isinstance(r, Trace))
    return [
        _known(survey, trace, faults.get(trace.fault_id), segments.get(trace.segment_id), cycles)  # type: ignore[arg-type]
        for trace in sorted(traces, key=lambda t: t.id)
    ]


def _known(
    survey: Survey, trace: Trace, fault: Fault | None, segment: Segment | None, cycles: list[Recurrence]
) -> Known:
    scale = trace.mapping_scale or survey.mapping_scale
    stated = trace.location_error_m
    facts, derived = _facts(trace, fault, segment, cycles)
    hanging, no_side = hanging_side(trace, fault, segment)
    return Known(
        trace=trace,
        fault=fault,
        segment=segment,
        facts=facts,
        scale=scale,
        hanging=hanging,
        error_m=_line_error(trace, scale) if stated is None else stated,
        assumed_error=stated is None,
        derived=derived,
        no_side=no_side,
    )


def _line_error(trace: Trace, scale: int) -> float:
    return scale / 1000 * (ACCURATE_MM if trace.accuracy == "accurate" else OTHER_MM)


def _facts(
    trace: Trace, fault: Fault | None, segment: Segment | None, cycles: list[Recurrence]
) -> tuple[dict[str, Fact], tuple[str, ...]]:
    activity, doubtful = _activity(trace, fault, segment)
    sense = trace.kinematics or _first("kinematics", segment, fault)
    complexity = _COMPLEXITY.get(trace.accuracy)
    facts: dict[str, Fact] = {
        "latest_activity": activity,
        "exposure": trace.exposure if trace.exposure != "unknown" else None,
        "kinematics": sense if components(sense) else None,
        "recurrence_years": _recurrence(cycles, fault, segment),
        "complexity": complexity,
    }
    derived = [name for name, found in (("activity_text", doubtful), ("complexity", complexity)) if found]
    return facts, tuple(derived)


def _first(name: str, *of: Any) -> str:
    """The first of segment and fault that says something."""
    for each in of:
        value = "" if each is None else str(getattr(each, name))
        if value not in ("", "unknown", "undetermined"):
            return value
    return ""


def _activity(trace: Trace, fault: Fault | None, segment: Segment | None) -> tuple[Fact, bool]:
    """The latest activity, or ``None``; and whether the source's own words speak of the Holocene although
    its code is older: then it counts as not known."""
    code = trace.latest_activity
    if code in ("", "undetermined"):
        code = _first("latest_activity", segment, fault)
    entry = codes.code_list("latest_activity").get(code)
    if entry is None or "youngest_ka" not in entry.extra:
        return None, False
    own = (
        [] if trace.latest_activity else [each.activity_text for each in (segment, fault) if each is not None]
    )
    said = " ".join(own).casefold()
    if code != "holocene" and any(word in said for word in _HOLOCENE_WORDS):
        return None, True
    return code, False


def _recurrence(cycles: list[Recurrence], fault: Fault | None, segment: Segment | None) -> Fact:
    """The bounds of all intervals found for the segment, else for the fault, in years."""
    for field, of in (("segment_id", segment), ("fault_id", fault)):
        found = [c.interval for c in cycles if of is not None and getattr(c, field) == of.id and c.interval]
        if found:
            years = [_years(e) for e in found]
            return min(low for low, _ in years), max(high for _, high in years)
    return None


def _years(estimate: Estimate) -> tuple[float, float]:
    """The least and the most that it may be; open where only one bound is stated."""
    low, high = bounds(estimate)
    by = 1000.0 if estimate.unit == "ka" else 1.0
    return low * by, high * by


def doubted(known: Known, points: Iterable[BuriedPoint]) -> Known:
    """What is known of a trace, its latest activity doubted where a point met a broken layer that may be
    younger (one of which only a least age is known says nothing): what is contradicted exempts nothing."""
    entry = codes.code_list("latest_activity").get(str(known.facts.get("latest_activity")))
    youngest = 0.0 if entry is None else float(entry.extra.get("youngest_ka", 0.0))
    layers = [(_years(p.last_age), p.code) for p in points if p.last_age is not None]
    ages = [(low / 1000, code) for (low, high), code in layers if high < float("inf")]
    age, code = min(ages, default=(float("inf"), ""))
    if age >= youngest:
        return known
    return replace(known, facts={**known.facts, "latest_activity": None}, broken=(code, age))


def facts_under(known: Known, given: Mapping[str, Fact]) -> dict[str, Fact]:
    """What the map says and what the user states; where points met the fault below ground, its cover is no
    thicker than the least that they and the user allow, whatever else he states."""
    facts = {**known.facts, **given}
    stated, met = given.get("cover_m"), known.facts.get("cover_m")
    if isinstance(stated, tuple) and isinstance(met, tuple):
        low = min(stated[0], met[0])
        facts["cover_m"] = low, max(low, met[1])
    return facts


def hanging_side(trace: Trace, fault: Fault | None, segment: Segment | None) -> tuple[str, str]:
    """The side of the hanging wall as digitized: as stated, else from the dip direction of the trace, its
    segment or its fault; ``unknown`` where line and dip direction do not agree. And why what is said counts
    as not known: ``contradicted`` by the trace's own dip direction, ``vertical`` (a plane without a hanging
    wall). What is said of a trace goes before what is said of its segment, and that before its fault."""
    levels = [each for each in (trace, segment, fault) if each is not None]
    stated = trace.hanging_wall in ("left", "right")
    dipping = [i for i, each in enumerate(levels) if each.dip_direction is not None]
    if not stated and not dipping:
        return "unknown", ""
    upto = 0 if stated else dipping[0]
    dip = next((each.dip for each in levels[: upto + 1] if each.dip is not None), None)
    if dip is not None and bounds(dip)[0] >= VERTICAL_DEG:
        return "unknown", "vertical"
    if stated and dipping[:1] != [0]:
        return trace.hanging_wall, ""
    side = _side_of(trace, levels[dipping[0]].dip_direction)
    if stated and side != "unknown" and side != trace.hanging_wall:
        return "unknown", "contradicted"
    return trace.hanging_wall if stated else side, ""


def _side_of(trace: Trace, direction: Estimate | None) -> str:
    """The side to which a plane dips whose direction may lie within bounds."""
    assert direction is not None
    angles = {n for n in (direction.low, direction.best, direction.high) if n is not None}
    sides = {dip_side(trace.geometry, angle).side for angle in angles}
    return sides.pop() if len(sides) == 1 else "unknown"


def fault_code(known: Known) -> str | None:
    """The code of the trace's fault."""
    return known.fault.code if known.fault is not None else None
