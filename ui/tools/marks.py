"""What the vertex tool draws: handles, chosen ones, what a drag would change, the box."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from faultgis.geometry.frame import Coordinates
from ui.canvas.scale import MapScale
from ui.tools.handles import Edge, Handle, Handles, polyline
from ui.tools.rubber import ACCENT

CHOSEN = QColor(230, 120, 0)
_MANY = 500


@dataclass
class Marks:
    """Set by the tool, painted by ``paint``; the numbers of the chosen handles are worked out once."""

    preview: list[Coordinates] = field(default_factory=list)
    box: QRectF | None = None
    edge: Edge | None = None
    _for: tuple[object, ...] = (None, None, None)
    _numbers: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def choose(self, handles: Handles, chosen: frozenset[Handle], hovered: Handle | None) -> None:
        """Which handles stand out."""
        key = (handles, chosen, hovered)
        if any(a is not b for a, b in zip(key, self._for, strict=True)):
            marked: Iterable[Handle] = [*chosen, *([hovered] if hovered is not None else [])]
            self._for, self._numbers = key, handles.numbers(marked)

    def paint(self, painter: QPainter, scale: MapScale, handles: Handles) -> None:
        """Draw all of it."""
        for colour, width in ((ACCENT, 7.0), (QColor(255, 255, 255), 4.0)):
            painter.setPen(QPen(colour, width, cap=Qt.PenCapStyle.SquareCap))
            painter.drawPoints(handles.drawn(scale))
        # A thin pen where much is drawn: wide ones cost many times more.
        painter.setPen(QPen(CHOSEN, 2.0 if sum(map(len, self.preview)) < _MANY else 1.0))
        for points in self.preview:
            for line in polyline(scale, points):
                painter.drawPolyline(line)
        painter.setPen(QPen(CHOSEN, 9.0, cap=Qt.PenCapStyle.SquareCap))
        painter.drawPoints(handles.marked(scale, self._numbers))
        self._paint_edge(painter, scale)
        if self.box is not None:
            painter.setPen(QPen(ACCENT, 1.0))
            painter.setBrush(QColor(11, 102, 128, 36))
            painter.drawRect(self.box)

    def _paint_edge(self, painter: QPainter, scale: MapScale) -> None:
        if self.edge is None:
            return
        x, y = scale.to_screen(*self.edge.place)
        painter.setPen(QPen(CHOSEN, 2.0))
        painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
        painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))
