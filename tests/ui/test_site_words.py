"""The planner's answer in words: in Chinese all Chinese, numbers as people write them."""

import re
from collections.abc import Iterator

import pytest

from faultgis.avoidance.deciding import given_facts, rule_set
from faultgis.avoidance.rules import files
from faultgis.errors import InputError
from ui import route_words, site_words, words

GB = "CN-GB50011-2010"
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    words.use("zh")
    yield
    words.use("en")


def said(rule: str, code: str, **params: object) -> str:
    return site_words.reason({"code": code, "params": params}, rule_set(rule))


def test_remarks_of_rules_are_chinese_in_chinese() -> None:
    notes = [row.note["zh"] for rule in files() for row in rule_set(rule).rows if row.note.get("zh")]
    assert notes
    assert all(HAN.search(note) for note in notes)
    told = said("IT-FAC", "unknown.row", article="IT-ZS-b", confidence="uncertain", note="the even split")
    assert not re.search("[a-z]{3}", told)


@pytest.mark.parametrize(
    ("rule", "article", "zh", "en"),
    [
        (GB, "CN-GB50011-8-丙", "4.1.7-2，表 4.1.7", "4.1.7-2, Table 4.1.7"),
        ("NZ-2003", "NZ-FAZ", "第 6 节", "section 6"),
    ],
)
def test_clauses_are_cited_in_the_language_in_use(rule: str, article: str, zh: str, en: str) -> None:
    row = rule_set(rule).row(article)
    assert row is not None
    answer = {"article": article, "clause": row.clause}
    for language, cited in (("zh", zh), ("en", en)):
        words.use(language)
        assert site_words.clause(answer, rule_set(rule)).endswith(f" {cited}")


def test_an_open_exemption_is_none_and_an_open_width_may_apply() -> None:
    assert said(GB, "step.open", row="CN-GB50011-EX1", inputs=["intensity"]).endswith(
        "缺少抗震设防烈度；不作为豁免。"
    )
    assert said(GB, "step.open", row="CN-GB50011-8-丙", inputs=["intensity"]).endswith(
        "可能适用，缺少抗震设防烈度。"
    )


def test_lengths_have_no_decimals_that_nobody_stated() -> None:
    told = said(GB, "unknown.cover_far", nearest_m=20253.4, limit_m=1000.0)
    assert "20,253.4 m" in told
    assert "1,000 m" in told
    assert "3,000 m 内" in said(GB, "advice.no_mapping", reach_m=3000.0, nearest_km=3.7)


def test_an_offset_is_told_as_it_was_seen() -> None:
    length = {"best": None, "low": None, "high": None}
    seen = {"horizontal_m": {**length, "low": 10.0, "high": 11.0}, "vertical_m": {**length, "low": 0.6}}
    assert (
        route_words.offset({**seen, "rupture": "海原", "year": 1920})
        == "水平 10–11 m，垂直 ≥ 0.6 m (海原 1920)"
    )
    assert route_words.offset({**seen, "rupture": "", "year": None}) == "水平 10–11 m，垂直 ≥ 0.6 m"


def test_a_degree_of_intensity_is_a_whole_number() -> None:
    with pytest.raises(InputError, match="not_whole") as caught:
        given_facts(rule_set(GB), {"intensity": "8.5"})
    assert words.error_sentence(caught.value) == "抗震设防烈度应为整数，写的是“8.5”。"


def test_what_a_rule_must_know_is_called_by_its_name() -> None:
    assert words.error_sentence(InputError("certificate.missing", inputs="building_class, intensity")) == (
        "本规则须知 建筑类别，抗震设防烈度，未给出之前不签发意见书。"
    )
