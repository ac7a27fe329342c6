"""Deliveries on the disk: complete, the same bytes each time, every loss told, nothing private."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pyogrio
import pytest
import shapely

from faultgis.errors import CancelledError, InputError
from faultgis.exports import gdal
from faultgis.exports.national_metadata import Facts, write_metadata
from faultgis.exports.national_package import write_package
from faultgis.exports.national_since import full, since
from faultgis.exports.written import moment, whole
from faultgis.national.rows import Attachment, Note, Package, Row
from faultgis.national.template import load
from faultgis.progress import Progress, Step
from tests.faultgis.exports.packages import SURVEY, WHEN, circumstances, package, row

LINE = shapely.LineString([(105.1, 36.2), (105.3, 36.5)])
POINT = shapely.Point(105.2, 36.3)
TYPES = {
    "text": "OFTString",
    "date": "OFTString",
    "real": "OFTReal",
    "integer": "OFTInteger",
    "flag": "OFTInteger",
}
SHAPES = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}


def _national() -> Package:
    """Two rows by the shipped template."""
    template = load()
    rows = {}
    for name, shape, code in (("Fault", LINE, "640500101#######1"), ("Trench", POINT, "640500101#######2")):
        fields = template.by_name[name.lower()].fields
        empty: dict[str, Any] = {"real": -9999.0, "integer": -9999, "flag": -9999, "date": "NA"}
        values = {f.name: code if f.key else empty.get(f.type, "NA") for f in fields}
        rows[name] = (Row(name, values, shape),)
    return package(rows, template)


def test_a_delivery_has_the_classes_fields_types_and_domains_of_its_template(tmp_path: Path) -> None:
    made, template = _national(), load()
    write_package(tmp_path, full(made), circumstances(tmp_path))
    path = tmp_path / "haiyuan.gdb"
    found = {str(name): shape for name, shape in pyogrio.list_layers(path)}
    assert found == {each.name: SHAPES.get(each.geometry) for each in template.classes}
    told = gdal.told(path, list(found))
    assert {name: len(codes) for name, codes in told.domains.items()} == {
        each.name: len(each.codes) for each in template.domains
    }
    for each in template.classes:
        info = pyogrio.read_info(path, layer=each.name)
        assert [(str(n), t) for n, t in zip(info["fields"], info["ogr_types"], strict=True)] == [
            (field.name, TYPES[field.type]) for field in each.fields
        ]
        assert [(f.alias, f.domain) for f in told.fields[each.name]] == [
            (f.zh, f.domain) for f in each.fields
        ]
        assert info["crs"] == "EPSG:4490"
    assert len(list((tmp_path / "shapefile").glob("*.dbf"))) == len(template.classes)
    assert len(openpyxl.load_workbook(tmp_path / "haiyuan.xlsx", read_only=True).sheetnames) == 74


def _rich(archive: Path) -> Package:
    """A package with all that can go wrong with rows, and photographs."""
    shutil.copy(_photo(), archive / "a.jpg")
    (archive / "empty.pdf").touch()
    faults = (
        row("Fault", "640500101#######1", LINE, Feature="断" * 200, Length="约 3", SampleCount=1.5),
        row("Fault", "640500101#######2", shapely.Point(1, 2), Profile1Photo_AIID="=1+1"),
        Row("Fault", {"ID": "640500101#######3", "Length": 3}, None, extras={"旧字段": "甲"}),
    )
    code = "640500101#######1"
    files = tuple(
        Attachment("Fault", code, "Profile1Photo_AIID", f"Fault/{code}/{name}", path, sha)
        for name, path, sha in (
            ("a_1.jpg", "a.jpg", "0" * 64),
            ("a_2.pdf", "empty.pdf", ""),
            ("a_3.jpg", "gone.jpg", ""),
            ("../../a_4.jpg", "a.jpg", ""),
        )
    )
    notes = (
        Note("national.coarsened", "Fault", "", "", {"decimals": 3, "count": 3}),
        Note("national.no_code", "Fault", "withheld", "Feature", {"value": "secret"}),
    )
    return package({"Fault": faults}, attachments=files, notes=notes)


def _photo() -> Path:
    folder = Path(__file__).resolve().parents[4] / "shared" / "data" / "field" / "photos_exif"
    if not folder.is_dir():
        pytest.skip("real photographs are not there")
    return folder / "DSCN0010.jpg"


def test_the_same_rows_give_the_same_bytes_and_every_loss_is_told(tmp_path: Path) -> None:
    made = _rich(tmp_path)
    done = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        done.append(write_package(tmp_path / name, full(made), circumstances(tmp_path)))
    sums = [(tmp_path / name / "SHA256SUMS").read_bytes() for name in ("one", "other")]
    assert sums[0] == sums[1]
    assert done[0].manifest_sha256 == done[1].manifest_sha256
    for line in sums[0].decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((tmp_path / "one" / name).read_bytes()).hexdigest() == digest
    assert {note.code for note in done[0].losses} == {
        "delivery.text_cut",
        "delivery.not_a_number",
        "delivery.not_an_integer",
        "delivery.shape_other",
        "delivery.unknown_field",
        "delivery.attachment_changed",
        "delivery.attachment_empty",
        "delivery.attachment_missing",
        "delivery.attachment_name",
    }
    assert [note.code for note in done[0].redactions] == ["national.coarsened"]
    manifest = json.loads((tmp_path / "one" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["classes"]["Fault"] == {"rows": 3}
    told = {"code": "national.coarsened", "class": "Fault", "field": "", "count": 1}
    assert manifest["redactions"] == [{**told, "params": {"decimals": 3, "count": 3}}]
    losses = openpyxl.load_workbook(tmp_path / "one" / "losses.xlsx")["losses"]
    assert "断" * 200 in {cell.value for cell in losses["F"]}
    copied = [
        p.relative_to(tmp_path / "one").as_posix() for p in (tmp_path / "one" / "attachments").rglob("*.*")
    ]
    assert sorted(copied) == [
        f"attachments/Fault/640500101#######1/{name}" for name in ("a_1.jpg", "a_2.pdf")
    ]
    assert not list(tmp_path.glob("a_4*"))


def test_metadata_are_the_survey_s_own(tmp_path: Path) -> None:
    write_package(
        tmp_path, full(_rich(tmp_path)), circumstances(tmp_path, formats=("gpkg",), level=2, score=87.5)
    )
    tree = ET.parse(tmp_path / "metadata.xml")
    texts = {element.text for element in tree.iter() if element.text and element.text.strip()}
    assert {
        "海原断裂 1:5 万填图",
        "宁夏回族自治区地震局",
        "张三; 李四",
        "4490",
        "secret",
        "50000",
    } <= texts
    plain = json.loads((tmp_path / "metadata.json").read_text(encoding="utf-8"))
    assert (plain["organisation"], plain["quality_score"], plain["rows"]) == (
        "宁夏回族自治区地震局",
        87.5,
        {"Fault": 3},
    )
    assert plain["bounds"] == [105.1, 36.2, 105.3, 36.5]


def test_metadata_can_be_read_whatever_the_survey_says(tmp_path: Path) -> None:
    survey = replace(SURVEY, description="甲\x0b\ufffe乙 & <b>", started_on=date(2024, 5, 6))
    facts = Facts(survey, "cn 1", 3, 1, WHEN, None, ("gdb",), {}, "FaultGIS test")
    write_metadata(tmp_path, facts)
    tree = ET.parse(tmp_path / "metadata.xml")
    assert "甲乙 & <b>" in {element.text for element in tree.iter()}
    codes = {element.get("codeListValue") for element in tree.iter()}
    assert "topSecret" in codes
    period = {element.tag.split("}")[1]: element for element in tree.iter() if "Position" in element.tag}
    assert period["beginPosition"].text == "2024-05-06"
    assert period["endPosition"].get("indeterminatePosition") == "unknown"


def test_files_state_the_moment_of_the_data_or_the_one_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert moment(WHEN) == WHEN
    assert moment(None).year == 1980
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert moment(WHEN).isoformat() == "2023-11-14T22:13:20+00:00"


def test_what_changed_since_a_delivery(tmp_path: Path) -> None:
    kept, altered, gone = (row("Fault", f"64050010100000{n}", LINE, Feature="甲") for n in range(3))
    moved = Row("Fault", altered.values, shapely.LineString([(105, 36), (106, 37)]))
    added = row("Fault", "64050010100000009", LINE)
    then = package({"Fault": (kept, altered, gone)})
    changes = since(then, package({"Fault": (kept, moved, added)}))
    assert changes.counts["Fault"] == (3, 1, 1, 1)
    assert [each.code for each in changes.deleted] == ["640500101000002"]
    assert changes.package.of("Fault") == (moved, added)
    done = write_package(tmp_path, changes, circumstances(tmp_path, formats=("gpkg",)))
    assert pyogrio.read_info(tmp_path / "haiyuan.gpkg", layer="Fault")["features"] == 2
    book = openpyxl.load_workbook(tmp_path / "changes.xlsx")
    assert [cell.value for cell in book["deleted"][3]] == ["Fault", "640500101000002", "删除 deleted"]
    assert [book["delivered"][n][2].value for n in (3, 4)] == ["修改 changed", "新增 added"]
    assert done.manifest["classes"]["Fault"] == {"rows": 3, "added": 1, "changed": 1, "deleted": 1}
    assert since(then, then).package.of("Fault") == ()


def test_nothing_is_left_of_a_cancelled_delivery(tmp_path: Path) -> None:
    steps: list[str] = []

    def hear(step: Step) -> None:
        steps.append(step.what)
        if step.what == "delivery.writing_gpkg":
            progress.cancel()

    def write() -> None:
        with whole(tmp_path / "out") as folder:
            folder.mkdir()
            write_package(folder, full(_rich(tmp_path)), circumstances(tmp_path), progress)

    progress = Progress(hear)
    with pytest.raises(CancelledError):
        write()
    assert "delivery.writing_shp" in steps
    assert {path.name for path in tmp_path.iterdir()} == {"a.jpg", "empty.pdf"}


def test_a_killed_delivery_stands_under_no_name_and_the_next_sweeps_up(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from faultgis.exports.written import whole\n"
        "with whole(Path(sys.argv[1])) as half:\n"
        "    half.mkdir(); (half / 'a.gpkg').write_bytes(b'x'); print('half', flush=True); time.sleep(60)"
    )
    target = tmp_path / "out"
    child = subprocess.Popen([sys.executable, "-c", script, str(target)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "half\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not target.exists()
    assert len(list(tmp_path.glob(".out.*.part"))) == 1
    with whole(target) as half:
        half.mkdir()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    with pytest.raises(InputError, match=r"export\.exists"), whole(target):
        pass
