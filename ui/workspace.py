"""The open survey: selection, edits, saving, and the one signal that something changed."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Changes
from faultgis.edits import Edit
from faultgis.errors import ConflictError, FaultGISError
from faultgis.records.kinds import AnyRecord
from faultgis.services.editing import EditingSession
from faultgis.store import Saved, Store
from ui.jobs import Jobs
from ui.words import tr

Ref = tuple[str, UUID]


class Workspace(QObject):
    """What every panel, tool and layer shares. They call its methods and listen to its signals; they never
    call each other."""

    opened = pyqtSignal()
    changed = pyqtSignal(object)
    selection_changed = pyqtSignal()
    state_changed = pyqtSignal()
    conflicted = pyqtSignal(object)
    told = pyqtSignal(str, str)

    def __init__(self, store: Store, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.jobs = jobs
        self.session: EditingSession | None = None
        self.selection: tuple[Ref, ...] = ()
        self.saving = False

    def open(self, session: EditingSession) -> None:
        """Show this survey from now on."""
        self.session = session
        self.selection = ()
        self.opened.emit()
        self.selection_changed.emit()
        self.state_changed.emit()

    def apply(self, edit: Edit) -> None:
        """Carry out an edit; everybody hears of it through ``changed``."""
        self._do(lambda session: session.apply(edit))

    def undo(self) -> None:
        """Take the last edit back."""
        self._do(EditingSession.undo)

    def redo(self) -> None:
        """Carry the last undone edit out again."""
        self._do(EditingSession.redo)

    def _do(self, action: Callable[[EditingSession], Changes]) -> None:
        if self.session is None:
            return
        try:
            changes = action(self.session)
        except FaultGISError as error:
            self.tell_error(error)
            return
        self.announce(changes)

    def announce(self, changes: Changes) -> None:
        """Tell everybody what changed (also used when others' saves arrive); drops vanished selections."""
        session = self.session
        if session is None or not changes.ids:
            return
        kept = tuple(ref for ref in self.selection if session.get(*ref) is not None)
        self.changed.emit(changes)
        if kept != self.selection:
            self.select(kept)
        self.state_changed.emit()

    def select(self, refs: Iterable[Ref]) -> None:
        """Make these records the selection."""
        self.selection = tuple(dict.fromkeys(refs))
        self.selection_changed.emit()

    def record(self, ref: Ref) -> AnyRecord | None:
        """The record behind a reference, as it stands in this session."""
        return None if self.session is None else self.session.get(*ref)

    def save(self, reason: str = "") -> None:
        """Write everything pending in one transaction, off the screen's thread."""
        session = self.session
        if session is None or self.saving:
            return
        pending = session.pending()
        if not pending:
            return
        self.saving = True
        self.state_changed.emit()

        def done(saved: Saved) -> None:
            self.saving = False
            session.took(pending, saved)
            self.state_changed.emit()

        def failed(error: FaultGISError) -> None:
            self.saving = False
            self.state_changed.emit()
            if isinstance(error, ConflictError):
                self.conflicted.emit(error)
            else:
                self.tell_error(error)

        self.jobs.run(tr("Saving"), lambda progress: self.store.save(pending, reason, progress), done, failed)

    def tell(self, text: str, level: str = "info") -> None:
        """Show the user one sentence (level: info, warning or error)."""
        self.told.emit(text, level)

    def tell_error(self, error: Any) -> None:
        """Show the user an error in words, with its way out."""
        from ui import words

        self.tell(" ".join(filter(None, (words.error_sentence(error), words.error_help(error)))), "error")
