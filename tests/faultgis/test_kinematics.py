"""Kinematic codes: components, senses and sides."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis import codes, kinematics
from faultgis.kinematics import side_of_dip


def test_components_of_every_code_are_its_words() -> None:
    for entry in codes.code_list("kinematics").entries:
        parts = kinematics.components(entry.code)
        assert kinematics.has_reverse(entry.code) == ("reverse" in parts)
        assert kinematics.has_normal(entry.code) == ("normal" in parts)
        assert not (kinematics.has_reverse(entry.code) and kinematics.has_normal(entry.code))
        assert bool(parts) != (entry.code == "unknown" or kinematics.is_fold(entry.code))
        if entry.code.startswith(("normal", "reverse", "sinistral", "dextral")):
            assert entry.code.startswith(kinematics.dominant(entry.code))


def test_senses_agree_with_the_rakes_of_the_table(shared: Path) -> None:
    with (shared / "reference/standards/slip_type_mapping.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code, rake = row["canonical"], row["rake_pref_gem"]
            if not rake or code == "strike_slip":
                continue
            angle = float(rake)
            assert kinematics.has_reverse(code) == (0 < angle < 180)
            assert kinematics.has_normal(code) == (angle < 0)
            lateral = "" if abs(angle) == 90 else "sinistral" if abs(angle) < 90 else "dextral"
            assert kinematics.lateral_sense(code) == lateral


@pytest.mark.parametrize(
    ("rake", "code"),
    [
        (0, "sinistral"),
        (22.5, "sinistral"),
        (30, "sinistral_reverse"),
        (45, "reverse_sinistral"),
        (60, "reverse_sinistral"),
        (90, "reverse"),
        (130, "reverse_dextral"),
        (150, "dextral_reverse"),
        (180, "dextral"),
        (-180, "dextral"),
        (-150, "dextral_normal"),
        (-120, "normal_dextral"),
        (-90, "normal"),
        (-50, "normal_sinistral"),
        (-30, "sinistral_normal"),
        (270, "normal"),
    ],
)
def test_the_code_of_a_rake(rake: float, code: str) -> None:
    assert kinematics.from_rake(rake) == code


@given(st.floats(-720, 720))
def test_every_rake_has_a_known_code_that_turns_with_it(rake: float) -> None:
    code = kinematics.from_rake(rake)
    assert codes.known("kinematics", code)
    assert kinematics.components(code)


def test_combining_components() -> None:
    assert kinematics.combine("normal", "dextral") == "normal_dextral"
    assert kinematics.combine("dextral", "normal") == "dextral_normal"
    assert kinematics.combine("strike_slip", "normal") == "strike_slip_normal"
    assert kinematics.combine("reverse", "") == "reverse"
    assert kinematics.combine("normal", "reverse") == "unknown"


@pytest.mark.parametrize(
    ("azimuth", "dip_direction", "side"),
    [
        (0, 90, "right"),
        (0, 270, "left"),
        (90, 180, "right"),
        (90, 0, "left"),
        (350, 10, "right"),
        (10, 350, "left"),
        (45, 45, "unknown"),
        (45, 225, "unknown"),
    ],
)
def test_the_side_of_the_dip(azimuth: float, dip_direction: float, side: str) -> None:
    assert side_of_dip(azimuth, dip_direction) == side


@given(st.integers(0, 359), st.integers(0, 359))
def test_walking_the_line_the_other_way_exchanges_the_sides(azimuth: int, dip_direction: int) -> None:
    there, back = side_of_dip(azimuth, dip_direction), side_of_dip(azimuth + 180, dip_direction)
    assert back == kinematics.opposite(there)


def test_near_the_line_the_side_is_not_told() -> None:
    assert side_of_dip(0, 10, tolerance=15) == "unknown"
    assert side_of_dip(0, 170, tolerance=15) == "unknown"
    assert side_of_dip(0, 30, tolerance=15) == "right"


@pytest.mark.parametrize(
    ("code", "hanging_wall", "upthrown"),
    [
        ("reverse", "left", "left"),
        ("normal", "left", "right"),
        ("sinistral_normal", "right", "left"),
        ("thrust", "right", "right"),
        ("dextral", "left", "unknown"),
        ("reverse", "unknown", "unknown"),
    ],
)
def test_which_side_went_up(code: str, hanging_wall: str, upthrown: str) -> None:
    assert kinematics.upthrown_side(code, hanging_wall) == upthrown


def test_folds_and_thrusts() -> None:
    assert kinematics.is_fold("anticline")
    assert not kinematics.is_fold("thrust")
    assert not kinematics.is_fold("no_such_code")
    assert kinematics.is_thrust("blind_thrust")
    assert not kinematics.is_thrust("reverse")
