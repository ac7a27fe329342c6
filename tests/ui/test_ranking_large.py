"""Recurrence and ranking take nothing of a large survey's opening, and say what they leave out."""

from pytestqt.qtbot import QtBot

from faultgis.records.fault import Fault
from faultgis.services.editing import EditingSession
from tests.ui.memory import survey_of
from ui import words
from ui.jobs import Jobs
from ui.panels.ranking import MOST_UNKNOWN, RankingPage
from ui.panels.recurrence import RecurrencePage
from ui.workspace import Workspace


def opened(count: int) -> Workspace:
    words.use("en")
    workspace, survey = Workspace(None, Jobs()), survey_of()
    faults = [Fault(survey_id=survey.id, code=f"F{n}") for n in range(count)]
    workspace.open(EditingSession(survey, {"fault": faults}))
    return workspace


def test_the_ranking_is_made_when_it_is_looked_at_and_says_how_many_more_there_are(qtbot: QtBot) -> None:
    page = RankingPage(opened(MOST_UNKNOWN + 30))
    qtbot.addWidget(page)
    assert page.table.topLevelItemCount() == 0
    page.show()
    assert page.table.topLevelItemCount() == MOST_UNKNOWN + 1
    last = page.table.topLevelItem(MOST_UNKNOWN)
    assert last is not None
    assert last.text(1) == "and 30 more"
    with qtbot.assertNotEmitted(page.goto_wanted):
        page.table.itemDoubleClicked.emit(last, 1)


def test_recurrence_lists_its_places_when_it_is_looked_at(qtbot: QtBot) -> None:
    page = RecurrencePage(opened(3))
    qtbot.addWidget(page)
    assert page.places.count() == 0
    page.show()
    assert page.places.count() == 3
