"""Shows local grids on the map instead of the earth, and the earth again; puts rasters into grids."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from PyQt6.QtCore import QObject

from faultgis.changes import Change, Changes
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.geometry.local import Bounds, LocalFrame
from faultgis.progress import Progress
from faultgis.records.files import LocalGrid, Raster
from faultgis.services.frames import LocalMap, local_records, measured_bounds
from faultgis.services.naming import code_like
from ui.canvas.scale import MapScale
from ui.layers.cloud import CloudLayer
from ui.layers.tree import Node
from ui.panels.desk import Desk
from ui.state import State
from ui.words import tr
from ui.workspace import Ref, Workspace

LANE = "relief"
# Where the products of point clouds stand, below the home folder.
PRODUCTS = "products"
# Kinds of rasters that are a picture of the ground; the others tell of a cloud's quality.
SHOWN = ("dem", "dtm", "dsm", "hillshade", "relief", "orthophoto", "image")
# What of them is seen at first.
FIRST = ("dem", "dtm", "orthophoto", "image")
# What a grid without rasters and measurements shows: a kilometre about its origin.
EMPTY: Bounds = (-500.0, -500.0, 500.0, 500.0)


@dataclass(frozen=True)
class Found:
    """The files of a grid that are there, with the extent of all, and what is wrong with the others."""

    rasters: tuple[tuple[Raster, Path], ...]
    bounds: Bounds | None
    problems: tuple[FaultGISError, ...]


class LocalMaps(QObject):
    """Opens a local grid: its rasters, its fault's line, what was measured in it."""

    def __init__(self, workspace: Workspace, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self.workspace, self.desk, self.state = workspace, desk, state
        self.home = Path()
        self._earth: MapScale | None = None
        desk.place_wanted.connect(self.go)
        workspace.place_changed.connect(self._placed)
        workspace.opened.connect(desk.layers.forget_places)
        workspace.changed.connect(self._changed)

    @property
    def earth_view(self) -> MapScale:
        """Where the map of the earth stands, also while a local grid is shown."""
        return self._earth if self._earth is not None else self.desk.view.scale

    def go(self, grid_id: UUID | None, refs: Sequence[Ref]) -> None:
        """Show these records where they lie: in a local grid, or on the earth."""
        if grid_id is None:
            self.leave()
            self.desk.go_to(list(refs))
        else:
            self.open(grid_id, refs)

    def leave(self) -> None:
        """Show the earth again, where it was left."""
        self.workspace.show_local(None)

    def open(self, grid_id: UUID, refs: Sequence[Ref] = ()) -> None:
        """Show a local grid, and these of its records."""
        session = self.workspace.session
        grid = session.get("local_grid", grid_id) if session is not None else None
        if session is None or not isinstance(grid, LocalGrid):
            return
        records = [r for r in local_records(session.records, "raster", grid_id) if r.kind in SHOWN]
        products = self.home / PRODUCTS
        measured = measured_bounds(local_records(session.records, "offset_marker", grid_id))

        def show(found: Found) -> None:
            if session is self.workspace.session:
                self._show(grid_id, found, measured, refs)

        self.workspace.jobs.run(
            tr("Opening the local grid"), lambda progress: _find(records, products, progress), show, lane=LANE
        )

    def _show(self, grid_id: UUID, found: Found, measured: Bounds | None, refs: Sequence[Ref]) -> None:
        grid = self.workspace.record(("local_grid", grid_id))
        if not isinstance(grid, LocalGrid):
            return
        whole = found.bounds or measured or EMPTY
        frame, before = LocalFrame.around(whole), self.workspace.local
        if before is None:
            self._earth = self.desk.view.scale
        self.desk.layers.show_place(str(grid_id))
        self._lay(found, frame)
        self.workspace.show_local(LocalMap(grid, frame))
        self.desk.take_local_tool()
        view = self.desk.view
        bounds = view.scene.bounds_of(refs) if refs else None
        if before is not None and before.grid.id == grid_id and not refs:
            view.set_scale(_moved(view.scale, before.frame, frame))
        else:
            view.set_scale(view.scale.fitted(*(bounds or frame.canvas_bounds(whole))))
        for problem in found.problems:
            self.workspace.tell_error(problem)

    def _lay(self, found: Found, frame: LocalFrame) -> None:
        """Show the grid's rasters in this frame, each as it was shown before."""
        from importers.rasters.placing import Placing
        from importers.rasters.recording import north_first

        layers = self.desk.layers
        before: dict[Path, Any] = {node.raster.raster.path: node for node in layers.rasters.children}
        for node in list(layers.rasters.children):
            if not isinstance(node.raster, CloudLayer) or node.raster.sight.frame != frame:
                layers.remove(node)
        for record, path in found.rasters:
            try:
                node = layers.add_raster(path, Placing(frame=frame, north_first=north_first(record)))
            except FaultGISError as error:
                self.workspace.tell_error(error)
                continue
            old = before.get(path)
            node.visible = record.kind in FIRST
            layers.entitle(node, record.code)
            self._light(node)
            if old is not None:
                node.raster.light, node.visible, node.opacity = old.raster.light, old.visible, old.opacity

    def _placed(self) -> None:
        """The earth is shown again, whoever wanted it."""
        layers = self.desk.layers
        if self.workspace.local is not None or not layers.place:
            return
        layers.show_place("")
        if self._earth is not None:
            self.desk.view.set_scale(self._earth)
        self._earth = None

    def _light(self, node: Node) -> None:
        """The light that the user prefers, until it is changed for this raster."""
        names = ("azimuth", "altitude", "exaggeration")
        node.raster.relit(**{name: self.state.settings.number(f"hillshade_{name}") for name in names})

    def _changed(self, changes: Changes) -> None:
        """A raster of the grid on the map came or went: lay them anew."""
        local, session = self.workspace.local, self.workspace.session
        if local is None or session is None or not changes.touches("raster"):
            return
        ids = changes.ids["raster"]
        here = {record.id for record in local_records(session.records, "raster", local.grid.id)}
        if ids & here or any(session.get("raster", key) is None for key in ids):
            self.open(local.grid.id)

    # Rasters

    def add_raster(self, path: Path, grid: LocalGrid, north_first: bool = False) -> None:
        """Put a raster into a local grid (a new one is made with it), as one edit, and show the grid."""
        session = self.workspace.session
        if session is None:
            return

        def read(progress: Progress) -> Any:
            from importers.rasters.recording import look

            return look(path, progress)

        def took(looked: Any) -> None:
            from importers.rasters.recording import recorded, same_file

            if session is not self.workspace.session:
                return
            code = code_like(session.records, "raster", path.stem)
            record = recorded(looked, grid, code, north_first, grid.fault_id)
            new = session.get("local_grid", grid.id) is None
            made = [Change(None, grid)] if new else []
            change = same_file(local_records(session.records, "raster", grid.id), record)
            if change.before != change.after:
                self.workspace.apply(Edit("edit.add_local_raster", (*made, change)))
            self.open(grid.id)

        self.workspace.jobs.run(tr("Reading the raster"), read, took, self.workspace.tell_error, lane=LANE)


def _moved(scale: MapScale, before: LocalFrame, now: LocalFrame) -> MapScale:
    """The same view of a grid whose frame has moved."""
    centre = before.to_metres(np.array([(scale.longitude, scale.latitude)]))
    longitude, latitude = now.to_canvas(centre)[0].tolist()
    return replace(scale, longitude=longitude, latitude=latitude)


def _find(records: Sequence[Raster], products: Path, progress: Progress) -> Found:
    """Look for the files of a grid's rasters, for a worker."""
    from importers.rasters.recording import bounds_of, file_of

    rasters, boxes, problems = [], [], []
    for number, record in enumerate(records):
        progress.report("raster.opening", number, len(records))
        try:
            boxes.append(bounds_of(record, products))
            rasters.append((record, file_of(record, products)))
        except FaultGISError as error:
            problems.append(error)
    return Found(tuple(rasters), around(boxes), tuple(problems))


def around(boxes: Sequence[Bounds]) -> Bounds | None:
    """One box around many."""
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
