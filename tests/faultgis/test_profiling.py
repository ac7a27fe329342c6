"""A scarp from the raster to the marker and back: the swath, the crossing, what the marker keeps,
staleness."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from shapely import MultiLineString

from faultgis.crs import destination, distance_azimuth
from faultgis.draws import Floats, distribution
from faultgis.errors import InputError
from faultgis.geometry import lines
from faultgis.records.provenance import new_id
from faultgis.records.trace import Trace
from faultgis.services import profiling
from faultgis.services.profiling import Drawn
from faultgis.slip.scarps import Fault, measure

LON, LAT = 102.0, 28.0
CELL = (1e-5, 1e-5)
LINE = Drawn((101.998, LAT), (102.002, LAT), 10.0)
SURVEY = new_id()


def window(bounds: tuple[float, float, float, float], columns: int, rows: int) -> Floats:
    """A scarp of 3 m along the meridian of 102°, its higher side in the east."""
    x = bounds[0] + (np.arange(columns) + 0.5) * (bounds[2] - bounds[0]) / columns
    return np.broadcast_to(1000 + np.where(x > LON, 3.0, 0.0), (rows, columns)).astype(np.float64)


def trace(longitude: float = LON) -> Trace:
    return Trace(
        survey_id=SURVEY, geometry=lines.multi([(longitude, 27.99), (longitude, 28.01)]), fault_id=uuid4()
    )


def measured(**given: Any) -> Any:
    band = profiling.sampled(LINE, window, CELL)
    return measure(band.distance, band.median, **given)


def test_the_swath_runs_from_start_to_end() -> None:
    band = profiling.sampled(LINE, window, CELL)
    length, _ = distance_azimuth(*LINE.start, *LINE.end)
    assert (band.distance[0], band.distance[-1]) == (pytest.approx(0, abs=1e-6), pytest.approx(length))
    assert band.median[0] == pytest.approx(1000)
    assert band.median[-1] == pytest.approx(1003)
    assert band.ends[0] == pytest.approx(LINE.start, abs=1e-9)
    assert (band.count > 10).all()


def test_the_separation_of_the_raster_comes_back() -> None:
    found = measured()
    assert found.vertical_separation.median == pytest.approx(3, abs=1e-3)
    assert found.fault_m == pytest.approx(LINE.length / 2, abs=2)


def test_the_crossing_is_the_one_in_the_middle() -> None:
    near, far = trace(), trace(101.9985)
    found = profiling.crossing(LINE, [far, near, trace(103)])
    assert found is not None
    assert (found.trace_id, found.fault_id) == (near.id, near.fault_id)
    assert found.distance == pytest.approx(LINE.length / 2, abs=0.01)
    assert profiling.crossing(LINE, [trace(103)]) is None
    assert profiling.crossing(LINE, []) is None


def test_a_marker_keeps_all_to_measure_it_again() -> None:
    crossed = trace()
    at = profiling.crossing(LINE, [crossed])
    fault = Fault(dip=distribution({"normal": [60, 5]}, ""), toward="lower")
    first = measured(fault=fault, seed=77)
    made = profiling.marker(first, LINE, fault, code="M001", survey_id=SURVEY, at=at, relief="dem")
    assert (made.trace_id, made.fault_id, made.component) == (crossed.id, crossed.fault_id, "vertical")
    assert made.offset is not None
    assert made.offset.best == pytest.approx(3, abs=1e-3)
    assert (made.quality, made.source.image) == (first.quality.letter, "dem")
    kept = profiling.stored(made)
    assert kept is not None
    assert measured(picks=kept.picks, fault=kept.fault, seed=kept.seed, draws=kept.draws) == first
    assert kept.line == LINE


def test_a_marker_turns_stale_where_its_trace_moved_and_only_then() -> None:
    crossed = trace()
    at = profiling.crossing(LINE, [crossed])
    made = profiling.marker(measured(), LINE, Fault(), code="M001", survey_id=SURVEY, at=at, relief="dem")
    assert not profiling.stale(made, crossed)
    elsewhere = MultiLineString([[(102.0001, 27.9), (LON, 27.99), (LON, 28.01)]])
    assert not profiling.stale(made, replace(crossed, geometry=elsewhere))
    east, _ = destination(LON, LAT, 90, 1.0)
    moved = replace(crossed, geometry=trace(east).geometry)
    assert profiling.stale(made, moved)
    assert profiling.stale(made, None)


def test_other_markers_have_no_measurement() -> None:
    made = profiling.marker(measured(), LINE, Fault(), code="M1", survey_id=SURVEY, at=None, relief="dem")
    assert made.geometry is not None
    assert made.geometry.x == pytest.approx(LON, abs=2e-5)
    assert profiling.stored(replace(made, source=replace(made.source, method="digitized"))) is None
    broken = replace(made, source=replace(made.source, attributes=(("line", "[[1"),)))
    assert profiling.stored(broken) is None
    assert not profiling.stale(broken, None)


def test_without_relief_there_is_no_profile() -> None:
    def nothing(bounds: object, columns: int, rows: int) -> Floats:
        return np.full((rows, columns), np.nan)

    for given in (nothing, lambda *_: None):
        with pytest.raises(InputError, match=r"profile\.no_relief"):
            profiling.sampled(LINE, given, CELL)
    with pytest.raises(InputError, match=r"profile\.line"):
        profiling.sampled(Drawn((102, 28), (102, 28)), window, CELL)
