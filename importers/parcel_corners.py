"""Parcels that a table tells corner by corner: a row for each boundary point, in the order around."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.sites import Reason, Site

# Heads of the columns of boundary points' numbers, without blanks and letter case; 点号 alone may head any
# points, and heads corners only beside a parcel's number.
CORNERS = ("界址点", "界址点号", "界址点编号", "拐点", "拐点号", "拐点编号", "corner", "cornerno", "vertex")
POINTS = ("点号", "点序号", "点编号", "pointno", "pointnumber", "pointid")
PARCELS = (
    *("地块", "地块名称", "地块编号", "地块号", "宗地", "宗地名称", "宗地编号", "宗地号", "宗地代码"),
    *("parcel", "parcelno", "parcelnumber", "parcelname", "parcelid"),
)
RINGS = ("圈号", "地块圈号", "环号", "ring", "ringno")
_LEAST = 3


@dataclass(frozen=True)
class CornerColumns:
    """Where a table of boundary points has what they belong to, by column numbers from 0: the ``parcel``
    (``None``: all rows are one), and the ``ring`` of it, if told."""

    parcel: int | None
    ring: int | None


def corner_columns(heads: Mapping[str, int], names: Sequence[int]) -> CornerColumns | None:
    """The columns of a table of boundary points; ``None`` for other tables.

    ``heads`` are plain heads and ``names`` the columns that may name a row, both with numbers from 0; where
    nothing is headed as a parcel, the first of these tells the corners of one parcel from those of another.
    """
    known = [heads[head] for head in PARCELS if head in heads]
    parcel = next((each for each in names if each in known), next(iter(known), None))
    ring = next((heads[head] for head in RINGS if head in heads), None)
    corner = next((heads[head] for head in CORNERS if head in heads), None)
    if corner is not None:
        others = (each for each in names if each != corner)
        return CornerColumns(parcel if parcel is not None else next(others, None), ring)
    if parcel is not None and any(head in heads for head in POINTS):
        return CornerColumns(parcel, ring)
    return None


def parcels(rows: Sequence[tuple[Sequence[str], Site]], columns: CornerColumns, name: str) -> list[Site]:
    """A site for each parcel, called ``name`` where none is told, from its rows' cells and places.

    A parcel's name may stand in its first row alone. Points whose places cannot be read, and parcels of fewer
    than three corners, leave their parcel with that problem. Where every parcel has a single row, the rows
    are points.
    """
    named = list(_named(rows, columns, name))
    groups = [(key, [each for _, each in group]) for key, group in groupby(named, key=lambda one: one[0])]
    if all(len(group) == 1 for _, group in groups):
        return [site for _, site in rows]
    return [_parcel(key, group, columns.ring) for key, group in groups]


_Row = tuple[Sequence[str], Site]


def _named(rows: Sequence[_Row], columns: CornerColumns, name: str) -> Iterator[tuple[str, _Row]]:
    last = name
    for row in rows:
        last = (row[0][columns.parcel] if columns.parcel is not None else "") or last
        yield last, row


def _parcel(name: str, rows: Sequence[_Row], ring: int | None) -> Site:
    first = rows[0][1]
    wrong = next((site.problem for _, site in rows if site.problem is not None), None)
    missing = next((site for _, site in rows if site.geometry is None), None)
    if wrong is None and missing is not None:
        wrong = Reason("site.corner_missing", {"row": missing.row})
    rings = [] if wrong else list(_rings(rows, ring))
    if wrong is None and min(map(len, rings)) < _LEAST:
        wrong = Reason("site.few_corners", {"count": min(map(len, rings))})
    notes = (Reason("site.from_corners", {"count": sum(map(len, rings))}), *first.notes)
    if wrong is not None:
        return Site(name, None, first.row, wrong)
    return Site(name, _area(rings), first.row, None, notes)


def _rings(rows: Sequence[_Row], ring: int | None) -> Iterator[list[Point]]:
    """The rings of a parcel: by their numbers where these are told, and each ends where it comes back to its
    first point."""
    for _, group in groupby(rows, key=lambda row: row[0][ring] if ring is not None else ""):
        corners: list[Point] = []
        for _, site in group:
            assert isinstance(site.geometry, Point)
            if len(corners) >= _LEAST and site.geometry.equals(corners[0]):
                yield corners
                corners = []
            else:
                corners.append(site.geometry)
        if corners:
            yield corners


def _area(rings: Sequence[Sequence[Point]]) -> BaseGeometry:
    """The polygon of the rings; a ring within another is a hole of it. What crosses itself stays so."""
    whole, *others = (Polygon(ring) for ring in rings)
    shells: list[Polygon] = [whole]
    holes: list[Polygon] = []
    for each in others:
        inside = each.is_valid and any(shell.is_valid and shell.covers(each) for shell in shells)
        (holes if inside else shells).append(each)
    made = [
        Polygon(shell.exterior, [h.exterior for h in holes if shell.is_valid and shell.covers(h)])
        for shell in shells
    ]
    return made[0] if len(made) == 1 else MultiPolygon(made)
