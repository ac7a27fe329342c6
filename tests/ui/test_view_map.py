"""The map by mouse and keys: pan, zoom, hit, edits seen at once, nothing lost on the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QWheelEvent
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.fault import Fault
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from tests.ui.hand import LEFT, MIDDLE, NONE, SHIFT, Hand, QTest
from ui.canvas.decorations import length_text, round_length, scale_bar
from ui.canvas.scale import MapScale
from ui.layers.symbols import RED

SURVEY = Survey(code="T")


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    """A map with one red trace across it from (200, 300) to (600, 300)."""
    fault = Fault(survey_id=SURVEY.id, code="F", name_zh="断裂", latest_activity="holocene")
    pixels = [(200, 300), (400, 300), (600, 300)]
    made = Hand(qtbot, [fault])
    trace = made.trace_over(*pixels, fault_id=fault.id, accuracy="accurate")
    made.workspace.apply(Edit("edit.draw_trace", (Change(None, trace),)))
    drawn(qtbot, made)
    yield made
    made.view.rendering.stop()


def drawn(qtbot: QtBot, hand: Hand) -> None:
    """Wait for a full frame."""
    with qtbot.waitSignal(hand.view.frame_done, timeout=20_000):
        hand.view.refresh()


def picture(hand: Hand) -> QImage:
    """What is on the screen, one dot per logical pixel."""
    image = QImage(hand.view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    hand.view.render(painter)
    painter.end()
    return image


def is_red(image: QImage, x: int, y: int) -> bool:
    """Whether the fault's red covers the pixel."""
    colour = image.pixelColor(x, y)
    return colour.red() > 150 and colour.green() < 110 and colour.blue() < 110


def test_the_trace_is_drawn_where_its_coordinates_are(hand: Hand) -> None:
    image = picture(hand)
    assert is_red(image, 300, 300)
    assert not is_red(image, 300, 320)
    assert QColor(*RED).red() > 150


def test_middle_drag_pans_with_any_tool(hand: Hand, qtbot: QtBot) -> None:
    place = hand.ground(300, 300)
    QTest.mousePress(hand.view, MIDDLE, NONE, QPoint(300, 300))
    QTest.mouseMove(hand.view, QPoint(340, 280))
    QTest.mouseRelease(hand.view, MIDDLE, NONE, QPoint(340, 280))
    assert hand.view.scale.to_screen(*place) == pytest.approx((340, 280), abs=0.5)
    assert is_red(picture(hand), 340, 280), "the old picture moves along before the new one is drawn"
    drawn(qtbot, hand)
    assert is_red(picture(hand), 340, 280)


def test_left_drag_pans_without_a_tool(hand: Hand) -> None:
    place = hand.ground(300, 300)
    hand.drag((300, 300), (320, 310), (380, 330))
    assert hand.view.scale.to_screen(*place) == pytest.approx((380, 330), abs=0.5)


def test_space_drag_pans_and_the_tool_does_not_hear_of_it(hand: Hand) -> None:
    tool = Listener()
    hand.view.set_tool(tool)
    place = hand.ground(300, 300)
    QTest.keyPress(hand.view, Qt.Key.Key_Space)
    hand.drag((300, 300), (350, 300))
    QTest.keyRelease(hand.view, Qt.Key.Key_Space)
    assert hand.view.scale.to_screen(*place) == pytest.approx((350, 300), abs=0.5)
    assert "press" not in tool.heard
    hand.drag((300, 300), (350, 300))
    assert tool.heard.count("press") == 1
    assert tool.heard[-1] == "release"


def wheel(hand: Hand, x: int, y: int, notches: int) -> None:
    """Turn the wheel over a pixel."""
    event = QWheelEvent(
        QPointF(x, y),
        QPointF(hand.view.mapToGlobal(QPoint(x, y))),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    hand.view.wheelEvent(event)


def test_the_wheel_doubles_at_the_cursor(hand: Hand) -> None:
    place, before = hand.ground(250, 220), hand.view.scale.metres_per_pixel
    wheel(hand, 250, 220, 1)
    assert hand.view.scale.metres_per_pixel == pytest.approx(before / 2)
    assert hand.view.scale.to_screen(*place) == pytest.approx((250, 220), abs=0.05)


def test_keys_pan_and_zoom(hand: Hand) -> None:
    before = hand.view.scale
    hand.key(Qt.Key.Key_Right)
    assert hand.view.scale.longitude > before.longitude
    hand.key(Qt.Key.Key_Up)
    assert hand.view.scale.latitude > before.latitude
    hand.key(Qt.Key.Key_PageUp)
    assert hand.view.scale.metres_per_pixel == pytest.approx(before.metres_per_pixel / 2)
    hand.key(Qt.Key.Key_Minus)
    assert hand.view.scale.metres_per_pixel == pytest.approx(before.metres_per_pixel)


def test_previous_and_next_view(hand: Hand) -> None:
    first = hand.view.scale
    hand.view.zoom_to((101.9, 27.9, 102.1, 28.1))
    second = hand.view.scale
    hand.view.navigation.previous()
    assert hand.view.scale == first
    hand.view.navigation.next()
    assert hand.view.scale == second


def test_double_click_zooms_in_without_a_tool_and_goes_to_the_tool_with_one(hand: Hand) -> None:
    before = hand.view.scale.metres_per_pixel
    hand.double_click(400, 300)
    assert hand.view.scale.metres_per_pixel == pytest.approx(before / 2)
    tool = Listener()
    hand.view.set_tool(tool)
    hand.double_click(400, 300)
    assert hand.view.scale.metres_per_pixel == pytest.approx(before / 2)
    assert tool.heard[-1] == "double_click"


def test_shift_drag_zooms_to_the_box(hand: Hand) -> None:
    centre = hand.ground(300, 250)
    hand.drag((200, 175), (400, 325), modifiers=SHIFT)
    assert (hand.view.scale.longitude, hand.view.scale.latitude) == pytest.approx(centre, abs=1e-4)
    assert hand.view.scale.metres_per_pixel == pytest.approx(10.0 / 4, rel=0.01)


class Listener:
    """A tool that writes down what reaches it."""

    hint = ""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.view: Any = None

    @property
    def cursor(self) -> Any:
        return Qt.CursorShape.CrossCursor

    def activate(self, view: Any) -> None:
        self.view = view

    def deactivate(self) -> None:
        self.heard.append("deactivate")

    def press(self, _event: Any) -> None:
        self.heard.append("press")

    def move(self, _event: Any) -> None:
        self.heard.append("move")

    def release(self, _event: Any) -> None:
        self.heard.append("release")

    def double_click(self, _event: Any) -> None:
        self.heard.append("double_click")

    def key(self, _event: Any) -> bool:
        self.heard.append("key")
        return False

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        painter.fillRect(10, 10, 20, 20, QColor(0, 0, 255))


def test_the_tool_paints_on_top_and_leaves_when_replaced(hand: Hand) -> None:
    tool = Listener()
    hand.view.set_tool(tool)
    assert picture(hand).pixelColor(20, 20) == QColor(0, 0, 255)
    hand.view.set_tool(None)
    assert tool.heard[-1] == "deactivate"
    assert picture(hand).pixelColor(20, 20) != QColor(0, 0, 255)


def test_hit_finds_the_trace_under_the_pixel_and_nothing_beside_it(hand: Hand) -> None:
    (trace,) = hand.traces
    assert hand.view.hit(QPointF(333, 303)) == [("trace", trace.id)]
    assert hand.view.hit(QPointF(333, 312)) == []


def test_traces_near_counts_pixels(hand: Hand) -> None:
    place = hand.ground(400, 320)
    assert hand.view.traces_near(*place, radius_px=15) == []
    assert hand.view.traces_near(*place, radius_px=25) == hand.traces


def test_a_point_wins_over_the_line_below_it(hand: Hand) -> None:
    spot = ObservationPoint(survey_id=SURVEY.id, code="D1", geometry=shapely.Point(hand.ground(400, 301)))
    hand.workspace.apply(Edit("edit.change_record", (Change(None, spot),)))
    assert hand.view.hit(QPointF(400, 300))[0] == ("observation_point", spot.id)


def test_an_edit_is_seen_at_once_and_so_is_its_undo(hand: Hand) -> None:
    (trace,) = hand.traces
    lower = hand.trace_over((200, 400), (600, 400), fault_id=trace.fault_id, accuracy="accurate")
    moved = replace(trace, geometry=lower.geometry)
    hand.workspace.apply(Edit("edit.move_vertex", (Change(trace, moved),)))
    image = picture(hand)
    assert is_red(image, 300, 400)
    assert not is_red(image, 300, 300)
    hand.workspace.undo()
    image = picture(hand)
    assert is_red(image, 300, 300)
    assert not is_red(image, 300, 400)


def test_a_part_drawn_anew_equals_the_whole_drawn_anew(hand: Hand, qtbot: QtBot) -> None:
    (trace,) = hand.traces
    bent = hand.trace_over((200, 300), (400, 240), (600, 300), fault_id=trace.fault_id)
    hand.workspace.apply(Edit("edit.move_vertex", (Change(trace, replace(trace, geometry=bent.geometry)),)))
    part = hand.view.rendering.slots["vectors"].image
    assert part is not None
    part = part.copy()
    drawn(qtbot, hand)
    assert hand.view.rendering.slots["vectors"].image == part


def test_changing_the_fault_changes_its_traces(hand: Hand) -> None:
    (fault,) = hand.session.records["fault"].values()
    assert isinstance(fault, Fault)
    change = Change(fault, replace(fault, latest_activity="pre_quaternary"))
    hand.workspace.apply(Edit("edit.change_record", (change,)))
    assert not is_red(picture(hand), 300, 300)


def test_a_deleted_trace_is_gone_from_view_and_from_hit(hand: Hand) -> None:
    (trace,) = hand.traces
    hand.workspace.apply(Edit("edit.delete_records", (Change(trace, None),)))
    assert not is_red(picture(hand), 300, 300)
    assert hand.view.hit(QPointF(300, 300)) == []
    assert hand.view.traces_near(*hand.ground(300, 300), 10) == []


def test_the_selection_glows(hand: Hand, qtbot: QtBot) -> None:
    (trace,) = hand.traces
    before = picture(hand).pixelColor(300, 303)
    with qtbot.waitSignal(hand.view.frame_done, timeout=20_000):
        hand.workspace.select([("trace", trace.id)])
    glow = picture(hand).pixelColor(300, 303)
    assert glow != before
    assert glow.blue() < 130 < glow.red()


def test_zoom_to_all_and_to_the_selection(hand: Hand) -> None:
    (trace,) = hand.traces
    hand.view.zoom_to_all()
    west, south, east, north = hand.view.scale.bounds
    box = trace.geometry.bounds
    assert west < box[0] < box[2] < east
    assert south < box[1] <= box[3] < north
    hand.workspace.select([("fault", trace.fault_id)] if trace.fault_id else [])
    hand.view.set_scale(MapScale(90.0, 30.0, 10.0, 800, 600))
    hand.view.zoom_to_selection()
    assert hand.view.scale.longitude == pytest.approx((box[0] + box[2]) / 2)


def test_a_survey_opens_on_its_own_extent(hand: Hand) -> None:
    far = Trace(survey_id=SURVEY.id, geometry=shapely.MultiLineString([[(80.0, 40.0), (81.0, 40.5)]]))
    hand.workspace.open(EditingSession(SURVEY, {"trace": [far]}))
    west, _, east, _ = hand.view.scale.bounds
    assert west < 80.0 < 81.0 < east


def test_measured_planes_are_drawn_with_their_dip(hand: Hand, qtbot: QtBot) -> None:
    spot = ObservationPoint(survey_id=SURVEY.id, code="D1", geometry=shapely.Point(hand.ground(400, 450)))
    plane = Measurement(survey_id=SURVEY.id, point_id=spot.id, dip_direction=180.0, dip=60.0)
    hand.workspace.apply(Edit("edit.change_record", (Change(None, spot), Change(None, plane))))
    drawn(qtbot, hand)
    image = picture(hand)
    assert image.pixelColor(400, 457).lightness() < 140, "the dip tick points south"
    assert image.pixelColor(400, 443).lightness() > 200
    assert image.pixelColor(393, 450).lightness() < 140, "the strike bar runs east and west"


def test_switching_layers_off_takes_them_off(hand: Hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.view.frame_done, timeout=20_000):
        hand.layers.show(hand.layers.node("traces"), False)
    assert not is_red(picture(hand), 300, 300)
    assert hand.view.hit(QPointF(300, 300)) == []


def test_a_raster_without_a_place_is_told_not_raised(hand: Hand, qtbot: QtBot, tmp_path: Path) -> None:
    import rasterio
    from rasterio.transform import from_bounds

    path = tmp_path / "relief.tif"
    place = from_bounds(101.9, 27.9, 102.1, 28.1, 50, 50)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        count=1,
        width=50,
        height=50,
        dtype="float32",
        crs="EPSG:4490",
        transform=place,
    ) as target:
        target.write(shapely.get_coordinates(shapely.box(0, 0, 1, 1))[:1].repeat(1250, 0).reshape(50, 50), 1)
    hand.layers.add_raster(path)
    drawn(qtbot, hand)
    path.unlink()
    with qtbot.waitSignal(hand.view.failed, timeout=20_000):
        hand.view.refresh()
    assert hand.told
    assert hand.told[-1][1] == "error"


def test_pointing_tells_the_place(hand: Hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hand.view.pointed) as caught:
        QTest.mouseMove(hand.view, QPoint(123, 234))
    assert tuple(caught.args) == pytest.approx(hand.ground(123, 234))
    assert LEFT != MIDDLE


@pytest.mark.parametrize(("metres", "nice"), [(999, 500), (1000, 1000), (5300, 5000), (0.31, 0.2), (7, 5)])
def test_scale_bars_are_round(metres: float, nice: float) -> None:
    assert round_length(metres) == pytest.approx(nice)


def test_the_bar_is_as_long_on_the_ground_as_it_says() -> None:
    from faultgis.crs import distance_azimuth

    view = MapScale(102.25, 55.0, 13.2, 1600, 1000)
    metres, pixels = scale_bar(view)
    left, right = view.to_world(12, 988), view.to_world(12 + pixels, 988)
    assert distance_azimuth(*left, *right)[0] == pytest.approx(metres, rel=1e-6)
    assert (length_text(500), length_text(20_000)) == ("500 m", "20 km")
