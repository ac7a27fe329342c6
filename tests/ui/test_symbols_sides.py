"""Symbols: what is drawn on which side of a line, and nothing that is not known."""

from uuid import UUID

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from faultgis.records.fault import Fault, Segment
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from ui.canvas.scale import MapScale
from ui.layers.frame import Array, Frame
from ui.layers.lines import Lines
from ui.layers.look import Look, Resolver
from ui.layers.ornaments import half_arrows, teeth, ticks
from ui.layers.paths import device_paths
from ui.layers.symbols import BLACK, GREEN, PURPLE, RED, Ornament, symbol_of

SURVEY = Survey(code="S")
DOTS = 4.0


def frame(width: float = 1000, height: float = 800) -> Frame:
    """A device on which one degree is a thousand dots, north upwards."""

    def project(places: Array) -> Array:
        return np.column_stack([places[:, 0] * 1000, height - places[:, 1] * 1000])

    return Frame(project, width, height, (0, 0, width / 1000, height / 1000), DOTS, 10.0)


def line(*places: tuple[float, float]) -> shapely.MultiLineString:
    """A line of one part."""
    return shapely.MultiLineString([places])


def look(trace: Trace, *parents: Fault | Segment) -> Look:
    """The look of a trace under these parents."""
    records: dict[str, dict[UUID, object]] = {"fault": {}, "segment": {}}
    for parent in parents:
        records["fault" if isinstance(parent, Fault) else "segment"][parent.id] = parent
    return Resolver(records).look(trace)  # type: ignore[arg-type]


EASTWARDS = line((0.1, 0.4), (0.9, 0.4))
headings = st.floats(0, 2 * np.pi)


def heading_line(angle: float) -> shapely.MultiLineString:
    """A line through the middle of the device that runs this way (0: east, turning north)."""
    x, y = 0.3 * np.cos(angle), 0.3 * np.sin(angle)
    return line((0.5 - x, 0.4 - y), (0.5 + x, 0.4 + y))


@given(headings, st.sampled_from([-1, 1]))
def test_teeth_point_to_their_side_whatever_the_heading(angle: float, side: int) -> None:
    lines = Lines([SURVEY.id], [heading_line(angle)])
    triangles = teeth(device_paths(lines, np.array([0]), frame()), frame(), Ornament("tooth", side, 6.0, 1.4))
    assert len(triangles) == round(600 / DOTS / 6)
    along = np.array([np.cos(angle), np.sin(angle)])
    right = np.array([along[1], -along[0]])
    tips = triangles[:, 1] - (triangles[:, 0] + triangles[:, 2]) / 2
    on_the_ground = np.column_stack([tips[:, 0], -tips[:, 1]])
    assert on_the_ground @ right == pytest.approx(np.full(len(tips), side * 1.4 * DOTS), rel=1e-6)


@given(headings)
def test_dextral_arrows_say_that_the_far_side_went_right(angle: float) -> None:
    lines = Lines([SURVEY.id], [heading_line(angle)])
    paths = device_paths(lines, np.array([0]), frame())
    for sense in (1, -1):
        shafts = half_arrows(paths, frame(), Ornament("arrows", sense, 18.0, 4.6))
        shafts = shafts[np.hypot(*(shafts[:, 2:] - shafts[:, :2]).T) > 3.0 * DOTS]
        along = np.array([np.cos(angle), np.sin(angle)])
        right = np.array([along[1], -along[0]])
        for x1, y1, x2, y2 in shafts.tolist():
            middle = np.array([(x1 + x2) / 2 / 1000 - 0.5, (800 - (y1 + y2) / 2) / 1000 - 0.4])
            motion = np.array([x2 - x1, y1 - y2]) @ along
            on_the_right = middle @ right > 0
            # Walking along: on a dextral fault what lies to the right moves back, what lies left moves on.
            assert (motion < 0) == (on_the_right == (sense > 0))


def test_marks_stay_where_they_are_while_the_view_moves() -> None:
    lines = Lines([SURVEY.id], [line((-0.5, 0.4), (1.5, 0.43), (2.0, 0.4))])
    mark = Ornament("tick", 1, 3.0, 1.2)
    whole = Frame(frame().project, 3000, 800, (-0.6, 0, 2.4, 0.8), DOTS, 10.0)
    all_of_them = ticks(device_paths(lines, np.array([0]), whole), whole, mark)
    seen = ticks(device_paths(lines, np.array([0]), frame()), frame(), mark)
    assert 0 < len(seen) < len(all_of_them)
    for stroke in seen:
        assert np.abs(all_of_them - stroke).max(axis=1).min() < 1e-6


def test_marks_have_the_same_size_in_millimetres_on_every_device() -> None:
    lines = Lines([SURVEY.id], [line((101.99, 28.0), (102.0, 28.004), (102.01, 28.0))])
    view = MapScale(102.0, 28.0, 5.0, 800, 600)
    mark = Ornament("tooth", 1, 6.0, 1.35)
    coarse, fine = view.frame(96, 1.0), view.frame(96, 2.0)
    one = teeth(device_paths(lines, np.array([0]), coarse, 0), coarse, mark)
    two = teeth(device_paths(lines, np.array([0]), fine, 0), fine, mark)
    assert two == pytest.approx(2 * one)
    height_mm = np.hypot(*(one[:, 1] - (one[:, 0] + one[:, 2]) / 2).T) / coarse.dots_per_mm
    assert height_mm == pytest.approx(np.full(len(one), 1.35))


@pytest.mark.parametrize(
    ("activity", "colour", "width"),
    [
        ("holocene", RED, 0.6),
        ("late_pleistocene", RED, 0.3),
        ("middle_pleistocene", PURPLE, 0.3),
        ("early_pleistocene", PURPLE, 0.3),
        ("pre_quaternary", BLACK, 0.25),
        ("undetermined", GREEN, 0.25),
    ],
)
def test_activity_sets_colour_and_weight(activity: str, colour: tuple[int, int, int], width: float) -> None:
    symbol = symbol_of(Look(activity=activity))
    assert (symbol.colour, symbol.width) == (colour, width)


def test_accuracy_sets_the_dash_and_exposure_where_it_is_silent() -> None:
    assert symbol_of(Look(accuracy="accurate")).dash == ()
    dashes = [symbol_of(Look(accuracy=a)).dash for a in ("approximate", "inferred", "concealed")]
    assert [len(dash) for dash in dashes] == [2, 2, 2]
    assert dashes[0][0] > dashes[1][0] > dashes[2][0]
    assert symbol_of(Look(exposure="buried")).dash == symbol_of(Look(accuracy="concealed")).dash
    assert symbol_of(Look(accuracy="accurate", exposure="buried")).dash == dashes[2]
    assert symbol_of(Look(accuracy="approximate", exposure="buried")).dash == dashes[0]


def kinds(seen: Look) -> list[tuple[str, int]]:
    """The ornaments of a look, by kind and side."""
    return [(mark.kind, mark.side) for mark in symbol_of(seen).ornaments]


def test_teeth_stand_on_the_hanging_wall_and_ticks_on_the_side_that_went_down() -> None:
    assert kinds(Look(kinematics="reverse", hanging_wall="left")) == [("tooth", -1)]
    assert kinds(Look(kinematics="normal", downthrown="right")) == [("tick", 1)]
    assert kinds(Look(kinematics="sinistral")) == [("arrows", -1)]
    assert kinds(Look(kinematics="reverse_dextral", hanging_wall="right")) == [("tooth", 1), ("arrows", 1)]
    assert kinds(Look(kinematics="dextral_normal", downthrown="left")) == [("tick", -1), ("arrows", 1)]


@pytest.mark.parametrize("kinematics", ["reverse", "thrust", "normal", "unknown", "strike_slip", "anticline"])
def test_what_is_not_known_is_not_drawn(kinematics: str) -> None:
    assert kinds(Look(kinematics=kinematics)) == []


def test_thrusts_have_closer_teeth_and_the_lesser_component_wider_ones() -> None:
    def spacing(kinematics: str) -> float:
        return symbol_of(Look(kinematics=kinematics, hanging_wall="left")).ornaments[0].spacing

    assert spacing("thrust") < spacing("reverse") < spacing("dextral_reverse")


def test_a_trace_inherits_from_its_segment_before_its_fault() -> None:
    fault = Fault(survey_id=SURVEY.id, code="F", kinematics="thrust", latest_activity="holocene")
    segment = Segment(survey_id=SURVEY.id, fault_id=fault.id, code="1", kinematics="sinistral")
    trace = Trace(survey_id=SURVEY.id, geometry=EASTWARDS, fault_id=fault.id, segment_id=segment.id)
    seen = look(trace, fault, segment)
    assert (seen.kinematics, seen.activity) == ("sinistral", "holocene")


def test_the_hanging_wall_comes_from_the_dip_where_no_side_is_given() -> None:
    south = Estimate(unit="deg", best=185.0)
    fault = Fault(survey_id=SURVEY.id, code="F", kinematics="reverse", dip_direction=south)
    trace = Trace(survey_id=SURVEY.id, geometry=EASTWARDS, fault_id=fault.id)
    assert look(trace, fault).hanging_wall == "right"
    given_side = Trace(survey_id=SURVEY.id, geometry=EASTWARDS, fault_id=fault.id, hanging_wall="left")
    assert look(given_side, fault).hanging_wall == "left"
    along = Estimate(unit="deg", best=95.0)
    beside = Trace(survey_id=SURVEY.id, geometry=EASTWARDS, dip_direction=along)
    assert look(beside).hanging_wall == "unknown"


def test_the_downthrown_side_is_opposite_the_upthrown_else_the_hanging_wall_of_a_normal_fault() -> None:
    up = Trace(
        survey_id=SURVEY.id, geometry=EASTWARDS, kinematics="normal", upthrown="left", hanging_wall="left"
    )
    assert look(up).downthrown == "right"
    normal = Trace(survey_id=SURVEY.id, geometry=EASTWARDS, kinematics="normal", hanging_wall="left")
    assert look(normal).downthrown == "left"
    reverse = Trace(survey_id=SURVEY.id, geometry=EASTWARDS, kinematics="reverse", hanging_wall="left")
    assert look(reverse).downthrown == "unknown"
