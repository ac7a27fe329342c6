"""Control points: click a pixel of the picture, type its metres on the wall; the error shows at once."""

import math
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QColor, QImage
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
from ui.walls.pictures import read
from ui.walls.point_picture import PointPicture
from ui.words import tr

_TELLING = 1.1
"""By how much the worst point must be off more than the next before it is named."""


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
            return read(path)

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
        spare = found is not None and found.spare > 0
        first, second = sorted([0.0, 0.0, *sizes.values()])[:-3:-1]
        telling = spare and first > _TELLING * second and first > 1e-6
        worst = max(sizes, key=sizes.__getitem__, default=-1) if telling else -1
        for row in range(len(rows)):
            colour = QColor(theme.colours().error if row == worst else theme.colours().text)
            self._item(row, 2).setForeground(colour)
        said = ""
        if telling:
            said = tr("Worst: point {number}, off by {cm} cm", number=worst + 1, cm=f"{first * 100:.1f}")
        elif spare and first > 0.001:
            said = tr("All points are off alike; one more would show which is wrong.")
        self.worst.setText(said)
        self._quiet = False


def _said(found: Fit) -> str:
    """The kind and the error of a transformation, in words."""
    kind = tr("Affine") if found.kind == AFFINE else tr("Projective")
    if found.spare == 0:
        return tr("{kind}: the points are just enough; one more would show how well they fit.", kind=kind)
    return tr("{kind}: RMSE {cm} cm", kind=kind, cm=f"{found.rmse_m * 100:.2f}")
