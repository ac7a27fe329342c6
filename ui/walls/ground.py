"""What lies under everything live on a wall: pictures and features, drawn once and then moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PyQt6.QtCore import QPointF, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPixmap

from faultgis.records.trench import Wall, WallFeature
from faultgis.walls.log import TrenchLog
from ui import theme
from ui.walls.labels import paint_labels
from ui.walls.painting import Look, in_view, paint_features
from ui.walls.pictures import WallPictures, paint_laid
from ui.walls.scale import WallScale
from ui.words import tr

PAPER, DARK_PAPER = QColor(250, 248, 244), QColor(236, 232, 226)


@dataclass(frozen=True)
class Shown:
    """What a view shows of a log, and how."""

    log: TrenchLog | None
    wall: Wall | None
    features: Sequence[WallFeature]
    look: Look


@dataclass(frozen=True)
class Drawn:
    """What the ground was drawn for: a view larger than the widget, dots per pixel; in passing or well."""

    scale: WallScale
    ratio: float
    fast: bool

    def serves(self, scale: WallScale, ratio: float) -> bool:
        """Whether the ground covers this view."""
        if ratio != self.ratio or self.scale.metres_per_pixel != scale.metres_per_pixel:
            return False
        (x, y), (mx, my), step = self.scale.middle, scale.middle, scale.metres_per_pixel
        spare = (self.scale.width - scale.width) / 2, (self.scale.height - scale.height) / 2
        mirrored = self.scale.mirrored == scale.mirrored
        return mirrored and abs(x - mx) / step <= spare[0] and abs(y - my) / step <= spare[1]


class Ground:
    """A picture a quarter larger than the view on each side: while the wall is dragged only that picture
    moves. Where it must be drawn anew in passing, it is drawn fast, and well when the view rests."""

    def __init__(self, pictures: WallPictures) -> None:
        self._pictures = pictures
        self._drawn: Drawn | None = None
        self._pixmap = QPixmap()

    def forget(self) -> None:
        """What is shown changed."""
        self._drawn = None

    def wanting(self, scale: WallScale) -> bool:
        """Whether it was drawn in passing, or is no longer centred on the view."""
        drawn = self._drawn
        return drawn is not None and (drawn.fast or drawn.scale.middle != scale.middle)

    def paint(self, painter: QPainter, scale: WallScale, shown: Shown, moving: bool) -> None:
        """Lay it under a view; drawn anew if the one that is there does not serve."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        if self._drawn is None or not self._drawn.serves(scale, ratio):
            self._drawn = self._draw(painter, scale, shown, Drawn(_wide(scale), ratio, moving))
        wide = self._drawn.scale
        x, y = scale.pixel(*wide.middle)
        painter.drawPixmap(QPointF(x - wide.width / 2, y - wide.height / 2).toPoint(), self._pixmap)

    def _draw(self, over: QPainter, scale: WallScale, shown: Shown, drawn: Drawn) -> Drawn:
        size = QSize(drawn.scale.width, drawn.scale.height) * drawn.ratio
        if self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
        self._pixmap.setDevicePixelRatio(drawn.ratio)
        self._pixmap.fill(DARK_PAPER if theme.is_dark() else PAPER)
        painter = QPainter(self._pixmap)
        painter.setFont(over.font())
        if shown.log is not None and shown.wall is not None:
            self._paint_pictures(painter, drawn, shown.log, shown)
            paint_features(painter, drawn.scale, shown.log, shown.features, shown.look, drawn.fast)
            if shown.look.labels:
                seen = in_view(drawn.scale, shown.features)
                paint_labels(painter, drawn.scale, shown.log, seen, scale)
        painter.end()
        return drawn

    def _paint_pictures(self, painter: QPainter, drawn: Drawn, log: TrenchLog, shown: Shown) -> None:
        if not shown.look.picture or shown.wall is None:
            return
        images = [image for image in log.images.values() if image.wall_id == shown.wall.id]
        for image in sorted(images, key=lambda i: i.position):
            laid = self._pictures.get(image)
            if laid is not None:
                paint_laid(painter, drawn.scale, laid, smooth=not drawn.fast)


def _wide(scale: WallScale) -> WallScale:
    return replace(
        scale, width=scale.width + 2 * (scale.width // 4), height=scale.height + 2 * (scale.height // 4)
    )


def paint_notice(painter: QPainter, room: QRect, shown: Shown) -> None:
    """A constructed wall must not be mistaken for one that was dug."""
    if shown.log is None or not shown.log.trench.constructed:
        return
    said = tr("Constructed for practice: nobody dug this wall")
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(said)
    x, y = room.width() - width - 16, 8
    painter.fillRect(x - 6, y, width + 12, metrics.height() + 4, QColor(255, 255, 255, 215))
    painter.setPen(QColor(122, 74, 0))
    painter.drawText(x, y + 2 + metrics.ascent(), said)


def paint_invitation(painter: QPainter, room: QRect, shown: Shown) -> None:
    """What to do with a bare wall."""
    log, wall = shown.log, shown.wall
    if log is None or wall is None or shown.features:
        return
    if any(image.wall_id == wall.id for image in log.images.values()):
        return
    said = tr("Nothing is logged on this wall yet: add a picture (Pictures), or draw the first contact.")
    painter.setPen(QColor(84, 92, 101))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(room.adjusted(60, 20, -24, -40), int(flags), said)
