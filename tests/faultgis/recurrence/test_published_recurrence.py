"""Published slip rates, probabilities, intervals and magnitudes are met within their tolerances."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from faultgis.services.calculating import compute


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, Any]:
    told = json.loads((shared / "cases" / "paleoseismology.json").read_text(encoding="utf-8"))
    return {case["id"]: case for case in told["cases"]}


def _answer(case: dict[str, Any]) -> Any:
    return compute(case["function"], case["inputs"])


def test_the_rate_of_one_marker(cases: dict[str, Any]) -> None:
    found, case = _answer(cases["SR-01"]), cases["SR-01"]
    for key in ("mean", "median", "sd", "mode"):
        assert found[key] == pytest.approx(case["expected"][key], abs=case["tolerance"][key])
    assert found["hpd_68"][0][:2] == pytest.approx(case["expected"]["hpd_68"], abs=0.03)
    dated = _answer(cases["SR-11"])
    for key, value in cases["SR-11"]["expected"].items():
        assert dated[key] == pytest.approx(value, abs=0.02 if key == "median" else 0.05)


@pytest.mark.parametrize(("case", "allowed"), [("SR-02", 0.02), ("SR-03", 0.06)])
def test_rates_between_markers(case: str, allowed: float, cases: dict[str, Any]) -> None:
    found = _answer(cases[case])["intervals"]
    for interval, published in zip(found, cases[case]["expected"]["intervals"], strict=True):
        for key, value in published.items():
            if key == "hpd_68":
                assert interval[key][0][:2] == pytest.approx(value, abs=0.06)
            else:
                assert interval[key] == pytest.approx(value, abs=allowed)


def test_two_risers_of_kunlun_as_one(cases: dict[str, Any]) -> None:
    found = _answer(cases["SR-08"])
    assert found["mean"] == pytest.approx(12.1, abs=1)
    for pair, published in zip(found["individual"], cases["SR-08"]["expected"]["individual"], strict=True):
        assert pair == pytest.approx(published, abs=0.1)


@pytest.mark.parametrize("case", ["REC-02", "REC-04", "REC-13", "REC-15"])
def test_conditional_probabilities(case: str, cases: dict[str, Any]) -> None:
    found, expected = _answer(cases[case]), cases[case]["expected"]
    assert found["p"] == pytest.approx(expected["p"], rel=0.003, abs=0.0006)
    if "elapsed_ratio" in expected:
        assert found["elapsed_ratio"] == pytest.approx(expected["elapsed_ratio"], abs=0.06)


@pytest.mark.parametrize("case", ["REC-09", "REC-10", "REC-11"])
def test_ranges_as_the_long_term_evaluations_print_them(case: str, cases: dict[str, Any]) -> None:
    found, expected = _answer(cases[case]), cases[case]["expected"]
    assert found["rounded"] == expected["published_rounded"]
    for window, pair in expected["p"].items():
        assert found["p"][window] == pytest.approx(pair, rel=1e-3, abs=1e-7)


def test_miyagi_grows_with_the_years(cases: dict[str, Any]) -> None:
    assert _answer(cases["REC-06"])["percent_floor"] == cases["REC-06"]["expected"]["percent_floor"]


def test_fits_and_statistics(cases: dict[str, Any]) -> None:
    found, expected = _answer(cases["REC-16"]), cases["REC-16"]["expected"]
    assert found.pop("best_by_aic") == expected["best_by_aic"]
    for model, numbers in found.items():
        assert numbers == pytest.approx(expected[model], rel=1e-4)
    told = _answer(cases["REC-21"])
    for key, value in cases["REC-21"]["expected"].items():
        assert told[key] == pytest.approx(value, abs=1e-4)
    hayward = _answer(cases["REC-20"])
    assert (hayward["mean"], hayward["cov_ddof1"]) == (
        pytest.approx(161.5, abs=1),
        pytest.approx(0.4, abs=0.01),
    )


def test_far_beyond_the_mean_numbers_stay_sound(cases: dict[str, Any]) -> None:
    found = _answer(cases["REC-25"])["p"]
    assert all(math.isfinite(p) for p in found)
    assert found == sorted(found)
    assert found[-1] == pytest.approx(0.999999694, rel=0.02)


def test_moment_and_scaling(cases: dict[str, Any]) -> None:
    balance = _answer(cases["REC-23"])
    for key, value in cases["REC-23"]["expected"].items():
        assert balance[key] == pytest.approx(value, rel=2e-4)
    assert _answer(cases["SC-03"])["mw"] == pytest.approx(cases["SC-03"]["expected"]["mw"], abs=1e-5)
    leonard, expected = _answer(cases["SC-05"]), cases["SC-05"]["expected"]
    assert leonard["area_km2"] == pytest.approx(expected["area_km2"], abs=0.01)
    assert leonard["mw"] == pytest.approx(expected["mw"], abs=1e-4)
    assert _answer(cases["SC-07"])["d_m"] == pytest.approx([4.79, 1.58], abs=0.01)


@pytest.mark.parametrize("case", ["GEO-01", "GEO-03"])
def test_surfaces(case: str, cases: dict[str, Any]) -> None:
    found, published = _answer(cases[case]), cases[case]
    for key in ("length_km", "width_km", "area_km2", "strike_deg"):
        assert found[key] == pytest.approx(published["expected"][key], abs=published["tolerance"][key])
