"""A hand that lays profiles across the creek of the practice relief, for stories and for pictures."""

from typing import Any

from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication

from faultgis.services import laying
from faultgis.services.laying import Place
from tests.ui.person import Person
from ui.tools.backslip import BackslipTool
from ui.tools.backslip_paint import on_map

QTest: Any = _QTest
# The creek as its lowest cells run, south to north; no fault has cut it.
CREEK = ((46.45649, 15.840065), (46.45665, 15.840134), (46.45675, 15.840183), (46.45691, 15.840270))
FAULT_LATITUDE = 46.4567


def tool_of(person: Person) -> BackslipTool:
    """The tool that is in use."""
    tool = person.view.tool
    assert isinstance(tool, BackslipTool)
    return tool


def drag(person: Person, handle: str, to: Place) -> None:
    """Take a handle with the mouse and let it go over a place."""
    layout = tool_of(person).layout
    assert layout is not None
    view, kind, none = person.view, QEvent.Type, Qt.MouseButton.NoButton
    start = on_map(view.scale, laying.handles(layout)[handle])
    end = on_map(view.scale, to)
    left = Qt.MouseButton.LeftButton
    steps = [(kind.MouseMove, start, none, none), (kind.MouseButtonPress, start, left, left)]
    for share in (0.3, 0.7, 1.0):
        steps.append((kind.MouseMove, start + (end - start) * share, none, left))
    steps.append((kind.MouseButtonRelease, end, left, none))
    for what, at, button, buttons in steps:
        above = view.mapToGlobal(at.toPoint())
        event = QMouseEvent(what, at, QPointF(above), button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)
        QTest.qWait(5)


def measure_creek(person: Person) -> None:
    """Draw a fault line across the creek, lay both lines along it, and cut the profiles to its banks."""
    person.view.zoom_to((15.8394, 46.4564, 15.8410, 46.4570))
    person.settle()
    person.key(Qt.Key.Key_F8)
    for longitude in (15.8395, 15.8409):
        person.click((longitude, FAULT_LATITUDE))
    person.settle()
    # A line is turned about where it meets the fault: once more, after it was slid.
    names = ("right_turn", "right_slide", "left_slide", "left_turn", "right_turn")
    for handle, (lat, lon) in zip(names, (*CREEK, CREEK[0]), strict=True):
        drag(person, handle, (lon, lat))
    for side in laying.SIDES:
        for end, lon in (("start", 15.83985), ("end", 15.84050)):
            drag(person, f"{side}_{end}", (lon, FAULT_LATITUDE))
    person.settle()
