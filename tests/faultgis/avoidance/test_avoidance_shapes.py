"""The shape of a zone: strip by strip and sector by sector, however a line bends, crosses or doubles back."""

from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.shapes import zone
from faultgis.crs.ellipsoid import geod
from faultgis.geometry.frame import Coordinates

WIDTHS = st.sampled_from([6.0, 20.0, 128.0])


def sector(at: Coordinates, radius: float, begin: float, turn: float) -> Polygon:
    angles = np.linspace(begin, begin + turn, 2 + int(abs(turn) / 0.002))
    return Polygon(np.vstack([at, at + radius * np.column_stack([np.cos(angles), np.sin(angles)])]))


def elements(
    xy: Coordinates, left: list[float], right: list[float], ends: tuple[bool, bool]
) -> Iterator[BaseGeometry]:
    """What a zone is made of, each by itself."""
    steps = np.diff(xy, axis=0)
    azimuth = np.arctan2(steps[:, 1], steps[:, 0])
    for i, turned in enumerate(azimuth + np.pi / 2):
        normal = np.array([np.cos(turned), np.sin(turned)])
        up, down = normal * left[i], -normal * right[i]
        yield Polygon([xy[i] + up, xy[i + 1] + up, xy[i + 1] + down, xy[i] + down])
    for i, turn in enumerate((np.diff(azimuth) + np.pi) % (2 * np.pi) - np.pi, start=1):
        for side, widths in ((1, left), (-1, right)):
            if turn * side < 0 or abs(turn) > np.pi - 1e-6:
                yield sector(
                    xy[i], max(widths[i - 1 : i + 1]), azimuth[i - 1] + side * np.pi / 2, -side * abs(turn)
                )
    for is_round, at, ahead, one, other in (
        (ends[0], xy[0], azimuth[0] + np.pi, right[0], left[0]),
        (ends[1], xy[-1], azimuth[-1], left[-1], right[-1]),
    ):
        if is_round:
            yield sector(at, one, ahead, np.pi / 2)
            yield sector(at, other, ahead, -np.pi / 2)


@st.composite
def paths(draw: st.DrawFn) -> Coordinates:
    """Steps on a lattice: they fold back, close, cross and touch each other; some are a centimetre long."""
    step = st.tuples(st.integers(-2, 2), st.integers(-2, 2)).filter(any)
    steps = draw(st.lists(step, min_size=1, max_size=10))
    sizes = draw(st.lists(st.sampled_from([50.0, 50.0, 0.01]), min_size=len(steps), max_size=len(steps)))
    return np.concatenate([[(0.0, 0.0)], np.cumsum(np.array(steps) * np.array(sizes)[:, None], axis=0)])


@settings(max_examples=60, deadline=None)
@given(paths(), st.data())
def test_a_zone_is_its_strips_and_sectors(xy: Coordinates, data: st.DataObject) -> None:
    count = len(xy) - 1
    alike = data.draw(st.booleans())
    left, right = (
        data.draw(
            WIDTHS.map(lambda w: [w] * count) if alike else st.lists(WIDTHS, min_size=count, max_size=count)
        )
        for _ in range(2)
    )
    ends = data.draw(st.tuples(st.booleans(), st.booleans()))
    found = zone(xy, np.array(left), np.array(right), *ends)
    told = shapely.union_all([shapely.buffer(each, 1e-7) for each in elements(xy, left, right, ends)])
    # Edges agree to 2 mm, an arc's chords lie within 0.02 % of its radius.
    assert found.difference(shapely.buffer(told, 2e-3)).area < 1e-3
    assert told.difference(shapely.buffer(found, 2e-3 + 2e-4 * 128)).area < 1e-3


@pytest.mark.parametrize("latitude", [3.0, 35.0, 53.0, -41.0, 80.0])
@pytest.mark.parametrize("reach", [3_000.0, 30_000.0, 60_000.0])
def test_metres_become_degrees_as_geodesics_have_it(latitude: float, reach: float) -> None:
    xy = np.random.default_rng(3).uniform(-reach, reach, (200, 2))
    found = Centred(135.0, latitude).to_degrees(xy)
    lon, lat = np.full(200, 135.0), np.full(200, latitude)
    azimuth = np.degrees(np.arctan2(xy[:, 0], xy[:, 1]))
    east, north, _ = geod().fwd(lon, lat, azimuth, np.hypot(xy[:, 0], xy[:, 1]))
    assert max(geod().inv(found[:, 0], found[:, 1], east, north)[2]) < 2e-5
