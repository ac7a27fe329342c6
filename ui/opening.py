"""Opening and leaving: databases, surveys, what the journal still holds, conflicts, the first start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QMainWindow

from faultgis.errors import CancelledError, ConflictError, FaultGISError
from faultgis.progress import Progress
from faultgis.services.editing import EditingSession
from ui.dialogs.conflicts import Conflicts
from ui.dialogs.connect import Connect
from ui.dialogs.recovery import RecoveryDialog
from ui.dialogs.surveys import NewSurvey, OpenSurvey
from ui.dialogs.unsaved import UnsavedEdits
from ui.panels.desk import Desk
from ui.panels.history import edit_text
from ui.panels.record import RecordPanel
from ui.panels.survey import SurveyPanel
from ui.program import Program
from ui.showing import Opened, Showing, read_survey
from ui.state import State
from ui.words import tr
from ui.workspace import Workspace

Open = Callable[[str | None, Progress], Program]


@dataclass
class Parts:
    """The parts of the window that commands work on. ``open_database`` opens another database by its URL
    (``None``: the private one); ``joined`` is told of the program that opened."""

    window: QMainWindow
    workspace: Workspace
    state: State
    desk: Desk
    survey: SurveyPanel
    record: RecordPanel
    open_database: Open
    joined: Callable[[Program], None]
    program: Program | None = None
    opening: "Opening" = field(init=False)

    def __post_init__(self) -> None:
        self.opening = Opening(self)


class Opening(QObject):
    """Opens what the user asks for and asks what must be decided."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.parts = parts
        self.workspace = parts.workspace
        self._after_save: Callable[[], None] | None = None
        # Who else takes a sketch back that no tool of the map left; each says whether it was its own.
        self.resumers: list[Callable[[dict[str, Any]], bool]] = []
        self.showing = Showing(parts.workspace, parts.desk, parts.state)
        self.workspace.conflicted.connect(self.settle)
        self.workspace.state_changed.connect(self._go_on)

    # Databases and surveys

    def first(self, code: str) -> None:
        """Open the survey asked for, else the last one, else the first; a new private database gets the
        demo surveys."""
        program, last = self.parts.program, self.parts.state.settings.text("last_survey")
        if program is None:
            return

        def find(progress: Progress) -> Opened | None:
            program.load_demo_once(progress)
            codes = [survey.code for survey in program.store.surveys()]
            wanted = code or (last if last in codes else next(iter(codes), ""))
            return read_survey(program, wanted, progress) if wanted else None

        self._read(find)

    def _read(self, work: Callable[[Progress], Opened | None]) -> None:
        def failed(error: FaultGISError) -> None:
            if not isinstance(error, CancelledError):
                self.workspace.tell_error(error)

        self.workspace.jobs.run(tr("Opening the survey"), work, self._opened, failed, over_map=True)

    def survey(self, code: str) -> None:
        """Open another survey."""
        program = self.parts.program
        if program is not None:
            self._read(lambda progress: read_survey(program, code, progress))

    def _opened(self, opened: Opened | None) -> None:
        if opened is None:
            self.ask_survey()
            return
        self.showing.show(opened, self.parts.program)
        self._offer_recovery(opened.session)

    def ask_survey(self) -> None:
        """Let the user choose a survey."""
        program = self.parts.program
        if program is None:
            self.ask_database()
            return
        dialog = OpenSurvey(self.parts.window, program, self.workspace.jobs)
        dialog.exec()
        if dialog.code:
            self.leave(lambda: self.survey(dialog.code))
        elif dialog.wants == "new_survey":
            self.make_survey()
        elif dialog.wants == "connect_database":
            self.ask_database()

    def make_survey(self) -> None:
        """Let the user make a survey, and open it."""
        program = self.parts.program
        if program is None:
            return
        dialog = NewSurvey(self.parts.window, program, self.workspace.jobs)
        if dialog.exec() and dialog.made is not None:
            code = dialog.made.code
            self.leave(lambda: self.survey(code))

    def ask_database(self) -> None:
        """Let the user choose a database."""
        settings = self.parts.state.settings
        dialog = Connect(
            self.parts.window, self.parts.open_database, self.workspace.jobs, settings.text("database")
        )
        if dialog.exec() and dialog.program is not None:
            settings.set("database", dialog.url)
            if dialog.password_to_keep:
                self._keep_password(dialog.password_to_keep)
            program = dialog.program
            self.leave(lambda: self._join(program))

    def _join(self, program: Program) -> None:
        self.parts.joined(program)
        self.first("")

    def _keep_password(self, url: str) -> None:
        def keep(_progress: Progress) -> bool:
            from db.engine import remember_password

            return remember_password(url)

        def told(kept: bool) -> None:
            if not kept:
                self.workspace.tell(
                    tr("This system has no keyring: the password is asked for again."), "warning"
                )

        self.workspace.jobs.run(tr("Keeping the password"), keep, told, lane="connect")

    # What was not saved

    def _offer_recovery(self, session: EditingSession) -> None:
        program = self.parts.program
        found = program.recovered(session) if program is not None else None
        if found is None or not (found.edits or found.sketch is not None):
            return
        dialog = RecoveryDialog(self.parts.window, found, [edit_text(edit) for edit in found.edits])
        dialog.exec()
        if dialog.choice == "restore":
            self.workspace.announce(session.restore(found))
            self._resume(found.sketch)
        elif dialog.choice == "discard" and session.journal is not None:
            discard = getattr(session.journal, "discard", None)
            if discard is not None:
                discard()

    def _resume(self, sketch: dict[str, Any] | None) -> None:
        """Give the sketches back to their tools; the one that was in hand comes last and stays in hand."""
        if sketch is None:
            return
        desk = self.parts.desk
        for state in [*sketch.get("others", ()), sketch]:
            name = {"continue": "continue_trace"}.get(str(state.get("tool")), str(state.get("tool")))
            if name in desk.names:
                desk.choose(name)
                tool: Any = desk.tool(name)
                tool.resume(state)
            else:
                any(resume(state) for resume in self.resumers)

    def settle(self, error: ConflictError) -> None:
        """Show both sides of each record that somebody else changed, and do what the user decides."""
        session = self.workspace.session
        if session is None:
            return
        dialog = Conflicts(self.parts.window, session, error.conflicts)
        if not dialog.exec():
            return
        for conflict, mine in dialog.choices:
            self.workspace.contested.discard(conflict.id)
            changes = session.settle(conflict.kind, conflict.id, conflict.theirs, mine)
            self.workspace.announce(changes)
        self.workspace.save()

    def leave(self, then: Callable[[], None]) -> None:
        """Do ``then`` once the open survey may be left: nothing unsaved, or the user saved it, or left it to
        the journal."""
        session = self.workspace.session
        self.parts.record.flush()
        if session is None or not session.saved:
            then()
            return
        dialog = UnsavedEdits(self.parts.window, len(session.saved))
        dialog.exec()
        if dialog.choice == "keep":
            then()
        elif dialog.choice == "save":
            self._after_save = then
            self.workspace.save()

    def _go_on(self) -> None:
        session, then = self.workspace.session, self._after_save
        if then is None or self.workspace.saving or session is None:
            return
        self._after_save = None
        if not session.saved:
            then()
