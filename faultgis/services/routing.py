"""A route asked about as a whole: its crossings with what the rule says of each, its stretches in zones."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faultgis.avoidance.belts import too_coarse
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import decide
from faultgis.avoidance.facts import facts_under
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.reasons import mapped_on
from faultgis.avoidance.routes import Crossing, crossings, path_of, seen_slip, through
from faultgis.avoidance.routes import Path as Along
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Site, checked
from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord
from faultgis.services.assessing import Question, assess

Records = Mapping[str, Iterable[AnyRecord]]


def route(
    surveys: Sequence[Mapped],
    records: Mapping[str, Records],
    asked: Question,
    sites: Sequence[Site],
    data_version: int | None = None,
) -> dict[str, Any]:
    """The answer for a route: that for the line as a site, its ``length_m``, its ``crossings`` in the order
    of the route and the ``stretches`` of it that lie in zones. ``sites`` is what the route's file holds.

    Raises ``InputError``: ``route.several``, and as ``path_of``; a line that cannot be judged by the code of
    its problem.
    """
    if len(sites) != 1:
        raise InputError("route.several", count=len(sites))
    site = checked(sites[0])
    if site.problem is not None:
        raise InputError(site.problem.code, **site.problem.params)
    path = path_of(site.geometry)
    found = assess(surveys, asked, [site], data_version)
    met = [_told(m, records.get(m.survey.code, {}), asked, c) for m in surveys for c in crossings(m, path)]
    return {
        **found.values()[0],
        "length_m": round(path.length_m, 1),
        "crossings": sorted(met, key=lambda c: (c["chainage_m"], c["trace"])),
        "stretches": [s for m in surveys for s in _stretches(m, asked.rule, asked.given, path)],
    }


def _stretches(mapped: Mapped, rule: Rule, given: Mapping[str, Fact], path: Along) -> list[dict[str, Any]]:
    return [
        {"from_m": t.from_m, "to_m": t.to_m, "kind": t.kind, "fault": t.fault, "article": t.article}
        for t in through(mapped, rule, given, path)
    ]


def _told(mapped: Mapped, records: Records, asked: Question, crossing: Crossing) -> dict[str, Any]:
    known = mapped.known[crossing.strand]
    decision = decide(asked.rule, facts_under(known, asked.given))
    row = decision.row
    coarse = too_coarse(asked.rule, known, row)
    outcome = "not_evaluated" if coarse or row is None else row.outcome
    slip = seen_slip(records, known.trace.fault_id)
    reasons = [{"code": "unknown.offset", "params": {}}] if slip is None else []
    if coarse:
        params = {"scale": known.scale, "coarsest": asked.rule.coarsest_scale, "line_m": known.line_error_m}
        reasons.append({"code": "advice.too_coarse", "params": params})
    return {
        "chainage_m": round(crossing.chainage_m, 2),
        "chainage_low_m": round(max(0.0, crossing.chainage_m - crossing.play_m), 2),
        "chainage_high_m": round(crossing.chainage_m + crossing.play_m, 2),
        "lon": round(crossing.lon, 8),
        "lat": round(crossing.lat, 8),
        "angle_deg": round(crossing.angle_deg, 1),
        "answer": "inside" if outcome == "width" else outcome,
        "article": None if row is None else row.id,
        "survey": mapped.survey.code,
        "fault": known.fault.code if known.fault is not None else None,
        "segment": known.segment.code if known.segment is not None else None,
        "trace": str(known.trace.id),
        "location_error_m": round(crossing.error_m, 3),
        "mapping_scale": known.scale,
        "mapped_on": mapped_on(known),
        "expected_offset": slip,
        "reasons": reasons,
    }
