"""Heights beside a line: a plain slope, a step, and ground that says nothing."""

import numpy as np
import pytest

from faultgis.crs import distance_azimuth
from faultgis.geometry.beside import places_beside, step_heights

LINE = np.array([(102.0, 28.0), (102.0, 28.05), (102.05, 28.05)])


def test_places_stand_square_to_the_line_on_their_side() -> None:
    left, right = places_beside(LINE, (50.0, 100.0))
    # The first stations lie on the northward segment: left is west.
    for side, azimuth in ((left, 270.0), (right, 90.0)):
        metres, towards = distance_azimuth(102.0, float(side[0, 1, 1]), *side[0, 1])
        assert metres == pytest.approx(100.0, rel=1e-3)
        assert towards == pytest.approx(azimuth, abs=0.1)
    # The last ones on the eastward one: left is north.
    assert (left[-1, :, 1] > 28.05).all()
    assert (right[-1, :, 1] < 28.05).all()


def test_turning_the_line_round_swaps_the_sides() -> None:
    left, right = places_beside(LINE, (80.0,))
    other_left, other_right = places_beside(LINE[::-1], (80.0,))
    assert other_left[::-1] == pytest.approx(right, abs=1e-9)
    assert other_right[::-1] == pytest.approx(left, abs=1e-9)


def test_a_step_in_noisy_ground_is_found() -> None:
    noise = np.random.default_rng(7).normal(0, 0.5, (2, 48, 3))
    found = step_heights(1030.0 + noise[0], 1010.0 + noise[1])
    assert found == pytest.approx((1030.0, 1010.0), abs=0.3)


def test_ground_that_goes_up_and_down_says_nothing() -> None:
    hills = np.random.default_rng(7).normal(0, 30.0, (2, 48, 3))
    assert step_heights(1000.0 + hills[0], 1000.0 + hills[1]) is None
    unknown = np.full((48, 3), np.nan)
    assert step_heights(unknown, unknown) is None
