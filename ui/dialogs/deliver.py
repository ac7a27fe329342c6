"""Deliver to the national database: checked, written, entered in the register; and the register itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QListWidget, QProgressBar, QTabWidget, QVBoxLayout, QWidget

from faultgis.changes import Change
from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from faultgis.records.delivery import Delivery
from faultgis.records.survey import Survey
from faultgis.services import delivering, delivering_checked, delivery_register
from faultgis.services.delivering import Done
from faultgis.services.delivering_checked import Gate
from faultgis.services.delivery_order import Order, ready_for
from ui import words
from ui.delivery_words import counted, told
from ui.dialogs.deliver_form import DeliverForm
from ui.dialogs.deliveries import Deliveries
from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Button
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr


@dataclass(frozen=True)
class Outcome:
    """What came of it: the survey as kept, what the gate says, and the delivery (``None``: kept back)."""

    survey: Survey
    gate: Gate
    done: Done | None


class Deliver(Dialog):
    """``changed``: the survey's own fields were saved, or something was delivered. ``findings_wanted``: what
    keeps it back is to be seen."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, folder: str, unsaved: bool
    ) -> None:
        super().__init__(parent, "Deliver to the national database", "Check and deliver", 900)
        self._program, self._survey, self._jobs = program, survey, jobs
        self._job: Job | None = None
        self._made: Path | None = None
        self.changed = self.findings_wanted = False
        self.form = DeliverForm(survey, Path(folder) if folder else Path.home())
        self.register = Deliveries()
        self.register.received.connect(self._receive)
        self.gate_line, self.done_line = quiet(""), quiet("")
        self.bar, self.told = QProgressBar(), QListWidget()
        self.bar.setTextVisible(False)
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(110)
        self.tabs = QTabWidget()
        self.tabs.addTab(self._deliver_page(unsaved), tr("Delivery"))
        self.tabs.addTab(self.register, tr("Register"))
        self.tabs.currentChanged.connect(self._show_main)
        self.body.addWidget(self.tabs, 1)
        self.folder_button = Button("Open its folder", self._open, "flat")
        self.findings_button = Button("Show the findings", self._show_findings)
        for at, button in enumerate((self.folder_button, self.findings_button)):
            self.foot.insertWidget(at, button)
        hidden = (self.gate_line, self.done_line, self.bar, self.told, self.folder_button)
        for widget in (*hidden, self.findings_button):
            widget.hide()
        jobs.changed.connect(self._show_step)
        self._read_register()

    def _deliver_page(self, unsaved: bool) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.form)
        if unsaved:
            layout.addWidget(quiet("Unsaved edits are not delivered: save first."))
        for widget in (self.gate_line, self.done_line, self.bar, self.told):
            layout.addWidget(widget)
        layout.addStretch()
        return page

    def _show_main(self, page: int) -> None:
        if self.main is not None:
            self.main.setVisible(page == 0)
        if self._job is None:
            self.out.setText(tr("Close" if page or self.changed else "Cancel"))

    def _read_register(self) -> None:
        store, survey = self._program.store, self._survey
        self._jobs.run(
            tr("Reading the register"),
            lambda _p: delivery_register.deliveries(store, survey),
            self._show_register,
            self.say_error,
        )

    def _show_register(self, deliveries: list[Delivery]) -> None:
        self.register.show_deliveries(deliveries)
        self.form.know(deliveries)

    def _receive(self, number: int, text: str) -> None:
        store, survey = self._program.store, self._survey
        self._jobs.run(
            tr("Keeping the receipt"),
            lambda _p: delivery_register.receive(store, survey, number, text),
            lambda _kept: self._read_register(),
            self.say_error,
        )

    def accept(self) -> None:
        """Check, and deliver unless errors keep it back; the dialog stays, to tell of it."""
        try:
            survey, order = self.form.survey(), self.form.order()
            ready_for(survey, order)
        except FaultGISError as error:
            self.say_error(error)
            return
        self.say_problem("")
        for widget in (self.told, self.folder_button, self.findings_button):
            widget.hide()
        self._busy(True)
        despite = self.form.despite.text()
        self._job = self._jobs.run(
            tr("Delivering {code}", code=survey.code),
            lambda progress: self._work(survey, order, despite, progress),
            self._delivered,
            self._failed,
            lane="export",
        )

    def _work(self, survey: Survey, order: Order, despite: str, progress: Progress) -> Outcome:
        store: Any = self._program.store
        archive = self._program.home
        if survey is not self._survey:
            survey = store.save([Change(self._survey, survey)], "metadata").records[0]
        found = delivering_checked.gate(store, survey, order, archive, progress)
        if found.errors and not despite.strip():
            return Outcome(survey, found, None)
        ready = delivering_checked.allowed(order, found, despite)
        by = self._program.actor
        done = delivering.deliver(store, survey, ready, archive, by=by, progress=progress)
        return Outcome(survey, found, done)

    def _delivered(self, outcome: Outcome) -> None:
        self._busy(False)
        self.changed = self.changed or outcome.done is not None or outcome.survey is not self._survey
        self._survey = self.form.kept(outcome.survey)
        self.gate_line.setText(
            f"{tr('Quality gate')}{tr(': ')}{counted(outcome.gate.counts, outcome.gate.score)}"
        )
        self.gate_line.show()
        self.form.ask_despite(outcome.gate.errors > 0)
        if outcome.done is None:
            self.done_line.hide()
            self.say_problem(
                tr("Open errors keep it back. Mend or waive them, or say why it goes out all the same.")
            )
            self.findings_button.show()
            self.form.despite.setFocus()
            return
        self._show_done(outcome.done)

    def _show_done(self, done: Done) -> None:
        written, self._made = done.written, Path(done.delivery.path)
        rows = delivery_register.rows_in(written.counts, done.delivery.since)
        self.done_line.setText(
            tr("Delivery {number}: {count:row|rows} in {folder}",
               number=done.delivery.number, count=rows, folder=done.delivery.path)
        )  # fmt: skip
        notes = [*told(written.losses, "loss"), *told(written.redactions, "redaction")]
        lines = [*filter(None, (_since(done.delivery),)), *(each["message"] for each in notes)]
        self.told.clear()
        self.told.addItems(lines)
        self.told.setVisible(bool(lines))
        self.folder_button.show()
        self.form.despite.clear()
        self.form.ask_despite(False)
        self._read_register()

    def _failed(self, error: FaultGISError) -> None:
        self._busy(False)
        self.done_line.setText(tr("The delivery was cancelled; nothing was written."))
        if not isinstance(error, CancelledError):
            self.done_line.hide()
            self.say_error(error)

    def reject(self) -> None:
        """Cancel what is being delivered, else close."""
        if self._job is not None:
            self._job.progress.cancel()
            return
        super().reject()

    def _busy(self, on: bool) -> None:
        if not on:
            self._job = None
        self.bar.setVisible(on)
        self.done_line.setVisible(True)
        self.form.setEnabled(not on)
        if self.main is not None:
            self.main.setEnabled(not on)
        self.out.setText(tr("Cancel") if on else tr("Close"))

    def _show_step(self) -> None:
        if self._job is None or not self._job.step.what:
            return
        step = self._job.step
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        self.done_line.setText(words.sentence(step.what))

    def _show_findings(self) -> None:
        self.findings_wanted = True
        super().reject()

    def _open(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made)))


def _since(delivery: Delivery) -> str:
    """What has changed since the delivery that this one follows; nothing of a whole one."""
    if not delivery.since:
        return ""
    added, changed, deleted = (sum(told[at] for told in delivery.counts.values()) for at in (1, 2, 3))
    if not (added or changed or deleted):
        return tr("Nothing has changed since delivery {number}.", number=delivery.since)
    said = "since delivery {number}: {added} added, {changed} altered, {deleted} removed"
    return tr(said, number=delivery.since, added=added, changed=changed, deleted=deleted)
