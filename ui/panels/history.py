"""What was done since the survey was opened, and the saved states of the selected record."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from faultgis.edits import Edit
from faultgis.errors import FaultGISError, NotAllowedError
from ui import theme, words
from ui.forms import shown
from ui.forms.widgets import EmptyState, Label
from ui.words import tr
from ui.workspace import Workspace

Saved = Callable[[str, UUID], Sequence[Any]]


def edit_text(edit: Edit) -> str:
    """An edit in words: what was done, and to which record."""
    said = words.sentence(edit.name, {"count": len(edit.changes)})
    titles = list(dict.fromkeys(shown.title(change.record) for change in edit.changes[:2]))
    more = f" +{len(edit.changes) - 2}" if len(edit.changes) > 2 else ""
    return f"{said} · {', '.join(titles)}{more}"


class HistoryPanel(QWidget):
    """Left the edits of this session, a click goes back or forth to it; right the record's saved states."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._saved: Saved | None = None
        self._asked: tuple[str, UUID] | None = None
        self.edits, self.states = QListWidget(), QListWidget()
        self.edits.itemClicked.connect(self._go)
        self._none = EmptyState("Every edit appears here; a click goes back to the state after it.")
        split = QSplitter(Qt.Orientation.Horizontal)
        for title, widget in (
            ("Edits since opening", self.edits),
            ("Saved states of the record", self.states),
        ):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            head = Label(title, "quiet")
            head.setContentsMargins(12, 4, 12, 4)
            column.addWidget(head)
            column.addWidget(widget, 1)
            if widget is self.edits:
                column.addWidget(self._none, 1)
            split.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        workspace.state_changed.connect(self.refresh)
        workspace.selection_changed.connect(self._ask)
        self.refresh()

    def read_from(self, saved: Saved) -> None:
        """Where the saved states come from (called in a worker thread)."""
        self._saved = saved

    def refresh(self) -> None:
        """List the edits; those undone stand grey at the end."""
        session = self._workspace.session
        done = session.history.done if session is not None else []
        undone = list(reversed(session.history.undone)) if session is not None else []
        self.edits.clear()
        for number, edit in enumerate([*done, *undone]):
            item = QListWidgetItem(edit_text(edit))
            if number >= len(done):
                font = item.font()
                font.setItalic(True)
                item.setFont(font)
                item.setForeground(_quiet())
            self.edits.addItem(item)
        self.edits.setVisible(bool(done or undone))
        self._none.setVisible(not (done or undone))
        if done:
            self.edits.setCurrentRow(len(done) - 1)

    def _go(self, item: QListWidgetItem) -> None:
        session = self._workspace.session
        if session is None:
            return
        wanted = self.edits.row(item) + 1
        while len(session.history.done) > wanted:
            self._workspace.undo()
        while len(session.history.done) < wanted and session.history.undone:
            self._workspace.redo()

    def _ask(self) -> None:
        chosen = self._workspace.selection
        ref = chosen[0] if len(chosen) == 1 else None
        if ref == self._asked:
            return
        self._asked = ref
        self.states.clear()
        saved = self._saved
        if ref is None or saved is None or not self.isVisible():
            self._asked = None
            return
        kind, key = ref
        self._workspace.jobs.run(
            tr("Reading the history"),
            lambda _progress: saved(kind, key),
            lambda found: self._show_states(ref, found),
            self._not_read,
            lane="history",
        )

    def _show_states(self, ref: tuple[str, UUID], found: Sequence[Any]) -> None:
        if ref != self._asked:
            return
        for state in found:
            self.states.addItem(state_text(state))
        if not found:
            self.states.addItem(tr("Only one state so far."))

    def _not_read(self, error: FaultGISError) -> None:
        if isinstance(error, NotAllowedError):
            self.states.addItem(tr("Your role does not show the history."))
        else:
            self._workspace.tell_error(error)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._ask()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh()


def state_text(state: Any) -> str:
    """A saved state in a line: when, who, why, revision."""
    when = getattr(state, "at", None) or getattr(state, "changed_at", None)
    parts = [
        when.astimezone().strftime("%Y-%m-%d %H:%M") if when is not None else "",
        str(getattr(state, "by", "") or getattr(state, "changed_by", "")),
        str(getattr(state, "reason", "")),
        tr("revision {number}", number=getattr(state, "revision", "")),
    ]
    return " · ".join(filter(None, parts))


def _quiet() -> Any:
    from PyQt6.QtGui import QColor

    return QColor(theme.colours().quiet)
