"""Layers of large data sets, whose shapes GDAL reads in parts, as often as they are wanted."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import shapely

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.batch import Problem
from importers.vector import helper, slices
from importers.vector.preflight import Source
from importers.vector.raw import RawFeature

# Formats of which any feature can be had without reading all those before it.
_FORMATS = ("Shapefile", "GeoPackage", "File Geodatabase")
_NAMED = 50
# More than so many bytes are read in parts, of about so many, and of so many rows at least and at most.
_WHOLE = 8_000_000
_PART = 16_000_000
_FEWEST, _MOST = 1_000, 50_000
_CELL = 60


class NotSliceableError(Exception):
    """The layer cannot be read in parts: it is to be read as a whole."""


def fits(source: Source) -> bool:
    """Whether a data set is large and its shapes can be left in it."""
    return source.found.format in _FORMATS and helper.size_of(source.path) >= slices.LARGE


def has_parts(source: Source) -> bool:
    """Whether a data set is better read in parts, even if all of it shall be in memory."""
    return source.found.format in _FORMATS and helper.size_of(source.path) >= _WHOLE


class Watched:
    """A file that is read several times, and must stay as it is meanwhile; ``copy`` is what is read in its
    place, if anything is."""

    def __init__(self, source: Source, copy: Path | None = None) -> None:
        self._source, self.path = source, source.path
        self._read = copy or source.path
        self._state = _state(source.path)
        self.size = self._state[1]

    def check(self, fits: bool = True) -> None:
        """Raises ``InputError("file.changed")`` where the file is no longer what it was, or ``fits`` says
        so."""
        if not fits or _state(self.path) != self._state:
            raise InputError("file.changed", file=self.shown)

    @property
    def shown(self) -> str:
        """The file as the user knows it, not an unpacked copy."""
        return self._source.name if self._is_scratch(self.path) else str(self.path)

    def _is_scratch(self, path: Path) -> bool:
        return path.is_relative_to(self._source.scratch.path)

    def keep(self) -> None:
        """Have the file stay there, even if it was unpacked or copied, as long as this."""
        if self._is_scratch(self._read):
            self._source.scratch.kept = True


class ShapeReader(Watched):
    """Reads the shapes of one layer by the numbers of its features, counted from 0.

    Raises ``InputError``: ``file.changed`` where the file is no longer what it was at first, and as
    ``helper.ask``. ``unmade`` are the rows, counted from 1, whose shapes are damaged; ``remarks`` what GDAL
    said.
    """

    def __init__(
        self, source: Source, layer: str, encoding: str, fids: Sequence[int], progress: Progress | None
    ) -> None:
        super().__init__(source)
        self._fids, self.progress = fids, progress
        self._named: dict[str, Any] = {"layer": layer, "encoding": encoding}
        self._unmade: set[int] = set()
        self.remarks: list[str] = []

    @property
    def unmade(self) -> list[int]:
        """The rows whose shapes are damaged, of those that were read."""
        return sorted(self._unmade)

    def __call__(self, start: int, end: int) -> slices.Shapes:
        """The shapes of the features from one number to before another, ``None`` for those without."""
        self.check()
        try:
            answer = helper.ask("shapes", self.path, self.progress, start=start, end=end, **self._named)
        except InputError as error:
            error.file = self.shown
            raise
        self.check(answer["ok"]["fids"] == self._fids[start:end])
        self.remarks += [text for text in answer["remarks"] if text not in self.remarks]
        wkb = answer["ok"]["shapes"]
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        self._unmade.update(start + row for row in unmade(shapes, wkb))
        return list(shapes)


def features(rows: Sequence[RawFeature], reader: ShapeReader, unread: int) -> slices.Sliced:
    """The layer with these cells and the shapes that the reader finds. ``unread`` features at its end could
    not be read. Raises ``NotSliceableError`` where anything is wrong with the file."""
    progress = reader.progress or Progress()

    def first_look(start: int, end: int) -> slices.Shapes:
        progress.report("reading.features", start, len(rows))
        return reader(start, end)

    if unread:
        raise NotSliceableError
    try:
        found = slices.sliced(rows, first_look, reader.size)
    except InputError as error:
        raise NotSliceableError from error
    reader.keep()
    return replace(found, read=reader)


def in_parts(source: Source, progress: Progress | None, **asked: Any) -> dict[str, Any]:
    """What the worker answers to "read" about all of a layer, asked for in parts: it has to be in memory, but
    not once more on its way here.

    Raises ``NotSliceableError`` where any feature cannot be read, ``InputError`` as ``helper.ask``, and
    ``file.changed``.
    """
    watched = Watched(source)
    whole = _part(source, progress, start=0, limit=_FEWEST, **asked)
    found, taken, limit = whole["ok"], _FEWEST, _fitting(whole["ok"])
    while len(found["fids"]) == taken:
        more = _part(source, progress, start=taken, limit=limit, **asked)
        taken += limit
        _append(found, more["ok"])
        whole["remarks"] += [text for text in more["remarks"] if text not in whole["remarks"]]
    watched.check()
    found["total"] = len(found["fids"])
    return whole


def _part(source: Source, progress: Progress | None, **asked: Any) -> dict[str, Any]:
    answer = helper.ask("read", source.path, progress, **asked)
    if answer["ok"]["unread"]:
        raise NotSliceableError
    answer["ok"]["columns"] = [_alike(column) for column in answer["ok"]["columns"]]
    return answer


def _alike(column: list[Any]) -> list[Any]:
    """The cells, of which those that say the same are one text."""
    known: dict[str, str] = {}
    return [known.setdefault(cell, cell) if type(cell) is str else cell for cell in column]


def _append(found: dict[str, Any], more: dict[str, Any]) -> None:
    found["fids"] += more["fids"]
    for column, further in zip(found["columns"], more["columns"], strict=True):
        column += further
    if found["shapes"] is not None:
        found["shapes"] += more["shapes"]


def _fitting(found: dict[str, Any]) -> int:
    """How many rows make a part, by the first of them."""
    cells = chain(found["shapes"] or (), *found["columns"])
    weight = sum(_CELL + (len(cell) if isinstance(cell, str | bytes) else 0) for cell in cells)
    return max(_FEWEST, min(_FEWEST * _PART // max(weight, 1), _MOST))


def unmade(shapes: Sequence[Any], wkb: Sequence[bytes | None]) -> list[int]:
    """The rows, counted from 1, that have bytes for a shape which make none."""
    return [
        row for row, (shape, data) in enumerate(zip(shapes, wkb, strict=True), 1) if data and shape is None
    ]


def malformed(rows: Sequence[int]) -> list[Problem]:
    """That the shapes of these rows are none; the first of them are named."""
    return [Problem("geometry.malformed", row=row) for row in rows[:_NAMED]]


def _state(path: Path) -> tuple[int, int]:
    """What of a file tells that somebody wrote it, or that it is gone."""
    try:
        return path.stat().st_mtime_ns, helper.size_of(path)
    except OSError:
        return 0, 0
