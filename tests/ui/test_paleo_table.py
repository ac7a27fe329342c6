"""Results in the attribute table and the record panel: in words, marked where out of date, linked."""

from dataclasses import replace
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.derived import CalibratedAge, Recurrence, SlipRate
from faultgis.records.fault import Fault
from faultgis.records.sample import LabResult
from faultgis.services import practice
from faultgis.services.deriving import ages
from faultgis.values import Basis, Estimate
from ui.app import Desktop
from ui.forms.fixed import FixedEditor
from ui.freshness import Freshness
from ui.panels.parameter_list import ParameterList

FIVE = Estimate(unit="mm/a", best=5.0, basis=Basis.DERIVED)


@pytest.fixture
def dated(desktop: Desktop, qtbot: QtBot) -> Desktop:
    """The practice trench with calibrated ages."""
    session = desktop.workspace.session
    assert session is not None
    fault = next(f for f in session.records["fault"].values() if isinstance(f, Fault))
    desktop.workspace.apply(practice.ladik(session.survey.id, fault.id))
    results = [r for r in session.records["lab_result"].values() if isinstance(r, LabResult)]
    made = tuple(ages.calibrated(session.records, result) for result in results)
    desktop.workspace.apply(Edit("edit.calibrate", made))
    qtbot.waitUntil(lambda: not desktop.jobs.running)
    return desktop


def das27(desktop: Desktop) -> tuple[LabResult, CalibratedAge]:
    session = desktop.workspace.session
    assert session is not None
    results = (r for r in session.records["lab_result"].values() if isinstance(r, LabResult))
    result = next(r for r in results if r.lab_code == "Das27")
    found = (a for a in session.records["calibrated_age"].values() if isinstance(a, CalibratedAge))
    return result, next(a for a in found if a.result_id == result.id)


def test_no_age_is_cut_in_the_list_of_results(dated: Desktop, qtbot: QtBot) -> None:
    window = dated.window
    window.resize(1366, 768)
    window.actions_.run("ages")
    ages_list = window.chain.dates.list
    qtbot.waitUntil(lambda: ages_list.topLevelItemCount() == 14 and ages_list.isVisible())
    qtbot.waitUntil(lambda: not cut(ages_list))


def cut(tree: QTreeWidget) -> list[str]:
    """The cells of a tree that neither fit in one line nor in the lines that their rows have room for."""
    metrics, found = tree.fontMetrics(), []
    for row in range(tree.topLevelItemCount()):
        item: Any = tree.topLevelItem(row)
        for column in (at for at in range(tree.columnCount()) if not tree.isColumnHidden(at)):
            room = tree.visualItemRect(item)
            room.setWidth(tree.columnWidth(column) - 6)  # as Qt leaves beside a text
            text = item.text(column)
            needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
            if needed.width() > room.width() or needed.height() > room.height():
                found.append(text)
    return found


@pytest.mark.parametrize(("width", "shown"), [(760, 3), (420, 2)])
def test_no_value_is_cut_in_the_list_of_parameters(
    desktop: Desktop, qtbot: QtBot, width: int, shown: int
) -> None:
    session = desktop.workspace.session
    assert session is not None
    (fault, *_) = (each for each in session.records["fault"].values() if isinstance(each, Fault))
    spread = Estimate(unit="a", best=388.5, low=224.25, high=1408.75, basis=Basis.DERIVED)
    cycle = Recurrence(survey_id=session.survey.id, code="C1", fault_id=fault.id, interval=spread)
    desktop.workspace.apply(Edit("edit.recurrence", (Change(None, cycle),)))
    parameters = ParameterList(desktop.workspace)
    qtbot.addWidget(parameters)
    parameters.resize(width, 500)
    parameters.show_parameters(fault)
    parameters.show()
    qtbot.waitUntil(lambda: not cut(parameters))
    visible = [at for at in range(4) if not parameters.isColumnHidden(at)]
    assert len(visible) == shown + (width > 640)
    first: Any = parameters.topLevelItem(0)
    assert "A double click goes to the record" in first.toolTip(1)


def test_ages_stand_in_the_table_as_calendar_years_and_are_marked(dated: Desktop, qtbot: QtBot) -> None:
    table, (result, age) = dated.window.table, das27(dated)
    table.show_kind("calibrated_age")
    model = table.model
    row = model.ids.index(age.id)
    cells = [str(model.index(row, n).data()) for n in range(len(model.columns))]
    assert cells[0] == "Das27"
    assert any(cell.startswith("AD ") and cell.endswith("(AD 896–1114, 95 %)") for cell in cells), cells
    change = Change(result, replace(result, c14_age=1100.0))
    dated.workspace.apply(Edit("edit.change_record", (change,)))
    qtbot.waitUntil(lambda: Freshness.of(dated.workspace).is_stale(age.id))
    assert model.index(row, 0).data() == "⚠ Das27"
    why = str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "Das27" in why
    assert sum(str(model.index(n, 0).data()).startswith("⚠") for n in range(len(model.ids))) == 1


def test_a_result_shows_what_it_rests_on_one_click_away(dated: Desktop, qtbot: QtBot) -> None:
    result, age = das27(dated)
    dated.workspace.select([("calibrated_age", age.id)])
    panel = dated.window.record
    assert panel.title.text() == "Das27"
    form = panel.shown_form
    assert form is not None
    assert isinstance(form.editors["age"], FixedEditor)
    links = panel.derived.inputs.list
    texts = [links.item(row).text() for row in range(links.count())]  # type: ignore[union-attr]
    assert any("Das27" in text for text in texts)
    place = next(n for n, text in enumerate(texts) if text.lower().startswith("laboratory result"))
    links.itemClicked.emit(links.item(place))
    assert dated.workspace.selection == (("lab_result", result.id),)
    back = panel.derived.results.list
    assert back.count() == 1
    back.itemClicked.emit(back.item(0))
    assert dated.workspace.selection == (("calibrated_age", age.id),)


def test_results_stand_in_the_tree_under_their_fault(dated: Desktop, qtbot: QtBot) -> None:
    session, workspace = dated.workspace.session, dated.workspace
    assert session is not None
    fault = next(f for f in session.records["fault"].values() if isinstance(f, Fault))
    rate = SlipRate(survey_id=session.survey.id, code="R1", fault_id=fault.id, rate=FIVE)
    loose = SlipRate(survey_id=session.survey.id, code="R2", rate=FIVE)
    workspace.apply(Edit("edit.slip_rate", (Change(None, rate), Change(None, loose))))
    model = dated.window.survey.model
    index = model.index_of(("slip_rate", rate.id))
    assert index.isValid()
    assert "R1 · 5 mm/a" in str(index.data())
    assert model.ref(index.parent()) == ("fault", fault.id)
    assert not model.index_of(("slip_rate", loose.id)).isValid()
    gone = replace(rate, inputs=(("offset_marker", str(loose.id)),), input_hash="x")
    workspace.apply(Edit("edit.slip_rate", (Change(rate, gone),)))
    qtbot.waitUntil(lambda: Freshness.of(workspace).is_stale(rate.id))
    assert str(model.index_of(("slip_rate", rate.id)).data()).startswith("⚠")
    workspace.undo()
    workspace.undo()
    assert not model.index_of(("slip_rate", rate.id)).isValid()
