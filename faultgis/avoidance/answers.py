"""The answer for a site: the gravest that any strand near it gives, the way to it, and what is not known.

There is no answer that calls a place harmless: ``outside`` says only that no mapped trace reaches it under
this rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance import gaps
from faultgis.avoidance.areas import Area, areas_at, error_m
from faultgis.avoidance.belts import too_coarse
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.cover_told import cover_of
from faultgis.avoidance.deciding import ANSWERS, Decision, decide, verdict
from faultgis.avoidance.distances import Gap
from faultgis.avoidance.facts import Known, facts_under
from faultgis.avoidance.ground import beyond, finished, share
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.reasons import Finding, cautions, path, too_coarse_reason, unknowns
from faultgis.avoidance.rules import Row, Rule
from faultgis.avoidance.sites import Reason, Site
from faultgis.crs import distance_azimuth


@dataclass(frozen=True)
class Answer:
    """The answer for a site in one survey; distances and widths in metres."""

    site: Site
    rule: Rule
    given: Mapping[str, Fact]
    survey: str
    answer: str
    finding: Finding | None
    nearest: Finding | None
    reasons: tuple[Reason, ...]
    unknowns: tuple[Reason, ...]
    others: int = 0

    @property
    def evaluated(self) -> bool:
        """Whether the survey could say anything of the site."""
        return self.answer != "not_evaluated"


def assess(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], site: Site) -> Answer:
    """The answer for a site from one survey's traces under a rule."""
    if site.problem is not None or site.geometry is None:
        return _without(mapped, rule, given, site, site.problem or Reason("site.missing"))
    found = _findings(mapped, rule, given, site)
    if not found:
        return _unmapped(mapped, rule, given, site)
    ranked = sorted(found, key=lambda each: _rank(rule, each))
    chosen, nearest = ranked[0], min(found, key=lambda f: (f.gap.distance_m, f.known.trace.id))
    chosen = replace(chosen, cover=cover_of(chosen.known, rule, given, site.geometry))
    strands = len({each.known.trace.id for each in found})
    facts = facts_under(chosen.known, given)
    reasons = (*site.notes, *path(rule, chosen, nearest, strands, facts))
    open_questions = (*unknowns(rule, chosen), *cautions(rule))
    made = Answer(
        site,
        rule,
        given,
        mapped.survey.code,
        chosen.answer,
        chosen,
        nearest,
        reasons,
        open_questions,
        strands - 1,
    )
    return _with_the_rest(made, beyond(mapped, rule, site.geometry, nearest.gap.distance_m))


def _with_the_rest(answer: Answer, rest: BaseGeometry | None) -> Answer:
    """An answer and what it means for it that part of the site lies beyond mapped ground: a light answer
    holds for the mapped part only, and of the site as a whole nothing can be said."""
    if rest is None or answer.site.geometry is None:
        return answer
    percent = max(1, round(100 * share(rest, answer.site.geometry)))
    params = {"percent": percent, "reach_m": answer.rule.reach_m}
    if ANSWERS.index(answer.answer) <= ANSWERS.index("not_evaluated"):
        return replace(answer, unknowns=(Reason("unknown.partly_mapped", params), *answer.unknowns))
    reasons = (*answer.reasons, Reason("advice.partly_mapped", params))
    return replace(answer, answer="not_evaluated", reasons=reasons)


def _without(
    mapped: Mapped,
    rule: Rule,
    given: Mapping[str, Fact],
    site: Site,
    *why: Reason,
    answer: str = "not_evaluated",
) -> Answer:
    reasons = (*site.notes, *why)
    return Answer(site, rule, given, mapped.survey.code, answer, None, None, reasons, cautions(rule))


def _unmapped(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], site: Site) -> Answer:
    assert site.geometry is not None
    sheets = shapely.union_all(finished(mapped, rule))
    reach = {"reach_m": rule.reach_m}
    if shapely.covers(sheets, site.geometry):
        why = Reason("advice.finished_sheet", {**reach, "scale": mapped.survey.mapping_scale})
        return _without(mapped, rule, given, site, why, answer="outside")
    number = mapped.nearest(site.geometry)
    if number is None:
        return _without(mapped, rule, given, site, Reason("advice.no_traces"))
    away = shapely.shortest_line(site.geometry, mapped.known[number].trace.geometry)
    (x1, y1), (x2, y2) = shapely.get_coordinates(away)
    kilometres = distance_azimuth(float(x1), float(y1), float(x2), float(y2))[0] / 1000
    why = Reason("advice.no_mapping", {**reach, "nearest_km": round(kilometres, 1)})
    coarse = mapped.known[number].scale > rule.coarsest_scale
    more = [too_coarse_reason(rule, mapped.known[number])] if coarse else []
    return _without(mapped, rule, given, site, why, *more)


def _findings(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], site: Site) -> list[Finding]:
    assert site.geometry is not None
    near = mapped.near(site.geometry.bounds, rule.reach_m)
    if not len(near):
        return []
    measured = gaps.measure(mapped, site.geometry, near, rule.ends == "round")
    strands = dict.fromkeys(mapped.pieces.owner[near].tolist())
    found = {n: _finding(mapped.known[n], n, rule, given, measured) for n in strands}
    seen = {number: each for number, each in found.items() if each is not None}
    return [*seen.values(), *_beside(mapped, rule, site.geometry, seen)]


def _beside(mapped: Mapped, rule: Rule, site: BaseGeometry, seen: Mapping[int, Finding]) -> Iterator[Finding]:
    """What step-overs and mapped zones of deformation say of a site, by the widest row of their strands."""
    for area in areas_at(mapped, rule, seen):
        rows = {n: seen[n].decision.row for n in area.strands if n in seen and not seen[n].coarse}
        wide = {n: row for n, row in rows.items() if row is not None and row.outcome == "width"}
        if not wide or (area.step is not None and len(wide) < len(set(area.strands))):
            continue
        number = max(wide, key=lambda n: (wide[n].widest_m, -n))
        found = _in_area(mapped, rule, site, area, seen[number], wide[number])
        if found is not None:
            yield found


def _in_area(
    mapped: Mapped, rule: Rule, site: BaseGeometry, area: Area, of: Finding, row: Row | None
) -> Finding | None:
    """From the innermost zone around an area outwards until one holds the site."""
    away, error = area.distance_m(site), error_m(mapped, area)
    while row is not None and row.outcome == "width":
        ring = 0.0 if row.measured_from == "envelope" else error
        width = area.width_m(row) + error - ring
        answer = verdict(round(away - width, 3), ring, row) if area.counts(rule, row) else "outside"
        if answer != "outside":
            margin = round(away - width, 3)
            there = replace(of.gap, margin_m=margin, width_m=width, ring_m=ring, deformation_m=0.0)
            return Finding(of.known, of.decision, answer, row, there, area=area)
        row = rule.row(row.outer) if row.outer else None
    return None


def _finding(
    known: Known, number: int, rule: Rule, given: Mapping[str, Fact], measured: gaps.Measure
) -> Finding | None:
    decision = decide(rule, facts_under(known, given))
    row = decision.row
    any_row = row if row is not None and row.outcome == "width" else rule.rows[0]
    there = measured(number, any_row)
    if there is None or there.distance_m > rule.reach_m:
        return None
    if too_coarse(rule, known, row):
        return Finding(known, decision, "not_evaluated", row, there, coarse=True)
    if row is None:
        return Finding(known, decision, "not_evaluated", None, there)
    return _outward(known, decision, row, there, number, rule, measured)


def _outward(
    known: Known, decision: Decision, row: Row, there: Gap, number: int, rule: Rule, measured: gaps.Measure
) -> Finding:
    """From the innermost zone outwards until one holds the site."""
    while row.outcome == "width":
        answer = verdict(there.margin_m, there.ring_m, row)
        outer = rule.row(row.outer) if row.outer else None
        if answer != "outside" or outer is None:
            return Finding(known, decision, answer, row, there)
        row, there = outer, measured(number, outer) or there
    return Finding(known, decision, row.outcome, row, there)


def _rank(rule: Rule, found: Finding) -> tuple[int, float, str]:
    """The gravest first, then the nearest; an exempt strand too far away to matter says nothing."""
    place = ANSWERS.index(found.answer)
    far = found.gap.distance_m - found.gap.error_m > rule.widest_m
    if found.answer == "exempt" and far:
        place = len(ANSWERS)
    return place, found.gap.distance_m, str(found.known.trace.id)


def worst(answers: Sequence[Answer]) -> Answer:
    """Of several surveys' answers the gravest evaluated one; where none could, that of the nearest trace."""

    def rank(each: Answer) -> tuple[bool, int, float, str]:
        return not each.evaluated, ANSWERS.index(each.answer), _away_m(each), each.survey

    return min(answers, key=rank)


def _away_m(answer: Answer) -> float:
    """How far the trace of an answer lies, or the nearest one of a survey that has none within reach."""
    if answer.finding is not None:
        return answer.finding.gap.distance_m
    nearest = (r.params["nearest_km"] for r in answer.reasons if r.code == "advice.no_mapping")
    return 1000 * float(next(nearest, float("inf")))
