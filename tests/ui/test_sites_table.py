"""Files of sites at the real desktop: the table narrowed by answer and name, files without a coordinate
system, certificates opened under their own conditions. All by mouse and keys."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas
import pytest
from openpyxl import load_workbook
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication
from shapely import LineString, Polygon

from db.work import Database
from tests.ui.certificate_made import parcel, survey_with_fault
from tests.ui.person import LEFT, Person, QTest
from ui import words
from ui.dialogs.sites_system import SitesSystem

NORTH = {"一小": 50.0, "二小": 120.0, "三小": 205.0, "四中": 500.0, "五中": 60.0}


@pytest.fixture
def planner(database: Database, database_url: str, tmp_path: Path, qapp: QApplication) -> Iterator[Person]:
    survey = survey_with_fault(database)
    person = Person(database_url, tmp_path / "home", survey.code, "zh").start()
    person.key(Qt.Key.Key_F4)
    panel: Any = person.window.avoidance
    for name, value in (("building_class", "乙"), ("intensity", 8)):
        field = panel.form.fields[name]
        field.setCurrentIndex(field.findData(value))
    yield person
    person.leave()
    words.use("en")


def _schools() -> geopandas.GeoDataFrame:
    shapes = [parcel(metres).geometry for metres in NORTH.values()]
    return geopandas.GeoDataFrame({"校名": list(NORTH)}, geometry=shapes, crs="EPSG:4490")


def _opened(planner: Person, tmp_path: Path) -> Any:
    panel: Any = planner.window.avoidance
    _schools().to_file(tmp_path / "学校.gpkg")
    panel.files.open(tmp_path / "学校.gpkg")
    planner.wait(lambda: panel.sites.model.rowCount() == len(NORTH))
    planner.settle()
    return panel


def _shown(panel: Any) -> list[str]:
    return [panel.sites.model.index(row, 0).data() for row in range(panel.sites.model.rowCount())]


def test_the_table_is_narrowed_by_answer_and_by_name(planner: Person, tmp_path: Path) -> None:
    panel = _opened(planner, tmp_path)
    assert "5 个场地" in panel.sites.title.text()
    choice = panel.sites.answers
    assert [choice.itemText(row) for row in range(choice.count())] == [
        "全部答案",
        "在避让带内 3",
        "在迹线位置误差范围内 1",
        "在避让带外（仅就已填绘的断层而言） 1",
    ]
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert _shown(panel) == ["一小", "二小", "五中"]
    assert panel.sites.title.text() == "5 个场地中的 3 个"
    panel.sites.name.setFocus()
    panel.sites.name.insert("中")
    assert _shown(panel) == ["五中"]
    panel.save_table(tmp_path / "答案.xlsx")
    planner.wait(lambda: (tmp_path / "答案.xlsx").exists())
    rows = load_workbook(tmp_path / "答案.xlsx").active.iter_rows(min_row=2, values_only=True)
    assert [row[0] for row in rows] == ["五中"]
    field = panel.form.fields["intensity"]
    field.setCurrentIndex(field.findData(7))  # all are exempt, none is inside: the choice goes
    planner.settle()
    assert (_shown(panel), choice.currentIndex()) == (["四中", "五中"], 0)
    panel.sites.name.clear()
    assert _shown(panel) == list(NORTH)
    panel.sites.name.insert("大学")
    assert _shown(panel) == []
    assert not panel.sites.export.isEnabled()


def test_a_file_without_a_coordinate_system_is_asked_about(planner: Person, tmp_path: Path) -> None:
    panel: Any = planner.window.avoidance
    _schools().to_crs("EPSG:4543").to_file(tmp_path / "学校.shp", encoding="UTF-8")
    (tmp_path / "学校.prj").unlink()

    def answer(dialog: SitesSystem) -> None:
        dialog.accept()
        assert dialog.problem.isVisible()
        dialog.system.setEditText("EPSG:4543")
        dialog.accept()

    planner.answer(SitesSystem, answer)
    panel.files.open(tmp_path / "学校.shp")
    planner.wait(lambda: panel.sites.model.rowCount() == len(NORTH))
    planner.settle()
    first = panel.inquiry.values[0]
    assert (first["site"], first["answer"]) == ("一小", "inside")
    assert first["distance_m"] == pytest.approx(NORTH["一小"], abs=0.5)
    assert planner.errors == []


def test_metres_of_no_zone_are_asked_about_and_a_refused_datum_is_told(
    planner: Person, tmp_path: Path
) -> None:
    panel: Any = planner.window.avoidance
    places = [parcel(metres).geometry.centroid for metres in NORTH.values()]  # type: ignore[union-attr]
    metres = geopandas.GeoSeries(places, crs="EPSG:4490").to_crs("EPSG:4543")
    rows = [f"{name},{at.y:.3f},{at.x:.3f}" for name, at in zip(NORTH, metres, strict=True)]
    (tmp_path / "学校.csv").write_text("\n".join(["校名,X坐标,Y坐标", *rows]), encoding="gb18030")
    planner.answer(SitesSystem, _naming("EPSG:2422"))
    panel.files.open(tmp_path / "学校.csv")
    planner.wait(lambda: bool(planner.errors))
    planner.answer(SitesSystem, _naming("EPSG:4543"))
    panel.files.open(tmp_path / "学校.csv")
    planner.wait(lambda: bool(_shown(panel)))
    assert "北京54" in planner.errors[0] or "Beijing" in planner.errors[0]
    assert panel.inquiry.values[0]["distance_m"] == pytest.approx(NORTH["一小"] + 30, abs=0.5)


def _naming(system: str) -> Callable[[SitesSystem], None]:
    def answer(dialog: SitesSystem) -> None:
        dialog.system.setEditText(system)
        dialog.accept()

    return answer


def test_a_certificate_is_opened_under_the_conditions_that_it_was_issued_for(
    planner: Person, tmp_path: Path
) -> None:
    panel = _opened(planner, tmp_path)
    panel.issuing.opener = lambda _file: None
    heads: Any = panel.sites.table.horizontalHeader()
    row = panel.sites.table.visualRect(panel.sites.model.index(2, 0))
    QTest.mouseClick(panel.sites.table.viewport(), LEFT, pos=row.center())
    assert panel.inquiry.answer["answer"] == "within_location_error"
    QTest.mouseClick(panel.certificate, LEFT)
    planner.wait(lambda: panel.issued.list.count() == 1)
    panel.form.choose("NZ-2003")
    planner.settle()
    assert panel.inquiry.answer["rule"] == "NZ-2003"
    panel.issued.list.setCurrentRow(0)
    QTest.keyClick(panel.issued.list, Qt.Key.Key_Return)
    planner.settle()
    assert heads.isVisible()
    assert panel.form.given == {"building_class": "乙", "intensity": 8}
    assert (panel.inquiry.answer["rule"], panel.inquiry.answer["answer"]) == (
        "CN-GB50011-2010",
        "within_location_error",
    )


def test_what_cannot_be_judged_cannot_be_certified_and_an_assumed_row_is_said_at_once(
    planner: Person, tmp_path: Path
) -> None:
    panel: Any = planner.window.avoidance
    x, y = 103.61, 31.0
    bow = Polygon([(x, y), (x + 0.001, y + 0.001), (x + 0.001, y), (x, y + 0.001)])
    geopandas.GeoDataFrame({"name": ["结"]}, geometry=[bow], crs="EPSG:4490").to_file(tmp_path / "b.gpkg")
    panel.files.open(tmp_path / "b.gpkg")
    planner.wait(lambda: panel.inquiry.answer is not None)
    assert "自相交" in panel.answer.sentence.text()
    assert not panel.certificate.isEnabled()
    panel.where.search.setText("103.61, 31.0010")
    planner.key(Qt.Key.Key_Return, widget=panel.where.search)
    assert panel.certificate.isEnabled()
    assert "最严" not in panel.answer.measure.text()
    field = panel.form.fields["intensity"]
    field.setCurrentIndex(field.findData(None))
    assert "条文 CN-GB50011-9-乙（按可能适用的最严条目）" in panel.answer.measure.text()


def test_of_a_route_the_unmapped_part_is_told_above_its_crossings(planner: Person, tmp_path: Path) -> None:
    panel: Any = planner.window.avoidance
    line = LineString([(103.61, 30.90), (103.61, 31.005)])
    geopandas.GeoDataFrame({"name": ["管线"]}, geometry=[line], crs="EPSG:4490").to_file(tmp_path / "r.gpkg")
    panel.files.open(tmp_path / "r.gpkg")
    planner.wait(lambda: panel.sites.crossing)
    assert "11.6 km 内穿越 1 处，其中 8.1 km 没有填图" in panel.sites.title.text()
    panel.save_table(tmp_path / "管线.xlsx")
    planner.wait(lambda: (tmp_path / "管线.xlsx").exists())
    told = [row[0] for row in load_workbook(tmp_path / "管线.xlsx").worksheets[1].iter_rows(values_only=True)]
    assert any(text.startswith("管线：在避让带内") for text in told)
    assert "0–8,087 m：没有填图" in told
    assert any(text.endswith("m：避让带 F1 CN-GB50011-8-乙") for text in told)


def test_of_several_routes_one_is_opened_and_the_list_comes_back(planner: Person, tmp_path: Path) -> None:
    panel: Any = planner.window.avoidance
    lines = [LineString([(x, 30.995), (x, 31.005)]) for x in (103.605, 103.615)]
    frame = geopandas.GeoDataFrame({"name": ["甲线", "乙线"]}, geometry=lines, crs="EPSG:4490")
    frame.to_file(tmp_path / "r.gpkg")
    panel.files.open(tmp_path / "r.gpkg")
    planner.wait(lambda: panel.sites.model.rowCount() == 2)
    assert not panel.sites.back.isVisible()
    row = panel.sites.table.visualRect(panel.sites.model.index(1, 0))
    QTest.mouseClick(panel.sites.table.viewport(), LEFT, pos=row.center())
    assert panel.sites.crossing
    QTest.mouseClick(panel.sites.back, LEFT)
    assert _shown(panel) == ["甲线", "乙线"]
    assert not panel.sites.back.isVisible()


def test_without_sites_no_empty_table_comes_back_with_the_layout(planner: Person, tmp_path: Path) -> None:
    panel = _opened(planner, tmp_path)
    table = planner.window.dock("sites")
    assert table.isVisible()
    planner.window.actions_.run("layout_all")
    panel.inquiry.screen([])
    planner.settle()
    planner.key(Qt.Key.Key_F4)
    planner.wait(lambda: not table.isVisible())


def test_the_answer_has_the_mark_that_the_map_has(planner: Person, tmp_path: Path) -> None:
    panel = _opened(planner, tmp_path)
    marks = {
        answer: panel.sites.model.index(row, 1).data(Qt.ItemDataRole.DecorationRole).pixmap(16).toImage()
        for row, answer in ((0, "inside"), (2, "within"), (3, "outside"))
    }
    middle = QPoint(8, 8) * round(marks["inside"].width() / 16)
    colours = {answer: image.pixelColor(middle).name() for answer, image in marks.items()}
    assert len(set(colours.values())) == 3
