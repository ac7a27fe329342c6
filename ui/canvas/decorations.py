"""Scale bar, north arrow and attribution inside the map, drawn once per view onto small images."""

import math
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from faultgis.crs import distance_azimuth
from ui.canvas.scale import MapScale

INK = QColor(28, 34, 42)
HALO = QColor(255, 255, 255, 215)
PLATE = QColor(255, 255, 255, 200)
MARGIN = 12.0
_LONGEST = 150.0


@dataclass(frozen=True)
class Decoration:
    """A small image and where its corner stands, in logical pixels."""

    image: QImage
    place: QPointF


def round_length(metres: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not longer."""
    power = 10 ** math.floor(math.log10(metres))
    return float(next(step * power for step in (5, 2, 1) if step * power <= metres * (1 + 1e-9)))


def length_text(metres: float) -> str:
    """A length with its unit: metres below a kilometre."""
    return f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km"


def scale_bar(scale: MapScale) -> tuple[float, float]:
    """The bar's length on the ground in metres and on the screen in pixels, geodesic along the lower edge."""
    y = scale.height - MARGIN
    left, right = scale.to_world(MARGIN, y), scale.to_world(MARGIN + _LONGEST, y)
    metres, _ = distance_azimuth(*left, *right)
    nice = round_length(max(metres, 1e-6))
    return nice, _LONGEST * nice / max(metres, 1e-6)


def decorations(
    scale: MapScale, ratio: float, attribution: str, notice: str, font: QFont, north: bool = True
) -> list[Decoration]:
    """What stands inside the map: bar and arrow lower left, sources lower right, a notice on top. ``north``
    false: up is not north (a local grid), and no arrow says so."""
    found = [_bar(scale, ratio, font, north)]
    if attribution:
        image = _plate(attribution, ratio, _sized(font, 11), scale.width * 0.6)
        width, height = image.width() / ratio, image.height() / ratio
        found.append(Decoration(image, QPointF(scale.width - width, scale.height - height)))
    if notice:
        image = _plate(notice, ratio, _sized(font, 12, True), scale.width * 0.8, QColor(255, 236, 179))
        found.append(Decoration(image, QPointF((scale.width - image.width() / ratio) / 2, 8)))
    return found


def _sized(font: QFont, pixels: int, bold: bool = False) -> QFont:
    made = QFont(font)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def _canvas(width: float, height: float, ratio: float) -> QImage:
    image = QImage(
        math.ceil(width * ratio), math.ceil(height * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    return image


def _bar(scale: MapScale, ratio: float, font: QFont, north: bool) -> Decoration:
    metres, pixels = scale_bar(scale)
    image = _canvas(_LONGEST + 96, 44, ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PLATE)
    left, y = (34.0 if north else 12.0), 30.0
    painter.drawRoundedRect(QRectF(0, 2, left + pixels + 12, 40), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if north:
        _arrow(painter, QPointF(12, 22))
    for colour, width in ((HALO, 6.0), (INK, 2.0)):
        pen = QPen(colour, width)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        ends = [(left, y - 5), (left, y), (left + pixels, y), (left + pixels, y - 5)]
        painter.drawPolyline(QPolygonF([QPointF(*end) for end in ends]))
    _haloed(painter, QPointF(left + 5, y - 5), length_text(metres), _sized(font, 12))
    painter.end()
    return Decoration(image, QPointF(MARGIN, scale.height - 44 - MARGIN / 2))


def _arrow(painter: QPainter, at: QPointF) -> None:
    path = QPainterPath(QPointF(at.x(), at.y() - 14))
    for x, y in ((7, 12), (0, 7), (-7, 12)):
        path.lineTo(at.x() + x, at.y() + y)
    path.closeSubpath()
    painter.setPen(QPen(HALO, 4))
    painter.drawPath(path)
    painter.fillPath(path, INK)


def _haloed(painter: QPainter, at: QPointF, text: str, font: QFont) -> None:
    path = QPainterPath()
    path.addText(at, font, text)
    pen = QPen(HALO, 4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, INK)


def _plate(text: str, ratio: float, font: QFont, widest: float, ground: QColor | None = None) -> QImage:
    """Text on a plain strip, in as many lines as it takes: sources must be named in full."""
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    room = QFontMetricsF(font).boundingRect(QRectF(0, 0, max(widest, 80.0), 10_000), flags, text)
    image = _canvas(math.ceil(room.width()) + 17, math.ceil(room.height()) + 6, ratio)
    painter = QPainter(image)
    box = QRectF(0, 0, image.width() / ratio, image.height() / ratio)
    painter.fillRect(box, ground if ground is not None else PLATE)
    painter.setFont(font)
    painter.setPen(INK)
    painter.drawText(box.adjusted(8, 0, -8, 0), flags, text)
    painter.end()
    return image
