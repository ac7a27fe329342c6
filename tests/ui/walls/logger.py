"""A person at a trench log: its window worked by mouse and keys, in metres of the wall."""

from collections.abc import Iterable
from typing import Any

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication

from faultgis.records.kinds import AnyRecord
from faultgis.records.trench import WallFeature
from tests.ui.person import CONTROL, LEFT, NONE, Person, QTest
from ui.walls.view import WallView
from ui.walls.window import LogWindow

Place = tuple[float, float]


class Logger:
    """Draws on the walls of one log."""

    def __init__(self, person: Person, window: LogWindow) -> None:
        self.person, self.window = person, window
        person.wait(window.isVisible)
        window.resize(1366, 768)
        QTest.qWait(50)
        window.pane.fit()

    def view(self, code: str) -> WallView:
        """The view of the wall with this code."""
        found = [v for v in self.window.pane.views if v.wall is not None and v.wall.code == code]
        assert len(found) == 1
        return found[0]

    def pixel(self, view: WallView, place: Place) -> QPoint:
        """The pixel of a place of the wall."""
        x, y = view.scale.pixel(*place)
        return QPoint(round(x), round(y))

    def hover(self, view: WallView, pixel: QPoint, buttons: Any = Qt.MouseButton.NoButton) -> None:
        """Move the mouse there."""
        above, none = QPointF(view.mapToGlobal(pixel)), Qt.MouseButton.NoButton
        QApplication.sendEvent(
            view, QMouseEvent(QEvent.Type.MouseMove, QPointF(pixel), above, none, buttons, NONE)
        )

    def click(self, view: WallView, place: Place, modifiers: Any = NONE) -> None:
        """Move there and click."""
        pixel = self.pixel(view, place)
        self.hover(view, pixel)
        QTest.mouseClick(view, LEFT, modifiers, pixel)

    def double_click(self, view: WallView, place: Place) -> None:
        """What a user's double click sends."""
        self.click(view, place)
        QTest.mouseDClick(view, LEFT, NONE, self.pixel(view, place))

    def drag(self, view: WallView, start: Place, end: Place, modifiers: Any = NONE) -> None:
        """Press at one place, let go at another."""
        first, last = self.pixel(view, start), self.pixel(view, end)
        self.hover(view, first)
        QTest.mousePress(view, LEFT, modifiers, first)
        self.hover(view, (first + last) / 2, LEFT)
        self.hover(view, last, LEFT)
        QTest.mouseRelease(view, LEFT, modifiers, last)

    def take(self, tool: str) -> None:
        """Click a tool's button."""
        button = self.window.toolbar.widgetForAction(self.window.action(tool))
        assert button is not None
        QTest.mouseClick(button, LEFT)

    def draw(self, tool: str, code: str, places: Iterable[Place]) -> WallFeature:
        """Draw a feature on a wall and finish it with Enter; the feature."""
        self.take(tool)
        view = self.view(code)
        before = set(self.records("wall_feature"))
        for place in places:
            self.click(view, place)
        QTest.keyClick(view, Qt.Key.Key_Return)
        made = set(self.records("wall_feature")) - before
        assert len(made) == 1, self.person.told[-2:]
        found = self.records("wall_feature")[made.pop()]
        assert isinstance(found, WallFeature)
        return found

    def records(self, kind: str) -> dict[Any, AnyRecord]:
        """The records of a kind as they stand."""
        return self.person.session.records[kind]

    def features(self, kind: str) -> list[WallFeature]:
        """What is drawn of a kind."""
        found = self.records("wall_feature").values()
        return [f for f in found if isinstance(f, WallFeature) and f.kind == kind]

    def key(self, key: Qt.Key, modifiers: Any = NONE, view: WallView | None = None) -> None:
        """Press a key on the wall that is worked on."""
        target = view or self.window.tools.view
        assert target is not None
        self.window.activateWindow()
        self.person.wait(self.window.isActiveWindow)
        QTest.keyClick(target, key, modifiers)

    def undo(self) -> None:
        """Ctrl+Z."""
        self.key(Qt.Key.Key_Z, CONTROL)

    def save(self) -> None:
        """Ctrl+S, and wait until it stands in the database."""
        self.key(Qt.Key.Key_S, CONTROL)
        self.person.wait(lambda: not self.person.workspace.saving and not self.person.session.saved)


def open_log(person: Person) -> Logger:
    """The log that is open."""
    person.wait(lambda: bool(person.window.commands.trench.windows))
    (window,) = person.window.commands.trench.windows.values()
    return Logger(person, window)
