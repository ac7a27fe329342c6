"""Results in the attribute table and the record panel: in words, marked where out of date, linked."""

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.derived import CalibratedAge, SlipRate
from faultgis.records.fault import Fault
from faultgis.records.sample import LabResult
from faultgis.services import practice
from faultgis.services.deriving import ages
from faultgis.values import Basis, Estimate
from ui.app import Desktop
from ui.forms.fixed import FixedEditor
from ui.freshness import Freshness

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
