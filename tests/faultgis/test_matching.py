"""A landform matched across a trace: its offset, its sides, the marker with its two lines."""

import json

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
from faultgis.services import matching
from faultgis.values import RangeKind

Place = tuple[float, float]
LON, LAT = 102.0, 28.0


def place(east: float, north: float) -> Place:
    there = destination(LON, LAT, 90, east)
    return destination(*there, 0, north)


def trace(azimuth: float = 0.0) -> Trace:
    ends = [destination(LON, LAT, azimuth + turn, 2000) for turn in (180, 0)]
    return Trace(survey_id=new_id(), geometry=lines.multi(ends), fault_id=new_id())


def channel(offset: float) -> tuple[list[Place], list[Place]]:
    """A channel from west to east across a trace that runs north; its eastern half lies ``offset`` further
    north."""
    west = [place(-120, 3), place(-60, 1), place(-10, 0)]
    east = [place(10, offset), place(70, offset + 1), place(120, offset + 2)]
    return west, east


@settings(deadline=None, max_examples=20)
@given(st.floats(-150, 150), st.booleans())
def test_the_offset_of_a_channel_whichever_line_is_drawn_first(offset: float, swapped: bool) -> None:
    drawn = channel(offset)
    found = matching.match(*(drawn[::-1] if swapped else drawn), [trace()], 1.0)
    # North of the trace's first end: west is left. The right side further on is sinistral.
    assert found.pierced.best == pytest.approx(offset, abs=0.5)
    assert found.left == tuple(drawn[0])
    assert found.right == tuple(drawn[1])


def test_turning_the_trace_round_keeps_the_sense() -> None:
    drawn, north = channel(40), trace()
    back = Trace(survey_id=north.survey_id, geometry=north.geometry.reverse())
    one, other = (matching.match(*drawn, [t], 1.0) for t in (north, back))
    assert one.pierced.sense == other.pierced.sense == "sinistral"
    assert one.pierced.best == pytest.approx(other.pierced.best, abs=0.01)
    assert one.left == other.right


def test_the_trace_between_the_lines_is_meant() -> None:
    crossed, beside = (
        trace(),
        Trace(survey_id=new_id(), geometry=lines.multi([place(50, -900), place(50, 900)])),
    )
    found = matching.match(*channel(20), [beside, crossed], 1.0)
    assert found.crossing.trace_id == crossed.id


def test_a_marker_with_its_two_lines() -> None:
    crossed = trace()
    found = matching.match(*channel(-35), [crossed], 2.0)
    made, edit = matching.marker(found, code="M001", survey_id=crossed.survey_id)
    records = [change.record for change in edit.changes]
    assert [type(record) for record in records] == [OffsetMarker, PiercingLine, PiercingLine]
    assert [r.side for r in records if isinstance(r, PiercingLine)] == ["left", "right"]
    assert all(r.marker_id == made.id for r in records if isinstance(r, PiercingLine))
    assert (made.trace_id, made.fault_id, made.component) == (crossed.id, crossed.fault_id, "strike_slip")
    assert made.offset is not None
    assert made.offset.best == pytest.approx(35, abs=0.5)
    assert made.offset.range == RangeKind.PERCENT_95
    low, best, high = (made.offset.low or 0.0, made.offset.best or 0.0, made.offset.high or 0.0)
    assert 0 < low < best < high
    assert json.loads(dict(made.source.attributes)["sense"]) == "dextral"
    assert made.geometry is not None
    assert np.array(made.geometry.coords) == pytest.approx(np.array([(LON, LAT)]), abs=1e-3)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (channel(0)[0], [place(-9, 0), place(-5, 0)], "matching.no_trace"),
        (channel(0)[0], [place(10, 5), place(11, 300)], "piercing.along"),
        ([place(-60, 0), place(5, 0), place(-5, 0)], channel(0)[1], "piercing.side"),
    ],
)
def test_lines_that_match_nothing_are_named(first: list[Place], second: list[Place], code: str) -> None:
    with pytest.raises(InputError) as caught:
        matching.match(first, second, [trace()], 1.0)
    assert caught.value.code == code
