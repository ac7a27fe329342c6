"""Open a survey, or make a new one."""

import re
from collections.abc import Sequence

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from faultgis.errors import FaultGISError, InputError
from faultgis.records.survey import Survey
from ui import words
from ui.dialogs.dialog import Dialog, link, quiet, row
from ui.forms.widgets import SearchBox
from ui.jobs import Jobs
from ui.program import Program
from ui.words import tr

CODE = re.compile(r"[^\s/\\]{1,64}")
SCALES = (2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000)


def survey_name(survey: Survey) -> str:
    """The survey's name in the language in use, else the other one, else its code."""
    first, second = survey.name_zh, survey.name_en
    return ((first or second) if words.language() == "zh" else (second or first)) or survey.code


class OpenSurvey(Dialog):
    """The surveys of the database; ``code`` is the one chosen, ``wants`` another way the user took."""

    def __init__(self, parent: QWidget | None, program: Program, jobs: Jobs) -> None:
        super().__init__(parent, "Open survey", "Open", 560, 440)
        self.code = ""
        self.wants = ""
        self._surveys: list[Survey] = []
        self.body.addWidget(quiet("Database: {place}", place=program.place))
        self.search = SearchBox("Name or code")
        self.search.searched.connect(lambda _query: self._fill())
        self.list = QListWidget()
        self.list.setAlternatingRowColors(True)
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self.empty = QLabel(tr("Reading the surveys…"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.empty)
        self.foot.insertWidget(0, link("New survey…", lambda: self._leave("new_survey")))
        self.foot.insertWidget(1, link("Other database…", lambda: self._leave("connect_database")))
        jobs.run(tr("Reading the surveys…"), lambda _p: program.store.surveys(), self._show, self.say_error)

    def _leave(self, wanted: str) -> None:
        self.wants = wanted
        self.reject()

    def _show(self, surveys: Sequence[Survey]) -> None:
        self._surveys = list(surveys)
        self._fill()

    def _fill(self) -> None:
        from faultgis import names

        query = self.search.text().strip()
        self.list.clear()
        for survey in self._surveys:
            if query and not names.matches(query, survey.code, survey.name_zh, survey.name_en):
                continue
            constructed = f" · {tr('constructed')}" if survey.constructed else ""
            scale = f"1:{survey.mapping_scale:,}".replace(",", "\u2009")
            item = QListWidgetItem(f"{survey_name(survey)}\n{survey.code} · {scale}{constructed}")
            item.setData(Qt.ItemDataRole.UserRole, survey.code)
            item.setToolTip(survey.description)
            item.setSizeHint(QSize(0, 48))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        found = self.list.count() > 0
        self.list.setVisible(found)
        self.empty.setText(
            tr("No survey yet: make the first one.") if not query else tr("No survey answers.")
        )
        self.empty.setVisible(not found)

    def accept(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.code = item.data(Qt.ItemDataRole.UserRole)
            super().accept()


class NewSurvey(Dialog):
    """Code, names and scale of a new survey; ``made`` is the survey once it is in the database."""

    def __init__(self, parent: QWidget | None, program: Program, jobs: Jobs) -> None:
        super().__init__(parent, "New survey", "Create", 480)
        self.made: Survey | None = None
        self._program, self._jobs = program, jobs
        self.code, self.name_zh, self.name_en = QLineEdit(), QLineEdit(), QLineEdit()
        self.code.setPlaceholderText("xianshuihe-2026")
        self.scale = QComboBox()
        for scale in SCALES:
            self.scale.addItem(f"1:{scale:,}".replace(",", "\u2009"), scale)
        self.scale.setCurrentIndex(SCALES.index(50_000))
        self.description = QPlainTextEdit()
        self.description.setFixedHeight(64)
        self.description.setTabChangesFocus(True)
        grid = self.grid()
        row(grid, "Code", self.code)
        row(grid, "Chinese name", self.name_zh)
        row(grid, "English name", self.name_en)
        row(grid, "Mapping scale", self.scale)
        row(grid, "Description", self.description)

    def survey(self) -> Survey:
        """The survey as entered. Raises ``InputError``."""
        code = self.code.text().strip()
        if not CODE.fullmatch(code):
            raise InputError("survey.bad_code", code=code)
        return Survey(
            code=code,
            name_zh=self.name_zh.text().strip(),
            name_en=self.name_en.text().strip(),
            mapping_scale=self.scale.currentData(),
            description=self.description.toPlainText().strip(),
        )

    def accept(self) -> None:
        try:
            survey = self.survey()
        except FaultGISError as error:
            self.say_error(error)
            self.code.setFocus()
            return
        program = self._program
        self.setEnabled(False)
        title = tr("Creating the survey")
        self._jobs.run(title, lambda _p: program.create_survey(survey), self._done, self._failed)

    def _done(self, made: Survey) -> None:
        self.made = made
        super().accept()

    def _failed(self, error: FaultGISError) -> None:
        self.setEnabled(True)
        self.say_error(error)
