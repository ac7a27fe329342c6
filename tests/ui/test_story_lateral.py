"""A geologist lays two profiles across a creek that no fault has cut, and is told that it is not offset; and
a lateral offset beside a trace is stored, saved to PostGIS and opened again by somebody else."""

from typing import Any

from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication

from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.services import lateral_markers, laying
from faultgis.services.laying import Place
from tests.ui.person import Person, SitDown
from ui.tools.backslip import BackslipTool
from ui.tools.backslip_paint import on_map

QTest: Any = _QTest
# The creek of the practice relief as its lowest cells run, south to north.
CREEK = ((46.45649, 15.840065), (46.45665, 15.840134), (46.45675, 15.840183), (46.45691, 15.840270))


def tool_of(person: Person) -> BackslipTool:
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


def markers(person: Person) -> list[OffsetMarker]:
    found = person.session.records["offset_marker"].values()
    return [r for r in found if isinstance(r, OffsetMarker) and r.source.method == lateral_markers.METHOD]


def test_an_unbroken_creek_is_not_offset(sit_down: SitDown) -> None:
    person = sit_down()
    panel = person.window.lateral
    person.view.zoom_to((15.8394, 46.4564, 15.8410, 46.4570))
    person.settle()
    person.key(Qt.Key.Key_F8)
    assert panel.isVisible()
    for place in ((15.8395, 46.4567), (15.8409, 46.4567)):
        person.click(place)
    person.settle()
    assert panel.measured is not None
    for handle, (lat, lon) in zip(
        ("right_turn", "right_slide", "left_slide", "left_turn"), CREEK, strict=True
    ):
        drag(person, handle, (lon, lat))
    for handle, (lat, lon) in zip(("right_turn", "left_turn"), (CREEK[0], CREEK[3]), strict=True):
        drag(person, handle, (lon, lat))
    # Nearer to the creek, so that its banks count and not the meadows.
    for side in laying.SIDES:
        for end, lon in (("start", 15.83985), ("end", 15.84050)):
            drag(person, f"{side}_{end}", (lon, 46.4567))
    person.settle()
    offset = panel.measured.offset
    assert abs(offset.best) < 4
    assert offset.summary.q025 < 0 < offset.summary.q975
    assert offset.quality.letter == "D"
    assert "95 % 范围包含零" in panel.result.text()


def test_an_offset_beside_a_trace_is_found_again_by_somebody_else(sit_down: SitDown) -> None:
    person = sit_down()
    fault = person.fault("P1")
    trace = max((t for t in person.traces if t.fault_id == fault.id), key=lambda t: t.geometry.length)
    person.view.zoom_to(trace.geometry.bounds)
    person.settle()
    person.press("lateral")
    lon, lat = trace.geometry.interpolate(0.5, normalized=True).coords[0]
    person.click((lon, lat))
    person.settle()
    panel, tool = person.window.lateral, tool_of(person)
    assert tool.trace_id == trace.id
    assert tool.layout is not None
    axis = tool.layout.axis
    drag(person, "left_turn", axis.place(15.0, 60.0))
    drag(person, "right_turn", axis.place(-15.0, -60.0))
    drag(person, "left_profile", axis.place(0.0, 25.0))
    person.settle()
    assert panel.measured is not None
    first = panel.measured
    panel.slider.number.setValue(12.0)
    panel.store.click()
    (made,) = markers(person)
    assert (made.trace_id, made.fault_id) == (trace.id, fault.id)
    person.press("save")
    person.wait(lambda: not person.session.saved and not person.workspace.saving)

    other = sit_down(home="other", language="en")
    (known,) = markers(other)
    assert known.geometry is not None
    assert known.source == made.source
    drawn = other.session.records["piercing_line"].values()
    assert {line.marker_id for line in drawn if isinstance(line, PiercingLine)} == {known.id}
    other.view.zoom_to(trace.geometry.bounds)
    other.settle()
    place = on_map(other.view.scale, (known.geometry.x, known.geometry.y)).toPoint()
    other.click(place)
    QTest.mouseDClick(other.view, Qt.MouseButton.LeftButton, pos=place)
    other.wait(lambda: other.window.lateral.measured is not None)
    other.settle()
    again = other.window.lateral.measured
    assert again is not None
    assert again.layout == first.layout
    assert (again.offset.best, again.offset.summary) == (first.offset.best, first.offset.summary)
    assert other.window.lateral.result.text().startswith("Offset ")
