"""The laboratory results of a trench site in a list: as reported, calibrated, out of date or not."""

from collections.abc import Sequence
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from faultgis.records.derived import CalibratedAge
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import StratUnit, TrenchSite
from faultgis.services.deriving import gathering
from ui import theme
from ui.forms import shown
from ui.freshness import Freshness
from ui.panels.rows import Rows
from ui.words import tr
from ui.workspace import Workspace
from ui.year_words import span_word

KEY = Qt.ItemDataRole.UserRole
HEADS = ("Result", "Unit", "As reported", "Age (95 %)")
# So much room the list takes at most from the picture beside it.
MOST_PX = 440


def reported(result: LabResult) -> str:
    """A result as the laboratory says it: ``1040 ± 31 BP``."""
    if result.c14_age is not None:
        spread = f" ± {result.c14_error:g}" if result.c14_error else ""
        return f"{result.c14_age:g}{spread} BP"
    if result.f14c is not None:
        return f"F14C {result.f14c:g} ± {result.f14c_error or 0:g}"
    if result.age_ka is None:
        return ""
    plus, minus = result.age_plus_ka, result.age_minus_ka
    even = plus is None or minus is None or plus == minus
    return f"{result.age_ka:g} {f'± {plus or minus or 0:g}' if even else f'+{plus:g} −{minus:g}'} ka"


class AgeList(QTreeWidget):
    """Young on top, as in the ground; several can be chosen. ``chosen`` tells that others are."""

    chosen = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness = Freshness.of(workspace)
        self._site: TrenchSite | None = None
        self.results: list[LabResult] = []
        self.ages: dict[UUID, CalibratedAge] = {}
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegate(Rows(self))
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setColumnCount(len(HEADS))
        head = self.header()
        assert head is not None
        head.setStretchLastSection(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.itemSelectionChanged.connect(self._told)
        self._speak()

    def _speak(self) -> None:
        self.setHeaderLabels([tr(head) for head in HEADS])

    @property
    def usable(self) -> list[LabResult]:
        """The results that are not rejected."""
        return [result for result in self.results if not result.rejected]

    @property
    def chosen_results(self) -> list[LabResult]:
        """The results that are chosen, as they stand now."""
        keys = [item.data(0, KEY) for item in self.selectedItems()]
        return [result for result in self.results if result.id in keys]

    def show_site(self, site: TrenchSite | None) -> None:
        """List the results of this site; those chosen stay so."""
        kept = {result.id for result in self.chosen_results}
        self._site, session = site, self._workspace.session
        self.results, self.ages = [], {}
        if site is not None and session is not None:
            found = gathering.of_site(session.records, site.id)
            self.results = self._sorted([r for r in found if isinstance(r, LabResult)])
            ages = (a for a in session.records["calibrated_age"].values() if isinstance(a, CalibratedAge))
            self.ages = {age.result_id: age for age in ages}
        self.blockSignals(True)
        self.clear()
        for result in self.results:
            self.addTopLevelItem(self._item(result))
        self._choose(kept or {result.id for result in self.results[:1]})
        self.blockSignals(False)
        self._take_room()

    def _take_room(self) -> None:
        """No age is cut."""
        head, bar = self.header(), self.verticalScrollBar()
        assert head is not None
        assert bar is not None
        columns = range(self.columnCount())
        wanted = sum(max(self.sizeHintForColumn(at), head.sectionSizeHint(at)) for at in columns)
        around = bar.sizeHint().width() + 2 * self.frameWidth()
        self.setMinimumWidth(min(MOST_PX, wanted + around))

    def _sorted(self, results: Sequence[LabResult]) -> list[LabResult]:
        """Young units on top, then by number."""
        return sorted(results, key=lambda r: (self._position(r), shown.order(r.lab_code)))

    def _position(self, result: LabResult) -> int:
        unit = self._unit(result)
        return unit.position if unit is not None else 1_000_000

    def _unit(self, result: LabResult) -> StratUnit | None:
        sample = self._workspace.record(("sample", result.sample_id))
        key = sample.unit_id if isinstance(sample, Sample) else None
        unit = self._workspace.record(("strat_unit", key)) if key is not None else None
        return unit if isinstance(unit, StratUnit) else None

    def _item(self, result: LabResult) -> QTreeWidgetItem:
        unit, age = self._unit(result), self.ages.get(result.id)
        stale = age is not None and self._freshness.is_stale(age.id)
        told = ""
        if age is not None and age.age is not None and age.age.low is not None and age.age.high is not None:
            told = span_word(age.age.low, age.age.high)
        cells = [result.lab_code, unit.code if unit else "", reported(result), f"⚠ {told}" if stale else told]
        item = QTreeWidgetItem(cells)
        item.setData(0, KEY, result.id)
        if stale and age is not None:
            item.setForeground(3, QColor(theme.colours().warning))
            item.setToolTip(3, "\n".join([tr("Out of date"), *self._freshness.why(age.id)]))
        elif age is not None:
            item.setForeground(3, QColor(theme.colours().derived))
        if result.rejected:
            font = item.font(0)
            font.setStrikeOut(True)
            for column in range(len(cells)):
                item.setFont(column, font)
            item.setToolTip(0, tr("rejected: {reason}", reason=result.reason))
        return item

    def _choose(self, keys: set[UUID]) -> None:
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            if item is not None:
                item.setSelected(item.data(0, KEY) in keys)

    def choose(self, key: UUID) -> None:
        """Choose one result, without telling the workspace."""
        if {result.id for result in self.chosen_results} != {key}:
            self.blockSignals(True)
            self._choose({key})
            self.blockSignals(False)
            self.chosen.emit()

    def choose_lab(self, code: str) -> None:
        """Choose the result of this laboratory number, as a click would."""
        found = next((result for result in self.results if result.lab_code == code), None)
        if found is not None:
            self._choose({found.id})

    def _told(self) -> None:
        chosen = self.chosen_results
        if chosen:
            self._workspace.select([("lab_result", result.id) for result in chosen])
        self.chosen.emit()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
