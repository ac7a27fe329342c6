"""What lies over the map: zones, as strokes at once, as polygons where these can be told apart; sites."""

from dataclasses import dataclass

import shapely
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter

from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.strokes import strokes
from faultgis.avoidance.zones import zones
from faultgis.progress import Progress
from faultgis.services.assessing import Question
from ui import zone_words
from ui.canvas.scale import MapScale
from ui.tools.grounds import Ground, paint_grounds
from ui.tools.many_sites import Many, paint_many

# Of more strands only strokes are drawn; and of zones that are narrower on the screen (logical pixels).
MOST, NARROW_PX = 400, 6.0
# Up to so many strands polygons are made as quickly as somebody sees.
FEW = 40


@dataclass(frozen=True)
class Drawn:
    """Zones and their picture for one view of the map; ``exact`` where nothing better is to come."""

    grounds: list[Ground]
    image: QImage | None = None
    scale: MapScale | None = None
    exact: bool = True

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        """Paint the picture; it is moved and stretched until that of a new view is there."""
        if self.image is not None and self.scale is not None:
            place = QRectF(0, 0, scale.width, scale.height)
            if scale != self.scale:
                place = QRectF(*scale.placed(self.scale))
            painter.drawImage(place, self.image)


def drawn(
    mapped: Mapped,
    asked: Question,
    many: Many,
    scale: MapScale,
    ratio: float,
    quick: bool,
    progress: Progress,
) -> Drawn:
    """The zones of the strands that come into a view, with the reason for their widths (``quick`` as strokes,
    unless there are but few), and over them the sites of a file. For a worker."""
    progress.check()
    near = set(mapped.pieces.owner[mapped.near(scale.bounds, asked.rule.widest_m)].tolist())
    wide = 2 * asked.rule.widest_m / scale.metres_per_pixel
    as_strokes = len(near) > MOST or wide < NARROW_PX
    if as_strokes or (quick and len(near) > FEW):
        grounds = _strokes(mapped, asked, scale, near)
    else:
        grounds = _polygons(mapped, asked, scale, near, progress)
    progress.check()
    exact = as_strokes or not quick or len(near) <= FEW
    return Drawn(grounds, _painted(grounds, many, scale, ratio), scale, exact)


def _strokes(mapped: Mapped, asked: Question, scale: MapScale, near: set[int]) -> list[Ground]:
    pixel = 1 / max(scale.pixels_per_degree)
    found = strokes(mapped, asked.rule, asked.given, near)
    whole = {id(belt.geometry): belt.geometry for belt, _ in found}
    lines = shapely.simplify(list(whole.values()), pixel, preserve_topology=False)
    simple = dict(zip(whole, lines, strict=True))
    return [
        Ground(belt.kind, simple[id(belt.geometry)], zone_words.belt(asked.rule, belt), half_m)
        for belt, half_m in found
    ]


def _polygons(
    mapped: Mapped, asked: Question, scale: MapScale, near: set[int], progress: Progress
) -> list[Ground]:
    belts, _ = zones(mapped, asked.rule, asked.given, only=near, progress=progress)
    west, south, east, north = scale.bounds
    box = shapely.box(2 * west - east, 2 * south - north, 2 * east - west, 2 * north - south)
    cut = ((belt, shapely.intersection(belt.geometry, box)) for belt in belts)
    return [
        Ground(belt.kind, geometry, zone_words.belt(asked.rule, belt))
        for belt, geometry in cut
        if not geometry.is_empty
    ]


def _painted(grounds: list[Ground], many: Many, scale: MapScale, ratio: float) -> QImage | None:
    if not grounds and not len(many.shapes):
        return None
    size = (max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio)))
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_grounds(painter, scale, grounds)
    paint_many(painter, scale, many)
    painter.end()
    return image
