"""Chinese that was read by the wrong encoding is recognised and given back; what was read rightly is not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from faultgis.quality import garbled
from faultgis.quality.finding import Cells
from faultgis.records.delivery import TemplateRow
from faultgis.values import Document
from tests.faultgis.quality.made import SURVEY, row, run

# The ideographs of GB 2312's first level: what words are made of.
COMMON = bytes(range(0xB0, 0xD8))
ideographs = st.tuples(st.sampled_from(COMMON), st.integers(0xA1, 0xF9)).map(
    lambda pair: bytes(pair).decode("gb2312")
)
words = st.lists(ideographs, min_size=2, max_size=12).map("".join)


@given(words, st.sampled_from(["", "F1 ", "(1:5)"]), st.sampled_from(garbled.MISTAKES))
def test_what_was_garbled_comes_back(word: str, before: str, mistake: tuple[str, str]) -> None:
    wrong, right = mistake
    try:
        read = (before + word).encode(right).decode(wrong)
    except UnicodeError:
        assume(False)
    # Bytes that happen to be another text's as well cannot be told.
    assume(sum(not each.isascii() for each in read) >= 3)
    assert garbled.meant(read) == before + word


@given(words, st.sampled_from(["", "F1 ", "（5°±2°）", "5 km² · "]))
def test_what_was_read_rightly_is_left_alone(word: str, before: str) -> None:
    assert garbled.meant(before + word) == ""


@pytest.mark.parametrize("text", ["Müller, Gößner & Ørsted", "Ç. Şengör", "Köprülü–Çınarcık", "±ÀÁ", "Ölçü"])
def test_other_languages_are_no_garbled_chinese(text: str) -> None:
    assert garbled.meant(text) == ""


@pytest.mark.parametrize(
    ("name", "mended"),
    [
        ("East\x96West \x93A\x94", "East–West “A”"),
        ("海\x0b原\u200b断裂", "海原断裂"),
        ("º£Ô\xad¶Ï²ã", "海原断层"),
        ("海原\ue000", None),
        ("海原???", None),
    ],
)
def test_what_can_be_known_is_mended(name: str, mended: str | None) -> None:
    kept = TemplateRow(
        survey_id=SURVEY.id, class_name="DrillProfile", values=Document({"ID": "1", "Name": name})
    )
    found = run("QC-STR-004", [row("DrillProfile", None, kept, ID="1", Name=name)], [kept]).only
    fix = None if mended is None else Cells({"Name": mended})
    assert (found.fix and found.fix.values["values"]) == fix
