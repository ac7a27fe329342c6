"""Points sorted by tile in files of their own: what the map reads instead of the cloud.

A run holds points by tile, row by row from the south-west, and within a tile in random order: the first so
many points of each tile are a fair picture of it, and all of them are all points. Columns stand one behind
the other, so that only what is needed is read. The integers are the cloud's own.
"""

import json
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

Places: TypeAlias = NDArray[np.int32]
Codes: TypeAlias = NDArray[np.uint8]

MAGIC = b"FGCLOUD1"
SUFFIX = ".points"
_SIZES = {"places": ("<i4", 3), "classes": ("u1", 1), "grey": ("u1", 1), "colours": ("u1", 3)}


@dataclass(frozen=True)
class Tiling:
    """How a cloud is cut: tiles of ``width`` by ``height`` raw units from (``west``, ``south``) on, in
    ``columns`` by ``rows``. Those at the edge hold what lies outside, too."""

    west: int
    south: int
    width: int
    height: int
    columns: int
    rows: int

    def tiles(self, x: NDArray[np.int32], y: NDArray[np.int32]) -> NDArray[np.uint16]:
        """The tile of each point."""
        column = np.floor((x.astype(np.float64) - self.west) / self.width)
        row = np.floor((y.astype(np.float64) - self.south) / self.height)
        np.clip(column, 0, self.columns - 1, out=column)
        np.clip(row, 0, self.rows - 1, out=row)
        found: NDArray[np.uint16] = (row * self.columns + column).astype(np.uint16)
        return found

    def within(self, box: tuple[float, float, float, float]) -> list[range]:
        """The tiles that a box of raw units (west, south, east, north) touches, row by row."""
        first, last = (self._held(x - self.west, self.width, self.columns) for x in (box[0], box[2]))
        low, high = (self._held(y - self.south, self.height, self.rows) for y in (box[1], box[3]))
        return [
            range(row * self.columns + first, row * self.columns + last + 1) for row in range(low, high + 1)
        ]

    @staticmethod
    def _held(distance: float, side: int, count: int) -> int:
        return int(min(max(distance // side, 0), count - 1))


@dataclass(frozen=True)
class Points:
    """Points as the cloud has them: raw x, y, z; class; and a shade of grey (n, 1) or a colour (n, 3)."""

    places: Places
    classes: Codes | None = None
    shades: Codes | None = None

    def __len__(self) -> int:
        return len(self.places)

    def taken(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> "Points":
        """Some of the points, or all in another order."""
        classes, shades = self.classes, self.shades
        return Points(
            self.places[which],
            None if classes is None else classes[which],
            None if shades is None else shades[which],
        )


def together(parts: Sequence[Points]) -> Points:
    """All points of the parts; a column only where every part has it."""
    places = np.concatenate([part.places for part in parts])
    classes = [part.classes for part in parts if part.classes is not None]
    shades = [part.shades for part in parts if part.shades is not None]
    return Points(
        places,
        np.concatenate(classes) if len(classes) == len(parts) else None,
        np.concatenate(shades) if len(shades) == len(parts) else None,
    )


@dataclass(frozen=True)
class About:
    """What a run says of itself. ``heights``: raw z that 2 and 98 of a hundred points stay below; ``shades``:
    grey, colours or nothing; ``whole``: it holds each point exactly once together with its fellows (a first
    glance does not)."""

    tiling: Tiling
    count: int
    shades: str = ""
    heights: tuple[float, float] = (0.0, 1.0)
    classes: dict[int, int] = field(default_factory=dict)
    whole: bool = True
    lost: int = 0


def head(about: About, offsets: NDArray[np.int64]) -> bytes:
    """How a run begins; ``offsets`` has one more than there are tiles. The columns follow."""
    said = json.dumps(asdict(about)).encode()
    return MAGIC + struct.pack("<Q", len(said)) + said + np.ascontiguousarray(offsets, "<i8").tobytes()


def write(path: Path, about: About, offsets: NDArray[np.int64], points: Points) -> None:
    """Write a run of points that stand sorted by tile; it is there as a whole or not at all."""
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        file.write(head(about, offsets))
        for column in (points.places, points.classes, points.shades):
            if column is not None:
                file.write(np.ascontiguousarray(column).data)
    unfinished.replace(path)


def some(offsets: NDArray[np.int64], tiles: range, share: float) -> Iterator[tuple[int, int]]:
    """The spans of a share (0 to 1) of each of these neighbouring tiles' points; at least one of each."""
    if share >= 1:
        yield int(offsets[tiles.start]), int(offsets[tiles.stop])
        return
    starts = offsets[tiles.start : tiles.stop]
    counts = np.ceil((offsets[tiles.start + 1 : tiles.stop + 1] - starts) * share).astype(np.int64)
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        if count:
            yield start, start + count


class Run:
    """A run on disk; may be read from several threads. Raises ``InputError("cloud.cache_damaged")``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            self._file = path.open("rb", buffering=0)
            self._read_head()
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise InputError("cloud.cache_damaged", file=str(path), reason=str(error)) from error

    def _read_head(self) -> None:
        if self._file.read(len(MAGIC)) != MAGIC:
            raise ValueError("not a run of points")
        (length,) = struct.unpack("<Q", self._file.read(8))
        found = json.loads(self._file.read(length))
        found["tiling"] = Tiling(**found["tiling"])
        found["classes"] = {int(code): number for code, number in found["classes"].items()}
        found["heights"] = tuple(found["heights"])
        self.about = About(**found)
        tiles = self.about.tiling.columns * self.about.tiling.rows
        self.offsets = np.frombuffer(self._file.read(8 * (tiles + 1)), "<i8").astype(np.int64)
        if len(self.offsets) != tiles + 1 or self.offsets[-1] != self.about.count:
            raise ValueError("not as many points as tiles say")
        at, self._at = len(MAGIC) + 8 + length + 8 * (tiles + 1), {}
        for name in ("places", "classes", *filter(None, [self.about.shades])):
            self._at[name] = at
            at += self.about.count * np.dtype(_SIZES[name][0]).itemsize * _SIZES[name][1]
        if os.fstat(self._file.fileno()).st_size != at:
            raise ValueError("cut off")

    def read(self, spans: list[tuple[int, int]], classes: bool, shades: bool) -> Points:
        """The points of these spans (first, behind the last) in the order of the run."""
        kinds = {"classes": classes, self.about.shades: shades and bool(self.about.shades)}
        wanted = ["places", *(name for name, on in kinds.items() if on)]
        found = {name: self._column(name, spans) for name in wanted}
        codes = found.get("classes")
        return Points(
            found["places"], None if codes is None else codes.reshape(-1), found.get(self.about.shades)
        )

    def _column(self, name: str, spans: list[tuple[int, int]]) -> NDArray[Any]:
        kind, width = _SIZES[name]
        made = np.empty((sum(end - start for start, end in spans), width), kind)
        bytes_each = made.dtype.itemsize * width
        target, at = made.reshape(-1).view(np.uint8).data, 0
        with self._lock:
            for start, end in spans:
                length = (end - start) * bytes_each
                self._file.seek(self._at[name] + start * bytes_each)
                if length and self._file.readinto(target[at : at + length]) != length:
                    raise InputError("cloud.cache_damaged", file=str(self.path), reason="cut off")
                at += length
        return made

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()
