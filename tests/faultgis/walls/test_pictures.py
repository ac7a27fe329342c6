"""Control points: exact ones leave nothing, redundant ones the known error; degenerate ones are refused."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.errors import InputError
from faultgis.walls.pictures import (
    AFFINE,
    PROJECTIVE,
    ControlPoint,
    document,
    fit,
    fit_of,
    points_of,
)

Place = tuple[float, float]
CORNERS: tuple[Place, ...] = ((0, 0), (6000, 0), (6000, 3000), (0, 3000), (2500, 1200), (4100, 2600))
numbers = st.floats(-0.3, 0.3)


def through(matrix: np.ndarray, pixel: Place) -> Place:
    x, y, w = matrix @ np.array([*pixel, 1.0])
    return float(x / w), float(y / w)


def control(matrix: np.ndarray, pixels: tuple[Place, ...]) -> list[ControlPoint]:
    return [ControlPoint(pixel, through(matrix, pixel)) for pixel in pixels]


@given(numbers, numbers, st.floats(-20, 20), st.floats(-20, 20))
def test_exact_affine_points_leave_nothing(a: float, b: float, dx: float, dy: float) -> None:
    matrix = np.array([[0.002, a / 1000, dx], [b / 1000, -0.002, dy], [0, 0, 1]])
    found = fit(control(matrix, CORNERS), AFFINE)
    assert found.rmse_m < 1e-9
    assert found.spare == 2 * len(CORNERS) - 6
    assert found.wall((1234.0, 987.0)) == pytest.approx(through(matrix, (1234.0, 987.0)), abs=1e-9)


@given(numbers, numbers, st.floats(-5e-6, 5e-6), st.floats(-5e-6, 5e-6))
def test_exact_projective_points_leave_nothing(a: float, b: float, p: float, q: float) -> None:
    matrix = np.array([[0.002, a / 1000, 3.0], [b / 1000, -0.002, 6.0], [p, q, 1.0]])
    found = fit(control(matrix, CORNERS), PROJECTIVE)
    assert found.rmse_m < 1e-7
    place = through(matrix, (4321.0, 1987.0))
    assert found.wall((4321.0, 1987.0)) == pytest.approx(place, abs=1e-7)
    assert found.pixel(place) == pytest.approx((4321.0, 1987.0), abs=1e-3)


def test_three_points_give_an_affine_and_four_a_projective_transformation() -> None:
    matrix = np.array([[0.002, 0.0, 0.0], [0.0, -0.002, 6.0], [0, 0, 1]])
    assert fit(control(matrix, CORNERS[:3])).kind == AFFINE
    four = fit(control(matrix, CORNERS[:4]))
    assert (four.kind, four.spare) == (PROJECTIVE, 0)


def test_the_error_is_that_of_the_distances() -> None:
    """A square whose corners are pushed out and in along x by turns: no affine map takes any of it."""
    out = 0.01
    square = [((0.0, 0.0), -1), ((1000.0, 0.0), -1), ((1000.0, 1000.0), 1), ((0.0, 1000.0), 1)]
    turned = [1, -1, 1, -1]
    points = [
        ControlPoint(pixel, (pixel[0] / 1000 + out * turned[n], 1 - pixel[1] / 1000))
        for n, (pixel, _) in enumerate(square)
    ]
    found = fit(points, AFFINE)
    assert found.rmse_m == pytest.approx(out)
    assert found.residuals[0] == pytest.approx((-out, 0.0), abs=1e-12)


def test_the_worst_point_is_named() -> None:
    matrix = np.array([[0.002, 0.0, 0.0], [0.0, -0.002, 6.0], [0, 0, 1]])
    points = control(matrix, (*CORNERS, (1000, 2000), (3000, 500), (5200, 1500)))
    points[7] = ControlPoint(points[7].pixel, (points[7].wall[0] + 1.0, points[7].wall[1]))
    assert fit(points, AFFINE).worst == 7
    assert fit(points, PROJECTIVE).worst == 7


def test_how_finely_a_picture_shows_the_wall() -> None:
    matrix = np.array([[0.002, 0.0, 0.0], [0.0, -0.004, 6.0], [0, 0, 1]])
    found = fit(control(matrix, CORNERS), AFFINE)
    assert found.pixels_per_metre(6000, 3000) == pytest.approx(1 / sqrt(0.002 * 0.004))


@pytest.mark.parametrize(
    ("pixels", "kind", "code"),
    [
        (CORNERS[:2], "", "control.too_few"),
        (CORNERS[:3], PROJECTIVE, "control.too_few"),
        (((0, 0), (1, 1), (2, 2)), AFFINE, "control.one_line"),
        (((0, 0), (1, 1), (2, 2), (5, 0)), PROJECTIVE, "control.one_line"),
        (((7, 7), (7, 7), (7, 7)), AFFINE, "control.one_line"),
    ],
)
def test_points_that_place_no_picture_are_refused(pixels: tuple[Place, ...], kind: str, code: str) -> None:
    matrix = np.array([[0.002, 0.0, 0.0], [0.0, -0.002, 6.0], [0, 0, 1]])
    with pytest.raises(InputError) as error:
        fit(control(matrix, pixels), kind)
    assert error.value.code == code


def test_a_picture_keeps_its_points_also_where_they_do_not_suffice() -> None:
    matrix = np.array([[0.002, 0.0, 0.0], [0.0, -0.002, 6.0], [0, 0, 1]])
    few, enough = control(matrix, CORNERS[:2]), control(matrix, CORNERS)
    assert list(points_of(document(few))) == few
    assert fit_of(document(few)) is None
    kept = document(enough, AFFINE)
    assert list(points_of(kept)) == enough
    assert (kept["kind"], len(kept["residuals"])) == (AFFINE, 6)
    found = fit_of(kept)
    assert found is not None
    assert found.kind == AFFINE
