"""Sorts a cloud's points while the map already shows the first of them."""

import time

from PyQt6.QtCore import QObject

from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from importers.clouds.runs import About
from ui.jobs import Job, Jobs
from ui.layers.cloud import CloudLayer, index
from ui.layers.tree import RASTER, LayerTree, Node
from ui.words import tr

LANE = "clouds"
REDRAW_S = 0.3


class CloudIndex(QObject):
    """One cloud's points on their way. It ends with them, or when the layer leaves the map."""

    def __init__(self, jobs: Jobs, layers: LayerTree, node: Node) -> None:
        super().__init__(layers)
        layer = node.raster
        assert isinstance(layer, CloudLayer)
        self._jobs, self._layers, self._node, self._layer = jobs, layers, node, layer
        self._seen, self._drawn = -1, 0.0
        jobs.changed.connect(self._look)
        layers.rowsRemoved.connect(self._look)
        title = tr("Sorting the points of {name}", name=node.label)
        self.job: Job = jobs.run(title, self._work, self._done, self._failed, LANE)

    def _work(self, progress: Progress) -> About:
        return index(self._layer, progress)

    def _look(self) -> None:
        """Draw again when there is more to see."""
        job = getattr(self, "job", None)
        if job is None:
            return
        if self._layer.closed:
            job.progress.cancel()
        elif job.step.done != self._seen and time.monotonic() - self._drawn > REDRAW_S:
            self._seen, self._drawn = job.step.done, time.monotonic()
            self._layers.redraw.emit(RASTER)

    def _end(self) -> None:
        self._jobs.changed.disconnect(self._look)
        self._layers.rowsRemoved.disconnect(self._look)
        self.deleteLater()

    def _done(self, _about: About) -> None:
        self._end()
        if not self._layer.closed:
            index = self._layers.index_of(self._node)
            self._layers.dataChanged.emit(index, index)
            self._layers.redraw.emit(RASTER)

    def _failed(self, error: FaultGISError) -> None:
        """A cloud that shows nothing does not stay among the layers as if it did."""
        self._end()
        if not self._layer.closed and self._layer.about is None:
            self._layers.remove(self._node)
        if not isinstance(error, CancelledError):
            self._jobs.failed.emit(self.job, error)
