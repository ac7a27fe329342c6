"""What the planner asks and what comes of it: rule and conditions, sites, answers, zones, the log."""

from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from PyQt6.QtCore import QObject, pyqtSignal
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Site, checked
from faultgis.changes import Changes
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.services.assessing import KINDS, Assessed, Question, Told, assess, question, ready
from faultgis.services.routing import route
from faultgis.services.screening import Screened, screened
from ui import site_words
from ui.canvas.scale import MapScale
from ui.freshness import snapshot
from ui.latest import Latest
from ui.panels.avoidance_grounds import Drawn, drawn
from ui.panels.avoidance_log import QueryLog
from ui.tools.grounds import Ground
from ui.tools.many_sites import Many
from ui.words import tr
from ui.workspace import Workspace


class Inquiry(QObject):
    """``prepared`` tells that the survey is ready for questions; ``answered`` that the answer of the site in
    hand changed (or went), ``screened`` the same of the list of sites, ``zoned`` of the zones over the map;
    ``refused`` hands over what is wrong with rule or conditions (or ``None``)."""

    prepared = pyqtSignal()
    answered = pyqtSignal()
    screened = pyqtSignal()
    zoned = pyqtSignal()
    refused = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._wanted = False
        self._number = 0
        self._seen: tuple[MapScale | None, float] = None, 1.0
        self._zones = Latest(workspace.jobs, "zones")
        self.log = QueryLog(workspace)
        self._fresh: set[str] = set()
        self.mapped: Mapped | None = None
        self.question: Question | None = None
        self.site: Site | None = None
        self.answer: dict[str, Any] | None = None
        self.nearest: BaseGeometry | None = None
        self.sites: list[Site] = []
        self.screened_sites: Screened | None = None
        self.many = Many()
        self.drawn = Drawn([])
        self.way: dict[str, Any] | None = None
        workspace.opened.connect(self._opened)
        workspace.changed.connect(self._changed)

    # What is known

    def begin(self) -> None:
        """Somebody looks: have the survey made ready."""
        if not self._wanted:
            self._wanted = True
            self._prepare()

    def _opened(self) -> None:
        self.mapped = None
        self.site, self.answer, self.nearest, self.way = None, None, None, None
        self.sites, self.drawn = [], Drawn([])
        self._take_many(None, Many())
        for signal in (self.answered, self.screened, self.zoned):
            signal.emit()
        if self._wanted:
            self._prepare()

    def _changed(self, changes: Changes) -> None:
        if self._wanted and changes.ids.keys() & {*KINDS, "survey"}:
            self._prepare()

    def _prepare(self) -> None:
        session = self._workspace.session
        if session is None:
            return
        survey, records = session.survey, snapshot(session)
        self._number += 1
        number = self._number

        def work(_progress: Progress) -> Mapped:
            return ready(survey, {kind: list(records[kind].values()) for kind in KINDS})

        def done(mapped: Mapped) -> None:
            if number == self._number:
                self.mapped = mapped
                self.prepared.emit()
                self.again()

        self._workspace.jobs.run(tr("Preparing the faults for questions"), work, done, lane="avoidance")

    @property
    def rule(self) -> Rule | None:
        """The rule asked under, while its conditions can be used."""
        return None if self.question is None else self.question.rule

    @property
    def certifiable(self) -> bool:
        """Whether a certificate can be issued for the answer: the site can be judged, and all is stated that
        the rule must know."""
        if self.answer is None or self.site is None or checked(self.site).problem is not None:
            return False
        return not any(reason["code"] == "advice.missing" for reason in self.answer["reasons"])

    @property
    def fault(self) -> str:
        """The name of the fault that the answer speaks of."""
        if self.answer is None or self.mapped is None:
            return ""
        faults = (known.fault for known in self.mapped.known if known.fault is not None)
        return site_words.fault_name(faults, self.answer["fault"])

    # What is asked

    def take(self, rule_id: str, given: Mapping[str, Any]) -> None:
        """Ask under this rule, with these conditions, from now on; what stands there is answered anew."""
        try:
            self.question = question(rule_id, given)
        except FaultGISError as error:
            self.question = None
            self._take_many(None, Many())
            self.refused.emit(error)
            self.again()
            self.screened.emit()
            return
        self.refused.emit(None)
        self._fresh = {"site", "list"}
        self.again()

    def ask(self, site: Site | None) -> None:
        """Ask about a site."""
        self.site = site
        self._fresh.add("site")
        self.again(by_hand=True)

    def screen(self, sites: Sequence[Site]) -> None:
        """Ask about many sites."""
        self.sites = list(sites)
        self._fresh.add("list")
        self._screen(by_hand=True)

    def again(self, by_hand: bool = False) -> None:
        """Answer what stands there under the conditions that hold now; ``by_hand`` for a site just asked
        about."""
        self.answer, self.nearest, self.way = None, None, None
        if self.mapped is not None and self.question is not None and self.site is not None:
            assessed = assess([self.mapped], self.question, [self.site])
            self._take_answer(assessed)
            self._log("site", assessed, by_hand)
        self.answered.emit()
        self._zone()
        if self.sites and not by_hand:
            self._screen()

    def _take_answer(self, assessed: Assessed) -> None:
        self.answer = assessed.values()[0]
        found, site = assessed.answers[0].finding, self.site
        assert site is not None
        if found is not None and site.geometry is not None:
            self.nearest = shapely.shortest_line(site.geometry, found.known.trace.geometry)
        if site.geometry is not None and site.geometry.geom_type.endswith("LineString"):
            self._along(site)

    def _along(self, site: Site) -> None:
        """A line is a route, too: where it crosses faults."""
        if self.mapped is None or self.question is None:
            return
        try:
            self.way = route([self.mapped], self.question, [site])
        except FaultGISError as error:
            self._workspace.tell_error(error)

    def _screen(self, by_hand: bool = False) -> None:
        mapped, asked, sites = self.mapped, self.question, self.sites
        if mapped is None or asked is None:
            return

        def work(progress: Progress) -> tuple[Screened, Many]:
            found = screened([mapped], asked, sites, progress=progress)
            return found, Many.of(found)

        def done(made: tuple[Screened, Many]) -> None:
            if sites is self.sites and asked is self.question:
                self._take_many(*made)
                self.screened.emit()
                self._zone()
                self._log("list", made[0], by_hand)

        self._workspace.jobs.run(
            tr("Screening {count:site|sites}", count=len(sites)), work, done, lane="avoidance"
        )

    def _take_many(self, found: Screened | None, many: Many) -> None:
        self.screened_sites, self.many = found, many

    @property
    def values(self) -> Sequence[Mapping[str, Any]]:
        """The answers of the list of sites, each made when it is asked for."""
        return [] if self.screened_sites is None else self.screened_sites

    def _log(self, what: str, told: Told, by_hand: bool) -> None:
        """A question is kept once; an answer that only follows an edit of the map is no question."""
        if what in self._fresh:
            self._fresh.discard(what)
            self.log.keep(what, told, soon=not by_hand)

    # Zones

    @property
    def grounds(self) -> list[Ground]:
        """The zones that are seen on the map."""
        return self.drawn.grounds

    def look_at(self, scale: MapScale | None, ratio: float = 1.0) -> None:
        """The map shows this view from now on, with so many dots a pixel; nobody looks: ``None``."""
        if (scale, ratio) != self._seen:
            self._seen = scale, ratio
            self._zone()

    def _zone(self, quick: bool = True) -> None:
        """The zones of what the map shows, in a worker: only the newest wish counts."""
        mapped, asked, many, (scale, ratio) = self.mapped, self.question, self.many, self._seen
        if mapped is None or asked is None or scale is None:
            self._zones.drop()
            self._take_drawn(Drawn([]))
            return
        self._zones.ask(
            lambda progress: drawn(mapped, asked, many, scale, ratio, quick, progress), self._take_drawn
        )

    def _take_drawn(self, made: Drawn) -> None:
        self.drawn = made
        self.zoned.emit()
        if not made.exact:
            self._zone(quick=False)
