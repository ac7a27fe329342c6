"""Points as a picture: each as a square of so many pixels, the highest on top, with hollows in shade."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[Any]

NOTHING, _FAR = np.iinfo(np.int64).min, np.iinfo(np.int64).max
MOST_SIZE = 9
_PIECE = 200_000
_CELL = 16
_FILL = 1.7
_SHADE = 0.45
_PAPER, _COARSER = (238, 243, 245), 6

_ALL, _UP, _DOWN = slice(None), slice(1, None), slice(None, -1)
_NEIGHBOURS = (
    ((_UP, _ALL), (_DOWN, _ALL)),
    ((_DOWN, _ALL), (_UP, _ALL)),
    ((_ALL, _UP), (_ALL, _DOWN)),
    ((_ALL, _DOWN), (_ALL, _UP)),
)

# Viridis (van der Walt and Smith 2015): even steps of height look evenly apart, in grey and to all eyes.
_RAMP = (
    (68, 1, 84), (71, 39, 119), (62, 73, 137), (48, 103, 141), (37, 130, 142), (30, 157, 136), (53, 183, 120),
    (109, 206, 88), (181, 221, 43), (253, 231, 37),
)  # fmt: skip
CLASS_COLOURS = {
    0: (150, 150, 150), 1: (178, 176, 170), 2: (168, 120, 62), 3: (170, 205, 110), 4: (96, 170, 74),
    5: (32, 116, 52), 6: (214, 84, 60), 7: (226, 60, 200), 8: (240, 200, 60), 9: (58, 124, 216),
    10: (120, 92, 160), 11: (96, 100, 110), 12: (214, 190, 220), 13: (250, 214, 40), 14: (250, 240, 120),
    15: (240, 150, 40), 16: (190, 230, 230), 17: (120, 60, 50), 18: (150, 30, 140),
}  # fmt: skip
OTHER_CLASS = (140, 132, 190)


def class_table() -> NDArray[np.uint32]:
    """The colour of each class, 0xAARRGGBB."""
    return packed(np.array([CLASS_COLOURS.get(code, OTHER_CLASS) for code in range(256)]))


def height_table() -> NDArray[np.uint32]:
    """256 steps from the lowest to the highest, 0xAARRGGBB."""
    stops, ramp = np.linspace(0, 1, len(_RAMP)), np.array(_RAMP)
    steps = np.linspace(0, 1, 256)
    return packed(np.stack([np.interp(steps, stops, ramp[:, side]) for side in range(3)], axis=1))


def packed(colours: Numbers) -> NDArray[np.uint32]:
    """Red, green, blue (n, 3) as 0xAARRGGBB."""
    red, green, blue = (colours[:, side].astype(np.uint32) for side in range(3))
    found = np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    return np.asarray(found, dtype=np.uint32)


def fitting_size(column: Numbers, row: Numbers, width: int, height: int) -> int:
    """The size in pixels at which points in the picture nearly close up, where they are that dense."""
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    count = int(inside.sum())
    if not count:
        return 1
    across = width // _CELL + 1
    cells = (row[inside].astype(np.int32) // _CELL) * across + column[inside].astype(np.int32) // _CELL
    taken = int(np.count_nonzero(np.bincount(cells)))
    spacing = float(np.sqrt(taken * _CELL * _CELL / count))
    return int(np.clip(np.ceil(spacing * _FILL), 1, MOST_SIZE))


def highest(places: Numbers, z: Numbers, width: int, height: int, size: int) -> NDArray[np.int64]:
    """For each pixel the highest point whose square of ``size`` pixels covers it: its z times 2³² and its
    number below; ``NOTHING`` where there is none. ``places``: columns and rows (n, 2)."""
    rim = MOST_SIZE
    wide = width + 2 * rim
    image = np.full((height + 2 * rim) * wide, NOTHING, dtype=np.int64)
    for start in range(0, len(z), _PIECE):
        part = slice(start, start + _PIECE)
        column, row = places[part, 0] + rim, places[part, 1] + rim
        inside = (column >= 0) & (column < wide) & (row >= 0) & (row < height + 2 * rim)
        at = row[inside].astype(np.int64) * wide + column[inside].astype(np.int64)
        number = np.arange(start, start + len(inside), dtype=np.int64)[inside]
        np.maximum.at(image, at, (z[part][inside].astype(np.int64) << 32) + number)
    grown = _grown(_grown(image.reshape(-1, wide), size).T, size).T
    return np.ascontiguousarray(grown[rim : rim + height, rim : rim + width])


def _grown(image: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """The running maximum over ``size`` columns, centred."""
    reach = 1
    while reach < size:
        step = min(reach, size - reach)
        made = image.copy()
        np.maximum(made[:, step:], image[:, :-step], out=made[:, step:])
        image, reach = made, reach + step
    back = size // 2
    return (
        image if not back else np.concatenate([image[:, back:], image[:, -1:].repeat(back, axis=1)], axis=1)
    )


def coloured(image: NDArray[np.int64], paints: NDArray[np.uint32]) -> Pixels:
    """The picture, blue, green, red, alpha, of the points' colours; clear where there is no point."""
    known = image != NOTHING
    number = (image & np.int64(0xFFFFFFFF)).ravel()
    number[~known.ravel()] = 0
    found = paints[number] if len(paints) else np.zeros(image.size, np.uint32)
    found[~known.ravel()] = 0
    return found.astype("<u4").view(np.uint8).reshape(*image.shape, 4)


def shaded(pixels: Pixels, image: NDArray[np.int64], metres_per_z: float, metres_per_pixel: float) -> Pixels:
    """The picture with what lies lower than its neighbours in shade (eye-dome lighting, Boucheny 2009)."""
    known = image != NOTHING
    z = np.where(known, image >> 32, 0).astype(np.float32) * np.float32(metres_per_z / metres_per_pixel)
    above = np.zeros_like(z)
    for here, there in _NEIGHBOURS:
        both = known[here] & known[there]
        above[here] += np.where(both, np.clip(z[there] - z[here], 0, 2), 0)
    left = (1 - _SHADE * (1 - np.exp(-above)))[..., None]
    out = pixels.copy()
    out[..., :3] = (pixels[..., :3] * left).astype(np.uint8)
    return out


def hinted(
    pixels: Pixels, image: NDArray[np.int64], paints: NDArray[np.uint32], within: tuple[int, int, int, int]
) -> Pixels:
    """The picture with a pale hint, from the nearest points, of what lies in gaps up to 64 pixels wide: for
    clouds of which only a part has been read. ``within``: first row and column, those behind the last."""
    top, left, bottom, right = (max(0, edge) for edge in within)
    part = (slice(top, bottom), slice(left, right))
    if not image[part].size:
        return pixels
    hint = coloured(_closed(image[part]), paints)
    hint[..., :3] = hint[..., :3] // 2 + np.array(_PAPER, dtype=np.uint8) // 2
    hint[hint[..., 3] == 0] = 0
    found = pixels.copy()
    found[part] = np.where((image[part] == NOTHING)[..., None], hint, pixels[part])
    return found


def _closed(image: NDArray[np.int64]) -> NDArray[np.int64]:
    """Gaps take what the next coarser picture has there, the lowest of four as the ground is what there is
    most of."""
    finer = [np.where(image == NOTHING, _FAR, image)]
    for _ in range(_COARSER):
        rows, columns = finer[-1].shape
        even = np.pad(finer[-1], ((0, rows % 2), (0, columns % 2)), constant_values=_FAR)
        finer.append(even.reshape(even.shape[0] // 2, 2, -1, 2).min(axis=(1, 3)))
    found = finer.pop()
    while finer:
        known = finer.pop()
        wide = found.repeat(2, axis=0).repeat(2, axis=1)[: known.shape[0], : known.shape[1]]
        found = np.where(known == _FAR, wide, known)
    return np.where(found == _FAR, NOTHING, found)
