"""Edits of traces through a session: what they change, what they leave alone, and their undo."""

from uuid import UUID

import numpy as np
import pytest
import shapely
from shapely import MultiLineString, Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.geometry import lines
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source, new_id
from faultgis.records.site import DeformationWidth, Measurement, ObservationPoint, OffsetMarker, PiercingLine
from faultgis.records.survey import Survey
from faultgis.records.trace import Stretch, Trace
from faultgis.services import digitizing
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate

SURVEY = Survey(code="T")


def trace_of(*points: tuple[float, float], **values: object) -> Trace:
    return Trace(survey_id=SURVEY.id, geometry=lines.multi(points), **values)  # type: ignore[arg-type]


def session_of(*records: AnyRecord) -> EditingSession:
    by_kind: dict[str, list[AnyRecord]] = {}
    for record in records:
        by_kind.setdefault(Change(None, record).kind, []).append(record)
    return EditingSession(SURVEY, by_kind)


def traces(session: EditingSession) -> list[Trace]:
    return [t for t in session.records["trace"].values() if isinstance(t, Trace)]


def fractions(trace: Trace) -> list[float]:
    return [fraction for s in trace.stretches for fraction in (s.start, s.end)]


def state(session: EditingSession) -> dict[UUID, AnyRecord]:
    return {key: record for of_kind in session.records.values() for key, record in of_kind.items()}


def assert_undoable(session: EditingSession, edit: Edit) -> None:
    before = state(session)
    session.apply(edit)
    after = state(session)
    session.undo()
    assert state(session) == before
    session.redo()
    assert state(session) == after


def test_drawn_trace_has_its_vertices_and_a_source() -> None:
    session = session_of()
    edit = digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.1), (102.1, 28.1), (102.2, 28.1)])
    assert_undoable(session, edit)
    (trace,) = traces(session)
    assert shapely.get_coordinates(trace.geometry).tolist() == [[102.0, 28.0], [102.1, 28.1], [102.2, 28.1]]
    assert trace.source.method == "digitized"


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([(102.0, 28.0)], "line.too_short"),
        ([(102.0, 28.0), (102.0, 28.0)], "line.too_short"),
        ([(102.0, 28.0), (280.0, 28.0)], "line.outside_world"),
    ],
)
def test_a_line_that_is_none_is_refused(points: list[tuple[float, float]], code: str) -> None:
    with pytest.raises(InputError) as refused:
        digitizing.draw_trace(SURVEY.id, points)
    assert refused.value.code == code


def test_split_keeps_id_and_source_key_with_the_first_piece_only() -> None:
    batch = new_id()
    source = Source(file="a.gpkg", row=7, key="GB-12", batch_id=batch)
    trace = trace_of(
        (102.0, 28.0),
        (102.2, 28.0),
        kinematics="reverse",
        hanging_wall="left",
        upthrown="left",
        source=source,
    )
    session = session_of(trace)
    cut = lines.nearest(trace.geometry, 102.05, 28.01)
    assert_undoable(session, digitizing.split_trace(session.records, trace, cut))
    first, second = sorted(traces(session), key=lambda t: t.geometry.bounds[0])
    assert first.id == trace.id
    assert (first.source.key, second.source.key) == ("GB-12", "")
    assert (second.source.file, second.source.row, second.source.batch_id) == ("a.gpkg", 7, None)
    assert second.stamp.row_version == 0
    assert {first.hanging_wall, second.hanging_wall} == {"left"}
    assert {first.kinematics, second.kinematics} == {"reverse"}


def test_split_rebases_stretches_onto_the_pieces() -> None:
    stretches = (Stretch(start=0.1, end=0.5, confidence="high"), Stretch(start=0.5, end=1.0, half_width_m=20))
    trace = trace_of((102.0, 28.0), (102.4, 28.0), stretches=stretches)
    edit = digitizing.split_trace({}, trace, lines.nearest(trace.geometry, 102.1, 28.0))
    pieces = [c.after for c in edit.changes]
    first, second = (p for p in pieces if isinstance(p, Trace))
    assert fractions(first) == pytest.approx([0.4, 1.0])
    assert fractions(second) == pytest.approx([0.0, 1 / 3, 1 / 3, 1.0])


def test_split_hangs_points_on_the_piece_they_lie_on() -> None:
    trace = trace_of((102.0, 28.0), (102.2, 28.0))
    west = ObservationPoint(survey_id=SURVEY.id, code="P1", geometry=Point(102.01, 28.001), trace_id=trace.id)
    east = ObservationPoint(survey_id=SURVEY.id, code="P2", geometry=Point(102.19, 28.001), trace_id=trace.id)
    session = session_of(trace, west, east)
    cut = lines.nearest(trace.geometry, 102.1, 28.0)
    assert_undoable(session, digitizing.split_trace(session.records, trace, cut))
    second = next(t for t in traces(session) if t.id != trace.id)
    points = {p.code: p.trace_id for p in session.records["observation_point"].values()}  # type: ignore[union-attr]
    assert points == {"P1": trace.id, "P2": second.id}


def test_split_across_cuts_at_every_crossing_and_refuses_none() -> None:
    trace = trace_of((102.0, 28.0), (102.3, 28.0))
    zigzag = [(102.05, 27.9), (102.1, 28.1), (102.2, 27.9), (102.25, 28.1)]
    edit = digitizing.split_across({}, trace, zigzag)
    assert len(edit.changes) == 4
    with pytest.raises(InputError) as refused:
        digitizing.split_across({}, trace, [(103.0, 28.0), (103.0, 29.0)])
    assert refused.value.code == "split.no_crossing"


def test_reverse_keeps_left_and_right_on_the_same_ground() -> None:
    trace = trace_of(
        (102.0, 28.0),
        (102.2, 28.0),
        hanging_wall="left",
        upthrown="right",
        stretches=(Stretch(start=0.0, end=0.25, confidence="high"),),
    )
    wide, narrow = Estimate(unit="m", best=30.0), Estimate(unit="m", best=5.0)
    width = DeformationWidth(
        survey_id=SURVEY.id, geometry=Point(102.1, 28.0), trace_id=trace.id, left=wide, right=narrow
    )
    marker = OffsetMarker(survey_id=SURVEY.id, code="M", geometry=Point(102.1, 28.0), trace_id=trace.id)
    piercing = PiercingLine(
        survey_id=SURVEY.id,
        marker_id=marker.id,
        side="left",
        geometry=shapely.LineString([(102.1, 28.0), (102.1, 28.01)]),
    )
    session = session_of(trace, width, marker, piercing)
    assert_undoable(session, digitizing.reverse_trace(session.records, trace))
    (turned,) = traces(session)
    assert (turned.hanging_wall, turned.upthrown) == ("right", "left")
    assert [(s.start, s.end) for s in turned.stretches] == [(0.75, 1.0)]
    swapped = session.get("deformation_width", width.id)
    assert isinstance(swapped, DeformationWidth)
    assert (swapped.left, swapped.right) == (narrow, wide)
    line = session.get("piercing_line", piercing.id)
    assert isinstance(line, PiercingLine)
    assert line.side == "right"
    session.apply(digitizing.reverse_trace(session.records, turned))
    assert state(session)[trace.id] == trace
    assert state(session)[width.id] == width


def test_join_keeps_the_first_and_names_the_differences() -> None:
    first = trace_of((102.0, 28.0), (102.1, 28.0), kinematics="reverse", hanging_wall="left", notes="a")
    second = trace_of((102.2, 28.0), (102.1, 28.0), kinematics="thrust", hanging_wall="right", notes="b")
    session = session_of(first, second)
    joining = digitizing.join_traces(session.records, first, second)
    assert_undoable(session, joining.edit)
    (joined,) = traces(session)
    assert joined.id == first.id
    assert shapely.get_coordinates(joined.geometry)[:, 0].tolist() == [102.0, 102.1, 102.2]
    assert joined.notes == "a\nb"
    assert joining.gap_m == 0.0
    # The second runs against the first: its hanging wall on the right is the first's left.
    assert [(d.field, d.kept, d.dropped) for d in joining.differences] == [
        ("kinematics", "reverse", "thrust")
    ]


def test_join_takes_over_the_points_and_widths_of_the_second() -> None:
    first = trace_of((102.0, 28.0), (102.1, 28.0))
    second = trace_of(
        (102.2, 28.0), (102.1, 28.0), stretches=(Stretch(start=0.0, end=0.5, confidence="low"),)
    )
    left, right = Estimate(unit="m", best=30.0), Estimate(unit="m", best=5.0)
    width = DeformationWidth(
        survey_id=SURVEY.id, geometry=Point(102.15, 28.0), trace_id=second.id, left=left, right=right
    )
    session = session_of(first, second, width)
    assert_undoable(session, digitizing.join_traces(session.records, first, second).edit)
    moved = session.get("deformation_width", width.id)
    assert isinstance(moved, DeformationWidth)
    assert (moved.trace_id, moved.left, moved.right) == (first.id, right, left)
    (joined,) = traces(session)
    assert fractions(joined) == pytest.approx([0.75, 1.0])


def test_split_then_join_gives_the_trace_back() -> None:
    trace = trace_of(
        (102.0, 28.0),
        (102.1, 28.05),
        (102.2, 28.0),
        stretches=(Stretch(start=0.2, end=0.8, confidence="high"),),
    )
    session = session_of(trace)
    session.apply(digitizing.split_trace(session.records, trace, lines.at_vertex(trace.geometry, (0, 1))))
    second = next(t for t in traces(session) if t.id != trace.id)
    first = session.records["trace"][trace.id]
    assert isinstance(first, Trace)
    session.apply(digitizing.join_traces(session.records, first, second).edit)
    (joined,) = traces(session)
    assert joined.geometry == trace.geometry
    assert joined.stretches[0].start == pytest.approx(0.2)
    assert joined.stretches[-1].end == pytest.approx(0.8)


def test_drag_steps_count_as_one_edit() -> None:
    trace = trace_of((102.0, 28.0), (102.1, 28.0))
    session = session_of(trace)
    for step in range(1, 5):
        (now,) = traces(session)
        session.apply(digitizing.move_vertex(now, (0, 1), (102.1 + step / 100, 28.0), merge_key="drag"))
    assert len(session.history.done) == 1
    session.undo()
    assert traces(session) == [trace]


def test_stretches_stay_on_the_ground_when_the_trace_grows() -> None:
    trace = trace_of((102.0, 28.0), (102.1, 28.0), stretches=(Stretch(start=0.5, end=1.0, confidence="low"),))
    at_end = digitizing.continue_trace(trace, True, [(102.2, 28.0)]).changes[0].after
    assert isinstance(at_end, Trace)
    assert fractions(at_end) == pytest.approx([0.25, 0.5])
    at_start = digitizing.continue_trace(trace, False, [(101.9, 28.0)]).changes[0].after
    assert isinstance(at_start, Trace)
    assert fractions(at_start) == pytest.approx([0.75, 1.0])
    assert shapely.get_coordinates(at_start.geometry)[:, 0].tolist() == [101.9, 102.0, 102.1]


def test_deleting_a_fault_keeps_its_traces_and_drops_its_segments() -> None:
    fault = Fault(survey_id=SURVEY.id, code="F1")
    segment = Segment(survey_id=SURVEY.id, code="S1", fault_id=fault.id)
    trace = trace_of((102.0, 28.0), (102.1, 28.0), fault_id=fault.id, segment_id=segment.id)
    session = session_of(fault, segment, trace)
    assert_undoable(session, digitizing.delete_records(session.records, [("fault", fault.id)]))
    assert not session.records["fault"]
    assert not session.records["segment"]
    (kept,) = traces(session)
    assert (kept.fault_id, kept.segment_id) == (None, None)


def test_deleting_with_children_takes_everything_beneath() -> None:
    fault = Fault(survey_id=SURVEY.id, code="F1")
    trace = trace_of((102.0, 28.0), (102.1, 28.0), fault_id=fault.id)
    point = ObservationPoint(survey_id=SURVEY.id, code="P", geometry=Point(102.0, 28.0), trace_id=trace.id)
    plane = Measurement(survey_id=SURVEY.id, point_id=point.id, dip=60.0, dip_direction=90.0)
    session = session_of(fault, trace, point, plane)
    assert_undoable(session, digitizing.delete_records(session.records, [("fault", fault.id)], True))
    assert not state(session)


def test_new_fault_takes_over_what_the_trace_says_and_a_free_code() -> None:
    other = Fault(survey_id=SURVEY.id, code="F2")
    trace = trace_of((102.0, 28.0), (102.1, 28.0), kinematics="dextral")
    session = session_of(other, trace)
    assert_undoable(session, digitizing.new_fault_for_trace(session.records, trace, name_zh="则木河断裂"))
    made = next(f for f in session.records["fault"].values() if f.id != other.id)
    assert isinstance(made, Fault)
    assert (made.code, made.kinematics, made.name_zh) == ("F0002", "dextral", "则木河断裂")
    assert traces(session)[0].fault_id == made.id


def test_setting_the_same_value_again_is_no_edit() -> None:
    trace = trace_of((102.0, 28.0), (102.1, 28.0), kinematics="normal")
    assert digitizing.change_record(trace, kinematics="normal").changes == ()
    with pytest.raises(InputError) as refused:
        digitizing.change_record(trace, colour="red")
    assert refused.value.code == "record.unknown_field"


def test_delete_vertices_leaves_other_parts_alone() -> None:
    part = np.array([[103.0, 29.0], [103.1, 29.1]])
    geometry = MultiLineString([[(102.0, 28.0), (102.1, 28.0), (102.2, 28.0)], part])
    trace = Trace(survey_id=SURVEY.id, geometry=geometry)
    after = digitizing.delete_vertices(trace, [(0, 1)]).changes[0].after
    assert isinstance(after, Trace)
    assert shapely.get_coordinates(after.geometry.geoms[1]).tolist() == part.tolist()
    assert shapely.get_coordinates(after.geometry.geoms[0]).tolist() == [[102.0, 28.0], [102.2, 28.0]]
