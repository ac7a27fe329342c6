"""``faultgis compute``: JSON in, JSON out."""

import json
from pathlib import Path

import pytest

from tests.ui.command import Command


@pytest.fixture
def faultgis(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(capsys, monkeypatch)


def test_one_object_from_standard_input(faultgis: Command) -> None:
    answer = faultgis.json("compute", "map_sheet", given='{"lon": 116.3975, "lat": 39.9087, "name": "北京"}')
    assert (answer["sheet"], answer["name"]) == ("J50E001010", "北京")


def test_a_file_with_a_byte_order_mark(faultgis: Command, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_text('[{"sheet": "J50"}]', encoding="utf-8-sig")
    assert faultgis.json("compute", "map_sheet", "--input", str(file))[0]["sheet"] == "J50"


def test_a_bad_item_is_named_in_its_place_and_the_others_answered(faultgis: Command) -> None:
    given = json.dumps([{"sheet": "J50"}, {"sheet": "J50", "colour": 1}, {"lon": 116.4, "lat": 39.9}])
    first, bad, last = faultgis.json("compute", "map_sheet", given=given, expect=2)
    assert (first["sheet"], last["sheet"]) == ("J50", "J50E001010")
    assert bad["error"]["code"] == "compute.unknown_key"
    assert bad["error"]["field"] == "colour"
    assert "colour" in bad["error"]["message"]


def test_one_bad_object_is_an_error_document(faultgis: Command) -> None:
    error = faultgis.json("compute", "map_sheet", given='{"lon": 116}', expect=2)["error"]
    assert error["code"] == "compute.which_input"


@pytest.mark.parametrize(
    "given",
    [b"", b"{", b"[1,", b'{"lon": NaN, "lat": 3}', b"\xff\xfe\x00", b"[" * 100_000, "经度".encode("gbk")],
)
def test_what_is_no_json_is_refused(faultgis: Command, given: bytes) -> None:
    assert faultgis.json("compute", "map_sheet", "--json", given=given, expect=2)["error"]["code"] == (
        "compute.bad_json"
    )


def test_a_missing_file_is_refused(faultgis: Command, tmp_path: Path) -> None:
    arguments = ("compute", "map_sheet", "--input", str(tmp_path / "none.json"), "--json")
    assert faultgis.json(*arguments, expect=2)["error"]["code"] == "file.unreadable"


def test_the_list_and_the_schema(faultgis: Command) -> None:
    assert "map_sheet" in faultgis("compute", "--list")
    listed = faultgis.json("compute", "--list", "--json")["functions"]
    assert "map_sheet" in [f["name"] for f in listed]
    schema = faultgis.json("compute", "map_sheet", "--schema")
    assert set(schema["input"]["properties"]) >= {"lon", "lat", "scale", "sheet", "name", "note"}


@pytest.mark.parametrize(
    "arguments", [["compute"], ["compute", "horoscope"], ["compute", "horoscope", "--schema"]]
)
def test_an_unknown_function_ends_with_two(faultgis: Command, arguments: list[str]) -> None:
    faultgis(*arguments, expect=2)
    assert "map_sheet" in faultgis.err


def test_the_same_input_gives_the_same_bytes(faultgis: Command) -> None:
    given = '[{"lon": [116.4, 105.6], "lat": 36}]'
    runs = {faultgis("compute", "map_sheet", "--seed", "7", given=given) for _ in range(2)}
    assert len(runs) == 1


def test_the_same_seed_gives_the_same_bytes(faultgis: Command) -> None:
    rough = [100 + 0.02 * n + (3 if n > 50 else 0) + 0.1 * ((n * 37) % 11 - 5) for n in range(100)]
    given = json.dumps(
        {"distance_m": list(range(100)), "elevation_m": rough, "fault_dip_deg": {"normal": [60, 5]}}
    )
    first = faultgis("compute", "scarp_offset", "--seed", "7", given=given)
    assert faultgis("compute", "scarp_offset", "--seed", "7", given=given) == first
    assert faultgis("compute", "scarp_offset", given=given) != first
    assert json.loads(first)["seed"] == 7


def test_an_unknown_model_is_refused_with_those_that_there_are(faultgis: Command) -> None:
    given = '{"model": "none", "mean": 100, "alpha": 0.2, "elapsed": 10, "windows": [30]}'
    error = faultgis.json("compute", "conditional_probability", given=given, expect=2)["error"]
    assert error["code"] == "renewal.model"
    assert "lognormal" in error["message"]
