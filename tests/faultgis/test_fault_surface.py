"""Fault surfaces against computed cases, and slip components by trigonometry."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis import crs
from faultgis.errors import InputError
from faultgis.services.calculating import compute

TRACE = [[100.0, 35.0], [100.2, 35.1], [100.5, 35.15]]
PLANE: dict[str, Any] = {"upper_depth_km": 0, "lower_depth_km": 18, "dip_deg": 50}
COMPONENTS = ["strike_slip", "dip_slip", "throw", "horizontal_dip_component", "heave_total"]


def apart(a: list[float], b: list[float]) -> float:
    return crs.distance_azimuth(a[0], a[1], b[0], b[1])[0]


def test_computed_cases(shared: Path) -> None:
    cases = json.loads((shared / "cases/paleoseismology.json").read_text(encoding="utf-8"))["cases"]
    surfaces = [case for case in cases if case["function"] == "fault_surface"]
    assert len(surfaces) == 2
    for case in surfaces:
        answer, expected, allowed = (
            compute("fault_surface", case["inputs"]),
            case["expected"],
            case["tolerance"],
        )
        for key in ("length_km", "chord_km", "sinuosity", "width_km", "area_km2", "heave_bottom_km"):
            assert answer[key] == pytest.approx(expected[key], abs=allowed.get(key, 0.01))
        for key in ("strike_deg", "dip_direction_deg"):
            turn = (answer[key] - expected[key] + 180) % 360 - 180
            assert abs(turn) <= allowed["strike_deg"]
        for edge in ("top_edge", "bottom_edge"):
            for ours, theirs in zip(answer[edge], expected[edge], strict=True):
                assert apart(ours, theirs) <= allowed["coordinates_m"]


def test_a_stated_dip_direction_overrides_the_digitizing_order() -> None:
    right = compute("fault_surface", {"trace_lonlat": TRACE, **PLANE})
    turned = compute("fault_surface", {"trace_lonlat": TRACE[::-1], **PLANE})
    stated = compute("fault_surface", {"trace_lonlat": TRACE[::-1], "dip_direction_deg": 160, **PLANE})
    assert turned["dip_direction_deg"] == pytest.approx(right["dip_direction_deg"] + 180, abs=0.5)
    assert stated["strike_deg"] == pytest.approx(right["strike_deg"])
    assert stated["top_edge"] == right["top_edge"]
    assert stated["dip_direction_deg"] == 160


def test_a_blind_fault_shifts_its_upper_edge_and_a_vertical_one_neither() -> None:
    blind = compute("fault_surface", {"trace_lonlat": TRACE, **PLANE, "upper_depth_km": 5, "dip_deg": 45})
    assert apart(blind["top_edge"][0], TRACE[0]) == pytest.approx(5000, abs=0.01)
    assert apart(blind["bottom_edge"][0], TRACE[0]) == pytest.approx(18_000, abs=0.01)
    upright = compute("fault_surface", {"trace_lonlat": TRACE, **PLANE, "dip_deg": 90})
    assert upright["bottom_edge"] == upright["top_edge"] == [TRACE[0], TRACE[-1]]
    assert (upright["width_km"], upright["heave_bottom_km"]) == (18, 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"dip_deg": 0}, "surface.dip"),
        ({"dip_deg": 91}, "surface.dip"),
        ({"upper_depth_km": -1}, "surface.depths"),
        ({"lower_depth_km": 0}, "surface.depths"),
        ({"lower_depth_km": 1e400}, "compute.type"),
        ({"trace_lonlat": [[100, 35]]}, "surface.trace"),
        ({"trace_lonlat": [[100, 35], [100, 35]]}, "surface.trace"),
        ({"trace_lonlat": [[100, 35], [100, 95]]}, "surface.trace"),
        ({"trace_lonlat": [[100, 35], "x"]}, "surface.trace"),
        ({"trace_lonlat": [100, 35]}, "surface.trace"),
        ({"dip_direction_deg": 70}, "surface.dip_along_trace"),
        ({"dip_deg": None}, "compute.missing"),
    ],
)
def test_what_is_no_surface_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        compute("fault_surface", {"trace_lonlat": TRACE, **PLANE, **change})
    assert caught.value.code == code


@given(st.floats(0.1, 20), st.floats(1, 90), st.floats(-180, 180))
def test_components_belong_to_one_vector(net: float, dip: float, rake: float) -> None:
    answer = compute("slip_components", {"net": net, "dip_deg": dip, "rake_deg": rake})
    assert math.hypot(answer["strike_slip"], answer["dip_slip"]) == pytest.approx(net)
    assert math.hypot(answer["heave_total"], answer["throw"]) == pytest.approx(net)
    assert math.hypot(answer["throw"], answer["horizontal_dip_component"]) == pytest.approx(
        abs(answer["dip_slip"]), abs=1e-9
    )
    assert answer["vertical_separation"] == answer["throw"]


@given(st.sampled_from(COMPONENTS), st.floats(0.1, 20), st.floats(20, 70), st.floats(20, 70))
def test_any_component_leads_back_to_the_net_slip(name: str, net: float, dip: float, rake: float) -> None:
    plane = {"dip_deg": dip, "rake_deg": rake}
    parts = compute("slip_components", {"net": net, **plane})
    assert compute("slip_components", {name: parts[name], **plane}) == pytest.approx(parts)


def test_the_signs_follow_the_rake() -> None:
    normal = compute("slip_components", {"throw": 2, "dip_deg": 60, "rake_deg": -90})
    assert normal["net"] == pytest.approx(2 / math.sin(math.radians(60)))
    assert normal["throw"] == pytest.approx(-2)
    dextral = compute("slip_components", {"strike_slip": 3, "dip_deg": 90, "rake_deg": 180})
    assert (dextral["net"], dextral["strike_slip"]) == (3, -3)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"net": 1, "dip_deg": 60}, "compute.missing"),
        ({"dip_deg": 60, "rake_deg": 0}, "compute.which_input"),
        ({"net": 1, "throw": 1, "dip_deg": 60, "rake_deg": 0}, "compute.which_input"),
        ({"throw": 1, "dip_deg": 60, "rake_deg": 0}, "slip.not_resolvable"),
        ({"horizontal_dip_component": 1, "dip_deg": 90, "rake_deg": 90}, "slip.not_resolvable"),
        ({"net": 1, "dip_deg": 60, "rake_deg": 190}, "slip.rake"),
        ({"net": 1, "dip_deg": 0, "rake_deg": 0}, "surface.dip"),
    ],
)
def test_what_tells_nothing_is_refused(value: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        compute("slip_components", value)
    assert caught.value.code == code
