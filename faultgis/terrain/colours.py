"""The colours of reliefs: paper lit and tinted by height, and ramps for values."""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
Colour: TypeAlias = tuple[int, int, int]

# Metres, red, green, blue.
_TINTS = np.array(
    [
        (-6000, 150, 184, 210),
        (-200, 190, 214, 228),
        (-1, 212, 228, 236),
        (0, 206, 220, 198),
        (500, 221, 227, 203),
        (1200, 236, 230, 208),
        (2200, 235, 221, 197),
        (3500, 226, 209, 190),
        (4500, 222, 211, 203),
        (5500, 240, 238, 237),
        (7000, 252, 252, 253),
    ],
    dtype=np.float32,
)
_PLAIN = (243.0, 240.0, 233.0)
LOW, HIGH, STEP = -6000.0, 7000.0, 20.0
_LOOKED_UP = 200_000
_SHADOW = (0.26, 0.29, 0.38)

_GREY = ((20, 22, 28), (128, 128, 130), (250, 249, 246))
_STEEP = ((250, 249, 246), (232, 205, 160), (196, 120, 72), (120, 40, 32), (48, 14, 22))
_BOTH_WAYS = ((32, 76, 140), (128, 172, 208), (246, 245, 241), (222, 150, 98), (146, 46, 26))
_ROUND = ((226, 92, 76), (238, 196, 96), (120, 184, 120), (78, 130, 200), (226, 92, 76))
_GROUND = ((78, 130, 96), (168, 196, 128), (238, 226, 170), (206, 158, 106), (150, 106, 84), (246, 243, 240))
RAMPS: dict[str, tuple[Colour, ...]] = {
    "grey": _GREY,
    "steep": _STEEP,
    "both_ways": _BOTH_WAYS,
    "round": _ROUND,
    "ground": _GROUND,
}


@dataclass(frozen=True)
class Tone:
    """How hillshade values become brightness: ``level`` (0-1) is the light on level ground, ``strength`` 0
    (flat) to 1 (harsh)."""

    level: float
    strength: float


def painted_shade(shade: NDArray[np.uint8], tone: Tone, heights: NDArray[np.float32] | None = None) -> Pixels:
    """Hillshade values (0: unknown) as lit paper, with the map's tint of ``heights`` in metres if given:
    blue, green, red, alpha."""
    if heights is None:
        return looked_up(_paints(tone, False), shade)
    height = heights * np.float32(1 / STEP)
    height -= np.float32(LOW / STEP)
    height[shade == 0] = 0
    step = np.clip(height, 0, (HIGH - LOW) / STEP, out=height).astype(np.int32)
    step *= 256
    step += shade
    return looked_up(_paints(tone, True), step)


def looked_up(paints: NDArray[np.uint32], numbers: NDArray[np.integer[Any]]) -> Pixels:
    """The colours of these numbers; in pieces, because looking up keeps Python's lock."""
    flat = numbers.ravel()
    found = np.empty(len(flat), dtype="<u4")
    for start in range(0, len(flat), _LOOKED_UP):
        piece = slice(start, start + _LOOKED_UP)
        np.take(paints, flat[piece], mode="clip", out=found[piece])
    return found.view(np.uint8).reshape(*numbers.shape, 4)


@cache
def _paints(tone: Tone, tinted: bool) -> NDArray[np.uint32]:
    """The colour of each hillshade value (and, times 256, of each step of height): 0xAARRGGBB."""
    steps = np.arange(LOW, HIGH + STEP, STEP)
    plain = np.array(_PLAIN)[:, None]
    ground = np.array([np.interp(steps, _TINTS[:, 0], _TINTS[:, i]) for i in (1, 2, 3)]) if tinted else plain
    paint = _packed(ground[:, :, None] * tones(tone)[:, None, :])
    paint[:, 0] = 0
    return paint.ravel()


def _packed(bands: NDArray[Any]) -> NDArray[np.uint32]:
    red, green, blue = bands.astype(np.uint32)
    made: NDArray[np.uint32] = np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    return made.astype("<u4")


@cache
def tones(tone: Tone) -> NDArray[np.float64]:
    """Per band and hillshade value how much of the paper's brightness is left (0-1). Level ground keeps
    most of it, so that lines and names stay readable; shadows turn cool."""
    level = tone.level
    value = np.arange(256) / 255
    dark = np.clip((level - value) / max(level, 1e-6), 0, 1) ** 0.85
    bright = np.clip((value - level) / max(1 - level, 1e-6), 0, 1)
    flat, spare = 0.95 - 0.15 * tone.strength, 0.05 + 0.15 * tone.strength
    lit = [flat + spare * bright - tone.strength * (flat - ground) * dark for ground in _SHADOW]
    return np.array(lit)


def painted_values(values: NDArray[np.float32], low: float, high: float, ramp: str) -> Pixels:
    """Values on a ramp of colours that runs from ``low`` to ``high``: blue, green, red, alpha; clear where
    NaN."""
    numbers = (values - np.float32(low)) * np.float32(254 / max(high - low, 1e-12))
    np.clip(numbers, 0, 254, out=numbers)
    numbers += np.float32(1.5)
    numbers[np.isnan(values)] = 0
    return looked_up(_ramp(ramp), numbers.astype(np.int32))


@cache
def _ramp(name: str) -> NDArray[np.uint32]:
    """The colours 1 to 255 of a ramp; 0 is clear."""
    paints = _packed(colours(name, np.linspace(0, 1, 255)).T)
    return np.concatenate([np.zeros(1, dtype="<u4"), paints])


def colours(name: str, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Red, green, blue of a ramp at shares from 0 to 1."""
    knots = np.array(RAMPS[name], dtype=np.float64)
    places = np.linspace(0, 1, len(knots))
    return np.stack([np.interp(shares, places, knots[:, i]) for i in range(3)], axis=-1)


def multiplied(lit: Pixels, colours: Pixels) -> Pixels:
    """Lit paper with the colours of values on it; as clear as the paper."""
    mixed = lit.astype(np.uint16)
    mixed *= colours
    mixed //= 243
    made: Pixels = np.minimum(mixed, 255).astype(np.uint8)
    made[..., 3] = lit[..., 3]
    return made


def enlarged(pixels: Pixels, times: int, spare: int, width: int, height: int) -> Pixels:
    """Each cell as ``times`` × ``times``, smoothed; what is clear lends its neighbours no colour."""
    values = pixels.astype(np.float32)
    values[..., :3] *= values[..., 3:] / 255
    for axis, size in ((0, height), (1, width)):
        place = (np.arange(size) + 0.5) / times - 0.5 + spare
        first = np.floor(place).astype(np.int64)
        share = (place - first).astype(np.float32).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        near, far = np.take(values, first, axis=axis), np.take(values, first + 1, axis=axis)
        values = near + share * (far - near)
    values[..., :3] *= 255 / np.maximum(values[..., 3:], 1)
    made: Pixels = np.clip(values + 0.5, 0, 255).astype(np.uint8)
    return made
