"""What the back-slip tool draws: the fault, the two profiles, the landform's lines, and their handles."""

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from faultgis.services import laying
from faultgis.services.laying import SIDES, Layout, Place
from ui.canvas.scale import MapScale
from ui.layers.backslip import LEFT, RIGHT
from ui.tools.notes import GROUND
from ui.words import tr

FAULT = QColor(176, 0, 60)
CASING = QColor(255, 255, 255, 215)
GRASP_PX = 9.0
_BEYOND_PX = 4000.0


def colour_of(name: str) -> QColor:
    """The colour of a side, of a handle on it, or of the fault."""
    return LEFT if name.startswith("left") else RIGHT if name.startswith("right") else FAULT


def on_map(scale: MapScale, place: Place) -> QPointF:
    """A place in logical pixels."""
    return QPointF(*scale.to_screen(*place))


def handle_at(layout: Layout, scale: MapScale, position: QPointF) -> str:
    """The handle under the mouse, or nothing. Those of the profiles come before the fault's ends."""
    away = {
        name: (on_map(scale, place) - position).manhattanLength()
        for name, place in laying.handles(layout).items()
    }
    near = [name for name in sorted(away, key=lambda name: away[name]) if away[name] <= 1.4 * GRASP_PX]
    return next((name for name in near if not name.startswith("fault")), near[0] if near else "")


def slip_pixels(layout: Layout, scale: MapScale, metres: float) -> QPointF:
    """How many pixels the right side is moved to take a slip of so many metres back."""
    axis = layout.axis
    return on_map(scale, axis.place(-metres, 0.0)) - on_map(scale, axis.place(0.0, 0.0))


def paint_fault(painter: QPainter, scale: MapScale, fault: tuple[Place, Place], far: bool) -> None:
    """The fault's straight line; ``far``: dashed on to beyond the view."""
    start, end = (on_map(scale, place) for place in fault)
    _stroke(painter, start, end, QPen(FAULT, 2.2))
    length = (end - start).manhattanLength()
    if far and length > 0:
        way = (end - start) / length * _BEYOND_PX
        painter.setPen(QPen(FAULT, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(start - way, start)
        painter.drawLine(end, end + way)


def paint_layout(painter: QPainter, scale: MapScale, layout: Layout, held: str, slip: float) -> None:
    """All of it; with a slip taken back the right side's lines are also drawn where it is seen then."""
    paint_fault(painter, scale, layout.fault, bool(slip))
    for name in SIDES:
        colour = colour_of(name)
        start, end = (on_map(scale, place) for place in laying.profile_of(layout, name))
        _stroke(painter, start, end, QPen(colour, 2.2))
        style = Qt.PenStyle.SolidLine if layout.side(name).laid else Qt.PenStyle.DashLine
        near, far = (on_map(scale, place) for place in laying.line_of(layout, name))
        _stroke(painter, near, far, QPen(colour, 1.8, style))
        if slip and name == "right":
            shift = slip_pixels(layout, scale, slip)
            painter.setPen(QPen(colour, 1.4, Qt.PenStyle.DotLine))
            painter.drawLine(near + shift, far + shift)
        said = tr("Left side") if name == "left" else tr("Right side")
        _tag(painter, start, end, said, colour)
    for name, place in laying.handles(layout).items():
        _handle(painter, on_map(scale, place), name, name == held)


def _stroke(painter: QPainter, start: QPointF, end: QPointF, pen: QPen) -> None:
    painter.setPen(QPen(CASING, pen.widthF() + 2.4))
    painter.drawLine(start, end)
    painter.setPen(pen)
    painter.drawLine(start, end)


def _handle(painter: QPainter, at: QPointF, name: str, held: bool) -> None:
    painter.setPen(QPen(colour_of(name), 2.0))
    painter.setBrush(colour_of(name) if held else QColor(255, 255, 255))
    size = 6.0 if held else 5.0
    if name.endswith(("turn", "slide")):
        painter.drawEllipse(at, size, size)
    else:
        painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _tag(painter: QPainter, start: QPointF, end: QPointF, text: str, colour: QColor) -> None:
    """The side's name before the beginning of its profile."""
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
    length = max(1.0, (end - start).manhattanLength())
    middle = start - (end - start) / length * (10 + width / 2 + height / 2)
    left, top = round(middle.x() - width / 2), round(middle.y() - height / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(left, top, round(width), round(height), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour))
    painter.drawText(QPointF(left + 4, top + 1 + metrics.ascent()), text)
