"""The units of a trench: their list, youngest first, beside the graph of their order."""

from uuid import UUID

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from faultgis.services import logging
from faultgis.services.digitizing import delete_records
from faultgis.walls.log import TrenchLog
from ui.forms import shown
from ui.forms.widgets import Button, Label
from ui.walls.hub import Hub
from ui.walls.painting import colour_of
from ui.walls.panels.listing import Listing, Row, follow
from ui.walls.panels.order_graph import OrderGraph, ordered
from ui.workspace import Ref


class UnitsPanel(QWidget):
    """A unit chosen here is what areas are drawn of."""

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.list = Listing(("Unit", "Name"))
        self.graph = OrderGraph()
        self.add = Button("New unit on top", self._add, icon="add")
        self.remove = Button("Delete", self._remove, "flat")
        self._arrange()
        self.list.taken.connect(self._taken)
        self.graph.chosen.connect(lambda key: self._taken(("strat_unit", key)))
        self.graph.joined.connect(self._join)
        self.graph.cut.connect(self._cut)
        hub.renewed.connect(self.refresh)
        hub.workspace.selection_changed.connect(self._follow)
        self.refresh()

    def _arrange(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.graph)
        graph = QWidget()
        column = QVBoxLayout(graph)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = Label("Drag the younger onto the older", "quiet", wrap=True)
        title.setContentsMargins(6, 4, 6, 4)
        column.addWidget(title)
        column.addWidget(scroll, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(graph)
        split.setSizes([230, 130])
        split.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 4)
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addStretch()
        buttons.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split, 1)
        layout.addLayout(buttons)

    def refresh(self) -> None:
        """Show the units as they stand."""
        log = self._hub.log
        self.graph.show_log(log)
        self.list.fill([self._row(log, key) for key in ordered(log)] if log is not None else [])
        self.remove.setEnabled(self._hub.choices.unit_id is not None)

    def _row(self, log: TrenchLog, key: UUID) -> Row:
        unit = log.units[key]
        name = shown.title(unit)
        texts = (unit.code, name if name != unit.code else unit.lithology)
        return Row(
            ("strat_unit", key), texts, colour_of(log, key), tip=f"{unit.code} {name} {unit.lithology}"
        )

    def _taken(self, ref: Ref) -> None:
        self._hub.choices.unit_id = ref[1]
        self._hub.select(ref)

    def _follow(self) -> None:
        follow(self.list, "strat_unit", lambda: self._hub.selected("strat_unit"))
        found = self._hub.selected("strat_unit")
        if found:
            self._hub.choices.unit_id = found[-1]
        self.graph.unit = self._hub.choices.unit_id
        self.graph.update()
        self.remove.setEnabled(self._hub.choices.unit_id is not None)

    def _add(self) -> None:
        log = self._hub.log
        top = ordered(log) if log is not None else []
        edit = self._hub.do(lambda found: logging.add_unit(found, top[0] if top else None))
        if edit is not None:
            self._taken(("strat_unit", edit.changes[0].id))

    def _remove(self) -> None:
        session, key = self._hub.workspace.session, self._hub.choices.unit_id
        if session is not None and key is not None:
            self._hub.do(lambda _log: delete_records(session.records, [("strat_unit", key)]))

    def _join(self, younger: UUID, older: UUID) -> None:
        self._hub.do(lambda log: logging.add_order(log, younger, older))

    def _cut(self, order: UUID) -> None:
        session = self._hub.workspace.session
        if session is not None:
            self._hub.do(lambda _log: delete_records(session.records, [("unit_order", order)]))
