"""The offset markers of the survey with what dates them and the slip rates kept of them."""

from uuid import UUID

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from faultgis.records.derived import SlipRate
from faultgis.records.sample import LabResult
from faultgis.records.site import OffsetMarker
from faultgis.services.deriving.conventions import Dated
from faultgis.services.deriving.rates import results_of
from ui import theme
from ui.forms import shown
from ui.freshness import Freshness
from ui.panels.age_list import reported
from ui.panels.rows import Rows
from ui.words import tr
from ui.workspace import Workspace

KEY = Qt.ItemDataRole.UserRole
HEADS = ("Marker", "Offset", "Age", "mm/a")


class MarkerList(QTreeWidget):
    """A line for each marker and each result that dates it; several can be chosen. ``chosen`` tells that
    others are."""

    chosen = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness = Freshness.of(workspace)
        self.markers: list[OffsetMarker] = []
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(Rows(self))
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setColumnCount(len(HEADS))
        head = self.header()
        assert head is not None
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.itemSelectionChanged.connect(self._told)
        self._speak()

    def _speak(self) -> None:
        self.setHeaderLabels([tr(head) if head != "mm/a" else head for head in HEADS])

    @property
    def chosen_keys(self) -> list[tuple[UUID, UUID | None]]:
        """The marker and the result of each chosen line."""
        return [item.data(0, KEY) for item in self.selectedItems()]

    def dated(self) -> list[Dated]:
        """The chosen markers that are dated, as they stand now."""
        session = self._workspace.session
        found = []
        for key, result_key in self.chosen_keys if session is not None else ():
            marker = self._workspace.record(("offset_marker", key))
            if isinstance(marker, OffsetMarker) and marker.offset is not None and session is not None:
                pairs = results_of(session.records, marker)
                found += [Dated(marker, s, r) for s, r in pairs if r.id == result_key]
        return found

    def refresh(self) -> None:
        """List anew; what was chosen stays so."""
        session, kept = self._workspace.session, self.chosen_keys
        self.blockSignals(True)
        self.clear()
        found = session.records["offset_marker"].values() if session is not None else ()
        self.markers = sorted(
            (m for m in found if isinstance(m, OffsetMarker)), key=lambda m: shown.order(m.code)
        )
        for marker in self.markers:
            self._add(marker)
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and (item.data(0, KEY) in kept):
                item.setSelected(True)
        self.blockSignals(False)

    def _add(self, marker: OffsetMarker) -> None:
        session = self._workspace.session
        assert session is not None
        rates = [r for r in session.records["slip_rate"].values() if isinstance(r, SlipRate)]
        own = next((r for r in rates if r.marker_id == marker.id and not r.representative), None)
        offset = shown.brief(marker.offset) if marker.offset is not None else ""
        results: list[LabResult | None] = [r for _, r in results_of(session.records, marker)]
        for result in results or [None]:
            age = reported(result) if result is not None else tr("not dated")
            rate = shown.brief(own.rate) if own is not None and own.rate is not None else ""
            rate = rate.removesuffix(" mm/a")
            stale = own is not None and self._freshness.is_stale(own.id)
            item = QTreeWidgetItem([marker.code, offset, age, f"⚠ {rate}" if stale else rate])
            item.setData(0, KEY, (marker.id, result.id if result is not None else None))
            colour = theme.colours().warning if stale else theme.colours().derived
            item.setForeground(3, QColor(colour))
            item.setToolTip(3, f"{rate} mm/a" if rate else "")
            if stale and own is not None:
                item.setToolTip(3, "\n".join([tr("Out of date"), *self._freshness.why(own.id)]))
            if result is not None:
                item.setToolTip(2, result.lab_code)
            else:
                item.setForeground(2, QColor(theme.colours().quiet))
            self.addTopLevelItem(item)

    def choose(self, key: UUID) -> None:
        """Choose a marker's first line."""
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None and item.data(0, KEY)[0] == key:
                self.setCurrentItem(item)
                return

    def _told(self) -> None:
        keys = dict.fromkeys(key for key, _ in self.chosen_keys)
        if keys:
            self._workspace.select([("offset_marker", key) for key in keys])
        self.chosen.emit()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            self.refresh()
