"""A scarp of 4 m on gentle ground stands out in the picture that the map makes of its own accord."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from faultgis.terrain.pictures import picture
from faultgis.terrain.stretching import Light, automatic_exaggeration, shade_stretch

# Metres per pixel of a screen of 96 dpi.
SCALES = {5_000: 5_000 * 0.0254 / 96, 50_000: 50_000 * 0.0254 / 96}
FACE_M = 12.0


def scarp(
    cell: float, towards: float, height: float = 4.0
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Ground that falls 3° southwards with 5 cm of noise of a 1 m terrain model, averaged into cells, and a
    scarp that faces ``towards``; and each cell's distance (m) from its middle."""
    rows, columns = np.mgrid[0:500, 0:700].astype(float)
    east, north = (columns - 350) * cell, (250 - rows) * cell
    across = east * math.sin(math.radians(towards)) + north * math.cos(math.radians(towards))
    offsets = (np.arange(21) - 10) / 21 * cell
    face = np.mean([np.clip((across + o) / FACE_M + 0.5, 0, 1) for o in offsets], axis=0)
    noise = np.random.default_rng(3).normal(0, 0.05 / cell, rows.shape)
    ground = 800 + math.tan(math.radians(3)) * north - height * face + noise
    return ground.astype(np.float32), across


def contrast(light: Light, cell: float, towards: float) -> float:
    """How much the scarp's face differs in brightness (0-255) from the ground beside it."""
    heights, across = scarp(cell, towards)
    bright = picture(heights, (cell, cell), light).pixels[..., :3].mean(axis=-1)
    near = np.abs(across) < max(FACE_M / 3, cell / 2)
    far = (np.abs(across) > 20 * cell) & (np.abs(across) < 60 * cell)
    return float(abs(bright[near].mean() - np.median(bright[far])))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("towards", [105, 135, 165, 195, 285, 315, 345])
def test_one_light_shows_scarps_that_lie_across_it(scale: int, towards: float) -> None:
    assert contrast(Light(), SCALES[scale], towards) > 15


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("towards", range(0, 360, 45))
def test_one_light_or_light_from_all_sides_shows_scarps_of_any_strike(scale: int, towards: float) -> None:
    lights = Light(), Light(kind="multihillshade")
    assert max(contrast(light, SCALES[scale], towards) for light in lights) > 15


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("kind", ["slope", "curvature", "localrelief", "openness", "redrelief"])
def test_kinds_without_a_light_show_it_too(scale: int, kind: str) -> None:
    assert contrast(Light(kind=kind), SCALES[scale], 60) > 20


def test_steep_ground_is_not_stretched_further_and_a_stated_exaggeration_is_kept() -> None:
    rows, columns = np.mgrid[0:200, 0:300]
    mountains = (600 * np.sin(rows / 15) * np.cos(columns / 20)).astype(np.float32)
    assert shade_stretch(mountains, (30.0, 30.0), Light()).exaggeration == automatic_exaggeration(30)
    assert shade_stretch(mountains, (30.0, 30.0), Light(exaggeration=5)).exaggeration == 5
