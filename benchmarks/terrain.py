"""Sky view and openness, in million cells a second, beside numpy doing the same with shifted arrays."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.visibility import openness, rays, sky_view

SIZE = 2000
STRIPS = 8
RADIUS = 10


def run() -> list[tuple[str, str, str, str]]:
    """16 directions, radius 10 cells, single precision, two threads."""
    steps = np.random.default_rng(1).normal(0, 0.3, (SIZE, SIZE)).astype(np.float32)
    z = np.cumsum(steps, axis=0, dtype=np.float32)
    beside = _rate(lambda part: _by_shifting(part), z[: SIZE // 4], 1)
    rows = []
    for name, make in (("sky view", sky_view), ("openness", openness)):
        make(z[:40, :40], 1.0, 1.0, RADIUS)
        rate = _rate(lambda part, make=make: make(part, 1.0, 1.0, RADIUS), z, STRIPS)  # type: ignore[misc]
        note = f"numpy with shifted arrays {beside:.2f}; ratio {rate / beside:.0f}"
        rows.append((f"{name}, 16 directions, radius 10", "10 Mpx/s", f"{rate:.1f} Mpx/s", note))
    return rows


def _rate(make: Callable[[NDArray[np.float32]], Any], z: NDArray[np.float32], strips: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(make, np.array_split(z, strips)))
    return z.size / 1e6 / (time.perf_counter() - began)


def _by_shifting(z: NDArray[np.float32]) -> NDArray[np.float32]:
    shifts, inverse = rays(1.0, 1.0, RADIUS, 16)
    padded = np.pad(z, RADIUS, mode="edge")
    height, width = z.shape
    total = np.zeros_like(z)
    for direction, scales in zip(shifts, inverse, strict=True):
        best = np.zeros_like(z)
        for (dy, dx), scale in zip(direction.tolist(), scales, strict=True):
            there = padded[RADIUS + dy : RADIUS + dy + height, RADIUS + dx : RADIUS + dx + width]
            np.maximum(best, (there - z) * scale, out=best)
        total += 1 - best / np.sqrt(1 + best * best)
    found: NDArray[np.float32] = (total / np.float32(16)).astype(np.float32)
    return found
