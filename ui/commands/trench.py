"""What belongs to trenches: their logs in windows of their own."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from faultgis.records.trench import Trench, TrenchSite, Wall
from ui.commands.group import Group
from ui.opening import Parts
from ui.tools.trench import SiteTool, TrenchTool
from ui.walls.window import LogWindow
from ui.words import tr
from ui.workspace import Ref

NEAR_M_PER_PX = 0.15
"""Near enough that a trench of some metres can be drawn by hand."""


class TrenchCommands(Group):
    """Opens one window for each trench."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.windows: dict[UUID, LogWindow] = {}
        tool = self.desk.tool("add_trench")
        if isinstance(tool, TrenchTool):
            tool.dug.connect(self._dug)
        sites = self.desk.tool("add_site")
        if isinstance(sites, SiteTool):
            sites.placed.connect(self._sited)
        parts.opening.resumers.append(self.resume)
        parts.survey.tree.doubleClicked.connect(lambda _index: self._double_clicked())

    def trench_log(self, _checked: bool = False) -> None:
        """Open the log of the selected trench; of the only one, where none is selected."""
        trench = self._meant()
        if trench is None:
            self.workspace.tell(
                tr("Draw a trench across the fault first (Add, Trench), or select one."), "warning"
            )
            return
        self.open_log(trench)

    def _meant(self) -> UUID | None:
        session = self.workspace.session
        if session is None:
            return None
        for ref in self.workspace.selection:
            found = self._trench_of(ref)
            if found is not None:
                return found
        trenches = list(session.records["trench"])
        return trenches[0] if len(trenches) == 1 else None

    def _trench_of(self, ref: Ref) -> UUID | None:
        """The trench that a record belongs to: a trench itself, a wall, a unit, a feature, a site's first."""
        record = self.workspace.record(ref)
        if isinstance(record, Trench):
            return record.id
        session = self.workspace.session
        if record is None or session is None:
            return None
        own: UUID | None = getattr(record, "trench_id", None)
        wall: UUID | None = getattr(record, "wall_id", None)
        if own is None and wall is not None:
            own = getattr(session.get("wall", wall), "trench_id", None)
        if own is None:
            site = ref[1] if ref[0] == "trench_site" else getattr(record, "site_id", None)
            found = (t for t in session.records["trench"].values() if isinstance(t, Trench))
            own = next((t.id for t in found if site is not None and t.site_id == site), None)
        return own

    def open_log(self, trench: UUID) -> LogWindow:
        """The window of this trench, in front."""
        window = self.windows.get(trench)
        if window is None:
            window = LogWindow(self.workspace, trench, self._save, self.parts.window)
            window.closed.connect(partial(self._closed, trench))
            self.windows[trench] = window
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def flush(self) -> None:
        """Take over what is still being typed in the logs."""
        for window in self.windows.values():
            window.record.flush()

    def close_logs(self) -> None:
        """The main window goes, and the logs with it."""
        for window in list(self.windows.values()):
            window.close()

    def resume(self, state: dict[str, Any]) -> bool:
        """Go on with what was half drawn on a wall when the program ended."""
        session = self.workspace.session
        if not str(state.get("tool", "")).startswith("log_") or session is None:
            return False
        wall = session.get("wall", UUID(str(state["wall"]))) if state.get("wall") else None
        if not isinstance(wall, Wall):
            return False
        self.open_log(wall.trench_id).resume(wall.id, state)
        return True

    def _closed(self, trench: UUID) -> None:
        self.windows.pop(trench, None)

    def _save(self) -> None:
        self.parts.record.flush()
        self.workspace.save()

    def _sited(self, site: TrenchSite) -> None:
        """A site was chosen: come near enough to draw its trench, which is what follows."""
        view = self.desk.view
        if view.scale.metres_per_pixel > NEAR_M_PER_PX:
            view.navigation.remember()
            place = site.geometry
            near = replace(view.scale, longitude=place.x, latitude=place.y, metres_per_pixel=NEAR_M_PER_PX)
            view.set_scale(near)
        self.desk.choose("add_trench")

    def _dug(self, trench: Trench) -> None:
        """A trench was drawn on the map: its walls are there to be logged."""
        self.desk.choose("select")
        self.open_log(trench.id)

    def _double_clicked(self) -> None:
        for kind, key in self.workspace.selection[:1]:
            if kind == "trench":
                self.open_log(key)
