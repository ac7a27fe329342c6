"""What seldom differs from one cloud to the next: noise, and how heights between the points are made."""

from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.dialog import field_grid, row
from ui.words import tr

WAYS = (("idw", "Mean by distance"), ("tin", "Triangles between the points"))
USUAL_EDGE_M = 20.0


class MoreOptions(QWidget):
    """A line that opens; what is chosen holds whether it is open or not."""

    def __init__(self) -> None:
        super().__init__()
        self.head = QToolButton()
        self.head.setText(tr("More options"))
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.head.setCheckable(True)
        self.head.toggled.connect(self._open)
        self.noise = QCheckBox(tr("Leave out noise: points that stand alone"))
        self.noise.setChecked(True)
        self.way, self.edge = QComboBox(), QDoubleSpinBox()
        for key, label in WAYS:
            self.way.addItem(tr(label), key)
        self.edge.setDecimals(1)
        self.edge.setRange(0.0, 1000.0)
        self.edge.setSpecialValueText(tr("{metres} m, at most 50 cells", metres=f"{USUAL_EDGE_M:g}"))
        self.edge.setSuffix(" m")
        self.edge.setToolTip(tr("Where ground points lie further apart, the terrain stays void."))
        self.parts = QWidget()
        self._arrange()
        self.way.currentIndexChanged.connect(self._offer_edge)
        self._open(False)
        self._offer_edge()

    def _arrange(self) -> None:
        grid = field_grid()
        row(grid, "Heights of cells", self.way)
        row(grid, "Longest triangle edge", self.edge)
        grid.addWidget(self.noise, grid.rowCount(), 1)
        self.parts.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.parts)

    def _open(self, on: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.parts.setVisible(on)

    def _offer_edge(self) -> None:
        self.edge.setEnabled(self.way.currentData() == "tin")

    def chosen(self) -> dict[str, Any]:
        """The choices as the order of an import takes them."""
        tin = self.way.currentData() == "tin"
        return {
            "noise": self.noise.isChecked(),
            "dtm": self.way.currentData(),
            "max_edge": round(self.edge.value(), 1) or None if tin else None,
        }
