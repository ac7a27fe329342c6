"""Ages as laboratories write them: every form that stands for the same number gives that number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.freetext.lab import (
    Reported,
    dating_method,
    datum_year,
    delta13c,
    error,
    percent_modern,
    reported_age,
    sigma,
)

WIDE = str.maketrans("0123456789.+-", "０１２３４５６７８９．＋－")
PLUS_MINUS = ["±", " ± ", "+/-", "+-", " +/- "]
ENDS = ["", " BP", "BP", " B.P.", " a BP", " yr BP", "a", "年"]


@given(
    st.integers(0, 60_000),
    st.integers(1, 5000),
    st.sampled_from(PLUS_MINUS),
    st.sampled_from(ENDS),
    st.booleans(),
    st.booleans(),
)
def test_years_with_an_error_in_every_form(
    age: int, err: int, mark: str, end: str, wide: bool, commas: bool
) -> None:
    text = f"{age:,}{mark}{err}{end}" if commas else f"{age}{mark}{err}{end}"
    found = reported_age(text.translate(WIDE) if wide else text).value
    assert isinstance(found, Reported)
    assert (found.age, found.minus, found.plus) == (age, err, err)
    assert found.unit in ("", "a")


@given(
    st.integers(1, 9999),
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(["ka", " ka", "千年", " kyr"]),
)
def test_thousands_of_years_with_two_errors(age: int, plus: int, minus: int, unit: str) -> None:
    numbers = f"{age / 100:.2f}", f"{plus / 100:.2f}", f"{minus / 100:.2f}"
    expected = tuple(float(n) for n in numbers)
    for form in (
        "{0}+{1}/-{2}{u}",
        "{0} +{1} -{2}{u}",
        "{0}-{2}/+{1}{u}",
        "{0}(+{1}/-{2}){u}",
        "{0}{u}+{1}－{2}",
    ):
        found = reported_age(form.format(*numbers, u=unit)).value
        assert isinstance(found, Reported), form
        assert (found.age, found.plus, found.minus, found.unit) == (*expected, "ka")


@given(st.text(max_size=30))
def test_any_text_gives_a_cell_and_never_an_error(text: str) -> None:
    for reader in (reported_age, error, delta13c, sigma, datum_year, dating_method, percent_modern):
        cell = reader(text)
        assert cell.empty or cell.rejected is not None or cell.values


@pytest.mark.parametrize(
    ("text", "bound"),
    [(">43500", "older"), ("＞43500 BP", "older"), ("大于 43.5 ka", "older"), ("<200", "younger")],
)
def test_limits_are_known_as_such(text: str, bound: str) -> None:
    found = reported_age(text).value
    assert isinstance(found, Reported)
    assert (found.bound, found.plus) == (bound, None)


@pytest.mark.parametrize("text", ["5700-5900", "5700～5900", "5700至5900 a", "5.7—5.9 ka"])
def test_ranges_are_no_results(text: str) -> None:
    cell = reported_age(text)
    assert cell.rejected is not None
    assert cell.rejected.code == "lab.range"


@pytest.mark.parametrize(
    ("text", "ka"), [("1.2万年", 12.0), ("1.2 Ma", 1200.0), ("2.3 ka", 2.3), ("12千年", 12.0)]
)
def test_units_become_thousands(text: str, ka: float) -> None:
    found = reported_age(text).value
    assert isinstance(found, Reported)
    assert (found.age, found.unit) == (ka, "ka")


@pytest.mark.parametrize(
    ("text", "level"), [("1σ", 1), ("2 sigma", 2), ("68.3%", 1), ("95", 2), ("２σ", 2), ("±1σ", 1)]
)
def test_levels_of_errors(text: str, level: int) -> None:
    assert sigma(text).value == level


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("AMS 14C", "c14"),
        ("光释光", "osl"),
        ("IRSL", "irsl"),
        ("10Be", "tcn"),
        ("碳十四", "c14"),
        ("ESR", "esr"),
    ],
)
def test_methods_in_the_words_of_practice(text: str, method: str) -> None:
    assert dating_method(text).value == method


def test_percent_is_a_hundredth_of_a_fraction() -> None:
    found = percent_modern("49.25±0.20 %").value
    assert isinstance(found, Reported)
    assert found.age == pytest.approx(0.4925)
    assert found.plus == pytest.approx(0.002)
