"""One line that says what is being calculated and how far it is, with Cancel; there only meanwhile."""

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ui import words
from ui.forms.widgets import Button, Elided
from ui.panels.chain_work import ChainWork
from ui.workspace import Workspace


class WorkStrip(QWidget):
    """Follows the chain's work."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._work = ChainWork.of(workspace)
        self.said = Elided("quiet")
        self.said.setMinimumWidth(120)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.cancel = Button("Cancel", self._work.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel)
        workspace.jobs.changed.connect(self.refresh)
        self._work.busy_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how far the work is."""
        job = self._work.job
        self.setVisible(job is not None)
        if job is None:
            return
        step = words.sentence(job.step.what) if job.step.what else ""
        self.said.setText(" · ".join(filter(None, (job.title, step))))
        self.bar.setRange(0, job.step.total)
        self.bar.setValue(job.step.done)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh()
