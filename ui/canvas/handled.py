"""A drawing that hands move: the mouse and keys go to panning and zooming first, then to the active tool."""

from dataclasses import replace
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from ui.canvas.events import MapEvent, MapTool
from ui.canvas.navigation import Navigation
from ui.canvas.scale import MapScale


class HandledView(QWidget):
    """What the map and a trench wall have in common: a scale, a tool and the events for both.

    Who inherits says in ``set_scale`` what follows when the scale changes, and in ``_point`` what the mouse
    passes over.
    """

    def __init__(self, scale: MapScale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = replace(scale, width=max(1, self.width()), height=max(1, self.height()))
        self.tool: MapTool | None = None
        self.navigation = Navigation(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_scale(self, scale: MapScale) -> None:
        """Show this view."""
        raise NotImplementedError

    def _point(self, place: MapEvent) -> None:
        """The mouse is over this place."""
        raise NotImplementedError

    def set_tool(self, tool: Any) -> None:
        """Make this the active tool; ``None`` leaves panning and zooming."""
        if tool is self.tool:
            return
        # A tool that serves several walls is put down by the one that it works on.
        if self.tool is not None and getattr(self.tool, "view", self) is self:
            self.tool.deactivate()
        self.tool = tool
        if tool is not None:
            tool.activate(self)
        self.show_cursor()
        self.update()

    def update_overlay(self) -> None:
        """Have the tool paint itself again over what is drawn."""
        self.update()

    def show_cursor(self) -> None:
        """Show the cursor of whoever has the mouse: panning first, then the tool."""
        cursor = self.navigation.cursor
        if cursor is None and self.tool is not None:
            cursor = self.tool.cursor
        self.setCursor(cursor if cursor is not None else Qt.CursorShape.OpenHandCursor)

    def map_event(self, event: QMouseEvent) -> MapEvent:
        """The event with its place on the drawing."""
        position = event.position()
        longitude, latitude = self.scale.to_world(position.x(), position.y())
        return MapEvent(longitude, latitude, position, event.button(), event.buttons(), event.modifiers())

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        if not self.navigation.press(event) and self.tool is not None:
            self.tool.press(self.map_event(event))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        place = self.map_event(event)
        self._point(place)
        if not self.navigation.move(event) and self.tool is not None:
            self.tool.move(place)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        if not self.navigation.release(event) and self.tool is not None:
            self.tool.release(self.map_event(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        if not self.navigation.double_click(event) and self.tool is not None:
            self.tool.double_click(self.map_event(event))

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        self.navigation.wheel(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        mine = event.key() == Qt.Key.Key_Space
        if not mine and self.tool is not None and self.tool.key(event):
            return
        if not self.navigation.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if not self.navigation.key_up(event):
            super().keyReleaseEvent(event)
