"""Sites of a phone's map opened in the planner's column: suspected, said, and taken back only when asked."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from faultgis.crs import gcj02_from_wgs84
from faultgis.services.editing import EditingSession
from tests.ui.memory import MemoryStore
from ui import words
from ui.jobs import Jobs
from ui.panels.avoidance import AvoidancePanel
from ui.workspace import Workspace

TRUE = [(102.20 + 0.004 * i, 27.85 + 0.003 * (i % 3)) for i in range(8)]


@pytest.fixture
def panel(qtbot: QtBot, store: MemoryStore) -> AvoidancePanel:
    workspace = Workspace(store, Jobs())
    survey = store.surveys()[0]
    workspace.open(EditingSession(survey, store.load(survey.id)))
    made = AvoidancePanel(workspace)
    qtbot.addWidget(made)
    return made


def written(path: Path, places: list[tuple[float, float]]) -> Path:
    rows = [f"S{i},{x:.8f},{y:.8f}" for i, (x, y) in enumerate(places)]
    path.write_text("\n".join(["name,lon,lat", *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_shifted_sites_are_said_and_taken_back_when_asked(
    qtbot: QtBot, panel: AvoidancePanel, tmp_path: Path, language: str
) -> None:
    words.use(language)
    shifted = [gcj02_from_wgs84(*place) for place in TRUE]
    box = panel.where.trusted
    box.use_file(written(tmp_path / "surveyed.csv", TRUE))
    panel.files.open(written(tmp_path / "phone.csv", shifted))
    qtbot.waitUntil(lambda: len(panel.inquiry.sites) == 8, timeout=10_000)
    assert "GCJ-02" in box.told.text()
    assert not box.take_back.isHidden()
    first = panel.inquiry.sites[0]
    assert first.geometry is not None
    assert first.geometry.coords[0] == pytest.approx(shifted[0], abs=1e-7)
    assert [note.code for note in first.notes] == ["site.suspected"]
    box.take_back.click()
    first = panel.inquiry.sites[0]
    assert first.geometry is not None
    assert first.geometry.coords[0] == pytest.approx(TRUE[0], abs=1e-7)
    assert [note.code for note in first.notes] == ["site.shifted_back"]
    assert box.take_back.isHidden()
    words.use("en")
