"""A package into a survey: once, again, edited, and back; in the database, through the command line."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from db.work import Database
from faultgis.changes import Change
from faultgis.national.mapping import package_of
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS
from faultgis.records.site import Media
from tests.importers.national.packages import PACKAGE, Layer, write_package
from tests.ui.command import Command


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Command:
    command = Command(capsys, monkeypatch, "--database", database_url, "--quiet")
    command("survey", "create", "N", "--name", "海原")
    return command


def taken(faultgis: Command, path: Path) -> dict[str, Any]:
    return dict(faultgis.json("import", str(path), "--survey", "N", "--json"))


def changed(name: str, number: int, **cells: Any) -> Mapping[str, Layer]:
    rows, shapes = PACKAGE[name]
    edited = [{**row, **cells} if n == number else row for n, row in enumerate(rows)]
    return {**PACKAGE, name: (edited, shapes)}


def test_a_package_comes_in_once_and_is_taken_back(faultgis: Command, tmp_path: Path) -> None:
    path = write_package(tmp_path / "p.gpkg")
    report = taken(faultgis, path)
    assert (report["kind"], report["read"], report["created"]) == ("national", 5, 5)
    told = {each["class"]: each for each in report["classes"]}
    assert told["DrillProfile"]["kept"] == 1
    assert told["Fault"]["as_text"] == {"FaultLength": 2, "ShowCode": 1}
    counts = faultgis.json("survey", "show", "N", "--json")["counts"]
    kinds = ("fault_zone", "fault", "trace", "observation_point", "measurement", "template_row")
    assert [counts[kind] for kind in kinds] == [1, 1, 2, 1, 1, 1]
    again = taken(faultgis, path)
    assert (again["created"], again["updated"], again["unchanged"], again["batch"]) == (0, 0, 5, None)
    faultgis.json("undo-import", report["batch"], "--json")
    assert set(faultgis.json("survey", "show", "N", "--json")["counts"].values()) == {0}


def test_what_was_edited_in_the_survey_stays(faultgis: Command, tmp_path: Path, database: Database) -> None:
    path = write_package(tmp_path / "a.gpkg")
    taken(faultgis, path)
    survey = database.survey("N")
    delivered = package_of(survey, database.load(survey.id, KINDS))
    assert delivered.of("Fault")[0].values["FaultLength"] == 21.5

    (fault,) = database.load(survey.id, ["fault"])["fault"]
    assert isinstance(fault, Fault)
    database.save([Change(fault, dataclasses.replace(fault, latest_activity="late_pleistocene"))])
    assert taken(faultgis, path)["updated"] == 0
    delivered = package_of(survey, database.load(survey.id, KINDS))
    assert [row.values["Age"] for row in delivered.of("Fault")] == ["33310300"] * 2


def test_only_what_the_package_changed_is_taken(faultgis: Command, tmp_path: Path) -> None:
    taken(faultgis, write_package(tmp_path / "a.gpkg"))
    edited = taken(faultgis, write_package(tmp_path / "b.gpkg", changed("Fault", 1, Feature="111203")))
    assert (edited["created"], edited["updated"], edited["unchanged"]) == (0, 1, 4)
    back = taken(faultgis, write_package(tmp_path / "c.gpkg", changed("Fault", 0, Name="老虎山断层")))
    assert taken(faultgis, tmp_path / "c.gpkg")["batch"] is None
    # Both lines, and the two rows of the point that follows its fault to the new name.
    assert (back["created"], back["updated"]) == (0, 4)
    faults = faultgis.json("faults", "list", "--survey", "N", "--json")["faults"]
    assert sorted(each["name_zh"] for each in faults) == ["海原断层", "老虎山断层"]


def test_attachments_come_along_and_go_out_again(
    faultgis: Command, tmp_path: Path, database: Database
) -> None:
    name = "FaultSvyPoint/6404001020000000B/Photo_AIID_1.jpg"
    folder = tmp_path / "package"
    photo = folder / "attachments" / name
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"\xff\xd8 a picture")
    rows, shapes = PACKAGE["faultsvypoint"]
    named = [{**row, "Photo_AIID": f"{name};missing.jpg", "PhotoViewingTo": "75"} for row in rows]
    write_package(folder / "p.gpkg", {**PACKAGE, "faultsvypoint": (named, shapes)})
    report = taken(faultgis, folder)
    assert [w["code"] for w in report["warnings"]].count("national.file_missing") == 1
    survey = database.survey("N")
    (medium,) = database.load(survey.id, ["media"])["media"]
    assert isinstance(medium, Media)
    assert (medium.path, medium.azimuth, medium.owner_kind) == (str(photo), 67.5, "observation_point")
    delivered = package_of(survey, database.load(survey.id, KINDS))
    assert [
        (each.field, each.name) for each in delivered.attachments if each.class_name == "FaultSvyPoint"
    ] == [("Photo_AIID", name)]
    assert delivered.of("FaultSvyPoint")[0].values["Photo_AIID"] == f"{name};missing.jpg"
    assert taken(faultgis, folder)["unchanged"] == 5


def test_a_fault_renamed_in_all_its_rows_stays_the_same_fault(
    faultgis: Command, tmp_path: Path, database: Database
) -> None:
    taken(faultgis, write_package(tmp_path / "a.gpkg"))
    survey = database.survey("N")
    (before,) = database.load(survey.id, ["fault"])["fault"]
    rows, shapes = PACKAGE["Fault"]
    renamed = [{**row, "Name": "海原断裂", "Age": "33310300"} for row in rows]
    taken(faultgis, write_package(tmp_path / "b.gpkg", {**PACKAGE, "Fault": (renamed, shapes)}))
    (after,) = database.load(survey.id, ["fault"])["fault"]
    assert isinstance(before, Fault)
    assert isinstance(after, Fault)
    assert (after.id, after.code, after.name_zh) == (before.id, before.code, "海原断裂")
    assert after.latest_activity == "late_pleistocene"
