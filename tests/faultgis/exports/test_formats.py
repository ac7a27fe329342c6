"""Whatever a package holds comes back from every format as it went in, but for what the format forces."""

import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from pyproj import CRS

from faultgis.errors import InputError
from faultgis.exports import gdal, readback
from faultgis.exports.dbf import shortened
from faultgis.exports.file_gdb import read_layer, write_file_gdb
from faultgis.exports.geopackage import write_geopackage
from faultgis.exports.layers import Column, Layer, Sheaf, shapes_of
from faultgis.exports.national_tables import write_losses
from faultgis.exports.shapefile import read_shapefile, write_shapefiles
from faultgis.exports.workbook import Sheet, sheet_names, write_workbook
from faultgis.exports.workbook_reading import read_workbook
from faultgis.exports.written import driver_errors, whole
from faultgis.national.naming import short_names
from faultgis.national.rows import Note, Package
from faultgis.national.template import Domain, TemplateCode
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.exporting import Task, export
from tests.faultgis.exports.packages import WHEN, layer, package, packages, row, sheaf

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _names(of: Sheaf) -> dict[str, tuple[str, ...]]:
    return {each.name: short_names([column.name for column in each.columns]) for each in of.layers}


@FEW
@given(packages())
def test_all_formats_hold_what_they_were_given(made: Package) -> None:
    of = sheaf(made)
    folder = Path(tempfile.mkdtemp())
    try:
        write_file_gdb(folder / "a.gdb", of)
        readback.check_file_gdb(folder / "a.gdb", of)
        write_geopackage(folder / "a.gpkg", of)
        readback.check_geopackage(folder / "a.gpkg", of)
        told = write_shapefiles(folder / "shp", of, _names(of))
        readback.check_shapefiles(folder / "shp", told)
        sheets = [Sheet(each.name, (), zip(*each.values, strict=True)) for each in of.layers if each.columns]
        write_workbook(folder / "a.xlsx", sheets, WHEN)
        readback.check_workbook(folder / "a.xlsx", [each for each in of.layers if each.columns], 0)
    finally:
        shutil.rmtree(folder)


def _one(**values: object) -> Sheaf:
    line = shapely.LineString([(105.1, 36.2), (105.3, 36.5)])
    return sheaf(package({"Fault": (row("Fault", "640500101#######1", line, **values),)}))


def test_a_difference_is_never_passed_over(tmp_path: Path) -> None:
    write_geopackage(tmp_path / "a.gpkg", _one(Length=1.5))
    with pytest.raises(InputError) as caught:
        readback.check_geopackage(tmp_path / "a.gpkg", _one(Length=1.25))
    error = caught.value
    assert (error.code, error.layer, error.row, error.field) == ("export.read_back", "Fault", 1, "Length")
    assert error.params == {"written": "1.25", "read": "1.5"}


def test_a_geodatabase_has_titles_widths_and_code_lists(tmp_path: Path) -> None:
    of = _one(Feature="111102")
    write_file_gdb(tmp_path / "a.gdb", of)
    told = gdal.told(tmp_path / "a.gdb", ["Fault", "Project"])
    kept = {field.name: (field.alias, field.domain, field.width) for field in told.fields["Fault"]}
    assert kept["Feature"] == ("性质", "FaultTypeCVD", 254)
    assert kept["SvyDate"] == ("日期", "", 8)
    assert told.domains["FaultTypeCVD"]["111102"]
    assert len(told.domains) == len(of.domains)
    assert [field.name for field in told.fields["Project"]] == [c.name for c in layer(of, "Project").columns]


def test_an_office_s_own_names_are_kept(tmp_path: Path) -> None:
    columns = (
        Column("编号", "text", "编号", 20),
        Column("断层活动时代代码", "integer", "时代", 0, "Age"),
        Column("geom", "real"),
        Column("FID", "text", "", 5),
    )
    values = (["断1", None], [3, None], [1.5, 2.5], ["a", "b"])
    made = Layer("活动断层", columns, values, shapes_of([shapely.Point(1, 2), None]), "point", "", "数据集")
    ages = Domain("Age", "时代", (TemplateCode("3", "全新世"), TemplateCode("x", "未定")))
    of = Sheaf((made,), WHEN, (ages,))
    write_file_gdb(tmp_path / "a.gdb", of)
    readback.check_file_gdb(tmp_path / "a.gdb", of)
    write_geopackage(tmp_path / "a.gpkg", of)
    readback.check_geopackage(tmp_path / "a.gpkg", of)
    told = write_shapefiles(tmp_path / "shp", of, _names(of))
    readback.check_shapefiles(tmp_path / "shp", told)
    assert [field.name for field in told[0].fields] == ["编号", "断层活动时", "geom", "FID"]


def test_a_text_is_cut_between_characters_and_told_whole(tmp_path: Path) -> None:
    text = "断" * 126 + "𬒈断层"  # 252 bytes, then a character of four
    of = _one(Feature=text)
    told = write_shapefiles(tmp_path / "shp", of, _names(of))
    fault = next(each for each in told if each.layer.name == "Fault")
    assert [(cut.row, cut.column, cut.text) for cut in fault.cuts] == [(0, "Feature", text)]
    columns, _ = read_shapefile(tmp_path / "shp", fault)
    assert columns[3] == ["断" * 126]
    assert len(shortened(text)) == 252


def test_tables_of_shapefiles_state_their_encoding_and_no_clock(tmp_path: Path) -> None:
    write_shapefiles(tmp_path / "shp", _one(), _names(_one()))
    raw = (tmp_path / "shp" / "Fault.dbf").read_bytes()
    assert raw[1:4] == bytes([126, 3, 4])
    assert raw[29] == 0x4D
    assert (tmp_path / "shp" / "Fault.cpg").read_text() == "GB18030"
    assert "China_2000" in (tmp_path / "shp" / "Fault.prj").read_text()
    assert (tmp_path / "shp" / "Project.dbf").exists()
    assert not (tmp_path / "shp" / "Project.shp").exists()


def test_a_geopackage_keeps_the_rules_of_its_standard(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    of = _one(Feature="111102")
    write_geopackage(path, of)
    raw = path.read_bytes()
    assert (raw[68:72], int.from_bytes(raw[60:64])) == (b"GPKG", 10300)
    with sqlite3.connect(path) as database:
        ask = database.execute
        assert ask("pragma integrity_check").fetchone() == ("ok",)
        assert ask("pragma foreign_key_check").fetchall() == []
        assert ask("select count(*) from rtree_Fault_geom").fetchone() == (1,)
        stated = ask(
            "select data_type, last_change, min_x, srs_id from gpkg_contents where table_name='Fault'"
        )
        assert stated.fetchone() == ("features", "2026-03-04T05:06:07.890Z", 105.1, 4490)
        titles = ask("select name, constraint_name from gpkg_data_columns where table_name='Fault' and"
                     " column_name='Feature'")  # fmt: skip
        assert titles.fetchone() == ("性质", "FaultTypeCVD")
        placed = [name for (name,) in ask("select table_name from gpkg_geometry_columns")]
        indexed = {name for (name,) in ask("select table_name from gpkg_extensions where column_name='geom'")}
        assert indexed == set(placed)
        (shape,) = ask("select geom from Fault").fetchone()
        assert shape[:8] == b"GP\x00\x03" + (4490).to_bytes(4, "little")
    columns, shapes = read_layer(path, layer(of, "Fault"))
    assert shapes[0].equals_exact(layer(of, "Fault").shapes[0])
    assert columns[3] == ["111102"]
    assert gdal.told(path, ["Fault"]).domains["FaultTypeCVD"]["111102"]


def test_no_text_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\tx", "断层"]
    write_workbook(
        path, [Sheet("A/B:" + "长" * 40, (["头"],), [[text, 1.5, None, 2] for text in texts])], WHEN
    )
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet["A"][1:]] == texts
    assert {cell.data_type for cell in sheet["A"]} == {"s"}
    assert [cell.quotePrefix for cell in sheet["A"][1:]] == [True] * 6 + [False]
    assert sheet.title == "A_B_" + "长" * 27
    rows = []
    read_workbook(path, lambda name, number, values: rows.append((number, values)))
    assert rows[1] == (2, ["=1+1", 1.5, None, 2])


def test_sheets_have_names_of_their_own() -> None:
    assert sheet_names(["A" * 40, "a" * 40, "[x]", ""]) == ["A" * 31, "a" * 29 + "~2", "_x_", "_"]


def test_too_long_a_text_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_workbook(tmp_path / "a.xlsx", [Sheet("A", (), [["x", "y" * 32_768]])], WHEN)
    assert (caught.value.code, caught.value.row, caught.value.field) == ("export.text_too_long", 1, "B")


def test_a_text_that_no_cell_holds_does_not_keep_the_tables_back(tmp_path: Path) -> None:
    survey = Survey(code="T")
    fault = Fault(survey_id=survey.id, code="F1", notes="长" * 40_000)
    done = export("xlsx", Task(survey, {"fault": [fault]}, tmp_path / "a.xlsx"))
    assert [(note.code, note.class_name, note.params) for note in done.notes] == [
        ("workbook.cut", "fault", {"count": 1})
    ]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["fault"]
    assert "长" * 32_767 in {cell.value for cell in sheet[3]}


def test_a_qgis_project_has_a_coordinate_system(tmp_path: Path) -> None:
    """QGIS reads the one it finds only with the switch beside it, and not by its code alone."""
    survey, line = Survey(code="T"), shapely.MultiLineString([[(105.1, 36.2), (105.3, 36.5)]])
    trace = Trace(survey_id=survey.id, geometry=line)
    words = {"kind.trace": "迹线"}
    task = Task(survey, {"trace": [trace]}, tmp_path / "a.qgz", lambda name: words.get(name, ""))
    export("qgis", task)
    with zipfile.ZipFile(tmp_path / "a.qgz") as packed:
        project = ElementTree.fromstring(packed.read("a.qgs"))
    assert project.findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"
    wkt = project.findtext("projectCrs/spatialrefsys/wkt")
    assert wkt is not None
    assert CRS.from_wkt(wkt).to_epsg() == 4490
    assert [layer.get("name") for layer in project.iter("layer-tree-layer")] == ["迹线"]


def test_a_lost_text_that_no_cell_holds_goes_on_below(tmp_path: Path) -> None:
    lost = Note("delivery.text_cut", "Fault", "F1", "Name", {"value": "长" * 40_000})
    write_losses(tmp_path / "a.xlsx", [lost], WHEN, lambda note: note.code)
    cells = openpyxl.load_workbook(tmp_path / "a.xlsx")["losses"]["F"]
    assert "".join(str(cell.value) for cell in cells).endswith("长" * 40_000)


def test_a_geodatabase_gets_its_ending(tmp_path: Path) -> None:
    survey = Survey(code="T")
    done = export("gdb", Task(survey, {"fault": [Fault(survey_id=survey.id, code="F1")]}, tmp_path / "甲.v2"))
    assert {Path(file.path).name for file in done.files} == {"甲.v2.gdb"}
    assert (tmp_path / "甲.v2.gdb").is_dir()


def test_what_no_driver_could_write_is_named_as_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "甲.gpkg"
    with pytest.raises(InputError) as caught, whole(target) as half, driver_errors(half.name):
        raise sqlite3.OperationalError("database or disk is full")
    assert caught.value.params["what"] == "甲.gpkg"
    assert not list(tmp_path.iterdir())
