"""Ages at a trench site: its results in a list, each calibrated age as a picture, the chronology's ladder,
and the ages of the events."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from faultgis.changes import Changes
from faultgis.errors import FaultGISError
from faultgis.records.derived import ChronologyModel, EventAge
from faultgis.records.sample import LabResult
from faultgis.records.trench import TrenchSite
from ui import theme, words
from ui.forms import shown
from ui.forms.switched import Switched
from ui.forms.widgets import Button, EmptyState, Label
from ui.freshness import Freshness
from ui.panels import chronology_pictures as pictures
from ui.panels.age_list import AgeList
from ui.panels.chain_work import ChainWork
from ui.plots.calibration import CalibrationPlot
from ui.plots.ladder import LadderPlot, Row
from ui.words import tr
from ui.workspace import Workspace

LIST_PX = 350


class ChronologyPage(QWidget):
    """One trench site at a time: the one chosen here, or the one that something selected belongs to."""

    def __init__(self, workspace: Workspace, wanted: Callable[[str], object]) -> None:
        super().__init__()
        self._workspace, self._wanted = workspace, wanted
        self._work, self._freshness = ChainWork.of(workspace), Freshness.of(workspace)
        self._site: UUID | None = None
        self._due = True
        self._laddered: tuple[ChronologyModel | None, tuple[Row, ...]] = (None, ())
        self.sites = QComboBox()
        self.sites.activated.connect(lambda row: self.show_site(self.sites.itemData(row)))
        self.list = AgeList(workspace)
        self.list.chosen.connect(self._chose)
        self.plot, self.ladder, self.events = CalibrationPlot(), LadderPlot(), LadderPlot()
        self.remarks = QLabel()
        self.remarks.setWordWrap(True)
        self.remarks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.calibrate = Button("Calibrate", self._calibrate)
        self.chronology = Button("Make chronology", self._chronology, "main")
        self.provenance = Button("How it was made", self._provenance, "flat")
        self.export = Button("Export OxCal text…", partial(self._ask, "export_oxcal"), "flat")
        self._pictures = Switched(
            {
                "age": ("Calibrated age", self.plot),
                "ladder": ("Chronology", _scrolled(self.ladder)),
                "events": ("Events", _scrolled(self.events)),
            }
        )
        self._pages = QStackedWidget()
        self._arrange()
        for plot in (self.ladder, self.events):
            plot.chosen.connect(self._pointed)
        workspace.opened.connect(self._reopened)
        workspace.changed.connect(self._changed)
        workspace.selection_changed.connect(self._selected)
        self._freshness.changed.connect(self.refresh)
        self._work.busy_changed.connect(self._enable)
        self._reopened()

    def _arrange(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setStretchFactor(1, 1)
        split.setSizes([LIST_PX, 600])
        split.setChildrenCollapsible(False)
        self._pages.addWidget(split)
        empty = "No trench site yet. The practice trench is there to learn: ages published, walls made up."
        add = EmptyState(empty, "Add the practice trench", lambda: self._wanted("practice_trench"))
        self._pages.addWidget(add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _left(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 4, 4, 6)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(Label("Trench site", "quiet"))
        head.addWidget(self.sites, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.calibrate)
        buttons.addWidget(self.chronology)
        buttons.addStretch()
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        return side

    def _right(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(4, 4, 8, 6)
        column.setSpacing(4)
        column.addWidget(self._pictures, 1)
        column.addWidget(self.remarks)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (self.provenance, self.export):
            foot.addWidget(button)
        column.addLayout(foot)
        return side

    # What is shown

    @property
    def site(self) -> TrenchSite | None:
        """The site on view."""
        found = self._workspace.record(("trench_site", self._site)) if self._site is not None else None
        return found if isinstance(found, TrenchSite) else None

    @property
    def model(self) -> ChronologyModel | None:
        """The site's default chronology, else any."""
        session = self._workspace.session
        models = session.records["chronology_model"].values() if session is not None else ()
        of = [m for m in models if isinstance(m, ChronologyModel) and m.site_id == self._site]
        return next((m for m in of if m.is_default), of[0] if of else None)

    def show_site(self, key: UUID | None) -> None:
        """Show another site."""
        self._site = key
        self.refresh()

    def show_picture(self, name: str) -> None:
        """Bring the calibrated age, the ladder or the events to the front."""
        self._pictures.show_page(name)

    def _reopened(self) -> None:
        self._site = None
        self.refresh()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if self._due:
            self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("trench_site", "sample", "lab_result", *pictures.KINDS):
            self.refresh()

    def refresh(self) -> None:
        """Show everything anew, once the page is looked at."""
        self._due = not self.isVisible()
        if self._due:
            return
        session = self._workspace.session
        found = session.records["trench_site"].values() if session is not None else ()
        sites = sorted((s for s in found if isinstance(s, TrenchSite)), key=lambda s: shown.order(s.code))
        if self.site is None:
            self._site = sites[0].id if sites else None
        self._pages.setCurrentIndex(0 if sites else 1)
        self.sites.clear()
        for site in sites:
            self.sites.addItem(shown.title(site), site.id)
        self.sites.setCurrentIndex(max(0, self.sites.findData(self._site)))
        self.list.show_site(self.site)
        self._show_pictures()
        self._enable()

    def _enable(self) -> None:
        free = self._work.job is None and self.site is not None
        self.calibrate.setEnabled(free and bool(self.list.results))
        self.chronology.setEnabled(free and bool(self.list.results))
        self.chronology.setText(tr("Make chronology anew") if self.model else tr("Make chronology"))
        self.provenance.setVisible(self.model is not None or bool(self.list.ages))

    def _show_pictures(self) -> None:
        model = self.model
        stale = model is not None and self._freshness.is_stale(model.id)
        if self._laddered[0] is not model:
            self._laddered = model, pictures.ladder(model) if model is not None else ()
        rows = self._laddered[1]
        self.ladder.show_rows(rows, stale)
        events = tuple(row for row in rows if row.kind == "event" or row.fixed is not None)
        self.events.show_rows(events, stale)
        hints = pictures.hints(bool(self.list.results))
        for plot, hint in zip((self.plot, self.ladder, self.events), hints, strict=True):
            plot.say_empty(hint)
        self._show_age()
        self._say(model, stale)

    def _show_age(self) -> None:
        chosen = self.list.chosen_results
        self.plot.show_view(None)
        if not chosen:
            return
        try:
            view = pictures.combined(chosen) if len(chosen) > 1 else pictures.age_of(chosen[0])
        except FaultGISError as error:
            self.plot.say_empty(words.error_sentence(error))
            return
        self.plot.show_view(view)

    def _say(self, model: ChronologyModel | None, stale: bool) -> None:
        lines = pictures.said(model) if model is not None else []
        if stale and model is not None:
            reasons = tr(", ").join(self._freshness.why(model.id)[:3])
            lines.insert(0, f"⚠ {tr('Out of date: {reasons}', reasons=reasons)}")
        amber = stale or (model is not None and bool(model.results.get("warnings")))
        colour = theme.colours().warning if amber else theme.colours().quiet
        self.remarks.setStyleSheet(f"color: {colour};")
        self.remarks.setText("\n".join(lines))
        self.remarks.setVisible(bool(lines))

    # What is done

    def _ask(self, command: str) -> None:
        """A command for this site: what is selected says which one."""
        site, refs = self.site, self._workspace.selection
        if site is not None and not (
            len(refs) == 1 and pictures.site_of(self._workspace, refs[0]) == site.id
        ):
            self._workspace.select([("trench_site", site.id)])
        self._wanted(command)

    def _calibrate(self) -> None:
        chosen = self.list.chosen_results
        self._work.calibrate(chosen if len(chosen) > 1 else self.list.usable)

    def _chronology(self) -> None:
        if self.site is not None:
            self._work.chronology(self.site)
            self.show_picture("ladder")

    def _chose(self) -> None:
        self._show_age()
        for plot in (self.ladder, self.events):
            plot.mark(self.list.chosen_results[0].lab_code if len(self.list.chosen_results) == 1 else "")

    def _pointed(self, kind: str, name: str) -> None:
        """A line of the ladder was clicked: its record comes to the form."""
        if kind == "date":
            self.list.choose_lab(name)
            return
        session, model = self._workspace.session, self.model
        if session is None or model is None:
            return
        for age in session.records["event_age"].values():
            event = session.get("paleo_event", getattr(age, "event_id", None))
            of = isinstance(age, EventAge) and age.chronology_id == model.id
            if of and getattr(event, "code", "") == name:
                self._workspace.select([("event_age", age.id)])

    def _provenance(self) -> None:
        """The record that was made, with its inputs, in the form."""
        chosen = self.list.chosen_results
        age = self.list.ages.get(chosen[0].id) if chosen and self._pictures.shown == "age" else None
        model = self.model
        if age is not None:
            self._workspace.select([("calibrated_age", age.id)])
        elif model is not None:
            self._workspace.select([("chronology_model", model.id)])

    def _selected(self) -> None:
        """Something at another site was selected: go there."""
        refs = self._workspace.selection
        site = pictures.site_of(self._workspace, refs[0]) if len(refs) == 1 else None
        if site is not None and site != self._site:
            self.show_site(site)
        if len(refs) == 1 and refs[0][0] == "lab_result":
            record = self._workspace.record(refs[0])
            if isinstance(record, LabResult):
                self.list.choose(record.id)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.refresh()


def _scrolled(plot: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(plot)
    return area
