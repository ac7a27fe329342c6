"""Every word of the tools exists in both languages, with the same parameters."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import resources

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *(ROOT / "ui/tools").glob("*.py"),
    *(ROOT / "faultgis/geometry").glob("*.py"),
    *(ROOT / "faultgis/services/digitizing").glob("*.py"),
    *(ROOT / "db/journal").glob("*.py"),
]
CODE = re.compile(r'"((?:line|split|join|reshape|record|edit|direction|journal|topology)\.[a-z_]+)"')


def catalogue(language: str, name: str = "*") -> dict[str, str]:
    found = {}
    for po in resources.path(f"words/{language}").glob(f"{name}.po"):
        with po.open("rb") as file:
            found.update({str(m.id): str(m.string) for m in read_po(file) if m.id})
    return found


def is_text(node: ast.AST) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr"
    return named and isinstance(node.args[0], ast.Constant)  # type: ignore[attr-defined]


def texts() -> set[str]:
    tools = [source for source in SOURCES if source.parent.name == "tools"]
    nodes = [node for source in tools for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))]
    return {str(node.args[0].value) for node in nodes if is_text(node)}  # type: ignore[attr-defined]


def codes() -> set[str]:
    found = {code for source in SOURCES for code in CODE.findall(source.read_text(encoding="utf-8"))}
    return found - {"journal.sqlite"}


def parameters_of(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)[:}]", text))


def test_every_text_is_translated() -> None:
    assert texts() - catalogue("zh").keys() == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_its_sentence(language: str) -> None:
    assert codes() - catalogue(language).keys() == set()


def test_translations_keep_the_parameters() -> None:
    zh, en = catalogue("zh", "tools"), catalogue("en", "tools")
    wrong = [key for key, text in zh.items() if parameters_of(text) != parameters_of(en.get(key, key))]
    assert wrong == []
