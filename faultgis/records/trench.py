"""A trench as it was dug and read: sites, walls with a frame of their own, units and their order, events.

What is drawn on a wall stands in metres of that wall: x along it to the right, y up, from its origin.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.records.provenance import Record
from faultgis.values import Document


@dataclass(frozen=True, kw_only=True)
class TrenchSite(Record):
    """A place where trenches were dug across a fault. ``template`` keeps fields of the national template that
    have no field here, under their national names."""

    geometry: Point
    code: str
    fault_id: UUID | None = None
    segment_id: UUID | None = None
    name_zh: str = ""
    name_en: str = ""
    location_name: str = ""
    elevation_m: float | None = None
    landform: str = ""
    permit: str = ""
    description: str = ""
    template: Document = Document()


@dataclass(frozen=True, kw_only=True)
class Trench(Record):
    """One trench: its centre line, ``azimuth`` in degrees clockwise from north, its sizes in metres."""

    geometry: LineString | None = None
    code: str
    site_id: UUID
    name_zh: str = ""
    name_en: str = ""
    azimuth: float | None = None
    length_m: float | None = None
    width_m: float | None = None
    depth_m: float | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    refilled: bool = False
    constructed: bool = False
    description: str = ""
    template: Document = Document()


@dataclass(frozen=True, kw_only=True)
class Wall(Record):
    """A logged wall. ``azimuth`` is the direction of its x axis; ``mirrored`` walls are shown with x to the
    left, so that both walls of a trench read alike; ``geometry`` is where its origin lies on the map,
    ``origin_elevation_m`` how high; ``face_dip`` the inclination of the face, 90 for a vertical one."""

    geometry: Point | None = None
    code: str
    trench_id: UUID
    azimuth: float | None = None
    mirrored: bool = False
    face_dip: float = 90.0
    origin_elevation_m: float | None = None
    length_m: float | None = None
    height_m: float | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class WallImage(Record):
    """A picture of a wall. ``control`` holds the control points ([pixel x, pixel y, wall x, wall y], pixel y
    down) and the transformation that they gave; ``rmse_m`` is what they leave; ``position`` the order of use.
    """

    wall_id: UUID
    kind: str = "photomosaic"
    path: str
    sha256: str = ""
    width_px: int | None = None
    height_px: int | None = None
    control: Document = Document()
    rmse_m: float | None = None
    position: int = 0
    taken_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StratUnit(Record):
    """A unit of the trench's stratigraphy, the same on all its walls. ``color`` is #rrggbb, ``munsell`` the
    colour as described; ``position`` only orders a list: which is younger, ``UnitOrder`` says."""

    code: str
    trench_id: UUID
    name_zh: str = ""
    name_en: str = ""
    lithology: str = ""
    grain: str = ""
    munsell: str = ""
    color: str = ""
    pattern: str = ""
    position: int = 0
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitOrder(Record):
    """Which of two units is the younger: an edge of the trench's partial order, without circles."""

    trench_id: UUID
    younger_id: UUID
    older_id: UUID
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class WallFeature(Record):
    """Something drawn on a wall, ``shape`` in metres of the wall. A unit, a wedge or a fissure fill is an
    area of ``unit_id``; a contact a line between ``older_unit_id`` and ``younger_unit_id``; a fault a line
    with a ``role``; an event horizon a line of ``event_id``; a sample a point of ``sample_id``."""

    shape: BaseGeometry
    wall_id: UUID
    kind: str
    code: str = ""
    unit_id: UUID | None = None
    older_unit_id: UUID | None = None
    younger_unit_id: UUID | None = None
    event_id: UUID | None = None
    sample_id: UUID | None = None
    role: str = ""
    certainty: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class PaleoEvent(Record):
    """A past earthquake read from a site. It lies after ``older_unit_id`` (the youngest unit that it cut) and
    before ``younger_unit_id`` (the oldest that covers it); an absent one leaves that side open. ``position``
    counts from 1, the youngest; ``probability`` that it happened at all lies between 0 and 1."""

    code: str
    site_id: UUID
    name: str = ""
    position: int = 0
    status: str = "probable"
    probability: float | None = None
    older_unit_id: UUID | None = None
    younger_unit_id: UUID | None = None
    known_year: int | None = None
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class EventEvidence(Record):
    """One piece of evidence for an event, and how well it shows: a ``score`` on the office's own scale,
    in so many of the exposures that could have shown it."""

    event_id: UUID
    kind: str
    wall_id: UUID | None = None
    feature_id: UUID | None = None
    score: int | None = None
    exposures: int | None = None
    exposures_possible: int | None = None
    description: str = ""
