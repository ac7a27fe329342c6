"""The profile panel: the profile drawn on the map, its picks, the vertical separation live, and storing
it."""

from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QDockWidget, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.services import profiling
from faultgis.services.along_strike import NEAR_TRACE, Reach, Stop, Strike, along_strike
from faultgis.services.profiling import Crossing, Drawn
from faultgis.slip.scarps import DRAWS, SEED, Measured, measure
from faultgis.slip.surfaces import Picks, Span, clean, detect
from faultgis.terrain.profiles import Place, Swath
from ui import words
from ui.forms.widgets import EmptyState
from ui.layers.tree import LayerTree
from ui.panels.profile_form import ProfileForm
from ui.panels.profile_keeping import same_line, selected_marker, store
from ui.panels.profile_plot import ProfilePlot
from ui.panels.profile_points import ProfilePoints
from ui.panels.relief_reader import Relief, ReliefReader
from ui.panels.strike import StrikePlot
from ui.tools.profile import ProfileTool
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace

EMPTY = "Choose “Measure scarp” and draw a line across a trace where relief or a point cloud shows."


class ProfilePanel(QWidget):
    """Reads the relief under a drawn line off the screen's thread; from then on all is live. A stored
    measurement that is selected is shown as it was measured."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        super().__init__()
        self._workspace = workspace
        self._reader = ReliefReader(workspace, layers)
        self.plot = ProfilePlot()
        self._points = ProfilePoints(workspace, layers, self.plot.show_points)
        self._tool: ProfileTool | None = None
        self._dock: QDockWidget | None = None
        self._seed, self._draws = SEED, DRAWS
        self._problem = ""
        self.form = ProfileForm(self.fit, self.go_along, self.store_marker)
        self.strike = StrikePlot()
        self._forget()
        self._pages = QStackedWidget()
        self._pages.addWidget(EmptyState(EMPTY))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        self._plots = QStackedWidget()
        self._plots.addWidget(self.plot)
        self._plots.addWidget(self.strike)
        row.addWidget(self._plots, 1)
        row.addWidget(self.form)
        self._pages.addWidget(both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.plot.picked.connect(self._picked)
        self.plot.pointed.connect(self._pointed)
        self.strike.chosen.connect(self._show_stop)
        self.form.width_changed.connect(self._again)
        self.form.fault_changed.connect(self._measure)
        workspace.opened.connect(self.clear)
        workspace.place_changed.connect(self._elsewhere)
        workspace.changed.connect(lambda _changes: self._heard())
        workspace.selection_changed.connect(self._selected)

    def follow(self, tool: Tool, dock: QDockWidget) -> None:
        """Show the lines that this tool draws, and show them on the map; come to the front with each."""
        if isinstance(tool, ProfileTool):
            self._tool, self._dock = tool, dock
            tool.drawn.connect(self.show_line)

    # What is shown

    def _forget(self) -> None:
        self.line: Drawn | None = None
        self.crossing: Crossing | None = None
        self.picks: Picks | None = None
        self.measured: Measured | None = None
        self._swath: Swath | None = None
        self._relief = ""

    def clear(self) -> None:
        """Nothing to show."""
        self._reader.forget()
        self._points.forget()
        self._forget()
        self._pages.setCurrentIndex(0)

    def _elsewhere(self) -> None:
        """The map shows a local grid or the earth again; what is selected may lie there."""
        self.clear()
        self._selected()

    def show_line(self, start: Place, end: Place) -> None:
        """Read the relief under a line drawn on the map, and seek the scarp there."""
        self._seed, self._draws = SEED, DRAWS
        self._read(Drawn(start, end, self.form.half_width), None)

    def _selected(self) -> None:
        record = selected_marker(self._workspace)
        kept = profiling.stored(record) if record is not None else None
        if kept is not None and not (same_line(self.line, kept.line) and self.picks == kept.picks):
            self._seed, self._draws = kept.seed, kept.draws
            self.form.take(kept)
            self._read(kept.line, kept.picks, kept.points)
        else:
            self._say()

    def _heard(self) -> None:
        if self.line is not None:
            self.crossing = self._crossed(self.line)
            self._say()

    def _again(self) -> None:
        if self.line is not None:
            self._read(replace(self.line, half_width=self.form.half_width), self.picks, self._points.file)

    def _read(self, line: Drawn, picks: Picks | None, points: str = "") -> None:
        """Read the profile of a line; ``points`` names the cloud that it is to be taken from."""

        def took(relief: str, swath: Swath) -> None:
            self._took(line, relief, swath, picks)

        def read(raster: Relief, _progress: Progress) -> Swath:
            return profiling.sampled(line, raster.window, raster.cell_degrees)

        self._points.forget()
        self._reader.forget()
        if points:
            self._points.again(points, line, took)
        else:
            instead = partial(self._points.instead, line=line, took=took)
            self._reader.ask(tr("Reading the profile"), read, took, failed=instead)

    def go_along(self) -> None:
        """Measure a fan of profiles along the trace that the line crosses, each as long as the line."""
        trace = self._workspace.trace(self.crossing.trace_id) if self.crossing else None
        if self.line is None or trace is None:
            self._workspace.tell(tr("Draw the line across a trace first."), "warning")
            return
        reach = Reach(self.line.length, self.line.half_width, self.form.fault)

        def read(raster: Relief, progress: Progress) -> Strike:
            return along_strike(trace, reach, raster.window, raster.cell_degrees, progress)

        def took(_label: str, strike: Strike) -> None:
            self.strike.show_strike(strike)
            self._plots.setCurrentWidget(self.strike)

        self._reader.ask(tr("Measuring along the trace"), read, took, quiet=False)

    def _show_stop(self, stop: Stop) -> None:
        self._seed, self._draws = stop.measured.seed, stop.measured.draws
        self._read(stop.line, stop.measured.picks)

    def _took(self, line: Drawn, relief: str, swath: Swath, picks: Picks | None) -> None:
        self.line, self._relief, self._swath, self.picks = line, relief, swath, picks
        self.crossing = self._crossed(line)
        self.plot.show_profile(swath)
        self._points.show(line)
        self._plots.setCurrentWidget(self.plot)
        self._pages.setCurrentIndex(1)
        if self._tool is not None:
            self._tool.show_line((line.start, line.end))
        if self._dock is not None:
            self._dock.show()
            self._dock.raise_()
        self.fit() if picks is None else self._measure()

    def _crossed(self, line: Drawn) -> Crossing | None:
        return profiling.crossing(line, self._workspace.traces)

    # Measuring

    def fit(self) -> None:
        """Seek the scarp: near the trace if the line crosses one, else anywhere on it."""
        if self._swath is None or self.line is None:
            return
        near: Span | None = None
        if self.crossing is not None:
            reach = NEAR_TRACE * self.line.length
            near = self.crossing.distance - reach, self.crossing.distance + reach
        try:
            self.picks = detect(*clean(self._swath.distance, self._swath.median), near)
        except FaultGISError as error:
            self._workspace.tell_error(error)
        self._measure()

    def _picked(self, picks: Picks) -> None:
        self.picks = picks
        self._measure()

    def _measure(self) -> None:
        self.measured, self._problem = None, ""
        if self._swath is not None and self.picks is not None:
            x, z = self._swath.distance, self._swath.median
            said = {"draws": self._draws, "seed": self._seed}
            try:
                self.measured = measure(x, z, picks=self.picks, fault=self.form.fault, **said)
            except InputError as error:
                self._problem = words.error_sentence(error)
        self.plot.show_measured(self.picks, self.measured)
        self._say()

    def _say(self) -> None:
        self.form.store.setEnabled(self.measured is not None and self._workspace.session is not None)
        remarks = [said for said in (self._problem, self._points.remark()) if said]
        if self.measured is not None and self.crossing is None:
            remarks.append(tr("The line crosses no trace; the marker will belong to none."))
        record = selected_marker(self._workspace)
        if record is not None and profiling.stale(record, self._workspace.trace(record.trace_id)):
            remarks.append(tr("The trace has moved since this was stored: measure again."))
        self.form.say(self.measured, remarks)

    def store_marker(self) -> None:
        """Keep the measurement as an offset marker; it can be undone like any edit."""
        if self.measured is not None and self.line is not None:
            what = self.measured, self.line, self.form.fault
            store(self._workspace, *what, self.crossing, self._relief, self._points.source)

    def _pointed(self, distance: float | None) -> None:
        if self._tool is not None and self.line is not None:
            self._tool.show_mark(None if distance is None else profiling.place_at(self.line, distance))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._say()
