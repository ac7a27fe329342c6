"""Published radiocarbon ages and sequences are met within their tolerances."""

import json
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.services.calculating import compute


def _cases(shared: Path) -> dict[str, Any]:
    told = json.loads((shared / "cases" / "paleoseismology.json").read_text(encoding="utf-8"))
    return {case["id"]: case for case in told["cases"]}


@pytest.fixture(scope="module")
def cases(shared: Path) -> dict[str, Any]:
    return _cases(shared)


CALIBRATED = [f"C14-{n:02}" for n in (3, 5, 6, 7, 8, 11, 18, 19, 20, 22, 25, 27)]


def _years(ranges: list[list[float]]) -> set[int]:
    return {year for first, last, *_ in ranges for year in range(int(first), int(last) + 1) if year}


@pytest.mark.parametrize("case", CALIBRATED)
def test_calibrated_ages_have_the_published_ranges(case: str, cases: dict[str, Any]) -> None:
    published = cases[case]
    found = compute("calibrate", published["inputs"])
    expected, tolerance = published["expected"], published["tolerance"]
    for key in expected.keys() & {"hpd_68", "hpd_95"}:
        ours, theirs = _years(found[key]), _years(expected[key])
        assert len(ours & theirs) / len(ours | theirs) >= tolerance["iou_min"]
    for key, allowed in (("median_cal_bp", "median_years"), ("mean_ad", "mean_years"), ("sd", "sd_years")):
        if key in expected:
            assert found[key] == pytest.approx(expected[key], abs=tolerance[allowed])


def test_ranges_hold_what_they_say(cases: dict[str, Any]) -> None:
    for case in CALIBRATED:
        inputs = cases[case]["inputs"]
        found = compute("calibrate", inputs)
        for key, level in zip(("hpd_68", "hpd_95"), inputs["levels"], strict=True):
            held = sum(share for _, _, share in found[key])
            assert 100 * level - 0.1 <= held <= 100 * level + 2


def test_replicates_combine_as_ward_and_wilson_have_it(cases: dict[str, Any]) -> None:
    found = compute("combine_c14", cases["C14-29"]["inputs"])
    assert found["mean"] == pytest.approx(3018, abs=0.5)
    assert found["error"] == pytest.approx(24, abs=0.1)
    assert (round(found["T"], 3), found["dof"], round(found["chi2_95"], 3)) == (1.0, 1, 3.841)
    assert found["pass"]
    assert not compute("combine_c14", {"dates": [[3000, 20], [3300, 20]]})["pass"]


def test_fractions_and_calendar_years(cases: dict[str, Any]) -> None:
    found = compute("f14c_to_age", cases["C14-30"]["inputs"])
    assert found["age"] == pytest.approx(cases["C14-30"]["expected"]["age"], abs=0.5)
    assert found["error"] == pytest.approx(cases["C14-30"]["expected"]["error"], abs=0.5)
    assert compute("bp_to_calendar", cases["C14-31"]["inputs"]) == cases["C14-31"]["expected"]


def test_what_a_curve_cannot_date_is_refused_or_flagged(cases: dict[str, Any]) -> None:
    old, bomb, cut, no_error = compute("calibrate", cases["C14-32"]["inputs"]["cases"])
    assert isinstance(old, InputError)
    assert (old.code, bomb.code) == ("radiocarbon.too_old", "radiocarbon.post_bomb")
    assert "truncated" in cut["flags"]
    assert no_error.code == "radiocarbon.sigma"


def test_a_trench_has_the_event_ages_that_oxcal_gave(cases: dict[str, Any]) -> None:
    published = cases["SEQ-01"]
    found = compute("sequence_model", published["inputs"])
    allowed = {"mean": 5, "sd": 4, "q025": 12, "q975": 12}
    for event, ages in published["expected"].items():
        for key, value in ages.items():
            assert found[event][key] == pytest.approx(value, abs=allowed[key]), (event, key)
    assert found["r_hat"] < 1.01
    assert found["agreement_model"] > 60
    assert found == compute("sequence_model", published["inputs"])


def test_an_event_between_two_even_dates_is_a_triangle(cases: dict[str, Any]) -> None:
    found = compute("sequence_model", cases["SEQ-03"]["inputs"])["E"]
    assert found["mean"] == pytest.approx(100, abs=1)
    assert found["sd"] == pytest.approx(200 / 24**0.5, abs=0.7)
    assert (found["q025"], found["q975"]) == (pytest.approx(22.36, abs=2), pytest.approx(177.64, abs=2))


def test_an_impossible_order_names_its_pair(cases: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"sequence\.order") as caught:
        compute("sequence_model", cases["SEQ-05"]["inputs"])
    assert caught.value.params == {"older": "older", "younger": "younger"}
