"""A hand at the map: real mouse and key events on a real ``MapView`` over a survey in memory."""

from collections.abc import Iterable
from typing import Any

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.geometry import lines
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.store import Journal
from ui.canvas.scale import MapScale
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.workspace import Workspace

# PyQt6's stubs give its static methods a self.
QTest: Any = _QTest
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
CENTRE = (102.0, 28.0)
METRES_PER_PIXEL = 10.0


class Hand:
    """Works the mouse by places on the ground, in degrees."""

    def __init__(
        self, qtbot: QtBot, records: Iterable[AnyRecord] = (), journal: Journal | None = None
    ) -> None:
        self.survey = Survey(code="T", mapping_scale=50_000)
        by_kind: dict[str, list[AnyRecord]] = {}
        for record in records:
            by_kind.setdefault(Change(None, record).kind, []).append(record)
        self.session = EditingSession(self.survey, by_kind, journal)
        store: Any = object()
        self.jobs = Jobs()
        self.workspace = Workspace(store, self.jobs)
        self.told: list[tuple[str, str]] = []
        self.workspace.told.connect(lambda text, level: self.told.append((text, level)))
        self.layers = LayerTree()
        self.view = MapView(self.workspace, self.layers)
        qtbot.addWidget(self.view)
        # The test's own bot keeps the map and what it listens to until the test is over.
        vars(qtbot).setdefault("hands", []).append(self)
        self.view.resize(800, 600)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.workspace.open(self.session)
        self.view.set_scale(MapScale(*CENTRE, METRES_PER_PIXEL, self.view.width(), self.view.height()))
        self.view.setFocus()

    def at(self, place: tuple[float, float]) -> QPoint:
        """The pixel of a place."""
        x, y = self.view.scale.to_screen(*place)
        return QPoint(round(x), round(y))

    def ground(self, x: int, y: int) -> tuple[float, float]:
        """The place of a pixel."""
        return self.view.scale.to_world(x, y)

    def click(
        self,
        x: int,
        y: int,
        button: Qt.MouseButton = LEFT,
        modifiers: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Move there and click."""
        self.hover(x, y)
        QTest.mouseClick(self.view, button, modifiers, QPoint(x, y))

    def double_click(self, x: int, y: int) -> None:
        """What a user's double click sends: click, then double click."""
        self.click(x, y)
        QTest.mouseDClick(self.view, LEFT, NONE, QPoint(x, y))

    def hover(
        self,
        x: int,
        y: int,
        buttons: Qt.MouseButton = Qt.MouseButton.NoButton,
        modifiers: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Move the mouse there."""
        # Sent by hand: QTest moves the system's cursor instead, which need not tell the window of it.
        place = QPointF(x, y)
        above = QPointF(self.view.mapToGlobal(QPoint(x, y)))
        none = Qt.MouseButton.NoButton
        QApplication.sendEvent(
            self.view, QMouseEvent(QEvent.Type.MouseMove, place, above, none, buttons, modifiers)
        )

    def press(self, x: int, y: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Move there and hold the left button down."""
        self.hover(x, y)
        QTest.mousePress(self.view, LEFT, modifiers, QPoint(x, y))

    def release(self, x: int, y: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Let the left button go."""
        QTest.mouseRelease(self.view, LEFT, modifiers, QPoint(x, y))

    def drag(self, *path: tuple[int, int], modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press at the first pixel, move through the others, let go at the last."""
        self.press(*path[0], modifiers)
        for x, y in path[1:]:
            self.hover(x, y, LEFT, modifiers)
        self.release(*path[-1], modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Type a key on the map."""
        QTest.keyClick(self.view, key, modifiers)

    @property
    def traces(self) -> list[Trace]:
        """All traces of the survey as they stand."""
        return [t for t in self.session.records["trace"].values() if isinstance(t, Trace)]

    def trace_over(self, *pixels: tuple[int, int], **values: Any) -> Trace:
        """A trace whose vertices lie under these pixels of the first view."""
        scale = MapScale(*CENTRE, METRES_PER_PIXEL, 800, 600)
        return trace_over(scale, self.survey, pixels, **values)


def trace_over(scale: MapScale, survey: Survey, pixels: Iterable[tuple[int, int]], **values: Any) -> Trace:
    """A trace whose vertices lie under these pixels of a view."""
    places = [scale.to_world(x, y) for x, y in pixels]
    return Trace(survey_id=survey.id, geometry=lines.multi(places), **values)
