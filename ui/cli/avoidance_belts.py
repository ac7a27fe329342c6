"""Avoidance belts as rows, sentences and tables, in the user's language."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from faultgis.avoidance.belts import Belt, Left, joined_area_km2
from faultgis.avoidance.rules import Rule
from ui import words, zone_words
from ui.cli import output
from ui.site_words import own
from ui.words import tr


def belt_value(rule: Rule, survey: str, number: int, belt: Belt) -> dict[str, Any]:
    """A belt's row: the fields of the national ``FractureBelt``, then plain ones."""
    known = belt.faults[0]
    fault = known.fault
    name = "" if fault is None else (fault.name_zh or fault.name_en or fault.code)
    kind = words.sentence(f"belt.{belt.kind}")
    return {
        "ID": f"{survey}-{number}",
        "TargetRegionID": survey,
        "ForbiddenBeltName": f"{name} {kind}".strip(),
        "CommentInfo": zone_words.belt(rule, belt, whole=True),
        "kind": belt.kind,
        "fault": "" if fault is None else fault.code,
        "rule": rule.id,
        "rule_version": rule.version,
        "article": belt.row.id,
        "answer": "within_location_error" if belt.kind == "location_error" else belt.row.inside,
        "hanging_m": float(belt.hanging_m),
        "foot_m": float(belt.foot_m),
        "deformation_m": float(belt.deformation_m[1]),
        "location_error_m": float(belt.error_m[1]),
        "traces": ",".join(str(each.trace.id) for each in belt.faults),
        "confidence": belt.row.confidence,
        "area_km2": round(belt.area_km2, 6),
    }


def left_words(rule: Rule, left: Sequence[Left]) -> str:
    """Why traces have no zone, each reason once with the number of its traces."""
    counts: dict[str, int] = {}
    for each in left:
        row = rule.row(each.why)
        why = words.sentence(f"answer.{each.answer}") + (f" ({row.id})" if row is not None else "")
        counts[why] = counts.get(why, 0) + 1
    return tr(", ").join(f"{why} × {count}" for why, count in sorted(counts.items()))


def zones_value(
    rule: Rule, belts: Sequence[Belt], rows: Sequence[Mapping[str, Any]], left: Sequence[Left], out: Path,
    version: int,
) -> dict[str, Any]:  # fmt: skip
    """What ``zones`` tells: the belts without their polygons, the area of the zones themselves."""
    return {
        "rule": rule.id,
        "zones": [dict(row) for row in rows],
        "area_km2": round(joined_area_km2(belts), 6),
        "left": [
            {"trace": str(each.known.trace.id), "answer": each.answer, "why": each.why} for each in left
        ],
        "left_because": left_words(rule, left),
        "data_version": version,
        "files": [{"path": str(out), "features": len(rows)}],
    }


def zones_page(rule: Rule, value: Mapping[str, Any]) -> str:
    """Belts in lines of text."""
    rows = [
        (
            z["fault"],
            words.sentence(f"belt.{z['kind']}"),
            z["article"],
            f"{z['hanging_m']:g} / {z['foot_m']:g}",
            f"{z['area_km2']:.3f}",
        )
        for z in value["zones"]
    ]
    heads = ("Fault", "Zone kind", "Article", "Hanging / foot (m)", "km²")
    area, file = f"{value['area_km2']:.3f}", value["files"][0]["path"]
    said = [tr("{n} zones, {area} km², in {file}", n=len(rows), area=area, file=file)]
    if value["left"]:
        why = value["left_because"]
        said.append(tr("{n} traces without a zone: {reasons}", n=len(value["left"]), reasons=why))
    said += [note["message"] for note in value["notes"]]
    cautions = "\n".join(f"· {own(each.text)}" for each in rule.cautions)
    return "\n\n".join([output.table(rows, [tr(h) for h in heads]), *said, cautions])
