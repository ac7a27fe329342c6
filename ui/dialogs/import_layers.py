"""The layers of a file: those to be imported have a tick, each is read as what it is or as what is chosen."""

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox

from ui.dialogs.import_words import shapes
from ui.dialogs.tables import CHOOSING, Table
from ui.words import tr

KINDS = (
    ("traces", "Fault traces"),
    ("observations", "Observation points"),
    ("buried_points", "Buried fault points (boreholes, seismic lines)"),
    ("deformation_zones", "Deformation zones (polygons)"),
)
AUTO, NATIONAL = "auto", "national"
HEADS = ("Layer", "Features", "Geometry", "Coordinate system", "Encoding", "Columns")
READ_AS = "Read as"
MOST_SEEN = 6


class LayersTable(Table):
    """``chosen_changed`` tells that other layers are ticked. A file's only layer has neither tick nor choice
    of its own."""

    chosen_changed = pyqtSignal()

    def __init__(self, layers: Sequence[Any]) -> None:
        self._many = len(layers) > 1
        heads = (HEADS[0], READ_AS, *HEADS[1:]) if self._many else HEADS
        super().__init__([tr(head) for head in heads], (2,) if self._many else (1,))
        self._layers = list(layers)
        self.kinds: dict[str, QComboBox] = {}
        self.fill([self._cells(layer) for layer in layers])
        if self._many:
            self._offer()
        self.fit_height(MOST_SEEN)

    def _cells(self, layer: Any) -> tuple[Any, ...]:
        told = (
            layer.features,
            shapes(layer.geometry),
            layer.crs or tr("not stated"),
            layer.encoding or tr("not known"),
            ", ".join(layer.fields),
        )
        return (layer.name, "", *told) if self._many else (layer.name, *told)

    def _offer(self) -> None:
        side = self.verticalHeader()
        assert side is not None
        side.setDefaultSectionSize(CHOOSING)
        for line, layer in enumerate(self._layers):
            item = self.item(line, 0)
            assert item is not None
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.kinds[layer.name] = combo = kind_combo()
            self.setCellWidget(line, 1, combo)
        self.setColumnWidth(1, 190)
        self.itemChanged.connect(lambda _item: self.chosen_changed.emit())

    def read_all_as(self, kind: str | None) -> None:
        """Read every layer so; a national package is read as a whole."""
        for combo in self.kinds.values():
            combo.setCurrentIndex(max(combo.findData(kind), 0))
            combo.setEnabled(kind != NATIONAL)

    @property
    def chosen(self) -> list[Any]:
        """The layers to be imported."""
        if not self._many:
            return self._layers
        ticked = [self.item(line, 0) for line in range(self.rowCount())]
        return [
            layer
            for layer, item in zip(self._layers, ticked, strict=True)
            if item is not None and item.checkState() == Qt.CheckState.Checked
        ]

    def options(self) -> dict[str, str]:
        """Which layers are imported, and as what, as options of ``import_file``; all as they are: none."""
        wanted = {layer.name: self.kinds[layer.name].currentData() for layer in self.chosen if self._many}
        kinds = set(wanted.values())
        everything = len(wanted) == len(self._layers)
        if not wanted or (everything and kinds == {None}):
            return {}
        if len(kinds) == 1 and (everything or len(wanted) == 1):
            (name, kind), *_ = wanted.items()
            only = {} if everything else {"layer": name}
            return only | ({"kind": kind} if kind else {})
        return {"kind": ",".join(f"{name}={kind or AUTO}" for name, kind in wanted.items())}


def kind_combo(whole: bool = False) -> QComboBox:
    """What features can be read as; a ``whole`` file may be a national package."""
    combo = QComboBox()
    combo.addItem(tr("Decided by the contents"), None)
    for kind, label in (*KINDS, *(((NATIONAL, "National package"),) if whole else ())):
        combo.addItem(tr(label), kind)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo
