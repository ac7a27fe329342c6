"""``faultgis rules``, ``advise`` and ``zones`` on surveys in a database."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from openpyxl import Workbook, load_workbook
from shapely import Point, from_geojson

from db.work import Database
from faultgis.changes import Change
from faultgis.crs import destination, gcj02_from_wgs84
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, trace
from tests.ui.command import Command

START, END = (102.20, 27.80), (102.20, 27.90)
GB = ("--rule", "CN-GB50011-2010", "--building-class", "丙", "--intensity", "8")
SURE = {"inside", "within_location_error", "outside"}


@pytest.fixture
def stored(database: Database) -> Database:
    """A north–south trace at 102.2° E, located to 5 m."""
    database.create_survey(SURVEY)
    line = trace([START, (102.20, 27.85), END], hanging_wall="right")
    database.save([Change(None, FAULT), Change(None, line)])
    return database


@pytest.fixture
def command(
    stored: Database, database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    return Command(capsys, monkeypatch, "--database", database_url, "--lang", "en", "--quiet")


def east(metres: float, lat: float = 27.84) -> tuple[float, float]:
    """A place so far east (or west) of the trace."""
    return destination(102.20, lat, 90.0 if metres > 0 else 270.0, abs(metres))


def at(place: tuple[float, float]) -> tuple[str, str]:
    return "--at", f"{place[0]:.9f},{place[1]:.9f}"


@pytest.mark.parametrize(
    ("metres", "answer", "side"),
    [
        (99.0, "inside", "hanging"),
        (-99.0, "inside", "foot"),
        (103.0, "within_location_error", "hanging"),
        (106.0, "outside", "hanging"),
    ],
)
def test_a_place_is_answered_by_its_distance(command: Command, metres: float, answer: str, side: str) -> None:
    found = command.json("advise", *at(east(metres)), *GB, "--json")
    assert (found["answer"], found["side"]) == (answer, side)
    assert found["distance_m"] == pytest.approx(abs(metres), abs=0.01)
    assert found["distance_low_m"] == pytest.approx(abs(metres) - 5, abs=0.01)
    assert found["distance_high_m"] == pytest.approx(abs(metres) + 5, abs=0.01)
    assert (found["article"], found["width_m"], found["fault"]) == ("CN-GB50011-8-丙", 100, "F1")
    assert found["data_version"] >= 1
    assert any("2024" in each["message"] for each in found["unknowns"])
    assert "safe" not in json.dumps(found).lower()


def test_no_mapping_within_reach_is_not_an_answer(command: Command) -> None:
    found = command.json("advise", "--at", "103.5,28.5", *GB, "--json")
    assert found["answer"] == "not_evaluated"
    assert found["reasons"][0]["code"] == "advice.no_mapping"
    assert "No mapping" in command("advise", "--at", "103.5,28.5", *GB)


def test_a_map_too_coarse_is_not_an_answer(stored: Database, command: Command) -> None:
    survey = stored.survey(SURVEY.code)
    stored.update_survey(replace(survey, mapping_scale=1_000_000))
    for metres in (1.0, 500.0, 2500.0):
        for more in ((), ("--intensity", "7")):
            found = command.json("advise", *at(east(metres)), *GB[:4], *(more or GB[4:]), "--json")
            assert found["answer"] == "not_evaluated"
            assert any(each["code"] == "advice.too_coarse" for each in found["reasons"])


@pytest.mark.parametrize("few", [1000, 1])
def test_of_many_sites_it_is_said_why_they_were_not_judged(
    stored: Database, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Also where a trace lies near: without the reason nobody sees that the map is too coarse."""
    monkeypatch.setattr("ui.cli.advise.FEW", few)
    survey = stored.survey(SURVEY.code)
    stored.update_survey(replace(survey, mapping_scale=1_000_000))
    places = [("near", *east(50)), ("near too", *east(900)), ("far", 103.5, 28.5), ("off", 203.5, 28.5)]
    rows = "\n".join(",".join(map(str, each)) for each in places)
    (tmp_path / "a.csv").write_text(f"name,lon,lat\n{rows}\n")
    said = command("advise", "--site", str(tmp_path / "a.csv"), *GB, expect=3)
    assert "2 sites were not judged, such as near: Mapped too coarsely for this rule" in said
    assert "far (row 4):\n  No mapping" in said
    assert "off (row 5):\n  The coordinates (203.5, 28.5)" in said
    assert "near too (row" not in said


def test_a_place_that_cannot_be_read_has_that_for_its_reason(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,X,Y\na,3081000,512000\n")
    (site,) = command.json("advise", "--site", str(tmp_path / "a.csv"), *GB, "--json", expect=3)["sites"]
    assert [r["code"] for r in site["reasons"]] == ["place.zone_missing"]
    out = tmp_path / "a.xlsx"
    command("advise", "--site", str(tmp_path / "a.csv"), *GB, "--xlsx", str(out), expect=3)
    assert "zone" in str([cell.value for cell in load_workbook(out).active[2]])


def test_old_answers_come_again_from_old_data(stored: Database, command: Command) -> None:
    before = command.json("advise", *at(east(50)), *GB, "--json")
    record: Any = stored.load(stored.survey(SURVEY.code).id, ("fault",))["fault"][0]
    stored.save([Change(record, replace(record, latest_activity="late_pleistocene"))])
    after = command.json("advise", *at(east(50)), *GB, "--json")
    assert (before["answer"], after["answer"]) == ("inside", "exempt")
    assert after["article"] == "CN-GB50011-EX2"
    again = command.json("advise", *at(east(50)), *GB, "--as-of", str(before["data_version"]), "--json")
    assert again == before


def test_many_sites_from_a_geojson_file(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = east(50)
    far, _ = east(400)
    parcels = {
        "A": [[x, y], [x + 1e-3, y], [x + 1e-3, y + 1e-3], [x, y]],
        "B": [[far, y], [far + 1e-3, y], [far + 1e-3, y + 1e-3], [far, y]],
        "bow": [[x, y], [x + 1e-3, y + 1e-3], [x + 1e-3, y], [x, y + 1e-3], [x, y]],
    }
    features: list[dict[str, Any]] = [
        {"type": "Feature", "properties": {"parcel": n}, "geometry": {"type": "Polygon", "coordinates": [c]}}
        for n, c in parcels.items()
    ]
    features.append({"type": "Feature", "properties": {"parcel": "none"}, "geometry": None})
    file = tmp_path / "parcels.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = command.json("advise", "--site", str(file), "--id", "parcel", *GB, "--json", expect=3)
    by_name = {each["site"]: each for each in found["sites"]}
    assert by_name["A"]["answer"] == "inside"
    assert by_name["B"]["answer"] == "outside"
    assert by_name["bow"]["reasons"][0]["code"] == "site.self_crossing"
    assert by_name["none"]["reasons"][0]["code"] == "site.missing"
    assert found["counts"] == {"inside": 1, "outside": 1, "not_evaluated": 2}
    table = tmp_path / "answers.xlsx"
    command("advise", "--site", str(file), "--id", "parcel", *GB, "--xlsx", str(table), expect=3)
    rows = list(load_workbook(table).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [*list(parcels), "none"]
    assert rows[1][1] == "inside the zone"

    # Of very many sites the same is told in rows.
    monkeypatch.setattr("ui.cli.advise.FEW", 1)
    many = command.json("advise", "--site", str(file), "--id", "parcel", *GB, "--json", expect=3)
    assert many["counts"] == found["counts"]
    for one, row in zip(found["sites"], many["sites"], strict=True):
        assert {name: row[name] for name in ("site", "answer", "article", "width_m", "fault")} == {
            name: one[name] for name in ("site", "answer", "article", "width_m", "fault")
        }
    said = command("advise", "--site", str(file), "--id", "parcel", *GB, "--xlsx", str(table), expect=3)
    assert "inside the zone" in said
    again = list(load_workbook(table).active.iter_rows(values_only=True))
    near = [value and pytest.approx(value, abs=0.06) for row in rows[1:] for value in row[2:5]]
    assert [value for row in again[1:] for value in row[2:5]] == near
    assert [row[5:] for row in again[1:]] == [row[5:11] for row in rows[1:]]
    assert "crosses itself" in again[3][-1]
    assert "bow (row 3):" in said


def test_a_constructed_survey_answers_only_where_it_is_named(stored: Database, command: Command) -> None:
    survey = stored.survey(SURVEY.code)
    stored.save([Change(survey, replace(survey, constructed=True))])
    error = command.json("advise", *at(east(50)), *GB, "--json", expect=2)["error"]
    assert error["code"] == "avoidance.no_survey"
    assert command.json("advise", *at(east(50)), *GB, "--survey", "AV", "--json")["answer"] == "inside"


def test_sites_from_tables(command: Command, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["编号", "经度", "纬度"])
    book.active.append(["甲地", *east(50)])
    book.active.append(["乙地", *reversed(east(50))])
    book.active.append(["丙地", None, None])
    book.save(tmp_path / "sites.xlsx")
    found = command.json("advise", "--site", str(tmp_path / "sites.xlsx"), *GB, "--json", expect=3)
    assert [(s["site"], s["answer"]) for s in found["sites"]] == [
        ("甲地", "inside"),
        ("乙地", "not_evaluated"),
        ("丙地", "not_evaluated"),
    ]
    assert found["sites"][1]["reasons"][0]["code"] == "site.swapped"
    (tmp_path / "gbk.csv").write_bytes("名称,坐标\n一号,102°12′02″E 27°50′24″N\n".encode("gb18030"))
    found = command.json("advise", "--site", str(tmp_path / "gbk.csv"), *GB, "--json")
    assert (found["sites"][0]["site"], found["answer"]) == ("一号", "inside")
    (tmp_path / "none.csv").write_text("a,b\n1,2\n")
    error = command.json("advise", "--site", str(tmp_path / "none.csv"), *GB, "--json", expect=2)["error"]
    assert error["code"] == "site.no_columns"


def test_sites_from_a_projected_shapefile_and_a_refused_datum(command: Command, tmp_path: Path) -> None:
    import geopandas

    lon, lat = east(60)
    places = geopandas.GeoSeries([Point(lon, lat)], crs="EPSG:4490").to_crs("EPSG:4543")
    geopandas.GeoDataFrame({"name": ["one"]}, geometry=places).to_file(tmp_path / "sites.shp")
    found = command.json("advise", "--site", str(tmp_path / "sites.shp"), *GB, "--json")
    assert (found["site"], found["answer"]) == ("one", "inside")
    assert found["distance_m"] == pytest.approx(60, abs=0.02)
    old = geopandas.GeoSeries([Point(500_000, 3_080_000)], crs="EPSG:2422")
    geopandas.GeoDataFrame({"name": ["one"]}, geometry=old).to_file(tmp_path / "old.gpkg")
    error = command.json("advise", "--site", str(tmp_path / "old.gpkg"), *GB, "--json", expect=2)["error"]
    assert error["code"] == "crs.refused_datum"


def test_places_of_web_maps_are_taken_back(command: Command) -> None:
    shifted = gcj02_from_wgs84(*east(50))
    wrong = command.json("advise", *at(shifted), *GB, "--json")
    right = command.json("advise", *at(shifted), "--datum", "gcj02", *GB, "--json")
    assert wrong["distance_m"] > 150
    assert right["distance_m"] == pytest.approx(50, abs=0.01)
    assert right["reasons"][0]["code"] == "site.shifted_back"


def test_a_route_is_told_with_its_crossings(stored: Database, command: Command, tmp_path: Path) -> None:
    route = [east(-1000, 27.83), east(1000, 27.83)]
    told = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": route}}
    (tmp_path / "route.geojson").write_text(json.dumps(told))
    found = command.json("advise", "--route", str(tmp_path / "route.geojson"), *GB, "--json")
    (crossing,) = found["crossings"]
    assert found["answer"] == "inside"
    assert crossing["chainage_m"] == pytest.approx(1000, abs=0.05)
    assert crossing["angle_deg"] == pytest.approx(90, abs=0.1)
    assert crossing["chainage_high_m"] - crossing["chainage_m"] == pytest.approx(5, abs=0.01)
    assert crossing["expected_offset"] is None
    zone = next(s for s in found["stretches"] if s["kind"] == "zone")
    assert zone["to_m"] - zone["from_m"] == pytest.approx(200, abs=0.3)
    table = str(tmp_path / "route.xlsx")
    said = command("advise", "--route", str(tmp_path / "route.geojson"), *GB, "--xlsx", table)
    assert "1 crossing on" in said
    crossings, about = load_workbook(table).worksheets
    assert [row[3] for row in crossings.iter_rows(values_only=True)] == ["How it meets", "crosses"]
    assert "GB 50011-2010" in about["A1"].value
    assert len(stored.load(SURVEY.id, ("site_query",))["site_query"]) == 2


def test_swapped_coordinates_are_read_and_said(command: Command) -> None:
    lon, lat = east(50)
    found = command.json("advise", "--at", f"{lat},{lon}", *GB, "--json")
    assert (found["answer"], found["reasons"][0]["code"]) == ("inside", "site.read_swapped")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--rule", "CN-GB50011-2001"), "rules.superseded"),
        (("--rule", "NOPE"), "rules.unknown"),
        (("--rule", "CN-GB50011-2010", "--building-class", "戊"), "avoidance.no_such_choice"),
        (("--rule", "CN-GB50011-2010", "--intensity", "12"), "avoidance.range"),
        (("--rule", "CN-GB50011-2010", "--intensity", "x"), "avoidance.not_a_number"),
        (("--rule", "TW-262", "--intensity", "8"), "avoidance.no_such_input"),
        (("--rule", "TW-262", "--input", "magnitude"), "avoidance.input_form"),
        (("--rule", "TW-262", "--datum", "mercator"), "site.datum"),
        (("--rule", "TW-262", "--as-of", "1999-12-31"), "avoidance.before_first"),
        (("--rule", "TW-262", "--route", "x.shp"), "avoidance.one_place"),
    ],
)
def test_what_cannot_be_asked_is_told(command: Command, arguments: tuple[str, ...], code: str) -> None:
    error = command.json("advise", *at(east(50)), *arguments, "--json", expect=2)["error"]
    assert error["code"] == code
    assert error["help"]
    assert "{" not in error["message"]


@pytest.mark.parametrize("suffix", ["gpkg", "geojson"])
def test_zones_are_written_with_the_reason_for_their_width(
    command: Command, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"belts.{suffix}"
    told = command.json("zones", *GB, "--survey", SURVEY.code, "--out", str(out), "--json")
    # 11.08 km by 200 m and two half discs.
    assert told["area_km2"] == pytest.approx(11.081 * 0.2 + 0.0314, rel=2e-3)
    assert [zone["kind"] for zone in told["zones"]] == ["zone", "location_error"]
    if suffix == "gpkg":
        assert pyogrio.read_info(out)["crs"] == "EPSG:4490"
        assert {"ID", "TargetRegionID", "ForbiddenBeltName", "CommentInfo"} <= set(
            pyogrio.read_info(out)["fields"]
        )
    else:
        features = json.loads(out.read_text(encoding="utf-8"))["features"]
        assert from_geojson(json.dumps(features[0]["geometry"])).is_valid
        assert "CN-GB50011-8-丙" in features[0]["properties"]["CommentInfo"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("suffix", ["shp", "gdb"])
def test_zones_go_into_a_shapefile_and_a_geodatabase(command: Command, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"避让带.v1.{suffix}"
    told = command.json("zones", *GB, "--survey", SURVEY.code, "--out", str(out), "--json")
    meta, _, shapes, columns = pyogrio.raw.read(out)
    assert len(shapes) == len(told["zones"])
    assert meta["crs"] == "EPSG:4490"
    found = dict(zip(meta["fields"], columns, strict=True))
    short = suffix == "shp"
    assert {note["code"] for note in told["notes"]} == ({"shapefile.names"} if short else set())
    assert list(found["ID"]) == [zone["ID"] for zone in told["zones"]]
    name, comment = ("ForbiddenB", "CommentInf") if short else ("ForbiddenBeltName", "CommentInfo")
    assert list(found[name]) == [zone["ForbiddenBeltName"] for zone in told["zones"]]
    assert list(found[comment]) == [zone["CommentInfo"] for zone in told["zones"]]
    assert list(found["hanging_m"]) == [zone["hanging_m"] for zone in told["zones"]]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_zones_of_nothing_are_refused(command: Command, tmp_path: Path) -> None:
    out = ("--survey", SURVEY.code, "--out", str(tmp_path / "x.gpkg"), "--json")
    assert command.json("zones", *GB[:4], "--intensity", "7", *out, expect=2)["error"]["code"] == (
        "avoidance.no_zones"
    )
    assert command.json("zones", *GB, "--fault", "F9", *out, expect=2)["error"]["code"] == "fault.unknown"
    wrong = command.json("zones", *GB, *out[:3], str(tmp_path / "x.dxf"), "--json", expect=2)
    assert wrong["error"]["code"] == "avoidance.suffix"
    missing = command.json("zones", *GB[:2], *GB[4:], *out, expect=2)["error"]
    assert missing["code"] == "avoidance.missing_input"
    assert "building class" in missing["message"]
    assert not list(tmp_path.iterdir())


def test_a_damaged_rule_of_the_office_hides_no_other(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "XA-OFFICE.json").write_text('{"id": 3', encoding="utf-8")
    told = command.json("rules", "list", "--json", expect=3)
    assert "CN-GB50011-2010" in [each["id"] for each in told["rules"]]
    (problem,) = told["problems"]
    assert problem["code"] == "rules.damaged"
    assert problem["file"].endswith("XA-OFFICE.json")
    assert "XA-OFFICE.json" in command("rules", "list", expect=3)


def test_rules_are_listed_and_shown(command: Command) -> None:
    listed = command.json("rules", "list", "--json")["rules"]
    assert {"CN-GB50011-2010", "NZ-2003", "US-CA-AP"} <= {rule["id"] for rule in listed}
    (shown,) = command.json("rules", "show", "cn-gb50011-2010", "--json")["rules"]
    assert any(row["article"] == "CN-GB50011-8-丙" and row["hanging_m"] == 100 for row in shown["rows"])
    assert "2024" in command("rules", "show", "CN-GB50011-2010")


def test_sites_are_held_against_a_trusted_layer(command: Command, tmp_path: Path) -> None:
    """Eight places as a phone's map gave them, and the same ones surveyed."""
    true = [east(metres, 27.81 + metres / 20_000) for metres in range(50, 850, 100)]

    def written(name: str, places: list[tuple[float, float]]) -> str:
        rows = [f"S{i},{x:.8f},{y:.8f}" for i, (x, y) in enumerate(places)]
        (tmp_path / name).write_text("\n".join(["name,lon,lat", *rows]), encoding="utf-8")
        return str(tmp_path / name)

    shifted = written("phone.csv", [gcj02_from_wgs84(*place) for place in true])
    surveyed = written("surveyed.csv", true)
    plain = command.json("advise", "--site", shifted, *GB, "--json")
    found = command.json("advise", "--site", shifted, "--trusted", surveyed, *GB, "--json")
    said = found["suspicion"]
    assert (said["datum"], said["places"]) == ("gcj02", 8)
    assert said["offset_m"] == pytest.approx(408, abs=3)
    assert said["after_m"] < 0.1 < said["before_m"]
    assert "--datum" in said["message"]
    # Said of every site, and nothing converted.
    assert all(each["reasons"][0]["code"] == "site.suspected" for each in found["sites"])
    assert [e["distance_m"] for e in found["sites"]] == [e["distance_m"] for e in plain["sites"]]
    obeyed = ("--datum", "gcj02", "--trusted", surveyed)
    declared = command.json("advise", "--site", shifted, *obeyed, *GB, "--json")
    assert declared["suspicion"]["datum"] == "cgcs2000"
    assert declared["sites"][0]["distance_m"] == pytest.approx(50, abs=0.1)
    own = command.json("advise", "--site", surveyed, "--trusted", "traces", *GB, "--json")
    assert own["suspicion"]["datum"] is None
