"""Points of the clouds that show, in the profile panel: behind the profile, or as the profile itself where no
terrain model lies under the line."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.services.profiling import Drawn
from faultgis.terrain.points_profile import GROUND, BandPoints
from faultgis.terrain.profiles import Swath
from ui.latest import Latest
from ui.layers.cloud import CloudLayer
from ui.layers.cloud_band import band_of, profile_of
from ui.layers.tree import LayerTree
from ui.words import tr
from ui.workspace import Workspace

LANE = "profile-points"
MOST_DRAWN = 200_000
Took = Callable[[str, Swath], None]


class ProfilePoints:
    """Reads points off the screen's thread; the latest line counts. ``source`` says from which points the
    profile is, and is ``None`` where it is from a terrain model."""

    def __init__(self, workspace: Workspace, layers: LayerTree, draw: Callable[[BandPoints], None]) -> None:
        self._workspace, self._layers, self._draw = workspace, layers, draw
        self._latest = Latest(workspace.jobs, LANE)
        self.source: Mapping[str, Any] | None = None

    def _clouds(self) -> list[tuple[str, CloudLayer]]:
        """The clouds that show, the topmost first."""
        nodes = self._layers.rasters.children
        return [(n.label, n.raster) for n in nodes if n.shown and isinstance(n.raster, CloudLayer)]

    @property
    def file(self) -> str:
        """The file of the points that the profile is from, or an empty text."""
        return "" if self.source is None else str(self.source["file"])

    def forget(self) -> None:
        """Nothing is wanted any more."""
        self._latest.drop()
        self.source = None

    def instead(self, error: FaultGISError, line: Drawn, took: Took) -> None:
        """No terrain model lies under the line: take the profile from points, or tell of the error."""
        clouds = self._clouds()
        if error.code != "profile.no_relief" or not clouds:
            self._workspace.tell_error(error)
        else:
            self._ask(clouds, error, line, took)

    def again(self, file: str, line: Drawn, took: Took) -> None:
        """The profile as it was taken from the points of this file; the user hears where it does not show."""
        clouds = [(label, layer) for label, layer in self._clouds() if str(layer.raster.path) == file]
        self._ask(clouds, InputError("profile.no_points", file=Path(file).name), line, took)

    def _ask(
        self, clouds: list[tuple[str, CloudLayer]], error: FaultGISError, line: Drawn, took: Took
    ) -> None:
        def work(progress: Progress) -> tuple[str, Swath, Mapping[str, Any]] | None:
            for label, layer in clouds:
                try:
                    swath, ground = profile_of(layer, line, progress)
                except InputError as missing:
                    if missing.code != "profile.no_relief":
                        raise
                    continue
                return label, swath, _source(layer, swath, ground)
            return None

        def done(found: tuple[str, Swath, Mapping[str, Any]] | None) -> None:
            if found is None:
                self._workspace.tell_error(error)
                return
            label, swath, self.source = found
            took(label, swath)

        self._latest.ask(work, done)

    def show(self, line: Drawn) -> None:
        """Draw the points of all clouds in the line's band."""
        clouds = self._clouds()
        if not clouds:
            return

        def work(progress: Progress) -> BandPoints | None:
            found = [band_of(layer, line, progress) for _, layer in clouds]
            return _joined([points for points in found if points is not None])

        def done(points: BandPoints | None) -> None:
            if points is not None:
                self._draw(points)

        self._latest.ask(work, done)

    def remark(self) -> str:
        """Whence the profile is, where it is from points."""
        if self.source is None:
            return ""
        if self.source["classes"]:
            return tr("No terrain model lies here: the profile is the median of the ground points.")
        return tr("No terrain model lies here: the profile is the median of all points, plants included.")


def _source(layer: CloudLayer, swath: Swath, ground: bool) -> Mapping[str, Any]:
    return {
        "file": str(layer.raster.path),
        "classes": [GROUND] if ground else [],
        "points": int(swath.count.sum()),
        "step_m": round(float(swath.distance[1] - swath.distance[0]), 4),
        "vertical_datum": layer.sight.declared.vertical or "",
    }


def _joined(parts: list[BandPoints]) -> BandPoints | None:
    if not parts:
        return None
    columns = zip(*((p.distance, p.across, p.elevation, p.classes) for p in parts), strict=True)
    return BandPoints(*(np.concatenate(column) for column in columns)).at_most(MOST_DRAWN)  # type: ignore[arg-type]
