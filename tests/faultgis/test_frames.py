"""Measurements in a local grid: made in degrees of its map, kept in metres, read back to a tenth of a
millimetre."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.geometry.local import LocalFrame
from faultgis.records.encoding import decode, encode
from faultgis.records.files import LocalGrid
from faultgis.records.provenance import Source, new_id
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.services.frames import LocalMap, measured_bounds, values

SURVEY, FAULT = new_id(), new_id()
FRAME = LocalFrame.around((241_027.441, 3_908_778.74, 242_037.441, 3_910_578.74))


def local_map() -> LocalMap:
    """A site with its fault's line down the middle."""
    bare = LocalMap(LocalGrid(survey_id=SURVEY, code="WC", fault_id=FAULT), FRAME)
    drawn = FRAME.to_canvas(np.array([(241_480.0, 3_908_800.0), (241_481.0, 3_910_500.0)]))
    (change,) = bare.with_fault_line([(float(x), float(y)) for x, y in drawn]).changes
    assert isinstance(change.after, LocalGrid)
    return LocalMap(change.after, FRAME)


def on_canvas(*metres: tuple[float, float]) -> list[list[float]]:
    found: list[list[float]] = FRAME.to_canvas(np.array(metres)).tolist()
    return found


def nothing(_id: object) -> None:
    """No marker stands yet."""


def made(**kept: Any) -> OffsetMarker:
    """What a tool makes on the grid's map."""
    (place,) = on_canvas((241_480.5, 3_909_000.0))
    source = Source(method="scarp_profile", attributes=tuple((k, json.dumps(v)) for k, v in kept.items()))
    return OffsetMarker(
        survey_id=SURVEY, code="M001", geometry=Point(*place), trace_id=new_id(), source=source
    )


def test_the_faults_line_is_a_trace_of_the_grid_that_stays_the_same() -> None:
    there = local_map()
    trace = there.trace
    assert trace is not None
    assert trace.fault_id == FAULT
    assert trace.id == local_map_like(there).trace.id  # type: ignore[union-attr]
    back = FRAME.to_metres(shapely.get_coordinates(trace.geometry))
    assert back == pytest.approx(np.array([(241_480.0, 3_908_800.0), (241_481.0, 3_910_500.0)]), abs=1e-3)
    assert LocalMap(LocalGrid(survey_id=SURVEY, code="X"), FRAME).trace is None


def local_map_like(there: LocalMap) -> LocalMap:
    """The same grid under another frame, as after another raster was added."""
    return LocalMap(there.grid, LocalFrame(241_000, 3_909_000, 900))


def test_a_marker_goes_into_the_grid_and_comes_back() -> None:
    there = local_map()
    line = [(241_400.0, 3_909_000.0), (241_600.0, 3_909_010.0)]
    record = made(line=on_canvas(*line), surfaces=[[0, 50], [60, 200]], half_width_m=5.0)
    (change,) = there.localised(Edit("edit.add_record", (Change(None, record),)), nothing).changes
    kept = change.after
    assert isinstance(kept, OffsetMarker)
    assert (kept.geometry, kept.trace_id) == (None, None)
    assert (kept.local_grid_id, kept.fault_id, kept.id) == (there.grid.id, FAULT, record.id)
    said = values(kept)
    assert np.array(said["line"]) == pytest.approx(np.array(line), abs=1e-4)
    assert said["place"] == [pytest.approx([241_480.5, 3_909_000.0], abs=1e-4)]
    assert said["surfaces"] == [[0, 50], [60, 200]]
    assert said["half_width_m"] == 5.0
    assert decode(encode(kept)) == kept
    # Seen under another frame it is still where it was, in the grid.
    other = local_map_like(there)
    again = other.placed(kept)
    assert again is not None
    assert again.geometry is not None
    assert other.frame.to_metres(shapely.get_coordinates(again.geometry))[0] == pytest.approx(
        said["place"][0], abs=1e-3
    )
    assert other.trace is not None
    assert again.trace_id == other.trace.id


def test_piercing_lines_become_values_of_their_marker() -> None:
    there, record = local_map(), made()
    sides = {"left": [(241_400.0, 3_909_000.0), (241_470.0, 3_909_000.0)], "right": [(241_490.0, 3_909_128.0),
             (241_600.0, 3_909_128.0)]}  # fmt: skip
    lines = [
        PiercingLine(
            survey_id=SURVEY, marker_id=record.id, side=side, geometry=LineString(on_canvas(*places))
        )
        for side, places in sides.items()
    ]
    changes = [Change(None, record), *(Change(None, line) for line in lines)]
    edit = Edit("edit.add_record", tuple(changes))
    (change,) = there.localised(edit, nothing).changes
    kept = change.after
    assert isinstance(kept, OffsetMarker)
    for side, places in sides.items():
        assert np.array(values(kept)[f"{side}_line"]) == pytest.approx(np.array(places), abs=1e-4)
    assert len(there.lines(kept)) == 2


def test_other_edits_and_other_grids_are_left_alone() -> None:
    there, elsewhere = local_map(), made()
    changed = Edit("edit.change_record", (Change(elsewhere, elsewhere),))
    assert there.localised(changed, nothing) == changed
    assert there.placed(elsewhere) is None
    on_earth = replace(elsewhere, geometry=Point(102.5, 28.1))
    added = Edit("edit.add_record", (Change(None, on_earth),))
    assert there.localised(added, nothing) == added, "what has a place on the earth keeps it"


def test_what_was_edited_elsewhere_so_that_it_cannot_be_read_breaks_nothing() -> None:
    there = local_map()
    spoilt = OffsetMarker(
        survey_id=SURVEY,
        code="M",
        local_grid_id=there.grid.id,
        source=Source(attributes=(("line", "not json"), ("place", '"nowhere"'))),
    )
    placed = there.placed(spoilt)
    assert placed is not None
    assert placed.geometry is None
    assert there.lines(spoilt) == []


def test_a_marker_measured_anew_stays_in_its_grid() -> None:
    there = local_map()
    first = Edit("edit.add_record", (Change(None, made(line=on_canvas((1, 2), (3, 4)))),))
    (change,) = there.localised(first, nothing).changes
    kept = change.after
    assert isinstance(kept, OffsetMarker)
    placed = there.placed(kept)
    assert placed is not None
    again = replace(placed, quality="A")
    edit = Edit("edit.change_record", (Change(placed, again),))
    (anew,) = there.localised(edit, lambda _id: kept).changes
    assert anew.before == kept
    assert isinstance(anew.after, OffsetMarker)
    assert (anew.after.geometry, anew.after.trace_id, anew.after.quality) == (None, None, "A")
    assert np.array(values(anew.after)["line"]) == pytest.approx(np.array([(1, 2), (3, 4)]), abs=1e-4)
    assert measured_bounds([anew.after]) == pytest.approx((1, 2, 241_480.5, 3_909_000.0), abs=1e-4)
    assert measured_bounds([]) is None
