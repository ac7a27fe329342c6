"""Made look-alikes of hard places for a ground filter, each point's truth known: a quarry, terraces under
shrubs, gaps in the data, points far too low, a large building, a bridge, ridges.

Ground is sampled as airborne surveys of the ISPRS filter test did it: every 1 to 3 metres, unevenly.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Land = Callable[[Numbers, Numbers], Numbers]
SIDE = 240.0


@dataclass(frozen=True)
class Scene:
    """Positions and heights in metres, and which points truly lie on the ground."""

    x: Numbers
    y: Numbers
    z: Numbers
    ground: Flags


def _scattered(random: np.random.Generator, spacing: float) -> tuple[Numbers, Numbers]:
    """Scan lines with jitter, one point in six missing."""
    lines = np.arange(0, SIDE, spacing)
    x, y = (axis.ravel() + random.normal(0, 0.3 * spacing, axis.size) for axis in np.meshgrid(lines, lines))
    kept = (random.uniform(size=x.size) < 5 / 6) & (np.minimum(x, y) >= 0) & (np.maximum(x, y) < SIDE)
    return x[kept], y[kept]


def _clothed(
    land: Land, random: np.random.Generator, spacing: float, trees: int, shrubs: int
) -> tuple[Numbers, Numbers, Numbers, Flags]:
    x, y = _scattered(random, spacing)
    z, ground = land(x, y) + random.normal(0, 0.05, x.size), np.ones(x.size, dtype=np.bool_)
    for number in range(trees + shrubs):
        tree = number < trees
        cx, cy = random.uniform(0, SIDE, 2)
        radius = random.uniform(2, 5) if tree else random.uniform(0.7, 2)
        tall = random.uniform(6, 18) if tree else random.uniform(1, 2.5)
        square = ((x - cx) ** 2 + (y - cy) ** 2) / radius**2
        hit = (square < 1) & (random.uniform(size=x.size) < 0.75) & ground
        z[hit] += tall * (1 - 0.6 * square[hit]) * random.uniform(0.6, 1, int(hit.sum()))
        ground[hit] = False
    return x, y, z, ground


def _quarry(x: Numbers, y: Numbers) -> Numbers:
    """Benches of 8 m with faces of 65 degrees around a pit, in a slope of 25 degrees."""
    slope = 400 + 0.45 * x + 2 * np.sin(y / 23)
    away = np.hypot(x - 130, 0.8 * (y - 120)) - 25
    bench, along = np.divmod(np.maximum(away, 0), 16)
    pit = 410 + 8 * (bench + np.clip(along / 3.7, 0, 1))
    land: Numbers = np.minimum(slope, pit)
    return land


def _terraces(x: Numbers, y: Numbers) -> Numbers:
    """A slope of 30 degrees cut into steps of 4 m, wavy in plan."""
    down = 0.577 * (x + 6 * np.sin(y / 17))
    step, along = np.divmod(down, 4.0)
    land: Numbers = 900 - 4 * (step + np.clip((along / 4 - 0.72) / 0.28, 0, 1)) - 0.05 * x
    return land


def _ridges(x: Numbers, y: Numbers) -> Numbers:
    """Gullies of 12 m between sharp ridges 45 m apart, on a slope of 20 degrees."""
    land: Numbers = 700 + 0.36 * y + 12 * np.abs(((x + 5 * np.sin(y / 31)) / 22.5) % 2 - 1)
    return land


def _hills(x: Numbers, y: Numbers) -> Numbers:
    return 300 + 6 * np.sin(x / 40) * np.cos(y / 55) + 0.05 * x


def _plain(x: Numbers, y: Numbers) -> Numbers:
    return 250 + 0.02 * x + 0.4 * np.sin(y / 30)


def quarry(seed: int = 1) -> Scene:
    """Break-lines on a steep slope, ground every 2.5 m, few objects (as samp53)."""
    return Scene(*_clothed(_quarry, np.random.default_rng(seed), 2.5, 60, 60))


def terraces(seed: int = 1) -> Scene:
    """Steps on a steep slope under low shrubs (as samp51 and samp52)."""
    return Scene(*_clothed(_terraces, np.random.default_rng(seed), 2.0, 40, 500))


def ridges(seed: int = 1) -> Scene:
    """Sharp ridges and gullies under trees (as samp11's and samp24's slopes)."""
    return Scene(*_clothed(_ridges, np.random.default_rng(seed), 1.5, 150, 150))


def gaps(seed: int = 1) -> Scene:
    """A river and shadows without any point; few objects and an embankment (as samp61)."""

    def land(x: Numbers, y: Numbers) -> Numbers:
        bank = np.clip((12 - np.abs(y - 60 - 0.1 * x)) / 8, 0, 1)
        return _hills(x, y) + 5 * bank

    x, y, z, ground = _clothed(land, np.random.default_rng(seed), 2.5, 50, 60)
    river = np.abs(y - 165 - 12 * np.sin(x / 30)) < 16
    shadow = (np.abs(x - 60) < 14) & (np.abs(y - 100) < 10)
    kept = ~(river | shadow)
    return Scene(x[kept], y[kept], z[kept], ground[kept])


def low_points(seed: int = 1) -> Scene:
    """Clumps of points up to 30 m below the ground, in a town (as samp41)."""
    random = np.random.default_rng(seed)
    x, y, z, ground = _clothed(_plain, random, 1.2, 120, 60)
    _build(x, y, z, ground, ((50, 60, 24, 18, 9), (150, 70, 30, 22, 14), (90, 170, 40, 25, 11)))
    _sink(random, x, y, z, ground, 0.5, 5)
    return Scene(x, y, z, ground)


def wells(seed: int = 1) -> Scene:
    """The same, the clumps up to 12 m wide and so dense that hardly any ground is seen among them."""
    random = np.random.default_rng(seed)
    x, y, z, ground = _clothed(_plain, random, 1.2, 120, 60)
    _build(x, y, z, ground, ((50, 60, 24, 18, 9), (150, 70, 30, 22, 14)))
    _sink(random, x, y, z, ground, 0.95, 6)
    return Scene(x, y, z, ground)


def _sink(
    random: np.random.Generator,
    x: Numbers,
    y: Numbers,
    z: Numbers,
    ground: Flags,
    share: float,
    radius: float,
) -> None:
    """A share of the points in 25 round places falls 2 to 30 m below the plain, in place."""
    for _ in range(25):
        cx, cy = random.uniform(10, SIDE - 10, 2)
        near = np.hypot(x - cx, y - cy) < random.uniform(1, radius)
        hit = near & (random.uniform(size=x.size) < share)
        z[hit] = _plain(x[hit], y[hit]) - random.uniform(2, 30) - random.uniform(0, 1.5, int(hit.sum()))
        ground[hit] = False


def complex_building(seed: int = 1) -> Scene:
    """A building of 70 m with wings, courts and several heights, in a slope (as samp12 and samp22)."""

    def land(x: Numbers, y: Numbers) -> Numbers:
        return 280 + 0.1 * x + 0.6 * np.sin(y / 25)

    x, y, z, ground = _clothed(land, np.random.default_rng(seed), 1.2, 100, 80)
    blocks = ((110, 110, 72, 16, 14), (80, 140, 14, 50, 18), (140, 140, 14, 50, 10), (110, 165, 72, 14, 22))
    _build(x, y, z, ground, (*blocks, (200, 40, 30, 30, 8), (40, 40, 26, 34, 12)))
    return Scene(x, y, z, ground)


def bridge(seed: int = 1) -> Scene:
    """A valley of 10 m with a road bridge; the embankments on both sides are ground (as samp21, samp71)."""

    def land(x: Numbers, y: Numbers) -> Numbers:
        valley = 300 + 10 * np.clip((np.abs(x - 120) - 15) / 25, 0, 1)
        road = np.clip((14 - np.abs(y - 120)) / 8, 0, 1) * (np.abs(x - 120) > 40)
        return valley + 2 * road

    x, y, z, ground = _clothed(land, np.random.default_rng(seed), 1.5, 60, 60)
    deck = (np.abs(y - 120) < 6) & (np.abs(x - 120) <= 40)
    z[deck], ground[deck] = 312, False
    return Scene(x, y, z, ground)


def _build(x: Numbers, y: Numbers, z: Numbers, ground: Flags, blocks: tuple[tuple[float, ...], ...]) -> None:
    """Flat roofs on blocks (centre, width, depth, height), in place."""
    for cx, cy, wide, deep, tall in blocks:
        inside = (np.abs(x - cx) < wide / 2) & (np.abs(y - cy) < deep / 2)
        if inside.any():
            z[inside] = np.median(z[inside & ground]) + tall if (inside & ground).any() else z[inside]
            ground[inside] = False


SCENES = {
    scene.__name__: scene
    for scene in (quarry, terraces, ridges, gaps, low_points, wells, complex_building, bridge)
}
