"""The panel of lateral offsets: two profiles beside a fault on the map, the misfit live, the slider that
slides one side of the relief back, and storing it."""

from collections.abc import Callable, Iterable

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QDockWidget, QHBoxLayout, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.records.site import OffsetMarker
from faultgis.services.lateral_markers import Linked, Stored
from faultgis.services.laterals import Measured
from faultgis.services.laying import Layout
from faultgis.slip.offsets import DRAWS, SEED
from ui import words
from ui.forms.widgets import Button
from ui.layers.tree import LayerTree
from ui.panels.desk import Desk
from ui.panels.lateral_form import LateralForm
from ui.panels.lateral_keeping import (
    DoubleClicks,
    Kept,
    Opener,
    bring_into_view,
    kept,
    linked_here,
    marker_here,
    remarks_on,
    settled,
)
from ui.panels.lateral_pages import Pages, Slider, scrolled
from ui.panels.lateral_plot import MisfitPlot, OverlayPlot
from ui.panels.lateral_reader import LateralReader
from ui.panels.lateral_result import Result
from ui.tools.backslip import BackslipTool
from ui.words import tr
from ui.workspace import Ref, Workspace


class LateralPanel(QWidget):
    """Measures what the back-slip tool lays, off the screen's thread and the newest only; a stored offset
    that is opened is shown as it was measured."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        super().__init__()
        self._workspace = workspace
        self._reader = LateralReader(workspace, layers, self)
        self._tool: BackslipTool | None = None
        self._dock: QDockWidget | None = None
        self._choose: Callable[[str], None] = lambda _name: None
        self.overlay, self.misfit = OverlayPlot(), MisfitPlot()
        self.slider, self.form, self.result = Slider(), LateralForm(), Result()
        self.store = Button("Store marker", self.store_marker, "main")
        self.pages = Pages(self._build(), lambda name: self._choose(name))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._opener = Opener(workspace, self._open, self)
        self._forget()
        self._listen()

    def _build(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.addWidget(Button("Start over", self.start_over))
        buttons.addStretch()
        buttons.addWidget(self.store)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.overlay, 3)
        column.addWidget(self.misfit, 2)
        column.addWidget(self.slider)
        column.addWidget(scrolled(self.result, self.form), 5)
        column.addLayout(buttons)
        return inside

    def _listen(self) -> None:
        self.slider.slid.connect(self.slide)
        self.slider.wanted_back.connect(self.slide_back)
        self.misfit.slid.connect(self.slider.go_to)
        self._reader.found.connect(self._took)
        self._reader.failed.connect(self._failed)
        self.form.typed.connect(self._typed)
        self._workspace.changed.connect(lambda _changes: self._say() if self.laid is not None else None)

    def follow(self, desk: Desk, dock: QDockWidget) -> None:
        """Measure what the desk's tool lays; come to the front with it, and by a double click on a marker."""
        tool = desk.tool("lateral")
        if isinstance(tool, BackslipTool):
            self._tool, self._dock, self._choose = tool, dock, desk.choose
            tool.laid.connect(self._heard)
            desk.tool_changed.connect(self._tool_changed)
            self._clicks = DoubleClicks(desk.view, self.open_marker)

    def _tool_changed(self, name: str) -> None:
        if name in ("lateral", "piercing"):
            self.pages.show_way(name, self.laid is not None)
            self._come()

    def _come(self) -> None:
        if self._dock is not None:
            self._dock.show()
            self._dock.raise_()

    # What is laid

    def _forget(self) -> None:
        self.laid: Layout | None = None
        self.measured: Measured | None = None
        self.relief = ""
        self.opened: Ref | None = None
        self._problem = ""
        self._drawn = DRAWS, SEED
        self._first = ""

    def _heard(self, layout: Layout | None) -> None:
        if layout is None:
            self._reader.forget()
            self._forget()
            self._show()
        else:
            if self.laid is None:
                self._begin()
            self.laid = layout
            self.form.take_layout(layout)
            self._measure()
        self.pages.show_way("lateral", layout is not None)

    def _begin(self) -> None:
        self.form.begin()
        self.slider.go_to(0.0)
        self._come()

    def _typed(self) -> None:
        if self.laid is None or self._tool is None:
            return
        typed = self.form.applied(self.laid)
        if typed != self.laid:
            self._tool.change(typed, self._tool.trace_id)
        else:
            self._measure()

    def start_over(self) -> None:
        """Drop what is laid; undo brings it back."""
        if self._tool is not None:
            self._choose("lateral")
            self._tool.change(None, None)

    # Measuring

    def _measure(self) -> None:
        if self.laid is not None:
            layout = settled(self._workspace, self.laid)
            self._reader.measure(layout, self.form.options(self._drawn), self._first)

    def _took(self, relief: str, found: Measured) -> None:
        self.relief, self.measured, self._problem = relief, found, ""
        self.form.show_search(found)
        self._show()

    def _failed(self, error: FaultGISError) -> None:
        self.measured, self._problem = None, words.error_sentence(error)
        if not isinstance(error, InputError):
            self._workspace.tell_error(error)
        self._show()

    def _show(self) -> None:
        for plot in (self.overlay, self.misfit):
            plot.show_measured(self.measured)
        if self.measured is not None:
            self.slider.show_range(*self.measured.offset.shifts[[0, -1]].tolist())
        self._say()

    def _say(self) -> None:
        session = self._workspace.session
        self.store.setEnabled(self.measured is not None and session is not None)
        record = marker_here(self._workspace, self.opened)
        self.store.setText(tr("Store anew") if record is not None else tr("Store marker"))
        self.result.say(self.measured, [*([self._problem] if self._problem else []), *self._remarks(record)])

    def _remarks(self, record: OffsetMarker | None) -> Iterable[str]:
        if record is not None:
            yield from remarks_on(record, self._workspace.trace(record.trace_id), self.measured)
        elif self.measured is not None and self._linked(self.measured.layout).trace_id is None:
            yield tr("The fault line lies beside no trace; the marker will belong to none.")

    def _linked(self, layout: Layout) -> Linked:
        return linked_here(self._workspace, layout, self._tool.trace_id if self._tool is not None else None)

    def slide(self, metres: float) -> None:
        """Take so many metres of offset back, on the map and in the plots (positive: sinistral)."""
        self.slider.show_value(metres)
        for plot in (self.overlay, self.misfit):
            plot.show_slip(metres)
        if self._tool is None:
            return
        if metres and self._tool.view is None:
            self._choose("lateral")
        self._tool.show_slip(metres)

    def slide_back(self) -> None:
        """Slide from nothing to the best offset before the eye."""
        if self.measured is not None:
            self.slider.run_to(self.measured.offset.best)

    # Storing, and opening what was stored

    def store_marker(self) -> None:
        """Keep the offset as a marker, or renew the one that was opened; undone like any edit."""
        session, found = self._workspace.session, self.measured
        if session is None or found is None:
            return
        before = marker_here(self._workspace, self.opened)
        kind = str(self.form.kind.currentData() or "")
        edit, made = kept(session, found, self._linked(found.layout), Kept(self.relief, kind, before))
        self._workspace.apply(edit)
        self.opened = "offset_marker", made.id
        if self._tool is not None:
            self._tool.settle()
        self._workspace.select([self.opened])
        said = tr("Stored as marker {code}; a double click on it comes back here.", code=made.code)
        self._workspace.tell(said)
        self._say()

    def open_marker(self, refs: Iterable[Ref]) -> None:
        """Show the first of these that was measured so as it was measured; without one do nothing."""
        self._opener.open(refs)

    def _open(self, ref: Ref, record: OffsetMarker, stored: Stored) -> None:
        if self._tool is None:
            return
        self._choose("lateral")
        self._tool.reset()
        self._drawn = stored.options.draws, stored.options.seed
        self.opened, self._first = ref, record.source.image
        self.laid = stored.layout
        self.form.take_layout(stored.layout)
        self.form.take_options(stored.options, record.kind)
        self._tool.show_layout(stored.layout, record.trace_id)
        bring_into_view(self._tool.view, stored.layout)
        self.slider.go_to(0.0)
        self.pages.show_way("lateral", True)
        self._measure()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._say()
