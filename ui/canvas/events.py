"""What a map tool gets to see of the mouse, and what the map asks of a tool."""

from dataclasses import dataclass
from typing import Any, Protocol

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QCursor, QKeyEvent, QPainter

from ui.canvas.scale import MapScale


@dataclass(frozen=True)
class MapEvent:
    """A mouse event with its place on the map (degrees, unsnapped) and on the screen (logical pixels)."""

    longitude: float
    latitude: float
    position: QPointF
    button: Qt.MouseButton
    buttons: Qt.MouseButton
    modifiers: Qt.KeyboardModifier


class MapTool(Protocol):
    """What ``MapView`` asks of the active tool. Middle-drag, space-drag and the wheel never reach it: they
    pan and zoom without disturbing a sketch."""

    @property
    def hint(self) -> str:
        """What the tool expects next, in the user's language."""
        ...

    def activate(self, view: Any) -> None:
        """The tool becomes the active one of this map."""
        ...

    def deactivate(self) -> None:
        """Another tool takes over; a sketch is kept and offered again."""
        ...

    def press(self, event: MapEvent) -> None: ...

    def move(self, event: MapEvent) -> None: ...

    def release(self, event: MapEvent) -> None: ...

    def double_click(self, event: MapEvent) -> None: ...

    def key(self, event: QKeyEvent) -> bool:
        """Handle a key; say whether it was ours."""
        ...

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        """Draw the live overlay: rubber band, handles, snap cue. Budget: 5 ms."""
        ...

    @property
    def cursor(self) -> QCursor: ...
