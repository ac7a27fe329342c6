"""The printed page: true scale, corners where the sheet has them, and back from paper to the ground."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from faultgis.crs import to_gk
from faultgis.errors import InputError
from faultgis.sheets.index import sheet_at
from faultgis.sheets.layout import Area, PageLayout

places = st.tuples(st.floats(74, 134), st.floats(18.5, 53))


@given(places)
def test_ten_kilometres_of_the_grid_are_200_mm_at_50000(place: tuple[float, float]) -> None:
    layout = PageLayout(Area.of_sheet(sheet_at(*place)), 50_000)
    lines = {(line.kind, line.value): line.points for line in layout.kilometre_grid()}
    easts = sorted(value for kind, value in lines if kind == "E")
    first, tenth = easts[0], easts[0] + 10_000
    assert tenth in easts
    assert lines["E", tenth][0][0] - lines["E", first][0][0] == pytest.approx(200.0, abs=1e-6)


@given(places)
def test_frame_corners_are_the_sheets_corners_in_its_gauss_kruger_zone(place: tuple[float, float]) -> None:
    sheet = sheet_at(*place)
    layout = PageLayout(Area.of_sheet(sheet), 50_000)
    corners = np.array([(sheet.west, sheet.south), (sheet.east, sheet.north)])
    metres = layout.to_metres(corners)
    for (lon, lat), (east, north) in zip(corners, metres, strict=True):
        expected = to_gk(lon, lat, zone=layout.zone)
        assert (east, north) == pytest.approx((expected[0], expected[1]), abs=0.001)


@given(places, st.sampled_from([10_000, 25_000, 50_000, 250_000]))
def test_paper_and_ground_are_inverse(place: tuple[float, float], scale: int) -> None:
    lon, lat = place
    layout = PageLayout(Area(lon, lat, lon + 0.1, lat + 0.08), scale)
    points = np.array([(lon + 0.03, lat + 0.05), (lon + 0.09, lat + 0.01)])
    x, y = layout.to_mm(points).T
    back = np.column_stack(layout.to_lonlat(x, y))
    assert np.abs(back - points).max() < 1e-9


def test_zone_agrees_with_proj() -> None:
    layout = PageLayout(Area(102.25, 27.8333, 102.5, 28.0), 50_000)
    x, y = Transformer.from_crs(4490, 4507, always_xy=True).transform(102.3, 27.9)
    assert layout.to_metres(np.array([(102.3, 27.9)]))[0] == pytest.approx((x, y), abs=0.001)


def test_bounds_hold_the_whole_frame() -> None:
    layout = PageLayout(Area(73.2, 37.8, 79.8, 41.8), 1_000_000)
    west, south, east, north = layout.bounds
    assert west <= 73.2
    assert south <= 37.8
    assert east >= 79.8
    assert north >= 41.8


def test_wide_area_has_a_graticule_and_no_kilometre_grid() -> None:
    layout = PageLayout(Area(73, 26, 106, 44), 5_000_000)
    assert layout.kilometre_grid() == []
    assert {line.kind for line in layout.graticule()} == {"lon", "lat"}


def test_a_page_over_two_metres_is_refused_with_its_size() -> None:
    with pytest.raises(InputError) as caught:
        PageLayout(Area(73, 26, 106, 44), 50_000)
    assert caught.value.code == "map.too_large"
    assert caught.value.params["width"] > 2000


def test_empty_area_is_refused() -> None:
    with pytest.raises(InputError, match=r"map\.empty_area"):
        PageLayout(Area(10, 10, 10, 11), 50_000)


@given(st.integers(1_000, 20_000_000))
def test_scale_bar_fits_and_is_round(scale: int) -> None:
    layout = PageLayout(Area(100, 30, 100.001, 30.001), scale)
    km = layout.scale_bar_km()
    assert 20 < km * 1e6 / scale <= 60
    assert f"{km:e}"[0] in "125"
