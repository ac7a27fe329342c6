"""The pictures of the wall that is worked on, and how strongly units cover them."""

from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImageIOHandler, QImageReader
from PyQt6.QtWidgets import QFileDialog, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.trench import WallImage
from faultgis.services import logging
from faultgis.services.digitizing import delete_records
from faultgis.walls.log import TrenchLog
from faultgis.walls.pictures import fit_of
from importers.rasters import plain
from ui.forms.widgets import Button, Label
from ui.walls.control import ControlPoints
from ui.walls.hub import Hub
from ui.walls.panels.listing import Listing, Row, follow
from ui.walls.pictures import TIFF, digest
from ui.words import tr
from ui.workspace import Ref

_T = QImageIOHandler.Transformation
_TURNED = (
    _T.TransformationRotate90,
    _T.TransformationRotate270,
    _T.TransformationFlipAndRotate90,
    _T.TransformationMirrorAndRotate90,
)
FILES = "*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp"


class PicturesPanel(QWidget):
    """``cover_changed`` tells how strongly areas are to cover the picture, 0 to 1."""

    cover_changed = pyqtSignal(float)

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.list = Listing(("Wall", "File", "RMSE"))
        self.add = Button("Add picture…", self._ask, icon="add")
        self.control = Button("Control points…", self.set_control)
        self.remove = Button("Remove", self._remove, "flat")
        self.cover = QSlider(Qt.Orientation.Horizontal)
        self.cover.setRange(0, 100)
        self.cover.setValue(75)
        self.cover.setMinimumHeight(24)
        self.cover.valueChanged.connect(lambda value: self.cover_changed.emit(value / 100))
        self._arrange()
        self.list.taken.connect(lambda ref: self._hub.select(ref))
        hub.renewed.connect(self.refresh)
        hub.wall_changed.connect(self.refresh)
        hub.workspace.selection_changed.connect(self._follow)
        self.refresh()

    def _arrange(self) -> None:
        strength = QHBoxLayout()
        strength.setContentsMargins(8, 4, 8, 0)
        strength.setSpacing(8)
        strength.addWidget(Label("Units cover the picture", "quiet"))
        strength.addWidget(self.cover, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(8, 4, 8, 4)
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addWidget(self.control)
        buttons.addStretch()
        buttons.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addLayout(strength)
        layout.addLayout(buttons)

    def refresh(self) -> None:
        """Show the pictures as they stand: those of the wall that is worked on first."""
        log = self._hub.log
        if log is None:
            return
        here = self._hub.wall_id
        found = sorted(
            log.images.values(), key=lambda i: (i.wall_id != here, log.walls[i.wall_id].code, i.position)
        )
        self.list.fill([_row(log, image) for image in found])
        self._follow()

    def _follow(self) -> None:
        follow(self.list, "wall_image", lambda: self._hub.selected("wall_image"))
        chosen = self.list.chosen is not None
        self.control.setEnabled(chosen)
        self.remove.setEnabled(chosen)
        wall = self._hub.wall
        self.add.setEnabled(wall is not None)
        self.add.setToolTip(tr("On wall {wall}", wall=wall.code) if wall is not None else "")

    @property
    def image(self) -> WallImage | None:
        """The chosen picture."""
        chosen: Ref | None = self.list.chosen
        found = self._hub.record(*chosen) if chosen is not None else None
        return found if isinstance(found, WallImage) else None

    def _ask(self) -> None:
        pattern = f"{tr('Pictures')} ({FILES});;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, tr("Add picture"), "", pattern)
        if name:
            self.add_file(Path(name))

    def add_file(self, path: Path) -> None:
        """Lay a picture under the wall that is worked on, then ask for its control points."""
        wall = self._hub.wall
        if wall is None:
            return

        def work(progress: Progress) -> tuple[str, tuple[int, int]]:
            return digest(path, progress), size_of(path)

        def done(found: tuple[str, tuple[int, int]]) -> None:
            edit = self._hub.do(lambda log: logging.add_image(log, wall, str(path), *found))
            if edit is not None:
                self._hub.select(("wall_image", edit.changes[0].id))
                self.set_control()

        self._hub.workspace.jobs.run(tr("Reading the picture…"), work, done, self._failed, lane="pictures")

    def _failed(self, error: FaultGISError) -> None:
        self._hub.workspace.tell_error(error)

    def set_control(self) -> None:
        """Ask for the control points of the chosen picture."""
        image = self.image
        if image is None:
            return
        dialog = ControlPoints(self.window(), self._hub.workspace.jobs, image)
        if dialog.exec():
            points, wanted = dialog.points, dialog.wanted
            self._hub.do(lambda _log: logging.set_control(image, points, wanted))

    def _remove(self) -> None:
        session, image = self._hub.workspace.session, self.image
        if session is not None and image is not None:
            self._hub.do(lambda _log: delete_records(session.records, [("wall_image", image.id)]))


def size_of(path: Path) -> tuple[int, int]:
    """The size of a picture in pixels, as it is shown upright. Raises ``InputError("photo.no_picture")``."""
    if path.suffix.lower() in TIFF:
        return plain.size_of(path)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise InputError("photo.no_picture", file=str(path), reason=reader.errorString())
    turned = reader.transformation() in _TURNED
    return (size.height(), size.width()) if turned else (size.width(), size.height())


def _row(log: TrenchLog, image: WallImage) -> Row:
    found = fit_of(image.control)
    said = tr("no control points") if found is None else f"{found.rmse_m * 100:.1f} cm"
    if found is not None and found.spare == 0:
        said = tr("unchecked")
    name = Path(image.path).name
    return Row(("wall_image", image.id), (log.walls[image.wall_id].code, name, said), tip=image.path)
