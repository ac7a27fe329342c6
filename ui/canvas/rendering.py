"""Draws the map's cached images: vectors in short slices on the screen's thread, rasters in a thread pool."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QPainter

from faultgis.errors import FaultGISError
from ui.canvas.scale import MapScale

SLICE_S = 0.008
RASTER, VECTORS, NAMES, SELECTION = "raster", "vectors", "names", "selection"
KINDS = (RASTER, VECTORS, NAMES, SELECTION)

Draw = Callable[[QPainter, MapScale, float], Iterator[None]]
Pixels = NDArray[np.uint8]


@dataclass
class Slot:
    """One cached image of the map and the one that is being drawn to replace it."""

    image: QImage | None = None
    scale: MapScale | None = None
    target: MapScale | None = None
    work: Iterator[QImage] | None = None
    generation: int = 0
    pixels: Pixels | None = field(default=None, repr=False)

    @property
    def busy(self) -> bool:
        """Whether a newer image is under way."""
        return self.target is not None


def blank(scale: MapScale, ratio: float) -> QImage:
    """A clear image for a view, in device dots."""
    image = QImage(
        max(1, round(scale.width * ratio)),
        max(1, round(scale.height * ratio)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    return image


class _RasterSignals(QObject):
    ready = pyqtSignal(int, object, object)
    failed = pyqtSignal(object)


class _RasterWork(QRunnable):
    """Reads and shades the rasters of one view; touches no painter."""

    def __init__(self, generation: int, work: Callable[[], Pixels | None]) -> None:
        super().__init__()
        self.signals = _RasterSignals()
        self.generation = generation
        self._work = work

    def run(self) -> None:
        pixels, error = None, None
        try:
            pixels = self._work()
        except FaultGISError as known:
            error = known
        self.signals.ready.emit(self.generation, pixels, error)


class Rendering(QObject):
    """Keeps the images up to date. ``changed`` tells that an image was replaced, ``done`` that all are."""

    changed = pyqtSignal(str)
    done = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.slots = {kind: Slot() for kind in KINDS}
        self.ratio = 1.0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        self._running: dict[int, _RasterWork] = {}

    @property
    def busy(self) -> bool:
        """Whether any image is being drawn."""
        return any(slot.busy for slot in self.slots.values())

    def draw(self, kind: str, scale: MapScale, passes: list[Draw]) -> None:
        """Draw an image anew for this view, replacing it after each pass; forgets an unfinished one."""
        slot = self.slots[kind]
        slot.generation += 1
        slot.target = scale
        slot.work = self._work(scale, passes)
        self._timer.start()

    def _work(self, scale: MapScale, passes: list[Draw]) -> Iterator[QImage]:
        ratio = self.ratio
        for number, draw in enumerate(passes):
            image = blank(scale, ratio)
            painter = QPainter(image)
            try:
                for _ in draw(painter, scale, ratio):
                    yield NOTHING
            finally:
                painter.end()
            if number < len(passes) - 1:
                yield image
        yield image

    def _slice(self) -> None:
        until = time.perf_counter() + SLICE_S
        while time.perf_counter() < until:
            kind = next((k for k in (VECTORS, SELECTION, NAMES) if self.slots[k].work is not None), None)
            if kind is None:
                self._timer.stop()
                self._settle()
                return
            self._advance(kind)

    def _advance(self, kind: str) -> None:
        slot = self.slots[kind]
        assert slot.work is not None
        image = next(slot.work, None)
        if image is None:
            slot.work = slot.target = None
        elif image is not NOTHING:
            slot.image, slot.scale = image, slot.target
            self.changed.emit(kind)

    def shade(self, scale: MapScale, work: Callable[[], Pixels | None]) -> None:
        """Read and shade the rasters for this view in the pool."""
        slot = self.slots[RASTER]
        slot.generation += 1
        slot.target = scale
        self._pool.clear()
        runner = _RasterWork(slot.generation, work)
        runner.signals.ready.connect(self._on_raster)
        self._pool.start(runner)

    def _on_raster(self, generation: int, pixels: Pixels | None, error: FaultGISError | None) -> None:
        slot = self.slots[RASTER]
        if generation != slot.generation:
            return
        if error is not None:
            self.failed.emit(error)
        slot.pixels = pixels
        slot.image = None if pixels is None else wrapped(pixels)
        slot.scale, slot.target = slot.target, None
        self.changed.emit(RASTER)
        self._settle()

    def _settle(self) -> None:
        if not self.busy:
            self.done.emit()

    def stop(self) -> None:
        """Forget all work under way and wait for the pool."""
        self._timer.stop()
        self._pool.clear()
        self._pool.waitForDone()
        for slot in self.slots.values():
            slot.work = slot.target = None


NOTHING = QImage()


def wrapped(pixels: Pixels) -> QImage:
    """An image over an array (height, width, 4) of premultiplied BGRA, without a copy; keep the array."""
    height, width, _ = pixels.shape
    memory: Any = pixels.data
    return QImage(memory, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
