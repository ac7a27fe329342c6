"""What is done with point clouds: shown on the map as points."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtWidgets import QFileDialog

from faultgis.errors import FaultGISError
from faultgis.geometry.local import LocalFrame
from faultgis.services.frames import LocalMap
from importers.clouds.declared import LOCAL
from ui.commands.group import Group
from ui.dialogs.cloud_system import CloudSystem
from ui.layers.cloud_index import add_cloud
from ui.layers.tree import Node
from ui.words import tr


class CloudCommands(Group):
    """Point clouds as layers of the map."""

    def add_cloud(self, _checked: bool = False) -> None:
        """Choose point clouds and show their points over the relief."""
        state = self.parts.state
        pattern = f"{tr('Point clouds')} (*.las *.laz *.LAS *.LAZ);;{tr('All files')} (*)"
        names, _ = QFileDialog.getOpenFileNames(
            self.parts.window, tr("Add point cloud"), state.text("folder/cloud"), pattern
        )
        for name in names:
            state.keep("folder/cloud", str(Path(name).parent))
            self.show_cloud(Path(name))

    def show_cloud(self, path: Path, crs: str = "") -> None:
        """Show a cloud on the earth. One that names no coordinate system lies in the local grid that is
        shown; where none is, the user is asked."""

        def failed(error: FaultGISError) -> None:
            if error.code != "cloud.crs_missing" or crs:
                self.workspace.tell_error(error)
            elif self.workspace.local is not None:
                self._show_in_grid(path, self.workspace.local)
            else:
                self._ask(path)

        def on_earth() -> bool:
            self.parts.opening.showing.local.leave()
            return True

        self._add(path, crs, failed, on_earth)

    def _show_in_grid(self, path: Path, local: LocalMap) -> None:
        def still_there() -> bool:
            return self.workspace.local is local

        self._add(path, LOCAL, self.workspace.tell_error, still_there, local.frame)

    def _add(
        self,
        path: Path,
        crs: str,
        failed: Callable[[FaultGISError], None],
        wanted: Callable[[], bool],
        frame: LocalFrame | None = None,
    ) -> None:
        program, view, layers = self.parts.program, self.desk.view, self.desk.layers
        if program is None or self.workspace.session is None:
            return

        def shown(node: Node) -> None:
            view.zoom_to(node.raster.bounds)

        add_cloud(self.workspace.jobs, layers, path, program.home, crs, shown, failed, wanted, frame)

    def _ask(self, path: Path) -> None:
        dialog = CloudSystem(self.parts.window, path)
        if dialog.exec():
            self.show_cloud(path, dialog.crs)
