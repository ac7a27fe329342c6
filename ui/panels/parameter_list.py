"""The parameters of a fault or segment in a list: what they are, what says them, amber where out of date; a
double click goes to the record that says it."""

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QColor, QResizeEvent
from PyQt6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from faultgis.records.derived import Probability
from faultgis.records.fault import Fault, Segment
from faultgis.services.deriving.parameters import Parameter, gem_tuple, parameters
from faultgis.values import Basis
from ui import theme, words
from ui.forms.estimates import basis_colour
from ui.freshness import Freshness, record_name
from ui.panels.recurrence_pictures import name_words, rounded, value_words
from ui.panels.rows import WrappedRows
from ui.words import tr
from ui.workspace import Workspace

REF = Qt.ItemDataRole.UserRole
# Narrower, there is no room for the tuples, and narrower still none for what says the values; both stand in
# the tips.
WIDE_PX, FROM_PX, ROOM_PX = 640, 120, 520
HEADS = ("Parameter", "Value", "GEM", "From")


class ParameterList(QTreeWidget):
    """All parameters, the unknown ones as unknown."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness = Freshness.of(workspace)
        self.setRootIsDecorated(False)
        self.setItemDelegate(WrappedRows(self))
        self.setAlternatingRowColors(True)
        self.setColumnCount(len(HEADS))
        head = self.header()
        assert head is not None
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Interactive)
        head.resizeSection(3, FROM_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self._go)
        self._speak()

    def _speak(self) -> None:
        self.setHeaderLabels([tr(head) if head != "GEM" else head for head in HEADS])

    def show_parameters(self, of: Fault | Segment | None) -> None:
        """List those of this fault or segment."""
        self.clear()
        session = self._workspace.session
        if of is not None and session is not None:
            for parameter in parameters(session.records, of):
                self.addTopLevelItem(self._item(parameter))

    def _item(self, parameter: Parameter) -> QTreeWidgetItem:
        session, source = self._workspace.session, parameter.source
        record = self._workspace.record(source) if source is not None else None
        said = value_words(parameter)
        if isinstance(record, Probability) and rounded(record):
            first, _, span = said.partition(" (")
            said = " ".join(filter(None, (f"{first} · HERP {rounded(record)}", f"({span}" if span else "")))
        stale = source is not None and self._freshness.is_stale(source[1])
        origin = ""
        if record is not None and session is not None and source is not None:
            origin = f"{words.sentence(f'kind.{source[0]}')} {record_name(session, record)}"
        cells = [name_words(parameter), f"⚠ {said}" if stale else said, gem_tuple(parameter.value), origin]
        item = QTreeWidgetItem(cells)
        way = tr("A double click goes to the record that says it") if origin else ""
        for column, text in enumerate(cells):
            lines = dict.fromkeys((text, origin, way))
            item.setToolTip(column, "\n".join(filter(None, lines)))
        item.setData(0, REF, source)
        item.setForeground(1, QColor(self._colour(parameter, stale)))
        item.setForeground(3, theme.accent())
        if stale and source is not None:
            why = [tr("Out of date"), *self._freshness.why(source[1])]
            item.setToolTip(1, "\n".join(filter(None, (*why, origin, way))))
        return item

    @staticmethod
    def _colour(parameter: Parameter, stale: bool) -> str:
        if stale:
            return theme.colours().warning
        if not parameter.known:
            return theme.colours().quiet
        basis = parameter.value.basis if parameter.value is not None else Basis.DERIVED
        return theme.colours().text if parameter.code else basis_colour(basis)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(2, self.width() < WIDE_PX)
        self.setColumnHidden(3, self.width() < ROOM_PX)

    def _go(self, item: QTreeWidgetItem) -> None:
        source = item.data(0, REF)
        if source is not None:
            self._workspace.select([tuple(source)])

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
