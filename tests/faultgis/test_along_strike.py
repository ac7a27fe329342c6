"""A fan along a trace: a scarp that grows along strike is measured as it grows, on its side of the trace."""

import numpy as np
import pytest

from faultgis.crs import distance_azimuth, metres_per_degree
from faultgis.draws import Floats
from faultgis.errors import CancelledError, InputError
from faultgis.geometry import lines
from faultgis.progress import Progress
from faultgis.records.provenance import new_id
from faultgis.records.trace import Trace
from faultgis.services.along_strike import MOST_STATIONS, Reach, along_strike, spacing_of
from faultgis.slip.scarps import Fault

LON, LAT = 102.0, 28.0
CELL = (2e-5, 2e-5)
NORTH = [(LON, LAT), (LON, LAT + 0.01)]


def window(bounds: tuple[float, float, float, float], columns: int, rows: int) -> Floats:
    """East of the meridian the ground stands higher by 1 m in the south to 5 m in the north."""
    x = bounds[0] + (np.arange(columns) + 0.5) * (bounds[2] - bounds[0]) / columns
    y = bounds[3] - (np.arange(rows) + 0.5) * (bounds[3] - bounds[1]) / rows
    height = 1 + 4 * (y - LAT) / 0.01
    return np.asarray(1000 + np.where(x > LON, 1.0, 0.0)[None, :] * height[:, None], dtype=np.float64)


def trace(places: list[tuple[float, float]]) -> Trace:
    return Trace(survey_id=new_id(), geometry=lines.multi(places))


REACH = Reach(300.0, 5.0, Fault())


def test_the_scarp_grows_as_it_was_made() -> None:
    found = along_strike(trace(NORTH), REACH, window, CELL, Progress())
    assert (len(found.stops), found.without) == (MOST_STATIONS, 0)
    _, per_degree = metres_per_degree(LAT)
    for stop in found.stops:
        low, best, high = stop.signed
        assert low <= best <= high
        assert best == pytest.approx(1 + 4 * stop.along / (0.01 * per_degree), abs=0.1)
        assert stop.line.length == pytest.approx(300)
    assert found.stops[1].along - found.stops[0].along == pytest.approx(found.spacing)


def test_turned_round_the_other_side_is_high() -> None:
    back = along_strike(trace(NORTH[::-1]), REACH, window, CELL, Progress())
    assert all(stop.signed[1] < 0 for stop in back.stops)
    assert abs(back.stops[0].signed[1]) > abs(back.stops[-1].signed[1])


def test_profiles_cross_the_trace_in_their_middle() -> None:
    found = along_strike(trace(NORTH), REACH, window, CELL, Progress())
    line = found.stops[7].line
    west, _ = distance_azimuth(*line.start, LON, line.start[1])
    east, _ = distance_azimuth(*line.end, LON, line.end[1])
    assert [west, east] == pytest.approx([150, 150], abs=0.01)


def test_bands_do_not_overlap() -> None:
    assert spacing_of(trace(NORTH), 5) == pytest.approx(1108 / MOST_STATIONS, rel=0.01)
    assert spacing_of(trace(NORTH), 100) == 200


def test_stations_without_relief_are_counted() -> None:
    def half(bounds: tuple[float, float, float, float], columns: int, rows: int) -> Floats | None:
        return window(bounds, columns, rows) if bounds[1] < LAT + 0.005 else None

    found = along_strike(trace(NORTH), REACH, half, CELL, Progress())
    assert len(found.stops) + found.without == MOST_STATIONS
    assert 15 < found.without < 25
    with pytest.raises(InputError, match=r"profile\.no_relief"):
        along_strike(trace(NORTH), REACH, lambda *_: None, CELL, Progress())


def test_it_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        along_strike(trace(NORTH), REACH, window, CELL, progress)
