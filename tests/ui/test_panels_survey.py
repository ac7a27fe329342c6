"""Tree, table, record, history and status of the whole desktop, by real events."""

from dataclasses import replace
from typing import Any

import pytest
from PyQt6.QtCore import QModelIndex, QPoint, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest as _QTest
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from tests.ui.memory import MemoryStore, himatibet
from ui.app import Desktop
from ui.panels.extent import bounds, everything
from ui.panels.status import grouped, read_scale, sheet_scale
from ui.panels.survey_model import SurveyModel

QTest: Any = _QTest


def session_of(desktop: Desktop) -> EditingSession:
    assert desktop.workspace.session is not None
    return desktop.workspace.session


def labels(model: SurveyModel, parent: QModelIndex | None = None) -> list[Any]:
    """The tree as nested lists of labels."""
    above = parent if parent is not None else QModelIndex()
    found: list[Any] = []
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        found.append(index.data())
        below = labels(model, index)
        if below:
            found.append(below)
    return found


def record(desktop: Desktop, kind: str, code: str) -> Any:
    records = session_of(desktop).records[kind].values()
    return next(r for r in records if code in (getattr(r, "code", None), r.source.key))  # type: ignore[union-attr]


def test_the_tree_shows_zone_fault_segment_and_trace(desktop: Desktop) -> None:
    tree = labels(desktop.window.survey.model)
    assert tree[0] == "Xianshuihe fault zone"
    assert tree[1][0] == "Anninghe fault"
    assert tree[1][1][0] == "North segment"
    assert tree[1][1][1][0].startswith("Trace t1 · Sinistral · 22.7 km")
    assert tree[1][1][2].startswith("Trace t2 · Sinistral · 33.6 km")
    assert tree[2] == "Zemuhe fault"
    assert tree[3] == "Traces without a fault"
    assert tree[4][0].startswith("Trace t3")


@pytest.mark.parametrize("query", ["安宁河", "anninghe", "anh", "F1", "Anning"])
def test_a_fault_is_found_by_name_pinyin_initials_and_code(desktop: Desktop, query: str) -> None:
    model = desktop.window.survey.model
    model.search(query)
    tree = labels(model)
    assert tree[0] == "Xianshuihe fault zone"
    assert tree[1][0] == "Anninghe fault"
    assert "Zemuhe fault" not in tree


def test_enter_in_the_search_selects_the_fault_and_goes_there(qtbot: QtBot, desktop: Desktop) -> None:
    panel = desktop.window.survey
    QTest.keyClicks(panel.search, "anninghe")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    fault = record(desktop, "fault", "F1")
    assert desktop.workspace.selection == (("fault", fault.id),)
    scale = desktop.window.desk.view.scale
    west, south, east, north = scale.bounds
    assert west < 102.2 < 102.25 < east
    assert south < 28.0 < 28.5 < north


def test_a_click_in_the_tree_selects_and_shows_the_form(qtbot: QtBot, desktop: Desktop) -> None:
    panel = desktop.window.survey
    fault = record(desktop, "fault", "F2")
    rectangle = panel.tree.visualRect(panel.model.index_of(("fault", fault.id)))
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=rectangle.center())
    assert desktop.workspace.selection == (("fault", fault.id),)
    assert desktop.window.record.title.text() == "Zemuhe fault"


def test_the_tree_keeps_what_is_open_when_a_name_changes(desktop: Desktop) -> None:
    panel = desktop.window.survey
    zone = record(desktop, "fault_zone", "Z1")
    panel.tree.expand(panel.model.index_of(("fault_zone", zone.id)))
    desktop.workspace.select([("fault_zone", zone.id)])
    form = desktop.window.record.shown_form
    assert form is not None
    editor: Any = form.editors["name_en"]
    editor.line.setText("Xianshuihe")
    editor.typed.emit()
    form.flush()
    index = panel.model.index_of(("fault_zone", zone.id))
    assert index.data() == "Xianshuihe"
    assert panel.tree.isExpanded(index)


def test_a_new_fault_from_a_trace_takes_it_in_as_one_edit(desktop: Desktop) -> None:
    trace = record(desktop, "trace", "t3")
    desktop.workspace.select([("trace", trace.id)])
    desktop.window.record.make_parent("fault")
    (kind, key) = desktop.workspace.selection[0]
    assert kind == "fault"
    assert record(desktop, "trace", "t3").fault_id == key
    assert len(session_of(desktop).history.done) == 1
    desktop.window.actions_.run("undo")
    assert record(desktop, "trace", "t3").fault_id is None
    assert session_of(desktop).get("fault", key) is None


def test_measurements_are_listed_added_and_removed(desktop: Desktop) -> None:
    point = record(desktop, "observation_point", "D001")
    desktop.workspace.select([("observation_point", point.id)])
    parts = desktop.window.record._measurements
    assert [parts.list.item(0).text()] == ["Fault plane  95° ∠ 72°"]  # type: ignore[union-attr]
    parts.add()
    assert parts.list.count() == 2
    assert parts.list.item(1).text() == "Fault plane  ? ∠ ?"  # type: ignore[union-attr]
    parts.remove()
    assert len(session_of(desktop).records["measurement"]) == 1


def test_the_table_sorts_filters_and_follows_the_selection(qtbot: QtBot, desktop: Desktop) -> None:
    table = desktop.window.table
    table.show_kind("fault")
    headers = [column.header for column in table.model.columns]
    assert "Strike-slip rate (mm/a)" in headers
    column = headers.index("Code")
    table.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    assert [table.model.index(row, column).data() for row in range(2)] == ["F2", "F1"]
    table.search.setText("zemuhe")
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    assert table.count.text() == "1 of 2 rows"
    fault = record(desktop, "fault", "F2")
    rectangle = table.view.visualRect(table.model.index(0, 0))
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=rectangle.center())
    assert desktop.workspace.selection == (("fault", fault.id),)
    table.search.clear()
    qtbot.waitUntil(lambda: table.model.rowCount() == 2)
    desktop.workspace.select([("fault", record(desktop, "fault", "F1").id)])
    selection = table.view.selectionModel()
    assert selection is not None
    chosen = [table.model.ids[index.row()] for index in selection.selectedRows()]
    assert chosen == [record(desktop, "fault", "F1").id]


def test_numbers_stand_right_in_the_table(desktop: Desktop) -> None:
    table = desktop.window.table
    table.show_kind("trace")
    headers = [column.header for column in table.model.columns]
    for name, right in (("Length (km)", True), ("Exposure", False)):
        align = table.model.index(0, headers.index(name)).data(Qt.ItemDataRole.TextAlignmentRole)
        assert bool(align & Qt.AlignmentFlag.AlignRight) is right
    assert table.model.index(0, headers.index("Length (km)")).data() == "22.70"


def test_rows_copy_as_text_with_headers(desktop: Desktop) -> None:
    table = desktop.window.table
    table.show_kind("fault_zone")
    head, row = table.model.as_text([0]).split("\n")
    assert head.split("\t")[:3] == ["Code", "Chinese name", "English name"]
    assert row.split("\t")[:3] == ["Z1", "鲜水河断裂带", "Xianshuihe fault zone"]


def test_only_selected_rows(desktop: Desktop) -> None:
    table = desktop.window.table
    table.show_kind("fault")
    desktop.workspace.select([("fault", record(desktop, "fault", "F2").id)])
    table.only.setChecked(True)
    assert table.model.ids == [record(desktop, "fault", "F2").id]
    table.only.setChecked(False)


def test_the_history_goes_back_and_forth(desktop: Desktop) -> None:
    window = desktop.window
    for name in ("add_zone", "add_fault", "add_zone"):
        window.actions_.run(name)
    history = window.history
    assert history.edits.count() == 3
    item = history.edits.item(0)
    assert item is not None
    history._go(item)
    assert len(session_of(desktop).history.done) == 1
    last = history.edits.item(2)
    assert last is not None
    history._go(last)
    assert len(session_of(desktop).history.done) == 3


def test_the_status_bar_names_place_zone_and_sheet(desktop: Desktop) -> None:
    status = desktop.window.status
    status.show_scale(50_000)
    status.point(102 + 15 / 60 + 32 / 3600, 27 + 53 / 60 + 41 / 3600)
    assert status.geographic.text().startswith("102°15′32")
    assert "zone 18" in status.grid.text()
    assert status.sheet.text() == "G48E001002"
    assert status.saved.text() == "✓ Saved"
    status.point(15.2, 0.3)
    assert status.grid.text() == ""
    assert status.geographic.text().startswith("15°12′00")


@pytest.mark.parametrize(
    ("text", "denominator"),
    [
        ("1:50000", 50_000),
        ("1：50 000", 50_000),
        ("5万", 50_000),
        ("25,000", 25_000),
        ("1:1\u2009000\u2009000", 1e6),
    ],
)
def test_scales_are_read_as_typed(text: str, denominator: float) -> None:
    assert read_scale(text) == denominator


@pytest.mark.parametrize("text", ["", "1:0", "abc", "1:9999999999"])
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_scale(text)


def test_the_scale_typed_is_the_scale_shown(desktop: Desktop) -> None:
    window = desktop.window
    window.status.scale_wanted.emit(50_000.0)
    view = window.desk.view
    assert view.scale.denominator(view.logicalDpiX()) == pytest.approx(50_000)


def test_grouping_and_sheet_series() -> None:
    assert grouped(18_500_000) == "18\u2009500\u2009000"
    assert sheet_scale(48_000) == 50_000
    assert sheet_scale(9e6) == 1_000_000
    assert sheet_scale(700) == 5_000


def test_bounds_hold_all_traces_of_a_fault(store: MemoryStore) -> None:
    survey = store.surveys()[0]
    session = EditingSession(survey, store.load(survey.id))
    fault = next(f for f in session.records["fault"].values() if getattr(f, "code", "") == "F1")
    assert bounds(session, [("fault", fault.id)]) == (102.2, 28.0, 102.25, 28.5)
    assert everything(session) == (102.2, 27.2, 102.6, 28.5)
    point = next(iter(session.records["observation_point"]))
    west, south, east, north = bounds(session, [("observation_point", point)]) or (0, 0, 0, 0)
    assert west < 102.22 < east
    assert south < 28.1 < north


def test_real_structures_fill_tree_and_table(qtbot: QtBot, desktop: Desktop, shared: Any) -> None:
    held = himatibet(shared / "data/faults/himatibet/HimaTibetMap.geojson", 200)
    survey = held.surveys()[0]
    desktop.workspace.open(EditingSession(survey, held.load(survey.id)))
    assert desktop.window.survey.model.rowCount() == 200
    desktop.window.table.show_kind("trace")
    assert desktop.window.table.model.rowCount() == 200
    QTest.mouseMove(desktop.window.desk.view, QPoint(50, 50))


def test_the_guard_says_what_does_not_fit_and_sets_it_right(desktop: Desktop) -> None:
    trace = record(desktop, "trace", "t2")
    wrong = replace(
        trace, kinematics="reverse", hanging_wall="left", dip_direction=Estimate(unit="deg", best=95)
    )
    desktop.workspace.apply(Edit("edit.change_record", (Change(trace, wrong),)))
    desktop.workspace.select([("trace", trace.id)])
    guard = desktop.window.record.guard
    assert [finding.fix for finding in guard.findings] == [{"hanging_wall": "right"}]
    guard._fix("hanging_wall", "right")
    assert record(desktop, "trace", "t2").hanging_wall == "right"
    assert guard.findings == ()
    assert guard.isHidden()


def test_the_table_shows_four_rows_on_a_field_laptop(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.resize(1366, 768)
    for _ in range(4):
        window.actions_.run("add_fault")
    window.table.show_kind("fault")
    viewport = window.table.view.viewport()
    assert viewport is not None
    qtbot.waitUntil(lambda: viewport.height() > 0)
    rows = range(window.table.model.rowCount())
    heights = [window.table.view.rowHeight(row) for row in rows]
    assert sum(heights[:4]) <= viewport.height()


def test_columns_are_wide_enough_for_every_code(desktop: Desktop) -> None:
    window = desktop.window
    window.actions_.run("add_fault")
    form = window.record.shown_form
    assert form is not None
    editor: Any = form.editors["code"]
    editor.line.setText("HTM-1098765-北段")
    editor.typed.emit()
    form.flush()
    table = window.table
    table.show_kind("fault")
    column = [c.label for c in table.model.columns].index("Code")
    texts = [table.model.index(row, column).data() for row in range(table.model.rowCount())]
    needed = max(table.view.fontMetrics().horizontalAdvance(text) for text in texts)
    assert table.view.columnWidth(column) >= needed + 24


def test_a_double_click_in_the_table_goes_there_and_ctrl_c_copies(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.table.show_kind("fault")
    row = [window.table.model.ids[r] for r in range(2)].index(record(desktop, "fault", "F1").id)
    view = window.table.view
    spot = view.visualRect(window.table.model.index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    west, south, east, north = window.desk.view.scale.bounds
    assert west < 102.2 < 102.25 < east
    assert south < 28.0 < 28.5 < north
    assert (east - west) < 2
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    head, line = clipboard.text().split("\n")
    assert head.startswith("Chinese name\t")
    assert "安宁河断裂" in line


def test_a_fault_lists_its_traces_with_their_lengths_and_a_click_selects_one(desktop: Desktop) -> None:
    fault = record(desktop, "fault", "F1")
    desktop.workspace.select([("fault", fault.id)])
    measures = desktop.window.record._measures
    assert measures.said.text() == "2 traces, 56.3 km in all"
    lines = [measures.list.item(row) for row in range(measures.list.count())]
    assert [line.text().split(" · ")[-1] for line in lines if line] == ["33.6 km", "22.7 km"]
    desktop.window.show()
    spot = measures.list.visualItemRect(lines[1]).center()
    QTest.mouseClick(measures.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert desktop.workspace.selection == (("trace", record(desktop, "trace", "t1").id),)
    assert measures.said.text() == "22.7 km · 2 vertices · mean strike 012°"
    assert measures.list.isHidden()
