"""Shows the rasters that a survey's records hold as layers of the map, and remembers which it has offered."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject

from faultgis.changes import Changes
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.files import PointCloud, Raster
from faultgis.services.clouds import rasters_of
from faultgis.services.editing import EditingSession
from ui.panels.desk import Desk
from ui.remembered import Remembered
from ui.state import State
from ui.words import tr
from ui.workspace import Ref, Workspace

ARCHIVE, PRODUCTS = "archive", "products"
# What everybody who opens the survey sees at first; all else is shown when asked for.
OFFERED = ("dem", "dtm")
MOST_OFFERED = 12
MOST_NAMED = 3


class Products(QObject):
    """Rasters come on the map once by themselves, as terrain models do, and whenever somebody asks."""

    def __init__(self, workspace: Workspace, desk: Desk, state: State) -> None:
        super().__init__(desk)
        self.workspace, self.desk, self.state = workspace, desk, state
        self.remembered = Remembered(state)
        self.home = Path()
        self._known: dict[UUID, Path] = {}
        workspace.changed.connect(self._changed)

    def offer(self, session: EditingSession, home: Path) -> None:
        """The survey was opened: show its newest terrain models that were never shown here, and say which
        files are missing."""
        self.home = home
        held = rasters_of({"raster": list(session.records["raster"].values())})
        mine = [r for r in held if r.local_grid_id is None and not Path(r.path).is_absolute()]
        self._known = {raster.id: self.file_of(raster) for raster in mine}
        missing = [raster for raster in mine if not self.file_of(raster).is_file()]
        seen = self._seen(session)
        fresh = [r for r in mine if r.kind in OFFERED and str(r.id) not in seen and r not in missing]
        for raster in sorted(fresh, key=lambda r: r.id)[-MOST_OFFERED:]:
            self._show(session, raster)
        self._keep_seen(session, seen | {str(raster.id) for raster in fresh})
        self._say_missing(missing)

    def show_new(self, rasters: Sequence[Raster]) -> None:
        """Rasters were just made: show the terrain among them, and go there."""
        session = self.workspace.session
        if session is None:
            return
        wanted = [raster for raster in rasters if raster.kind in OFFERED and raster.local_grid_id is None]
        for raster in wanted:
            self._show(session, raster, go=True)
        grid = next((raster.local_grid_id for raster in rasters if raster.local_grid_id is not None), None)
        if grid is not None:
            self.desk.place_wanted.emit(grid, [])
        self._keep_seen(session, self._seen(session) | {str(raster.id) for raster in wanted})

    def show(self, raster: Raster) -> None:
        """Somebody asks for this raster: show it, on top of the others, and go there."""
        session = self.workspace.session
        if session is None:
            return
        if raster.local_grid_id is not None:
            self.desk.place_wanted.emit(raster.local_grid_id, [])
            return
        path = self.file_of(raster)
        if not path.is_file():
            self._say_missing([raster])
            return
        self._show(session, raster, go=True)

    def show_refs(self, refs: Sequence[Ref]) -> None:
        """Show the raster that these records are, if they are one."""
        record = self.workspace.record(refs[0]) if len(refs) == 1 else None
        if isinstance(record, Raster) and record.local_grid_id is None:
            self.show(record)

    def file_of(self, record: Raster | PointCloud) -> Path:
        """Where the file of a record is on this computer, if it is there."""
        return self.home / (PRODUCTS if isinstance(record, Raster) else ARCHIVE) / record.path

    def _show(self, session: EditingSession, raster: Raster, go: bool = False) -> None:
        path, layers = self.file_of(raster), self.desk.layers

        def load(_progress: Progress) -> None:
            from importers.rasters.geotiff import open_raster

            open_raster(path)  # reads the driver in, which takes long the first time

        def show(_nothing: Any) -> None:
            if session is not self.workspace.session:
                return
            standing = next((n for n in layers.rasters.children if n.raster.raster.path == path), None)
            try:
                node = standing or layers.add_raster(path)
            except FaultGISError as error:
                self.workspace.tell_error(error)
                return
            layers.entitle(node, raster.code)
            if standing is None:
                self.remembered.show_raster(session.survey.code, layers, node)
            if go:
                self.desk.view.zoom_to(node.raster.bounds)

        self.workspace.jobs.run(tr("Opening the relief"), load, show, lane="relief")

    def _say_missing(self, missing: Sequence[Raster]) -> None:
        if not missing:
            return
        count, names = len(missing), tr(", ").join(raster.code for raster in missing[:MOST_NAMED])
        more = " …" if count > MOST_NAMED else ""
        said = tr(
            "{count} rasters of this survey are not on this computer: {names}",
            count=len(missing),
            names=names,
        )
        way_out = tr("They stand in the archive of the computer that made them.")
        self.workspace.tell(f"{said}{more} {way_out}", "warning")

    def title(self, session: EditingSession, path: Path) -> str:
        """What a file is called that is the raster of a record; else nothing."""
        held = (r for r in session.records["raster"].values() if isinstance(r, Raster))
        return next((raster.code for raster in held if self.file_of(raster) == path), "")

    def _changed(self, changes: Changes) -> None:
        """A raster's record went, as with an import taken back: its layer goes. It has another code: the
        layer, too."""
        session = self.workspace.session
        if session is None or not changes.touches("raster"):
            return
        nodes = {node.raster.raster.path: node for node in self.desk.layers.rasters.children}
        for key in changes.ids["raster"]:
            record = session.get("raster", key)
            path = self.file_of(record) if isinstance(record, Raster) else self._known.pop(key, Path())
            node = nodes.get(path)
            if isinstance(record, Raster):
                self._known[key] = path
            if node is None:
                continue
            if isinstance(record, Raster):
                self.desk.layers.entitle(node, record.code)
            else:
                self.desk.layers.remove(node)

    # What was offered

    def _seen(self, session: EditingSession) -> set[str]:
        try:
            found = json.loads(self.state.text(self._key(session)) or "[]")
        except ValueError:
            return set()
        return {str(one) for one in found} if isinstance(found, list) else set()

    def _keep_seen(self, session: EditingSession, seen: set[str]) -> None:
        self.state.keep(self._key(session), json.dumps(sorted(seen)))

    @staticmethod
    def _key(session: EditingSession) -> str:
        return f"offered/{session.survey.code}"
