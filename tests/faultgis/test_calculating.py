"""``compute``: answers, errors in place, unknown keys by name, broadcasting."""

from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.services import calculating
from faultgis.services.calculating import compute


def refused(value: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        compute("map_sheet", value)
    return caught.value


def test_a_place_and_a_number_give_the_same_sheet() -> None:
    by_place = compute("map_sheet", {"lon": 116.3975, "lat": 39.9087})
    assert by_place["sheet"] == "J50E001010"
    assert (by_place["west"], by_place["north"]) == (116.25, 40.0)
    assert by_place["old_number"] == "J-50-5-B"
    assert (by_place["epsg_6deg"], by_place["epsg_3deg"]) == (4498, 4527)
    assert by_place["neighbours"]["n"] == "K50E024010"
    assert compute("map_sheet", {"sheet": "J50E001010"}) == by_place
    assert compute("map_sheet", {"sheet": "J-50-5-B"}) == by_place


def test_scales_by_place_and_the_containing_sheet_by_number() -> None:
    assert compute("map_sheet", {"lon": 114.5625, "lat": 39.375, "scale": 10_000})["sheet"] == "J50G015010"
    assert compute("map_sheet", {"sheet": "J50E001010", "scale": 250_000})["sheet"] == "J50C001002"
    assert refused({"sheet": "J50", "scale": 50_000}).code == "sheet.finer"


def test_there_are_no_chinese_zones_abroad() -> None:
    abroad = compute("map_sheet", {"lon": 2.35, "lat": 48.85})
    assert (abroad["epsg_6deg"], abroad["epsg_3deg"]) == (None, None)


@pytest.mark.parametrize(
    ("value", "code", "field"),
    [
        ({"lon": 116, "lat": 39, "colour": "red"}, "compute.unknown_key", "colour"),
        ({"Lon": 116, "lat": 39}, "compute.unknown_key", "Lon"),
        ({"lon": 116}, "compute.which_input", None),
        ({}, "compute.which_input", None),
        ({"lon": 116, "lat": 39, "sheet": "J50"}, "compute.which_input", None),
        ({"lon": "116", "lat": 39}, "compute.type", "lon"),
        ({"lon": True, "lat": 39}, "compute.type", "lon"),
        ({"lon": 116, "lat": 39, "scale": 50_000.5}, "compute.type", "scale"),
        ({"lon": 116, "lat": 39, "scale": 60_000}, "sheet.scale", "scale"),
        ({"lon": 116, "lat": -39}, "sheet.outside", "lat"),
        ({"lon": 216, "lat": 39}, "sheet.outside", "lon"),
        ({"sheet": "Z99"}, "sheet.malformed", "sheet"),
        ({"lon": [116, 117], "lat": [39, 40, 41]}, "compute.lengths", "lon"),
        ({"lon": [], "lat": 39}, "compute.lengths", "lon"),
        ({"lon": [116, "x"], "lat": 39}, "compute.type", "lon"),
        (3, "compute.not_object", None),
        (None, "compute.not_object", None),
        ("J50", "compute.not_object", None),
    ],
)
def test_bad_input_is_named(value: Any, code: str, field: str | None) -> None:
    error = refused(value)
    assert (error.code, error.field) == (code, field)


def test_a_list_is_answered_in_order_with_errors_in_place() -> None:
    answers = compute("map_sheet", [{"sheet": "J50"}, {"sheet": "?"}, 7, {"lon": 116, "lat": 38.9}])
    assert [type(a) for a in answers] == [dict, InputError, InputError, dict]
    assert answers[0]["sheet"] == "J50"
    assert answers[3]["sheet"] == "J50E007009"
    assert compute("map_sheet", []) == []


def test_names_and_notes_are_carried_through() -> None:
    answer = compute("map_sheet", {"name": "Beijing", "note": None, "sheet": "J50"})
    assert (answer["name"], answer["note"], answer["sheet"]) == ("Beijing", None, "J50")


def test_lists_broadcast_over_the_other_values() -> None:
    answer = compute("map_sheet", {"lon": [116.3975, 105.643], "lat": [39.9087, 36.565], "scale": 50_000})
    assert answer["sheet"] == ["J50E001010", "J48E021015"]
    assert answer["west"] == [116.25, 105.5]
    scales = compute("map_sheet", {"lon": 116.3975, "lat": 39.9087, "scale": [1_000_000, 100_000]})
    assert scales["sheet"] == ["J50", "J50D001005"]


def test_an_unknown_function_is_refused() -> None:
    with pytest.raises(InputError, match=r"compute\.unknown_function"):
        compute("horoscope", {})


@pytest.mark.parametrize("name", sorted(calculating.FUNCTIONS))
def test_every_function_describes_itself(name: str) -> None:
    schema = calculating.function(name).schema()
    assert schema["title"] == name
    assert schema["input"]["additionalProperties"] is False
    assert set(calculating.CARRIED) <= set(schema["input"]["properties"])


def test_the_schema_names_every_output() -> None:
    said = calculating.function("map_sheet").schema()["output"]["properties"]
    assert set(compute("map_sheet", {"sheet": "J50"})) <= set(said)
