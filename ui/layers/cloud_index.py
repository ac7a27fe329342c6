"""Puts clouds on the map and sorts their points while the map already shows the first of them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject

from faultgis.errors import CancelledError, FaultGISError
from faultgis.geometry.local import LocalFrame
from faultgis.progress import Progress
from importers.clouds.runs import About
from importers.clouds.sight import Sight, sight
from importers.clouds.windows import Windows
from ui.jobs import Job, Jobs
from ui.layers.cloud import CloudLayer
from ui.layers.tree import RASTER, LayerTree, Node
from ui.words import tr

OPENING, SORTING = "relief", ("clouds", "clouds-2")
REDRAW_S, SLOW_S = 0.25, 3.0


def add_cloud(
    jobs: Jobs,
    layers: LayerTree,
    path: Path,
    home: Path,
    crs: str,
    shown: Callable[[Node], None],
    failed: Callable[[FaultGISError], None] | None = None,
    wanted: Callable[[], bool] = lambda: True,
    frame: LocalFrame | None = None,
) -> None:
    """Look into a cloud off the screen's thread and show it on top of the others; ``shown`` gets its node
    before its points come. ``crs`` is the user's word where the file names no system; ``failed`` hears
    ``cloud.crs_missing`` among others. Nothing is shown that is not ``wanted`` any more. ``frame`` is that of
    the local grid in which a cloud lies whose system is ``local``."""
    points = CloudIndex(jobs, layers, Windows(path, home))

    def done(seen: Sight) -> None:
        if wanted():
            points.show(path, CloudLayer(seen, points.windows, crs), shown)
        else:
            points.stop()

    def refused(error: FaultGISError) -> None:
        points.stop()
        if failed is None:
            jobs.failed.emit(opening, error)
        else:
            failed(error)

    def look(_progress: Progress) -> Sight:
        return sight(path, crs or None, frame=frame)

    opening = jobs.run(tr("Opening the point cloud"), look, done, refused, OPENING)


class CloudIndex(QObject):
    """One cloud's points on their way: they set out while it is still being found out where the cloud lies.
    It ends with them, or when the layer leaves the map."""

    def __init__(self, jobs: Jobs, layers: LayerTree, windows: Windows) -> None:
        super().__init__(layers)
        self._jobs, self._layers, self.windows = jobs, layers, windows
        self._node: Node | None = None
        self._error: FaultGISError | None = None
        self._painted, self._drawn = 0, 0.0
        lane = SORTING[sum(child is not self for child in layers.findChildren(CloudIndex)) % len(SORTING)]
        title = tr("Sorting the points of {name}", name=windows.path.stem)
        self.job: Job = jobs.run(title, windows.index, self._done, self._failed, lane)
        jobs.changed.connect(self._look)
        layers.rowsRemoved.connect(self._look)

    @property
    def _layer(self) -> CloudLayer | None:
        return self._node.raster if self._node is not None else None

    def show(self, path: Path, layer: CloudLayer, shown: Callable[[Node], None]) -> None:
        """Where it lies is known: put it on the map, unless its points have failed to come."""
        if self._error is not None:
            self._jobs.failed.emit(self.job, self._error)
            return
        self._node = self._layers.add_layer(path, layer)
        shown(self._node)
        self._look()

    def stop(self) -> None:
        """The points are not wanted any more."""
        self.job.progress.cancel()

    def _look(self, *_rows: Any) -> None:
        """Draw again when there is more to see."""
        layer = self._layer
        if layer is None:
            return
        if layer.closed:
            self.stop()
            return
        if layer.about is None:
            return
        now, painted = time.monotonic(), layer.pictures
        # A picture that is asked for while the one before is being painted would take its place unseen.
        if (painted != self._painted and now - self._drawn > REDRAW_S) or now - self._drawn > SLOW_S:
            self._painted, self._drawn = painted, now
            self._layers.redraw.emit(RASTER)

    def _end(self) -> None:
        self._jobs.changed.disconnect(self._look)
        self._layers.rowsRemoved.disconnect(self._look)
        self.setParent(None)

    def _done(self, _about: About) -> None:
        self._end()
        if self._node is not None and self._node in self._layers.rasters.children:
            place = self._layers.index_of(self._node)
            self._layers.dataChanged.emit(place, place)
            self._layers.redraw.emit(RASTER)

    def _failed(self, error: FaultGISError) -> None:
        """A cloud that shows nothing does not stay among the layers as if it did."""
        self._end()
        self._error = error
        if self._node is not None and self._node in self._layers.rasters.children:
            self._layers.remove(self._node)
        if self._node is not None and not isinstance(error, CancelledError):
            self._jobs.failed.emit(self.job, error)
