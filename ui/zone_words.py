"""Why a zone is as wide as it is, in the user's words."""

from typing import Any

from faultgis import codes
from faultgis.avoidance.areas import Area
from faultgis.avoidance.belts import Belt
from faultgis.avoidance.rules import Rule
from ui import words
from ui.site_words import named, overlap, own


def belt(rule: Rule, of: Belt, whole: bool = False) -> str:
    """Why a zone is as wide as it is; ``whole`` for a file, where a ring stands apart from its zone."""
    row = of.row
    deformed = row.measured_from != "trace" and of.deformation_m[1] > 0
    params = {
        "rule": rule.id,
        "article": row.id,
        "clause": row.clause_in(words.language()) or "-",
        "zone": own(row.zone),
        "base": words.sentence("belt.deformation", _range(of.deformation_m)) if deformed else "",
        "hanging": f"{of.hanging_m:g}",
        "foot": f"{of.foot_m:g}",
        "confidence": words.sentence(f"confidence.{row.confidence}"),
    }
    reason, ring = words.sentence("belt.reason", params), of.kind == "location_error"
    error = words.sentence("belt.error", _range(of.error_m)) if ring else ""
    if ring and not whole:
        return error
    area = words.sentence(*area_reason(of.area)) if of.area is not None else ""
    more = (of.unknown_side and "belt.unknown_side", of.assumed and "belt.assumed")
    return " ".join(filter(None, [area, reason, error, *(words.sentence(code) for code in more if code)]))


def area_reason(area: Area) -> tuple[str, dict[str, Any]]:
    """Why ground beside the strands belongs to the zone: a sentence's code and its parameters."""
    if area.step is None:
        kind = codes.label("deformation_zone_kind", area.kind, words.language())
        return "belt.mapped", {"kind": kind, "name": named(area.name)}
    step = area.step
    return "belt.step", {"apart_m": f"{step.apart_m:.0f}", "overlap_m": overlap(step.overlap_m)}


def _range(bounds: tuple[float, float]) -> dict[str, Any]:
    low, high = bounds
    return {"low": f"{round(low, 1):g}", "high": f"{round(high, 1):g}"}
