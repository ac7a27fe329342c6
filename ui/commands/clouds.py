"""What is done with point clouds: shown on the map as points."""

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog

from faultgis.errors import FaultGISError
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
        """Show a cloud; where it names no coordinate system the user is asked."""
        program, desk = self.parts.program, self.desk
        if program is None or self.workspace.session is None:
            return

        def shown(node: Node) -> None:
            desk.view.zoom_to(node.raster.bounds)

        def failed(error: FaultGISError) -> None:
            if error.code == "cloud.crs_missing" and not crs:
                self._ask(path)
            else:
                self.workspace.tell_error(error)

        add_cloud(self.workspace.jobs, desk.layers, path, program.home, crs, shown, failed)

    def _ask(self, path: Path) -> None:
        dialog = CloudSystem(self.parts.window, path)
        if dialog.exec():
            self.show_cloud(path, dialog.crs)
