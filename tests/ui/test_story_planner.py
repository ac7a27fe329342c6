"""A planner's afternoon at the real desktop, under a planner's login on an office's PostGIS: 500 parcels from
a file, one of them opened, a certificate issued; the fault moves, the notice comes, the replay stands."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
from openpyxl import load_workbook
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication, QLabel

from db.engine import connect_engine
from db.work import Database
from faultgis.avoidance.telling import canonical
from faultgis.services.certifying import certificates
from faultgis.services.replaying import replay
from tests.db.conftest import office as served  # noqa: F401
from tests.db.office import Office
from tests.ui.certificate_made import move_trace, pages, parcel, survey_with_fault
from tests.ui.person import Person
from ui import words
from ui.words import tr

# PyQt6's stubs give its static methods a self.
QTest: Any = _QTest
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def survey_code(request: pytest.FixtureRequest) -> str:
    """A survey of the test's own."""
    return f"STORY{sum(request.node.name.encode())}"


@pytest.fixture
def planner(served: Office, qapp: QApplication, tmp_path: Path, survey_code: str) -> Iterator[Person]:  # noqa: F811
    """A planner, qian, sits down at the survey that the administrator chen published."""
    with psycopg.connect(served.url("faults_owner"), autocommit=True) as owner:
        if owner.execute("select from pg_roles where rolname = 'qian'").fetchone() is None:
            owner.execute("create role qian login password 'qian-secret' in role faultgis_planner")
    chen = Database(connect_engine(served.url("chen")))
    survey_with_fault(chen, survey_code)
    chen.engine.dispose()
    person = Person(served.url("qian"), tmp_path / "home", survey_code, "zh").start()
    yield person
    person.leave()
    words.use("en")
    assert person.reports == []


def _parcels(folder: Path) -> Path:
    """500 parcels on both sides of the fault."""
    chance, features = random.Random(7), []
    for number in range(500):
        site = parcel(chance.uniform(-900, 900)).geometry
        moved = shapely.affinity.translate(site, chance.uniform(-0.009, 0.025)) if site else site
        geometry = json.loads(shapely.to_geojson(moved))
        features.append({"type": "Feature", "properties": {"编号": f"D{number:03d}"}, "geometry": geometry})
    file = folder / "地块.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def _choose(person: Person, name: str, value: object) -> None:
    field: Any = person.window.avoidance.form.fields[name]
    field.setFocus()
    field.setCurrentIndex(field.findData(value))


def _said(person: Person) -> str:
    labels = person.window.avoidance.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisibleTo(person.window))


def test_a_planner_screens_parcels_issues_a_certificate_and_hears_that_it_changed(
    planner: Person,
    served: Office,  # noqa: F811
    tmp_path: Path,
) -> None:
    window: Any = planner.window
    panel: Any = planner.window.avoidance
    opened: list[Path] = []
    panel.issuing.opener = opened.append
    QTest.keyClick(window, Qt.Key.Key_F4)
    planner.settle()
    assert panel.isVisibleTo(window)
    _choose(planner, "building_class", "乙")
    _choose(planner, "intensity", 8)

    panel.files.open(_parcels(tmp_path))
    planner.wait(lambda: len(panel.inquiry.values) == 500)
    heads = panel.sites.table.horizontalHeader()
    middle = heads.sectionViewportPosition(1) + 20
    QTest.mouseClick(heads.viewport(), LEFT, pos=QPoint(middle, 8))
    column = [panel.sites.model.index(row, 1).data() for row in range(500)]
    assert column[0] == tr("answer.inside")
    assert column[-1] == tr("answer.outside")
    panel.save_table(tmp_path / "答案.xlsx")
    planner.wait(lambda: (tmp_path / "答案.xlsx").exists())
    sheet = load_workbook(tmp_path / "答案.xlsx").active
    assert [sheet.cell(row, 2).value for row in range(2, 502)] == column

    outside = next(
        row
        for row in range(500)
        if 260 < float(panel.sites.model.values[panel.sites.model.order[row]]["distance_m"]) < 330
    )
    panel.sites.table.selectRow(outside)
    planner.settle()
    assert panel.inquiry.answer is not None
    assert panel.inquiry.answer["answer"] == "outside"
    assert panel.inquiry.answer["width_m"] == 200
    assert panel.inquiry.grounds
    said = _said(planner)
    assert "在避让带外" in said
    assert "安全" not in said

    QTest.mouseClick(panel.certificate, LEFT)
    planner.wait(lambda: bool(opened))
    planner.settle()
    assert "活动断层避让意见书" in pages(opened[0])

    li, chen = (Database(connect_engine(served.url(name))) for name in ("li", "chen"))
    survey = li.survey(planner.session.survey.code)
    (issued,) = certificates(li, survey)
    first = canonical(issued.answer.plain())
    assert issued.stamp.created_by == "qian"
    south = issued.answer["site"] and panel.inquiry.site.geometry.centroid.y < 31.0
    move_trace(chen, survey, -250 if south else 250)
    planner.wait(lambda: any(issued.code in text for text, level in planner.told if level == "warning"))
    assert panel.watch.changed[0].certificate.code == issued.code
    assert "⚠" in panel.issued.list.item(0).text()
    planner.wait(lambda: panel.inquiry.answer is not None and panel.inquiry.answer["answer"] == "inside")
    assert "在避让带内" in _said(planner)

    again = replay(li, survey, issued)
    assert again.then.encode() == first.encode()
    assert (again.identical, again.superseded) == (True, True)
    logged: list[Any] = li.load(survey.id, ("site_query",))["site_query"]
    assert sorted(query.sites for query in logged) == [1, 500]
    assert {query.stamp.created_by for query in logged} == {"qian"}
    for database in (li, chen):
        database.engine.dispose()


def test_another_class_or_intensity_changes_the_answer_at_once(planner: Person) -> None:
    panel: Any = planner.window.avoidance
    QTest.keyClick(planner.window, Qt.Key.Key_F4)
    planner.settle()
    panel.where.search.setText("103.61, 31.0020")
    QTest.keyClick(panel.where.search, Qt.Key.Key_Return)
    found = []
    for building, intensity in (("乙", 8), ("丙", 8), ("乙", 9), ("甲", 8), ("丁", 8), ("丙", 7)):
        _choose(planner, "building_class", building)
        _choose(planner, "intensity", intensity)
        found.append(panel.inquiry.answer["answer"])
    expected = ["outside", "outside", "inside", "special_study", "no_distance_set", "exempt"]
    assert found == expected
    panel.form.fields["cover_m"].setText("many")
    assert panel.form.problem.isVisibleTo(planner.window)
    assert not panel.certificate.isEnabled()


def test_a_route_lists_where_it_crosses(planner: Person) -> None:
    panel: Any = planner.window.avoidance
    view = planner.view
    QTest.keyClick(planner.window, Qt.Key.Key_F4)
    planner.settle()
    _choose(planner, "building_class", "丙")
    _choose(planner, "intensity", 8)
    route = next(button for button in panel.where.sorts.buttons() if button.objectName() == "line")
    QTest.mouseClick(route, LEFT)
    for lon, lat in ((103.61, 30.995), (103.61, 31.005)):
        place = QPoint(*(round(v) for v in view.scale.to_screen(lon, lat)))
        QTest.mouseClick(view, LEFT, pos=place)
    QTest.keyClick(view, Qt.Key.Key_Return)
    planner.settle()
    assert panel.inquiry.way is not None
    (crossing,) = panel.inquiry.way["crossings"]
    assert crossing["fault"] == "F1"
    assert crossing["angle_deg"] == pytest.approx(90, abs=2)
    assert panel.sites.crossing
    assert panel.sites.model.rowCount() == 1
    assert panel.inquiry.site is not None
    panel.where.search.setText("103.61, 31.0020")
    QTest.keyClick(panel.where.search, Qt.Key.Key_Return)
    assert not panel.sites.crossing


def test_a_question_under_other_conditions_is_a_question_of_its_own(planner: Person) -> None:
    panel: Any = planner.window.avoidance
    QTest.keyClick(planner.window, Qt.Key.Key_F4)
    planner.settle()
    _choose(planner, "building_class", "丙")
    panel.where.search.setText("103.61, 31.0020")
    QTest.keyClick(panel.where.search, Qt.Key.Key_Return)
    for intensity in (7, 8, 9):
        _choose(planner, "intensity", intensity)
    panel.inquiry.log.flush()
    planner.settle()
    store, survey = planner.workspace.store, planner.session.survey
    logged: list[Any] = store.load(survey.id, ("site_query",))["site_query"]
    given = [query.question["given"] for query in logged]
    assert given == [{"building_class": "丙"}, {"building_class": "丙", "intensity": 9}]
