"""Control points: click a pixel of the picture, type its metres on the wall; the error shows at once."""

import math
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.trench import WallImage
from faultgis.walls.pictures import AFFINE, PROJECTIVE, ControlPoint, Fit, fit, points_of
from ui import theme, words
from ui.dialogs.dialog import Dialog
from ui.forms import shown
from ui.forms.widgets import Button, Label
from ui.jobs import Jobs
from ui.panels.picture import read_picture
from ui.words import tr

STEP = 1.25
_MARK = 7.0
_CLICK_PX = 4.0
GROUND = QColor(32, 35, 38)
POINT, ARROW = QColor(255, 214, 10), QColor(255, 70, 60)


class PointPicture(QWidget):
    """The picture as it was taken, with the control points; a click puts one, a drag moves the picture, or
    the point under the mouse."""

    put = pyqtSignal(float, float)
    shifted = pyqtSignal(int, float, float)

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.size_px = (1, 1)
        self.points: list[ControlPoint | None] = []
        self.pixels: list[tuple[float, float]] = []
        self.fit: Fit | None = None
        self.chosen = -1
        self.said = tr("Reading the picture…")
        self.zoom, self.corner = 0.0, QPointF()
        self._pressed: QPointF | None = None
        self._grip: QPointF | None = None
        self._held = -1
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return QSize(760, 520)

    def show_picture(self, image: QImage, size: tuple[int, int]) -> None:
        """Show this picture; ``size`` is the file's own in pixels."""
        self.image, self.size_px, self.said = image, size, ""
        self.fit_in()

    def fit_in(self) -> None:
        """Show all of it."""
        if self.image.isNull():
            return
        self.zoom = min(self.width() / self.size_px[0], self.height() / self.size_px[1])
        size = QPointF(*self.size_px) * self.zoom
        self.corner = QPointF((self.width() - size.x()) / 2, (self.height() - size.y()) / 2)
        self.update()

    def pixel(self, place: QPointF) -> tuple[float, float]:
        """The pixel of the file under a place of the widget."""
        found = (place - self.corner) / (self.zoom or 1.0)
        return found.x(), found.y()

    def place(self, pixel: tuple[float, float]) -> QPointF:
        """Where a pixel of the file is on the widget."""
        return self.corner + QPointF(*pixel) * self.zoom

    def _point_at(self, place: QPointF) -> int:
        away = [(self.place(p) - place).manhattanLength() for p in self.pixels]
        near = min(away, default=1e9)
        return away.index(near) if near <= 2 * _MARK else -1

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is None or self.image.isNull():
            return
        factor = STEP ** (event.angleDelta().y() / 120)
        least = 0.5 * min(self.width() / self.size_px[0], self.height() / self.size_px[1])
        zoom = max(least, min(24.0, self.zoom * factor))
        self.corner = event.position() - (event.position() - self.corner) * (zoom / self.zoom)
        self.zoom = zoom
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self.image.isNull():
            return
        self._pressed = self._grip = event.position()
        self._held = self._point_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else -1

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._grip is None or self._pressed is None:
            return
        if (event.position() - self._pressed).manhattanLength() < _CLICK_PX and self._grip == self._pressed:
            return
        if self._held >= 0:
            self.shifted.emit(self._held, *self._within(self.pixel(event.position())))
        else:
            self.corner += event.position() - self._grip
        self._grip = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        clicked = event is not None and self._pressed is not None and self._grip == self._pressed
        if clicked and event is not None and event.button() == Qt.MouseButton.LeftButton and self._held < 0:
            u, v = self.pixel(event.position())
            if 0 <= u <= self.size_px[0] and 0 <= v <= self.size_px[1]:
                self.put.emit(u, v)
        self._pressed = self._grip = None
        self._held = -1

    def _within(self, pixel: tuple[float, float]) -> tuple[float, float]:
        return max(0.0, min(self.size_px[0], pixel[0])), max(0.0, min(self.size_px[1], pixel[1]))

    def resizeEvent(self, _event: QResizeEvent | None) -> None:
        self.fit_in()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 2)
        if not self.image.isNull():
            target = QRectF(self.corner, self.place(self.size_px))
            painter.drawImage(target, self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, pixel in enumerate(self.pixels):
            self._paint_point(painter, number, self.place(pixel))
        if self.fit is not None:
            self._paint_arrows(painter, self.fit)
        painter.setPen(QColor(232, 234, 237))
        if self.said:
            painter.drawText(
                self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.said
            )
        painter.end()

    def _paint_point(self, painter: QPainter, number: int, at: QPointF) -> None:
        for colour, width in ((QColor(0, 0, 0, 170), 4.0), (POINT, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(at - QPointF(_MARK, 0), at + QPointF(_MARK, 0))
            painter.drawLine(at - QPointF(0, _MARK), at + QPointF(0, _MARK))
            if number == self.chosen:
                painter.drawEllipse(at, _MARK + 4, _MARK + 4)
        text = str(number + 1)
        box = QRectF(at.x() + 8, at.y() - 20, painter.fontMetrics().horizontalAdvance(text) + 8, 18)
        painter.fillRect(box, QColor(0, 0, 0, 170))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_arrows(self, painter: QPainter, found: Fit) -> None:
        """From where a point was clicked to where the others say it lies, ten times as long."""
        given = [p for p in self.points if p is not None]
        for point in given:
            fitted = found.pixel(point.wall)
            start = self.place(point.pixel)
            end = start + (self.place(fitted) - start) * 10
            if (end - start).manhattanLength() < 3:
                continue
            painter.setPen(QPen(ARROW, 2.0))
            painter.drawLine(start, end)
            way = math.atan2(end.y() - start.y(), end.x() - start.x())
            for turn in (2.6, -2.6):
                painter.drawLine(end, end + QPointF(math.cos(way + turn), math.sin(way + turn)) * 7)


class ControlPoints(Dialog):
    """The control points of one picture. ``points`` and ``kind`` are what was decided."""

    def __init__(self, parent: QWidget | None, jobs: Jobs, image: WallImage) -> None:
        super().__init__(parent, "Control points", "Use these points", width=1120, height=640)
        self._jobs, self._image = jobs, image
        self.picture = PointPicture()
        self.table = QTableWidget(0, 4)
        self.kind = QComboBox()
        for text, key in (
            ("By the number of points", ""),
            ("Affine (3 or more)", AFFINE),
            ("Projective (4 or more)", PROJECTIVE),
        ):
            self.kind.addItem(tr(text), key)
        self.kind.setCurrentIndex(max(0, self.kind.findData(image.control.get("wanted", ""))))
        self.kind.currentIndexChanged.connect(self._fit)
        self.said = Label("", wrap=True)
        self.worst = Label("", "quiet", wrap=True)
        self.remove = Button("Delete point", self._remove, "flat")
        self._quiet = False
        self._arrange()
        self.picture.put.connect(self._put)
        self.picture.shifted.connect(self._shift)
        self.table.itemChanged.connect(self._typed)
        self.table.itemSelectionChanged.connect(self._chosen)
        for point in points_of(image.control):
            self._row(point.pixel, point.wall)
        self._fit()
        self._read()

    def _arrange(self) -> None:
        self.table.setHorizontalHeaderLabels([tr("x (m)"), tr("y (m)"), tr("Off by (cm)"), tr("Pixel")])
        header = self.table.horizontalHeader()
        assert header is not None
        for column in range(4):
            fits = QHeaderView.ResizeMode.ResizeToContents if column > 1 else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, fits)
        self.table.setMinimumWidth(372)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        hint = Label(
            "Click a point of the string grid in the picture, then type its metres on the wall."
            " The wheel zooms, dragging moves the picture or a point.",
            "quiet",
            wrap=True,
        )
        right = QVBoxLayout()
        right.addWidget(hint)
        right.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.kind, 1)
        foot.addWidget(self.remove)
        right.addLayout(foot)
        right.addWidget(self.said)
        right.addWidget(self.worst)
        both = QHBoxLayout()
        both.addWidget(self.picture, 1)
        both.addLayout(right)
        self.body.addLayout(both)

    def _read(self) -> None:
        path = Path(self._image.path)

        def work(_progress: Progress) -> QImage:
            return read_picture(path)

        def failed(error: FaultGISError) -> None:
            said = (words.error_sentence(error), words.error_help(error))
            self.picture.said = "\n".join(filter(None, said))
            self.picture.update()

        size = self._image.width_px or 1, self._image.height_px or 1
        show: Callable[[QImage], None] = lambda found: self.picture.show_picture(found, size)  # noqa: E731
        self._jobs.run("", work, show, failed, lane="pictures", quiet=True)

    # Points

    @property
    def pixels(self) -> list[tuple[float, float]]:
        """The pixels clicked."""
        found = (self._item(row, 3).data(Qt.ItemDataRole.UserRole) for row in range(self.table.rowCount()))
        return [(float(u), float(v)) for u, v in found]

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        assert item is not None
        return item

    def _row(self, pixel: tuple[float, float], wall: tuple[float, float] | None) -> None:
        self._quiet = True
        row = self.table.rowCount()
        self.table.insertRow(row)
        texts = ["", ""] if wall is None else [shown.number(wall[0]), shown.number(wall[1])]
        for column, text in enumerate([*texts, "", f"{pixel[0]:.0f}, {pixel[1]:.0f}"]):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column > 1:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(row, column, item)
        self._item(row, 3).setData(Qt.ItemDataRole.UserRole, pixel)
        self._quiet = False

    def _put(self, u: float, v: float) -> None:
        self._row((u, v), None)
        row = self.table.rowCount() - 1
        self.table.setCurrentCell(row, 0)
        self._fit()
        self.table.setFocus()
        QTimer.singleShot(0, self._edit)

    def _edit(self) -> None:
        item = self.table.currentItem()
        if item is not None:
            self.table.editItem(item)

    def _shift(self, number: int, u: float, v: float) -> None:
        self._quiet = True
        self._item(number, 3).setData(Qt.ItemDataRole.UserRole, (u, v))
        self._item(number, 3).setText(f"{u:.0f}, {v:.0f}")
        self._quiet = False
        self._fit()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if row >= 0:
            self.table.removeRow(row)
            self._fit()

    def _chosen(self) -> None:
        self.picture.chosen = self.table.currentRow()
        self.picture.update()

    def _typed(self, item: QTableWidgetItem) -> None:
        if not self._quiet:
            self._fit()

    def _point(self, row: int) -> ControlPoint | None:
        """The control point of a row; ``None`` while its metres are not typed or not readable."""
        try:
            x, y = (shown.read_number(self._item(row, column).text()) for column in (0, 1))
        except ValueError:
            return None
        return ControlPoint(self.pixels[row], (x, y))

    @property
    def points(self) -> list[ControlPoint]:
        """The control points that are whole."""
        found = (self._point(row) for row in range(self.table.rowCount()))
        return [point for point in found if point is not None]

    @property
    def wanted(self) -> str:
        """The kind of transformation chosen; empty: by the number of points."""
        return str(self.kind.currentData() or "")

    def _fit(self) -> None:
        """Work out the transformation and show what it leaves."""
        rows = [self._point(row) for row in range(self.table.rowCount())]
        whole = [point for point in rows if point is not None]
        self.picture.points, self.picture.pixels = rows, self.pixels
        try:
            found: Fit | None = fit(whole, self.wanted)
            self.said.setText(_said(found) if found is not None else "")
        except InputError as error:
            found = None
            self.said.setText(words.error_sentence(error))
        self.picture.fit = found
        self._show_residuals(rows, found)
        self.picture.update()

    def _show_residuals(self, rows: list[ControlPoint | None], found: Fit | None) -> None:
        self._quiet = True
        left = iter(found.residuals) if found is not None else iter(())
        sizes: dict[int, float] = {}
        for row, point in enumerate(rows):
            residual = next(left, None) if point is not None else None
            text = "" if residual is None else f"{math.hypot(*residual) * 100:.1f}"
            self._item(row, 2).setText(text)
            if residual is not None:
                sizes[row] = math.hypot(*residual)
        worst = max(sizes, key=sizes.__getitem__, default=-1)
        for row in range(len(rows)):
            bad = row == worst and found is not None and found.spare > 0 and sizes[row] > 1e-6
            colour = QColor(theme.colours().error if bad else theme.colours().text)
            self._item(row, 2).setForeground(colour)
        named = worst >= 0 and found is not None and found.spare > 0 and sizes[worst] > 1e-6
        self.worst.setText(
            tr("Worst: point {number}, off by {cm} cm", number=worst + 1, cm=f"{sizes[worst] * 100:.1f}")
            if named
            else ""
        )
        self._quiet = False


def _said(found: Fit) -> str:
    """The kind and the error of a transformation, in words."""
    kind = tr("Affine") if found.kind == AFFINE else tr("Projective")
    if found.spare == 0:
        return tr("{kind}: the points are just enough; one more would show how well they fit.", kind=kind)
    return tr("{kind}: RMSE {cm} cm", kind=kind, cm=f"{found.rmse_m * 100:.2f}")
