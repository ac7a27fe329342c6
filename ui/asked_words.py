"""What was asked about a site, and of which survey, in the user's words."""

from collections.abc import Mapping
from typing import Any

from faultgis.avoidance.rules import Rule
from faultgis.records.survey import Survey
from ui import words
from ui.words import tr


def given(answer: Mapping[str, Any], rule: Rule) -> str:
    """What was stated of building and ground, and what was not."""
    stated = answer["given"]
    parts = []
    for asked in rule.inputs:
        if asked.from_map and asked.name not in stated:
            continue
        label = asked.label[words.language()]
        value = stated.get(asked.name)
        parts.append(f"{label}{tr(': ')}{_stated(asked.choices, value, asked.unit)}")
    return " · ".join(parts)


def _stated(choices: Mapping[str, Mapping[str, str]], value: Any, unit: str) -> str:
    if value is None:
        return tr("not known")
    if isinstance(value, str):
        return choices[value][words.language()] if value in choices else value
    text = "–".join(f"{n:g}" for n in (value if isinstance(value, list) else [value]))
    return f"{text} {unit}".strip()


def survey_line(survey: Survey) -> str:
    """A survey by name, and whether it is made up."""
    first, second = survey.name_zh, survey.name_en
    name = (first or second) if words.language() == "zh" else (second or first)
    made_up = f" ({tr('constructed: no fault runs there')})" if survey.constructed else ""
    return f"{name or survey.code}{made_up}"
