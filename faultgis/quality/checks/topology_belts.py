"""Avoidance belts against the faults that they are drawn about."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance import rules
from faultgis.crs.ellipsoid import lengths_m
from faultgis.errors import InputError
from faultgis.geometry.segments import Segments
from faultgis.national.rows import Row
from faultgis.quality.areas import is_area, is_line, valid
from faultgis.quality.faults import beside, code_of, fault_lines, named, plain_name, point
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check

# So much of a fault line must lie in a belt for it to be the belt's own: in each and, where none bears its
# name, in all of them together.
EACH_SHARE, UNNAMED_SHARE = 0.1, 0.5
# What may stick out before it is told: less than the map shows, more than rounding.
LEAST_M = 1.0


@check("QC-TOP-011")
def belts_cover_faults(given: Given) -> Iterator[Finding | None]:
    """A belt covers its fault lines from end to end, on both sides as widely as its rule says. One that no
    line runs through covers nothing."""
    rows = [row for row in given.package.of("FractureBelt") if is_area(row.geometry)]
    lines = [row for row in fault_lines(given).rows if is_line(row.geometry)]
    shapes = [valid(row.geometry) for row in rows]
    widths = {id(row): _width(given, row) for row in rows}
    for number in _faultless(shapes, lines):
        yield given.wrong(rows[number], variant="faultless")
    for line, belts in _belts_of(given, rows, shapes, lines).items():
        together = shapely.union_all([shapes[number] for number in belts])
        first = rows[belts[0]]
        yield _covers(given, first, lines[line], together, min(widths[id(rows[n])] for n in belts))


def _faultless(shapes: Sequence[BaseGeometry], lines: Sequence[Row]) -> list[int]:
    """The numbers of belts that no fault line comes into, where there are fault lines at all."""
    if not shapes or not lines:
        return []
    drawn = np.array([line.geometry for line in lines], dtype=object)
    crossed = set(STRtree(shapes).query(drawn, predicate="intersects")[1].tolist())
    return [number for number in range(len(shapes)) if number not in crossed]


def _belts_of(
    given: Given, rows: Sequence[Row], shapes: Sequence[BaseGeometry], lines: Sequence[Row]
) -> Mapping[int, list[int]]:
    """The belts of each fault line, both by number: those that bear its name, else those it lies in."""
    if not rows or not lines:
        return {}
    of = np.array([line.geometry for line in lines], dtype=object)
    line, belt = STRtree(shapes).query(of, predicate="intersects")
    shared = shapely.intersection(of[line], np.array(shapes, dtype=object)[belt])
    share = lengths_m(shared.tolist()) / np.maximum(lengths_m(of[line].tolist()), 1e-9)
    bearing: dict[int, list[int]] = defaultdict(list)
    lying: dict[int, list[int]] = defaultdict(list)
    inside: dict[int, float] = defaultdict(float)
    for a, b, part in zip(line.tolist(), belt.tolist(), share.tolist(), strict=True):
        name = plain_name(lines[a].values.get("Name"))
        if name and name in plain_name(rows[b].values.get("ForbiddenBeltName")) and part >= EACH_SHARE:
            bearing[a].append(b)
        elif part >= EACH_SHARE:
            lying[a].append(b)
            inside[a] += part
    lying = {a: belts for a, belts in lying.items() if inside[a] >= UNNAMED_SHARE}
    return {a: bearing.get(a) or lying[a] for a in sorted({*bearing, *lying})}


def _width(given: Given, row: Row) -> float:
    """The narrower side that the rule named in a belt's remark sets, else what the rule of this check says;
    metres."""
    text = str(row.values.get("CommentInfo") or "")
    for name, path in rules.files().items():
        if name in text:
            try:
                articles = [each for each in rules.load(path).rows if each.id in text]
            except InputError:
                continue
            chosen = max(articles, key=lambda each: len(each.id), default=None)
            if chosen is not None and chosen.outcome == "width":
                return min(chosen.hanging_m, chosen.foot_m)
    return float(given.parameter("width_m", 0.0))


def _covers(given: Given, belt: Row, line: Row, area: BaseGeometry, width: float) -> Finding | None:
    assert line.geometry is not None
    outside = line.geometry.difference(area)
    metres = float(lengths_m([outside])[0])
    if metres > LEAST_M:
        where = point(shapely.get_coordinates(outside)[0])
        said: dict[str, Any] = {"metres": f"{metres:.0f}", "other": named(given, line)}
        return beside(given.wrong(belt, variant="uncovered", where=where, **said), code_of(given, line))
    least = width * (1.0 - given.parameter("tolerance_percent", 2.0) / 100.0) - 0.5
    narrow = _narrowest(line.geometry, area, width, least) if least > 0 else None
    if narrow is None:
        return None
    said = {"metres": f"{narrow[0]:.1f}", "width": f"{width:g}", "other": named(given, line)}
    return beside(given.wrong(belt, variant="narrow", where=narrow[1], **said), code_of(given, line))


def _narrowest(
    line: BaseGeometry, area: BaseGeometry, width: float, least: float
) -> tuple[float, tuple[float, float]] | None:
    """Where a belt is narrower than it may be beside its line, away from the line's ends, whose caps may be
    flat: the distance to its edge and the place on the line."""
    own = Segments.of([line])
    number, along = own.stations()
    start, end = own.from_ends(number, along)
    kept = (start > width) & (end > width)
    at = own.place(number[kept], along[kept])
    near = Segments.of([area]).near(at, least)
    if not len(near.place):
        return None
    worst = int(np.argmin(near.metres))
    return float(near.metres[worst]), point(at[near.place[worst]])
