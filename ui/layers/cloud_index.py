"""Puts clouds on the map and sorts their points while the map already shows the first of them."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject

from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from importers.clouds.runs import About
from ui.jobs import Job, Jobs
from ui.layers.cloud import CloudLayer, index, opened
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
) -> Job:
    """Look into a cloud off the screen's thread and show it on top of the others; ``shown`` gets its node
    before its points come. ``crs`` is the user's word where the file names no system; ``failed`` hears
    ``cloud.crs_missing`` among others. Nothing is shown that is not ``wanted`` any more."""

    def done(layer: CloudLayer) -> None:
        if not wanted():
            return
        node = layers.add_layer(path, layer)
        shown(node)
        CloudIndex(jobs, layers, node)

    title = tr("Opening the point cloud")
    return jobs.run(title, lambda _progress: opened(path, home, crs), done, failed, OPENING)


class CloudIndex(QObject):
    """One cloud's points on their way. It ends with them, or when the layer leaves the map."""

    def __init__(self, jobs: Jobs, layers: LayerTree, node: Node) -> None:
        super().__init__(layers)
        layer = node.raster
        assert isinstance(layer, CloudLayer)
        self._jobs, self._layers, self._node, self._layer = jobs, layers, node, layer
        self._painted, self._drawn = 0, 0.0
        lane = SORTING[len(layers.rasters.children) % len(SORTING)]
        title = tr("Sorting the points of {name}", name=node.label)
        self.job: Job = jobs.run(title, self._work, self._done, self._failed, lane)
        jobs.changed.connect(self._look)
        layers.rowsRemoved.connect(self._look)

    def _work(self, progress: Progress) -> About:
        progress.check()
        return index(self._layer, progress)

    def _look(self, *_rows: Any) -> None:
        """Draw again when there is more to see."""
        if self._layer.closed:
            self._stop()
            return
        now, painted = time.monotonic(), self._layer.pictures
        # A picture that is asked for while the one before is being painted would take its place unseen.
        if (painted != self._painted and now - self._drawn > REDRAW_S) or now - self._drawn > SLOW_S:
            self._painted, self._drawn = painted, now
            self._layers.redraw.emit(RASTER)

    def _stop(self) -> None:
        self.job.progress.cancel()

    def _end(self) -> None:
        self._jobs.changed.disconnect(self._look)
        self._layers.rowsRemoved.disconnect(self._look)
        self.deleteLater()

    def _done(self, _about: About) -> None:
        self._end()
        if not self._layer.closed:
            place = self._layers.index_of(self._node)
            self._layers.dataChanged.emit(place, place)
            self._layers.redraw.emit(RASTER)

    def _failed(self, error: FaultGISError) -> None:
        """A cloud that shows nothing does not stay among the layers as if it did."""
        self._end()
        if not self._layer.closed and self._node in self._layers.rasters.children:
            self._layers.remove(self._node)
        if not isinstance(error, CancelledError):
            self._jobs.failed.emit(self.job, error)
