"""The main window: survey and layers left, the map in the middle, the record right, tables below."""

from PyQt6.QtCore import QEvent, QSize, Qt, QTimer
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QToolBar, QWidget

from ui import theme, words
from ui.actions import Actions
from ui.canvas.scale import MapScale
from ui.commands.commands import Commands
from ui.forms.widgets import DockTitle
from ui.hearing import Hearing
from ui.opening import Open, Parts
from ui.panels.avoidance import AvoidancePanel
from ui.panels.chain import ChainPanel
from ui.panels.desk import Desk
from ui.panels.findings import FindingsPanel
from ui.panels.history import HistoryPanel
from ui.panels.lateral import LateralPanel
from ui.panels.layers import LayersPanel
from ui.panels.layouts import VERSION, Layouts
from ui.panels.profile import ProfilePanel
from ui.panels.record import RecordPanel
from ui.panels.status import StatusBar
from ui.panels.survey import SurveyPanel
from ui.panels.table import TablePanel
from ui.panels.work import WorkPanel
from ui.program import Program
from ui.state import State
from ui.tools.snapping import Snapper
from ui.words import tr
from ui.workspace import Workspace

AREA = Qt.DockWidgetArea


class MainWindow(QMainWindow):
    """Builds and places the parts, joins their signals, remembers their places."""

    def __init__(
        self, program: Program | None, workspace: Workspace, state: State, open_database: Open
    ) -> None:
        super().__init__()
        self.leaving = False
        self.workspace = workspace
        self.state = state
        self._docks: dict[str, tuple[QDockWidget, str]] = {}
        self.hearing = Hearing(workspace, self)
        self.desk = Desk(workspace, lambda: self.actions_.run("undo"), lambda: self.actions_.run("save"))
        self.survey = SurveyPanel(workspace)
        self.record = RecordPanel(workspace)
        self.layers = LayersPanel(self.desk.layers)
        self.table = TablePanel(workspace)
        self.history = HistoryPanel(workspace)
        self.findings = FindingsPanel(workspace)
        self.work = WorkPanel(workspace.jobs)
        self.profile = ProfilePanel(workspace, self.desk.layers)
        self.lateral = LateralPanel(workspace, self.desk.layers)
        self.chain = ChainPanel(workspace, lambda name: self.actions_.run(name))
        self.avoidance = AvoidancePanel(workspace)
        self.status = StatusBar(workspace)
        self.commands = Commands(
            Parts(self, workspace, state, self.desk, self.survey, self.record, open_database, self.join)
        )
        self.actions_ = Actions(self, self.commands.run)
        self._arrange()
        self._connect()
        self._restore()
        if program is not None:
            self.join(program)
        self.desk.choose("select")
        self.refresh()

    def _arrange(self) -> None:
        self.setObjectName("faultgis")
        self.setCentralWidget(self.desk)
        self.setDockOptions(QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks)
        self.setCorner(Qt.Corner.BottomLeftCorner, AREA.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, AREA.RightDockWidgetArea)
        self._arrange_docks()
        bar = self.menuBar()
        assert bar is not None
        self.actions_.fill_menus(bar)
        panels = self.actions_.menu("View").addMenu("")
        assert panels is not None
        self._panels_menu = panels
        toggles = (dock.toggleViewAction() for dock, _ in self._docks.values())
        panels.addActions([toggle for toggle in toggles if toggle is not None])
        self._panels_menu.setTitle(tr("Panels"))
        self.toolbar = QToolBar()
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(theme.ICON, theme.ICON))
        self.addToolBar(self.toolbar)
        self.actions_.fill_toolbar(self.toolbar)
        self.setStatusBar(self.status)
        self.layouts = Layouts(self, self.state)

    def _arrange_docks(self) -> None:
        survey = self._dock("survey", "Survey", self.survey, AREA.LeftDockWidgetArea)
        layers = self._dock("layers", "Layers", self.layers, AREA.LeftDockWidgetArea)
        record = self._dock("record", "Record", self.record, AREA.RightDockWidgetArea)
        lateral = self._dock("lateral", "Lateral offset", self.lateral, AREA.RightDockWidgetArea)
        self.tabifyDockWidget(record, lateral)
        lateral.hide()  # it comes with its tool
        avoidance = self._dock("avoidance", "Ask about a site", self.avoidance, AREA.RightDockWidgetArea)
        self.tabifyDockWidget(lateral, avoidance)
        avoidance.hide()
        table = self._arrange_bottom()
        table.raise_()
        self.setTabPosition(AREA.BottomDockWidgetArea, QTabWidget.TabPosition.North)
        self.resizeDocks([survey, record], [264, 340], Qt.Orientation.Horizontal)
        self.resizeDocks([survey, layers], [340, 320], Qt.Orientation.Vertical)
        self.resizeDocks([table], [200], Qt.Orientation.Vertical)

    def _arrange_bottom(self) -> QDockWidget:
        """The panels below the map as tabs of one; returns the first."""
        panels: tuple[tuple[str, str, QWidget], ...] = (
            ("table", "Attribute table", self.table),
            ("history", "History", self.history),
            ("findings", "findings.title", self.findings),
            ("jobs", "Jobs", self.work),
            ("profile", "Profile", self.profile),
            ("chain", "Ages and probability", self.chain),
            ("sites", "Sites asked about", self.avoidance.sites),
        )
        docks: list[QDockWidget] = []
        for name, title, panel in panels:
            made = self._dock(name, title, panel, AREA.BottomDockWidgetArea)
            made.setTitleBarWidget(QWidget())  # the tab says it already
            if docks:  # at once: beside each other they would make the window wider than a screen
                self.tabifyDockWidget(docks[-1], made)
            docks.append(made)
        docks[-1].hide()  # it comes with a file of sites
        return docks[0]

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(tr(title), self)
        dock.setObjectName(name)
        dock.setTitleBarWidget(DockTitle(title, dock.close))
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.addDockWidget(area, dock)
        self._docks[name] = (dock, title)
        return dock

    def dock(self, name: str) -> QDockWidget:
        """A panel's dock by name."""
        return self._docks[name][0]

    def _connect(self) -> None:
        workspace, view = self.workspace, self.desk.view
        self.actions_.attach(view)
        workspace.opened.connect(self._opened)
        for signal in (workspace.state_changed, workspace.selection_changed, workspace.place_changed):
            signal.connect(self.refresh)
        workspace.jobs.failed.connect(lambda _job, error: workspace.tell_error(error))
        view.pointed.connect(self.status.point)
        view.scale_changed.connect(self._scaled)
        self.status.scale_wanted.connect(self._scale_to)
        self.desk.tool_changed.connect(self._tool_changed)
        self.desk.sketch_changed.connect(self.refresh)
        self.survey.goto_wanted.connect(self.desk.go_to)
        self.survey.first_wanted.connect(self.actions_.run)
        for search in (self.survey.search, self.table.search):
            search.left.connect(view.setFocus)
        self.desk.first_wanted.connect(self.actions_.run)
        for panel in (self.record, self.table):
            panel.first_wanted.connect(self.actions_.run)
        self.survey.names_read.connect(self.table.model.rebuild)
        self.table.goto_wanted.connect(self.desk.go_to)
        self.layers.raster_wanted.connect(lambda: self.actions_.run("add_raster"))
        self.layers.cloud_wanted.connect(lambda: self.actions_.run("add_cloud"))
        self.layers.bounds_wanted.connect(view.zoom_to)
        view.frame_done.connect(self.layers.show_legend)
        self.profile.follow(self.desk.tool("profile"), self.dock("profile"))
        self.record.photo.follow(view, self.desk.tool("select"))
        products = self.commands.parts.opening.showing.products
        self.record.kept.follow(products.file_of)
        self.record.kept.layer_wanted.connect(products.show)
        self.record.trench.log_wanted.connect(self.commands.trench.trench_log)
        self.survey.layer_wanted.connect(products.show_refs)
        self.table.goto_wanted.connect(products.show_refs)
        self.chain.ranking.goto_wanted.connect(self.desk.go_to)
        self.lateral.follow(self.desk, self.dock("lateral"))
        self.avoidance.follow(self.desk, self.dock("sites"))
        self.commands.delivery.follow(self.findings)
        self.commands.avoidance.follow(self.avoidance.files)
        self.findings.checking.looked_at.connect(self.refresh)
        self.table.goto_wanted.connect(self.lateral.open_marker)
        self.survey.tree.doubleClicked.connect(lambda _i: self.lateral.open_marker(workspace.selection))

    def join(self, program: Program) -> None:
        """Work with this program's database from now on, and hear of others' saves."""
        self.commands.parts.program = program
        program.work_as(self.state.settings.text("user"))
        self.workspace.join(program.store)
        self.history.read_from(program.history)
        self.record.photo.join(program.thumbnail)
        self.avoidance.join(program)
        self.findings.checking.program = program
        self.hearing.follow(program)
        self.refresh()

    def _opened(self) -> None:
        session = self.workspace.session
        if session is not None:
            self.state.settings.set("last_survey", session.survey.code)
        self.refresh()

    def _tool_changed(self, name: str) -> None:
        if name in self.actions_.qt:
            self.actions_.check(name)

    def _scaled(self, scale: MapScale) -> None:
        self.status.show_scale(scale.denominator(self.desk.view.logicalDpiX()))

    def _scale_to(self, denominator: float) -> None:
        view = self.desk.view
        now = view.scale.denominator(view.logicalDpiX())
        view.set_scale(view.scale.zoomed(now / denominator, view.scale.width / 2, view.scale.height / 2))

    def refresh(self) -> None:
        """Enable what can be done now and say in the title what is open."""
        self.actions_.enable(self.commands.conditions())
        session = self.workspace.session
        if session is None:
            self.setWindowTitle("FaultGIS")
            return
        survey = session.survey
        first, second = (survey.name_zh, survey.name_en)
        name = (first or second) if words.language() == "zh" else (second or first)
        self.setWindowTitle(f"{'● ' if session.saved else ''}{name or survey.code} – FaultGIS")

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is None or not hasattr(self, "actions_"):
            return
        if event.type() == QEvent.Type.LanguageChange:
            self.actions_.retranslate()
            self._panels_menu.setTitle(tr("Panels"))
            for dock, title in self._docks.values():
                dock.setWindowTitle(tr(title))
            self.refresh()
        elif event.type() == QEvent.Type.PaletteChange:
            self.actions_.redraw()

    def _restore(self) -> None:
        self.resize(1280, 800)
        geometry, places = self.state.blob("window/geometry"), self.state.blob("window/places")
        if geometry is not None:
            self.restoreGeometry(geometry)
        if places is not None:
            self.restoreState(places, VERSION)
        self.commands.parts.opening.showing.remembered.show_layers(self.desk.layers)
        self.actions_.check(f"theme_{self.state.settings.text('theme')}")
        self.actions_.check(f"language_{words.language()}")
        self.actions_.check(f"layout_{self.layouts.current}")
        self.layouts.chosen.connect(lambda _name: self.actions_.check("toggle_panels", on=False))
        settings, snapper = self.state.settings, Snapper.of(self.workspace)
        snapper.settings_changed.connect(lambda: self.actions_.check("snap", snapper.settings.enabled))
        snapper.set(pixels=settings.number("snap_px"), enabled=settings.flag("snap_enabled"))

    def _leave(self) -> None:
        self.leaving = True
        QTimer.singleShot(0, self.close)  # not from within closeEvent: Qt takes no second close there

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self.record.flush()
        self.commands.trench.flush()
        session = self.workspace.session
        if event is not None and session is not None and session.saved and not self.leaving:
            event.ignore()
            self.commands.parts.opening.leave(self._leave)
            return
        self.commands.parts.opening.showing.keep()
        snapping = Snapper.of(self.workspace).settings
        self.state.settings.set("snap_enabled", snapping.enabled)
        self.state.keep("window/geometry", self.saveGeometry())
        self.state.keep("window/places", self.layouts.places())
        self.state.sync()
        self.hearing.stop()
        self.commands.trench.close_logs()
        super().closeEvent(event)
