"""The open survey: saving, conflicts, and what others save meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from shapely import MultiLineString

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import ConflictError, DatabaseError
from faultgis.records.fault import Fault
from faultgis.records.provenance import Stamp
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.store import Saved
from tests.ui.memory import MemoryStore
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.workspace import Workspace


@dataclass(frozen=True)
class Heard:
    survey_id: UUID
    kind: str
    ids: Sequence[UUID] | None


@pytest.fixture
def workspace(qtbot: QtBot, store: MemoryStore) -> Workspace:
    made = Workspace(store, Jobs())
    survey = store.surveys()[0]
    made.open(EditingSession(survey, store.load(survey.id)))
    return made


def anninghe(workspace: Workspace) -> Fault:
    assert workspace.session is not None
    faults = workspace.session.records["fault"].values()
    return next(f for f in faults if isinstance(f, Fault) and f.code == "F1")


def rename(workspace: Workspace, name: str) -> None:
    fault = anninghe(workspace)
    workspace.apply(Edit("edit.change_record", (Change(fault, replace(fault, name_zh=name)),)))


def save_elsewhere(store: MemoryStore, fault: Fault, name: str) -> None:
    held = store.rows[fault.id]
    assert isinstance(held, Fault)
    store.save([Change(held, replace(held, name_zh=name))])


def test_without_a_database_there_is_a_clear_error(qtbot: QtBot) -> None:
    with pytest.raises(DatabaseError, match="not_connected"):
        _ = Workspace(None, Jobs()).store


def test_a_save_that_was_written_though_nobody_told_us_is_no_conflict(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks after the commit and before the answer."""
    plain = store.save

    def cut_off(*given: Any) -> Saved:
        plain(*given)
        raise DatabaseError("database.lost")

    monkeypatch.setattr(store, "save", cut_off)
    rename(workspace, "安宁河断裂带")
    with qtbot.waitSignal(workspace.told):
        workspace.save()
    session = workspace.session
    assert session is not None
    assert session.saved
    monkeypatch.setattr(store, "save", plain)
    with qtbot.assertNotEmitted(workspace.conflicted):
        workspace.save()
        qtbot.waitUntil(lambda: not workspace.saving and not session.saved)
    assert anninghe(workspace).name_zh == "安宁河断裂带"
    rename(workspace, "后来")
    workspace.save()
    qtbot.waitUntil(lambda: not workspace.saving and not session.saved)
    assert store.rows[anninghe(workspace).id].name_zh == "后来"  # type: ignore[union-attr]


def test_a_save_writes_what_is_pending_and_leaves_nothing_pending(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore
) -> None:
    rename(workspace, "安宁河")
    workspace.save()
    qtbot.waitUntil(lambda: not workspace.saving)
    assert workspace.session is not None
    assert not workspace.session.saved
    held = store.rows[anninghe(workspace).id]
    assert isinstance(held, Fault)
    assert (held.name_zh, held.stamp.row_version) == ("安宁河", 2)


def test_edits_made_while_saving_stay_pending(qtbot: QtBot, workspace: Workspace, store: MemoryStore) -> None:
    rename(workspace, "one")
    workspace.save()
    rename(workspace, "two")
    qtbot.waitUntil(lambda: not workspace.saving)
    assert workspace.session is not None
    assert [getattr(c.after, "name_zh", "") for c in workspace.session.pending()] == ["two"]
    workspace.save()
    qtbot.waitUntil(lambda: not workspace.saving)
    assert store.rows[anninghe(workspace).id].name_zh == "two"  # type: ignore[union-attr]


def test_a_save_that_would_overwrite_is_refused_and_shown(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore
) -> None:
    rename(workspace, "mine")
    save_elsewhere(store, anninghe(workspace), "theirs")
    with qtbot.waitSignal(workspace.conflicted) as caught:
        workspace.save()
    assert caught.args is not None
    error = caught.args[0]
    assert isinstance(error, ConflictError)
    (conflict,) = error.conflicts
    assert (conflict.base.name_zh, conflict.mine.name_zh, conflict.theirs.name_zh) == (
        "安宁河断裂",
        "mine",
        "theirs",
    )
    assert store.rows[conflict.id].name_zh == "theirs"  # type: ignore[union-attr]
    assert anninghe(workspace).name_zh == "mine"


def test_anothers_save_appears(qtbot: QtBot, workspace: Workspace, store: MemoryStore) -> None:
    fault = anninghe(workspace)
    save_elsewhere(store, fault, "theirs")
    with qtbot.waitSignal(workspace.changed):
        workspace.hear([Heard(fault.survey_id, "fault", [fault.id])])
    assert anninghe(workspace).name_zh == "theirs"
    assert not workspace.contested


def test_a_row_edited_here_keeps_mine_and_is_marked(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore
) -> None:
    fault = anninghe(workspace)
    rename(workspace, "mine")
    save_elsewhere(store, fault, "theirs")
    workspace.hear([Heard(fault.survey_id, "fault", [fault.id])])
    qtbot.waitUntil(lambda: bool(workspace.contested))
    assert workspace.contested == {fault.id}
    assert anninghe(workspace).name_zh == "mine"


def test_a_note_without_ids_fetches_the_kind_and_finds_what_is_gone(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore
) -> None:
    fault = anninghe(workspace)
    new = Fault(survey_id=fault.survey_id, code="F9", stamp=Stamp(row_version=1))
    store.rows[new.id] = new
    del store.rows[fault.id]
    with qtbot.waitSignal(workspace.changed):
        workspace.hear([Heard(fault.survey_id, "fault", None)])
    assert workspace.session is not None
    codes = {getattr(f, "code", "") for f in workspace.session.records["fault"].values()}
    assert codes == {"F2", "F9"}


def test_other_surveys_do_not_concern_this_one(qtbot: QtBot, workspace: Workspace) -> None:
    workspace.hear([Heard(UUID(int=7), "fault", None)])
    assert workspace.jobs.running == []


def test_a_failed_save_tells_why_and_keeps_the_edits(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore
) -> None:
    rename(workspace, "mine")
    store.refuse = DatabaseError("database.unreachable", place="db")
    with qtbot.waitSignal(workspace.told) as told:
        workspace.save()
    assert told.args is not None
    assert told.args[1] == "error"
    assert workspace.session is not None
    assert len(workspace.session.pending()) == 1


@pytest.mark.parametrize("edited_meanwhile", [False, True])
def test_a_large_import_elsewhere_is_on_the_map_and_no_edit_is_lost(
    qtbot: QtBot, workspace: Workspace, store: MemoryStore, edited_meanwhile: bool
) -> None:
    view = MapView(workspace, LayerTree())
    qtbot.addWidget(view)
    own = next(r for r in store.rows.values() if isinstance(r, Trace))
    for number in range(500):
        line = MultiLineString([[(100.0, 30 + number / 500), (100.001, 30 + number / 500)]])
        new = Trace(survey_id=own.survey_id, geometry=line, stamp=Stamp(row_version=1))
        store.rows[new.id] = new
    moved = MultiLineString([[(99.0, 29.0), (99.1, 29.0)]])
    with qtbot.waitSignals([workspace.changed] * (1 + edited_meanwhile)):
        workspace.reload()
        if edited_meanwhile:
            workspace.apply(Edit("edit.change_record", (Change(own, replace(own, geometry=moved)),)))
    assert len(view.scene.traces) == 503
    assert len(view.scene.traces.near((99.99, 29.9, 100.01, 31.1))) == 500
    assert view.scene.traces.near((98.9, 28.9, 99.2, 29.1)) == ([own.id] if edited_meanwhile else [])
    assert workspace.session is not None
    assert set(workspace.session.saved) == ({own.id} if edited_meanwhile else set())
    view.rendering.stop()
