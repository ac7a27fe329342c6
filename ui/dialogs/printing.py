"""What dialogs that print share: the file, the printer's steps with cancel, and the file when it is made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from ui import words
from ui.dialogs.dialog import Dialog, quiet
from ui.forms.widgets import Button, IconButton
from ui.jobs import Job, Jobs
from ui.printing.child import draw
from ui.words import tr


class Printing(Dialog):
    """A dialog whose main button prints into ``file``; ``kinds`` are the files that can be chosen."""

    def __init__(
        self, parent: QWidget | None, jobs: Jobs, title: str, file: Path, kinds: str, width: int = 560
    ) -> None:
        super().__init__(parent, title, "Print", width)
        self._jobs, self._kinds = jobs, kinds
        self._job: Job | None = None
        self._made = Path()
        self.file = QLineEdit(str(file))
        self.place = QWidget()
        line = QHBoxLayout(self.place)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.file, 1)
        line.addWidget(IconButton("folder", "Choose file…", self._choose))
        self.done_line = quiet("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.open_button = Button("Open the file", lambda: self._open(folder=False), "flat")
        self.folder_button = Button("Open its folder", lambda: self._open(folder=True), "flat")
        for at, button in enumerate((self.open_button, self.folder_button)):
            button.hide()
            self.foot.insertWidget(at, button)
        jobs.changed.connect(self._show_step)

    def add_progress(self) -> None:
        """Put the lines that tell of the printer at the end of the body."""
        self.body.addWidget(self.done_line)
        self.body.addWidget(self.bar)

    def spec(self) -> dict[str, Any]:
        """What the printer is told. Raises ``FaultGISError`` for what cannot be printed."""
        raise NotImplementedError

    def said(self, made: dict[str, Any]) -> str:
        """What the printer made, in words."""
        width, height = made["page_mm"]
        return tr(
            "{file}: page {width} × {height} mm", file=made["file"], width=f"{width:g}", height=f"{height:g}"
        )

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr(self._title), self.file.text(), self._kinds)
        if name:
            self.file.setText(name)

    def accept(self) -> None:
        """Print; the dialog stays, to tell of it."""
        try:
            spec = self.spec()
        except FaultGISError as error:
            self.say_error(error)
            return
        self.say_problem("")
        self._busy(True)
        self.done_line.setText(tr("Printing…"))
        title = tr("Printing {name}", name=Path(spec["out"]).name)
        self._job = self._jobs.run(title, self._work(spec), self._printed, self._failed, lane="print")

    @staticmethod
    def _work(spec: dict[str, Any]) -> Callable[[Progress], dict[str, Any]]:
        return lambda progress: draw(spec, progress)

    def reject(self) -> None:
        """Cancel the print that runs, else close."""
        if self._job is not None:
            self._job.progress.cancel()
            return
        super().reject()

    def _show_step(self) -> None:
        if self._job is not None and self._job.step.what:
            self.done_line.setText(f"{tr('Printing…')} {words.sentence(self._job.step.what)}")

    def _busy(self, on: bool) -> None:
        if not on:
            self._job = None
        self.bar.setVisible(on)
        if self.main is not None:
            self.main.setEnabled(not on)
        self.out.setText(tr("Cancel"))

    def _printed(self, made: dict[str, Any]) -> None:
        self._busy(False)
        self._made = Path(made["file"])
        self.done_line.setText(self.said(made))
        self.open_button.show()
        self.folder_button.show()
        self.out.setText(tr("Close"))

    def _failed(self, error: FaultGISError) -> None:
        self._busy(False)
        self.done_line.setText(tr("Printing was cancelled; no file was written."))
        if not isinstance(error, CancelledError):
            self.done_line.setText("")
            self.say_error(error)

    def _open(self, folder: bool) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.parent if folder else self._made)))
