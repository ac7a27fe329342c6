"""Every word of the desktop has its Chinese, and every code its two sentences."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import resources
import ui
from faultgis.errors import InputError
from ui import words
from ui.actions import ACTIONS, MENUS
from ui.forms.fields import FORMS, KIND_WORDS

HERE = Path(ui.__file__).parent
ROOMS = ("forms", "panels", "plots", "dialogs", "commands")
SPEAKERS = ("tr", "Label", "Button", "quiet", "link", "EmptyState", "SearchBox", "IconButton", "Slide", "row")
NOT_WORDS = ("quiet", "problem", "title", "flat", "main", "")


def catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in resources.path(f"words/{language}").glob("*.po"):
        with file.open("rb") as source:
            found |= {str(m.id): str(m.string) for m in read_po(source) if m.id}
    return found


def spoken() -> Iterator[tuple[str, str]]:
    """The English words given to what shows them, with their file."""
    files = [file for room in ROOMS for file in (HERE / room).glob("*.py")]
    files += [HERE / f"{name}.py" for name in ("opening", "main_window", "app", "workspace", "freshness")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SPEAKERS:
                texts = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
                yield from ((t, file.name) for t in texts if isinstance(t, str) and t not in NOT_WORDS)


def is_sentence(text: str) -> bool:
    return " " in text or text[:1].isupper()


def test_all_words_of_the_code_have_their_chinese() -> None:
    zh = catalogue("zh")
    missing = {(text, file) for text, file in spoken() if is_sentence(text) and text not in zh}
    assert {entry for entry in missing if "°" not in entry[0]} == set()


def test_all_words_of_the_tables_have_their_chinese() -> None:
    zh = catalogue("zh")
    texts = {a.text for a in ACTIONS if a.choice != "language"} | set(MENUS) | set(KIND_WORDS.values())
    for sections in FORMS.values():
        for section in sections:
            texts |= {section.title, *(f.label for f in section.fields), *(f.help for f in section.fields)}
    assert {text for text in texts if text and text not in zh} == set()


def own(language: str) -> dict[str, str]:
    with resources.path(f"words/{language}/desktop.po").open("rb") as source:
        return {str(m.id): str(m.string) for m in read_po(source) if m.id}


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_translations_keep_their_placeholders() -> None:
    english = own("en")
    for text, chinese in own("zh").items():
        assert chinese, text
        assert holes(english.get(text, text)) == holes(chinese), text


def test_every_code_has_both_sentences() -> None:
    codes = {text for text in own("zh") if "." in text and " " not in text and text == text.lower()}
    assert codes == set(own("en"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_stands_differently_elsewhere(language: str) -> None:
    mine = own(language)
    for file in resources.path(f"words/{language}").glob("*.po"):
        if file.stem != "desktop":
            with file.open("rb") as source:
                for message in read_po(source):
                    assert mine.get(str(message.id), message.string) == message.string, (
                        file.name,
                        message.id,
                    )


def test_the_language_is_used_at_once() -> None:
    words.use("zh")
    assert words.tr("Save") == "保存"
    assert words.sentence("field.range", {"low": "0", "high": "90"}) == "应在 0 与 90 之间。"
    words.use("en")
    assert words.tr("Save") == "Save"
    assert words.sentence("field.range", {"low": "0", "high": "90"}) == "It must lie between 0 and 90."


@pytest.mark.parametrize("language", ["zh", "en"])
def test_errors_call_fields_and_kinds_as_the_forms_do(language: str) -> None:
    words.use(language)
    for kind, sections in FORMS.items():
        for field in (field for section in sections for field in section.fields):
            called = words.field_word(field.name)
            assert words.tr(field.label).startswith(called) or field.name == "fault_id", field.name
            said = words.error_sentence(InputError("record.missing", kind=kind, field=field.name))
            assert called in said
            assert f"“{field.name}”" not in said
    words.use("en")


def test_a_column_of_a_file_keeps_its_name_and_is_named_once() -> None:
    words.use("zh")
    said = words.error_sentence(InputError("record.missing", kind="fault", field="SLIPRATE"))
    assert said == "断层 的字段“SLIPRATE”不能为空。"
    placed = words.error_sentence(InputError("geometry.empty", row=3, field="geom"))
    assert placed.startswith("第 3 行，字段“geom”：")
    words.use("en")


def test_one_is_said_in_the_singular() -> None:
    words.use("en")
    assert words.tr("{shown} of {total} rows", shown=1, total=1) == "1 of 1 row"
    assert words.tr("{count} traces, {length} in all", count=1, length="2 km") == "1 trace, 2 km in all"
    assert words.tr("{count} traces, {length} in all", count=21, length="2 km") == "21 traces, 2 km in all"
    assert words.tr("{count} points", count="1,000") == "1,000 points"
    assert words.sentence("record.changed_meanwhile", {"count": 1}).startswith("1 record was changed")
    assert words.sentence("record.changed_meanwhile", {"count": 2}).startswith("2 records were changed")


def test_what_is_counted_in_english_is_a_text_of_the_code() -> None:
    zh = catalogue("zh")
    with resources.path("words/en/counts.po").open("rb") as source:
        counted = {str(m.id): str(m.string) for m in read_po(source) if m.id}
    for text, said in counted.items():
        assert text in zh, text
        assert holes(text) == holes(said)
