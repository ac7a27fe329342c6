"""Heights of the ground beside a sketch, read from the relief layer off the screen's thread."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.errors import FaultGISError
from faultgis.geometry.beside import places_beside, step_heights
from faultgis.geometry.frame import Coordinates, as_coordinates
from ui.jobs import Threads
from ui.tools.sketch import Place

CELLS = 160
OFFSETS_PX = (6.0, 12.0, 18.0)

Heights = tuple[float, float] | None


class ReliefProbe(QObject):
    """Asks for the heights left and right of a line; ``found`` answers, ``heights`` keeps the last answer."""

    read = pyqtSignal(int, object)
    found = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heights: Heights = None
        self.number = 0
        self._threads = Threads()
        self.read.connect(self._on_read)

    def forget(self) -> None:
        """What is asked now is another line's."""
        self.number += 1
        self.heights = None

    def ask(self, view: Any, points: list[Place]) -> None:
        """Read the ground beside these vertices from the topmost elevation shown on the map."""
        self.number += 1
        raster = elevation_of(view)
        if raster is None or len(set(points)) < 2:
            self.heights = None
            return
        metres = float(view.scale.metres_per_pixel)
        offsets = tuple(pixels * metres for pixels in OFFSETS_PX)
        self._threads.clear()
        self._threads.start(partial(self._work, self.number, raster, as_coordinates(points), offsets))

    def _work(self, number: int, raster: Any, points: Coordinates, offsets: tuple[float, ...]) -> None:
        try:
            heights = beside(raster, points, offsets)
        except FaultGISError:
            # The map itself shows what is wrong with the raster; the guard just knows no heights.
            heights = None
        self.read.emit(number, heights)

    def wait(self) -> None:
        """Wait for the reading under way; its answer comes with the event loop."""
        self._threads.wait()

    def _on_read(self, number: int, heights: Heights) -> None:
        if number == self.number:
            self.heights = heights
            self.found.emit()


def elevation_of(view: Any) -> Any:
    """The topmost elevation raster that the map shows, or ``None``."""
    layers = getattr(view, "layers", None)
    for node in layers.rasters.children if layers is not None else ():
        if node.shown and node.raster is not None and node.raster.raster.kind == "elevation":
            return node.raster.raster
    return None


def beside(raster: Any, points: Coordinates, offsets: tuple[float, ...]) -> Heights:
    """Mean heights left and right of a line where the ground tells them apart."""
    left, right = places_beside(points, offsets)
    places = np.concatenate([as_coordinates(left), as_coordinates(right)])
    (west, south), (east, north) = places.min(axis=0), places.max(axis=0)
    bounds = (float(west), float(south), float(east), float(north))
    cells = raster.window(bounds, CELLS, CELLS)
    if cells is None:
        return None
    return step_heights(_sampled(cells, bounds, left), _sampled(cells, bounds, right))


def _sampled(
    cells: NDArray[np.float32], bounds: tuple[float, float, float, float], places: Coordinates
) -> NDArray[np.float64]:
    west, south, east, north = bounds
    columns = np.clip(((places[..., 0] - west) / (east - west) * CELLS).astype(int), 0, CELLS - 1)
    rows = np.clip(((north - places[..., 1]) / (north - south) * CELLS).astype(int), 0, CELLS - 1)
    return np.asarray(cells[rows, columns], dtype=np.float64)
