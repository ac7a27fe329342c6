"""A route asked about as a whole: its crossings with what the rule says of each, its stretches in zones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely
from shapely import LineString, MultiLineString

from faultgis.avoidance.belts import too_coarse
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.crossings import Crossing, crossings
from faultgis.avoidance.crossings import Path as Along
from faultgis.avoidance.deciding import decide
from faultgis.avoidance.facts import facts_under
from faultgis.avoidance.ground import LEAST_M
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.reasons import mapped_on
from faultgis.avoidance.routes import not_mapped, path_of, seen_slip, through
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Site, checked
from faultgis.errors import InputError
from faultgis.services.assessing import Question, assess

# The kind of a stretch of which nothing is known.
NOT_MAPPED = "not_mapped"


def route(
    surveys: Sequence[Mapped],
    asked: Question,
    sites: Sequence[Site],
    data_version: int | None = None,
) -> dict[str, Any]:
    """The answer for a route: that for the line as a site, with what ``along`` tells. Raises ``InputError``
    as ``the_route``."""
    site = the_route(sites)
    found = assess(surveys, asked, [site], data_version)
    return {**found.values()[0], **along(surveys, asked, site)}


def the_route(sites: Sequence[Site]) -> Site:
    """The only line of a route's file; lines that join are one, called as the first. Raises ``InputError``:
    ``route.several``, and as ``path_of``; a line that cannot be judged by the code of its problem."""
    site = checked(sites[0] if len(sites) == 1 else _in_one(sites))
    if site.problem is not None:
        raise InputError(site.problem.code, **site.problem.params)
    path_of(site.geometry)
    return site


def _in_one(sites: Sequence[Site]) -> Site:
    lines = [shape for site in sites for shape in shapely.get_parts(site.geometry)]
    other = next((shape for shape in lines if not isinstance(shape, LineString)), None)
    if not lines or other is not None:
        raise InputError("route.not_a_line", kind="-" if other is None else other.geom_type)
    joined = shapely.line_merge(MultiLineString(lines))
    # The same line twice would be a way there and back.
    twice = len(set(shapely.normalize(lines).tolist())) < len(lines)
    if twice or not isinstance(joined, LineString):
        raise InputError("route.several", count=len(sites))
    return replace(sites[0], geometry=joined)


def along(surveys: Sequence[Mapped], asked: Question, site: Site) -> dict[str, Any]:
    """What is told of a line as a route: its ``length_m``, its ``crossings`` in the order of the route, the
    ``stretches`` of it that lie in zones or beyond the mapped ground of all surveys. Raises ``InputError`` as
    ``path_of``."""
    path = path_of(site.geometry)
    met = [_told(m, asked, each) for m in surveys for each in crossings(m, path)]
    stretches = [each for m in surveys for each in _stretches(m, asked.rule, asked.given, path)]
    stretches += _beyond(surveys, asked.rule, path)
    return {
        "length_m": round(path.length_m, 1),
        "crossings": sorted(met, key=lambda c: (c["chainage_m"], c["trace"])),
        "stretches": sorted(stretches, key=lambda s: (s["from_m"], s["to_m"], s["kind"], s["fault"])),
    }


def is_route(site: Site) -> bool:
    """Whether a site can be told as a route: a line in one piece."""
    try:
        path_of(site.geometry)
    except InputError:
        return False
    return site.problem is None


def _stretches(
    mapped: Mapped, rule: Rule, given: Mapping[str, Fact], path: Along
) -> Iterator[dict[str, Any]]:
    for t in through(mapped, rule, given, path):
        yield {"from_m": t.from_m, "to_m": t.to_m, "kind": t.kind, "fault": t.fault, "article": t.article}


def _beyond(surveys: Sequence[Mapped], rule: Rule, path: Along) -> list[dict[str, Any]]:
    open_ = [(0.0, path.length_m)]
    for mapped in surveys:
        found = not_mapped(mapped, rule, path)
        pairs = ((max(a, c), min(b, d)) for a, b in open_ for c, d in found)
        open_ = _joined(sorted((low, high) for low, high in pairs if low < high))
    return [
        {"from_m": round(low, 1), "to_m": round(high, 1), "kind": NOT_MAPPED, "fault": "", "article": ""}
        for low, high in open_
    ]


def _joined(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches in one where what parts them is too short to count as mapped ground, e.g. where a route
    crosses itself."""
    found: list[tuple[float, float]] = []
    for low, high in stretches:
        if found and low - found[-1][1] <= LEAST_M:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _told(mapped: Mapped, asked: Question, crossing: Crossing) -> dict[str, Any]:
    known = mapped.known[crossing.strand]
    decision = decide(asked.rule, facts_under(known, asked.given))
    row = decision.row
    coarse = too_coarse(asked.rule, known, row)
    outcome = "not_evaluated" if coarse or row is None else row.outcome
    slip = seen_slip(mapped, known.trace.fault_id)
    reasons = [{"code": "unknown.offset", "params": {}}] if slip is None else []
    if coarse:
        params = {"scale": known.scale, "coarsest": asked.rule.coarsest_scale, "line_m": known.line_error_m}
        reasons.append({"code": "advice.too_coarse", "params": params})
    return {
        "kind": crossing.kind,
        "chainage_m": round(crossing.chainage_m, 2),
        "to_m": round(crossing.to_m, 2),
        "chainage_low_m": round(max(0.0, crossing.chainage_m - crossing.play_m), 2),
        "chainage_high_m": round(crossing.to_m + crossing.play_m, 2),
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
