"""From the pixels of a picture to metres of a wall, by control points.

An affine transformation (six numbers, from three points) suits an orthophoto or a scan; a projective one
(eight numbers, from four points) a photo taken at an angle of a plane face. The root mean square error is
that of the distances, sqrt(Σ(dx² + dy²)/n), in metres of the wall.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.values import Document

Array: TypeAlias = NDArray[np.float64]
Place: TypeAlias = tuple[float, float]
AFFINE, PROJECTIVE = "affine", "projective"
LEAST = {AFFINE: 3, PROJECTIVE: 4}
_FLAT = 1e-6
_ROUNDS = 20


@dataclass(frozen=True)
class ControlPoint:
    """A pixel (x right, y down) whose place on the wall is known, in metres."""

    pixel: Place
    wall: Place


@dataclass(frozen=True)
class Fit:
    """A transformation with what it leaves: ``matrix`` takes (pixel x, pixel y, 1) to wall metres (after
    division by the third), ``residuals`` is fitted minus given for each point in metres. ``spare`` counts the
    coordinates beyond those the transformation needs: with none of them the error says nothing."""

    kind: str
    matrix: Array
    residuals: tuple[Place, ...]
    spare: int

    @property
    def rmse_m(self) -> float:
        """Root mean square of the residual distances."""
        return sqrt(sum(x * x + y * y for x, y in self.residuals) / len(self.residuals))

    @property
    def worst(self) -> int:
        """The number of the point that fits worst, from 0."""
        lengths = [hypot(*residual) for residual in self.residuals]
        return lengths.index(max(lengths))

    def wall(self, pixel: Place) -> Place:
        """Where a pixel lies on the wall, in metres."""
        return _apply(self.matrix, pixel)

    def pixel(self, wall: Place) -> Place:
        """The pixel of a place on the wall."""
        return _apply(np.asarray(np.linalg.inv(self.matrix), dtype=np.float64), wall)

    def pixels_per_metre(self, width: float, height: float) -> float:
        """How finely the picture shows the wall at its middle."""
        middle = width / 2, height / 2
        x, y = self.wall(middle)
        along, down = self.wall((middle[0] + 1, middle[1])), self.wall((middle[0], middle[1] + 1))
        step = sqrt(hypot(along[0] - x, along[1] - y) * hypot(down[0] - x, down[1] - y))
        return 1.0 / step if step > 0 else 0.0


def fit(points: Sequence[ControlPoint], kind: str = "") -> Fit:
    """The transformation of least squares; without ``kind`` affine from three points, projective from four.

    Raises ``InputError``: ``control.too_few`` (with how many are needed), ``control.one_line`` (all points,
    or all but one of four, lie on one line).
    """
    wanted = kind or (PROJECTIVE if len(points) >= LEAST[PROJECTIVE] else AFFINE)
    if len(points) < LEAST[wanted]:
        raise InputError("control.too_few", count=len(points), needed=LEAST[wanted])
    pixels, places = (np.array([getattr(p, side) for p in points], float) for side in ("pixel", "wall"))
    for side in (pixels, places):
        _spread(side, wanted)
    here, there = _unit(pixels), _unit(places)
    solve = _affine if wanted == AFFINE else _projective
    inner = solve(_moved(here, pixels), _moved(there, places))
    matrix = np.linalg.inv(there) @ inner @ here
    matrix = matrix / matrix[2, 2]
    left = _moved(matrix, pixels) - places
    spare = 2 * len(points) - (6 if wanted == AFFINE else 8)
    return Fit(wanted, matrix, tuple((float(x), float(y)) for x, y in left), spare)


def _spread(xy: Array, kind: str) -> None:
    """Refuse points on one line; for a projective transformation also where leaving one out leaves a line."""
    sets = [xy] if kind == AFFINE or len(xy) > 4 else [np.delete(xy, n, axis=0) for n in range(len(xy))]
    for some in sets:
        sizes = np.linalg.svd(some - some.mean(axis=0), compute_uv=False)
        if sizes[0] == 0 or sizes[1] < _FLAT * sizes[0]:
            raise InputError("control.one_line")


def _unit(xy: Array) -> Array:
    """The similarity that takes points about the origin at unit distance: numbers of one size solve well."""
    middle = xy.mean(axis=0)
    size = float(np.sqrt(((xy - middle) ** 2).sum(axis=1).mean()))
    return np.array([[1 / size, 0, -middle[0] / size], [0, 1 / size, -middle[1] / size], [0, 0, 1]])


def _affine(pixels: Array, places: Array) -> Array:
    design = np.column_stack([pixels, np.ones(len(pixels))])
    rows = np.linalg.lstsq(design, places, rcond=None)[0].T
    return np.vstack([rows, [0.0, 0.0, 1.0]])


def _projective(pixels: Array, places: Array) -> Array:
    """The direct linear solution, then Gauss and Newton on what it leaves on the wall."""
    rows = [row for (u, v), (x, y) in zip(pixels, places, strict=True) for row in _direct(u, v, x, y)]
    matrix = np.linalg.svd(np.array(rows))[2][-1].reshape(3, 3)
    matrix = matrix / matrix[2, 2]
    for _ in range(_ROUNDS):
        design, left = _linear(matrix, pixels, places)
        step = np.linalg.lstsq(design, left, rcond=None)[0]
        matrix = matrix - np.append(step, 0.0).reshape(3, 3)
        if np.abs(step).max() < 1e-14:
            break
    return np.asarray(matrix, dtype=np.float64)


def _direct(u: float, v: float, x: float, y: float) -> tuple[list[float], list[float]]:
    return (
        [u, v, 1, 0, 0, 0, -x * u, -x * v, -x],
        [0, 0, 0, u, v, 1, -y * u, -y * v, -y],
    )


def _linear(matrix: Array, pixels: Array, places: Array) -> tuple[Array, Array]:
    """Derivatives of the fitted places by the first eight numbers, and what is left."""
    ones = np.column_stack([pixels, np.ones(len(pixels))])
    depth = ones @ matrix[2]
    found = (ones @ matrix[:2].T) / depth[:, None]
    scaled = ones / depth[:, None]
    none = np.zeros_like(scaled)
    across = np.hstack([scaled, none, -found[:, :1] * scaled[:, :2]])
    up = np.hstack([none, scaled, -found[:, 1:] * scaled[:, :2]])
    return np.vstack([across, up]), (found - places).T.ravel()


def _moved(matrix: Array, xy: Array) -> Array:
    found = np.column_stack([xy, np.ones(len(xy))]) @ matrix.T
    return np.asarray(found[:, :2] / found[:, 2:], dtype=np.float64)


def _apply(matrix: Array, place: Place) -> Place:
    x, y = _moved(matrix, np.array([place], float))[0]
    return float(x), float(y)


def document(points: Iterable[ControlPoint], kind: str = "") -> Document:
    """Control points and what they give, as ``WallImage.control`` keeps them; fewer points than a
    transformation needs are kept all the same."""
    points = tuple(points)
    values: dict[str, Any] = {"points": [[*p.pixel, *p.wall] for p in points], "wanted": kind}
    try:
        found = fit(points, kind)
    except InputError:
        return Document(values)
    matrix = [[float(n) for n in row] for row in found.matrix]
    return Document(
        {**values, "kind": found.kind, "matrix": matrix, "residuals": [*map(list, found.residuals)]}
    )


def points_of(control: Mapping[str, Any]) -> tuple[ControlPoint, ...]:
    """The control points of a picture's record."""
    return tuple(ControlPoint((u, v), (x, y)) for u, v, x, y in control.get("points", ()))


def fit_of(control: Mapping[str, Any]) -> Fit | None:
    """The transformation of a picture's record, or ``None`` where its points give none."""
    try:
        return fit(points_of(control), str(control.get("wanted", "")))
    except InputError:
        return None
