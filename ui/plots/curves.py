"""Densities as polygons, and bars below them for the ranges that hold most of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.plots.plotting import Frame

Floats = NDArray[np.float64]
MOST_POINTS = 1200


@dataclass(frozen=True, eq=False)
class Shape:
    """A density over an axis: places and heights, of any scale."""

    places: Floats
    heights: Floats

    @property
    def peak(self) -> float:
        """Its greatest height."""
        return float(self.heights.max()) if len(self.heights) else 0.0

    def within(self, share: float = 1e-3) -> tuple[float, float]:
        """From where to where it has at least a share of its peak."""
        seen = np.flatnonzero(self.heights >= share * self.peak)
        return float(self.places[seen[0]]), float(self.places[seen[-1]])


def binned(density: Sequence[object]) -> Shape:
    """The shape of a density in classes: ``[first year, years of a class, [percent, …]]``."""
    first, step, percent = density
    shares = np.asarray(percent, dtype=np.float64)
    places = float(first) + float(step) * (np.arange(len(shares)) + 0.5)  # type: ignore[arg-type]
    return Shape(places, shares / float(step))  # type: ignore[arg-type]


def thinned(shape: Shape) -> Shape:
    """As many points as a screen can show."""
    step = max(1, len(shape.places) // MOST_POINTS)
    return Shape(shape.places[::step], shape.heights[::step])


def outline(frame: Frame, shape: Shape, base: float, height: float) -> QPolygonF:
    """The closed outline of a shape whose peak is ``height`` pixels above the pixel line ``base``."""
    small = thinned(shape)
    if not len(small.places) or small.peak <= 0:
        return QPolygonF()
    x0, x1 = frame.x
    across = frame.area.left() + (small.places - x0) / (x1 - x0) * frame.area.width()
    up = base - small.heights / small.peak * height
    points = [QPointF(x, y) for x, y in zip(across.tolist(), up.tolist(), strict=True)]
    return QPolygonF([QPointF(points[0].x(), base), *points, QPointF(points[-1].x(), base)])


def paint_shape(painter: QPainter, polygon: QPolygonF, colour: str, alpha: int, line: bool = True) -> None:
    """A filled shape."""
    fill = QColor(colour)
    fill.setAlpha(alpha)
    painter.setBrush(fill)
    painter.setPen(QPen(QColor(colour), 1.0) if line else QPen(QColor(0, 0, 0, 0)))
    painter.drawPolygon(polygon)


def paint_bars(
    painter: QPainter, frame: Frame, ranges: Sequence[tuple[float, float]], y: float, colour: str
) -> None:
    """Bars of ranges (in the frame's own numbers) on a pixel line."""
    for low, high in ranges:
        left, right = frame.point(low, 0).x(), frame.point(high, 0).x()
        painter.fillRect(QRectF(left, y - 1.5, max(1.5, right - left), 3.0), QColor(colour))
