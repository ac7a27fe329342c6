"""A lateral offset from the raster to the marker and back: known offsets, Wallace Creek, what the marker
keeps, staleness."""

import math
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.crs import destination
from faultgis.errors import InputError
from faultgis.geometry import lines
from faultgis.records.provenance import new_id
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.records.trace import Trace
from faultgis.services import lateral_markers, laying
from faultgis.services.laterals import Measured, Options, fault_beside, measured
from faultgis.services.laying import Axis, Layout, dragged, handles, laid
from faultgis.slip.comparing import Fitting
from tests.faultgis.lateral_made import CELL, LAT, LON, Channel, fault_line, wallace

SURVEY = new_id()
EXACT = Options(trend_sd=0.0)


def along_channel(trend: float, layout: Layout | None = None) -> Layout:
    """The layout with both landform lines laid in this direction."""
    layout = layout or laid(fault_line())
    for name in laying.SIDES:
        side = replace(layout.side(name), trend_deg=trend, laid=True)
        layout = layout.with_side(name, side)
    return layout


def trace(azimuth: float = 30.0, east_m: float = 0.0) -> Trace:
    at = destination(LON, LAT, azimuth + 90, east_m)[:2]
    return Trace(
        survey_id=SURVEY, geometry=lines.multi(list(fault_line(azimuth, 2000.0, at))), fault_id=uuid4()
    )


@settings(deadline=None, max_examples=25)
@given(st.floats(-60, 60), st.floats(50, 130), st.floats(-3, 3))
def test_a_known_offset_of_an_oblique_channel_comes_back(offset: float, trend: float, lift: float) -> None:
    found = measured(along_channel(trend), EXACT, Channel(offset, trend, lift).window, CELL).offset
    assert found.best == pytest.approx(offset, abs=0.02)
    assert found.vertical_m == pytest.approx(lift, abs=0.02)


def test_without_the_trend_an_oblique_channel_misleads_by_what_geometry_says() -> None:
    layout, trend = laid(fault_line()), 60.0
    found = measured(layout, EXACT, Channel(20, trend).window, CELL).offset
    carried = 2 * layout.left.away_m / math.tan(math.radians(trend))
    assert found.best == pytest.approx(20 + carried, abs=0.3)
    assert "grade.trend_assumed" in found.quality.reasons
    assert measured(along_channel(trend), EXACT, Channel(20, trend).window, CELL).offset.quality.letter == "A"


@pytest.mark.parametrize("noise", [0.2, 0.6])
def test_noise_stays_within_the_stated_range(noise: float) -> None:
    held, widths = 0, []
    for offset in np.linspace(-40, 40, 40):
        ground = Channel(float(offset), 70.0, noise=noise)
        said = measured(along_channel(70.0), EXACT, ground.window, CELL).offset.summary
        held += said.q025 - 0.5 <= offset <= said.q975 + 0.5
        widths.append(said.q975 - said.q025)
    assert held >= 36
    assert max(widths) < 30


def test_a_loose_trend_widens_the_range_about_the_same_best() -> None:
    ground = Channel(15, 70.0).window
    sharp, loose = (
        measured(along_channel(70.0), replace(EXACT, trend_sd=sd), ground, CELL).offset for sd in (0, 5)
    )
    assert loose.best == sharp.best
    assert loose.summary.sd > 2 * sharp.summary.sd


def test_wallace_creek(shared: Path) -> None:
    """128 m by Sieh & Jahns (1984, GSA Bulletin 95, 883-896): 123.5 m here with the channel's trends, far
    more without. No blind test: the layout was settled with 128 m known."""
    window, layout = wallace(shared)
    cell = (2 / 111_319.0, 2 / 110_574.0)
    options = Options(search_m=(-260.0, 60.0), trend_sd=0.0)
    found = measured(layout, options, window, cell).offset
    assert found.sense == "dextral"
    assert -found.best == pytest.approx(123.5, abs=1.5)
    assert found.summary.q025 <= -128 <= found.summary.q975
    loose = measured(layout, replace(options, trend_sd=3.0), window, cell).offset.summary
    assert loose.q025 <= -128 <= loose.q975
    assert loose.sd > found.summary.sd
    square = replace(
        layout, left=replace(layout.left, trend_deg=90.0), right=replace(layout.right, trend_deg=90.0)
    )
    assert -measured(square, options, window, cell).offset.best > 138


def test_where_no_relief_reaches_both_profiles() -> None:
    def west_only(bounds: tuple[float, float, float, float], columns: int, rows: int) -> np.ndarray:
        x = bounds[0] + (np.arange(columns) + 0.5) * (bounds[2] - bounds[0]) / columns
        return np.broadcast_to(np.where(x < LON - 0.001, 1.0, np.nan), (rows, columns))

    for window in (west_only, lambda *_: None):
        with pytest.raises(InputError, match=r"profile\.no_relief"):
            measured(laid(fault_line()), EXACT, window, CELL)


# How it is laid


def test_a_trace_gives_its_chord() -> None:
    bent = Trace(
        survey_id=SURVEY,
        geometry=lines.multi([destination(LON, LAT, a, 300)[:2] for a in (210, 30)]),
    )
    (start, end) = fault_beside(bent, (LON + 1e-5, LAT), 200.0)
    assert Axis.of((start, end)).length == pytest.approx(200, abs=0.1)
    assert Axis.of((start, end)).way == pytest.approx((0.5, math.sqrt(0.75)), abs=1e-3)


HANDLES = tuple(handles(laid(fault_line())))


@settings(deadline=None)
@given(
    st.sampled_from(HANDLES),
    st.floats(-100, 100),
    st.floats(-60, 60),
    st.floats(60, 120),
)
def test_a_handle_goes_where_it_is_dragged_and_no_other_profile_moves(
    handle: str, along: float, across: float, trend: float
) -> None:
    layout = along_channel(trend)
    axis = layout.axis
    after = dragged(layout, handle, axis.place(along, across))
    name, part = handle.split("_")
    there = axis.point(handles(after)[handle])
    if name == "fault":
        assert (there == pytest.approx((along, across), abs=1e-3)) or after == layout
        return
    other = "right" if name == "left" else "left"
    assert after.side(other) == layout.side(other)
    side = after.side(name)
    assert side.window_m[1] - side.window_m[0] >= laying.LEAST_M - 1e-9
    assert 10 < side.trend_deg < 170
    if part in ("profile", "slide"):
        assert there[0] == pytest.approx(along, abs=1e-6)
    if part == "profile" and laying.sign(name) * across > laying.LEAST_AWAY_M:
        assert there[1] == pytest.approx(across, abs=1e-6)


def test_turning_lays_the_line_through_the_pointer() -> None:
    layout = laid(fault_line())
    for name, place in (("left", (30.0, 50.0)), ("right", (-25.0, -40.0))):
        after = dragged(layout, f"{name}_turn", layout.axis.place(*place))
        (along, across), reach = place, abs(place[1]) / after.side(name).away_m
        there = layout.axis.point(laying.line_of(after, name, reach)[1])
        assert there == pytest.approx((along, across), abs=1e-6)
        assert after.side(name).laid


def test_another_fault_end_leaves_the_profiles_beside_it_where_they_were() -> None:
    layout = laid(fault_line())
    longer = dragged(layout, "fault_end", layout.axis.place(200.0, 0.0))
    for handle in ("left_start", "left_end", "right_profile", "right_turn"):
        before, after = (layout.axis.point(handles(each)[handle]) for each in (layout, longer))
        assert after == pytest.approx(before, abs=1e-3)


# As a marker


def found(trend: float = 70.0, offset: float = -18.0) -> Measured:
    return measured(along_channel(trend), Options(), Channel(offset, trend).window, CELL)


def test_a_marker_keeps_all_to_measure_it_again_to_the_bit() -> None:
    beside = trace()
    first = found()
    to = lateral_markers.linked(first.layout, beside)
    made, drawn = lateral_markers.marker(
        first, to, code="M001", survey_id=SURVEY, relief="dem", kind="channel"
    )
    assert (made.trace_id, made.fault_id, made.component) == (beside.id, beside.fault_id, "strike_slip")
    assert made.offset is not None
    assert made.offset.best == pytest.approx(18, abs=0.25)
    assert (made.quality, made.source.image, made.kind) == (first.offset.quality.letter, "dem", "channel")
    assert dict(made.source.attributes)["sense"] == '"dextral"'
    assert [line.side for line in drawn] == ["left", "right"]
    assert {line.marker_id for line in drawn} == {made.id}
    kept = lateral_markers.stored(made)
    assert kept is not None
    assert (kept.layout, kept.options) == (first.layout, first.options)
    again = measured(kept.layout, kept.options, Channel(-18, 70.0).window, CELL)
    assert again.offset.best == kept.offset_m == first.offset.best
    assert again.offset.summary == first.offset.summary


def test_what_was_not_laid_is_not_drawn() -> None:
    plain = measured(laid(fault_line()), Options(None, Fitting(True, True)), Channel(9).window, CELL)
    made, drawn = lateral_markers.marker(
        plain, lateral_markers.Linked(), code="M1", survey_id=SURVEY, relief=""
    )
    assert drawn == ()
    assert made.trace_id is None
    kept = lateral_markers.stored(made)
    assert kept is not None
    assert kept.options.fitting == Fitting(True, True)
    assert not lateral_markers.stale(made, None)


def test_measured_anew_the_rest_of_the_record_stays() -> None:
    to = lateral_markers.linked(found().layout, trace())
    made, drawn = lateral_markers.marker(found(), to, code="M001", survey_id=SURVEY, relief="a")
    noted = replace(made, notes="seen in the field")
    new, lines_now = lateral_markers.marker(found(70.0, -25.0), to, code="M002", survey_id=SURVEY, relief="b")
    edit = lateral_markers.changed_edit(noted, drawn, new, lines_now)
    after = edit.changes[0].after
    assert isinstance(after, OffsetMarker)
    assert (after.id, after.code, after.notes) == (made.id, "M001", "seen in the field")
    gone = [change.before for change in edit.changes if change.after is None]
    assert gone == list(drawn)
    fresh = [c.after for c in edit.changes if c.before is None]
    assert all(isinstance(line, PiercingLine) and line.marker_id == made.id for line in fresh)


def test_a_marker_turns_stale_where_its_trace_moved_and_only_then() -> None:
    beside = trace()
    to = lateral_markers.linked(found().layout, beside)
    made, _ = lateral_markers.marker(found(), to, code="M001", survey_id=SURVEY, relief="dem")
    assert not lateral_markers.stale(made, beside)
    far = fault_line(30.0, 2400.0)
    assert not lateral_markers.stale(made, replace(beside, geometry=lines.multi(list(far))))
    half = replace(beside, geometry=lines.multi([fault_line(30.0, 2000.0)[0], fault_line(30.0, 60.0)[1]]))
    assert not lateral_markers.stale(made, half)
    assert lateral_markers.stale(made, replace(beside, geometry=trace(30.0, 1.0).geometry))
    assert lateral_markers.stale(made, replace(beside, geometry=trace(32.0).geometry))
    assert lateral_markers.stale(made, None)


def test_other_markers_have_no_measurement() -> None:
    made, _ = lateral_markers.marker(
        found(), lateral_markers.Linked(), code="M1", survey_id=SURVEY, relief="dem"
    )
    assert lateral_markers.stored(replace(made, source=replace(made.source, method="piercing_lines"))) is None
    broken = replace(made, source=replace(made.source, attributes=(("line", "[[1"),)))
    assert lateral_markers.stored(broken) is None
    assert not lateral_markers.stale(broken, None)
