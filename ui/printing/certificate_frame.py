"""What stands around a certificate's map: the arrow to the north, scale, bar and keys."""

import math

from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor

from ui.printing.paper import INK, QUIET, Paper
from ui.words import tr

ZONE, ERROR, FILL = QColor(200, 40, 40, 60), QColor(230, 150, 30, 60), QColor(20, 90, 190, 70)


def north(paper: Paper, x: float, y: float) -> None:
    """An arrow to the north, its tip at this place (mm)."""
    ground = QRectF(*(n * paper.dots_per_mm for n in (x - 3, y - 3.5, 6, 13)))
    paper.painter.fillRect(ground, QColor(255, 255, 255, 200))
    paper.pen(0.4)
    paper.line([(x, y + 8), (x, y)])
    paper.line([(x - 1.4, y + 2.6), (x, y), (x + 1.4, y + 2.6)])
    paper.text(x, y - 2, tr("N"), 7, align="centre")


def foot(paper: Paper, left: float, bottom: float, width: float, scale: int) -> None:
    """Below a map with this lower left corner (mm): its scale, a bar, what its colours mean."""
    y = bottom + 2.6
    paper.text(left, y, f"1:{scale:,}", 8.5, bold=True)
    metres = _bar(scale)
    mm, start = metres * 1000 / scale, left + 20
    paper.pen(0.2)
    paper.rectangle(start, y - 0.5, mm / 2, 1.0, INK)
    paper.rectangle(start + mm / 2, y - 0.5, mm / 2, 1.0)
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    paper.text(start + mm + 1.5, y, text, 7)
    _keys(paper, left, y + 3.8)
    paper.text(left + width, y + 3.8, "CGCS2000", 7, align="right", colour=QUIET)


def _keys(paper: Paper, x: float, y: float) -> None:
    d = paper.dots_per_mm
    for colour, text in ((FILL, tr("site")), (ZONE, tr("avoidance zone")), (ERROR, tr("location error"))):
        paper.painter.fillRect(QRectF(x * d, (y - 1.1) * d, 3.6 * d, 2.2 * d), colour)
        paper.text(x + 4.6, y, text, 7, colour=QUIET)
        x += 8 + paper.text_width(text, 7)


def _bar(scale: int) -> float:
    """A round length (metres) of at most 40 mm on the map."""
    most = 40 * scale / 1000
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (5, 2, 1) if step * power <= most)
