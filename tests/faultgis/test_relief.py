"""Shaded relief against closed forms: planes, symmetry, holes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from faultgis.terrain.relief import gradient, hillshade, multidirectional, slope_degrees


def plane(
    east: float, north: float, rows: int = 9, columns: int = 12, cell: float = 10.0
) -> NDArray[np.float32]:
    """A plane that rises ``east`` and ``north`` metres per metre."""
    x = np.arange(columns) * cell
    y = -np.arange(rows) * cell
    return (1000 + east * x[None, :] + north * y[:, None]).astype(np.float32)


def incidence(east: float, north: float, azimuth: float, altitude: float) -> float:
    """1 + 254 cos(i) between the plane's normal and the light, from vectors."""
    az, alt = math.radians(azimuth), math.radians(altitude)
    light = np.array([math.sin(az) * math.cos(alt), math.cos(az) * math.cos(alt), math.sin(alt)])
    normal = np.array([-east, -north, 1.0])
    return 1 + 254 * max(0.0, float(light @ normal / np.linalg.norm(normal)))


slopes = st.floats(-2, 2, allow_nan=False)


@given(slopes, slopes, st.floats(0, 360), st.floats(5, 90))
def test_a_plane_is_as_bright_as_the_angle_of_incidence_says(
    east: float, north: float, azimuth: float, altitude: float
) -> None:
    shade = hillshade(plane(east, north), 10, 10, azimuth, altitude).astype(float)
    off = np.abs(shade - incidence(east, north, azimuth, altitude))
    # The corners are gdaldem's, which has half the slope there.
    off[[0, 0, -1, -1], [0, -1, 0, -1]] = 0
    assert off.max() <= 1


def test_level_ground_under_the_usual_light_is_181() -> None:
    # 1 + 254 sin 45° = 180.6: the value that gdaldem gives for a flat DEM.
    assert (hillshade(plane(0, 0), 10, 10) == 181).all()


def test_exaggeration_multiplies_heights() -> None:
    assert np.array_equal(
        hillshade(plane(0.1, 0.2), 10, 10, exaggeration=4), hillshade(plane(0.4, 0.8), 10, 10)
    )


def test_cells_may_differ_in_width_and_height() -> None:
    east, north = gradient(plane(0.3, -0.2), 5, 20)
    assert east == pytest.approx(np.full(east.shape, 0.6), abs=1e-4)
    assert north == pytest.approx(np.full(north.shape, -0.1), abs=1e-4)


def test_horn_weights_the_middle_row_twice() -> None:
    z = np.zeros((3, 3), dtype=np.float32)
    z[1, 2] = 8.0
    assert gradient(z, 1, 1)[0][1, 1] == pytest.approx(2.0)
    z[1, 2], z[0, 2] = 0.0, 8.0
    assert gradient(z, 1, 1)[0][1, 1] == pytest.approx(1.0)


def test_a_hole_is_dark_and_touches_only_the_cells_at_its_rim() -> None:
    z = plane(0.4, 0.1)
    whole = hillshade(z, 10, 10)
    z[4, 5] = np.nan
    holed = hillshade(z, 10, 10)
    assert holed[4, 5] == 0
    away = np.ones(z.shape, dtype=bool)
    away[3:6, 4:7] = False
    assert (holed[away] == whole[away]).all()
    # East of the hole the missing neighbour counts as level: 3/4 of the rise towards east is left.
    assert abs(float(holed[4, 6]) - incidence(0.3, 0.1, 315, 45)) <= 1


def test_unknown_everywhere_is_nothing_anywhere() -> None:
    nothing = np.full((5, 5), np.nan, dtype=np.float32)
    assert (hillshade(nothing, 1, 1) == 0).all()
    assert (multidirectional(nothing, 1, 1) == 0).all()


def test_slopes_of_planes() -> None:
    assert slope_degrees(plane(1.0, 0.0), 10, 10) == pytest.approx(np.full((9, 12), 45.0), abs=1e-3)
    assert slope_degrees(plane(3.0, 4.0), 10, 10) == pytest.approx(
        np.full((9, 12), math.degrees(math.atan(5))), abs=1e-2
    )


def test_light_from_all_sides_tells_a_scarp_along_the_single_light_from_level_ground() -> None:
    along = plane(0.2, 0.2)
    level, faced = multidirectional(plane(0, 0), 10, 10)[4, 5], multidirectional(along, 10, 10)[4, 5]
    alone = hillshade(along, 10, 10)[4, 5]
    assert abs(int(alone) - 181) < 8
    assert abs(int(faced) - int(level)) > 12


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (2, 2), (3, 1)])
def test_tiny_grids_are_shaded_too(shape: tuple[int, int]) -> None:
    assert (hillshade(np.full(shape, 5.0, dtype=np.float32), 1, 1) == 181).all()
