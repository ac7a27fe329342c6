"""Scratch files of a running import: found and removed at the next start if the program was killed."""

import contextlib
import errno
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.terrain.grid import Frame
from importers import scratch

_PREFIX = "cloud-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def folder(place: Path, prefix: str = _PREFIX) -> Iterator[Path]:
    """A fresh folder within ``place``, gone when the work ends; those of killed programs go first.

    Raises ``InputError("cloud.disk_full")`` where the disk fills up meanwhile.
    """
    place.mkdir(parents=True, exist_ok=True)
    made, owner = scratch.claim(place, prefix)
    try:
        with owner:
            yield made
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise InputError("cloud.disk_full", folder=str(place)) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def sweep(place: Path, prefix: str = _PREFIX) -> int:
    """Remove the folders whose owner no longer runs; answers with how many there were."""
    return scratch.sweep(place, prefix)


class Canvas:
    """A raster of bare values on disk, row after row, southernmost first; parts may be written and read from
    several threads. Cells never written hold zero."""

    def __init__(self, path: Path, kind: str, frame: Frame) -> None:
        self.path, self.kind, self.frame = path, np.dtype(kind), frame
        self._file = path.open("w+b")
        self._file.truncate(frame.rows * frame.columns * self.kind.itemsize)
        self._lock = threading.Lock()

    def write(self, part: Frame, values: NDArray[Any]) -> None:
        """Put the values of ``part`` (first row southernmost) where they belong; what lies outside is cut."""
        inside = self.frame.cut(part)
        if inside is None:
            return
        values = np.ascontiguousarray(values[part.window(inside)], dtype=self.kind)
        with self._lock:
            for row, line in enumerate(values):
                self._file.seek(self._at(inside, row))
                self._file.write(line.data)

    def read(self, part: Frame, outside: float) -> NDArray[Any]:
        """The values of ``part``, with ``outside`` beyond the raster's edge."""
        out = np.full((part.rows, part.columns), outside, dtype=self.kind)
        inside = self.frame.cut(part)
        if inside is None:
            return out
        rows, columns = part.window(inside)
        length = inside.columns * self.kind.itemsize
        with self._lock:
            for row in range(inside.rows):
                self._file.seek(self._at(inside, row))
                out[rows.start + row, columns] = np.frombuffer(self._file.read(length), self.kind)
        return out

    def _at(self, inside: Frame, row: int) -> int:
        cells = (inside.south - self.frame.south + row) * self.frame.columns + inside.west - self.frame.west
        return cells * self.kind.itemsize

    def close(self) -> None:
        """Everything written reaches the file."""
        self._file.close()


class SparseCanvas(Canvas):
    """A canvas whose cells hold ``empty`` until they are written."""

    def __init__(self, path: Path, kind: str, frame: Frame, empty: float) -> None:
        super().__init__(path, kind, frame)
        self._mask = np.array([empty], dtype=self.kind).view(np.int32)[0]

    def write(self, part: Frame, values: NDArray[Any]) -> None:
        """As ``Canvas.write``."""
        super().write(part, self._turned(np.ascontiguousarray(values, dtype=self.kind)))

    def read(self, part: Frame, outside: float) -> NDArray[Any]:
        """As ``Canvas.read``."""
        inside = self.frame.cut(part)
        values = self._turned(super().read(part, 0))
        if inside is not None and (inside.rows, inside.columns) == (part.rows, part.columns):
            return values
        out = np.full_like(values, outside)
        if inside is not None:
            out[part.window(inside)] = values[part.window(inside)]
        return out

    def _turned(self, values: NDArray[Any]) -> NDArray[Any]:
        """What is zero on disk is ``empty`` to the reader: a file's holes read as zeros."""
        turned: NDArray[Any] = (values.view(np.int32) ^ self._mask).view(self.kind)
        return turned
