"""Truths of calibration: curves as published, a calendar without a year zero, what shifts an age."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.dating import curves
from faultgis.dating.calendar import astronomical_year, calendar_of_bp, calendar_year
from faultgis.dating.radiocarbon import Measured, calibrate
from faultgis.errors import InputError


@pytest.mark.parametrize("name", ["intcal20", "shcal20", "marine20"])
def test_shipped_curves_have_all_rows_and_a_citation(name: str) -> None:
    told = curves.described()[name]
    assert curves.curve(name).rows == told["rows"]
    assert "doi:" in told["citation"]
    assert (curves.curve(name).first, curves.curve(name).last) == (0, 55_000)


def test_an_unknown_curve_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"curve\.unknown") as caught:
        curves.curve("../intcal20")
    assert "intcal20" in caught.value.params["known"]


def test_a_damaged_curve_is_named_with_its_row(
    tmp_path: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"  # type: ignore[operator]
    (home / "curves").mkdir(parents=True)
    (home / "curves" / "mine.14c").write_text("# ours\n0,100,10\n10,x,10\n", encoding="utf-8")
    monkeypatch.setenv("FAULTGIS_HOME", str(home))
    with pytest.raises(InputError, match=r"curve\.damaged") as caught:
        curves.curve("mine")
    assert (caught.value.row, caught.value.file) == (3, str(home / "curves" / "mine.14c"))


@given(st.integers(-20_000, 3000))
def test_there_is_no_year_zero(astronomical: int) -> None:
    year = calendar_year(float(astronomical))
    assert year != 0
    assert astronomical_year(year) == astronomical


def test_the_year_before_ad_1_is_1_bc() -> None:
    assert (calendar_of_bp(1949), calendar_of_bp(1950)) == (1, -1)


@settings(max_examples=40, deadline=None)
@given(st.floats(300, 30_000), st.floats(15, 150), st.floats(-400, 400))
def test_a_reservoir_offset_of_either_sign_shifts_the_age(age: float, error: float, shift: float) -> None:
    moved = calibrate(Measured(age + shift, error, shift, 0.0)).density
    plain = calibrate(Measured(age, error)).density
    assert moved.mean == pytest.approx(plain.mean, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.floats(500, 40_000), st.floats(15, 300))
def test_a_density_is_one_whole_and_its_ranges_nest(age: float, error: float) -> None:
    found = calibrate(Measured(age, error)).density
    assert found.mass.sum() == pytest.approx(1)
    inner, outer = found.ranges(0.6827), found.ranges(0.9545)
    assert all(any(o[0] <= i[0] and i[1] <= o[1] for o in outer) for i in inner)
    assert [first for first, _, _ in outer] == sorted(first for first, _, _ in outer)


def test_small_errors_calibrate_alike_in_both_spaces_and_large_ones_are_advised() -> None:
    young = Measured(2450, 25)
    assert calibrate(young, space="f14c").density.mean == pytest.approx(calibrate(young).density.mean, abs=2)
    old = calibrate(Measured(38_000, 900))
    assert "f14c_space_advised" in old.flags
    assert abs(calibrate(Measured(38_000, 900), space="f14c").density.mean - old.density.mean) > 5


@pytest.mark.parametrize("error", [0, -5, math.nan])
def test_an_error_that_is_none_is_refused(error: float) -> None:
    with pytest.raises(InputError, match=r"radiocarbon\.(sigma|not_finite)"):
        calibrate(Measured(3000, error))
