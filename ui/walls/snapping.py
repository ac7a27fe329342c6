"""Snapping on a wall: the map's settings and search, over what is drawn there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from PyQt6.QtCore import Qt

from faultgis.geometry.snapping import Excluded, Snap, SnapIndex
from faultgis.records.trench import WallFeature
from faultgis.walls.frames import canvas_lines
from ui.canvas.events import MapEvent
from ui.tools.snapping import Snapper
from ui.workspace import Workspace


def index_of(features: Iterable[WallFeature]) -> SnapIndex:
    """Lines, outlines and points of a wall to snap to."""
    lines = {f.id: found for f in features if (found := canvas_lines(f.shape)) is not None}
    return SnapIndex(lines, 0.0, 0.0)


class WallSnapper(Snapper):
    """Finds places among the features of the view's wall; on, off and reach are those of the map."""

    def __init__(self, workspace: Workspace) -> None:
        self._shared = Snapper.of(workspace)  # made first: it is the one that the map's tools find
        super().__init__(workspace)
        self._indexes: dict[UUID, tuple[object, SnapIndex]] = {}

    def toggle(self) -> None:
        self._shared.toggle()

    def find(
        self,
        view: Any,
        event: MapEvent,
        also: Iterable[tuple[float, float]] = (),
        exclude: Iterable[Excluded] = (),
    ) -> Snap | None:
        wanted = self._shared.settings
        if not wanted.enabled or event.modifiers & Qt.KeyboardModifier.AltModifier or view.wall is None:
            return None
        return self._of(view).query(
            event.longitude,
            event.latitude,
            wanted.pixels * view.scale.metres_per_pixel,
            vertices=wanted.vertices,
            edges=wanted.edges,
            crossings=True,
            also=also,
            exclude=exclude,
        )

    def _of(self, view: Any) -> SnapIndex:
        """The index of the view's wall; made anew when what is drawn there changed."""
        key, features = view.wall.id, view.features
        held = self._indexes.get(key)
        if held is None or held[0] is not features:
            held = self._indexes[key] = features, index_of(features)
        return held[1]
