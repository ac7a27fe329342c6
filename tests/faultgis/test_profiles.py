"""Profiles: heights of planes are met exactly, distances are geodesic, gaps stay gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.crs import distance_azimuth
from faultgis.errors import InputError
from faultgis.terrain.profiles import Floats, Patch, Station, along_line, fan, patch_of, station_at, swath


def plane(x: Floats, y: Floats) -> Floats:
    return np.asarray(100 + 0.3 * x - 0.2 * y, dtype=np.float64)


def patch(cell: float = 2.0, columns: int = 60, rows: int = 40) -> Patch:
    """The plane on a grid whose lower left corner is (0, 0)."""
    x: Floats = np.asarray((np.arange(columns) + 0.5) * cell)
    y: Floats = np.asarray((rows - np.arange(rows) - 0.5) * cell)
    return Patch(plane(x[None, :], y[:, None]), 0.0, rows * cell, cell, cell)


@given(st.floats(1, 119), st.floats(1, 79))
def test_a_plane_is_met_between_the_cells(x: float, y: float) -> None:
    assert patch()(np.array([x]), np.array([y]))[0] == pytest.approx(plane(np.array([x]), np.array([y]))[0])


def test_beyond_the_grid_nothing_is_known() -> None:
    found = patch()(np.array([-0.1, 0.1, 119.9, 120.1, 60, 60]), np.array([40, 40, 40, 40, -0.1, 80.1]))
    assert np.isnan(found).tolist() == [True, False, False, True, True, True]


def test_a_hole_spreads_to_its_neighbours_only() -> None:
    whole = patch()
    whole.values[20, 30] = np.nan
    x = np.arange(51, 72, 2.0)
    assert np.isnan(whole(x, np.full_like(x, 39.0))).tolist() == [v == 61 for v in x]
    assert np.isnan(whole(x + 1, np.full_like(x, 39.0))).tolist() == [v in (59, 61) for v in x]


def test_along_a_bent_line_distances_add_up() -> None:
    found = along_line(plane, [(0, 0), (30, 0), (30, 41)], 10)
    assert found.distance.tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 71]
    assert found.places[-1].tolist() == [30, 41]
    assert found.elevation == pytest.approx(plane(found.places[:, 0], found.places[:, 1]))


def test_distances_in_degrees_are_geodesic() -> None:
    found = along_line(lambda x, y: x, [(102.0, 28.0), (102.01, 28.02)], 100, lonlat=True)
    whole, _ = distance_azimuth(102.0, 28.0, 102.01, 28.02)
    assert found.distance[-1] == pytest.approx(whole, abs=1e-6)
    first, _ = distance_azimuth(102.0, 28.0, *found.places[7])
    assert first == pytest.approx(700, abs=0.01)


def test_a_swath_lies_at_right_angles_to_its_trace() -> None:
    (middle,) = fan([(0, 0), (0, 100)], 100)
    assert (middle.place, middle.along, middle.azimuth) == ((0.0, 50.0), 50.0, 90.0)
    band = swath(plane, middle, 20, 5, 1)
    assert np.array(band.ends) == pytest.approx(np.array([(-20, 50), (20, 50)]))
    assert band.distance.tolist() == list(range(-20, 21))
    assert band.median == pytest.approx(100 + 0.3 * band.distance - 0.2 * 50)
    assert band.high - band.low == pytest.approx(np.full(41, 0.2 * 10))
    assert band.sigma == pytest.approx(np.full(41, 0.2 * np.std(np.arange(-5, 6))))
    assert set(band.count) == {11}


def test_a_geodesic_swath_measures_the_same_metres() -> None:
    station = Station((102.0, 28.0), 0.0, 60.0)
    band = swath(lambda x, y: x, station, 500, 50, 50, lonlat=True)
    length, azimuth = distance_azimuth(*band.ends[0], *band.ends[1])
    assert length == pytest.approx(1000, abs=1e-6)
    assert azimuth == pytest.approx(60, abs=0.01)
    out, across = distance_azimuth(102.0, 28.0, *band.ends[1])
    assert [out, across] == pytest.approx([500, 60], abs=1e-6)


@pytest.mark.parametrize("lonlat", [False, True])
def test_both_halves_of_a_band_lie_on_their_side(lonlat: bool) -> None:
    seen: list[tuple[Floats, Floats]] = []

    def ground(x: Floats, y: Floats) -> Floats:
        seen.append((x, y))
        return x

    swath(ground, Station((102.0, 28.0), 0.0, 90.0), 1000, 100, 100, lonlat=lonlat)
    x, y = seen[0]
    assert (x[-1] > x[0]).all()
    assert (y[:, -1] < y[:, 0]).all()


def test_gaps_are_counted_not_filled() -> None:
    def holed(x: Floats, y: Floats) -> Floats:
        return np.where((x > 5) | ((x > 0) & (y > 50)), np.nan, plane(x, y))

    band = swath(holed, fan([(0, 0), (0, 100)], 100)[0], 10, 4, 1)
    assert band.count.tolist() == [9] * 11 + [5] * 5 + [0] * 5
    assert np.isnan(band.median).tolist() == [False] * 16 + [True] * 5


def test_a_fan_follows_the_trace() -> None:
    stations = fan([(0, 0), (300, 0), (300, 300)], 100)
    assert [s.along for s in stations] == [50, 150, 250, 350, 450, 550]
    assert [round(s.azimuth) for s in stations] == [180, 180, 180, 90, 90, 90]
    assert [s.azimuth for s in fan([(0, 0), (30, 0)], 100)] == [180.0]
    corner = station_at([(0, 0), (300, 0), (300, 300)], 300, 100)
    assert [*corner.place, corner.azimuth] == pytest.approx([300, 0, 135])


def test_a_raster_window_becomes_a_patch() -> None:
    asked = []

    def window(bounds: tuple[float, float, float, float], columns: int, rows: int) -> Floats | None:
        asked.append((columns, rows))
        return patch(1.0, columns, rows).values.astype(np.float64)

    found = patch_of(window, (0, 0, 50, 30), 1.0)
    assert asked == [(50, 30)]
    assert found is not None
    assert found(np.array([10.0]), np.array([10.0]))[0] == pytest.approx(101)
    assert patch_of(lambda *_: None, (0, 0, 50, 30), 1.0) is None


@pytest.mark.parametrize("vertices", [[(0, 0)], [(1, 1), (1, 1)], [(0, 0), (np.nan, 1)], []])
def test_a_line_without_length_is_refused(vertices: list[tuple[float, float]]) -> None:
    with pytest.raises(InputError, match=r"profile\.line"):
        along_line(plane, vertices, 1)


@pytest.mark.parametrize("step", [0, -1, np.nan, 1e-9, np.inf])
def test_an_impossible_step_is_refused(step: float) -> None:
    with pytest.raises(InputError, match=r"profile\.step"):
        along_line(plane, [(0, 0), (100, 0)], step)
    with pytest.raises(InputError, match=r"profile\.step"):
        swath(plane, Station((0, 0), 0, 90), 100, 10, step)
