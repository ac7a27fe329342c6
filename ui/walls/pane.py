"""The two walls of a trench: one above the other or side by side, moving together along the trench."""

from dataclasses import replace
from uuid import UUID

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from faultgis.records.trench import Wall
from ui.forms.widgets import Elided, IconButton
from ui.walls.hub import Hub
from ui.walls.toolbox import Toolbox
from ui.walls.view import WallView
from ui.words import tr


def wall_word(wall: Wall) -> str:
    """What a wall is called: its letter and "wall"."""
    return tr("{code} wall", code=wall.code)


def _about(wall: Wall | None) -> str:
    said = []
    if wall is not None and wall.azimuth is not None:
        said.append(tr("x towards {azimuth}°", azimuth=f"{wall.azimuth:.0f}"))
    if wall is not None and wall.mirrored:
        said.append(tr("shown mirrored: x runs to the left"))
    return " · ".join(said)


class WallFrame(QFrame):
    """A wall with its name over it; the one that is worked on is marked."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.view = WallView(hub.workspace, hub.pictures)
        self.choice = QComboBox()
        self.choice.setMinimumWidth(110)
        self.choice.activated.connect(self._chosen)
        self.about = Elided("quiet")
        self.fields = IconButton("edit", "The wall's fields: direction, size, mirrored", self._show_fields)
        self.fit = IconButton("zoom_all", "Show the whole wall", self.view.fit)
        head = QHBoxLayout()
        head.setContentsMargins(8, 2, 4, 2)
        head.setSpacing(10)
        head.addWidget(self.choice)
        head.addWidget(self.about, 1)
        head.addWidget(self.fields)
        head.addWidget(self.fit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.wall_id: UUID | None = None

    def _show_fields(self) -> None:
        if self.wall_id is not None:
            self._hub.select(("wall", self.wall_id))

    def _chosen(self, _index: int) -> None:
        self.wall_id = self.choice.currentData()
        self.refresh()
        self._hub.work_on(self.wall_id)

    def refresh(self) -> None:
        """Show the wall as it stands now."""
        walls = self._hub.walls
        self.choice.clear()
        for wall in walls:
            self.choice.addItem(wall_word(wall), wall.id)
        self.choice.setCurrentIndex(self.choice.findData(self.wall_id))
        self.about.setText(_about(next((w for w in walls if w.id == self.wall_id), None)))
        self.view.show_wall(self._hub.log, self.wall_id)


class WallsPane(QWidget):
    """Two frames that move together; ``pointed`` tells the wall and the metres under the mouse."""

    pointed = pyqtSignal(str, float, float)

    def __init__(self, hub: Hub, tools: Toolbox) -> None:
        super().__init__()
        self._hub, self._tools = hub, tools
        self.linked = True
        self.frames = [WallFrame(hub), WallFrame(hub)]
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        for frame in self.frames:
            self.splitter.addWidget(frame)
            frame.view.came.connect(self._came)
            frame.view.moved.connect(self._moved)
            frame.view.installEventFilter(self)
            frame.view.pointed.connect(self._pointed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        hub.renewed.connect(self.refresh)
        hub.pictures_ready.connect(self._redraw)
        hub.look_wanted.connect(self._look)
        self._choose_walls()
        tools.move_to(self.frames[0].view)

    def _choose_walls(self) -> None:
        walls = self._hub.walls
        for number, frame in enumerate(self.frames):
            if frame.wall_id not in {wall.id for wall in walls}:
                frame.wall_id = walls[number].id if number < len(walls) else None
            frame.setVisible(frame.wall_id is not None)
            frame.refresh()

    def refresh(self) -> None:
        """The log changed."""
        self._choose_walls()

    def _redraw(self) -> None:
        for view in self.views:
            view.redraw()

    @property
    def views(self) -> list[WallView]:
        """The two views."""
        return [frame.view for frame in self.frames]

    def view_of(self, wall_id: UUID) -> WallView | None:
        """The view that shows a wall; the second shows it from now on if none does."""
        found = next((f for f in self.frames if f.wall_id == wall_id), None)
        if found is None and self._hub.log is not None and wall_id in self._hub.log.walls:
            found = self.frames[1]
            found.wall_id = wall_id
            found.refresh()
        return found.view if found is not None else None

    def _look(self, wall_id: UUID, x: float, y: float) -> None:
        view = self.view_of(wall_id)
        if view is not None:
            view.show_place(x, y)

    def fit(self) -> None:
        """Show both walls whole, at one scale."""
        for view in self.views:
            if view.wall is not None and view.isVisible():
                view.fit()
        shown = [v for v in self.views if v.wall is not None and v.isVisible()]
        if self.linked and len(shown) == 2:
            coarsest = max(shown, key=lambda v: v.scale.metres_per_pixel)
            self._moved(coarsest)

    def set_layout(self, orientation: Qt.Orientation) -> None:
        """One above the other, or side by side."""
        self.splitter.setOrientation(orientation)
        self.splitter.setSizes([1000, 1000])

    def _came(self) -> None:
        view = self.sender()
        if isinstance(view, WallView):
            self._tools.move_to(view)

    def _moved(self, view: object) -> None:
        """The other wall follows: the same places along the trench stand in the same columns."""
        if not self.linked or not isinstance(view, WallView) or view.wall is None:
            return
        for other in self.views:
            if other is view or other.wall is None:
                continue
            x, y = view.scale.middle
            along = self._along(view.wall, x)
            place = self._along(other.wall, along)
            scale = replace(other.scale, metres_per_pixel=view.scale.metres_per_pixel)
            other.follow(scale.centred(place, y))

    def _along(self, wall: Wall, x: float) -> float:
        """From x of a wall to metres along the trench, and back."""
        length = wall.length_m or (self._hub.log.trench.length_m if self._hub.log is not None else None)
        return (length or 0.0) - x if wall.mirrored else x

    def _pointed(self, x: float, y: float) -> None:
        view = self.sender()
        if isinstance(view, WallView) and view.wall is not None:
            self.pointed.emit(wall_word(view.wall), x, y)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if (
            event is not None
            and event.type() == QEvent.Type.MouseButtonPress
            and isinstance(watched, WallView)
        ):
            self._tools.refuse_elsewhere(watched) if self._tools.tool(self._tools.name).busy else None
        return False

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._choose_walls()
