"""The heights on contour lines, in metres, along the line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QTransform

from ui.layers.frame import Frame
from ui.layers.lettering import HALO, map_font, outline

HEIGHT_MM = 2.4
INK = QColor(116, 66, 38)


@dataclass(frozen=True)
class Written:
    """A text at a place in degrees, turned by so many degrees clockwise."""

    text: str
    longitude: float
    latitude: float
    angle: float


def draw_heights(painter: QPainter, frame: Frame, heights: Sequence[Written]) -> Iterator[None]:
    """Each height on a strip of light ground that interrupts its line."""
    if not heights:
        return
    font = map_font(frame, HEIGHT_MM)
    halo = QPen(HALO, frame.dots(0.7))
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    places = frame.project(np.array([(one.longitude, one.latitude) for one in heights]))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for one, (x, y) in zip(heights, places.tolist(), strict=True):
        if 0 <= x <= frame.width and 0 <= y <= frame.height:
            turn = QTransform().translate(x, y).rotate(one.angle)
            letters = turn.map(outline(one.text, font))
            painter.strokePath(letters, halo)
            painter.fillPath(letters, INK)
    painter.restore()
    yield
