"""Finding names by characters, pinyin, initials, codes and English words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis import names

ANNINGHE = ("安宁河断裂", "Anninghe fault", "GF-12")


def test_pinyin_and_initials() -> None:
    assert names.pinyin("安宁河断裂") == "anningheduanlie"
    assert names.pinyin_initials("安宁河断裂") == "anhdl"
    assert names.pinyin("吕梁山") == "lvliangshan"
    assert names.pinyin("重庆") == "chongqing"
    assert names.pinyin("F12东支") == "f12dongzhi"
    assert names.pinyin("Haiyuan fault") == "haiyuanfault"
    assert names.pinyin("") == ""


@pytest.mark.parametrize(
    "query",
    [
        "安宁河",
        "安宁河断裂",
        "宁河",
        "anninghe",
        "AnNingHe",
        "an ning he",
        "an'ning'he",
        "ānnínghé",
        "an1ning2he2",
        "anning",
        "anh",
        "ANH",
        "anhdl",
        "Anninghe fault",
        "GF-12",
        "gf12",
        "ＧＦ－１２",
        "安宁断裂",
    ],
)
def test_ways_to_find_a_fault(query: str) -> None:
    assert names.matches(query, *ANNINGHE)


@pytest.mark.parametrize("query", ["则木河", "zemuhe", "宁安", "xsh", "GF-13", "haiyuan", "zmh"])
def test_what_does_not_find_it(query: str) -> None:
    assert not names.matches(query, *ANNINGHE)


def test_lv_and_lu_with_dots_are_the_same() -> None:
    for query in ("lvliang", "lüliang", "LÜ LIANG", "lǚliáng"):
        assert names.matches(query, "吕梁山断裂")


def test_better_fits_come_first() -> None:
    ranked = [
        names.score("安宁河断裂", "安宁河断裂"),
        names.score("安宁河", "安宁河断裂"),
        names.score("anninghe", "安宁河断裂"),
        names.score("anning", "安宁河断裂"),
        names.score("anhdl", "安宁河断裂"),
        names.score("安断裂", "安宁河断裂"),
        names.score("则木河", "安宁河断裂"),
    ]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == len(ranked)
    assert names.score("鲜水河", "鲜水河断裂带") > names.score("鲜水河", "北鲜水河断裂带")


def test_an_empty_query_finds_everything() -> None:
    assert names.matches("", *ANNINGHE)
    assert names.matches("  ", "x")


def test_homophones_are_found_after_the_name_itself() -> None:
    assert 0 < names.score("安宁合", "安宁河断裂") < names.score("安宁河", "安宁河断裂")


@given(st.text(max_size=8), st.text(max_size=8))
def test_any_text_can_be_searched_for(query: str, name: str) -> None:
    assert 0 <= names.score(query, name) <= 100


@given(st.text(alphabet="安宁河则木大凉山断裂带海原吕梁", min_size=1, max_size=8))
def test_a_name_is_found_by_itself_and_by_its_pinyin(name: str) -> None:
    assert names.score(name, name) == 100
    assert names.matches(names.pinyin(name), name)


def test_names_sort_by_sound_and_numbers_by_size() -> None:
    shuffled = ["主前缘断裂", "HTM-10", "B10", "阿尔金断裂", "HTM-9", "安宁河断裂", "b9", "鲜水河断裂"]
    assert sorted(shuffled, key=names.order) == [
        "阿尔金断裂",
        "安宁河断裂",
        "b9",
        "B10",
        "HTM-9",
        "HTM-10",
        "鲜水河断裂",
        "主前缘断裂",
    ]


@given(st.text(), st.text())
def test_any_two_texts_can_be_put_in_order(one: str, other: str) -> None:
    assert (names.order(one) == names.order(other)) == (one.casefold() == other.casefold())
