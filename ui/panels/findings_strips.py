"""Two strips over the findings: how far the check is, and that the data have changed since it."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from ui import words
from ui.forms.widgets import Button, Elided
from ui.panels.findings_check import Checking
from ui.words import tr


class CheckStrip(QWidget):
    """There while a check runs."""

    def __init__(self, checking: Checking) -> None:
        super().__init__()
        self._checking = checking
        self.said, self.bar = Elided("quiet"), QProgressBar()
        self.bar.setFixedWidth(200)
        self.bar.setTextVisible(False)
        self.cancel = Button("Cancel", checking.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)
        for signal in (checking.begun, checking.ended, checking.workspace.jobs.changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how far the check is."""
        job = self._checking.job
        self.setVisible(job is not None)
        if job is None:
            return
        step = words.sentence(job.step.what) if job.step.what else ""
        self.said.setText(" · ".join(filter(None, (job.title, step))))
        self.bar.setRange(0, job.step.total)
        self.bar.setValue(job.step.done)


class StaleStrip(QFrame):
    """There while the data differ from what was checked."""

    def __init__(self, checking: Checking, check: Callable[[], object]) -> None:
        super().__init__()
        self._checking = checking
        self.setProperty("level", "warning")
        self.said = Elided()
        self.again = Button("Check anew", check, "main")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.again)
        for signal in (checking.begun, checking.ended, checking.looked_at, checking.aged):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say that the data have changed."""
        self.setVisible(self._checking.stale and self._checking.job is None)
        self.said.setText(f"⚠ {tr('The data have changed since the check.')}")

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh()
