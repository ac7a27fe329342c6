"""The lines in view as names need them: pieces of lines as arrays, and who they belong to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from faultgis.records.fault import Fault
from ui.layers.frame import Array, Frame, Indices
from ui.layers.occupancy import Occupancy, Places, box, complex_of
from ui.layers.ornaments import ARROW_REACH_MM, stations
from ui.layers.paths import Paths, device_paths
from ui.layers.store import Chunk, TraceStore
from ui.layers.symbols import LineSymbol

_PARTS_AT_ONCE = 150


@dataclass(frozen=True)
class Runs:
    """Pieces of lines in view. ``places`` (x + iy, dots) lie at the ever-growing distances ``joined``; piece
    ``i`` reaches from ``low[i]`` to ``high[i]``. Per piece: ``holder`` is the number (1, 2, …) of its fault,
    ``side`` the side of its marks (+1: right of the line, 0: none), ``reach`` how far these stand out, and
    ``arrows`` whether it bears half arrows."""

    joined: Array
    places: Places
    low: Array
    high: Array
    holder: NDArray[np.int32]
    side: Array
    reach: Array
    arrows: NDArray[np.bool_]

    @property
    def length(self) -> Array:
        """Per piece its length in dots."""
        return self.high - self.low


@dataclass(frozen=True)
class Holder:
    """Whose lines: a fault, or all faults of one name, or a trace without a fault (then ``fault`` is
    ``None``); ``symbol`` is the foremost of their symbols."""

    fault: Fault | None
    text: str
    symbol: LineSymbol


class Holders:
    """Numbers (1, 2, …) for those whom the lines in view belong to. Faults of one name have one number: a
    name that stands nearest to any of them stands right."""

    def __init__(self, store: TraceStore, name_of: Callable[[Fault], str]) -> None:
        self.found: list[Holder] = []
        self._store, self._name_of = store, name_of
        self._numbers: dict[UUID | str, int] = {}

    def numbered(self, chunk: Chunk, rows: Indices) -> NDArray[np.int32]:
        """The number of each of these rows' holders."""
        held, first, back = np.unique(chunk.holder_of_row[rows], return_index=True, return_inverse=True)
        numbers = np.zeros(len(held), dtype=np.int32)
        for place, row in enumerate(rows[first].tolist()):
            numbers[place] = self._number(chunk.faults[row], chunk.lines.ids[row])
        result: NDArray[np.int32] = numbers[back.reshape(-1)]
        pairs = np.unique(np.stack([result, chunk.symbol_of_row[rows]]), axis=1)
        for number, kind in pairs.T.tolist():
            holder, symbol = self.found[number - 1], chunk.symbols[kind]
            if symbol.order > holder.symbol.order:
                self.found[number - 1] = replace(holder, symbol=symbol)
        return result

    def _number(self, fault_id: UUID | None, trace_id: UUID) -> int:
        fault = self._store.resolver.fault(fault_id)
        text = self._name_of(fault) if fault is not None else ""
        number = self._numbers.setdefault(text or fault_id or trace_id, len(self._numbers) + 1)
        if number > len(self.found):
            self.found.append(Holder(fault, text, _NONE))
        return number


_NONE = LineSymbol((0, 0, 0), 0.0, order=-1)


def runs_in_view(
    store: TraceStore, frame: Frame, taken: Occupancy, name_of: Callable[[Fault], str]
) -> Iterator[tuple[Runs, list[Holder]] | None]:
    """All lines in view, entered as taken as well. Yields ``None`` often, the result last."""
    holders = Holders(store, name_of)
    pieces: list[tuple[Paths, NDArray[np.int32], Array]] = []
    for chunk in store.chunks:
        parts = chunk.within(frame.bounds)
        marks = np.array([_marks(symbol, frame) for symbol in chunk.symbols]).reshape(-1, 4)
        for some in np.array_split(parts, max(1, len(parts) // _PARTS_AT_ONCE)):
            paths = device_paths(chunk.lines, some, frame, 1.0)
            rows = chunk.lines.owner[paths.part]
            numbers = holders.numbered(chunk, rows)
            kinds = marks[chunk.symbol_of_row[rows]]
            taken.lines(paths, numbers)
            _arrows(paths, kinds[:, 2:], frame, taken, numbers)
            pieces.append((paths, numbers, kinds))
            yield None
    yield _joined(pieces), holders.found


def _marks(symbol: LineSymbol, frame: Frame) -> tuple[float, float, float, float]:
    """Side and reach (dots) of a symbol's marks; spacing and size (mm) of its arrows."""
    sided = next((mark for mark in symbol.ornaments if mark.kind != "arrows"), None)
    arrows = next((mark for mark in symbol.ornaments if mark.kind == "arrows"), None)
    side, reach = (sided.side, frame.dots(sided.size)) if sided is not None else (0.0, 0.0)
    return side, reach, *((arrows.spacing, arrows.size) if arrows is not None else (np.inf, 0.0))


def _arrows(paths: Paths, kinds: Array, frame: Frame, taken: Occupancy, numbers: NDArray[np.int32]) -> None:
    """The half arrows are as much in the way as their lines."""
    size = float(kinds[:, 1].max(initial=0.0))
    if not size:
        return
    start, end, path = stations(paths, frame, kinds[:, 0], size)
    middle, along = complex_of(start + end) / 2, complex_of(end - start)
    ground = box(frame.dots(size), 2 * frame.dots(ARROW_REACH_MM), taken.cell)
    heading = along / np.maximum(np.abs(along), 1e-9)
    places = middle[:, None] + heading[:, None] * ground
    taken.claim(places.ravel(), np.repeat(numbers[path], len(ground)))


def _joined(pieces: list[tuple[Paths, NDArray[np.int32], Array]]) -> Runs:
    shift, joined, low, high = 0.0, [], [], []
    for paths, _, _ in pieces:
        if not len(paths):
            continue
        along = paths.joined + shift
        joined.append(along)
        low.append(along[paths.offsets[:-1]])
        high.append(along[paths.offsets[1:] - 1])
        shift = float(along[-1]) + 1.0
    marks = np.concatenate([m for _, _, m in pieces]) if pieces else np.zeros((0, 4))
    nothing = np.zeros(0)
    return Runs(
        joined=np.concatenate([nothing, *joined]),
        places=np.concatenate([nothing.astype(complex), *(paths.places for paths, _, _ in pieces)]),
        low=np.concatenate([nothing, *low]),
        high=np.concatenate([nothing, *high]),
        holder=np.concatenate([np.zeros(0, dtype=np.int32), *(n for _, n, _ in pieces)]),
        side=marks[:, 0],
        reach=marks[:, 1],
        arrows=marks[:, 3] > 0,
    )
