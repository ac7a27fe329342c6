"""Issuing certificates from the desktop and opening their files; writing tables. All of it in workers."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices

from faultgis.avoidance.sites import Site
from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate
from faultgis.services.assessing import Question
from faultgis.services.certifying import ask
from ui import words
from ui.printing.certificate import file_of, issue_certificate
from ui.program import Program
from ui.site_table import write_xlsx
from ui.words import tr
from ui.workspace import Workspace


def open_file(file: Path) -> None:
    """Have the system show a file."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


class Issuing(QObject):
    """``ended`` tells that a certificate was issued (or refused: ``None``)."""

    ended = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.program: Program | None = None
        self.busy = False
        self.opener: Callable[[Path], object] = open_file

    @property
    def ready(self) -> bool:
        """Whether a certificate can be issued just now."""
        return self.program is not None and not self.busy

    def issue(self, question: Question, site: Site) -> None:
        """Issue a certificate for a site from the saved data, and open it."""
        program, session = self.program, self._workspace.session
        if program is None or session is None or self.busy:
            return
        # The protocols of the desktop do not speak of the past; the database behind them does.
        store: Any = program.store
        survey, language, by, home = session.survey, words.language(), program.actor, program.home
        relief = program.basemap(survey)

        def work(progress: Progress) -> Certificate:
            asked = ask(store, survey, question, site)
            return issue_certificate(store, home, asked, language, by, progress, relief)

        self.busy = True
        title = tr("Issuing the certificate")
        self._workspace.jobs.run(title, work, self._issued, self._refused, lane="avoidance")

    def _issued(self, certificate: Certificate) -> None:
        self.busy = False
        self._workspace.tell(tr("Certificate {number} issued.", number=certificate.code))
        self.ended.emit(certificate)
        self.open(certificate)

    def _refused(self, error: FaultGISError) -> None:
        self.busy = False
        self.ended.emit(None)
        self._workspace.tell_error(error)

    def open(self, certificate: Certificate) -> None:
        """Open a certificate's PDF, if it lies on this computer."""
        if self.program is None:
            return
        file = file_of(certificate, self.program.home)
        if file.is_file():
            self.opener(file)
        else:
            self._workspace.tell_error(InputError("certificate.no_file", number=certificate.code))

    def write_table(self, cells: Iterable[Sequence[Any]], count: int, notes: list[str], path: Path) -> None:
        """Write a table of so many answers."""

        def work(progress: Progress) -> None:
            write_xlsx(cells, notes, path, count, progress)

        def done(_nothing: None) -> None:
            self._workspace.tell(tr("Saved: {file}", file=str(path)))

        self._workspace.jobs.run(tr("Writing the table"), work, done, lane="avoidance")
