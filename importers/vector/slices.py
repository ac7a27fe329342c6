"""Features that need not be in memory together: the shapes of a large layer are read slice by slice, as often
as they are asked for; its cells are held."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from importers.vector.raw import RawFeature

LARGE = 64_000_000
"""A data set of more bytes than this is not held in memory, where its format allows."""
SLICE = 12_000_000
"""So many bytes of shapes are in memory at once."""
MOST = 50_000
"""A slice has so many features at most."""
_FIRST, _GROWTH = 256, 8
_NAMES = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)

Shapes = Sequence[BaseGeometry | None]
Reader = Callable[[int, int], Shapes]
"""The shapes of the features from the first number to before the second, counted from 0."""


class Rows(Sequence[RawFeature]):
    """Features without their shapes, whose cells are held by column: each is made when it is asked for."""

    def __init__(
        self,
        fids: Sequence[int | str | None],
        names: Sequence[str] = (),
        columns: Sequence[Sequence[Any]] = (),
    ) -> None:
        self._fids, self._names, self._columns = fids, names, columns

    def __len__(self) -> int:
        return len(self._fids)

    @overload
    def __getitem__(self, at: int) -> RawFeature: ...
    @overload
    def __getitem__(self, at: slice) -> list[RawFeature]: ...
    def __getitem__(self, at: int | slice) -> RawFeature | list[RawFeature]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        cells = {name: column[number] for name, column in zip(self._names, self._columns, strict=True)}
        return RawFeature(number + 1, self._fids[number], None, cells)


@dataclass(frozen=True)
class Facts:
    """What is known of features' shapes, one number or row each, those without a shape left out."""

    types: NDArray[np.int64]
    has_z: NDArray[np.bool_]
    empty: NDArray[np.bool_]
    boxes: NDArray[np.float64]

    def kinds(self) -> Counter[str]:
        """How many there are of each type."""
        return Counter(_NAMES[number] for number in self.types.tolist())

    def kinds_with_z(self) -> list[str]:
        """The types of those that are not empty, "Z" behind those with heights."""
        rows = zip(self.types.tolist(), self.has_z.tolist(), self.empty.tolist(), strict=True)
        return sorted({_NAMES[number] + (" Z" if z else "") for number, z, empty in rows if not empty})

    def filled(self) -> NDArray[np.float64]:
        """The bounds of those that are not empty."""
        return self.boxes[~self.empty]


@dataclass(frozen=True)
class Sliced:
    """The features of a large layer. Whoever iterates gets them as from memory; ``bounds`` are the numbers of
    the features at which slices begin, and the end of the last."""

    rows: Sequence[RawFeature]
    read: Reader
    bounds: tuple[int, ...]
    facts: Facts

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[RawFeature]:
        for part in self.slices():
            yield from part

    def slices(self) -> Iterator[list[RawFeature]]:
        """The features, part by part."""
        for start, end in zip(self.bounds, self.bounds[1:], strict=False):
            shapes = self.read(start, end)
            rows = self.rows[start:end]
            yield [
                RawFeature(each.row, each.fid, shape, each.values)
                for each, shape in zip(rows, shapes, strict=True)
            ]

    def bare(self) -> "Sliced":
        """The same without cells."""
        return replace(self, rows=Rows([each.fid for each in self.rows]))

    def with_shapes(self, changed: Callable[[BaseGeometry], BaseGeometry], order: Sequence[int]) -> "Sliced":
        """The same with changed shapes, whose bounds are the present ones in another order."""

        def read(start: int, end: int) -> Shapes:
            return [None if shape is None else changed(shape) for shape in self.read(start, end)]

        return replace(self, read=read, facts=replace(self.facts, boxes=self.facts.boxes[:, order]))


def sliced(rows: Sequence[RawFeature], read: Reader, size: int) -> Sliced:
    """The features with these cells and shapes, of a data set of ``size`` bytes. All shapes are read once,
    for their facts."""
    looked = Looked()
    step = max(1, min(_FIRST, SLICE * len(rows) // max(size, 1)))
    while looked.count < len(rows):
        start, end = looked.count, min(looked.count + step, len(rows))
        taken = looked.add(read(start, end))
        fitting = SLICE * (end - start) // max(taken, 1)
        step = max(1, min(step * _GROWTH, fitting, MOST))
    return looked.sliced(rows, read)


class Looked:
    """What is known of the shapes that were looked at so far, slice by slice."""

    def __init__(self) -> None:
        self._bounds, self._found = [0], list[Facts]()

    @property
    def count(self) -> int:
        """How many features they were."""
        return self._bounds[-1]

    def add(self, shapes: Shapes) -> int:
        """One slice more; how many bytes its shapes take."""
        self._found.append(_facts(shapes))
        self._bounds.append(self._bounds[-1] + len(shapes))
        return weight(shapes)

    def sliced(self, rows: Sequence[RawFeature], read: Reader) -> Sliced:
        """The features with these cells, of which these were the slices."""
        return Sliced(rows, read, tuple(self._bounds), _joined(self._found))


def weight(shapes: Shapes) -> int:
    """How many bytes the vertices of some shapes take."""
    return 16 * int(shapely.get_num_coordinates(np.array(shapes, dtype=object)).sum())


def of(features: Iterable[RawFeature]) -> Iterator[list[RawFeature]]:
    """The features part by part; those in memory are one part."""
    if isinstance(features, Sliced):
        yield from features.slices()
    else:
        yield list(features)


def rows(features: Iterable[RawFeature]) -> Sequence[RawFeature]:
    """The features for their cells' sake: those of a large layer come without shapes."""
    if isinstance(features, Sliced):
        return features.rows
    return features if isinstance(features, Sequence) else list(features)


def facts(features: Iterable[RawFeature]) -> Facts:
    """What is known of the features' shapes."""
    if isinstance(features, Sliced):
        return features.facts
    return _facts([feature.geometry for feature in features])


def _facts(shapes: Iterable[Any]) -> Facts:
    there = [shape for shape in shapes if shape is not None]
    found = np.array(there or [None], dtype=object)[: len(there)]
    return Facts(
        shapely.get_type_id(found).astype(np.int64),
        shapely.has_z(found),
        shapely.is_empty(found),
        shapely.bounds(found).reshape(-1, 4),
    )


def _joined(found: Sequence[Facts]) -> Facts:
    if not found:
        return _facts([])
    return Facts(
        np.concatenate([each.types for each in found]),
        np.concatenate([each.has_z for each in found]),
        np.concatenate([each.empty for each in found]),
        np.concatenate([each.boxes for each in found]),
    )
