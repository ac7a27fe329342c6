"""``compute lateral_offset``: profiles and piercing lines as JSON, bad input by name."""

import json
from typing import Any

import numpy as np
import pytest

from faultgis.errors import InputError
from faultgis.services.calculating import compute, function

D = np.linspace(-100, 100, 201)


def profile(at: float, **more: Any) -> dict[str, Any]:
    z = 10 - 3 * np.exp(-(((D - at) / 8) ** 2)) - 0.5 * np.exp(-(((D - at - 25) / 5) ** 2))
    return {"distance_m": D.tolist(), "elevation_m": z.tolist(), **more}


PROFILES = {"profiles": [profile(-10), profile(12)], "search_range_m": 60}
LINES = {
    "piercing_lines": [[[10, 5], [11, 15], [12, 25]], [[2, -5], [1, -15], [0, -25.0]]],
    "fault_line": [[-100, 0], [100, 0]],
}


def answer(**item: Any) -> dict[str, Any]:
    found = compute("lateral_offset", item)
    assert json.loads(json.dumps(found)) == found
    assert set(found) <= set(function("lateral_offset").schema()["output"]["properties"])
    return found  # type: ignore[no-any-return]


def test_two_profiles() -> None:
    found = answer(**PROFILES)
    assert found["offset_m"] == pytest.approx(22, abs=0.1)
    assert (found["sense"], found["quality"], found["method"]) == ("sinistral", "A", "profiles")
    curve = found["misfit"]
    assert (curve["shift_m"][0], curve["shift_m"][-1]) == (-60, 60)
    assert curve["shift_m"][int(np.argmin(curve["rms_m"]))] == pytest.approx(22, abs=0.5)
    assert found["q025"] <= found["median"] <= found["q975"]


def test_the_range_may_be_one_number_two_or_none() -> None:
    wide = answer(**{**PROFILES, "search_range_m": [-60, 60]})
    assert wide == answer(**PROFILES)
    assert answer(profiles=PROFILES["profiles"])["misfit"]["shift_m"][-1] == 100


def test_a_trend_carries_a_profile_to_the_fault() -> None:
    oblique = [profile(-10, away_m=10, trend_deg=135), profile(12)]
    # 10 m left of the fault at 45° back to the left: the crossing lies 10 m back.
    assert answer(profiles=oblique, search_range_m=60)["offset_m"] == pytest.approx(32, abs=0.1)


def test_a_trend_with_a_spread_widens_the_range() -> None:
    loose = [profile(-10, away_m=30, trend_sd_deg=5), profile(12, away_m=30)]
    found = answer(profiles=loose, search_range_m=60, seed=5)
    assert (found["draws"], found["seed"]) == (10_000, 5)
    assert found["sd"] > 2 > answer(**PROFILES)["sd"]


def test_relief_may_be_stretched() -> None:
    first, second = profile(-10), profile(12)
    second["elevation_m"] = [10 + (z - 10) / 1.5 for z in second["elevation_m"]]
    found = answer(profiles=[first, second], search_range_m=60, vertical_stretch=True)
    assert found["stretch"] == pytest.approx(1.5, rel=0.01)
    assert answer(**PROFILES)["stretch"] == 1


def test_two_piercing_lines() -> None:
    found = answer(**LINES)
    assert found["offset_m"] == pytest.approx(-7)
    assert found["sense"] == "dextral"
    assert found["piercing_points"] == [pytest.approx([9.5, 0]), pytest.approx([2.5, 0])]
    assert answer(**LINES, pick_sd_m=1.0)["sd"] > 1
    two = {**LINES, "piercing_lines": [[[10, 5], [11, 15]], [[2, -5], [1, -15]]]}
    assert (answer(**two)["sd"], answer(**two)["quality"]) == (None, "B")


@pytest.mark.parametrize(
    ("item", "code", "field"),
    [
        ({}, "compute.which_input", None),
        ({**PROFILES, **LINES}, "compute.which_input", None),
        ({"piercing_lines": LINES["piercing_lines"]}, "compute.which_input", None),
        ({"profiles": [profile(0)]}, "offset.two", "profiles"),
        ({"profiles": [profile(0), 3]}, "compute.not_object", "profiles"),
        ({"profiles": [profile(0), {**profile(0), "colour": 1}]}, "compute.unknown_key", "colour"),
        ({"profiles": [profile(0), {"distance_m": [1]}]}, "compute.missing", "elevation_m"),
        ({"profiles": [profile(0), profile(0, away_m=-1)]}, "offset.away", "away_m"),
        ({"profiles": [profile(0), profile(0, trend_sd_deg=-1)]}, "offset.trend_sd", "trend_sd_deg"),
        ({"profiles": [profile(0), profile(0, trend_deg=180, away_m=9)]}, "offset.trend", "second"),
        ({"profiles": [profile(0), {"distance_m": [], "elevation_m": []}]}, "profile.short", "second"),
        ({**PROFILES, "search_range_m": [3]}, "profile.span", "search_range_m"),
        ({**PROFILES, "search_range_m": "far"}, "compute.type", "search_range_m"),
        ({**PROFILES, "search_range_m": [0, 0]}, "offset.search", "search_range_m"),
        ({**PROFILES, "search_range_m": [900, 950]}, "offset.no_overlap", "search_range_m"),
        ({**PROFILES, "search_range_m": 10**400}, "profile.values", "search_range_m"),
        ({**PROFILES, "step_m": 0}, "offset.search", "search_range_m"),
        ({**LINES, "fault_line": [[0, 0]]}, "piercing.points", "fault_line"),
        ({**LINES, "fault_line": [[0, 0], [0, 0]]}, "piercing.fault", "fault_line"),
        (
            {**LINES, "piercing_lines": [[[1, 2], [3]], [[1, -2], [3, -4]]]},
            "piercing.points",
            "piercing_lines",
        ),
        ({**LINES, "piercing_lines": [[[1, 2], [3, None]], [[1, -2], [3, -4]]]}, "piercing.points", "first"),
        ({**LINES, "fault_dip_deg": 60}, "piercing.heights", "fault_line"),
        ({**LINES, "pick_sd_m": -1}, "piercing.pick_sd", "pick_sd_m"),
    ],
)
def test_bad_input_is_named(item: dict[str, Any], code: str, field: str | None) -> None:
    with pytest.raises(InputError) as caught:
        compute("lateral_offset", item)
    assert (caught.value.code, caught.value.field) == (code, field)
