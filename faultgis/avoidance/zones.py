"""Avoidance zones as polygons: strand by strand in metres about itself, then joined fault by fault."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.area_belts import area_belts, by_group
from faultgis.avoidance.belts import Belt, Left, polygons, ring
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import Decision
from faultgis.avoidance.distances import widths
from faultgis.avoidance.frames import Centred, to_degrees
from faultgis.avoidance.grouping import grouped, told_of
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Row, Rule
from faultgis.avoidance.shapes import Metres, Walk, outlines, walk, zone
from faultgis.geometry.frame import Coordinates
from faultgis.progress import Progress

# So many pieces of at most STEP_M metres share one frame: it reaches 20 km at most from its middle.
CHUNK = 80
# Straight in degrees, an edge of STEP_M lies up to 7 mm off its geodesic in the north, 0.1 % of a width so
# narrow; one of half that length within 2 mm.
NARROW_M, STRAIGHT_M = 7.0, 250.0


def zones(
    mapped: Mapped,
    rule: Rule,
    given: Mapping[str, Fact],
    fault: str | None = None,
    only: Container[int] | None = None,
    progress: Progress | None = None,
) -> tuple[list[Belt], list[Left]]:
    """The zones of a survey's traces (of those of one fault, of ``only`` these strands) under a rule, and the
    traces without one.

    Belts come in the order of faults, from the innermost row outwards, the zone before its ring, then what
    step-overs and mapped deformation add. Drawing a trace the other way round changes nothing. Traces that
    were not laid out (``prepare`` with an area) are passed over."""
    progress = progress or Progress()
    groups, rows, left = grouped(mapped, rule, given, fault, only)
    belts: list[Belt] = []
    laid, areas = _Laid(mapped), by_group(mapped, rule, groups, rows)
    for done, key in enumerate(sorted(groups)):
        progress.report("zones.making", done, len(groups))
        made = list(_belts(mapped, rule, rows[key], groups[key], laid))
        belts += [*made, *area_belts(mapped, made, areas.get(key, ()))]
    return belts, left


def _belts(
    mapped: Mapped, rule: Rule, found: Decision, strands: Sequence[int], laid: "_Laid"
) -> Iterator[Belt]:
    row, ground = found.row, laid.ground(tuple(strands), rule.ends)
    assert row is not None
    told = told_of(mapped, found, strands, ground.pieces)
    left, right = widths(mapped, row, ground.pieces)
    inner = ground.within(left, right)
    yield Belt("zone", geometry=inner, **told)
    if row.measured_from != "envelope" and told["error_m"][1] > 0:
        more_left, more_right = mapped.pieces.doubt(ground.pieces)
        outer = ground.within(left + more_left, right + more_right)
        yield Belt("location_error", geometry=ring(outer, inner), **told)


@dataclass(frozen=True)
class _Chunk:
    """Neighbouring pieces of a strand, their places in the metres of a frame of their own, and whether the
    strand begins and ends there."""

    pieces: NDArray[np.int64]
    frame: Centred
    xy: Coordinates
    ends: tuple[bool, bool]


@dataclass(frozen=True)
class _Ground:
    """The chunks of several strands as walks, each in the metres of its own frame."""

    pieces: NDArray[np.int64]
    frames: tuple[Centred, ...]
    walk: Walk

    def within(self, left: Metres, right: Metres) -> BaseGeometry:
        """The ground within so many metres of the pieces, in degrees."""
        shapes = outlines(self.walk, left, right)
        if min(left.min(), right.min()) < NARROW_M and self.walk.length.max() > STRAIGHT_M:
            shapes = shapely.segmentize(shapes, STRAIGHT_M)
        counts = shapely.get_num_coordinates(shapes)
        places = to_degrees(self.frames, counts, shapely.get_coordinates(shapes))
        joined = shapely.disjoint_subset_union_all(_sound(shapely.set_coordinates(shapes, places)))
        return polygons(shapely.normalize(joined))


def _sound(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """The shapes, put right where edges that touch crossed by a hair when they were turned into degrees."""
    wrong = ~shapely.is_valid(shapes)
    shapes[wrong] = shapely.make_valid(shapes[wrong], method="structure", keep_collapsed=False)
    return shapes


class _Laid(dict[int, list[_Chunk]]):
    """Each strand's chunks, laid out when first asked for: all rows and rings are made of them."""

    def __init__(self, mapped: Mapped) -> None:
        self._mapped = mapped
        self._grounds: dict[tuple[int, ...], _Ground] = {}

    def __missing__(self, number: int) -> list[_Chunk]:
        runs = part_runs(self._mapped, number)
        self[number] = [chunk for run in runs for chunk in _chunks(self._mapped, run)]
        return self[number]

    def ground(self, strands: tuple[int, ...], ends: str) -> _Ground:
        """The strands of a zone, ready for all rows that they share."""
        if strands not in self._grounds:
            chunks = [chunk for number in strands for chunk in self[number]]
            rounded = [
                (ends == "round" and chunk.ends[0], ends == "round" and chunk.ends[1]) for chunk in chunks
            ]
            self._grounds[strands] = _Ground(
                np.concatenate([chunk.pieces for chunk in chunks]),
                tuple(chunk.frame for chunk in chunks),
                walk([chunk.xy for chunk in chunks], rounded),
            )
        return self._grounds[strands]


def _chunks(mapped: Mapped, run: tuple[int, int]) -> Iterator[_Chunk]:
    """A run of pieces in chunks; neighbours share a piece, so that the bend between them is in one, and that
    where a closed run comes back to its beginning is one more."""
    first, last = run
    closed = np.flatnonzero(mapped.pieces.closing[:, 1] == first)
    for at in range(first, last, CHUNK):
        until = min(at + CHUNK, last)
        ends = (at == first and not len(closed), until == last and not len(closed))
        yield _chunk(mapped, np.arange(max(at - 1, first), until), ends)
    for each in closed:
        yield _chunk(mapped, mapped.pieces.closing[each], (False, False))


def _chunk(mapped: Mapped, pieces: NDArray[np.int64], ends: tuple[bool, bool]) -> _Chunk:
    places = _places(mapped, pieces)
    frame = Centred.around(places)
    return _Chunk(pieces, frame, frame.to_metres(places), ends)


def part_runs(mapped: Mapped, number: int) -> list[tuple[int, int]]:
    """The ranges of pieces of a strand's parts."""
    low, high = np.searchsorted(mapped.pieces.owner, [number, number + 1])
    firsts = low + np.flatnonzero(~mapped.pieces.follows[low:high])
    return list(zip(firsts.tolist(), [*firsts[1:].tolist(), int(high)], strict=True))


def _places(mapped: Mapped, pieces: NDArray[np.int64]) -> Coordinates:
    return np.concatenate([mapped.pieces.start[pieces], mapped.pieces.end[pieces[-1:]]])


def chunk_zone(
    mapped: Mapped,
    row: Row,
    chunk: NDArray[np.int64],
    ends: tuple[bool, bool],
    share: float,
    frame: Centred,
) -> BaseGeometry:
    """The zone of neighbouring pieces in the metres of a frame."""
    left, right = widths(mapped, row, chunk)
    left, right = (
        side + share * more for side, more in zip((left, right), mapped.pieces.doubt(chunk), strict=True)
    )
    return zone(frame.to_metres(_places(mapped, chunk)), left, right, *ends)
