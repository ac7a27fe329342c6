"""Fault lines at the edges of the national map sheets: drawn sheet by sheet, they must join."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.geometry.frame import Coordinates, degree_lengths
from faultgis.geometry.runs import Indices
from faultgis.geometry.segments import Numbers, Segments, boxes
from faultgis.national.rows import Row
from faultgis.quality.faults import beside, code_of, fault_lines, named, on_map, point, scale_of
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.sheets.index import DIVISIONS

EQUAL = ("FractureZoneName", "Name", "Feature", "Age")


@dataclass(frozen=True)
class _Tips:
    """Ends of lines that lie on a sheet's edge: their places, the line of each, the cell (column, row) on
    whose side the line lies, and the cell across."""

    at: Coordinates
    owner: Indices
    own: Indices
    across: Indices


@check("QC-TOP-009")
def sheet_edges(given: Given) -> Iterator[Finding | None]:
    """A line that ends on a sheet's edge is met there by one of the next sheet, with the same attributes.

    Where the next sheet has no fault line at all, it is not mapped, and there is nothing to meet. Surveys and
    lines at a coarser scale than the sheets' are not drawn by them.
    """
    scale = given.parameter("scale", 50_000)
    if given.package.survey.mapping_scale > scale:
        return
    near, search = given.parameter("tolerance_m", 5.0), on_map(given, given.parameter("search_mm", 2.0))
    lines = fault_lines(given)
    segments, cell = lines.segments, _cell(scale)
    tips = _on_edges(segments, cell, near)
    mapped = {tuple(each) for each in _cells((segments.starts + segments.ends) / 2, cell).tolist()}
    partner, metres = _partners(tips, max(near, search))
    others = segments.near(tips.at, near)
    strange = others.place[segments.owner[others.segment] != tips.owner[others.place]]
    touched = set(strange.tolist())
    by_sheets = [scale_of(given, row) <= scale for row in lines.rows]
    for number in range(len(tips.at)):
        row, other = lines.rows[int(tips.owner[number])], int(partner[number])
        if not by_sheets[tips.owner[number]] or tuple(tips.across[number].tolist()) not in mapped:
            continue
        if other < 0:
            where = point(tips.at[number])
            alone = given.wrong(row, variant="alone", severity=WARNING, where=where)
            yield beside(alone, where=where) if number not in touched else None
        elif metres[number] > near:
            yield _apart(given, row, lines.rows[int(tips.owner[other])], tips, number, float(metres[number]))
        elif number > other or int(partner[other]) != number:
            yield _alike(given, row, lines.rows[int(tips.owner[other])], point(tips.at[number]))
        else:
            yield None


def _cell(scale: int) -> tuple[float, float]:
    """Width and height of a sheet in degrees."""
    parts = DIVISIONS[scale][1]
    return 6 / parts, 4 / parts


def _cells(places: Coordinates, cell: tuple[float, float]) -> Indices:
    return np.asarray(np.floor(places / np.array(cell)), dtype=np.int64)


def _on_edges(segments: Segments, cell: tuple[float, float], near: float) -> _Tips:
    at, segment, owner = segments.tips
    size = np.array(cell)
    edge = np.round(at / size)
    off = np.abs(at - edge * size) * np.column_stack(degree_lengths(at[:, 1]))
    axis = np.argmin(off, axis=1) if len(at) else np.zeros(0, dtype=np.int64)
    wanted = np.flatnonzero(off[np.arange(len(at)), axis] <= near)
    at, axis, edge, owner, segment = at[wanted], axis[wanted], edge[wanted], owner[wanted], segment[wanted]
    inner = (segments.starts[segment] + segments.ends[segment]) / 2
    pick = np.arange(len(at))
    beyond = inner[pick, axis] >= (edge * size)[pick, axis]
    own = _cells(inner, cell)
    own[pick, axis] = edge[pick, axis] - np.where(beyond, 0, 1)
    across = own.copy()
    across[pick, axis] += np.where(beyond, -1, 1)
    return _Tips(at, owner, own, across)


def _partners(tips: _Tips, reach: float) -> tuple[Indices, Numbers]:
    """The nearest end of another line that lies across the edge (-1: none), and how far it is."""
    partner, metres = np.full(len(tips.at), -1), np.full(len(tips.at), np.inf)
    if not len(tips.at):
        return partner, metres
    one, other = shapely.STRtree(shapely.points(tips.at)).query(boxes(tips.at, tips.at, reach))
    facing = _same(tips.own[one], tips.across[other]) & _same(tips.across[one], tips.own[other])
    facing &= tips.owner[one] != tips.owner[other]
    one, other = one[facing], other[facing]
    steps = (tips.at[other] - tips.at[one]) * np.column_stack(degree_lengths(tips.at[one, 1]))
    apart = np.hypot(steps[:, 0], steps[:, 1])
    for number, found, distance in zip(one.tolist(), other.tolist(), apart.tolist(), strict=True):
        if distance <= reach and distance < metres[number]:
            partner[number], metres[number] = found, distance
    return partner, metres


def _same(one: Indices, other: Indices) -> NDArray[np.bool_]:
    return np.asarray((one == other).all(axis=1))


def _apart(given: Given, row: Row, other: Row, tips: _Tips, number: int, metres: float) -> Finding:
    where, told = point(tips.at[number]), named(given, other)
    found = given.wrong(row, variant="apart", where=where, metres=f"{metres:.1f}", other=told)
    return beside(found, code_of(given, other), where)


def _alike(given: Given, row: Row, other: Row, where: tuple[float, float]) -> Finding | None:
    for field in given.parameter("equal", EQUAL):
        mine, theirs = (_text(given, each.values.get(field)) for each in (row, other))
        if mine != theirs:
            told = named(given, other)
            found = given.wrong(row, field, "attributes", where=where, other=told, others_value=theirs)
            return beside(found, f"{mine} {code_of(given, other)}")
    return None


def _text(given: Given, value: object) -> str:
    return "" if given.empty(value) else str(value).strip()
