"""Letters with a ground of their own: outlines for paper, and pictures from a cache for the screen."""

import math
from functools import lru_cache

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from ui.layers.frame import Frame

TEXT_MM = 3.4
SMALL_MM = 2.9
HALO_MM = 0.55
HALO = QColor(255, 255, 255, 225)
_STACK = 1.06
_LEAST_PX = 9
_UPRIGHT = str.maketrans("（）—－-·", "︵︶︱︱︱·")


def map_font(frame: Frame, millimetres: float = TEXT_MM) -> QFont:
    """The application's font at a height on the device."""
    font = QFont()
    font.setPixelSize(max(_LEAST_PX, round(frame.dots(millimetres))))
    return font


def on_screen(painter: QPainter) -> bool:
    """Whether the painter fills dots, so that pictures may stand for outlines."""
    engine = painter.paintEngine()
    return engine is not None and engine.type() == QPaintEngine.Type.Raster


def halo_pen(width: int) -> QPen:
    """The pen that draws the ground around letters."""
    pen = QPen(HALO, 2 * width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def outline(text: str, font: QFont) -> QPainterPath:
    """The outline of a text's lines, centred on (0, 0)."""
    path = QPainterPath()
    for line, spot in lines_of(text, QFontMetricsF(font)):
        path.addText(spot, font, line)
    return path


def stacked(text: str) -> str:
    """The text as a column, with the brackets and dashes that columns take."""
    return "\n".join(text.translate(_UPRIGHT))


def lines_of(text: str, metrics: QFontMetricsF) -> list[tuple[str, QPointF]]:
    """The lines of a text with their starts on the base line, centred on (0, 0)."""
    lines = text.split("\n")
    pitch = metrics.height() * 0.86 * _STACK
    base = (metrics.ascent() - metrics.descent()) / 2
    first = base - pitch * (len(lines) - 1) / 2
    return [
        (line, QPointF(-metrics.horizontalAdvance(line) / 2, first + pitch * number))
        for number, line in enumerate(lines)
    ]


@lru_cache(maxsize=1200)
def turned_halo(text: str, family: str, pixels: int, width: int, angle: int) -> QImage:
    """The ground under a text turned by whole degrees: kept, because most names stay while panning."""
    turned = QTransform()
    turned.rotate(angle)
    return halo(text, family, pixels, width).transformed(turned, Qt.TransformationMode.SmoothTransformation)


@lru_cache(maxsize=800)
def halo(text: str, family: str, pixels: int, width: int) -> QImage:
    """The soft ground under a text, centred in the image: the text again in white, shifted about, which is
    ten times cheaper than its outline's stroke."""
    font = QFont(family)
    font.setPixelSize(pixels)
    metrics = QFontMetricsF(font)
    lines = lines_of(text, metrics)
    wide = 2 * math.ceil(max(-spot.x() for _, spot in lines) + width + 1)
    high = 2 * math.ceil(max(abs(spot.y()) for _, spot in lines) + metrics.ascent() + width)
    image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(HALO.red(), HALO.green(), HALO.blue()))
    steps = max(8, 4 * width)
    for turn in (2 * math.pi * number / steps for number in range(steps)):
        x, y = wide / 2 + width * math.cos(turn), high / 2 + width * math.sin(turn)
        for line, spot in lines:
            painter.drawText(QPointF(x + spot.x(), y + spot.y()), line)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.fillRect(image.rect(), HALO)
    painter.end()
    return image


@lru_cache(maxsize=3000)
def lettered(text: str, family: str, pixels: int, width: int, colour: tuple[int, int, int]) -> QImage:
    """A level text over its ground, centred in the image."""
    image = halo(text, family, pixels, width).copy()
    font = QFont(family)
    font.setPixelSize(pixels)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(*colour))
    for line, spot in lines_of(text, QFontMetricsF(font)):
        painter.drawText(QPointF(image.width() / 2 + spot.x(), image.height() / 2 + spot.y()), line)
    painter.end()
    return image
