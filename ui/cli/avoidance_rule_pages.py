"""Avoidance rule sets as JSON and as tables, in the user's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from faultgis.avoidance.rules import Row, Rule
from ui import words
from ui.cli import output
from ui.site_words import own
from ui.words import tr


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
