"""Hears of others' saves; where the database goes away, says so and takes it up again when it is back."""

from PyQt6.QtCore import QObject, QSocketNotifier, QTimer

from faultgis.errors import FaultGISError
from ui.program import Listening, Program
from ui.words import tr
from ui.workspace import Workspace

RETRY_MS = 1000
LONGEST_RETRY_MS = 15_000


class Hearing(QObject):
    """The listening connection of the window. Every loss is told once, every return, too."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._program: Program | None = None
        self._listener: Listening | None = None
        self._notifier: QSocketNotifier | None = None
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._try_again)

    def follow(self, program: Program) -> None:
        """Listen to this program's database from now on. Raises ``DatabaseError``."""
        self.stop()
        self._program = program
        self._take(program.listen())

    def stop(self) -> None:
        """Let go of the connection."""
        self._retry.stop()
        self._program = None
        self._let_go()

    def _take(self, listener: Listening | None) -> None:
        self._listener = listener
        if listener is not None:
            self._notifier = QSocketNotifier(listener.fileno(), QSocketNotifier.Type.Read, self)  # type: ignore[call-overload]
            self._notifier.activated.connect(self._read)

    def _let_go(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
        if self._listener is not None:
            self._listener.close()
        self._listener = self._notifier = None

    def _read(self) -> None:
        if self._listener is None:
            return
        try:
            notes = self._listener.read()
        except FaultGISError as error:
            self._let_go()
            self._workspace.tell_error(error)
            self._retry.start(RETRY_MS)
            return
        self._workspace.hear(notes)

    def _try_again(self) -> None:
        program = self._program
        if program is not None:
            self._workspace.jobs.run(
                tr("Connecting to the database"),
                lambda _progress: program.listen(),
                lambda listener: self._back(program, listener),
                lambda _error: self._still_away(program),
                lane="listen",
            )

    def _back(self, program: Program, listener: Listening | None) -> None:
        if program is not self._program:
            if listener is not None:
                listener.close()
            return
        self._take(listener)
        self._workspace.connected_again()
        self._workspace.tell(tr("The database is back."))
        self._workspace.reload()  # what others saved meanwhile was not heard

    def _still_away(self, program: Program) -> None:
        if program is self._program:
            self._retry.start(min(LONGEST_RETRY_MS, 2 * max(RETRY_MS, self._retry.interval())))
