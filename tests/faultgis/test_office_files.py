"""Files that an office lays beside the program: a damaged one is named, it never ends the program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resources
from faultgis.avoidance.deciding import rule_set
from faultgis.errors import InputError
from faultgis.exports.national_secrecy import load_secrecy
from faultgis.national import template
from faultgis.national.mapping_file import load_mapping
from faultgis.office_files import held, loads
from faultgis.quality import rules
from faultgis.quality.divisions import Divisions
from faultgis.recurrence import scaling
from faultgis.settings import Settings
from importers import mappings
from importers.clouds.unrecorded import Unrecorded
from ui.printing import certificate_template

DEEP = '{"a": ' + "[" * 100_000
# Where a file lies, how it is read, and what a damaged one is called.
PLACES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "rules/OWN.json": (lambda _: rule_set("OWN"), "rules.damaged"),
    "quality/a.json": (lambda file: rules.load(file.parent), "quality.rules_damaged"),
    "quality/divisions.geojson": (lambda _: Divisions.load(), "quality.divisions_damaged"),
    "templates/own.json": (lambda _: template.load("own"), "template.invalid"),
    "template_mappings/own.json": (lambda _: load_mapping("own"), "template_mapping.invalid"),
    "secrecy/own.json": (lambda _: load_secrecy("own"), "secrecy.invalid"),
    "scaling/relations.json": (lambda _: scaling.rows(), "scaling.damaged"),
    "mappings/own.json": (lambda _: mappings.named("own"), "mapping.invalid"),
    "certificate/layout.json": (lambda file: certificate_template.template(file.parents[1], "zh"),
                                "certificate.template"),
}  # fmt: skip


def laid(home: Path, place: str, text: str) -> Path:
    file = home / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", [DEEP, '{"a": NaN}', '{"a": 1e999}', '"\\ud800"', "{"])
def test_what_is_no_value_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, text: str
) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    read, code = PLACES[place]
    with pytest.raises(InputError) as caught:
        read(laid(tmp_path, place, text))
    assert caught.value.code == code


SHIPPED = {
    "rules/OWN.json": "rules/CN-GB50011-2010.json",
    "templates/own.json": "templates/cn-survey.json",
    "template_mappings/own.json": "templates/mappings/cn-survey.json",
    "secrecy/own.json": "templates/secrecy/office.json",
    "mappings/own.json": "mappings/gem.json",
    "certificate/layout.json": "certificate/layout.json",
}


@pytest.mark.parametrize("place", SHIPPED)
@pytest.mark.parametrize("wrong", [7, [7], {"a": [7]}])
def test_a_value_of_another_type_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, wrong: Any
) -> None:
    """Each of the file's values in turn, by each of the ways in which it can be of a wrong type, is either
    refused by name or means something."""
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    read, code = PLACES[place]
    told = json.loads(resources.text(SHIPPED[place]))
    refused = 0
    for name in told:
        file = laid(tmp_path, place, json.dumps({**told, name: wrong}))
        try:
            read(file)
        except InputError as error:
            refused += error.code.split(".")[0] == code.split(".")[0]
    assert refused


def test_tests_of_a_rule_set_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    told = json.loads(resources.text("rules/CN-GB50011-2010.json"))
    laid(tmp_path, "rules/OWN.json", json.dumps({**told, "tests": [{"given": 3}]}))
    with pytest.raises(InputError, match=r"rules\.damaged.*tests\[1\]"):
        rule_set("OWN")


def test_damaged_settings_and_notes_are_passed_over(tmp_path: Path) -> None:
    laid(tmp_path, "settings.json", DEEP)
    assert Settings(tmp_path).problems
    laid(tmp_path, "archive/.unrecorded/00000000-0000-0000-0000-000000000001.json", DEEP)
    assert Unrecorded(tmp_path).notes() == []


def test_types_reach_as_deep_as_the_file() -> None:
    made = scaling.rows()[0]
    assert held(made) is made
    object.__setattr__(bad := scaling.Row(**vars(made)), "a", "1")
    with pytest.raises(TypeError, match="a = '1'"):
        held(bad)
    shipped = template.load()
    field = shipped.classes[0].fields[0]
    object.__setattr__(copy := template.TemplateField(**vars(field)), "length", True)
    classes = (template.TemplateClass("A", "", "none", (copy,)),)
    with pytest.raises(TypeError, match="length"):
        held(template.Template("a", "1", "", "", "", "", classes, ()))


def test_json_with_text_beyond_ascii() -> None:
    assert loads('{"名": "断层 \U00020000", "n": [1, 2.5, null, true]}')["n"] == [1, 2.5, None, True]
