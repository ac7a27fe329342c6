"""Avoidance rules, answers and belts as sentences and tables, in the user's language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.rules import Row, Rule
from faultgis.services.screening import Screened
from ui import site_words, words
from ui.cli import output
from ui.site_words import own
from ui.words import tr

# Of very many sites so many are told of on the screen.
GRAVEST = 20


def rule_value(rule: Rule) -> dict[str, Any]:
    """A rule set as JSON, its words in the user's language."""
    return {
        "id": rule.id,
        "version": rule.version,
        "title": own(rule.title),
        "edition": own(rule.edition),
        "jurisdiction": own(rule.jurisdiction),
        "source": rule.source,
        "coarsest_scale": rule.coarsest_scale,
        "reach_m": rule.reach_m,
        "inputs": [
            {
                "name": each.name,
                "label": own(each.label),
                "required": each.required,
                "from_map": each.from_map,
                "choices": {code: own(told) for code, told in each.choices.items()},
            }
            for each in rule.inputs
        ],
        "rows": [_row_value(row) for row in rule.rows],
        "cautions": [own(each.text) for each in rule.cautions],
        "tests": len(rule.tests),
        "file": rule.file,
    }


def _row_value(row: Row) -> dict[str, Any]:
    wide = row.outcome == "width"
    return {
        "article": row.id,
        "clause": row.clause,
        "outcome": row.outcome,
        "when": {name: dict(tests) for name, tests in row.when.items()},
        "hanging_m": row.hanging_m if wide else None,
        "foot_m": row.foot_m if wide else None,
        "measured_from": row.measured_from if wide else None,
        "zone": own(row.zone),
        "consequence": own(row.consequence),
        "source": row.source,
        "confidence": row.confidence,
        "note": row.note.get(words.language(), ""),
    }


def rule_table(values: Sequence[Mapping[str, Any]]) -> str:
    """All rule sets, a line each."""
    rows = [(v["id"], v["title"], v["edition"], v["jurisdiction"]) for v in values]
    return output.table(rows, [tr(h) for h in ("Rule set", "Name", "Edition", "Jurisdiction")])


def rule_page(value: Mapping[str, Any]) -> str:
    """One rule set: its rows with their widths and how sure they are, its inputs and cautions."""
    rows = [
        (
            row["article"],
            row["zone"],
            "" if row["hanging_m"] is None else f"{row['hanging_m']:g} / {row['foot_m']:g}",
            row["consequence"],
            words.sentence(f"confidence.{row['confidence']}"),
        )
        for row in value["rows"]
    ]
    heads = ("Article", "Zone kind", "Hanging / foot (m)", "Outcome", "How sure")
    asked = [f"{each['name']} ({each['label']})" for each in value["inputs"] if not each["from_map"]]
    parts = [
        f"{value['id']}  {value['title']}  {value['edition']}",
        output.table(rows, [tr(h) for h in heads]),
        tr("needs: {inputs}", inputs=tr(", ").join(asked) or "-"),
        "\n".join(f"· {text}" for text in value["cautions"]),
        value["source"],
    ]
    return "\n\n".join(parts)


def tell(rule: Rule, values: Iterable[Any]) -> None:
    """Give every reason and unknown of the answers its sentence (``message``)."""
    for each in values:
        for reason in (*each.get("reasons", ()), *each.get("unknowns", ())):
            reason["message"] = site_words.reason(reason, rule)


def answer_page(rule: Rule, found: Sequence[Mapping[str, Any]]) -> str:
    """Answers: of one site with the way to it, of many as a table."""
    rows = [
        (
            each["site"],
            words.sentence(f"answer.{each['answer']}"),
            "" if each["distance_m"] is None else f"{each['distance_m']:.1f} ({_range(each)})",
            "" if each["width_m"] is None else f"{each['width_m']:g}",
            each["fault"] or "",
            each["article"] or "",
        )
        for each in found
    ]
    heads = ("Building site", "Answer", "Distance (m)", "Width (m)", "Fault", "Article")
    parts = [output.table(rows, [tr(h) for h in heads])]
    told = found if len(found) == 1 else [each for each in found if each["distance_m"] is None]
    parts += [_way(each, name=len(found) > 1) for each in told[:20]]
    if len(found) > 1:
        parts.append("\n".join(f"· {text}" for text in (*_open(found), *_cautions(rule))))
    version = "" if not found else tr("data version {version}", version=found[0]["data_version"])
    return "\n\n".join([*parts, f"{rule.id} {rule.version} · {version}"])


def _cautions(rule: Rule) -> list[str]:
    return [own(each.text) for each in rule.cautions]


def _open(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is not known of building, ground and faults, with the number of sites that it matters to."""
    told = Counter(
        reason["message"]
        for each in found
        for reason in each["unknowns"]
        if reason["code"] == "unknown.input"
    )
    return [tr("{what} ({count} sites)", what=text, count=count) for text, count in told.items()]


def _range(each: Mapping[str, Any]) -> str:
    return f"{each['distance_low_m']:.1f}–{each['distance_high_m']:.1f}"


def _way(each: Mapping[str, Any], name: bool) -> str:
    """The decision path of one answer; of a site among many only why it was not judged."""
    lines = [f"{each['site']}{tr(': ')}"] if name else [f"{tr('Reasons')}{tr(': ')}".rstrip()]
    lines += [f"  {reason['message']}" for reason in each["reasons"]]
    if not name:
        lines.append(f"{tr('Unknowns')}{tr(': ')}".rstrip())
        lines += [f"  {reason['message']}" for reason in each["unknowns"]]
    return "\n".join(lines)


def route_page(rule: Rule, value: Mapping[str, Any]) -> str:
    """A route's crossings and its stretches in zones."""
    rows = [
        (
            f"{c['chainage_m']:.1f} ({c['chainage_low_m']:.1f}–{c['chainage_high_m']:.1f})",
            f"{c['angle_deg']:.0f}",
            c["fault"] or "",
            tr("not known") if c["expected_offset"] is None else site_words.offset(c["expected_offset"]),
            words.sentence(f"answer.{c['answer']}"),
            c["article"] or "",
        )
        for c in value["crossings"]
    ]
    heads = ("Chainage (m)", "Angle (°)", "Fault", "Expected offset", "Answer", "Article")
    said = tr("{n:crossing|crossings} on {km} km", n=len(rows), km=f"{value['length_m'] / 1000:.1f}")
    parts = [answer_page(rule, [value]), said]
    if rows:
        parts.append(output.table(rows, [tr(h) for h in heads]))
    within = [
        (
            f"{s['from_m']:.1f}",
            f"{s['to_m']:.1f}",
            words.sentence(f"belt.{s['kind']}"),
            s["fault"],
            s["article"],
        )
        for s in value["stretches"]
    ]
    if within:
        names = ("From (m)", "To (m)", "Zone kind", "Fault", "Article")
        parts += [tr("Through zones"), output.table(within, [tr(h) for h in names])]
    return "\n\n".join(parts)


def table_rows(found: Iterable[Mapping[str, Any]], long: bool) -> Iterator[list[Any]]:
    """Heads and a row for each answer; ``long`` with its reasons and unknowns."""
    heads = ["Building site", "Answer", "Distance (m)", "Width (m)", "Fault", "Article"]
    yield [tr(head) for head in [*heads, *(("Reasons", "Unknowns") if long else ())]]
    for each in found:
        told = [words.sentence(f"answer.{each['answer']}"), each["distance_m"], each["width_m"]]
        texts = ["\n".join(r["message"] for r in each[key]) for key in ("reasons", "unknowns") if long]
        yield [each["site"], *told, each["fault"], each["article"], *texts]


def many_page(rule: Rule, found: Screened) -> str:
    """How many of very many sites got which answer, and the gravest of them."""
    counts = [(words.sentence(f"answer.{answer}"), f"{n:,}") for answer, n in found.outcomes.items()]
    answers = found.column("answer")
    gravest = np.argsort(answers, kind="stable")[:GRAVEST]
    grave = [found[number] for number in gravest.tolist() if answers[number] < ANSWERS.index("not_evaluated")]
    parts = [output.table(counts, [tr("Answer"), tr("Sites")])]
    tell(rule, grave)
    if grave:
        parts.append(tr("The {count} gravest; all of them with --xlsx or --json:", count=len(grave)))
        parts.append(answer_page(rule, [*grave]))
    return "\n\n".join(parts)
