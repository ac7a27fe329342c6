"""Slip rates: marker and age as distributions that can be dragged, the rate that follows live, after a
convention of choice that is said with it; kept by an edit; the fault's representative rate."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from faultgis.changes import Changes
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.services.calculating.rates import marker_of
from faultgis.services.deriving import conventions
from faultgis.services.deriving.conventions import Dated, Tried
from faultgis.services.deriving.rates import SEED
from ui import theme, words
from ui.forms import shown
from ui.forms.widgets import Button, EmptyState, Label
from ui.freshness import Freshness
from ui.latest import Latest
from ui.panels import rate_trial
from ui.panels.age_making import add_age
from ui.panels.chain_work import ChainWork
from ui.panels.lateral_form import Calm
from ui.panels.marker_list import MarkerList
from ui.panels.rate_words import WORDS, rate_line, rates_drawn
from ui.panels.slip_parts import SlipParts
from ui.plots.distribution import DistributionPlot
from ui.words import tr
from ui.workspace import Workspace

DRAGGING, RESTING = 20_000, 1_000_000
LIST_PX = 350


class RatesPage(QWidget):
    """What is dragged is only tried until it is kept."""

    def __init__(self, workspace: Workspace, wanted: Callable[[str], object]) -> None:
        super().__init__()
        self._workspace, self._wanted = workspace, wanted
        self._work, self._freshness = ChainWork.of(workspace), Freshness.of(workspace)
        self._latest = Latest(workspace.jobs, "rates")
        self._due = True
        self.records: tuple[Dated, ...] = ()
        self.tried: tuple[Dated, ...] = ()
        self.found: tuple[Tried, ...] = ()
        self.list = MarkerList(workspace)
        self.convention = QComboBox()
        self.offset, self.age = DistributionPlot(""), DistributionPlot("")
        self.rate = DistributionPlot("", movable=False)
        self.said, self.parts = QLabel(), SlipParts()
        self.keep = Button("Keep rate", self._keep, "main")
        self.back = Button("Back to the records", self._back)
        self.represent = Button("Representative rate", self._represent)
        self.date = Button("Add an age", self._date)
        self._pages = QStackedWidget()
        self._arrange()
        self._speak()
        self._listen()
        self.refresh()

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_PX, 600])
        split.setChildrenCollapsible(False)
        empty = "No offset marker yet. Measure one on the map: beside a scarp, or across a shifted landform."
        self._pages.addWidget(split)
        self._pages.addWidget(EmptyState(empty, "Lateral offset", lambda: self._wanted("lateral")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 4, 4, 6)
        column.setSpacing(4)
        row, buttons = QHBoxLayout(), QHBoxLayout()
        row.addWidget(Label("Convention", "quiet"))
        row.addWidget(self.convention, 1)
        self.convention.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for button in (self.keep, self.represent, self.date):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addLayout(buttons)
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(4, 4, 8, 6)
        column.setSpacing(2)
        foot = QHBoxLayout()
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        for plot, share in ((self.offset, 2), (self.age, 2), (self.rate, 3)):
            column.addWidget(plot, share)
        column.addLayout(foot)
        column.addWidget(self.parts)
        return side

    def _listen(self) -> None:
        self.convention.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.convention.installEventFilter(Calm(self))
        self.convention.activated.connect(lambda _row: self._chose())
        self.list.chosen.connect(self._chose)
        self.offset.dragged.connect(self._drag_offset)
        self.age.dragged.connect(self._drag_age)
        for plot in (self.offset, self.age):
            plot.dropped.connect(self._rest)
        workspace = self._workspace
        workspace.opened.connect(self.refresh)
        workspace.changed.connect(self._changed)
        workspace.selection_changed.connect(self._selected)
        self._freshness.changed.connect(self.list.refresh)
        self._work.busy_changed.connect(self._enable)

    def _speak(self) -> None:
        kept = self.convention.currentData()
        self.convention.clear()
        for code in conventions.CONVENTIONS:
            self.convention.addItem(tr(WORDS[code]), code)
        self.convention.setCurrentIndex(max(0, self.convention.findData(kept)))

    @property
    def code(self) -> str:
        """The convention chosen."""
        return str(self.convention.currentData())

    # What is shown

    def refresh(self) -> None:
        """Show everything anew, once the page is looked at."""
        self._due = not self.isVisible()
        if self._due:
            return
        self.list.refresh()
        self._pages.setCurrentIndex(0 if self.list.markers else 1)
        if self.list.markers and not self.list.chosen_keys:
            self.list.choose(self.list.markers[0].id)
        self._chose()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if self._due:
            self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("offset_marker", "sample", "lab_result", "slip_rate", "fault", "segment"):
            self.refresh()

    def _selected(self) -> None:
        refs = self._workspace.selection
        chosen = {key for key, _ in self.list.chosen_keys}
        if len(refs) == 1 and refs[0][0] == "offset_marker" and refs[0][1] not in chosen:
            self.list.choose(refs[0][1])

    def _chose(self) -> None:
        """Other markers, another convention, or other records: what was tried is let go."""
        found = self.list.dated()
        several = self.code in conventions.SEVERAL
        try:
            self.records = tuple(conventions.youngest_first(found) if several else found[:1])
        except FaultGISError as error:
            self.records = ()
            self._problem(error)
        self.tried = self.records
        self.parts.show_marker(self.records[-1].marker if self.records else None, self._workspace.session)
        self._rest()

    def _drag_offset(self, best: float, low: float, high: float) -> None:
        self._try(rate_trial.with_offset(self.tried[-1], best, low, high))

    def _drag_age(self, best: float, low: float, high: float) -> None:
        try:
            self._try(rate_trial.with_age(self.tried[-1], best, low, high))
        except FaultGISError as error:
            self._problem(error)

    def _try(self, dated: Dated) -> None:
        before = self.tried
        self.tried = (*self.tried[:-1], dated)
        if not self._calculate(DRAGGING):
            self.tried = before

    def _back(self) -> None:
        self.tried = self.records
        self._rest()

    def _calculate(self, draws: int) -> bool:
        """Calculate here and now; say whether it could be."""
        self._latest.drop()
        try:
            self.found = conventions.tried(self.code, self.tried, draws, SEED) if self.tried else ()
            self._show(draws)
        except FaultGISError as error:
            self._problem(error)
            return False
        return True

    def _rest(self) -> None:
        """At rest: at once with few draws, then with all of them off the screen's thread."""
        if self._enough() and not self._calculate(DRAGGING):
            self._clear()
        elif self.found:
            code, tried = self.code, self.tried

            def done(found: tuple[Tried, ...]) -> None:
                self.found = found
                self._show(RESTING)

            def work(_progress: Progress) -> tuple[Tried, ...]:
                return conventions.tried(code, tried, RESTING, SEED)

            self._latest.ask(work, done)
        self._enable()

    def _enough(self) -> bool:
        """Whether there are markers enough for the convention; else say what is wanted."""
        least = 2 if self.code in conventions.SEVERAL else 1
        if len(self.tried) >= least:
            return True
        self._latest.drop()
        self._clear()
        two = tr("Choose two or more dated markers in the list (Ctrl adds one).")
        one = tr("Choose a marker with an offset and an age; “Add an age” dates one.")
        self._say([two if least == 2 else one], False)
        return False

    def _clear(self) -> None:
        """No rate is on view, and none can be kept."""
        self.found = ()
        for plot in (self.offset, self.age, self.rate):
            plot.show_drawn(None)

    def _problem(self, error: FaultGISError) -> None:
        self._say([" ".join(filter(None, (words.error_sentence(error), words.error_help(error))))], True)

    def _show(self, draws: int) -> None:
        amber = self.tried != self.records
        last = self.tried[-1]
        self.offset.show_drawn(rate_trial.offset_drawn(last, amber))
        offset = shown.estimate(last.marker.offset, basis=False)
        self.offset.say(f"{tr('Offset')} {last.marker.code}{tr(': ')}{offset}")
        self.age.show_drawn(rate_trial.age_drawn(last, amber))
        low, best, high = rate_trial.quantiles(marker_of(last.stated()).age)
        said = tr("{best} ({low}–{high}) years", best=f"{best:.0f}", low=f"{low:.0f}", high=f"{high:.0f}")
        self.age.say(f"{tr('Age')} {last.result.lab_code}{tr(': ')}{said}")
        self.rate.show_drawn(rates_drawn(self.found, amber))
        self.rate.say(f"{tr('Slip rate (mm/a)')} · {tr(WORDS[self.code])}")
        self.parts.show_rate(self.found[-1].best)
        lines = [rate_line(rate) for rate in self.found]
        if any(rate.summary is not None for rate in self.found):
            lines.append(tr("{draws} draws, seed {seed}, quantiles", draws=f"{draws:,}", seed=SEED))
        if amber:
            lines.insert(0, tr("Tried, not what the records say: “Keep rate” takes it over into them."))
        self._say(lines, amber)
        self._enable()

    def _say(self, lines: list[str], amber: bool) -> None:
        colour = theme.colours().warning if amber else theme.colours().text
        self.said.setStyleSheet(f"color: {colour};")
        self.said.setText("\n".join(lines))

    def _enable(self) -> None:
        free = self._work.job is None
        keys = self.list.chosen_keys
        self.keep.setEnabled(free and bool(self.found))
        fault = self.records[-1].marker.fault_id if self.records else None
        self.represent.setEnabled(free and fault is not None)
        self.date.setVisible(len(keys) == 1 and keys[0][1] is None)
        self.back.setVisible(self.tried != self.records)

    # What is done

    def _keep(self) -> None:
        if self.found:
            self._work.slip_rate(self.code, self.tried, rate_trial.changes(self.records, self.tried))

    def _represent(self) -> None:
        if not self.records or self.records[-1].marker.fault_id is None:
            return
        marker, session = self.records[-1].marker, self._workspace.session
        trace = session.get("trace", marker.trace_id) if session is not None else None
        segment = getattr(trace, "segment_id", None)
        assert marker.fault_id is not None
        self._work.representative(marker.fault_id, segment, marker.component)

    def _date(self) -> None:
        """A sample and an empty result for the marker: the result's form comes to be filled in."""
        keys, session = self.list.chosen_keys, self._workspace.session
        marker = session.get("offset_marker", keys[0][0]) if session is not None and keys else None
        if session is not None and marker is not None:
            edit, result = add_age(session, marker)
            self._workspace.apply(edit)
            self._workspace.select([("lab_result", result.id)])

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            self.refresh()
