"""A dialog of several pages with a visible path; the work between them is done off the screen's thread."""

from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QWidget

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from ui import words
from ui.dialogs.dialog import Dialog, quiet
from ui.dialogs.steps import Steps
from ui.forms.widgets import Elided
from ui.jobs import Job, Jobs


class Walk(Dialog):
    """``step`` counts the pages from 0; the first one stays. While something runs Cancel stops it."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        steps: Sequence[str],
        first: QWidget,
        jobs: Jobs,
        size: tuple[int, int],
    ) -> None:
        super().__init__(parent, title, "Next", *size)
        self.job: Job | None = None
        self.step = 0
        self.file_label = quiet("")
        self.doing = DoingLine()
        self._jobs, self._first = jobs, first
        self._steps, self._pages = Steps(steps), QStackedWidget()
        self._pages.addWidget(first)
        self.body.addLayout(self._steps)
        self.body.addWidget(self.file_label)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self.doing)
        jobs.changed.connect(lambda: self.doing.show_step(self.job))

    @property
    def page(self) -> QWidget:
        """The page on view."""
        found = self._pages.currentWidget()
        return self._first if found is None else found

    def show_page(self, page: QWidget) -> None:
        """Go one step on, to this page."""
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.step += 1
        self.show_step()

    def leave_page(self) -> None:
        """Go one step back; the page is gone."""
        page = self.page
        if page is not self._first:
            self._pages.removeWidget(page)
            page.deleteLater()
            self.step -= 1
            self._pages.setCurrentIndex(self._pages.count() - 1)

    def show_step(self) -> None:
        """Show where one stands; dialogs say more."""
        self._steps.stand_at(self.step)
        self.say_problem("")

    def run(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Do this in a worker; an error is said, unless ``mishap`` knows better."""
        self.say_problem("")
        self.busy(True)

        def finished(result: Any) -> None:
            self.busy(False)
            done(result)

        def failed(error: FaultGISError) -> None:
            self.busy(False)
            self.mishap(error)

        self.job = self._jobs.run(title, work, finished, failed, lane="import")

    def mishap(self, error: FaultGISError) -> None:
        """Something went wrong, or was cancelled."""
        self.say_error(error)

    def busy(self, on: bool) -> None:
        """Whether something runs that must end first."""
        self.doing.show_work(on)
        self._pages.setEnabled(not on)
        if not on:
            self.job = None

    def reject(self) -> None:
        """Cancel what runs; with nothing running, leave."""
        if self.job is not None:
            self.job.progress.cancel()
        else:
            super().reject()


class DoingLine(QWidget):
    """There while something runs: what it is at, and how far."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.bar = Elided("quiet"), QProgressBar()
        self.bar.setTextVisible(False)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.said, 1)
        line.addWidget(self.bar, 1, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_work(self, on: bool) -> None:
        """Show that something begins, or nothing any more."""
        self.setVisible(on)
        self.said.setText("")
        self.bar.setRange(0, 0)

    def show_step(self, job: Job | None) -> None:
        """Show how far this is."""
        if job is None:
            return
        step = job.step
        what = words.sentence(step.what) if step.what else job.title
        count = f" {step.done:,} / {step.total:,}" if step.total > 1 else ""
        self.said.setText(f"{what}{count}")
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
