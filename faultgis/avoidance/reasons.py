"""The decision path of an answer, step by step, and what is not known behind it: codes with parameters."""

from dataclasses import dataclass
from typing import Any

from faultgis.avoidance import cover_told
from faultgis.avoidance.areas import Area
from faultgis.avoidance.conditions import Facts, check
from faultgis.avoidance.cover_told import Cover
from faultgis.avoidance.deciding import ANSWERS, Decision
from faultgis.avoidance.distances import Gap
from faultgis.avoidance.facts import Known
from faultgis.avoidance.rules import Row, Rule
from faultgis.avoidance.sites import Reason


@dataclass(frozen=True)
class Finding:
    """What one strand says of a site: answer, the row that gives it, how the site lies to it. ``cover`` is
    what boreholes and seismic lines say there, of the strand that decides; ``area`` the step-over or mapped
    zone that gives the answer, where no strip along a strand does."""

    known: Known
    decision: Decision
    answer: str
    row: Row | None
    gap: Gap
    coarse: bool = False
    cover: Cover | None = None
    area: Area | None = None


def path(rule: Rule, chosen: Finding, nearest: Finding, count: int, facts: Facts) -> list[Reason]:
    """The decision path, from the trace to the answer; ``facts`` are those of the chosen trace and the
    building."""
    found = [_of_trace(chosen), _mapping(chosen.known)]
    if chosen.coarse:
        found.append(too_coarse_reason(rule, chosen.known))
    if chosen.cover is not None and not chosen.coarse:
        found += cover_told.reasons(chosen.cover)
    for step in chosen.decision.steps:
        state = {True: "holds", False: "fails", None: "open"}[step.holds]
        found.append(Reason(f"step.{state}", {"row": step.row, "inputs": list(step.unknown)}))
    if chosen.decision.missing and not chosen.coarse:
        found.append(Reason("advice.missing", {"inputs": list(chosen.decision.missing)}))
    if chosen.row is not None and not chosen.coarse:
        found.append(_outcome(chosen))
        grave = chosen.answer in ANSWERS[:3]
        found += [_note(row) for row in rule.rows if grave and _is_noted(row, facts)]
    if nearest.known is not chosen.known:
        same = nearest.known.trace.id == chosen.known.trace.id
        params = {"trace": str(nearest.known.trace.id), "distance_m": nearest.gap.distance_m}
        code = "advice.nearer_stretch" if same else "advice.nearer"
        found.append(Reason(code, {**params, "answer": nearest.answer}))
    if count > 1:
        found.append(Reason("advice.others", {"count": count - 1}))
    return found


def _is_noted(row: Row, facts: Facts) -> bool:
    """Whether a remark belongs to a grave answer: not where its conditions are known not to hold."""
    return row.outcome == "note" and check(facts, row.when).holds is not False


def _note(row: Row) -> Reason:
    return Reason("advice.note", {"row": row.id})


def _of_trace(chosen: Finding) -> Reason:
    fault = chosen.known.fault
    gap = chosen.gap
    name = "" if fault is None else fault.code
    if gap.distance_m == 0:
        return Reason("advice.across", {"fault": name, "error_m": gap.error_m})
    params = {"fault": name, "distance_m": gap.distance_m, "error_m": gap.error_m}
    if gap.side == "unknown":
        return Reason("advice.distance_only", params)
    return Reason("advice.distance", {**params, "side": gap.side})


def _mapping(known: Known) -> Reason:
    return Reason("advice.mapping", {"scale": known.scale, "date": mapped_on(known) or "-"})


def mapped_on(known: Known) -> str | None:
    """The day on which the trace was last changed in the database."""
    at = known.trace.stamp.updated_at or known.trace.stamp.created_at
    return None if at is None else at.date().isoformat()


def too_coarse_reason(rule: Rule, known: Known) -> Reason:
    """Why a trace is mapped too coarsely for the rule."""
    params = {"scale": known.scale, "coarsest": rule.coarsest_scale, "line_m": round(known.line_error_m, 1)}
    return Reason("advice.too_coarse", params)


def _outcome(chosen: Finding) -> Reason:
    row, gap = chosen.row, chosen.gap
    assert row is not None
    params: dict[str, Any] = {"article": row.id, "clause": row.clause}
    if chosen.area is not None:
        return _in_area(chosen.area, {**params, "width_m": round(gap.width_m, 3), "answer": chosen.answer})
    if row.outcome == "width":
        params |= {"width_m": round(gap.width_m, 3), "distance_m": gap.distance_m, "error_m": gap.error_m}
        if row.inside == chosen.answer:
            return Reason(f"advice.within.{chosen.answer}", params)
    return Reason(f"advice.{chosen.answer}", params)


def _in_area(area: Area, params: dict[str, Any]) -> Reason:
    """Why ground beside the strands gives the answer."""
    if area.step is None:
        return Reason("advice.deformation_zone", {**params, "name": area.name or "-"})
    step = {"apart_m": round(area.step.apart_m, 1), "overlap_m": round(area.step.overlap_m, 1)}
    return Reason("advice.step_over", {**params, **step})


def unknowns(rule: Rule, chosen: Finding) -> list[Reason]:
    """What is not known or not sure behind an answer."""
    found = [Reason("unknown.input", {"input": name}) for name in chosen.decision.unknown]
    if chosen.decision.assumed and chosen.row is not None:
        found.append(Reason("unknown.strictest", {"article": chosen.row.id}))
    if "activity_text" in chosen.known.derived:
        found.append(Reason("unknown.activity_text"))
    if chosen.known.broken is not None:
        point, age = chosen.known.broken
        found.append(Reason("unknown.broken_layer", {"point": point, "age_ka": round(age, 3)}))
    if chosen.known.assumed_error:
        found.append(Reason("unknown.location_error", {"assumed_m": chosen.known.error_m}))
    if chosen.row is not None and chosen.row.confidence != "verified":
        params = {
            "article": chosen.row.id,
            "confidence": chosen.row.confidence,
            "note": chosen.row.note.get("en", ""),
        }
        found.append(Reason("unknown.row", params))
    if chosen.row is not None and not chosen.row.symmetric and chosen.known.hanging == "unknown":
        why = chosen.known.no_side
        found.append(Reason(f"unknown.side_{why}" if why else "unknown.side"))
    if chosen.known.trace.exposure in ("buried", "inferred"):
        found.append(Reason("unknown.concealed", {"exposure": chosen.known.trace.exposure}))
    if chosen.area is not None and chosen.area.step is not None and rule.step_over is not None:
        said = {"gap_m": rule.step_over.gap_m, "confidence": rule.step_over.confidence}
        found.append(Reason("unknown.step_over", {**said, "source": rule.step_over.source}))
    if chosen.cover is not None:
        found += cover_told.unknowns(chosen.cover)
        if chosen.row is not None and chosen.row.outcome == "exempt" and "cover_m" in chosen.row.when:
            found += cover_told.not_soil(chosen.cover)
    return found


def cautions(rule: Rule) -> tuple[Reason, ...]:
    """What must be said with every answer of the rule."""
    return tuple(Reason("caution", {"id": each.id}) for each in rule.cautions)
