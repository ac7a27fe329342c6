"""A painter that thinks in millimetres: lines, texts and polygons on a page, on PDF and on images alike."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

FAMILIES = ["WenQuanYi Micro Hei", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "DejaVu Sans"]
POINT_MM = 25.4 / 72
INK = QColor(24, 26, 30)
QUIET = QColor(96, 100, 108)


_SHEETS = (("A4", 210, 297), ("A3", 297, 420), ("A2", 420, 594), ("A1", 594, 841), ("A0", 841, 1189))


def paper_name(width_mm: float, height_mm: float) -> str:
    """The smallest ISO sheet that the page fits on, upright or lying; empty where none is large enough."""
    short, long = sorted((width_mm, height_mm))
    return next((name for name, w, h in _SHEETS if short <= w + 0.5 and long <= h + 0.5), "")


@dataclass(frozen=True)
class Paper:
    """The page under the painter. All places and widths are millimetres from its upper left corner."""

    painter: QPainter
    dots_per_mm: float

    def font(self, points: float, bold: bool = False) -> QFont:
        """A font of this size on paper."""
        font = QFont(FAMILIES[0])
        font.setFamilies(FAMILIES)
        font.setPixelSize(max(1, round(points * POINT_MM * self.dots_per_mm)))
        font.setBold(bold)
        return font

    def text_width(self, text: str, points: float, bold: bool = False) -> float:
        """How wide the text is."""
        return QFontMetricsF(self.font(points, bold)).horizontalAdvance(text) / self.dots_per_mm

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        *,
        align: str = "left",
        bold: bool = False,
        colour: QColor = INK,
        angle: float = 0,
    ) -> None:
        """Write one line, its vertical middle at ``y``; ``x`` is its left, centre or right (``align``)."""
        font = self.font(points, bold)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(text)
        shift = {"left": 0.0, "centre": -width / 2, "right": -width}[align]
        self.painter.save()
        self.painter.translate(x * self.dots_per_mm, y * self.dots_per_mm)
        self.painter.rotate(angle)
        self.painter.setFont(font)
        self.painter.setPen(colour)
        self.painter.drawText(QPointF(shift, (metrics.ascent() - metrics.descent()) / 2), text)
        self.painter.restore()

    def pen(self, width: float, colour: QColor = INK) -> None:
        """Stroke with this width from now on."""
        pen = QPen(colour, width * self.dots_per_mm)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def line(self, points: Iterable[tuple[float, float]] | NDArray[np.float64]) -> None:
        """Stroke a polyline."""
        self.painter.drawPolyline(self.polygon(points))

    def rectangle(self, x: float, y: float, width: float, height: float, fill: QColor | None = None) -> None:
        """Stroke a rectangle, filled if a colour is given."""
        d = self.dots_per_mm
        box = QRectF(x * d, y * d, width * d, height * d)
        if fill is not None:
            self.painter.fillRect(box, fill)
        self.painter.drawRect(box)

    def polygon(self, points: Iterable[tuple[float, float]] | NDArray[np.float64]) -> QPolygonF:
        """The points in dots."""
        d = self.dots_per_mm
        return QPolygonF([QPointF(float(x) * d, float(y) * d) for x, y in points])

    def clip(self, points: NDArray[np.float64]) -> None:
        """Draw only within this ring until the painter is restored."""
        path = QPainterPath()
        path.addPolygon(self.polygon(points))
        self.painter.setClipPath(path)
