"""The planner's view: where, what building, which rule; and the answer in one plain sentence."""

from pathlib import Path

from PyQt6.QtCore import QEvent, QTimer
from PyQt6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QDockWidget, QHBoxLayout, QVBoxLayout, QWidget
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.sites import Site, site_at, true_place
from faultgis.crs import parse_place
from faultgis.errors import FaultGISError
from faultgis.records.assessment import Certificate
from faultgis.services.replaying import site_of
from ui import asked_words
from ui.canvas.scale import MapScale
from ui.forms.widgets import Button
from ui.panels.avoidance_answer import AnswerView
from ui.panels.avoidance_files import SitesFiles
from ui.panels.avoidance_form import RuleForm
from ui.panels.avoidance_inquiry import Inquiry
from ui.panels.avoidance_issuing import Issuing
from ui.panels.avoidance_notices import CertificateList, CertificateWatch
from ui.panels.avoidance_parts import Column, rule_line
from ui.panels.avoidance_places import bounds_about, bounds_of_sheet, bounds_of_sites, fault_like
from ui.panels.avoidance_sites import SitesPanel
from ui.panels.avoidance_where import WhereBox
from ui.panels.desk import Desk
from ui.program import Program
from ui.site_table import counts_of, notes_of, told_of_route
from ui.tools.inquire import InquireTool, Shown
from ui.words import tr
from ui.workspace import Workspace

# In a column that is no higher than this the answer needs the room of the list below it.
SHORT = 760


class AvoidancePanel(QWidget):
    """One column; ``sites`` is the table below the map."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._tool: InquireTool | None = None
        self._desk: Desk | None = None
        self._table: QDockWidget | None = None
        self._count = 0
        self.inquiry = Inquiry(workspace)
        self.watch = CertificateWatch(workspace)
        self.issuing = Issuing(workspace)
        self.sites = SitesPanel()
        self.where, self.form, self.answer = WhereBox(), RuleForm(), AnswerView()
        self.files = SitesFiles(workspace, self.where)
        self.issued = CertificateList(self.watch)
        self.certificate = Button("Issue certificate", self.issue, "main")
        self._build()
        self._listen()
        self.inquiry.take(str(self.form.rule.currentData()), self.form.given)
        self._show()

    # What it looks like

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        for widget in (self.where, self.form, rule_line(), self.answer):
            column.addWidget(widget, int(widget is self.answer))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.addStretch()
        foot.addWidget(self.certificate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Column(inside), 1)
        layout.addWidget(self.issued)
        layout.addLayout(foot)

    def _listen(self) -> None:
        self.where.written.connect(self.go_to)
        self.where.drawing.connect(self._draw)
        self.files.read.connect(self._take)
        self.form.changed.connect(self.inquiry.take)
        self.inquiry.refused.connect(self.form.refuse)
        self.inquiry.answered.connect(self._show)
        self.inquiry.screened.connect(self._show_many)
        self.inquiry.zoned.connect(self._show_map)
        self.sites.picked.connect(self.pick)
        self.sites.list_wanted.connect(lambda: self.inquiry.ask(None))
        self.sites.file_chosen.connect(self.save_table)
        self.issued.wanted.connect(self.open_certificate)
        self.issuing.ended.connect(lambda _certificate: self.watch.look())
        self._workspace.state_changed.connect(self._enable)
        self.issuing.ended.connect(lambda _certificate: self._enable())

    # Joining the window

    def follow(self, desk: Desk, table: QDockWidget) -> None:
        """Ask on this desk's map; many answers stand in this table."""
        self._table = table
        tool = desk.tool("inquire")
        if isinstance(tool, InquireTool):
            self._desk, self._tool = desk, tool
            tool.asked.connect(self._drawn)
            desk.view.scale_changed.connect(self._look)

    def join(self, program: Program) -> None:
        """Issue certificates from this program's database."""
        self.issuing.program = program
        self.inquiry.log.actor = program.actor

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self.inquiry.begin()
        QTimer.singleShot(0, self._hide_empty)  # a layout that comes back may show the table after this
        if self._desk is not None:
            self._look(self._desk.view.scale)

    def _hide_empty(self) -> None:
        if self._table is not None and not self.sites.model.values:
            self._table.hide()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self.issued.short != (short := self.height() < SHORT):
            self.issued.shorten(short)

    def _look(self, scale: MapScale) -> None:
        if self._desk is not None:
            self.inquiry.look_at(scale if self.isVisible() else None, self._desk.view.devicePixelRatioF())

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self.inquiry.look_at(None)

    def _draw(self, sort: str) -> None:
        if self._tool is not None and self._desk is not None:
            self._tool.take_sort(sort)
            self._desk.choose("inquire")

    def _drawn(self, geometry: BaseGeometry) -> None:
        """A site of one's own hand gets a number; a point is called by its place."""
        if geometry.geom_type == "Point":
            self.inquiry.ask(site_at(geometry.x, geometry.y))
        else:
            self._count += 1
            self.inquiry.ask(Site(tr("Site {number}", number=self._count), geometry))

    def go_to(self, text: str) -> None:
        """Go to what was written: a coordinate is a site, a sheet or a fault is only shown."""
        session = self._workspace.session
        if not text or session is None or self._desk is None:
            return
        box = bounds_of_sheet(text) or fault_like(session, text)
        if box is not None:
            self._desk.view.zoom_to(box)
            return
        try:
            place = true_place(site_at(*parse_place(text)), self.where.system)
        except FaultGISError as error:
            self._workspace.tell_error(error)
            return
        self.inquiry.ask(place)
        self._go()

    def _go(self) -> None:
        site = self.inquiry.site
        if self._desk is not None and site is not None and site.problem is None and site.geometry is not None:
            distance = (self.inquiry.answer or {}).get("distance_m") or 0.0
            self._desk.view.zoom_to(bounds_about(site.geometry, max(600.0, 1.3 * distance)))

    def _take(self, sites: list[Site]) -> None:
        """Ask about all sites of a file; a single one is opened at once."""
        if len(sites) == 1:
            self.inquiry.ask(sites[0])
            self._go()
        else:
            self.inquiry.screen(sites)
            self._show_table()
            box = bounds_of_sites(sites)
            if box is not None and self._desk is not None:
                self._desk.view.zoom_to(box)

    def pick(self, number: int) -> None:
        """Show one of the sites of the table and its answer; of a route the crossing."""
        way = self.inquiry.way
        if way is not None and self.sites.crossing:
            at = site_at(way["crossings"][number]["lon"], way["crossings"][number]["lat"]).geometry
            if at is not None and self._desk is not None:
                self._desk.view.zoom_to(bounds_about(at, 600.0))
        elif number < len(self.inquiry.sites):
            self.inquiry.ask(self.inquiry.sites[number])
            self._go()

    # The answer

    def _show(self) -> None:
        rule, way = self.inquiry.rule, self.inquiry.way
        self.answer.show_answer(self.inquiry.answer, rule, self.inquiry.fault)
        self._enable()
        self._show_map()
        if way is not None and rule is not None:
            self.sites.show_crossings(way, rule, bool(self.inquiry.sites))
            self._show_table()
        elif self.sites.crossing:
            self._show_many()

    def _show_many(self) -> None:
        rule = self.inquiry.rule
        if self.inquiry.way is None:
            self.sites.show_sites(self.inquiry.values if rule is not None else [], rule)
        self._show_map()

    def _lay_zones(self) -> None:
        """Zones and sites lie over the map whatever tool is in hand."""
        if self._desk is not None:
            made = self.inquiry.drawn
            self._desk.view.lay_under(None if made.image is None else made.paint)

    def _show_map(self) -> None:
        self._lay_zones()
        if self._tool is None:
            return
        site = self.inquiry.site
        shown = site.geometry if site is not None and site.problem is None else None
        self._tool.show_over_map(Shown(self.inquiry.grounds, shown, self.inquiry.nearest))

    def _enable(self) -> None:
        session = self._workspace.session
        unsaved = bool(session is not None and session.saved)
        self.certificate.setEnabled(self.inquiry.certifiable and self.issuing.ready and not unsaved)
        tip = tr("Save the edits first: a certificate rests on saved data.") if unsaved else ""
        self.certificate.setToolTip(tip)

    def _show_table(self) -> None:
        if self._table is not None:
            self._table.show()
            self._table.raise_()

    # The certificate and the table

    def issue(self) -> None:
        """Issue a certificate for the site in hand."""
        if self.inquiry.question is not None and self.inquiry.site is not None:
            self.issuing.issue(self.inquiry.question, self.inquiry.site)
            self._enable()

    def open_certificate(self, certificate: Certificate) -> None:
        """Show the site of a certificate with what holds today under its conditions, and open the PDF."""
        self.form.state(certificate.rule, certificate.question["given"])
        self.inquiry.ask(site_of(certificate))
        self._go()
        self.issuing.open(certificate)

    def save_table(self, path: Path) -> None:
        """Write the rows as they are sorted."""
        asked, session = self.inquiry.question, self._workspace.session
        if asked is not None and session is not None:
            way = self.inquiry.way
            told = counts_of(self.sites.outcomes) if way is None else told_of_route(way, asked.rule)
            notes = notes_of(asked, [asked_words.survey_line(session.survey)], None, told)
            self.issuing.write_table(self.sites.model.cells(), self.sites.model.rowCount(), notes, path)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._show()
            self._show_many()
            self.issued.refresh()
