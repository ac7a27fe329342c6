"""A raster that says no coordinate system: on the earth with the system that the user names, or in a local
grid. Nothing is guessed."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage, QMouseEvent, QPixmap
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.geometry.local import LocalFrame
from faultgis.progress import Progress
from faultgis.records.fault import Fault
from faultgis.records.files import LocalGrid
from faultgis.services.editing import EditingSession
from faultgis.services.naming import next_code
from faultgis.terrain.relief import hillshade
from importers.rasters.geotiff import Raster, extent, open_raster
from importers.rasters.placing import Extent, Placing
from ui.dialogs.dialog import Dialog, field_grid, quiet, row
from ui.dialogs.systems import crs_choices
from ui.forms import shown
from ui.forms.combos import SearchCombo
from ui.forms.widgets import Label
from ui.jobs import Jobs
from ui.words import language, tr

NEW = "new"
PICTURE_PX = 180
METRES_PER_DEGREE = 111_000
# So small a picture needs steep relief to show a scarp.
STRETCH = 4.0


class _Picture(QLabel):
    """The relief in small; a click on it is one on its choice."""

    def __init__(self, choice: QRadioButton) -> None:
        super().__init__()
        self._choice = choice
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, _event: QMouseEvent | None) -> None:
        self._choice.click()


class MissingCrs(Dialog):
    """Asks where a raster belongs. After ``accept`` one of ``crs`` (a system's name) and ``local_grid``
    (a grid, new if the survey does not hold it) is given, and ``north_first`` says how its rows lie."""

    def __init__(
        self,
        parent: QWidget | None,
        path: Path,
        session: EditingSession,
        jobs: Jobs,
        shown_grid: UUID | None = None,
    ) -> None:
        super().__init__(parent, "No coordinate system", "Add", 560)
        self.crs, self.north_first = "", False
        self.local_grid: LocalGrid | None = None
        self._path, self._session, self._jobs = path, session, jobs
        self._extent: Extent | None = None
        self.body.addWidget(
            quiet("{file} says no coordinate system. None is guessed: where does it belong?", file=path.name)
        )
        self.in_grid, self.on_earth = QRadioButton(), QRadioButton()
        self.grids, self.faults, self.systems = SearchCombo(), SearchCombo(), SearchCombo()
        self.name = QLineEdit()
        self.as_stated, self.turned = QRadioButton(), QRadioButton()
        self._rows = QWidget()
        self._pictures = _Picture(self.as_stated), _Picture(self.turned)
        self._arrange()
        self._fill(shown_grid)
        self._look()

    def _arrange(self) -> None:
        self.in_grid.setText(tr("Nowhere on the earth: in a local grid in metres"))
        self.on_earth.setText(tr("On the earth, in this system"))
        self.body.addWidget(self.in_grid)
        grid = self.grid_box = QWidget()
        inside = QVBoxLayout(grid)
        inside.setContentsMargins(24, 0, 0, 8)
        fields = field_grid()
        inside.addLayout(fields)
        row(fields, "Local grid", self.grids)
        row(fields, "Its name", self.name)
        row(fields, "Linked to fault", self.faults)
        inside.addWidget(quiet("What is measured there stays local and is linked to this fault."))
        self.body.addWidget(grid)
        self.body.addWidget(self.on_earth)
        self.earth_box = QWidget()
        below = QVBoxLayout(self.earth_box)
        below.setContentsMargins(24, 0, 0, 8)
        systems = field_grid()
        below.addLayout(systems)
        row(systems, "Coordinate system", self.systems)
        self.body.addWidget(self.earth_box)
        self._arrange_rows()
        self.in_grid.toggled.connect(lambda _on: self._choose())
        self.grids.chosen.connect(lambda _key: self._choose())

    def _arrange_rows(self) -> None:
        layout = QVBoxLayout(self._rows)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(
            Label(
                "Its rows run from south to north, which is rare: often the sign of the cell height was lost"
                " and the picture is mirrored: a right-lateral offset looks left-lateral. Which is right?",
                wrap=True,
            )
        )
        both = QHBoxLayout()
        both.setSpacing(24)
        self.as_stated.setText(tr("As the file states"))
        self.turned.setText(tr("First row is the north"))
        for choice, picture in zip((self.as_stated, self.turned), self._pictures, strict=True):
            column = QVBoxLayout()
            column.setSpacing(4)
            column.addWidget(picture)
            column.addWidget(choice)
            choice.toggled.connect(lambda _on: self.say_problem(""))
            both.addLayout(column)
        both.addStretch()
        layout.addLayout(both)
        self.body.addWidget(self._rows)
        self._rows.hide()

    def _fill(self, shown_grid: UUID | None) -> None:
        records = self._session.records
        grids = [g for g in records["local_grid"].values() if isinstance(g, LocalGrid)]
        items: list[tuple[object, str, str]] = [(g.id, shown.title(g), g.code) for g in grids]
        self.grids.fill([*items, (NEW, tr("A new one"), "")])
        self.grids.choose(shown_grid or (grids[0].id if grids else NEW))
        faults = [f for f in records["fault"].values() if isinstance(f, Fault)]
        titled = sorted(((shown.title(f), f) for f in faults), key=lambda pair: shown.order(pair[0]))
        self.faults.fill([(None, "—", ""), *((f.id, title, f.code) for title, f in titled)])
        self.faults.choose(None)
        self.systems.fill(crs_choices())
        self.systems.setCurrentIndex(-1)
        self.systems.setEditText("")
        self.name.setText(self._path.stem)
        self.in_grid.setChecked(True)
        self._choose()

    def _choose(self) -> None:
        local = self.in_grid.isChecked()
        self.grid_box.setEnabled(local)
        self.earth_box.setEnabled(not local)
        new = self.grids.currentData() == NEW
        self.name.setEnabled(new)
        self.faults.setEnabled(new)
        self.say_problem("")

    # How its rows lie

    def _look(self) -> None:
        path = self._path

        def look(_progress: Progress) -> tuple[Extent, Sequence[QImage]]:
            found = extent(path)
            return found, _pictures(path, found) if found.upwards else ()

        def show(found: tuple[Extent, Sequence[QImage]]) -> None:
            self._extent, pictures = found
            for label, picture in zip(self._pictures, pictures, strict=False):
                label.setPixmap(QPixmap.fromImage(picture))
            self._rows.setVisible(self._extent.upwards)
            self._grow()

        self._jobs.run(tr("Reading the raster"), look, show, self.say_error, lane="relief", quiet=True)

    # What was chosen

    def accept(self) -> None:
        """Take it, unless something is missing."""
        try:
            self._take()
        except FaultGISError as error:
            self.say_error(error)
            return
        super().accept()

    def _take(self) -> None:
        if self._extent is None:
            raise InputError("raster.still_reading")
        if self._extent.upwards and not (self.as_stated.isChecked() or self.turned.isChecked()):
            raise InputError("raster.rows_unclear")
        self.north_first = self.turned.isChecked()
        if self.on_earth.isChecked():
            self.crs = str(self.systems.currentData() or self.systems.currentText().strip())
            if not self.crs:
                raise InputError("raster.which_crs")
            open_raster(self._path, Placing(crs=self.crs, north_first=self.north_first))
        else:
            self.local_grid = self._chosen_grid()

    def _chosen_grid(self) -> LocalGrid:
        held = self._session.get("local_grid", key) if (key := self.grids.currentData()) != NEW else None
        if isinstance(held, LocalGrid):
            return held
        name = self.name.text().strip()
        if not name:
            raise InputError("local_grid.no_name")
        chinese = language() == "zh"
        return LocalGrid(
            survey_id=self._session.survey.id,
            code=next_code(self._session, "local_grid"),
            fault_id=self.faults.currentData(),
            name_zh=name if chinese else "",
            name_en="" if chinese else name,
        )


def _pictures(path: Path, found: Extent) -> list[QImage]:
    """The relief as the file states its rows, and mirrored; clear where it is no relief."""
    frame = LocalFrame.around(found.bounds)
    made = []
    for north_first in (False, True):
        raster = open_raster(path, Placing(frame=frame, north_first=north_first))
        west, south, east, north = raster.bounds
        side = max(east - west, north - south)
        width, height = (max(1, round(PICTURE_PX * size / side)) for size in (east - west, north - south))
        made.append(_shade(raster, width, height))
    return made


def _shade(raster: Raster, width: int, height: int) -> QImage:
    values = raster.window(raster.bounds, width, height)
    if values is None or raster.kind != "elevation":
        return QImage()
    cell = (raster.bounds[2] - raster.bounds[0]) * METRES_PER_DEGREE / width
    grey = np.ascontiguousarray(hillshade(values.astype(np.float32), cell, cell, exaggeration=STRETCH))
    image = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return image.copy()
