"""Features that the survey seems to hold already: a list, and the two shapes of the one chosen over each
other."""

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from faultgis.records.kinds import AnyRecord
from faultgis.services.duplicates import SAME, Pair
from ui import theme
from ui.dialogs.dialog import quiet
from ui.dialogs.overlay import Overlay
from ui.dialogs.tables import table
from ui.forms import shown
from ui.words import tr

HEADS = ("Row", "Likeness", "In the file", "In the survey", "Overlap", "Apart")


class AlikeTab(QWidget):
    """The first of what is alike; the arrow keys lead from one to the next."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        super().__init__()
        self._pairs = pairs
        self.list = table([tr(head) for head in HEADS], [_cells(pair) for pair in pairs], (0, 4, 5), 170)
        self.overlay = Overlay()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self._side())
        split.setSizes([470, 300])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(split, 1)
        self.list.itemSelectionChanged.connect(self._show)
        self.list.selectRow(0)

    def _side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(4, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.overlay, 1)
        c = theme.colours()
        legend = QLabel(
            f'<span style="color:{c.quiet}">━━</span> {tr("In the survey")}'
            f' &nbsp; <span style="color:{c.warning}">╌╌</span> {tr("In the file")}'
        )
        legend.setProperty("rich", True)
        column.addWidget(legend)
        column.addWidget(quiet("The same: nearly all of both lies within 25 m of the other."))
        return side

    def _show(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._pairs):
            pair: Any = self._pairs[at]
            self.overlay.show_pair(pair.incoming.geometry, pair.present.geometry)


def _cells(pair: Pair) -> tuple[Any, ...]:
    like = pair.like
    source: Any = getattr(pair.incoming, "source", None)
    what = tr("the same") if like.what == SAME else tr("similar")
    what += f" · {tr('same name')}" if like.named else ""
    apart = f"{like.distance_m:.1f} m" if like.distance_m else ""
    overlap = f"{like.share:.0%} / {like.back:.0%}"
    row = getattr(source, "row", None) or ""
    told = _told(pair.incoming, pair.incoming_fault), _told(pair.present, pair.present_fault)
    return row, what, *told, overlap, apart


def _told(record: AnyRecord, fault: AnyRecord | None) -> str:
    """What people call the record: the name of its fault, or its own."""
    return shown.title(fault if fault is not None else record)
