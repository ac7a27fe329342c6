"""What is being opened, in the middle of the map: the steps done, the one in hand with its bar, a way out."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ui import words
from ui.forms.widgets import Button, Label
from ui.jobs import Job, Jobs
from ui.words import tr

SHOWN_AFTER_MS = 300
GONE_AFTER_MS = 150
WIDTH = 360
MOST_STEPS = 6
FIRST_TIME = "cluster.creating"


class Cover(QFrame):
    """Follows the jobs without which there is nothing to see (``Job.over_map``); quick ones stay unseen."""

    def __init__(self, over: QWidget, jobs: Jobs) -> None:
        super().__init__(over)
        self._over, self._jobs = over, jobs
        self._job: Job | None = None
        self._steps: list[str] = []
        self.setProperty("card", True)
        self.title, self.done, self.now = QLabel(), QLabel(), QLabel()
        self.bar = QProgressBar()
        self.first = Label("Only the very first start takes this long.", "quiet", wrap=True)
        self.cancel = Button("Cancel", self._cancel)
        self._arrange()
        self._show = self._timer(SHOWN_AFTER_MS, self._appear)
        self._gone = self._timer(GONE_AFTER_MS, self._vanish)
        over.installEventFilter(self)
        jobs.changed.connect(self.refresh)
        self.hide()

    def _timer(self, milliseconds: int, work: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(work)
        return timer

    def _arrange(self) -> None:
        self.title.setProperty("title", True)
        self.done.setProperty("quiet", True)
        self.bar.setTextVisible(False)
        for label in (self.title, self.done, self.now):
            label.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.first, 1)
        foot.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for widget in (self.title, self.done, self.now, self.bar):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.setFixedWidth(WIDTH)

    def refresh(self) -> None:
        """Show the job as it stands; one that follows at once takes the place of the one before."""
        job = next((job for job in self._jobs.shown if job.over_map), None)
        if job is None:
            self._show.stop()
            if self.isVisible() and not self._gone.isActive():
                self._gone.start()
            return
        self._gone.stop()
        if job is not self._job:
            self._job = job
        if job.step.what and (not self._steps or self._steps[-1] != job.step.what):
            self._steps = [*(s for s in self._steps if s != job.step.what), job.step.what]
        if self.isVisible():
            self._say()
        elif not self._show.isActive():
            self._show.start()

    def _appear(self) -> None:
        self._say()
        self.show()
        self.raise_()

    def _vanish(self) -> None:
        self._job, self._steps = None, []
        self.hide()

    def _say(self) -> None:
        job = self._job
        if job is None:
            return
        said = [words.sentence(step) for step in self._steps]
        before, now = said[:-1][-MOST_STEPS:], said[-1:] if job.step.what else []
        self.title.setText(tr(job.title))
        self.done.setText("\n".join(f"✓ {step}" for step in before))
        self.done.setVisible(bool(before))
        step = job.step
        count = f" {step.done} / {step.total}" if step.total else ""
        self.now.setText(f"{now[0]}…{count}" if now else "")
        self.now.setVisible(bool(now))
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        self.first.setVisible(FIRST_TIME in self._steps)
        self.cancel.setVisible(job.stoppable)
        self.cancel.setEnabled(not job.progress.cancelled)
        self._place()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()
            self._say()

    def _place(self) -> None:
        room = self._over.rect()
        self.resize(
            WIDTH, self.heightForWidth(WIDTH) if self.hasHeightForWidth() else self.sizeHint().height()
        )
        self.move((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 2))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self._say()
