"""Points on a profile: where they lie on the geodesic, what their median says; cubics against the truth."""

import numpy as np
import pytest

from faultgis.crs import destination
from faultgis.errors import InputError
from faultgis.geometry.cubic import Floats, fitted
from faultgis.services.profiling import Drawn, middle
from faultgis.terrain.points_profile import MOST_BINS, BandPoints, along_across, binned, surface

START = (102.0, 28.0)


def line(metres: float, azimuth: float) -> Drawn:
    return Drawn(START, destination(*START, azimuth, metres), 10)


@pytest.mark.parametrize("azimuth", [0, 37, 90, 181, 300])
def test_places_along_and_across_the_geodesic(azimuth: float) -> None:
    drawn = line(800, azimuth)
    on = destination(*START, azimuth, 300)
    right = destination(*on, azimuth + 90, 12)
    lon, lat = (np.array(pair) for pair in zip(on, right, drawn.end, strict=True))
    along, across = along_across(drawn.start, drawn.end)(lon, lat)
    assert along == pytest.approx([300, 300, 800], abs=1e-3)
    assert across == pytest.approx([0, 12, 0], abs=2e-3)


def cloud(count: int = 40_000) -> BandPoints:
    """A scarp of 3 m at 100 m on a slope of 5 %, ground classified, with bushes of 2 to 6 m above it."""
    chance = np.random.default_rng(7)
    x = chance.uniform(0, 200, count)
    z = 1500 + 0.05 * x + np.where(x > 100, 3.0, 0.0) + chance.normal(0, 0.05, count)
    bush = chance.random(count) < 0.4
    z[bush] += chance.uniform(2, 6, count)[bush]
    classes = np.where(bush, 5, 2).astype(np.uint8)
    return BandPoints(x, chance.uniform(-5, 5, count), z, classes)


def test_the_median_of_ground_points_is_the_ground() -> None:
    points, ground = surface(cloud())
    assert ground
    drawn = line(200, 90)
    swath = binned(points, middle(drawn), 200, (drawn.start, drawn.end))
    true = 1500 + 0.05 * swath.distance + np.where(swath.distance > 100, 3.0, 0.0)
    away = np.abs(swath.distance - 100) > 1
    assert np.nanmax(np.abs(swath.median - true)[away]) < 0.12
    assert len(swath.distance) <= MOST_BINS + 1
    assert swath.count.sum() == len(points)
    known = swath.count > 0
    assert (swath.low[known] <= swath.median[known]).all()
    assert (swath.median[known] <= swath.high[known]).all()
    assert np.nanmedian(swath.sigma) == pytest.approx(0.05, abs=0.01)


def test_each_bin_says_what_numpy_says() -> None:
    points, drawn = cloud(3000), line(200, 90)
    swath = binned(points, middle(drawn), 200, (drawn.start, drawn.end))
    step = swath.distance[1] - swath.distance[0]
    number = np.rint(points.distance / step).astype(int)
    for n in range(len(swath.distance)):
        z = points.elevation[number == n]
        if len(z) == 0:
            assert np.isnan(swath.median[n])
        else:
            said = swath.median[n], swath.low[n], swath.high[n], swath.sigma[n]
            assert said == pytest.approx((np.median(z), z.min(), z.max(), z.std()), abs=1e-6)


def test_without_ground_all_but_noise_counts() -> None:
    points = cloud(1000)
    plain = BandPoints(points.distance, points.across, points.elevation, np.full(1000, 1, np.uint8))
    plain.classes[:10] = 7
    chosen, ground = surface(plain)
    assert not ground
    assert len(chosen) == 990


def test_too_few_points_are_no_profile() -> None:
    drawn, one = line(200, 90), cloud(1)
    with pytest.raises(InputError) as refused:
        binned(one, middle(drawn), 200, (drawn.start, drawn.end))
    assert refused.value.code == "profile.no_relief"


def test_an_even_choice_keeps_the_most_it_may() -> None:
    assert len(cloud(1000).at_most(300)) == 300
    assert len(cloud(100).at_most(300)) == 100


def test_a_cubic_is_followed_exactly_and_a_sine_says_how_well() -> None:
    def exact(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return 3 + x - 2 * x * y * y + y**3, x * x * y - 4 * y

    cubic = fitted(exact, (100.0, -3.0, 101.0, 2.0))
    assert cubic is not None
    assert cubic.worst < 1e-8
    x, y = np.array([100.1, 100.9]), np.array([-2.5, 1.7])
    assert cubic(x, y) == pytest.approx(np.stack(exact(x, y), axis=1), abs=1e-6)
    wavy = fitted(lambda x, y: (np.sin(3 * x), y), (0.0, 0.0, 1.0, 1.0))
    assert wavy is not None
    assert 1e-3 < wavy.worst < 0.2
    assert fitted(lambda x, y: (np.full(len(x), np.inf), y), (0.0, 0.0, 1.0, 1.0)) is None
