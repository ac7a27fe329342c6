"""Recurrence and probability of a fault or segment: its parameters with their sources, the hazard curve with
now, models compared, and the magnitude it may have."""

from uuid import UUID

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from faultgis.changes import Changes
from faultgis.records.derived import ChronologyModel, Recurrence
from faultgis.records.fault import Fault, Segment
from faultgis.records.trench import TrenchSite
from faultgis.services.deriving import parameters as of_fault
from faultgis.services.deriving.recurring import ALPHA
from ui.forms import shown
from ui.forms.switched import Switched
from ui.forms.widgets import Button, Label
from ui.freshness import Freshness
from ui.panels.chain_work import ChainWork
from ui.panels.chronology_pictures import site_of
from ui.panels.lateral_form import Calm
from ui.panels.magnitude import MagnitudePane
from ui.panels.model_fits import ModelFits
from ui.panels.parameter_list import ParameterList
from ui.panels.recurrence_pictures import hazard, model_word
from ui.plots.hazard import HazardPlot
from ui.words import tr
from ui.workspace import Ref, Workspace

ASKED = ("bpt", "lognormal", "poisson")
WINDOWS = "30, 50, 100"
KINDS = ("fault", "segment", "trace", "chronology_model", "recurrence", "probability", "slip_rate")


def read_windows(text: str) -> list[int]:
    """Windows as typed: whole years, set apart by commas of any kind or spaces."""
    parts = text.replace("，", " ").replace(",", " ").replace("、", " ").split()
    return [int(part) for part in parts if part.isdigit() and 0 < int(part) <= 100_000]


class RecurrencePage(QWidget):
    """One fault or segment at a time: the one chosen here, or the one that is selected."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._work, self._freshness = ChainWork.of(workspace), Freshness.of(workspace)
        self._ref: Ref | None = None
        self._due = True
        self.places = QComboBox()
        self.places.activated.connect(lambda row: self.show_place(self.places.itemData(row)))
        self.chronologies = QComboBox()
        self.chronologies.activated.connect(lambda _row: self._show_pictures())
        self.list = ParameterList(workspace)
        self.model, self.alpha, self.windows = QComboBox(), QDoubleSpinBox(), QLineEdit(WINDOWS)
        self.recurrence = Button("Recurrence", self._recurrence, "main")
        self.probability = Button("Probability", self._probability, "main")
        self.needs = QLabel()
        self.needs.setWordWrap(True)
        self.needs.setProperty("quiet", True)
        self.hazard, self.fits, self.magnitude = HazardPlot(), ModelFits(), MagnitudePane()
        self._pictures = Switched(
            {
                "hazard": ("Hazard", self.hazard),
                "models": ("Models compared", self.fits),
                "magnitude": ("Magnitude", self.magnitude),
            }
        )
        self._settle_inputs()
        self._arrange()
        workspace.opened.connect(self._reopened)
        workspace.changed.connect(self._changed)
        workspace.selection_changed.connect(self._selected)
        self._freshness.changed.connect(self.refresh)
        self._work.busy_changed.connect(self._enable)
        self.refresh()

    def _settle_inputs(self) -> None:
        for code in ASKED:
            self.model.addItem(model_word(code), code)
        self.alpha.setRange(0.05, 2.0)
        self.alpha.setSingleStep(0.02)
        self.alpha.setValue(ALPHA)
        calm = Calm(self)
        for part in (self.model, self.alpha, self.places, self.chronologies):
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            part.installEventFilter(calm)
        self.model.activated.connect(lambda _row: self._asked_anew())
        self.alpha.valueChanged.connect(lambda _value: self._asked_anew())

    def _asked_anew(self) -> None:
        self.alpha.setEnabled(self.model.currentData() != "poisson")
        self._show_pictures()

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([470, 290])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _left(self) -> QWidget:
        side, grid = QWidget(), QGridLayout()
        side.setMinimumWidth(300)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.addWidget(Label("Fault or segment", "quiet"), 0, 0)
        grid.addWidget(self.places, 0, 1, 1, 3)
        grid.addWidget(Label("Chronology", "quiet"), 1, 0)
        grid.addWidget(self.chronologies, 1, 1, 1, 2)
        grid.addWidget(self.recurrence, 1, 3)
        ask = QHBoxLayout()
        ask.setSpacing(8)
        for part in (self.model, Label("α", "quiet"), self.alpha):
            ask.addWidget(part)
        ask.addStretch()
        grid.addWidget(Label("Model", "quiet"), 2, 0)
        grid.addLayout(ask, 2, 1, 1, 3)
        grid.addWidget(Label("Windows (a)", "quiet"), 3, 0)
        grid.addWidget(self.windows, 3, 1, 1, 2)
        grid.addWidget(self.probability, 3, 3)
        self.windows.setMinimumWidth(70)
        self.windows.setToolTip(tr("Years ahead, set apart by commas"))
        self.alpha.setToolTip(tr("Aperiodicity; 0.24 is Japan's value where data are few"))
        for combo in (self.places, self.chronologies):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 4, 4, 6)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addWidget(self.needs)
        column.addWidget(self.list, 1)
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(4, 4, 8, 6)
        column.addWidget(self._pictures, 1)
        return side

    # What is shown

    @property
    def place(self) -> Fault | Segment | None:
        """The fault or segment on view."""
        found = self._workspace.record(self._ref) if self._ref is not None else None
        return found if isinstance(found, Fault | Segment) else None

    @property
    def chronology(self) -> ChronologyModel | None:
        """The chronology chosen."""
        key = self.chronologies.currentData()
        found = self._workspace.record(("chronology_model", key)) if isinstance(key, UUID) else None
        return found if isinstance(found, ChronologyModel) else None

    @property
    def cycle(self) -> Recurrence | None:
        """The recurrence from the chronology chosen."""
        session, place, model = self._workspace.session, self.place, self.chronology
        if session is None or place is None or model is None:
            return None
        found = of_fault.cycles_of(session.records, place)
        return next((cycle for cycle in found if cycle.chronology_id == model.id), None)

    def show_place(self, ref: Ref | None) -> None:
        """Show another fault or segment."""
        self._ref = tuple(ref) if ref is not None else None  # type: ignore[assignment]
        self.refresh()

    def show_picture(self, name: str) -> None:
        """Bring the hazard curve, the models or the magnitude to the front."""
        self._pictures.show_page(name)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if self._due:
            self.refresh()

    def _reopened(self) -> None:
        self._ref = None
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*KINDS):
            self.refresh()

    def _selected(self) -> None:
        """Follow to the fault or segment that is selected, or to that of the trench site."""
        refs = self._workspace.selection
        if len(refs) != 1:
            return
        ref: Ref | None = refs[0] if refs[0][0] in ("fault", "segment") else self._of_site(refs[0])
        if ref is not None and ref != self._ref:
            self.show_place(ref)

    def _of_site(self, ref: Ref) -> Ref | None:
        key = site_of(self._workspace, ref)
        site = self._workspace.record(("trench_site", key)) if key is not None else None
        if not isinstance(site, TrenchSite):
            return None
        if site.segment_id is not None:
            return "segment", site.segment_id
        return ("fault", site.fault_id) if site.fault_id is not None else None

    def refresh(self) -> None:
        """Show everything anew, once the page is looked at."""
        self._due = not self.isVisible()
        if self._due:
            return
        self._fill_places()
        self._fill_chronologies()
        self.list.show_parameters(self.place)
        self.magnitude.show_place(self.place, self._workspace.session)
        self._show_pictures()
        self._enable()

    def _fill_places(self) -> None:
        session = self._workspace.session
        places = _places(session.records) if session is not None else []
        if self.place is None:
            # The first that has a chronology, else the first of all.
            records = session.records if session is not None else {}
            dated = (ref for ref, of, _ in places if of_fault.chronologies_of(records, of))
            self._ref = next(dated, places[0][0] if places else None)
        self.places.clear()
        for ref, _, title in places:
            self.places.addItem(title, ref)
        row = next((n for n, (ref, _, _) in enumerate(places) if ref == self._ref), -1)
        self.places.setCurrentIndex(row)

    def _fill_chronologies(self) -> None:
        kept, session, place = self.chronologies.currentData(), self._workspace.session, self.place
        found = of_fault.chronologies_of(session.records, place) if session and place is not None else []
        self.chronologies.clear()
        for model in found:
            mark = "⚠ " if self._freshness.is_stale(model.id) else ""
            self.chronologies.addItem(f"{mark}{model.code}", model.id)
        self.chronologies.setCurrentIndex(max(0, self.chronologies.findData(kept)) if found else -1)

    def _show_pictures(self) -> None:
        cycle, model, session = self.cycle, self.chronology, self._workspace.session
        code, alpha = str(self.model.currentData()), self.alpha.value()
        stale = cycle is not None and self._freshness.is_stale(cycle.id)
        self.hazard.show_view(hazard(cycle, code, alpha, stale) if cycle is not None else None)
        self.fits.show_model(model, session)

    def _enable(self) -> None:
        free, cycle = self._work.job is None, self.cycle
        self.recurrence.setEnabled(free and self.chronology is not None)
        self.probability.setEnabled(free and cycle is not None)
        said = ""
        if self.chronology is None:
            said = tr("A recurrence needs a chronology of a trench site on this fault: make one under Ages.")
        elif cycle is None:
            said = tr("“Recurrence” takes the intervals over the joint draws of the events' ages.")
        self.needs.setText(said)
        self.needs.setVisible(bool(said))

    # What is done

    def _recurrence(self) -> None:
        if self.chronology is not None:
            self._work.recurrence(self.chronology)

    def _probability(self) -> None:
        windows, cycle = read_windows(self.windows.text()), self.cycle
        if not windows:
            self._workspace.tell(tr("Type the windows as whole years, e.g. 30, 50, 100."), "warning")
        elif cycle is not None:
            self._work.probability(cycle, windows, str(self.model.currentData()), self.alpha.value())

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            for row, code in enumerate(ASKED):
                self.model.setItemText(row, model_word(code))
            self.refresh()


def _places(records: of_fault.Records) -> list[tuple[Ref, Fault | Segment, str]]:
    """Faults by name, each followed by its segments."""
    faults = [f for f in records["fault"].values() if isinstance(f, Fault)]
    segments = [s for s in records["segment"].values() if isinstance(s, Segment)]
    found: list[tuple[Ref, Fault | Segment, str]] = []
    for fault in sorted(faults, key=lambda f: shown.order(shown.title(f))):
        found.append((("fault", fault.id), fault, shown.title(fault)))
        own = sorted((s for s in segments if s.fault_id == fault.id), key=lambda s: s.position)
        found += [(("segment", s.id), s, f"{shown.title(fault)} · {shown.title(s)}") for s in own]
    return found
