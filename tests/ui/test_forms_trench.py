"""What may be typed about a trench: numbers as Chinese tables have them, and what no trench can have."""

from dataclasses import replace
from typing import Any

import pytest
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shapely import Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import PaleoEvent, TrenchSite
from ui.app import Desktop
from ui.forms.editors import TextEditor
from ui.forms.form import RecordForm


class Typing:
    """A form of a record, typed into."""

    def __init__(self, desktop: Desktop, qtbot: QtBot) -> None:
        self.workspace, self.qtbot = desktop.workspace, qtbot
        assert self.workspace.session is not None
        self.session = self.workspace.session
        survey = self.session.survey.id
        site = TrenchSite(survey_id=survey, code="S", geometry=Point(102.0, 28.0))
        event = PaleoEvent(survey_id=survey, code="E", site_id=site.id)
        sample = Sample(survey_id=survey, code="P", site_id=site.id)
        result = LabResult(survey_id=survey, sample_id=sample.id, lab_code="Beta-1")
        result = replace(result, c14_age=2000.0, c14_error=30.0)
        made: list[Any] = [site, event, sample, result]
        self.workspace.apply(Edit("edit.add_record", tuple(Change(None, record) for record in made)))
        self.of = {"lab_result": result, "paleo_event": event}

    def __call__(self, kind: str, name: str, text: str) -> tuple[Any, str]:
        """Type this; what the record says then, and the sentence under the field."""
        key = self.of[kind].id
        form = RecordForm(self.workspace, kind)
        self.qtbot.addWidget(form)
        form.show_records([key])
        editor = form.editors[name]
        assert isinstance(editor, TextEditor)
        editor.line.selectAll()
        composed = QInputMethodEvent()
        composed.setCommitString(text)
        QApplication.sendEvent(editor.line, composed)
        form.flush()
        problem = form.problems[name]
        return getattr(self.session.get(kind, key), name), "" if problem.isHidden() else problem.text()


@pytest.fixture
def enter(desktop: Desktop, qtbot: QtBot) -> Typing:
    return Typing(desktop, qtbot)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("c14_age", "２７４８", 2748.0),
        ("delta_r", "－９０", -90.0),
        ("delta_r", "—90", -90.0),
        ("c14_error", "３２．５", 32.5),
    ],
)
def test_numbers_of_chinese_tables(enter: Typing, name: str, text: str, value: float) -> None:
    assert enter("lab_result", name, text) == (value, "")


@pytest.mark.parametrize(
    ("kind", "name", "text", "sentence"),
    [
        ("lab_result", "c14_error", "0", "above 0"),
        ("lab_result", "c14_error", "-5", "above 0"),
        ("lab_result", "c14_error", "２７４８±３２", "without separators"),
        ("lab_result", "c14_age", "2,748", "without separators"),
        ("paleo_event", "known_year", "0", "no year 0"),
    ],
)
def test_what_no_trench_can_have_is_refused_with_what_to_do(
    enter: Typing, kind: str, name: str, text: str, sentence: str
) -> None:
    before = getattr(enter.of[kind], name)
    value, said = enter(kind, name, text)
    assert value == before
    assert sentence in said
