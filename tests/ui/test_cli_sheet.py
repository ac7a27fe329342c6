"""``faultgis sheet``: places and numbers, for people and for scripts; needs no database."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.command import Command


@pytest.fixture
def faultgis(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(capsys, monkeypatch)


def test_every_published_example(faultgis: Command, shared: Path) -> None:
    with (shared / "reference/standards/sheet_examples.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_place = faultgis.json("sheet", row["lon"], row["lat"], "--json")
            assert by_place["sheet"] == row["sheet_50k"]
            assert by_place["old_number"] == row["old_50k"]
            assert str(by_place["epsg_6deg"]) == row["gk6_epsg"]
            assert str(by_place["epsg_3deg"]) == row["gk3_epsg"]
            assert faultgis.json("sheet", row["sheet_50k"], "--json") == by_place
            ten = faultgis.json("sheet", row["lon"], row["lat"], "--scale", "10000", "--json")
            assert ten["sheet"] == row["sheet_10k"]


@pytest.mark.parametrize(
    "place",
    [
        ["102.2644", "27.8945"],
        ["102.2644,27.8945"],
        ["102.2644， 27.8945"],
        ["102°15′52″E 27°53′40″N"],
        ["27.8945N", "102.2644E"],
        ["g48e001002"],
        ["G48", "E001", "002"],
        ["G-48-1-B"],
    ],
)
def test_ways_to_say_where(faultgis: Command, place: list[str]) -> None:
    assert faultgis.json("sheet", *place, "--json")["sheet"] == "G48E001002"


def test_west_of_greenwich(faultgis: Command) -> None:
    west = faultgis.json("sheet", "-122.4", "37.8", "--json")
    assert west["sheet"].startswith("J10")
    assert west["epsg_6deg"] is None


def test_the_text_names_sheet_bounds_and_neighbours(faultgis: Command) -> None:
    said = faultgis("sheet", "116.3975", "39.9087")
    for part in ("J50E001010", "1:50,000", "J-50-5-B", "EPSG:4498", "116.250000°", "K50E024010"):
        assert part in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["Beijing"], "sheet.malformed"),
        (["100", "-30"], "sheet.outside"),
        (["39.9", "116.4"], "sheet.outside"),
        (["100", "30", "--scale", "60000"], "sheet.scale"),
        (["J50", "--scale", "50000"], "sheet.finer"),
        (["J50E025001"], "sheet.row_column"),
        (["nan", "nan"], "place.unreadable"),
        (["100", "30", "--scael", "50000"], "sheet.malformed"),
    ],
)
def test_bad_input_ends_with_two_and_says_why(faultgis: Command, arguments: list[str], code: str) -> None:
    error = faultgis.json("sheet", *arguments, "--json", expect=2)["error"]
    assert error["code"] == code
    assert error["message"] != code
    assert faultgis("sheet", *arguments, expect=2) == ""
    assert faultgis.err.strip()


def test_no_place_at_all_is_a_usage_error(faultgis: Command) -> None:
    faultgis("sheet", expect=2)


def test_it_loads_neither_database_nor_projection_libraries() -> None:
    heavy = "{'sqlalchemy', 'psycopg', 'pyproj', 'PyQt6', 'rasterio', 'geopandas', 'pypinyin'}"
    script = (
        "import sys; from ui.cli.main import answer; answer(['sheet', '116.4', '39.9']);"
        f"print(sorted({heavy} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
