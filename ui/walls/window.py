"""The window of a trench log: both walls, the tools over them, lists, rules and the form beside them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence
from PyQt6.QtWidgets import QLabel, QMainWindow, QSplitter, QTabWidget, QToolBar, QVBoxLayout, QWidget

from ui import theme
from ui.forms import shown
from ui.panels.edit_bar import EditBar
from ui.panels.messages import Messages
from ui.walls.hub import Hub
from ui.walls.pane import WallsPane
from ui.walls.panels.checks import ChecksPanel
from ui.walls.panels.events import EventsPanel
from ui.walls.panels.pictures import PicturesPanel
from ui.walls.panels.record import LogRecord
from ui.walls.panels.samples import SamplesPanel
from ui.walls.panels.units import UnitsPanel
from ui.walls.printing import print_action
from ui.walls.toolbox import BUTTONS, PARTS, Toolbox
from ui.words import tr
from ui.workspace import Workspace

SIDE = 392
ICON = 20


class LogWindow(QMainWindow):
    """One trench's log. Everything drawn and typed here is an edit of the open survey, as on the map."""

    closed = pyqtSignal()

    def __init__(
        self, workspace: Workspace, trench_id: UUID, save: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace = workspace
        self._save = save
        self.hub = Hub(workspace, trench_id, self)
        self.tools = Toolbox(self.hub)
        self.pane = WallsPane(self.hub, self.tools)
        self.bar = EditBar(workspace, self.undo, self.save)
        self.units = UnitsPanel(self.hub)
        self.events = EventsPanel(self.hub)
        self.samples = SamplesPanel(self.hub)
        self.pictures = PicturesPanel(self.hub)
        self.checks = ChecksPanel(self.hub)
        self.record = LogRecord(self.hub)
        self.tabs = QTabWidget()
        self.where = QLabel()
        self.toolbar = QToolBar()
        self._buttons: dict[str, QAction] = {}
        self._arrange()
        self._make_toolbar()
        self._make_keys()
        self._connect()
        self._speak()

    def _arrange(self) -> None:
        for panel in (self.units, self.events, self.samples, self.pictures, self.checks):
            self.tabs.addTab(panel, "")
        self.tabs.setDocumentMode(True)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.tabs)
        side.addWidget(self.record)
        side.setSizes([360, 300])
        side.setChildrenCollapsible(False)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pane, 1)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(middle)
        both.addWidget(side)
        both.setStretchFactor(0, 1)
        both.setSizes([974, SIDE])
        both.setChildrenCollapsible(False)
        self.setCentralWidget(both)
        status = self.statusBar()
        assert status is not None
        status.addWidget(self.where, 1)
        self.messages = Messages(self.pane)
        self.resize(1366, 768)

    def _make_toolbar(self) -> None:
        self.toolbar.setMovable(False)
        self.toolbar.setStyleSheet("QToolBar { spacing: 0; } QToolBar::separator { margin: 4px 2px; }")
        self.toolbar.setIconSize(QSize(ICON, ICON))
        self.toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        group = QActionGroup(self)
        for number, (name, _icon, _word, key) in enumerate(BUTTONS):
            if number in PARTS:
                self.toolbar.addSeparator()
            action = QAction(self)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked, name=name: self.tools.choose(name))
            self.pane.addAction(action)
            group.addAction(action)
            self.toolbar.addAction(action)
            self._buttons[name] = action
        self._buttons[self.tools.name].setChecked(True)
        self.toolbar.addSeparator()
        self.side_by_side = self._switch("columns", self._turn)
        self.link = self._switch("link", self._link)
        self.link.setChecked(True)
        self.printing = print_action(self, self.hub)
        self.toolbar.addAction(self.printing)
        self.addToolBar(self.toolbar)

    def _switch(self, icon: str, done: Callable[[bool], None]) -> QAction:
        action = QAction(self)
        action.setCheckable(True)
        action.setProperty("drawing", icon)
        action.toggled.connect(done)
        self.toolbar.addAction(action)
        return action

    def _make_keys(self) -> None:
        for keys, done in (
            (("Ctrl+Z",), self.undo),
            (("Ctrl+Shift+Z", "Ctrl+Y"), self.redo),
            (("Ctrl+S",), self.save),
            (("Ctrl+J", "0"), self.pane.fit),
        ):
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(lambda _checked, done=done: done())
            self.addAction(action)

    def _connect(self) -> None:
        self.tools.changed.connect(self._tool_changed)
        self.tools.hinted.connect(self.bar.refresh)
        self.hub.wall_changed.connect(self._follow)
        self.hub.gone.connect(self.close)
        self.hub.renewed.connect(self._speak_title)
        self.pane.pointed.connect(self._pointed)
        self.pictures.cover_changed.connect(self._cover)
        self.checks.found.connect(self._count)
        self.workspace.told.connect(self.messages.show_text)
        self.workspace.state_changed.connect(self._speak_title)
        self._follow()

    def _follow(self) -> None:
        if self.tools.view is not None:
            self.bar.follow(self.tools.view)

    def action(self, tool: str) -> QAction:
        """The button of a tool."""
        return self._buttons[tool]

    # Commands

    def undo(self) -> None:
        """Take the last step back: of the sketch first, else of the survey."""
        self.record.flush()
        if not self.tools.tool(self.tools.name).undo_step():
            self.workspace.undo()

    def redo(self) -> None:
        """Carry the last undone step out again."""
        self.record.flush()
        if not self.tools.tool(self.tools.name).redo_step():
            self.workspace.redo()

    def save(self) -> None:
        """Write everything pending."""
        self.record.flush()
        self._save()

    def resume(self, wall_id: UUID, state: dict[str, Any]) -> None:
        """Go on with a sketch that was half drawn on a wall."""
        view, name = self.pane.view_of(wall_id), str(state["tool"])
        if view is not None and name in self._buttons:
            self.tools.move_to(view)
            self.tools.choose(name)
            self.tools.tool(name).resume(state)

    def _turn(self, beside: bool) -> None:
        self.pane.set_layout(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)

    def _link(self, on: bool) -> None:
        self.pane.linked = on

    def _cover(self, share: float) -> None:
        for view in self.pane.views:
            view.look = replace(view.look, fills=share)
            view.redraw()

    def _tool_changed(self, name: str) -> None:
        if name in self._buttons:
            self._buttons[name].setChecked(True)
        self.bar.refresh()

    def _pointed(self, wall: str, x: float, y: float) -> None:
        self.where.setText(f"{wall}   x {x:.3f} m   y {y:.3f} m".replace("-", "−"))

    def _count(self, count: int) -> None:
        index = self.tabs.indexOf(self.checks)
        self.tabs.setTabText(index, f"{tr('Checks')} {count}" if count else tr("Checks"))

    # Words

    def _speak(self) -> None:
        for panel, word in (
            (self.units, "Strata"),
            (self.events, "Events"),
            (self.samples, "Samples"),
            (self.pictures, "Pictures"),
            (self.checks, "Checks"),
        ):
            self.tabs.setTabText(self.tabs.indexOf(panel), tr(word))
        self._count(sum(f.level != "note" for f in self.checks.findings))
        for name, icon, word, key in BUTTONS:
            action = self._buttons[name]
            action.setText(tr(word))
            action.setToolTip(f"{tr(word)} ({key})")
            action.setIcon(theme.icon(icon))
        switches = ((self.side_by_side, "Side by side"), (self.link, "Linked"))
        for action, text in (*switches, (self.printing, "Print log…")):
            action.setText(tr(text))
            action.setToolTip(tr("Walls move together") if action is self.link else tr(text))
            action.setIcon(theme.icon(str(action.property("drawing"))))
        self._speak_title()

    def _speak_title(self) -> None:
        log, session = self.hub.log, self.workspace.session
        if log is None or session is None:
            return
        site = shown.title(log.site) if log.site is not None else ""
        name = " · ".join(filter(None, (site, shown.title(log.trench))))
        self.setWindowTitle(f"{'● ' if session.saved else ''}{tr('Trench log')} – {name}")

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is None or not hasattr(self, "checks"):
            return
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()
            for panel in (self.units, self.events, self.samples, self.pictures):
                panel.refresh()
            self.checks.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._speak()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self.record.flush()
        self.tools.forget()
        self.checks.stop()
        self.hub.stop()
        self.closed.emit()
        super().closeEvent(event)
