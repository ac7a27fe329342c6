"""The chain from trench to probability as lines of text, in the user's language."""

from collections.abc import Mapping
from typing import Any

from faultgis import codes
from faultgis.dating.calendar import label
from ui import words
from ui.cli import output
from ui.cli.faults import shown
from ui.words import tr

_SAMPLE_HEADS = ("Sample", "Laboratory number", "Unit", "As reported", "Age", "")


def age_page(value: Mapping[str, Any]) -> str:
    """Ages as lines."""
    rows = [
        (a["lab"], year(a["age"]), _ranges(a.get("hpd_68")), _ranges(a.get("hpd_95"))) for a in value["ages"]
    ]
    return output.table(rows, [tr(h) for h in ("Laboratory number", "Age", "68 %", "95 %")])


def year(value: Mapping[str, Any] | None) -> str:
    """A calendar year with its bounds in words."""
    if value is None:
        return ""
    best, low, high = (
        label(round(value[k])) if value[k] is not None else "" for k in ("best", "low", "high")
    )
    return f"{best} ({low} – {high})" if low and high else best


def _ranges(found: Any) -> str:
    return "; ".join(f"{label(int(a))} – {label(int(b))} ({share:.1f} %)" for a, b, share in found or ())


def site_page(value: Mapping[str, Any]) -> str:
    """A site as tables: units young to old, samples, events."""
    lang = words.language()
    units = [(u["code"], u["name_zh"] or u["name_en"], u["lithology"]) for u in value["units"]]
    samples = [
        (s["sample"], s["lab"], s["unit"] or "", _measured(s), year(s["age"]), _mark(s["stale"]))
        for s in value["samples"]
    ]
    events = [
        (
            e["code"],
            codes.label("event_status", e["status"], lang),
            label(e["known_year"]) if e["known_year"] else year(e["age"]),
            _mark(e["stale"]),
        )
        for e in value["events"]
    ]
    return "\n\n".join(
        (
            output.table(units, [tr(h) for h in ("Unit", "Name", "Lithology")]),
            output.table(
                samples, [tr(h) for h in ("Sample", "Laboratory number", "Unit", "As reported", "Age", "")]
            ),
            output.table(events, [*(tr(h) for h in ("Event", "Status", "Age")), ""]),
        )
    )


def _measured(sample: Mapping[str, Any]) -> str:
    if sample["c14_age"] is not None:
        return f"{sample['c14_age']:g} ± {sample['c14_error'] or 0:g} BP"
    return "" if sample["age_ka"] is None else f"{sample['age_ka']:g} ka"


def _mark(stale: bool | None) -> str:
    return tr("stale") if stale else ""


def rates_page(value: Mapping[str, Any]) -> str:
    """Rates as lines."""
    lang = words.language()
    rows = [
        (
            r["code"] or tr("Representative"),
            codes.label("offset_component", r["component"], lang),
            shown(r["rate"]),
            _mark(r["stale"]),
        )
        for r in (*value["sites"], *value["representative"])
    ]
    problems = [problem["message"] for problem in value["problems"]]
    if not rows:
        none = tr("The fault has no dated offset marker yet: add one with its age, then ask again.")
        return "\n".join(problems or [none])
    head = output.table(rows, [*(tr(h) for h in ("Site", "Component", "Slip rate")), ""])
    return "\n".join([head, *problems])


def recurrence_page(value: Mapping[str, Any]) -> str:
    """Recurrence and probability as lines."""
    rows, chances = [], []
    for of in value["sites"]:
        for cycle in of["recurrence"]:
            numbers = [shown(cycle[key]) for key in ("interval", "cov", "elapsed")]
            rows.append((of["site"], cycle["code"], *numbers))
            for p in cycle["probability"]:
                span = f"{100 * p['low']:.2g}–{100 * p['high']:.2g} %"
                chances.append((cycle["code"], p["model"], p["window"], f"{100 * p['p']:.2g} %", span))
    heads = ("Site", "Chronology", "Interval", "Coefficient of variation", "Elapsed")
    second = ("Chronology", "Model", "Window (years)", "Probability", "Range")
    return "\n\n".join(
        (output.table(rows, [tr(h) for h in heads]), output.table(chances, [tr(h) for h in second]))
    )
