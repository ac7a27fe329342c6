"""The past earthquakes of a site and the evidence for each."""

from uuid import UUID

from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from faultgis import codes
from faultgis.records.trench import EventEvidence, PaleoEvent, WallFeature
from faultgis.services import logging
from faultgis.services.digitizing import delete_records
from faultgis.walls.log import TrenchLog
from ui.forms import shown
from ui.forms.combos import SearchCombo
from ui.forms.widgets import Button
from ui.walls.hub import Hub
from ui.walls.panels.listing import Listing, Row, follow
from ui.words import language, tr
from ui.workspace import Ref

FIRST = "upward_termination"


class EventsPanel(QWidget):
    """An event chosen here is what horizons are drawn of; evidence hangs on what is selected on the wall."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.list = Listing(("Event", "Between", "Status"))
        self.add = Button("New event", self._add, icon="add")
        self.kind = SearchCombo()
        self.evidence = Button("Add evidence", self._add_evidence)
        self.remove = Button("Delete", self._remove, "flat")
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.setSpacing(8)
        bottom.setContentsMargins(8, 4, 8, 4)
        top.addWidget(self.kind, 1)
        top.addWidget(self.evidence)
        bottom.addWidget(self.add)
        bottom.addStretch()
        bottom.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addLayout(top)
        layout.addLayout(bottom)
        self.list.taken.connect(self._taken)
        hub.renewed.connect(self.refresh)
        hub.workspace.selection_changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Show the events as they stand, the youngest first."""
        log = self._hub.log
        found = sorted(log.events.values(), key=lambda e: (e.position, e.code)) if log is not None else []
        self.list.fill([_row(log, event) for event in found] if log is not None else [])
        self._offer()
        self._enable()

    def _offer(self) -> None:
        chosen = self.kind.currentData() or FIRST
        entries = codes.code_list("event_evidence").entries
        self.kind.fill([(c.code, c.label(language()), c.code) for c in entries])
        self.kind.choose(chosen)

    def _enable(self) -> None:
        self.evidence.setEnabled(self._hub.choices.event_id is not None)
        self.remove.setEnabled(self.list.chosen is not None)

    def _taken(self, ref: Ref) -> None:
        if ref[0] == "paleo_event":
            self._hub.choices.event_id = ref[1]
            self._hub.select(ref)
            return
        evidence = self._hub.record(*ref)
        if isinstance(evidence, EventEvidence):
            self._hub.choices.event_id = evidence.event_id
            self._hub.select(ref)
            self._show(evidence.feature_id)

    def _show(self, feature_id: UUID | None) -> None:
        feature = self._hub.record("wall_feature", feature_id)
        if isinstance(feature, WallFeature):
            place = feature.shape.representative_point()
            self._hub.look_wanted.emit(feature.wall_id, place.x, place.y)

    def _follow(self) -> None:
        for kind in ("paleo_event", "event_evidence"):
            follow(self.list, kind, lambda kind=kind: self._hub.selected(kind))  # type: ignore[misc]
        for key in self._hub.selected("paleo_event"):
            self._hub.choices.event_id = key
        self._enable()

    def _add(self) -> None:
        edit = self._hub.do(logging.add_event)
        if edit is not None:
            self._taken(("paleo_event", edit.changes[0].id))

    def _add_evidence(self) -> None:
        """Evidence for the chosen event: on the feature that is selected on the wall, if one is."""
        event_id, kind = self._hub.choices.event_id, str(self.kind.currentData() or FIRST)
        feature = self._hub.record("wall_feature", next(iter(self._hub.selected("wall_feature")), None))
        if event_id is None:
            return
        edit = self._hub.do(lambda log: logging.add_evidence(log, event_id, kind, feature))
        if edit is not None:
            self._hub.select(("event_evidence", edit.changes[0].id))

    def _remove(self) -> None:
        session, chosen = self._hub.workspace.session, self.list.chosen
        if session is not None and chosen is not None:
            self._hub.do(lambda _log: delete_records(session.records, [chosen]))


def year_text(year: int) -> str:
    """A calendar year: AD 1943, 226 BC."""
    return tr("AD {year}", year=year) if year > 0 else tr("{year} BC", year=-year)


def _row(log: TrenchLog, event: PaleoEvent) -> Row:
    units = (
        log.units.get(k) if k is not None else None for k in (event.older_unit_id, event.younger_unit_id)
    )
    low, high = (u.code if u is not None else tr("open") for u in units)
    year = year_text(event.known_year) if event.known_year is not None else ""
    between = year or f"{low} – {high}"
    found = [e for e in log.evidence.values() if e.event_id == event.id]
    status = shown.code_label("event_status", event.status)
    children = tuple(_evidence(log, e) for e in found)
    return Row(("paleo_event", event.id), (event.code, between, status), children=children)


def _evidence(log: TrenchLog, evidence: EventEvidence) -> Row:
    wall = log.walls.get(evidence.wall_id) if evidence.wall_id is not None else None
    score = tr("score {score}", score=evidence.score) if evidence.score is not None else ""
    said = shown.code_label("event_evidence", evidence.kind)
    texts = ("", f"{said}{f' ({wall.code})' if wall is not None else ''}", score)
    return Row(("event_evidence", evidence.id), texts)
