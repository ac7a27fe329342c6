"""The direction guard against cases drawn by hand, and the law that turning a line round changes nothing."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from shapely import MultiLineString

from faultgis.crs import destination
from faultgis.geometry import lines
from faultgis.geometry.direction import Claims, check, dip_side, mean_strike, teeth_side
from faultgis.kinematics import opposite

NORTHWARD = lines.multi([(102.0, 28.0), (102.0, 28.1)])
# Three quarters of a circle: no dip direction lies on one side of all of it.
BEND = lines.multi([(102 + 0.05 * math.cos(a), 28 + 0.05 * math.sin(a)) for a in np.linspace(0, 4.7, 40)])


def codes(geometry: MultiLineString, **claims: object) -> list[str]:
    return [finding.code for finding in check(geometry, Claims(**claims))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dip_direction", "side"),
    [
        (90.0, "right"),
        (270.0, "left"),
        (40.0, "right"),
        (0.0, "unknown"),
        (185.0, "unknown"),
        (360.0, "unknown"),
    ],
)
def test_a_northward_line_dips_right_to_the_east(dip_direction: float, side: str) -> None:
    assert dip_side(NORTHWARD, dip_direction).side == side


def test_consistent_claims_are_quiet() -> None:
    assert codes(NORTHWARD) == []
    assert (
        codes(
            NORTHWARD, kinematics="reverse", dip_direction=90, dip=40, hanging_wall="right", upthrown="right"
        )
        == []
    )
    assert (
        codes(NORTHWARD, kinematics="normal", dip_direction=90, dip=60, hanging_wall="right", upthrown="left")
        == []
    )
    assert codes(NORTHWARD, kinematics="sinistral", upthrown="left") == []
    assert codes(NORTHWARD, kinematics="unknown", dip_direction=270) == []


def test_the_classic_flip_is_found_with_its_fix() -> None:
    (finding,) = check(NORTHWARD, Claims(kinematics="reverse", dip_direction=270.0, hanging_wall="right"))
    assert (finding.code, finding.severity) == ("direction.hanging_wall", "error")
    assert finding.fix == {"hanging_wall": "left"}
    assert finding.params["azimuth"] == 0


@pytest.mark.parametrize(
    ("kinematics", "upthrown"),
    [("normal", "right"), ("reverse", "left"), ("thrust", "left"), ("sinistral_reverse", "left")],
)
def test_uplift_against_the_sense_of_slip(kinematics: str, upthrown: str) -> None:
    found = codes(NORTHWARD, kinematics=kinematics, dip_direction=90, upthrown=upthrown)
    assert found == ["direction.upthrown"]


def test_dip_along_the_line_is_a_mistaken_strike() -> None:
    assert codes(NORTHWARD, kinematics="reverse", dip_direction=5, hanging_wall="right") == [
        "direction.along_line"
    ]


def test_a_vertical_fault_has_no_hanging_wall() -> None:
    assert codes(NORTHWARD, dip=90, dip_direction=90, hanging_wall="left") == ["direction.vertical"]
    assert codes(NORTHWARD, dip=90, dip_direction=90, kinematics="dextral") == []


def test_a_bend_has_no_side_for_one_dip_direction() -> None:
    assert codes(BEND, dip_direction=90, hanging_wall="left") == ["direction.curved"]


def test_teeth_need_a_side() -> None:
    assert codes(NORTHWARD, kinematics="thrust") == ["direction.no_side"]
    assert codes(NORTHWARD, kinematics="thrust", upthrown="left") == []


def test_angles_that_are_none() -> None:
    assert codes(NORTHWARD, dip_direction=400) == ["direction.no_azimuth"]
    assert codes(NORTHWARD, dip=0) == ["direction.no_dip"]


def test_relief_against_uplift() -> None:
    assert codes(NORTHWARD, upthrown="left", relief_left=1010, relief_right=1030) == ["direction.relief"]
    assert codes(NORTHWARD, upthrown="left", relief_left=1010, relief_right=1011) == []


@pytest.mark.parametrize(
    ("claims", "side"),
    [
        (Claims(kinematics="reverse", hanging_wall="left"), "left"),
        (Claims(kinematics="reverse", upthrown="left"), "left"),
        (Claims(kinematics="normal", hanging_wall="left"), "left"),
        (Claims(kinematics="normal", upthrown="left"), "right"),
        (Claims(kinematics="dextral", upthrown="left"), "unknown"),
    ],
)
def test_where_the_ornament_stands(claims: Claims, side: str) -> None:
    assert teeth_side(claims) == side


SIDES = st.sampled_from(["left", "right", "unknown"])
CLAIMS = st.builds(
    Claims,
    kinematics=st.sampled_from(["reverse", "thrust", "normal", "dextral", "normal_dextral", "unknown"]),
    hanging_wall=SIDES,
    upthrown=SIDES,
    dip_direction=st.none() | st.floats(0, 360),
    dip=st.none() | st.floats(1, 90),
    relief_left=st.none() | st.floats(0, 5000),
    relief_right=st.none() | st.floats(0, 5000),
)
LINES = st.lists(
    st.tuples(st.floats(101.9, 102.1), st.floats(27.9, 28.1)), min_size=2, max_size=8, unique=True
).map(lines.multi)


@given(geometry=LINES, claims=CLAIMS)
@example(
    lines.multi([(102.0, 28.0), (102.0, 27.9375), (101.9375, 28.0)]),
    Claims(kinematics="reverse", hanging_wall="left", upthrown="left", dip_direction=0.0),
)
def test_turning_a_line_round_changes_nothing_on_the_ground(
    geometry: MultiLineString, claims: Claims
) -> None:
    turned = Claims(
        claims.kinematics,
        opposite(claims.hanging_wall),
        opposite(claims.upthrown),
        claims.dip_direction,
        claims.dip,
        claims.relief_right,
        claims.relief_left,
    )
    other = lines.reverse(geometry)
    if claims.dip_direction is not None:
        one, two = dip_side(geometry, claims.dip_direction), dip_side(other, claims.dip_direction)
        # Sums in another order: leave out what lies on a threshold to the last bit.
        assume(all(abs(one.off_line - edge) > 1e-6 for edge in (10, 20)) and abs(one.share - 0.75) > 1e-9)
        assert two.side == opposite(one.side)
        assert teeth_side(turned, two.side) == opposite(teeth_side(claims, one.side))
    found, again = check(geometry, claims), check(other, turned)
    assert [f.code for f in found] == [f.code for f in again]
    for finding, mirrored in zip(found, again, strict=True):
        assert {k: opposite(v) for k, v in finding.fix.items()} == mirrored.fix


@pytest.mark.parametrize("azimuth", [0.0, 35.0, 90.0, 179.0])
def test_the_mean_strike_is_the_lines_whichever_way_it_was_drawn(azimuth: float) -> None:
    places = [destination(102.0, 28.0, azimuth, metres) for metres in (0.0, 300.0, 1000.0)]
    for points in (places, places[::-1]):
        found = mean_strike(MultiLineString([points]))
        assert min(abs(found - azimuth), 180 - abs(found - azimuth)) < 0.1


def test_the_mean_strike_weighs_by_length() -> None:
    corner = destination(102.0, 28.0, 0.0, 3000.0)
    line = MultiLineString([[(102.0, 28.0), corner, destination(*corner, 40.0, 3000.0)]])
    assert mean_strike(line) == pytest.approx(20.0, abs=0.1)
