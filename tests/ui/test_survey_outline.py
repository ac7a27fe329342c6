"""The tree follows edits line by line, and then stands as if it had been read anew."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from shapely import MultiLineString, Point

from faultgis import names
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.files import LocalGrid
from faultgis.records.provenance import Source
from faultgis.records.site import OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.digitizing import change_record, create_record, delete_records
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate, RangeKind
from tests.ui.test_panels_survey import labels
from ui import words
from ui.jobs import Jobs
from ui.panels import survey_model, table_model
from ui.panels.survey_model import SurveyModel
from ui.panels.table_model import RecordTable
from ui.workspace import Workspace

LINE = MultiLineString([[(102.0, 28.0), (102.1, 28.1)]])
NAMES = ("安宁河断裂", "阿尔金断裂", "鲜水河断裂", "", "则木河断裂", "")
KINDS = ("fault_zone", "fault", "segment", "trace", "local_grid", "offset_marker")
STEPS = st.lists(
    st.tuples(st.sampled_from(("add", "rename", "move", "delete", "undo")), st.integers(0, 40)), max_size=25
)


@pytest.fixture(autouse=True)
def _chinese() -> Any:
    names.warm_up()
    words.use("zh")
    yield
    words.use("en")


def open_survey(faults: int = 3) -> Workspace:
    survey = Survey(code="s")
    made = [Fault(survey_id=survey.id, code=f"F{i}", name_zh=NAMES[i % 6]) for i in range(faults)]
    workspace = Workspace(None, Jobs())
    workspace.open(EditingSession(survey, {"fault": made}))
    return workspace


def carry_out(workspace: Workspace, step: str, number: int) -> None:
    session = workspace.session
    assert session is not None
    survey = session.survey.id

    def pick(kind: str) -> Any:
        held = list(session.records[kind].values())
        return held[number % len(held)] if held else None

    kind = KINDS[number % 6]
    record, fault, zone, grid = pick(kind), pick("fault"), pick("fault_zone"), pick("local_grid")
    if step == "add":
        made: Any = FaultZone(survey_id=survey, code=f"Z{number}", name_zh=NAMES[number % 6])
        if kind == "fault":
            made = Fault(survey_id=survey, code=f"F{number}", name_zh=NAMES[number % 6])
        elif kind == "segment" and fault is not None:
            made = Segment(survey_id=survey, code=f"S{number}", fault_id=fault.id)
        elif kind == "trace":
            made = Trace(survey_id=survey, geometry=LINE, fault_id=fault.id if fault else None)
        elif kind == "local_grid":
            held = fault.id if fault and number % 2 else None
            made = LocalGrid(survey_id=survey, code=f"G{number}", fault_id=held)
        elif kind == "offset_marker" and grid is not None:
            made = OffsetMarker(survey_id=survey, code=f"M{number}", local_grid_id=grid.id)
        elif kind == "offset_marker":
            held = fault.id if fault else None
            made = OffsetMarker(survey_id=survey, code=f"M{number}", geometry=Point(102, 28), fault_id=held)
        workspace.apply(create_record(made))
    elif step == "rename" and record is not None and kind == "offset_marker":
        workspace.apply(change_record(record, code=f"X{number}"))
    elif step == "rename" and record is not None and kind != "trace":
        workspace.apply(change_record(record, name_zh=NAMES[number % 6], code=f"X{number}"))
    elif step == "move" and kind in ("trace", "local_grid", "offset_marker") and record is not None:
        workspace.apply(change_record(record, fault_id=fault.id if fault and number % 3 else None))
    elif step == "move" and fault is not None:
        workspace.apply(change_record(fault, zone_id=zone.id if zone and number % 3 else None))
    elif step == "delete" and record is not None:
        workspace.apply(delete_records(session.records, [(kind, record.id)]))
    elif step == "undo":
        workspace.undo()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, looked=st.booleans())
def test_following_edits_equals_reading_anew(
    qapp: object, steps: list[tuple[str, int]], looked: bool
) -> None:
    workspace = open_survey()
    model, table = SurveyModel(workspace), RecordTable(workspace)
    model.rebuild()
    table.show_kind("trace")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    workspace.changed.connect(model.heard)
    workspace.changed.connect(table.heard)
    for step, number in steps:
        if looked:
            labels(model)  # lines are made when they are looked at
        carry_out(workspace, step, number)
    fresh, again = SurveyModel(workspace), RecordTable(workspace)
    fresh.rebuild()
    again.show_kind("trace")
    assert labels(model) == labels(fresh)
    assert table.ids == again.ids
    del tester


def test_what_is_measured_in_a_local_grid_stands_under_it_and_it_under_its_fault() -> None:
    workspace = open_survey(1)
    session = workspace.session
    assert session is not None
    survey, (fault,) = session.survey.id, session.records["fault"]
    grid = LocalGrid(survey_id=survey, code="G1", name_zh="华莱士溪", fault_id=fault)
    offset = Estimate(unit="m", best=128, low=110, high=135, range=RangeKind.PERCENT_95)
    source = Source(attributes=(("sense", '"dextral"'),))
    local = OffsetMarker(
        survey_id=survey, code="M1", local_grid_id=grid.id, fault_id=fault, offset=offset, source=source
    )
    on_earth = OffsetMarker(survey_id=survey, code="M2", geometry=Point(102, 28), fault_id=fault)
    loose = OffsetMarker(survey_id=survey, code="M3", geometry=Point(102, 28))
    for record in (grid, local, on_earth, loose):
        workspace.apply(create_record(record))
    model = SurveyModel(workspace)
    model.rebuild()
    assert labels(model) == ["安宁河断裂", ["华莱士溪", ["M1 · 128 (110–135) m 右旋"], "M2"]]
    line = model.index_of(("offset_marker", local.id))
    assert line.data(Qt.ItemDataRole.ToolTipRole) == "M1 · 128 (110–135, 95 %) m 实测 · 右旋"
    workspace.changed.connect(model.heard)
    workspace.apply(delete_records(session.records, [("local_grid", grid.id)]))
    assert session.get("offset_marker", local.id) is None, "a measurement cannot be without its grid"
    assert labels(model) == ["安宁河断裂", ["M2"]]
    workspace.undo()
    assert labels(model) == ["安宁河断裂", ["华莱士溪", ["M1 · 128 (110–135) m 右旋"], "M2"]]


def test_names_stand_by_their_sound_and_codes_last_by_their_numbers() -> None:
    workspace = open_survey(0)
    session = workspace.session
    assert session is not None
    for code, name in (
        ("HTM-10", ""),
        ("A2", "鲜水河断裂"),
        ("HTM-9", ""),
        ("A3", "安宁河断裂"),
        ("A1", "阿尔金断裂"),
    ):
        workspace.apply(create_record(Fault(survey_id=session.survey.id, code=code, name_zh=name)))
    model, table = SurveyModel(workspace), RecordTable(workspace)
    model.rebuild()
    expected = ["阿尔金断裂", "安宁河断裂", "鲜水河断裂", "HTM-9", "HTM-10"]
    assert labels(model) == expected
    column = [c.label for c in table.columns].index("Code")
    assert [table.index(row, column).data() for row in range(5)] == ["A1", "A3", "A2", "HTM-9", "HTM-10"]


def test_a_large_survey_is_read_and_searched_in_a_worker(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_model, "LARGE", 2)
    monkeypatch.setattr(table_model, "LARGE", 2)
    workspace = open_survey(6)
    model, table = SurveyModel(workspace), RecordTable(workspace)
    model.rebuild()
    assert model.pending
    assert table.pending
    qtbot.waitUntil(lambda: not (model.pending or table.pending))
    assert len(labels(model)) == len(table.ids) == 6
    model.search("anning")
    table.filter("anning")
    assert len(labels(model)) == 6  # the old lines stay until the answer is there
    qtbot.waitUntil(lambda: not (model.pending or table.pending))
    assert labels(model) == ["安宁河断裂"]
    assert len(table.ids) == 1
    model.search("zzz")
    model.search("xian")  # only the newest wish counts
    qtbot.waitUntil(lambda: not model.pending)
    assert labels(model) == ["鲜水河断裂"]


def test_what_is_made_while_a_search_narrows_the_tree_stays_on_view() -> None:
    workspace = open_survey(3)
    session = workspace.session
    assert session is not None
    model = SurveyModel(workspace)
    model.rebuild()
    workspace.changed.connect(model.heard)
    model.search("anning")
    workspace.apply(create_record(Fault(survey_id=session.survey.id, code="F9", name_zh="则木河断裂")))
    assert labels(model) == ["安宁河断裂", "则木河断裂"]
    assert model.index_of(("fault", list(session.records["fault"])[1])) == QModelIndex()
