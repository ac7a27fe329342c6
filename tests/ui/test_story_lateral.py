"""A geologist lays two profiles across a creek that no fault has cut, and is told that it is not offset; and
a lateral offset beside a trace is stored, saved to PostGIS and opened again by somebody else."""

from PyQt6.QtCore import Qt

from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.services import lateral_markers
from tests.ui.lateral_hand import QTest, drag, measure_creek, tool_of
from tests.ui.person import Person, SitDown
from ui.tools.backslip_paint import on_map


def markers(person: Person) -> list[OffsetMarker]:
    found = person.session.records["offset_marker"].values()
    return [r for r in found if isinstance(r, OffsetMarker) and r.source.method == lateral_markers.METHOD]


def test_an_unbroken_creek_is_not_offset(sit_down: SitDown) -> None:
    person = sit_down()
    panel = person.window.lateral
    measure_creek(person)
    assert panel.isVisible()
    assert panel.measured is not None
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
