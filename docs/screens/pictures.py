"""Small pictures: a window's pixels as a PNG with a palette, light enough to keep beside the code."""

import struct
import zlib
from pathlib import Path

import numpy as np
from PyQt6.QtGui import QImage

LIMIT = 145_000


def save(image: QImage, path: Path) -> int:
    """Write the picture with as many colours as keep it under the limit; return its size in bytes."""
    pixels = _pixels(image)
    data = b""
    for most in (256, 192, 128, 96, 72, 56, 44, 32, 24, 16):
        data = _png(*_palette(pixels, most))
        if len(data) <= LIMIT:
            break
    path.write_bytes(data)
    return len(data)


def _pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 4]
    return rows.reshape(image.height(), image.width(), 4)[..., 2::-1]


def _palette(pixels: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """So many colours (n, 3) and the index of each pixel: boxes of colours are cut at their middle (median
    cut), the one with the greatest spread first; rare colours, such as those of small icons, count for more
    than their number."""
    keys = (pixels[..., 0].astype(int) << 16) | (pixels[..., 1].astype(int) << 8) | pixels[..., 2]
    found, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, (found >> 8) & 255, found & 255], axis=1).astype(float)
    weights = np.sqrt(counts)
    boxes = [np.arange(len(found))]
    while len(boxes) < most:
        spreads = [_spread(colours[box], weights[box]) for box in boxes]
        worst = int(np.argmax([spread for spread, _ in spreads]))
        if spreads[worst][0] <= 0:
            break
        boxes += _cut(boxes.pop(worst), spreads[worst][1], colours, weights)
    palette = np.zeros((len(boxes), 3), np.uint8)
    of_colour = np.zeros(len(found), np.uint8)
    for number, box in enumerate(boxes):
        palette[number] = np.round(np.average(colours[box], axis=0, weights=counts[box]))
        of_colour[box] = number
    return palette, of_colour[inverse.reshape(keys.shape)]


def _spread(colours: np.ndarray, weights: np.ndarray) -> tuple[float, int]:
    middle = np.average(colours, axis=0, weights=weights)
    spread = ((colours - middle) ** 2 * weights[:, None]).sum(axis=0)
    return float(spread.max()), int(spread.argmax())


def _cut(box: np.ndarray, axis: int, colours: np.ndarray, weights: np.ndarray) -> list[np.ndarray]:
    box = box[np.argsort(colours[box, axis])]
    total = np.cumsum(weights[box])
    at = int(np.clip(np.searchsorted(total, total[-1] / 2), 1, len(box) - 1))
    return [box[:at], box[at:]]


def _png(colours: np.ndarray, indices: np.ndarray) -> bytes:
    height, width = indices.shape
    depth = 8 if len(colours) > 16 else 4
    rows = indices
    if depth == 4:
        even = np.pad(indices, ((0, 0), (0, width % 2)))
        rows = (even[:, 0::2] << 4) | even[:, 1::2]
    raw = np.pad(rows, ((0, 0), (1, 0))).tobytes()
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)),
            _chunk(b"PLTE", colours.tobytes()),
            _chunk(b"IDAT", zlib.compress(raw, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
