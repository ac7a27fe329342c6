"""Measuring lateral offsets off the screen's thread: while one is measured, only the newest wish waits."""

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.errors import FaultGISError
from faultgis.services import laterals
from faultgis.services.laterals import Measured, Options
from faultgis.services.laying import Layout
from ui.layers.tree import LayerTree
from ui.panels.relief_reader import Relief, ReliefReader
from ui.words import tr
from ui.workspace import Workspace


class LateralReader(QObject):
    """``found`` tells the relief's name and the measurement, ``failed`` what hinders it."""

    found = pyqtSignal(str, object)
    failed = pyqtSignal(object)

    def __init__(self, workspace: Workspace, layers: LayerTree, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = ReliefReader(workspace, layers)
        self._running = False
        self._waiting: tuple[Layout, Options, str] | None = None
        self._number = 0

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._running

    def forget(self) -> None:
        """Drop what was wished and has not come yet."""
        self._number += 1
        self._running, self._waiting = False, None
        self._reader.forget()

    def measure(self, layout: Layout, options: Options, first: str) -> None:
        """Measure this, or when what is being measured is done; ``first``: the relief to be asked first."""
        if self._running:
            self._waiting = layout, options, first
            return
        self._running = True
        number = self._number

        def read(raster: Relief, _progress: object) -> Measured:
            return laterals.measured(layout, options, raster.window, raster.cell_degrees)

        def took(relief: str, measured: Measured) -> None:
            if number == self._number:
                self.found.emit(relief, measured)
                self._next()

        def failed(error: FaultGISError) -> None:
            if number == self._number:
                self.failed.emit(error)
                self._next()

        self._reader.ask(tr("Measuring the offset"), read, took, failed=failed, first=first)

    def _next(self) -> None:
        waiting, self._running, self._waiting = self._waiting, False, None
        if waiting is not None:
            self.measure(*waiting)
