"""Zones as a map of a whole survey shows them: the lines of traces with a width."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.avoidance.belts import Belt
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.distances import widths
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.zones import grouped, told_of


def strokes(
    mapped: Mapped, rule: Rule, given: Mapping[str, Fact], only: Container[int] | None = None
) -> list[tuple[Belt, float]]:
    """The zones of a survey's traces, of each instead of its polygons the lines of its traces and how far to
    each side of them it reaches at most (metres); in the order of ``zones``."""
    groups, rows, _ = grouped(mapped, rule, given, None, only)
    made: dict[tuple[int, ...], tuple[shapely.MultiLineString, NDArray[np.int64]]] = {}
    found = []
    for key in sorted(groups):
        row = rows[key].row
        assert row is not None
        strands = tuple(groups[key])
        if strands not in made:  # zones within zones have the same lines
            made[strands] = _lines_of(mapped, strands), _pieces_of(mapped, strands)
        lines, mine = made[strands]
        belt = Belt("zone", geometry=lines, **told_of(mapped, rows[key], strands, mine))
        wide = float(np.concatenate(widths(mapped, row, mine)).max())
        found.append((belt, wide))
        if row.measured_from != "envelope" and belt.error_m[1] > 0:
            found.append((replace(belt, kind="location_error"), wide + belt.error_m[1]))
    return found


def _lines_of(mapped: Mapped, strands: Sequence[int]) -> shapely.MultiLineString:
    lines: shapely.MultiLineString = shapely.multilinestrings(
        shapely.get_parts([mapped.known[number].trace.geometry for number in strands])
    )
    return lines


def _pieces_of(mapped: Mapped, strands: Sequence[int]) -> NDArray[np.int64]:
    ends = (np.searchsorted(mapped.pieces.owner, strands, side) for side in ("left", "right"))
    return np.concatenate([np.arange(low, high) for low, high in zip(*ends, strict=True)])
