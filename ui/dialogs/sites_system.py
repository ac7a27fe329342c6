"""A file of sites that says no coordinate system: the user names it. None is guessed."""

from pathlib import Path

from PyQt6.QtWidgets import QWidget

from faultgis.errors import InputError
from ui.dialogs.dialog import Dialog, field_grid, quiet, row
from ui.dialogs.systems import SystemCombo


class SitesSystem(Dialog):
    """After ``accept`` its ``system`` has a code."""

    def __init__(self, parent: QWidget | None, path: Path) -> None:
        super().__init__(parent, "No coordinate system", "Open", 480)
        self.system = SystemCombo()
        self.system.setCurrentIndex(-1)
        self.system.setEditText("")
        said = "{file} says no coordinate system. None is guessed: where does it belong?"
        self.body.addWidget(quiet(said, file=path.name))
        fields = field_grid()
        row(fields, "Coordinate system", self.system)
        self.body.addLayout(fields)

    def accept(self) -> None:
        """Take it, unless none is named."""
        if self.system.code is None:
            self.say_error(InputError("site.which_crs"))
            return
        super().accept()
