"""Every code that the core raises has its sentence in both languages, with the same parameters."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import resources
from faultgis.records.fault import Parameters
from faultgis.records.kinds import KINDS
from faultgis.values import Basis, Estimate

CORE = Path(__file__).resolve().parents[2] / "faultgis"
RAISED = re.compile(r'Error\(\s*(?:\n\s*)?"([a-z_]+\.[a-z_]+)"')


def sentences(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for po in sorted(resources.path(f"words/{language}").glob("*.po")):
        with po.open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file) if m.id}
    return found


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)[:}]", text))


def raised() -> set[str]:
    return {code for file in CORE.rglob("*.py") for code in RAISED.findall(file.read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def zh() -> dict[str, str]:
    return sentences("zh")


@pytest.fixture(scope="module")
def en() -> dict[str, str]:
    return sentences("en")


def test_every_code_raised_has_its_sentence(zh: dict[str, str], en: dict[str, str]) -> None:
    codes = raised()
    assert len(codes) > 40
    assert codes - zh.keys() == set()
    assert codes - en.keys() == set()


def test_both_languages_say_the_same_things(zh: dict[str, str], en: dict[str, str]) -> None:
    for code in raised():
        for key in (code, f"{code}/help"):
            assert (key in zh) == (key in en), key
            assert placeholders(zh.get(key, "")) == placeholders(en.get(key, "")), key


def test_kinds_parameters_and_bases_have_names(zh: dict[str, str], en: dict[str, str]) -> None:
    estimates = [f.name for f in fields(Parameters) if f.type == Estimate | None]
    assert "net_slip_rate" in estimates
    needed = {f"kind.{kind}" for kind in KINDS} | {f"basis.{basis.value}" for basis in Basis}
    needed |= {f"parameter.{name}" for name in estimates}
    assert needed - zh.keys() == set()
    assert needed - en.keys() == set()
