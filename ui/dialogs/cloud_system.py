"""Asks for the coordinate system of a point cloud that names none."""

from pathlib import Path

from PyQt6.QtWidgets import QWidget

from ui.dialogs.dialog import Dialog, quiet, row
from ui.dialogs.systems import crs_choices
from ui.forms.combos import SearchCombo
from ui.words import tr


class CloudSystem(Dialog):
    """``crs`` is the answer once it is accepted."""

    def __init__(self, parent: QWidget | None, path: Path) -> None:
        super().__init__(parent, "Coordinate system of the point cloud", "Show the points")
        self.choice = SearchCombo()
        self.body.addWidget(
            quiet("{name} names no coordinate system. It is not guessed: which is it in?", name=path.name)
        )
        metric = [one for one in crs_choices() if one[0] not in ("EPSG:4490", "EPSG:4326")]
        self.choice.fill([(None, tr("Choose…"), ""), *metric])
        self.choice.choose(None)
        row(self.grid(), "Coordinate system", self.choice)

    @property
    def crs(self) -> str:
        """The system chosen, or an empty text."""
        return str(self.choice.currentData() or "")

    def accept(self) -> None:
        """Only with an answer."""
        if self.crs:
            super().accept()
        else:
            self.say_problem(tr("Choose the coordinate system first."))
