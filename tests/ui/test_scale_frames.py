"""The view's geometry: there and back, zoom at the cursor, true lengths at the centre."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.crs import distance_azimuth
from ui.canvas.scale import MapScale

views = st.builds(
    MapScale,
    st.floats(73, 135),
    st.floats(3, 54),
    st.floats(0.1, 3000),
    st.integers(200, 2600),
    st.integers(200, 1500),
)


@given(views, st.floats(0, 1), st.floats(0, 1))
def test_a_pixel_comes_back_to_itself(view: MapScale, fx: float, fy: float) -> None:
    x, y = fx * view.width, fy * view.height
    assert view.to_screen(*view.to_world(x, y)) == pytest.approx((x, y), abs=1e-5)


@given(views, st.floats(0.2, 5), st.floats(0, 1), st.floats(0, 1))
def test_zooming_keeps_the_place_under_the_cursor(
    view: MapScale, factor: float, fx: float, fy: float
) -> None:
    x, y = fx * view.width, fy * view.height
    place = view.to_world(x, y)
    zoomed = view.zoomed(factor, x, y)
    assert zoomed.to_screen(*place) == pytest.approx((x, y), abs=0.5)


def test_lengths_at_the_centre_are_geodesic() -> None:
    view = MapScale(102.25, 29.5, 13.2, 1600, 1000)
    for dx, dy in ((100, 0), (0, 100)):
        metres, _ = distance_azimuth(*view.to_world(800, 500), *view.to_world(800 + dx, 500 + dy))
        assert metres == pytest.approx(1320, rel=1e-4)


@given(views)
def test_painters_get_the_same_places_in_device_dots(view: MapScale) -> None:
    frame = view.frame(96, 2.0)
    places = np.array([view.to_world(0, 0), view.to_world(view.width, view.height)])
    ends = [[0, 0], [2 * view.width, 2 * view.height]]
    assert frame.project(places) == pytest.approx(np.array(ends), abs=1e-4)
    assert frame.dots(25.4) == pytest.approx(192)
    assert frame.metres_per_dot == pytest.approx(view.metres_per_pixel / 2)


def test_an_older_view_lies_where_its_corners_are() -> None:
    old = MapScale(102.0, 29.0, 10.0, 800, 600)
    new = old.panned(40, -25)
    assert new.placed(old) == pytest.approx((40, -25, 800, 600), abs=0.6)


@given(views)
def test_fitting_shows_the_whole_box(view: MapScale) -> None:
    box = (101.0, 28.0, 101.4, 28.3)
    west, south, east, north = view.fitted(*box).bounds
    assert west <= box[0] < box[2] <= east
    assert south <= box[1] < box[3] <= north
