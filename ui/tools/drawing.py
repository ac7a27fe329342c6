"""Tools that sketch a line vertex by vertex: mouse, keys, undo within the sketch, journal, rubber band."""

from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QPainter

from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools import follow
from ui.tools.keys import command
from ui.tools.rubber import ACCENT, Row, Rubber, step_row
from ui.tools.sketch import Place, Sketch
from ui.tools.stroke import Stroke, tolerance_m
from ui.tools.tool import Tool
from ui.tools.typed import Typed
from ui.words import tr
from ui.workspace import Workspace


class SketchTool(Tool):
    """Left click adds a vertex; Esc or Backspace takes the last one back; Enter, right click or double click
    finishes; Shift+Esc cancels the sketch, Ctrl+Z brings it back. Digits give the next vertex a distance
    (and, after "<", an azimuth); F draws freehand; L follows the line that the sketch touches."""

    least = 2
    journalled = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.sketch = Sketch()
        self.pointer: Place | None = None
        self.typed = ""
        self.freehand = False
        self.following = False
        self.path: list[Place] = []
        self.rubber = Rubber()
        self.stroke = Stroke()

    @property
    def busy(self) -> bool:
        return bool(self.sketch)

    def reset(self) -> None:
        self.sketch.clear()
        self._forget_pointer()

    def elsewhere(self) -> None:
        """A line drawn for a record waits until the map is back; one that only measures is dropped."""
        if self.journalled:
            self._forget_pointer()
        else:
            self.reset()
        self.hint_changed.emit()

    def deactivate(self) -> None:
        self._forget_pointer()
        super().deactivate()

    def _forget_pointer(self) -> None:
        self.snap, self.pointer, self.path, self.typed = None, None, [], ""
        self.stroke = Stroke()
        self.pointed()

    @property
    def keys_hint(self) -> str:
        """The keys while sketching."""
        if self.typed:
            return tr("Enter places the vertex at the typed distance<azimuth")
        modes = [
            text for on, text in ((self.freehand, tr("freehand")), (self.following, tr("along lines"))) if on
        ]
        keys = tr("Enter finishes · Esc takes a vertex back · Shift+Esc cancels · F freehand · L along lines")
        return " · ".join([*modes, keys])

    # Mouse

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.RightButton:
            self.finish()
        elif event.button == Qt.MouseButton.LeftButton:
            self.move(event)
            self.add(*self.path)
            if self.freehand:
                self.stroke.begin(event)

    def move(self, event: MapEvent) -> None:
        if self.stroke:
            if self.stroke.go_on(event):
                self.pointed()
                self.redraw()
            return
        also = self.sketch.points[:1] if len(self.sketch.points) > 2 else ()
        self.snap = self.snapper.find(self.view, event, also=also) if self.view is not None else None
        self.pointer = self.place(event)
        self.path = self._path()
        self.pointed()
        self.redraw()

    def _path(self) -> list[Place]:
        """The vertices that a click adds now."""
        assert self.pointer is not None
        if not self.sketch:
            return [self.pointer]
        last = self.sketch.points[-1]
        typed = Typed.of(self.typed)
        if typed is not None:
            return [typed.place(last, self.pointer)]
        trace = self.trace(self.snap.key) if self.following and self.snap is not None else None
        if trace is not None and self.snap is not None:
            return follow.along(trace, last, self.snap) or [self.pointer]
        return [self.pointer]

    def release(self, event: MapEvent) -> None:
        if self.stroke and self.view is not None:
            scale = self.session.survey.mapping_scale if self.session is not None else 50_000
            self.add(*self.stroke.end(tolerance_m(scale, self.view.scale.metres_per_pixel)))

    def add(self, *places: Place) -> None:
        """Append vertices to the sketch as one step and write it down."""
        if self.sketch.add(*places):
            self.typed = ""
            self.sketched()

    def double_click(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton:
            self.finish()

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        name = command(event, bool(self.sketch), bool(self.typed))
        if not self.sketch:
            return name in ("undo", "redo") and bool(self.sketch.dropped or self.sketch.undone)
        return bool(name)

    def key(self, event: QKeyEvent) -> bool:
        name = command(event, bool(self.sketch), bool(self.typed))
        if name == "type":
            self._type(self.typed + event.text())
        elif name == "rub_out":
            self._type(self.typed[:-1])
        elif name == "stop_typing":
            self._type("")
        elif name:
            return bool(getattr(self, f"{name}_step")())
        else:
            return super().key(event)
        return True

    def _type(self, text: str) -> None:
        self.typed = text
        self._show()

    def place_step(self) -> bool:
        """Put the vertex where the typed distance and azimuth say."""
        if self.pointer is not None:
            self.add(*self._path())
        self._type("")
        return True

    def freehand_step(self) -> bool:
        """Freehand drawing on or off."""
        self.freehand = not self.freehand
        self.hint_changed.emit()
        return True

    def follow_step(self) -> bool:
        """Following existing lines on or off."""
        self.following = not self.following
        self._show()
        return True

    def turn_step(self) -> bool:
        """Change the side of what is drawn; tools that know sides say how."""
        return False

    def finish_step(self) -> bool:
        """Enter finishes."""
        self.finish()
        return True

    def cancel_step(self) -> bool:
        """Drop the sketch in a way that can be taken back."""
        self.sketch.cancel()
        self.sketched()
        self.workspace.tell(tr("Sketch cancelled; Ctrl+Z brings it back."))
        return True

    def undo_step(self) -> bool:
        return self.sketch.undo() and self.sketched()

    def redo_step(self) -> bool:
        return self.sketch.redo() and self.sketched()

    # The sketch

    def sketched(self) -> bool:
        """The sketch changed: write it to the journal and show it."""
        self._write_down()
        self._show()
        return True

    def _show(self) -> None:
        """Work out what is drawn, and have it drawn."""
        self.path = self._path() if self.pointer is not None else []
        self.pointed()
        self.hint_changed.emit()
        self.redraw()

    def _write_down(self) -> None:
        """Into the journal goes this sketch, and under ``others`` those that wait in other tools."""
        journal = self.session.journal if self.session is not None else None
        if journal is None or not self.journalled:
            return
        tools = [self, *(tool for tool in self.workspace.findChildren(SketchTool) if tool is not self)]
        kept = [t.state() for t in tools if t.journalled and (t.sketch or t.sketch.dropped)]
        journal.sketch({**kept[0], "others": kept[1:]} if kept else None)

    def state(self) -> dict[str, Any]:
        """The sketch with all that is needed to go on with it."""
        return {"tool": self.name, **self.sketch.state()}

    def resume(self, state: dict[str, Any]) -> None:
        """Go on with a sketch from the journal."""
        self.sketch.restore(state)
        self.sketched()

    def finish(self) -> None:
        """Make of the sketch what it was drawn for; one that is too short stays as it is."""
        if len(self.sketch.points) < self.least:
            if self.sketch:
                said = tr("The line needs {count} vertices or more.", count=self.least)
                self.workspace.tell(said, "warning")
            return
        if self.done(list(self.sketch.points)):
            self.sketch.clear()
            self.sketched()

    def done(self, points: list[Place]) -> bool:
        """Use the finished sketch; ``False`` keeps it."""
        raise NotImplementedError

    # What is drawn

    def notes(self) -> list[Row]:
        """Rows beside the cursor: what was typed, and the step that a click would make now."""
        if not self.sketch or not self.path:
            return []
        typed = [(f"{self.typed}▏", ACCENT)] if self.typed else []
        return [*typed, step_row(self.sketch.points[-1], self.path[-1])]

    def pointed(self) -> None:
        """The mouse moved or the sketch changed: work out here what is painted later."""
        self.rubber = Rubber(
            points=self.sketch.points,
            path=self.path,
            stroke=self.stroke.places,
            pointer=self.pointer,
            snap=self.snap,
            notes=self.notes(),
        )

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        self.rubber.paint(painter, scale)
