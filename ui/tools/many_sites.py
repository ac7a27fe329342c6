"""The sites of a file over the map: of very many those that are seen, the gravest last and on top."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.deciding import ANSWERS
from faultgis.services.screening import Screened
from ui.canvas.scale import MapScale
from ui.tools.grounds import path_of, polyline_of

Bounds = tuple[float, float, float, float]
# So many sites are drawn at once: of more in view the gravest.
MOST = 4000
# What is smaller than this on the screen (logical pixels) is drawn as a point.
SMALL_PX = 5.0
MARK_PX = 16


# Of many sites the grave ones are heavy and filled, those outside a thin line: not by colour alone.
INSIDE = QColor(179, 38, 30), 2.2, QColor(179, 38, 30, 110)
OPEN = QColor(150, 92, 0), 1.6, QColor(230, 160, 40, 90)
OUTSIDE = QColor(70, 90, 110), 1.0, QColor(255, 255, 255, 90)
LOOKS = {"inside": INSIDE, "outside": OUTSIDE, "exempt": OUTSIDE}


def _nothing() -> NDArray[np.object_]:
    return np.empty(0, dtype=object)


@dataclass(frozen=True)
class Many:
    """Sites in degrees (``None``: cannot be shown) and the places of their answers among ``ANSWERS``."""

    shapes: NDArray[np.object_] = field(default_factory=_nothing)
    answers: NDArray[np.int8] = field(default_factory=lambda: np.empty(0, dtype=np.int8))

    @classmethod
    def of(cls, found: Screened) -> "Many":
        """Screened sites, their tree planted. For a worker."""
        made = cls(found.shapes, found.column("answer"))
        assert made._tree is not None
        return made

    @cached_property
    def _tree(self) -> STRtree:
        return STRtree(self.shapes)

    def within(self, bounds: Bounds) -> list[tuple[BaseGeometry, str]]:
        """The sites that come into a box with their answers, the gravest last."""
        found = self._tree.query(shapely.box(*bounds))
        gravest = found[np.argsort(self.answers[found], kind="stable")][:MOST]
        return [(self.shapes[n], ANSWERS[self.answers[n]]) for n in gravest[::-1].tolist()]


def paint_many(painter: QPainter, scale: MapScale, many: Many) -> None:
    """Paint the sites that are seen."""
    for site, answer in many.within(scale.bounds):
        paint_site(painter, scale, site, *LOOKS.get(answer, OPEN))


@lru_cache
def mark(answer: str) -> QIcon:
    """How sites with this answer look on the map, for lists beside it."""
    image = QPixmap(2 * MARK_PX, 2 * MARK_PX)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    colour, width, fill = LOOKS.get(answer, OPEN)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    painter.setBrush(fill)
    painter.drawEllipse(QPointF(MARK_PX / 2, MARK_PX / 2), 3 + width, 3 + width)
    painter.end()
    return QIcon(image)


def paint_site(
    painter: QPainter, scale: MapScale, site: BaseGeometry, colour: QColor, width: float, fill: QColor
) -> None:
    """Paint one site; one that is too small to be seen as a point."""
    painter.setPen(QPen(colour, width))
    for part in shapely.get_parts(site):
        west, south, east, north = part.bounds
        if max(east - west, north - south) * max(scale.pixels_per_degree) < SMALL_PX:
            middle = QPointF(*scale.to_screen((west + east) / 2, (south + north) / 2))
            painter.setBrush(fill)
            painter.drawEllipse(middle, 3 + 2 * width, 3 + 2 * width)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif part.geom_type == "LineString":
            painter.drawPolyline(polyline_of(scale, part))
        else:
            path = path_of(scale, part)
            painter.fillPath(path, fill)
            painter.drawPath(path)
