"""Shows a survey that was read: its place on the map, its relief and rasters, a fault at the first start."""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.progress import Progress
from faultgis.services.editing import EditingSession
from importers.rasters.placing import AS_STATED
from ui.latest import uncollected
from ui.layers.cloud import is_cloud
from ui.layers.cloud_index import add_cloud
from ui.layers.store import TraceStore
from ui.layers.tree import Node
from ui.local_maps import LocalMaps
from ui.panels.desk import Desk
from ui.panels.extent import Bounds, bounds
from ui.products import PRODUCTS, Products
from ui.program import Program
from ui.remembered import Remembered
from ui.state import State
from ui.words import tr
from ui.workspace import Workspace


@dataclass(frozen=True)
class Opened:
    """A survey with what the map needs of it, made in a worker."""

    session: EditingSession
    traces: TraceStore


def read_survey(program: Program, code: str, progress: Progress) -> Opened:
    """Read a survey and make the map's lines of it, for a worker."""
    with uncollected():
        session = program.open_session(code, progress)
        progress.report("survey.lines")
        return prepared(session)


def prepared(session: EditingSession) -> Opened:
    """A session with the map's lines, for a worker. All that was made goes past the garbage collector, which
    would else walk through it before the map takes it over."""
    with uncollected():
        opened = Opened(session, TraceStore.of(session))
        gc.freeze()
        return opened


class Showing(QObject):
    """Puts surveys on the desk and remembers how they stood there. ``first_start`` asks for the tour."""

    first_start = pyqtSignal()

    def __init__(self, workspace: Workspace, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self.workspace, self.desk, self.state = workspace, desk, state
        self.remembered = Remembered(state)
        self.products = Products(workspace, desk, state)
        self.local = LocalMaps(workspace, desk, state)
        self._basemap: Node | None = None

    def show(self, opened: Opened, program: Program | None) -> None:
        """Show this survey from now on, where it stood last time."""
        self.keep()
        self.local.home = program.home if program is not None else Path()
        self.workspace.open(opened.session, opened.traces)
        view = self.desk.view
        place = self.remembered.view(opened.session.survey.code, view.scale)
        if place is not None:
            view.set_scale(place)
        self._show_rasters(opened.session, program)

    def keep(self) -> None:
        """Remember where the open survey's map stands, and its layers."""
        session, desk = self.workspace.session, self.desk
        self.local.leave()
        if session is not None:
            self.remembered.keep_view(session.survey.code, desk.view.scale)
            self.remembered.keep_layers(session.survey.code, desk.layers, self._basemap)

    def _welcome(self, session: EditingSession, within: Bounds | None = None) -> None:
        """The first start: a named fault on view, on the relief where there is one, and the tour."""
        if self.state.settings.flag("tour_seen") or session is not self.workspace.session:
            return
        faults = session.records["fault"].values()
        named = [f for f in faults if getattr(f, "name_zh", "")]
        places = ((f, bounds(session, [("fault", f.id)])) for f in named)
        found = [(f, place) for f, place in places if place is not None]
        inside = (f for f, place in found if within is None or _inside(place, within))
        fault = next(inside, found[0][0] if found else None)
        if fault is not None:
            refs = [("fault", fault.id)]
            self.workspace.select(refs)
            self.desk.go_to(refs)
        self.first_start.emit()

    def _show_rasters(self, session: EditingSession, program: Program | None) -> None:
        """The survey's relief, and above it the rasters that the user added to this survey."""
        layers = self.desk.layers
        for node in list(layers.rasters.children):
            layers.remove(node)
        self._basemap = None
        basemap = program.basemap(session.survey) if program is not None else None
        if basemap is None:
            self._welcome(session)
        else:
            self._show_raster(session, basemap, own=False)
        for path in self.remembered.rasters(session.survey.code):
            if program is not None and not path.exists() and program.home / PRODUCTS in path.parents:
                continue  # the records say so
            if not is_cloud(path):
                self._show_raster(session, path, own=True)
            elif program is not None:
                self._show_cloud(session, path, program.home)
        if program is not None:
            self.products.offer(session, program.home)

    def _show_raster(self, session: EditingSession, path: Path, own: bool) -> None:
        layers = self.desk.layers
        placing = self.remembered.placing(session.survey.code, path) if own else AS_STATED

        def load(_progress: Progress) -> None:
            from importers.rasters.geotiff import open_raster

            open_raster(path, placing)  # reads the driver in, which takes long the first time

        def show(_nothing: Any) -> None:
            if session is not self.workspace.session:
                return
            node = layers.add_raster(path, placing)
            layers.entitle(node, self.products.title(session, path) or node.title)
            self.remembered.show_raster(session.survey.code, layers, node)
            if not own:
                self._basemap = node
                self._welcome(session, node.raster.bounds)

        self.workspace.jobs.run(tr("Opening the relief"), load, show, lane="relief")

    def _show_cloud(self, session: EditingSession, path: Path, home: Path) -> None:
        layers, survey = self.desk.layers, session.survey.code

        def shown(node: Node) -> None:
            self.remembered.show_raster(survey, layers, node)

        add_cloud(
            self.workspace.jobs,
            layers,
            path,
            home,
            self.remembered.cloud_system(survey, path),
            shown,
            wanted=lambda: session is self.workspace.session,
        )


def _inside(place: Bounds, within: Bounds) -> bool:
    west, south, east, north = within
    return west <= place[0] and south <= place[1] and place[2] <= east and place[3] <= north
