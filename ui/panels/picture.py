"""A window for one picture: the wheel zooms at the cursor, dragging moves, a double click fits it again."""

from pathlib import Path

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from ui import words
from ui.jobs import Jobs
from ui.words import tr

GROUND = QColor(32, 35, 38)
LIGHT = QColor(232, 234, 237)
STEP = 1.25
NEAREST = 16.0
MOST_DOTS = 48_000_000
LARGEST_DOTS = 1_000_000_000
_MARGIN = 24


def read_picture(path: Path) -> QImage:
    """The picture upright, a large one in fewer dots; for a worker.

    Raises ``InputError``: ``photo.missing``, ``photo.too_large``, ``photo.no_picture``.
    """
    if not path.is_file():
        raise InputError("photo.missing", file=str(path))
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    dots = size.width() * size.height()
    if dots > LARGEST_DOTS:
        raise InputError("photo.too_large", file=str(path), width=size.width(), height=size.height())
    if dots > MOST_DOTS:
        reader.setScaledSize(size * (MOST_DOTS / dots) ** 0.5)
    image = reader.read()
    if image.isNull():
        raise InputError("photo.no_picture", file=str(path), reason=reader.errorString())
    return image.convertToFormat(QImage.Format.Format_RGB32)


class PictureWindow(QWidget):
    """Reads the picture in the background and says why where it cannot be shown."""

    def __init__(self, path: Path, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{path.name} · {path.parent}")
        self.resize(960, 720)
        self.image = QImage()
        self.said = tr("Reading the picture…")
        self._zoom, self._corner = 0.0, QPointF()
        self._grip: QPointF | None = None
        title = tr("Reading the picture…")

        def work(_progress: Progress) -> QImage:
            return read_picture(path)

        jobs.run(title, work, self._show, self._fail, lane="pictures", quiet=True)

    def _show(self, image: QImage) -> None:
        self.image, self.said = image, ""
        self.fit()

    def _fail(self, error: FaultGISError) -> None:
        self.said = "\n".join(filter(None, (words.error_sentence(error), words.error_help(error))))
        self.update()

    # Looking

    @property
    def zoom(self) -> float:
        """Dots of the screen per dot of the picture."""
        return self._zoom

    def fit(self) -> None:
        """The whole picture, as large as the window lets it be."""
        if self.image.isNull():
            return
        self._zoom = self._fitting()
        self._centre()
        self.update()

    def _fitting(self) -> float:
        return min(self.width() / self.image.width(), self.height() / self.image.height())

    def _centre(self) -> None:
        size = QPointF(self.image.width(), self.image.height()) * self._zoom
        self._corner = QPointF((self.width() - size.x()) / 2, (self.height() - size.y()) / 2)

    def zoom_at(self, place: QPointF, factor: float) -> None:
        """Zoom by a factor; the dot under ``place`` stays there."""
        if self.image.isNull():
            return
        zoom = max(self._fitting(), min(NEAREST, self._zoom * factor))
        self._corner = place - (place - self._corner) * (zoom / self._zoom)
        self._zoom = zoom
        if zoom <= self._fitting():
            self._centre()
        self.update()

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None:
            self.zoom_at(event.position(), STEP ** (event.angleDelta().y() / 120))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._grip is not None:
            self._corner += event.position() - self._grip
            self._grip = event.position()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent | None) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent | None) -> None:
        self.fit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        middle = QPointF(self.width() / 2, self.height() / 2)
        key = event.key() if event is not None else None
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_at(middle, 1 / STEP if key == Qt.Key.Key_Minus else STEP)
        elif key == Qt.Key.Key_0:
            self.fit()

    def resizeEvent(self, _event: QResizeEvent | None) -> None:
        self.fit()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        if not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 2)
            size = self.image.size().toSizeF() * self._zoom
            painter.drawImage(QRectF(self._corner, size), self.image)
        painter.setPen(LIGHT)
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if self.said:
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.said)

    def sizeHint(self) -> QSize:
        return QSize(960, 720)
