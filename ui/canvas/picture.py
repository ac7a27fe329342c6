"""The cached images put together: one opaque picture, moved and stretched until the next one is ready."""

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QFont, QImage, QPainter

from ui import theme
from ui.canvas.decorations import Decoration, decorations
from ui.canvas.rendering import RASTER, Rendering
from ui.canvas.scale import MapScale
from ui.canvas.scene import Scene

# Even in the dark the paper is only dimmed: the colours of faults are made for light ground.
PAPER, NIGHT = QColor(246, 245, 241), QColor(188, 190, 191)


class Picture:
    """What the map shows below the live overlay. ``stale`` when an image was replaced."""

    def __init__(self, scene: Scene, rendering: Rendering) -> None:
        self._scene = scene
        self._rendering = rendering
        self.stale = True
        self._flat: QImage | None = None
        self._flat_scale: MapScale | None = None
        self._decorated: tuple[object, list[Decoration]] | None = None

    def paint(self, painter: QPainter, scale: MapScale, font: QFont) -> None:
        """Paint the map as well as it is known for this view."""
        if self.stale or self._flat is None:
            self._flatten(scale)
        if self._flat is not None and self._flat_scale is not None:
            if self._flat_scale != scale:
                self._ground(painter, scale)
            _blit(painter, self._flat, self._flat_scale, scale)
        self.decorate(painter, scale, font)

    def decorate(self, painter: QPainter, scale: MapScale, font: QFont) -> None:
        """Paint what must be seen over all: scale bar, sources, and that data is constructed."""
        for decoration in self._decorations(scale, font):
            painter.drawImage(decoration.place, decoration.image)

    def _flatten(self, scale: MapScale) -> None:
        """One opaque picture of all images, as they are, for this view."""
        self.stale = False
        ratio = self._rendering.ratio
        width, height = max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio))
        flat = self._flat
        if flat is None or (flat.width(), flat.height()) != (width, height):
            flat = QImage(width, height, QImage.Format.Format_RGB32)
        flat.setDevicePixelRatio(ratio)
        painter = QPainter(flat)
        raster = self._rendering.slots[RASTER]
        opaque = raster.image is not None and raster.image.format() == QImage.Format.Format_RGB32
        if not (opaque and raster.scale == scale):
            self._ground(painter, scale)
        for kind, slot in self._rendering.slots.items():
            if slot.image is not None and slot.scale is not None:
                painter.setOpacity(self._scene.layers.survey.opacity if kind != RASTER else 1.0)
                _blit(painter, slot.image, slot.scale, scale)
        painter.end()
        self._flat, self._flat_scale = flat, scale

    def _ground(self, painter: QPainter, scale: MapScale) -> None:
        """What is seen where nothing is drawn yet."""
        painter.fillRect(QRectF(0, 0, scale.width, scale.height), NIGHT if theme.is_dark() else PAPER)
        beyond, raster = self._rendering.beyond, self._rendering.slots[RASTER]
        if beyond.image is not None and beyond.scale is not None and raster.scale != scale:
            _blit(painter, beyond.image, beyond.scale, scale)

    def _decorations(self, scale: MapScale, font: QFont) -> list[Decoration]:
        """Scale bar, north and sources; drawn again only when they change."""
        texts = self._scene.attribution(), self._scene.notice()
        ratio, north = self._rendering.ratio, self._scene.workspace.local is None
        key = scale, ratio, texts, font.toString(), north
        if self._decorated is None or self._decorated[0] != key:
            self._decorated = key, decorations(scale, ratio, *texts, font, north)
        return self._decorated[1]


def _blit(painter: QPainter, image: QImage, of: MapScale, to: MapScale) -> None:
    if of == to:
        painter.drawImage(QPointF(0, 0), image)
    else:
        painter.drawImage(QRectF(*to.placed(of)), image, QRectF(image.rect()))
