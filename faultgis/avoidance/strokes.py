"""Zones as a map of a whole survey shows them: the lines of traces with a width."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.avoidance.belts import Belt
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import Decision
from faultgis.avoidance.distances import widths
from faultgis.avoidance.grouping import grouped, told_of_many
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule


def strokes(
    mapped: Mapped, rule: Rule, given: Mapping[str, Fact], only: Container[int] | None = None
) -> list[tuple[Belt, float]]:
    """The zones of a survey's traces, of each instead of its polygons the lines of its traces and how far to
    each side of them it reaches at most (metres); in the order of ``zones``."""
    groups, rows, _ = grouped(mapped, rule, given, None, only)
    if not groups:
        return []
    keys = sorted(groups)
    strands, decisions = [tuple(groups[key]) for key in keys], [rows[key] for key in keys]
    mine, firsts = _pieces_of(mapped, strands)
    lines = {
        each: _lines_of(mapped, each) for each in dict.fromkeys(strands)
    }  # zones within zones share them
    wide = _widest(mapped, decisions, mine, firsts)
    found = []
    told = told_of_many(mapped, decisions, strands, mine, firsts)
    for each, of, half_m in zip(strands, told, wide, strict=True):
        belt = Belt("zone", geometry=lines[each], **of)
        found.append((belt, half_m))
        if belt.row.measured_from != "envelope" and belt.error_m[1] > 0:
            found.append((replace(belt, kind="location_error"), half_m + belt.error_m[1]))
    return found


def _lines_of(mapped: Mapped, strands: Sequence[int]) -> shapely.MultiLineString:
    lines: shapely.MultiLineString = shapely.multilinestrings(
        shapely.get_parts([mapped.known[number].trace.geometry for number in strands])
    )
    return lines


def _pieces_of(
    mapped: Mapped, strands: Sequence[Sequence[int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pieces of several zones' strands, zone by zone, and where each zone's begin."""
    numbers = np.concatenate([np.array(each) for each in strands])
    low, high = (np.searchsorted(mapped.pieces.owner, numbers, side) for side in ("left", "right"))
    ends = np.cumsum(high - low)
    mine = np.arange(ends[-1]) + np.repeat(high - ends, high - low)
    last = np.cumsum([len(each) for each in strands])[:-1] - 1
    return mine, np.concatenate([[0], ends[last]])


def _widest(
    mapped: Mapped, found: Sequence[Decision], mine: NDArray[np.int64], firsts: NDArray[np.int64]
) -> list[float]:
    """How far each zone reaches at most (metres): those of one row reckoned at once."""
    by_row: dict[int, list[int]] = defaultdict(list)
    for number, each in enumerate(found):
        by_row[id(each.row)].append(number)
    parts, wide = np.split(mine, firsts[1:]), np.zeros(len(found))
    for numbers in by_row.values():
        row = found[numbers[0]].row
        assert row is not None
        sizes = np.array([len(parts[number]) for number in numbers])
        sides = widths(mapped, row, np.concatenate([parts[number] for number in numbers]))
        wide[numbers] = np.maximum.reduceat(np.maximum(*sides), np.cumsum(sizes) - sizes)
    made: list[float] = wide.tolist()
    return made
