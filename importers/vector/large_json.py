"""Large GeoJSON files: looked at from end to end once, then read slice by slice from where features stand."""

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.vector import geojson, jsonstream, large_text, slices
from importers.vector.large import Watched
from importers.vector.parsed import Wish
from importers.vector.preflight import Source

_OFTEN = 500
# So many texts at most are kept to be shared by the cells that say the same.
_SHARED = 50_000


class FeatureReader(Watched):
    """Reads shapes by the numbers of their features, counted from 0. Raises ``InputError("file.changed")``
    where the file is no longer what it was."""

    def __init__(self, source: Source, text: Path) -> None:
        super().__init__(source, text)
        self.is_collection = False
        # Where each value of the file stands, and how many features there are up to its end.
        self._begins, self._stops, self._ends = array("q"), array("q"), array("q")

    def add(self, begin: int, stop: int, end: int) -> None:
        """A value more: its first byte, the one behind it, and the number of features so far."""
        self._begins.append(begin)
        self._stops.append(stop)
        self._ends.append(end)

    def __call__(self, start: int, end: int) -> slices.Shapes:
        """The shapes of the features from one number to before another, ``None`` for those without."""
        self.check()
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        shapes = [geojson.shape_of(each)[0] for each in self._features(first, last)]
        self.check()
        before = self._ends[first - 1] if first else 0
        return shapes[start - before : end - before]

    def _features(self, first: int, last: int) -> Iterator[Any]:
        with self._read.open("rb") as file:
            for at in range(first, last + 1):
                file.seek(self._begins[at])
                value = json.loads(file.read(self._stops[at] - self._begins[at]), parse_int=jsonstream.whole)
                yield from [value] if self.is_collection else geojson.features_of(value)


class Look:
    """The first look at a large file, from end to end: ``kind`` is GeoJSON or GeoJSONSeq, ``layer`` holds
    the cells, ``reader`` reads the shapes, of which ``looked`` says what is known.

    Raises ``jsonstream.NotStreamedError`` for what is no list of features; ``InputError``: as
    ``jsonstream.scan``, json.no_geometry, file.changed.
    """

    def __init__(self, source: Source, wish: Wish) -> None:
        text, self.decision = large_text.in_utf8(source, "RFC 8259", wish.encoding)
        self.reader = FeatureReader(source, text)
        self.layer, self.looked = geojson.JsonLayer(), slices.Looked()
        self._progress = wish.progress or Progress()
        self._slice: list[BaseGeometry | None] = []
        self._weight = 0
        self._texts: dict[str, str] = {}
        members = jsonstream.scan(text, self._feature, self._item)
        self.reader.is_collection = members is not None
        if members is not None:
            self.layer.head(members)
        elif not self.layer.rows:
            raise self._no_geometry()
        self._close_slice()
        self.reader.check()
        self.reader.keep()

    @property
    def kind(self) -> str:
        """What GeoJSON it is."""
        return "GeoJSON" if self.reader.is_collection else "GeoJSONSeq"

    def _no_geometry(self) -> InputError:
        return InputError("json.no_geometry", file=self.reader.shown, keys="list")

    def _item(self, value: Any, begin: int, stop: int) -> None:
        if geojson.flavour(value) != "GeoJSON":
            raise self._no_geometry()
        self._take(geojson.features_of(value), begin, stop)

    def _feature(self, value: Any, begin: int, stop: int) -> None:
        self._take([value], begin, stop)

    def _take(self, features: list[Any], begin: int, stop: int) -> None:
        for feature in features:
            if len(self.layer.rows) % _OFTEN == 0:
                done, total = begin // 1_000_000, self.reader.size // 1_000_000
                self._progress.report("reading.features", done, total)
            self._slice.append(self.layer.add(feature))
            self._share(self.layer.rows[-1])
            self._weight += slices.weight(self._slice[-1:])
            if self._weight >= slices.SLICE or len(self._slice) >= slices.MOST:
                self._close_slice()
        self.reader.add(begin, stop, len(self.layer.rows))

    def _share(self, row: dict[str, Any]) -> None:
        """Cells that say the same are one text."""
        for name, cell in row.items():
            if type(cell) is str:
                row[name] = self._texts.setdefault(cell, cell)
        if len(self._texts) > _SHARED:
            self._texts.clear()

    def _close_slice(self) -> None:
        if self._slice:
            self.looked.add(self._slice)
        self._slice, self._weight = [], 0
