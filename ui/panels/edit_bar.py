"""The thin bar over the map: what the tool expects next, Undo, Save, and how much is not saved."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.forms.widgets import Button, Elided
from ui.words import tr
from ui.workspace import Workspace

HEIGHT = 36
FOLLOWED = (
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
)


def sketching(tool: Any) -> bool:
    """Whether the tool holds steps that can be taken back or brought back."""
    return bool(getattr(tool, "busy", False)) or bool(getattr(getattr(tool, "sketch", None), "dropped", ()))


def redoable(tool: Any) -> bool | None:
    """Whether the tool has a step to carry out again; ``None`` where it holds nothing and the survey's own
    edits are meant."""
    if bool(getattr(getattr(tool, "sketch", None), "undone", ())):
        return True
    return False if bool(getattr(tool, "busy", False)) else None


class EditBar(QFrame):
    """Follows the map's tool by looking at its hint after each mouse and key event."""

    def __init__(self, workspace: Workspace, undo: Callable[[], None], save: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("bar", True)
        self._workspace = workspace
        self._view: Any = None
        self.hint = Elided(wrap=True)
        self.pending = QLabel()
        self.undo = Button("Undo", undo, icon="undo")
        self.save = Button("Save", save, "main", icon="save")
        # Buttons come and go; the map below must not move under the mouse. A hint may take two lines.
        self.setFixedHeight(max(HEIGHT, 2 * self.hint.fontMetrics().lineSpacing() + 4))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self.hint, 1)
        layout.addWidget(self.pending)
        layout.addWidget(self.undo)
        layout.addWidget(self.save)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self.refresh)
        workspace.state_changed.connect(self.refresh)
        self.refresh()

    def follow(self, view: QWidget) -> None:
        """Look at this map's tool after each of the map's events."""
        self._view = view
        view.installEventFilter(self)
        self.refresh()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in FOLLOWED and not self._later.isActive():
            self._later.start()
        return False

    def refresh(self) -> None:
        """Say what is so now."""
        session = self._workspace.session
        count = len(session.saved) if session is not None else 0
        tool = getattr(self._view, "tool", None)
        hint = tool.hint if tool is not None else tr("Drag to move the map, turn the wheel to zoom.")
        if self.hint.text() != hint:
            self.hint.setText(hint)
        contested = len(self._workspace.contested)
        said = tr("Not saved: {count}", count=count) if count else ""
        if contested:
            said += tr(", {count} also changed by others", count=contested)
        self.pending.setText(said)
        self.undo.setVisible(bool(session and session.history.done) or sketching(tool))
        self.save.setEnabled(bool(count) and not self._workspace.saving)
        self.save.setVisible(bool(count))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh()
