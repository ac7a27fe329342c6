"""``compute scarp_offset``: JSON in and out, seeds, bad input by name."""

import json
import math
from typing import Any

import numpy as np
import pytest

from faultgis.errors import InputError
from faultgis.services.calculating import compute, function

X = np.linspace(0, 200, 201)
Z = 0.05 * X + np.where(X > 100, 3.0, 0.0)
PROFILE = {"distance_m": X.tolist(), "elevation_m": Z.tolist()}


def answer(**more: Any) -> dict[str, Any]:
    found = compute("scarp_offset", {**PROFILE, **more})
    assert json.loads(json.dumps(found)) == found
    return found  # type: ignore[no-any-return]


def test_a_profile_alone_gives_the_separation() -> None:
    found = answer()
    assert found["vertical_separation"]["best"] == pytest.approx(3)
    assert found["vertical_separation"]["hpd_95"][0] == pytest.approx([3, 3, 95.45])
    assert (found["throw"], found["dip_slip"], found["sense"]) == (None, None, None)
    assert [fit["slope_deg"] for fit in found["surfaces"]] == pytest.approx(
        [math.degrees(math.atan(0.05))] * 2
    )
    assert (found["up_side"], found["quality"], found["draws"]) == ("end", "A", 10_000)


def test_a_dip_gives_slip_by_the_closed_form() -> None:
    found = answer(fault_dip_deg=60, dips_toward="start", fault_m=100.5)
    t = math.tan(math.radians(60))
    throw = 3 * t / (t - 0.05)
    assert found["throw"]["median"] == pytest.approx(throw)
    assert found["dip_slip"]["median"] == pytest.approx(throw / math.sin(math.radians(60)))
    assert found["heave"]["median"] == pytest.approx(throw / t)
    assert (found["sense"], found["fault_m"], found["warnings"]) == ("normal", 100.5, [])


def test_picks_stand_whatever_could_be_detected() -> None:
    found = answer(surfaces=[[120, 200], [0, 60]], scarp_m=[95, 110])
    assert [(s["from_m"], s["to_m"]) for s in found["surfaces"]] == [(0, 60), (120, 200)]
    assert found["scarp_m"] == [95, 110]
    assert answer(surfaces=[[0, 60], [120, 200]])["scarp_m"] == [60, 120]
    assert answer(scarp_m=[90, 110])["surfaces"][0]["to_m"] == pytest.approx(80)
    assert answer(surfaces=[[0, 60], [120, 200]], detect=True) == answer()


def test_draws_follow_the_seed() -> None:
    noisy = (Z + np.random.default_rng(1).normal(0, 0.2, len(Z))).tolist()
    item = {**PROFILE, "elevation_m": noisy, "fault_dip_deg": {"normal": [60, 5]}, "draws": 500}
    first = compute("scarp_offset", item)
    assert compute("scarp_offset", item) == first
    assert first["seed"] > 0
    other = compute("scarp_offset", item, seed=9)
    assert (other["seed"], other["throw"] == first["throw"]) == (9, False)
    assert compute("scarp_offset", {**item, "seed": 5}, seed=9)["seed"] == 5
    assert compute("map_sheet", {"sheet": "J50"}, seed=9)["sheet"] == "J50"


def test_gaps_are_null() -> None:
    z: list[float | None] = Z.tolist()
    z[20:40] = [None] * 20
    assert answer(elevation_m=z)["vertical_separation"]["best"] == pytest.approx(3)


def test_lists_of_dips_broadcast() -> None:
    found = answer(fault_dip_deg=[45, {"uniform": [50, 70]}, 90], dips_toward="lower")
    assert [round(t["median"], 2) for t in found["throw"]] == [3.16, 3.09, 3.0]


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"elevation_m": Z[:-1].tolist()}, "profile.lengths", "elevation_m"),
        ({"elevation_m": ["high", *Z[1:].tolist()]}, "profile.values", "elevation_m"),
        ({"elevation_m": [True, *Z[1:].tolist()]}, "profile.values", "elevation_m"),
        ({"elevation_m": [[1], *Z[1:].tolist()]}, "profile.values", "elevation_m"),
        ({"elevation_m": [1e308, *Z[1:].tolist()]}, "profile.values", "elevation_m"),
        ({"elevation_m": [10**400, *Z[1:].tolist()]}, "profile.values", "elevation_m"),
        ({"fault_dip_deg": {"normal": [60, 10**400]}}, "distribution.numbers", "fault_dip_deg"),
        ({"fault_dip_deg": {"lognormal": [60, 800]}}, "distribution.order", "fault_dip_deg"),
        ({"distance_m": [], "elevation_m": []}, "profile.short", "distance_m"),
        ({"elevation_m": None}, "compute.missing", "elevation_m"),
        ({"fault_dip_deg": 0}, "scarp.dip", "fault_dip_deg"),
        ({"fault_dip_deg": {"normal": [60]}}, "distribution.numbers", "fault_dip_deg"),
        ({"fault_dip_deg": "steep"}, "compute.type", "fault_dip_deg"),
        ({"fault_m": 500}, "scarp.position", "fault_m"),
        ({"dips_toward": "north"}, "compute.choice", "dips_toward"),
        ({"fault_face": "bell"}, "compute.choice", "fault_face"),
        ({"surfaces": [[0, 60]]}, "scarp.surfaces", "surfaces"),
        ({"surfaces": [[0, 60], [120]]}, "profile.span", "surfaces"),
        ({"surfaces": [[0, 120], [100, 200]]}, "scarp.overlap", "surfaces"),
        ({"surfaces": [[0, 1], [100, 200]]}, "scarp.few_points", "surfaces"),
        ({"scarp_m": [1, 2, 3]}, "profile.span", "scarp_m"),
        ({"scarp_m": [-50, -40]}, "scarp.not_found", "detect"),
        ({"detect": 1}, "compute.type", "detect"),
        ({"draws": 3}, "compute.draws", "draws"),
        ({"draws": 10**9}, "compute.draws", "draws"),
        ({"seed": -1}, "compute.seed", "seed"),
        ({"colour": "red"}, "compute.unknown_key", "colour"),
    ],
)
def test_bad_input_is_named(more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputError) as caught:
        compute("scarp_offset", {**PROFILE, **more})
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_very_long_profile_is_measured_all_the_same() -> None:
    x = np.arange(200_000) * 0.1
    z = 0.01 * x + np.where(x > 7000, 3.0, 0.0)
    found = compute("scarp_offset", {"distance_m": x.tolist(), "elevation_m": z.tolist(), "draws": 100})
    assert found["vertical_separation"]["best"] == pytest.approx(3)
    assert found["scarp_m"] == pytest.approx([7000, 7000], abs=1)


def test_a_level_profile_has_no_scarp_to_speak_of() -> None:
    flat = answer(elevation_m=[5.0] * len(X), fault_dip_deg=60)
    assert (flat["vertical_separation"]["best"], flat["quality"]) == (0, "D")


def test_the_schema_says_what_an_uncertain_number_is() -> None:
    said = function("scarp_offset").schema()
    assert said["input"]["required"] == ["distance_m", "elevation_m"]
    forms = json.dumps(said["input"]["properties"]["fault_dip_deg"])
    assert '"triangle"' in forms
    assert set(answer(fault_dip_deg=60)) <= set(said["output"]["properties"])
