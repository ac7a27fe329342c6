"""The planner's answer in the user's words: one plain sentence, its reasons, what is not known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faultgis import codes
from faultgis.avoidance.rules import Rule
from ui import words
from ui.words import tr


def fault_name(faults: Iterable[Any], code: Any) -> str:
    """A fault's name in the language in use with its code; empty where it has no name."""
    found = next((fault for fault in faults if fault.code == code), None)
    if found is None or not code:
        return ""
    first, second = found.name_zh, found.name_en
    name = (first or second) if words.language() == "zh" else (second or first)
    return tr("{name} ({code})", name=name, code=code) if name else ""


def answer_word(answer: str) -> str:
    """An answer in a few words."""
    return words.sentence(f"answer.{answer}")


def metres(value: float | None) -> str:
    """A length as it is said: below ten metres with a decimal."""
    if value is None:
        return "–"
    return f"{value:,.1f} m" if value < 10 else f"{value:,.0f} m"


def sentence(answer: Mapping[str, Any], rule: Rule, fault: str = "") -> str:
    """The answer in one plain sentence. ``answer`` is a document of ``avoidance.telling``; ``fault`` the name
    of the fault that it speaks of, where there is a better one than its code."""
    key = str(answer["answer"])
    if key == "outside" and answer["distance_m"] is None:
        key = "outside_mapped"
    if key == "not_evaluated":
        return tr("plain.not_evaluated", reason=_why_not(answer, rule))
    if key == "exempt":
        return tr("plain.exempt", clause=clause(answer, rule))
    if key == "inside" and answer["distance_m"] == 0:
        key = "across"
    if answer.get("area"):
        return _in_area(answer, fault)
    params = {
        "distance": metres(answer["distance_m"]),
        "width": metres(answer["width_m"]),
        "error": metres(answer["location_error_m"]),
        "fault": fault or _code(answer),
        "clause": clause(answer, rule),
    }
    return tr(f"plain.{key}", **params)


def _in_area(answer: Mapping[str, Any], fault: str) -> str:
    """That ground beside the strands gives the answer, in one plain sentence."""
    area = answer["area"]
    params = {
        "answer": answer_word(str(answer["answer"])),
        "fault": fault or _code(answer),
        "width": metres(answer["width_m"]),
        "name": named(area["name"]),
    }
    said = tr("plain.in_deformation" if area["apart_m"] is None else "plain.in_step_over", **params)
    return said[:1].upper() + said[1:]


def named(name: str | None) -> str:
    """A name behind what it names; nothing where there is none."""
    return f" {name}" if name and name != "-" else ""


def overlap(metres_: float) -> str:
    """How far two ends overlap, or how wide the gap between them is."""
    return words.sentence("step.overlap" if metres_ > 0 else "step.gap", {"metres": f"{abs(metres_):.0f}"})


def _code(answer: Mapping[str, Any]) -> str:
    return tr("fault {code}", code=answer["fault"]) if answer["fault"] else tr("a fault without a name")


def _why_not(answer: Mapping[str, Any], rule: Rule) -> str:
    chosen = hindrance(answer)
    return reason(chosen, rule).rstrip("。.") if chosen else tr("no reason stated")


def hindrance(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Of the reasons the one that kept the site from being judged."""
    hindering = (r for r in answer["reasons"] if r["code"] in _HINDRANCES or r["code"].startswith(WRONG))
    return next((r for r in hindering if r["code"] not in NOTES), None)


# What is wrong with a site begins like this; a site that is right may lie on ground that nobody mapped.
WRONG = ("site.", "place.", "crs.")
# What was done to a site's coordinates, or is thought of them; none keeps it from being judged.
NOTES = ("site.shifted_back", "site.suspected", "site.read_swapped", "site.from_corners")
_HINDRANCES = (
    "advice.too_coarse",
    "advice.missing",
    "advice.no_row",
    "advice.partly_mapped",
    "advice.no_mapping",
    "advice.no_traces",
)


def clause(answer: Mapping[str, Any], rule: Rule) -> str:
    """The rule's edition with the clause that the answer rests on."""
    edition = rule.edition[words.language()]
    row, cited = rule.row(str(answer.get("article"))), answer.get("clause") or ""
    if row is not None and row.clause == cited:
        cited = row.clause_in(words.language())
    return f"{edition} {cited}".strip()


def measure(answer: Mapping[str, Any]) -> str:
    """Distance with its range, side, width and article in a line."""
    if answer["distance_m"] is None:
        return ""
    low, high = metres(answer["distance_low_m"]), metres(answer["distance_high_m"])
    parts = [
        tr("distance {distance} ({low} – {high})", distance=metres(answer["distance_m"]), low=low, high=high)
    ]
    if answer["fault"]:
        parts.append(tr("fault {code}", code=answer["fault"]))
    parts.append(words.sentence(f"side.{answer['side']}"))
    if answer["width_m"] is not None:
        parts.append(tr("width asked for {width}", width=metres(answer["width_m"])))
    if answer["article"]:
        assumed = any(unknown["code"] == "unknown.strictest" for unknown in answer["unknowns"])
        said = "article {article}, the strictest that may apply" if assumed else "article {article}"
        parts.append(tr(said, article=answer["article"]))
    return " · ".join(parts)


def reason(told: Mapping[str, Any], rule: Rule) -> str:
    """A reason or an unknown as a sentence."""
    code, params = str(told["code"]), dict(told["params"])
    if code == "caution":
        return caution(rule, str(params["id"]))
    if code == "step.open" and not _exempts(rule, params):
        code = "step.may"
    full = _with_row(_with_depth(params), rule)
    return words.sentence(code, {key: _shown(key, value, rule) for key, value in full.items()})


def _exempts(rule: Rule, params: Mapping[str, Any]) -> bool:
    """Whether the row that a step speaks of is an exemption."""
    row = rule.row(str(params.get("row")))
    return row is None or row.outcome == "exempt"


def caution(rule: Rule, key: str) -> str:
    """A note that stands with every answer of a rule."""
    return next((c.text[words.language()] for c in rule.cautions if c.id == key), key)


def reasons(told: Sequence[Mapping[str, Any]], rule: Rule) -> list[str]:
    """Reasons or unknowns as sentences, without the notes that every answer of the rule has."""
    return [reason(each, rule) for each in told if each["code"] != "caution"]


def unknowns(answer: Mapping[str, Any], rule: Rule) -> list[str]:
    """What is not known behind an answer. That there are faults which nobody has mapped yet is never known
    to be otherwise."""
    found = reasons(answer["unknowns"], rule)
    if answer["answer"] in ("outside", "not_evaluated"):
        found.append(tr("Faults that are not mapped yet are not known."))
    return found


def _shown(key: str, value: Any, rule: Rule) -> Any:
    if key in ("side", "answer", "confidence"):
        return words.sentence(f"{key}.{value}")
    if key == "overlap_m":
        return overlap(float(value))
    if key == "name":
        return named(str(value))
    if key == "datum":
        return shown_datum(str(value))
    if key == "row":
        row = rule.row(str(value))
        return str(value) if row is None else f"{row.zone[words.language()]} ({value})"
    if key == "inputs":
        return tr(", ").join(input_word(rule, name) for name in value)
    if key == "input":
        return input_word(rule, str(value))
    if key == "exposure":
        return codes.label("exposure", str(value), words.language()).lower()
    if key == "method":
        return codes.label("buried_method", str(value), words.language())
    if key == "line":
        return "" if value == "-" else words.sentence("cover.line", {"line": value})
    if key == "limit_m":
        return f"{float(value):,.0f}"
    if key.endswith("_m"):
        return f"{float(value):,.1f}".removesuffix(".0")
    return f"{value:,}" if key in ("scale", "coarsest") else value


def shown_datum(datum: str) -> str:
    """A web map's system by its name."""
    return words.sentence(f"datum.{datum}")


def _with_depth(params: dict[str, Any]) -> dict[str, Any]:
    """Bounds of a depth in words, where a reason has them."""
    found = dict(params)
    for key, start in (("depth", ""), ("stated", "stated_")):
        if f"{start}low_m" in found:
            low, high = found.pop(f"{start}low_m"), found.pop(f"{start}high_m")
            form = "least" if high is None else "exact" if low == high else "range"
            numbers = {"low": f"{low:g}", "high": "" if high is None else f"{high:g}"}
            found[key] = words.sentence(f"depth.{form}", numbers)
    return found


def _with_row(params: dict[str, Any], rule: Rule) -> dict[str, Any]:
    """What a row says, where a reason names one."""
    row = rule.row(str(params.get("article") or params.get("row") or ""))
    if row is None:
        return params
    consequence = row.consequence[words.language()]
    note = row.note.get(words.language(), "")
    return {**params, "clause": consequence, "text": consequence, "note": note}


def input_word(rule: Rule, name: str) -> str:
    """What a rule calls one of the things that it asks."""
    found = next((asked for asked in rule.inputs if asked.name == name), None)
    return name if found is None else found.label[words.language()]


def own(told: Mapping[str, str]) -> str:
    """A rule's own words in the language in use."""
    return told[words.language()]
