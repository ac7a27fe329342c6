"""Running work with its progress and a cancel button, and what went wrong lately."""

from datetime import datetime

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError
from ui import words
from ui.forms.widgets import Button, Label
from ui.jobs import Job, Jobs
from ui.words import tr

MOST_FAILED = 20


class JobRow(QWidget):
    """One job: what it does, how far it is, and Cancel."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self.text = QLabel(job.title)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(200)
        self.bar.setTextVisible(False)
        self.cancel = Button("Cancel", self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)
        self.refresh()

    def _cancel(self) -> None:
        self.job.progress.cancel()
        self.cancel.setEnabled(False)

    def refresh(self) -> None:
        """Show the job's last step."""
        step = self.job.step
        said = words.sentence(step.what) if step.what else ""
        self.text.setText(" · ".join(filter(None, (self.job.title, said))))
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)


class WorkPanel(QWidget):
    """The jobs that run, oldest first; below them the errors of this session."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._rows: dict[int, JobRow] = {}
        self._failed: list[tuple[datetime, str, FaultGISError]] = []
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 4, 0, 4)
        self._list.setSpacing(0)
        self._idle = Label("Nothing is running. Imports, saves and prints appear here.", "quiet")
        self._idle.setContentsMargins(12, 8, 12, 8)
        self._errors = QLabel()
        self._errors.setContentsMargins(12, 8, 12, 8)
        self._errors.setWordWrap(True)
        self._errors.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._list.addWidget(self._idle)
        self._list.addStretch()
        self._list.addWidget(self._errors)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        jobs.changed.connect(self.refresh)
        jobs.failed.connect(self._on_failed)
        self.refresh()

    def refresh(self) -> None:
        """Show the jobs as they stand."""
        running = {id(job): job for job in self._jobs.shown}
        for key in [key for key in self._rows if key not in running]:
            row = self._rows.pop(key)
            self._list.removeWidget(row)
            row.deleteLater()
        for key, job in running.items():
            if key not in self._rows:
                self._rows[key] = JobRow(job)
                self._list.insertWidget(len(self._rows), self._rows[key])
            self._rows[key].refresh()
        self._idle.setVisible(not running)
        self._say_errors()

    def _on_failed(self, job: Job, error: FaultGISError) -> None:
        self._failed = [(datetime.now(), job.title, error), *self._failed][:MOST_FAILED]
        self._say_errors()

    def _say_errors(self) -> None:
        lines = [
            f"{when:%H:%M} {title}{tr(': ')}{words.error_sentence(error)}"
            for when, title, error in self._failed
        ]
        self._errors.setText("\n".join(lines))
        self._errors.setVisible(bool(lines))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh()
