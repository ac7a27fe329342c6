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
    for bits, most in ((6, 256), (5, 256), (5, 128), (4, 128), (4, 64), (4, 32), (3, 32)):
        data = _png(*_palette(pixels, bits, most))
        if len(data) <= LIMIT:
            break
    path.write_bytes(data)
    return len(data)


def _pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width() * 4]
    return rows.reshape(image.height(), image.width(), 4)[..., 2::-1]


def _palette(pixels: np.ndarray, bits: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Colours (n, 3) and the index of each pixel: rounded to so many bits per channel, the ``most`` frequent
    ones kept, the others the nearest of those. A kept colour is the mean of the pixels that it stands for."""
    step = 256 >> bits
    coarse = np.minimum((pixels.astype(int) + step // 2) // step, 255 // step)
    keys = (coarse[..., 0] << 16) | (coarse[..., 1] << 8) | coarse[..., 2]
    found, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(keys.shape)
    means = np.stack(
        [np.bincount(inverse.ravel(), pixels[..., c].ravel(), len(found)) / counts for c in range(3)], axis=1
    )
    order = np.argsort(-counts)
    kept = means[order[:most]]
    away = ((means[:, None] - kept[None]) ** 2).sum(axis=2)
    return np.round(kept).astype(np.uint8), away.argmin(axis=1)[inverse].astype(np.uint8)


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
