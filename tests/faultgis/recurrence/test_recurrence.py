"""Truths of renewal models, intervals, slip rates and scaling."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from faultgis.draws import distribution
from faultgis.errors import InputError
from faultgis.recurrence import probability, scaling
from faultgis.recurrence.renewal import MODELS, Renewal, renewal
from faultgis.services.calculating import compute

SPREADS = {"poisson": 1.0, "bpt": 0.5, "lognormal": 0.5, "weibull": 2.0, "gamma": 3.0}


def _model(name: str, mean: float = 500.0) -> Renewal:
    return renewal(name, mean, SPREADS[name])


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_its_mean_and_a_density_that_is_its_slope(name: str) -> None:
    model = _model(name)
    years = np.linspace(1e-3, 20_000, 400_001)
    survival = np.exp(model.log_survival(years))
    assert np.trapezoid(survival, years) == pytest.approx(500, rel=1e-3)
    slope = -np.gradient(survival, years)[1000:20_000]
    assert slope == pytest.approx(np.exp(model.log_density(years))[1000:20_000], rel=1e-3, abs=1e-9)


def test_bpt_is_the_inverse_gaussian() -> None:
    years = np.array([50.0, 300.0, 500.0, 1200.0, 3000.0])
    reference = stats.invgauss(0.25, scale=500 / 0.25)
    assert _model("bpt").log_survival(years) == pytest.approx(reference.logsf(years), rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(MODELS), st.floats(0, 5000), st.floats(1, 200), st.floats(1, 200))
def test_longer_windows_are_likelier_and_windows_chain(
    name: str, elapsed: float, first: float, more: float
) -> None:
    model = _model(name)
    short, after = (
        probability.conditional(model, t, w) for t, w in ((elapsed, first), (elapsed + first, more))
    )
    both = probability.conditional(model, elapsed, first + more)
    assert 0 <= short <= both <= 1
    assert 1 - both == pytest.approx((1 - short) * (1 - after), rel=1e-6, abs=1e-9)


def test_poisson_forgets_and_an_unknown_last_event_lies_between() -> None:
    model = renewal("poisson", 200)
    assert probability.conditional(model, 0, 50) == pytest.approx(probability.conditional(model, 900, 50))
    assert probability.unknown_last(model, 50, 300) == pytest.approx(1 - math.exp(-0.25))
    bpt = _model("bpt")
    # Nothing known at all: a window has the share of a stationary process.
    years = np.linspace(0, 50, 501)
    stationary = np.trapezoid(np.exp(bpt.log_survival(years)), years) / 500
    assert probability.unknown_last(bpt, 50, 0) == pytest.approx(stationary, rel=1e-5)
    assert probability.unknown_last(bpt, 50, 600) > stationary


def test_the_greatest_probability_is_found() -> None:
    model = renewal("lognormal", 500, 0.3)
    best, at = probability.greatest(model, 50)
    assert all(probability.conditional(model, t, 50) <= best + 1e-12 for t in np.linspace(1, 20_000, 2000))
    assert probability.conditional(model, at, 50) == pytest.approx(best, rel=1e-6)
    assert compute(
        "max_conditional_probability", {"model": "weibull", "mean": 500, "shape": 2, "window": 50}
    ) == {
        "p_max": 1.0,
        "at_elapsed": None,
    }


def test_years_before_and_after_christ_have_no_year_between() -> None:
    found = compute("interval_statistics", {"event_years": [-100, -1, 1, 100]})
    assert found["mean"] == pytest.approx(199 / 3)


def test_dating_errors_widen_the_spread_of_intervals() -> None:
    random = np.random.default_rng(3)
    events = np.arange(0, 2000, 200) + 1000
    draws = events + random.normal(0, 60, (2000, len(events)))
    found = compute("interval_statistics", {"draws": draws.tolist()})
    assert compute("interval_statistics", {"event_years": events.tolist()})["cov_ddof1"] == pytest.approx(0)
    assert found["cov_ddof1"] > 0.3
    assert found["mean"] == pytest.approx(200, abs=5)


def test_quadrature_and_envelope_have_their_closed_forms() -> None:
    single = compute(
        "slip_rate_single", {"offset_m": {"normal": [12, 1]}, "age_ka": {"normal": [4, 0.4]}, "draws": 1000}
    )
    assert single["quadrature"] == pytest.approx([3, 3 * math.hypot(1 / 12, 0.1)])
    envelope = compute("slip_rate_envelope", {"offset_m": [8, 10, 12], "age_ka": [4, 5, 8]})
    assert envelope == {"preferred": 2, "plus": 1, "minus": 1}


def test_the_same_seed_gives_the_same_rate() -> None:
    asked = {"offset_m": {"uniform": [9, 11]}, "age_ka": {"normal": [5, 0.5]}, "draws": 5000}
    assert compute("slip_rate_single", asked) == compute("slip_rate_single", asked)
    assert compute("slip_rate_single", asked) != compute("slip_rate_single", {**asked, "seed": 7})


def test_contradicting_markers_are_named() -> None:
    markers = [
        {"name": "T1", "offset_m": {"normal": [20, 0.1]}, "age_ka": {"normal": [5, 0.1]}},
        {"name": "T2", "offset_m": {"normal": [10, 0.1]}, "age_ka": {"normal": [9, 0.1]}},
    ]
    with pytest.raises(InputError, match=r"rate\.contradiction") as caught:
        compute("slip_rate_incremental", {"markers": markers, "draws": 2000})
    assert caught.value.params == {"first": "T1", "second": "T2"}
    with pytest.raises(InputError, match=r"rate\.offset") as caught:
        compute("slip_rate_combined", {"markers": [{"name": "T3", "offset_m": -4, "age_ka": 2}, markers[0]]})
    assert caught.value.params["name"] == "T3"


@pytest.mark.parametrize(
    "stated",
    [
        {"uniform": [1, 5]},
        {"triangle": [1, 2, 6]},
        {"trapezoid": [1, 2, 4, 9]},
        {"lognormal": [3, 0.4]},
        {"normal": [3, 2]},
    ],
)
def test_moments_are_those_of_the_draws(stated: dict[str, list[float]]) -> None:
    of = distribution(stated, "x")
    draws = of.draw(np.random.default_rng(1), 400_000)
    assert of.moments == pytest.approx((draws.mean(), draws.std()), rel=0.01)


def test_rows_without_coefficients_say_so_and_an_office_may_enter_them(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match=r"scaling\.no_coefficients"):
        compute("scaling", {"relation": "Cheng2020", "length_km": 40})
    home = tmp_path_factory.mktemp("home")
    (home / "scaling").mkdir()
    of = {"all": {"a": 4.0, "b": 2.0, "range": [10, 300]}}
    entry = {"id": "Cheng2020", "given": "length_km", "gives": "mw", "form": "a + b log10(x)", "styles": of}
    told = (
        '{"relations": [' + str({**entry, "citation": "ours", "confidence": "ours"}).replace("'", '"') + "]}"
    )
    (home / "scaling" / "relations.json").write_text(told, encoding="utf-8")
    monkeypatch.setenv("FAULTGIS_HOME", str(home))
    assert compute("scaling", {"relation": "Cheng2020", "length_km": 100})["mw"] == pytest.approx(8)
    assert (
        compute("scaling", {"relation": "Cheng2020", "length_km": 1000})["warnings"][0]["code"]
        == "scaling.outside"
    )


def test_a_relation_there_and_back_is_itself() -> None:
    for relation, forth, back in (
        ("Leonard2014", "area_km2", "mw"),
        ("Thingbaijam2017", "area_km2", "mw"),
        ("Matsuda1975", "length_km", "m"),
    ):
        style = next(r.style for r in scaling.rows() if r.relation == relation)
        value = scaling.row(relation, forth, style).apply(500.0)
        assert scaling.row(relation, back, style).apply(value) == pytest.approx(500)


@pytest.mark.parametrize("spread", [1e-300, 1e-4, 1e4, math.inf, math.nan])
def test_a_spread_that_no_number_can_be_made_of_is_refused(spread: float) -> None:
    with pytest.raises(InputError, match=r"renewal\.spread"):
        renewal("bpt", 1600.0, spread)
