"""What the national side sent back: take its list in, and say what became of each thing on it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QListWidget, QPlainTextEdit, QSpinBox, QWidget

from faultgis.errors import CancelledError, FaultGISError, InputError
from faultgis.national.mapping import package_of
from faultgis.progress import Progress
from faultgis.quality.rejected import OPEN
from faultgis.records.delivery import Rejection
from faultgis.services import rejecting
from faultgis.services.editing import EditingSession
from faultgis.services.rejecting import Received
from ui import words
from ui.dialogs.dialog import Dialog, beside, quiet, row
from ui.forms.widgets import IconButton, Label
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr

MOST_DELIVERIES = 9999
MOST_TOLD = 4
ANSWER_HEIGHT = 72
STATE_WORDS = {"settled": "Settled: the data are mended", "refused": "Not accepted", OPEN: "Open again"}


class ImportRejections(Dialog):
    """Reads the list in a worker and saves it at once; ``received`` says what became of its rows."""

    def __init__(
        self, parent: QWidget | None, program: Program, session: EditingSession, jobs: Jobs, folder: str
    ) -> None:
        super().__init__(parent, "Import rejection list", "Import", 560)
        self._program, self._jobs, self.folder = program, jobs, folder
        self._survey = session.survey
        self._records = {kind: list(of.values()) for kind, of in session.records.items() if kind != "survey"}
        self._job: Job | None = None
        self.received: Received | None = None
        self.file, self.delivery, self.told = QLineEdit(), QSpinBox(), QListWidget()
        self.delivery.setRange(0, MOST_DELIVERIES)
        self.delivery.setSpecialValueText(tr("not stated"))
        self.done_line = quiet("")
        self.body.addWidget(
            quiet("A table with the ID of a row and what is wrong with it: XLSX, XLS, ODS or CSV.")
        )
        grid = self.grid()
        row(grid, "File", beside(self.file, IconButton("folder", "Choose file…", self._choose)))
        row(grid, "Of delivery number", self.delivery)
        self.told.setWordWrap(True)
        self.told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told.setMinimumHeight(120)
        for widget in (self.done_line, self.told):
            self.body.addWidget(widget)
            widget.hide()

    def _choose(self) -> None:
        pattern = f"{tr('Tables')} (*.xlsx *.xls *.ods *.csv *.txt);;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, tr("Import rejection list"), self.folder, pattern)
        if name:
            self.file.setText(name)

    def accept(self) -> None:
        """Read and save; the dialog stays, to tell of it."""
        if self.received is not None or self._job is not None:
            return
        self.say_problem("")
        if not self.file.text().strip():
            self.say_problem(tr("Choose the list that came back."))
            return
        path = Path(self.file.text().strip()).expanduser()
        self.folder = str(path.parent)
        self._wait(True)
        title = tr("Reading {name}", name=path.name)
        program, survey, records, number = self._program, self._survey, self._records, self.delivery.value()

        def work(progress: Progress) -> Received:
            sheets = program.read_table(path)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            package = package_of(survey, records, progress=progress)
            store, name = program.store, path.name
            return rejecting.receive(
                store, survey, name, sheets, package, delivery=number, sha256=digest, progress=progress
            )

        self._job = self._jobs.run(title, work, self._read, self._failed, lane="import")

    def reject(self) -> None:
        """Cancel what is being read, else close."""
        if self._job is not None:
            self._job.progress.cancel()
            return
        super().reject()

    def _wait(self, on: bool) -> None:
        if self.main is not None:
            self.main.setEnabled(not on)

    def _read(self, received: Received) -> None:
        self._job, self.received = None, received
        counted = tr(
            "{read:rejection|rejections} read: {created} new, {unchanged} known, {refused} unusable",
            read=received.batch.read,
            created=received.batch.created,
            unchanged=received.unchanged,
            refused=len(received.rejected),
        )
        self.done_line.setText(counted)
        self.done_line.show()
        for each in received.rejected:
            said = words.sentence(each.code, dict(each.params))
            self.told.addItem(tr("row {row}: {message}", row=each.row, message=said))
        for one in received.unknown:
            said = tr("ID that the survey does not have: {id}", id=f"{one.class_name} {one.row_code}".strip())
            self.told.addItem(f"{said} · {one.message}")
        self.told.setVisible(self.told.count() > 0)
        self.out.setText(tr("Close"))
        if self.main is not None:
            self.main.hide()
        self.out.setDefault(True)
        self.out.setFocus()

    def _failed(self, error: FaultGISError) -> None:
        self._job = None
        self._wait(False)
        if not isinstance(error, CancelledError):
            self.say_error(error)


class AnswerRejection(Dialog):
    """``state`` and ``answer`` are what was chosen."""

    def __init__(self, parent: QWidget | None, rejections: Sequence[Rejection]) -> None:
        super().__init__(parent, "Answer the national side", "Enter answer", 520)
        self._rejections = rejections
        told = Label("", wrap=True)
        said = [f"• {each.row_code} {each.message}" for each in rejections[:MOST_TOLD]]
        if len(rejections) > MOST_TOLD:
            said.append(tr("and {count} more", count=len(rejections) - MOST_TOLD))
        told.setText("\n".join(said))
        self.body.addWidget(told)
        self.choice, self.text = QComboBox(), QPlainTextEdit()
        for state, title in STATE_WORDS.items():
            self.choice.addItem(tr(title), state)
        self.text.setFixedHeight(ANSWER_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.text.setPlainText(rejections[0].answer)
        grid = self.grid()
        row(grid, "What became of it", self.choice)
        row(grid, "Reply", self.text)

    @property
    def state(self) -> str:
        """What became of them."""
        return str(self.choice.currentData())

    @property
    def answer(self) -> str:
        """What is answered."""
        return self.text.toPlainText().strip()

    def accept(self) -> None:
        """What is not accepted needs an answer."""
        try:
            rejecting.settled(self._rejections[0], self.state, self.answer)
        except InputError as error:
            self.say_error(error)
            self.text.setFocus()
            return
        super().accept()
