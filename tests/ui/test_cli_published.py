"""``faultgis compute`` on every published case: the numbers of each are met within its tolerance."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ui.command import Command

FILE = Path(__file__).parents[3] / "shared" / "cases" / "paleoseismology.json"
TOLD: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"] if FILE.is_file() else []
# Items that are refused or flagged, and how; a published spread that has another meaning than ours.
REFUSED = {
    "C14-32": ("radiocarbon.too_old", "radiocarbon.post_bomb", None, "radiocarbon.sigma"),
    "SEQ-05": ("sequence.order",),
}
NAMES = {"published_mean": "mean", "published_rounded": "rounded"}
UNLIKE = {"published_sd", "published_cov", "sem_published", "published_percent", "published", "outcome"}
UNLIKE |= {"p_limit", "monotone_to_limit", "finite"}  # in words; tried with the functions themselves
GENERAL = ("abs", "combined_mean", "percentage_points", "area")


@pytest.fixture
def faultgis(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(capsys, monkeypatch)


def years(ranges: list[list[float]]) -> set[int]:
    return {year for first, last, *_ in ranges for year in range(int(first), int(last) + 1) if year}


def allowed(tolerance: dict[str, Any], key: str) -> dict[str, Any]:
    """What may differ in a number: what the case says of it, of its kind, or of all."""
    if "rule" in tolerance:
        return {"rel": 1e-3, "abs": 1e-7}
    kinds = ("q", "ci", "q_years") if key[0] == "q" or key in ("plus", "minus") else ()
    names = (key, f"{key}_years", *kinds, *GENERAL)
    absolute = next((float(tolerance[name]) for name in names if name in tolerance), 0.0)
    return {"rel": tolerance.get("rel", 1e-3 if not absolute else 0), "abs": absolute}


def alike(found: Any, expected: Any, tolerance: dict[str, Any], key: Any = "") -> None:
    """Every number of what is expected stands in what was found."""
    if isinstance(expected, dict):
        for name in expected.keys() - UNLIKE:
            named = NAMES.get(name, name)
            alike(found[named], expected[name], tolerance, named)
    elif key in ("hpd_68", "hpd_95") and "iou_min" in tolerance:
        ours, theirs = years(found), years(expected)
        assert len(ours & theirs) / len(ours | theirs) >= tolerance["iou_min"]
    elif key == "hpd_68" and not isinstance(expected[0], list):
        assert found[0][:2] == pytest.approx(expected, abs=tolerance[key])
    elif key in ("top_edge", "bottom_edge"):
        assert found == [pytest.approx(place, abs=1.4e-3) for place in expected]
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            alike(one, other, tolerance, key)
    elif isinstance(expected, float | int) and not isinstance(expected, bool):
        assert found == pytest.approx(expected, **allowed(tolerance, key)), key
    else:
        assert found == expected


@pytest.mark.parametrize("case", TOLD, ids=[case["id"] for case in TOLD])
def test_a_published_case(case: dict[str, Any], faultgis: Command) -> None:
    codes = REFUSED.get(case["id"])
    given = case["inputs"].get("cases", case["inputs"])
    found = faultgis.json("compute", case["function"], given=json.dumps(given), expect=2 if codes else 0)
    if codes is None:
        alike(found, case["expected"], case["tolerance"])
        return
    items = found if isinstance(found, list) else [found]
    assert tuple(item.get("error", {}).get("code") for item in items) == codes
    for item in items:
        assert item["error"]["help"] if "error" in item else item["flags"]


def test_all_cases_are_there(shared: Path) -> None:
    assert len(TOLD) == 42
    assert (shared / "cases" / FILE.name).samefile(FILE)
