"""A local grid laid near (0, 0): how true the map's geodesics are to its metres."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.crs import distance_azimuth
from faultgis.geometry.local import LocalFrame

SITE = (241_027.441, 3_908_778.74, 242_037.441, 3_910_578.74)
share = st.floats(-1, 1)


@pytest.mark.parametrize(
    ("half_m", "relative", "degrees"), [(500, 2e-9, 1e-6), (5_000, 2e-7, 1e-4), (10_000, 7e-7, 2e-4)]
)
@given(share, share, share, share)
def test_geodesics_are_the_grids_own_distances(
    half_m: float, relative: float, degrees: float, x1: float, y1: float, x2: float, y2: float
) -> None:
    """Within 20 km to less than 1 part in a million, on a site of 1 km to 2 parts in a thousand million."""
    middle = np.array([241_500.0, 3_909_600.0])
    frame = LocalFrame(float(middle[0]), float(middle[1]), half_m)
    a, b = middle + half_m * np.array([x1, y1]), middle + half_m * np.array([x2, y2])
    true = math.hypot(*(b - a))
    if true < half_m / 10:
        return
    metres, azimuth = distance_azimuth(*frame.to_canvas(a[None])[0], *frame.to_canvas(b[None])[0])
    assert metres == pytest.approx(true, rel=relative)
    turned = (azimuth - math.degrees(math.atan2(*(b - a))) + 180) % 360 - 180
    assert abs(turned) < degrees


@given(st.floats(-20_000, 20_000), st.floats(-20_000, 20_000))
def test_there_and_back(x: float, y: float) -> None:
    frame = LocalFrame.around(SITE)
    there = frame.to_canvas(np.array([(frame.x + x, frame.y + y)]))
    assert frame.to_metres(there)[0] == pytest.approx([frame.x + x, frame.y + y], abs=1e-6)


def test_the_middle_is_where_longitude_and_latitude_are_zero() -> None:
    frame = LocalFrame.around(SITE)
    west, south, east, north = frame.canvas_bounds(SITE)
    assert (west + east, south + north) == pytest.approx((0, 0), abs=1e-12)
    assert distance_azimuth(0, south, 0, north)[0] == pytest.approx(1800, abs=1e-5)
