"""An answer as a document: rounded and in a fixed order, so that the same data and the same question give the
same bytes."""

import json
from collections.abc import Mapping
from typing import Any

from faultgis.avoidance import cover_told
from faultgis.avoidance.answers import Answer
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.reasons import Finding, mapped_on
from faultgis.avoidance.sites import Reason

LYING = (
    *("width_m", "distance_m", "distance_low_m", "distance_high_m", "location_error_m", "deformation_m"),
    *("fault", "segment", "trace", "side", "mapping_scale", "mapped_on"),
)


def value(found: Answer, data_version: int | None) -> dict[str, Any]:
    """The answer as the command line and a certificate tell it, without the time at which it was asked."""
    finding = found.finding
    row = finding.row if finding is not None and found.evaluated else None
    return {
        "site": found.site.name,
        "row": found.site.row,
        "answer": found.answer,
        "rule": found.rule.id,
        "rule_version": found.rule.version,
        "article": None if row is None else row.id,
        "clause": None if row is None else row.clause or None,
        "confidence": None if row is None else row.confidence,
        **_lying(finding),
        **_cover(finding),
        **_area(finding),
        "survey": found.survey,
        "given": given_value(found.given),
        "reasons": [_told(reason) for reason in found.reasons],
        "unknowns": [_told(reason) for reason in found.unknowns],
        "data_version": data_version,
        "certificate": None,
    }


def _lying(finding: Finding | None) -> dict[str, Any]:
    """How the site lies to the strand that decides, all keys empty where none does."""
    if finding is None:
        return dict.fromkeys(LYING)
    gap, known, row = finding.gap, finding.known, finding.row
    wide = row is not None and row.outcome == "width" and not finding.coarse
    return {
        "width_m": round(gap.width_m, 3) if wide else None,
        "distance_m": gap.distance_m,
        "distance_low_m": round(max(0.0, gap.distance_m - gap.error_m), 3),
        "distance_high_m": round(gap.distance_m + gap.error_m, 3),
        "location_error_m": round(gap.error_m, 3),
        "deformation_m": round(gap.deformation_m, 3),
        "fault": known.fault.code if known.fault is not None else None,
        "segment": known.segment.code if known.segment is not None else None,
        "trace": str(known.trace.id),
        "side": gap.side,
        "mapping_scale": known.scale,
        "mapped_on": mapped_on(known),
    }


def _cover(finding: Finding | None) -> dict[str, Any]:
    """The cover by boreholes and seismic lines, a key only of answers that have it."""
    if finding is None or finding.cover is None:
        return {}
    return {"cover": cover_told.value(finding.cover)}


def _area(finding: Finding | None) -> dict[str, Any]:
    """The step-over or mapped zone that gives the answer, a key only of answers that have it."""
    area = finding.area if finding is not None else None
    if area is None:
        return {}
    step = area.step
    return {
        "area": {
            "kind": area.kind,
            "name": area.name or None,
            "apart_m": None if step is None else round(step.apart_m, 3),
            "overlap_m": None if step is None else round(step.overlap_m, 3),
        }
    }


def given_value(given: Mapping[str, Fact]) -> dict[str, Any]:
    """What the user stated, as it stands in an answer."""
    return {name: _plain(fact) for name, fact in sorted(given.items())}


def _plain(fact: Fact) -> Any:
    if isinstance(fact, tuple):
        return fact[0] if fact[0] == fact[1] else list(fact)
    return fact


def _told(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "params": dict(sorted(reason.params.items()))}


def canonical(value: Mapping[str, Any]) -> str:
    """The same answer as the same text: keys in order, no blanks, no time of issue, no words."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
