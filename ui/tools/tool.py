"""What all map tools share: the map they work on, keys before shortcuts, snapping, words for the user."""

from typing import Any, Protocol
from uuid import UUID

from PyQt6.QtCore import QEvent, QObject, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QCursor, QKeyEvent, QPainter

from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.geometry.snapping import Snap
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.snapping import Snapper
from ui.words import tr
from ui.workspace import Ref, Workspace


class View(Protocol):
    """What the tools ask of the map."""

    @property
    def scale(self) -> MapScale: ...

    def set_scale(self, scale: MapScale) -> None: ...

    def update_overlay(self) -> None: ...

    def traces_near(self, longitude: float, latitude: float, radius_px: float) -> list[Trace]: ...

    def hit(self, position: QPointF) -> list[Ref]: ...


class Tool(QObject):
    """A small state machine between the mouse and the workspace. Geometry is worked out in the event
    handlers; ``paint`` only draws what they left behind.

    ``name`` is the tool's word in journals and settings; ``left`` is emitted when the user wants out of it.
    """

    name = "tool"
    shape = Qt.CursorShape.CrossCursor

    hint_changed = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.view: Any = None
        self.snapper = Snapper.of(workspace)
        self.snap: Snap | None = None
        workspace.opened.connect(self.reset)
        workspace.place_changed.connect(self.elsewhere)

    @property
    def session(self) -> EditingSession | None:
        """The open survey."""
        return self.workspace.session

    @property
    def hint(self) -> str:
        """What the tool expects next and its keys, in the user's language."""
        return ""

    @property
    def cursor(self) -> QCursor:
        """The mouse pointer over the map."""
        return QCursor(self.shape)

    @property
    def busy(self) -> bool:
        """Whether something half done waits in the tool."""
        return False

    def activate(self, view: Any) -> None:
        """The tool becomes the active one of this map."""
        self.view = view
        if isinstance(view, QObject):
            view.installEventFilter(self)
        self.hint_changed.emit()

    def deactivate(self) -> None:
        """Another tool takes over."""
        if isinstance(self.view, QObject):
            self.view.removeEventFilter(self)
        self.snap = None
        self.view = None

    def reset(self) -> None:
        """Another survey was opened: forget what was going on."""

    def elsewhere(self) -> None:
        """The map shows a local grid or the earth again: what was going on there says nothing here."""
        self.reset()
        self.hint_changed.emit()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keys that the tool wants now come to it even where a menu has them as a shortcut."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.wants(event)
        ):
            event.accept()
        return False

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the key belongs to the tool just now, before any shortcut."""
        return False

    def press(self, event: MapEvent) -> None:
        """A mouse button went down."""

    def move(self, event: MapEvent) -> None:
        """The mouse moved."""

    def release(self, event: MapEvent) -> None:
        """A mouse button went up."""

    def double_click(self, event: MapEvent) -> None:
        """A double click; its presses and releases were told, too."""

    def key(self, event: QKeyEvent) -> bool:
        """Handle a key; say whether it was ours."""
        if event.key() == Qt.Key.Key_S and not event.modifiers():
            self.snapper.toggle()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return False

    def undo_step(self) -> bool:
        """Undo within the tool; ``False``: there is nothing, undo the last edit instead."""
        return False

    def redo_step(self) -> bool:
        """Redo within the tool; ``False``: there is nothing here."""
        return False

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        """Draw the live overlay."""

    def redraw(self) -> None:
        """Ask the map for another overlay."""
        if self.view is not None:
            self.view.update_overlay()

    def apply(self, edit: Edit) -> bool:
        """Carry out an edit; say whether it changed something. Refusals are told to the user."""
        if self.session is None:
            self.workspace.tell(tr("Open a survey first."), "warning")
            return False
        before = self.session.history.done[-1:]
        self.workspace.apply(edit)
        return bool(edit.changes) and self.session.history.done[-1:] != before

    def refuse(self, error: FaultGISError) -> None:
        """Tell the user why something cannot be done."""
        self.workspace.tell_error(error)

    def trace(self, trace_id: UUID | None) -> Trace | None:
        """The trace as it stands."""
        found = None if self.session is None else self.session.get("trace", trace_id)
        return found if isinstance(found, Trace) else None

    def selected_traces(self) -> list[Trace]:
        """The traces in the selection, in its order."""
        found = (self.trace(key) for kind, key in self.workspace.selection if kind == "trace")
        return [trace for trace in found if trace is not None]

    def trace_at(self, event: MapEvent, but: UUID | None = None) -> Trace | None:
        """The trace under the mouse (another one than ``but``); a selected one is preferred."""
        if self.view is None:
            return None
        hit = [ref for ref in self.view.hit(event.position) if ref[0] == "trace" and ref[1] != but]
        chosen = next((ref for ref in hit if ref in self.workspace.selection), hit[0] if hit else None)
        return None if chosen is None else self.trace(chosen[1])

    def place(self, event: MapEvent) -> tuple[float, float]:
        """Where the mouse means: the snap found for it, else the bare place."""
        return self.snap.place if self.snap is not None else (event.longitude, event.latitude)
