"""National packages: recognised by their classes whatever the format, read cell by cell, told by class."""

import zipfile
from pathlib import Path

import pytest
from shapely import Point

from faultgis.errors import InputError
from faultgis.national.template import load
from faultgis.records.survey import Survey
from importers import national_files, registry
from importers.national.batch import NationalBatch
from importers.national.rows import columns_of, typed
from tests.importers.national.packages import LINE, PACKAGE, PLACE, write_package

SURVEY = Survey(code="N")


def read(path: Path) -> NationalBatch:
    (batch,) = registry.read(path, SURVEY)
    assert isinstance(batch, NationalBatch)
    return batch


def test_a_package_is_recognised_by_its_classes(tmp_path: Path) -> None:
    info = registry.inspect(write_package(tmp_path / "p.gpkg"))
    assert (info.kind, info.reader) == ("national", "national package cn-survey 2026.2")
    assert {layer.name: layer.features for layer in info.layers} == {
        "Fault": 2, "GeologicalSvyPoint": 1, "FaultSvyPoint": 1, "DrillProfile": 1,
    }  # fmt: skip
    codes = {problem.code for problem in info.problems}
    assert codes >= {"national.recognised", "national.no_class", "national.columns_unknown"}


def test_rows_are_typed_and_unknown_columns_kept(tmp_path: Path) -> None:
    batch = read(write_package(tmp_path / "p.gpkg"))
    fault = batch.rows["Fault"][0]
    assert fault.values["Feature"] == "111102"
    assert (fault.values["FaultLength"], fault.values["ShowCode"]) == (21.5, 3)
    assert fault.values["Width"] is None
    assert fault.geometry == LINE
    (point,) = batch.rows["GeologicalSvyPoint"]
    assert point.extras == {"观测人": "张三"}
    assert point.geometry == PLACE
    assert batch.rows["FaultSvyPoint"][0].values["Feature"] == "111102"
    assert "FaultLength" in batch.columns["Fault"]
    assert "Width" not in batch.columns["Fault"]
    assert batch.read == 5


def test_shapefiles_with_short_names_and_a_zip_of_them(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "shapes")
    expected = read(write_package(tmp_path / "p.gpkg")).rows
    assert read(folder).rows["FaultSvyPoint"] == expected["FaultSvyPoint"]
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"成果/{file.name}")
    assert read(tmp_path / "p.zip").rows["Fault"] == expected["Fault"]


def test_shapefiles_in_gb18030_are_known_by_columns_alone(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "shapes", encoding="GB18030")
    assert read(folder).rows["Fault"] == read(write_package(tmp_path / "p.gpkg")).rows["Fault"]


def test_a_workbook_has_points_and_no_other_shapes(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, (rows, _) in PACKAGE.items():
        sheet = book.create_sheet(name)
        heads = list(rows[0])
        sheet.append(["标题"] * len(heads))
        sheet.append(heads)
        for row in rows:
            sheet.append([row.get(head) for head in heads])
    book.save(tmp_path / "p.xlsx")
    batch = read(tmp_path / "p.xlsx")
    assert not batch.has_shapes
    assert batch.rows["FaultSvyPoint"][0].geometry == PLACE
    assert batch.rows["Fault"][0].geometry is None
    assert batch.rows["Fault"][0].values["FaultLength"] == 21.5


def test_a_place_off_the_earth_is_told(tmp_path: Path) -> None:
    rows, _ = PACKAGE["faultsvypoint"]
    shapes = [*([PLACE] * 30), Point(4_000_000, 36)]
    batch = read(write_package(tmp_path / "p.gpkg", {**PACKAGE, "faultsvypoint": (list(rows) * 31, shapes)}))
    assert [row.geometry for row in batch.rows["FaultSvyPoint"]] == [*([PLACE] * 30), None]
    assert [(w.code, w.row) for w in batch.warnings if w.code == "geometry.off_earth"] == [
        ("geometry.off_earth", 31)
    ]


def test_other_files_are_no_packages(tmp_path: Path) -> None:
    one = write_package(tmp_path / "one.gpkg", {"Fault": PACKAGE["Fault"]})
    assert not national_files.recognise(one)
    assert national_files.recognise(one, least=1)
    assert registry.read(one, SURVEY)[0].kind == "traces"
    strange = write_package(tmp_path / "strange.gpkg", {"Fault": PACKAGE["Notes"], "Notes": PACKAGE["Notes"]})
    assert not national_files.recognise(strange)
    with pytest.raises(InputError) as caught:
        registry.read(strange, SURVEY, kind="national")
    assert caught.value.code == "national.no_package"


def test_values_take_their_field_s_type() -> None:
    described = load().find("Fault")
    assert described is not None
    length, age, key = (described.field(name) for name in ("FaultLength", "Age", "ID"))
    point = load().find("GeologicalSvyPoint")
    assert point is not None
    day = point.field("SvyDate")
    assert length and age and key and day  # noqa: PT018
    assert [typed(v, length) for v in (" 12.5 ", "12,5", 7, float("nan"))] == [12.5, "12,5", 7.0, None]
    assert [typed(v, length) for v in ("1e999", float("-inf"))] == ["inf", "-inf"]
    assert [typed(v, age) for v in (" 33320000 ", 33320000.0, "")] == ["33320000", "33320000", None]
    assert [typed(v, day) for v in ("2024-05-03", "2024-05-03T00:00:00", "20240503", "五月")] == [
        "20240503", "20240503", "20240503", "五月",
    ]  # fmt: skip
    bound = columns_of(described, ["fault_length", "FaultLength", "OBJECTID", "Shape_Length", "多余"])
    assert {name: field.name if field else None for name, field in bound.items()} == {
        "fault_length": None, "FaultLength": "FaultLength", "多余": None,
    }  # fmt: skip
