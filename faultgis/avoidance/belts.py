"""Zones as they are told and written: polygons under a row, and the traces that got none."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.areas import Area
from faultgis.avoidance.facts import Known
from faultgis.avoidance.rules import Row, Rule
from faultgis.crs.ellipsoid import area_m2

Range = tuple[float, float]


@dataclass(frozen=True)
class Belt:
    """The zone of a fault under one row (``kind`` zone), the ring that the location error of its traces adds
    to it (``location_error``), or what a step-over or mapped deformation adds (``step_over``,
    ``deformation_zone``: its ``area``).
    Geometry in CGCS2000 degrees; widths in metres, each as its range over the traces: what the rule sets on
    hanging wall and foot wall, what was seen deformed, the error."""

    kind: str
    row: Row
    assumed: bool
    faults: tuple[Known, ...]
    hanging_m: float
    foot_m: float
    deformation_m: Range
    error_m: Range
    unknown_side: bool
    geometry: BaseGeometry
    area: Area | None = None

    @property
    def area_km2(self) -> float:
        """Geodesic area."""
        return area_m2(self.geometry) / 1e6


@dataclass(frozen=True)
class Left:
    """A trace that got no zone, and why: the answer that a site there would have, and the row or code."""

    known: Known
    answer: str
    why: str


def too_coarse(rule: Rule, known: Known, row: Row | None) -> bool:
    """Whether a trace is mapped more coarsely than a rule can bear: by its scale, or, where its location
    error is not stated, because a line of that scale is worse than the whole width."""
    if known.scale > rule.coarsest_scale:
        return True
    narrow = row is not None and row.outcome == "width" and known.line_error_m > row.widest_m
    return narrow and known.assumed_error


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a geometry, as one multi-polygon."""
    parts = shapely.get_parts(geometry)
    return shapely.multipolygons(parts[shapely.area(parts) > 0])


def ring(outer: BaseGeometry, inner: BaseGeometry) -> BaseGeometry:
    """What lies between the edge of a zone and that of a wider one around it."""
    return polygons(outer.difference(inner))


def joined_area_km2(belts: Iterable[Belt]) -> float:
    """The geodesic area of all zones together, what several cover counted once, without rings; where a rule
    has zones within zones, of those that are answered ``inside``."""
    found = [belt for belt in belts if belt.kind != "location_error"]
    innermost = [belt for belt in found if belt.row.inside == "inside"] or found
    return area_m2(polygons(shapely.union_all([belt.geometry for belt in innermost]))) / 1e6
