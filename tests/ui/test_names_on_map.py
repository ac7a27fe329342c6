"""Names: beside their own line, clear of other lines and of each other, never upside down."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from PyQt6.QtGui import QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from faultgis.records.fault import Fault
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from ui import words
from ui.canvas.scale import MapScale
from ui.layers.frame import Frame
from ui.layers.lettering import map_font, stacked
from ui.layers.names import draw_names, name_of, placed_names
from ui.layers.occupancy import Occupancy
from ui.layers.placing import Placed
from ui.layers.point_codes import CODE_MM, placed_codes
from ui.layers.points import SIZE_MM, Points, gather, shown_rows
from ui.layers.store import TraceStore

SURVEY = Survey(code="S")
VIEW = MapScale(102.0, 28.0, 20.0, 1200, 800)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Names are asked for in Chinese."""
    before = words.language()
    words.use("zh")
    yield
    words.use(before)


def store_of(*lines: tuple[str, list[tuple[float, float]]]) -> TraceStore:
    """Faults with one trace each, given as name and pixels of the view."""
    faults = [Fault(survey_id=SURVEY.id, code=f"F{i}", name_zh=name) for i, (name, _) in enumerate(lines)]
    traces = [
        Trace(
            survey_id=SURVEY.id,
            geometry=shapely.MultiLineString([[VIEW.to_world(x, y) for x, y in pixels]]),
            fault_id=fault.id,
        )
        for fault, (_, pixels) in zip(faults, lines, strict=True)
    ]
    store = TraceStore()
    store.rebuild(EditingSession(SURVEY, {"fault": faults, "trace": traces}))
    return store


def placed(store: TraceStore, frame: Frame) -> list[Placed]:
    """The names that found room."""
    return [name for name in placed_names(store, frame) if name is not None]


def box(name: Placed, frame: Frame) -> shapely.Polygon:
    """The ground of a name's letters."""
    font = map_font(frame, name.millimetres)
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(name.text), font.pixelSize() * 0.9
    if name.column:
        wide, high = high, wide
    ground = shapely.box(-wide / 2, -high / 2, wide / 2, high / 2)
    turned = shapely.affinity.rotate(ground, name.angle, origin=(0, 0))
    return shapely.affinity.translate(turned, name.x, name.y)


def test_a_name_stands_beside_its_line_and_reads_along_it(qtbot: QtBot) -> None:
    frame = VIEW.frame(96)
    (name,) = placed(store_of(("则木河断裂", [(300, 500), (700, 400)])), frame)
    line = shapely.LineString([(300, 500), (700, 400)])
    assert 0 < box(name, frame).distance(line) < frame.dots(3)
    assert name.angle == pytest.approx(np.degrees(np.arctan2(-100, 400)), abs=0.5)


def test_turning_the_line_round_does_not_turn_the_name(qtbot: QtBot) -> None:
    frame = VIEW.frame(96)
    there = placed(store_of(("则木河断裂", [(300, 500), (700, 400)])), frame)[0]
    back = placed(store_of(("则木河断裂", [(700, 400), (300, 500)])), frame)[0]
    assert (back.angle, back.x, back.y) == pytest.approx((there.angle, there.x, there.y), abs=0.5)


@pytest.mark.parametrize("angle", range(0, 360, 15))
def test_no_name_is_upside_down(qtbot: QtBot, angle: int) -> None:
    dx, dy = 250 * np.cos(np.radians(angle)), 250 * np.sin(np.radians(angle))
    frame = VIEW.frame(96)
    (name,) = placed(store_of(("鲜水河断裂", [(600 - dx, 400 - dy), (600 + dx, 400 + dy)])), frame)
    assert -90 <= name.angle <= 90
    if name.column:
        assert abs(name.angle) <= 45


def test_names_keep_clear_of_each_other_and_of_other_lines(qtbot: QtBot) -> None:
    generator = np.random.default_rng(4)
    lines = []
    for number in range(60):
        start = generator.uniform((100, 100), (1000, 700))
        turn = generator.uniform(0, 2 * np.pi)
        end = start + 220 * np.array([np.cos(turn), np.sin(turn)])
        lines.append((f"第{number}号断裂", [tuple(start), tuple(end)]))
    store = store_of(*lines)
    frame = VIEW.frame(96)
    names = placed(store, frame)
    assert len(names) > 15
    boxes = [box(name, frame) for name in names]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.intersects(other)
    drawn = {name: shapely.LineString(pixels) for name, pixels in lines}
    for name, ground in zip(names, boxes, strict=True):
        distances = {text: ground.distance(line) for text, line in drawn.items()}
        assert min(distances, key=lambda text: distances[text]) == name.text


def test_the_important_one_wins_where_there_is_room_for_one_only(qtbot: QtBot) -> None:
    frame = VIEW.frame(96)
    pixels = [[(400, 400 + dy), (480, 400 + dy)] for dy in (0, 9)]
    faults = [
        Fault(survey_id=SURVEY.id, code="A", name_zh="较老的断裂", latest_activity="pre_quaternary"),
        Fault(survey_id=SURVEY.id, code="B", name_zh="全新世断裂", latest_activity="holocene"),
    ]
    traces = [
        Trace(
            survey_id=SURVEY.id,
            fault_id=fault.id,
            geometry=shapely.MultiLineString([[VIEW.to_world(x, y) for x, y in line]]),
        )
        for fault, line in zip(faults, pixels, strict=True)
    ]
    store = TraceStore()
    store.rebuild(EditingSession(SURVEY, {"fault": faults, "trace": traces}))
    assert "全新世断裂" in [name.text for name in placed(store, frame)]


def test_a_long_line_repeats_its_name_far_away(qtbot: QtBot) -> None:
    wide = MapScale(102.0, 28.0, 20.0, 2600, 600)
    frame = wide.frame(96)
    fault = Fault(survey_id=SURVEY.id, code="A", name_zh="阿尔金断裂")
    line = shapely.MultiLineString([[wide.to_world(x, 300) for x in (10, 2590)]])
    store = TraceStore()
    trace = Trace(survey_id=SURVEY.id, fault_id=fault.id, geometry=line)
    store.rebuild(EditingSession(SURVEY, {"fault": [fault], "trace": [trace]}))
    names = placed(store, frame)
    assert 2 <= len(names) <= 3
    assert all(abs(a.x - b.x) > frame.dots(120) for a, b in itertools.combinations(names, 2))


def test_names_come_in_the_users_language_first() -> None:
    both = Fault(survey_id=SURVEY.id, code="A", name_zh="海原断裂", name_en="Haiyuan fault")
    only = Fault(survey_id=SURVEY.id, code="B", name_en="Karakoram fault")
    assert (name_of(both), name_of(only)) == ("海原断裂", "Karakoram fault")
    words.use("en")
    assert name_of(both) == "Haiyuan fault"


def test_columns_take_upright_brackets() -> None:
    assert stacked("一（二）") == "一\n︵\n二\n︶"


def test_halos_and_letters_reach_the_image(qtbot: QtBot) -> None:
    frame = VIEW.frame(96)
    names = placed(store_of(("鲜水河断裂", [(300, 400), (700, 400)])), frame)
    image = QImage(1200, 800, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    for _ in draw_names(painter, frame, names):
        pass
    painter.end()
    alphas = [image.pixelColor(x, round(names[0].y)).alpha() for x in range(1200)]
    inked = [x for x, alpha in enumerate(alphas) if alpha]
    assert inked
    assert abs((inked[0] + inked[-1]) / 2 - names[0].x) < 6


def test_nothing_stands_outside_the_rectangle_that_is_kept(qtbot: QtBot) -> None:
    frame = VIEW.frame(96)
    store = store_of(("鲜水河断裂", [(100, 400), (1100, 400)]))
    taken = Occupancy(frame)
    taken.keep_within(700, 200, 1000, 600)
    names = [name for name in placed_names(store, frame, taken) if name is not None]
    assert names
    for name in names:
        assert shapely.box(700, 200, 1000, 600).contains(box(name, frame))


def test_faults_of_one_name_share_it_and_short_ones_get_theirs_beside_them(qtbot: QtBot) -> None:
    frame = VIEW.frame(96)
    store = store_of(
        ("平行断裂", [(300, 400), (600, 400)]),
        ("平行断裂", [(300, 406), (600, 406)]),
        ("短断裂", [(800, 300), (800, 312)]),
    )
    names = placed(store, frame)
    assert sorted(name.text for name in names) == ["平行断裂", "短断裂"]
    short = next(name for name in names if name.text == "短断裂")
    assert short.millimetres < 3.4
    assert 0 < box(short, frame).distance(shapely.LineString([(800, 300), (800, 312)])) < frame.dots(2)


def points_at(pixels: list[tuple[float, float]], frame_of: MapScale = VIEW) -> Points:
    """Observation points at pixels of the view, coded D0, D1, …"""
    spots = [
        ObservationPoint(survey_id=SURVEY.id, code=f"D{i}", geometry=shapely.Point(*frame_of.to_world(x, y)))
        for i, (x, y) in enumerate(pixels)
    ]
    return gather("observation_point", {"observation_point": {spot.id: spot for spot in spots}})


def test_codes_stand_nearest_to_their_own_points_and_touch_nothing(qtbot: QtBot) -> None:
    view = MapScale(102.0, 28.0, 10.0, 1200, 800)
    frame = view.frame(96)
    pixels = np.random.default_rng(2).uniform((0, 0), (1200, 800), (300, 2))
    points = points_at([(float(x), float(y)) for x, y in pixels], view)
    found = [code for code in placed_codes([points], frame, Occupancy(frame)) if code is not None]
    rows, drawn = shown_rows(points, frame)
    assert len(found) > 150
    high = map_font(frame, CODE_MM).pixelSize() * 0.8
    grounds = []
    for code in found:
        wide = QFontMetricsF(map_font(frame, CODE_MM)).horizontalAdvance(code.text) * 0.9
        ground = shapely.box(code.x - wide / 2, code.y - high / 2, code.x + wide / 2, code.y + high / 2)
        distances = shapely.distance(ground, shapely.points(drawn))
        assert rows[np.argmin(distances)] == int(code.text[1:])
        assert distances.min() > frame.dots(SIZE_MM["observation_point"] / 2)
        grounds.append(ground)
    tree = shapely.STRtree(grounds)
    assert all(one == other for one, other in tree.query(grounds, predicate="intersects").T.tolist())


def test_codes_stay_away_at_small_scales_and_from_what_is_taken(qtbot: QtBot) -> None:
    wide = MapScale(102.0, 28.0, 200.0, 1200, 800)
    assert not list(placed_codes([points_at([(600, 400)], wide)], wide.frame(96), Occupancy(wide.frame(96))))
    near = MapScale(102.0, 28.0, 10.0, 1200, 800).frame(96)
    points = points_at([(600, 400)], MapScale(102.0, 28.0, 10.0, 1200, 800))
    taken = Occupancy(near)
    taken.keep_within(0, 0, 1, 1)
    assert [code for code in placed_codes([points], near, taken) if code is not None] == []
