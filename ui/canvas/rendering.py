"""Draws the map's cached images: vectors in short slices on the screen's thread, rasters in threads."""

import gc
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QCoreApplication, QObject, QRectF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QPainter
from PyQt6.sip import isdeleted

from faultgis.errors import CancelledError, FaultGISError
from ui.canvas.scale import MapScale
from ui.jobs import Threads

SLICE_S = 0.008
# The pool asks for Python's lock hundreds of times per picture; at the usual 5 ms each it would only be
# served once the screen's thread has nothing left to draw.
SWITCH_S = 0.0005
FULL_ROUND = 200  # the collector's rounds through everything stop the screen for a tenth of a second
RASTER, VECTORS, NAMES, SELECTION = "raster", "vectors", "names", "selection"
KINDS = (RASTER, VECTORS, NAMES, SELECTION)
BEYOND = "beyond"

Draw = Callable[[QPainter, MapScale, float], Iterator[None]]
Pixels = NDArray[np.uint8]
# Asks, while it works, whether its picture is still wanted.
RasterJob = Callable[[Callable[[], bool]], Pixels | None]


@dataclass
class Slot:
    """One cached image of the map and the one that is being drawn to replace it."""

    image: QImage | None = None
    scale: MapScale | None = None
    target: MapScale | None = None
    work: Iterator[QImage] | None = None
    generation: int = 0
    pixels: Pixels | None = field(default=None, repr=False)
    spare: QImage | None = None

    @property
    def busy(self) -> bool:
        """Whether a newer image is under way."""
        return self.target is not None


def blank(scale: MapScale, ratio: float, spare: QImage | None = None) -> QImage:
    """A clear image for a view, in device dots; in the memory of ``spare`` if that has the right size."""
    width, height = max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio))
    if spare is None or (spare.width(), spare.height()) != (width, height):
        spare = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    spare.setDevicePixelRatio(1.0)
    spare.fill(Qt.GlobalColor.transparent)
    return spare


class _Mailbox(QObject):
    """Brings what a thread found to the screen's thread. There is one, and it is never taken down: the map
    that waits may be gone when its letter comes, and a signal of a map that is gone crashes the thread."""

    arrived = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(self._open)

    def _open(self, letter: Callable[[], None]) -> None:
        letter()


@cache
def _mailbox() -> _Mailbox:
    return _Mailbox()


def _deliver(waiting: "weakref.ref[Rendering]", *found: Any) -> None:
    rendering = waiting()
    if rendering is not None and not isdeleted(rendering):
        rendering.on_raster(*found)


class _RasterWork:
    """Reads and shades the rasters of one view; touches no painter."""

    def __init__(self, kind: str, generation: int, work: RasterJob, tell: Callable[..., None]) -> None:
        self._tell = tell
        self.kind = kind
        self.generation = generation
        self.solid = False
        self.wanted: Callable[[], bool] = lambda: True
        self._work = work

    def run(self) -> None:
        pixels, error = None, None
        if not self.wanted():
            return
        try:
            pixels = self._work(self.wanted)
            self.solid = pixels is not None and bool((pixels[..., 3] == 255).all())
        except CancelledError:
            return
        except Exception as raised:  # goes on where it is told
            error = raised
        self._tell(self.kind, self.generation, (pixels, self.solid), error)


class Rendering(QObject):
    """Keeps the images up to date. ``changed`` tells that an image was replaced, ``done`` that all are."""

    changed = pyqtSignal(str)
    done = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._post = _mailbox()
        self.slots = {kind: Slot() for kind in KINDS}
        self.beyond = Slot()
        self.ratio = 1.0
        self._threads = Threads(2)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)
        sys.setswitchinterval(min(SWITCH_S, sys.getswitchinterval()))
        gc.set_threshold(*gc.get_threshold()[:2], FULL_ROUND)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether any image is being drawn."""
        return any(slot.busy for slot in self.slots.values())

    def draw(self, kind: str, scale: MapScale, passes: list[Draw]) -> None:
        """Draw an image anew for this view, replacing it after each pass; forgets an unfinished one."""
        slot = self.slots[kind]
        slot.generation += 1
        slot.target = scale
        slot.work = self._work(slot, scale, passes)
        self._timer.start()

    def clear(self, kind: str, scale: MapScale) -> None:
        """There is nothing on this image."""
        slot = self.slots[kind]
        slot.generation += 1
        slot.image, slot.scale, slot.target, slot.work = None, scale, None, None
        self.changed.emit(kind)
        QTimer.singleShot(0, self._settle)

    def _work(self, slot: Slot, scale: MapScale, passes: list[Draw]) -> Iterator[QImage]:
        ratio = self.ratio
        for number, draw in enumerate(passes):
            image, slot.spare = blank(scale, ratio, slot.spare), None
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
            image.setDevicePixelRatio(self.ratio)
            slot.spare, slot.image, slot.scale = slot.image, image, slot.target
            self.changed.emit(kind)

    def shade(self, scale: MapScale, work: RasterJob | None, kind: str = RASTER) -> None:
        """Read and shade the rasters for this view in the pool; ``None``: there are none. ``BEYOND`` is a
        coarse picture of the surroundings, to show while moving."""
        slot = self._slot(kind)
        slot.generation += 1
        slot.target = scale
        if work is None:
            QTimer.singleShot(
                0, partial(_deliver, weakref.ref(self), kind, slot.generation, (None, False), None)
            )
            return
        post, waiting = self._post, weakref.ref(self)
        runner = _RasterWork(
            kind, slot.generation, work, lambda *found: post.arrived.emit(partial(_deliver, waiting, *found))
        )
        runner.wanted = lambda: slot.generation == runner.generation
        self._threads.start(runner.run)

    def _slot(self, kind: str) -> Slot:
        return self.beyond if kind == BEYOND else self.slots[kind]

    def on_raster(
        self, kind: str, generation: int, found: tuple[Pixels | None, bool], error: Exception | None
    ) -> None:
        """A raster was read and shaded, or failed; called on the screen's thread."""
        slot = self._slot(kind)
        if generation != slot.generation or slot.target is None:
            return
        if isinstance(error, FaultGISError):
            self.failed.emit(error)
        slot.pixels, solid = found
        slot.image = None if slot.pixels is None else wrapped(slot.pixels, self.ratio, solid)
        slot.scale, slot.target = slot.target, None
        if kind != BEYOND:
            self.changed.emit(kind)
            self._settle()
        if error is not None and not isinstance(error, FaultGISError):
            raise error

    def patch(self, kind: str, area: QRectF, draw: Callable[[QPainter], None]) -> None:
        """Draw a part of an image that is up to date anew, at once. ``area`` is in device dots."""
        image = self.slots[kind].image
        if image is None:
            return
        image.setDevicePixelRatio(1.0)
        painter = QPainter(image)
        painter.setClipRect(area)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(area, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        draw(painter)
        painter.end()
        image.setDevicePixelRatio(self.ratio)
        self.changed.emit(kind)

    def _settle(self) -> None:
        if not self.busy:
            self.done.emit()

    def stop(self) -> None:
        """Forget all work under way and wait for the threads."""
        self._timer.stop()
        self._threads.clear()
        self._threads.wait()
        for slot in (*self.slots.values(), self.beyond):
            slot.work = slot.target = None


NOTHING = QImage()


def wrapped(pixels: Pixels, ratio: float = 1.0, solid: bool = False) -> QImage:
    """An image over an array (height, width, 4) of premultiplied BGRA, without a copy; keep the array.
    ``solid`` says that it is opaque throughout, which makes it faster to draw."""
    height, width, _ = pixels.shape
    form = QImage.Format.Format_RGB32 if solid else QImage.Format.Format_ARGB32_Premultiplied
    memory: Any = pixels.data
    image = QImage(memory, width, height, 4 * width, form)
    image.setDevicePixelRatio(ratio)
    return image
