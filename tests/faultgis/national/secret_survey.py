"""A survey with a record of every kind that national rows are made from; what makes one of them secret."""

import dataclasses
from functools import cache
from typing import Any

from shapely import LineString, MultiLineString, Point, box
from shapely.geometry import MultiPolygon

from faultgis.records.delivery import TemplateRow
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.files import Raster
from faultgis.records.kinds import kind_of
from faultgis.records.provenance import Source
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import BuriedPoint, Measurement, Media, ObservationPoint, OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import PaleoEvent, StratUnit, Trench, TrenchSite, Wall
from faultgis.values import Document, Estimate

SURVEY = Survey(code="S", division="640400", topic="101", secrecy=2)
OWN: dict[str, Any] = {"survey_id": SURVEY.id}
SECRET = "机密"
# What is secret lies here and measures so much, and nothing else does.
EAST, MEASURE = 111.0, 77.0


@cache
def survey() -> tuple[Any, ...]:
    """A record of every kind that rows are made from, each hanging on the others."""
    zone = FaultZone(code="Z", **OWN)
    fault = Fault(code="F", zone_id=zone.id, kinematics="reverse", **OWN)
    segment = Segment(code="S", fault_id=fault.id, kinematics="normal", latest_activity="holocene", **OWN)
    lines: dict[str, Any] = {"fault_id": fault.id, "segment_id": segment.id, **OWN}
    trace = Trace(geometry=_line(), exposure="exposed", **lines)
    on: dict[str, Any] = {"fault_id": fault.id, "trace_id": trace.id, **OWN}
    kinds = ("fault", "geological", "geomorphic", "stratigraphic", "rupture")
    points = [ObservationPoint(geometry=Point(105, 36), code=f"P{kind}", kind=kind, **on) for kind in kinds]
    plane = Measurement(point_id=points[0].id, dip_direction=20.0, dip=60.0, **OWN)
    bed = Measurement(point_id=points[3].id, kind="bedding", dip_direction=20.0, dip=60.0, **OWN)
    site = TrenchSite(geometry=Point(105, 36), code="TS", fault_id=fault.id, **OWN)
    trench = Trench(code="TC", site_id=site.id, **OWN)
    wall = Wall(code="W", trench_id=trench.id, geometry=Point(105, 36), **OWN)
    event = PaleoEvent(code="E1", site_id=site.id, status="definite", position=1, known_year=1739, **OWN)
    marker = OffsetMarker(geometry=Point(105, 36), code="M", offset=_metres(5), **on)
    sample = Sample(code="C", trench_id=trench.id, wall_id=wall.id, marker_id=marker.id, **OWN)
    borehole = BuriedPoint(geometry=Point(105, 36), code="B", line_name="line", top_depth=_metres(9), **on)
    seismic = dataclasses.replace(borehole, id=_new(), code="G", method="seismic")
    image = Raster(
        code="R", kind="image", path="r.tif", geometry=MultiPolygon([box(104, 35, 105, 36)]), **OWN
    )
    row = TemplateRow(
        class_name="DrillProfile", code="DP", values=Document({"ID": "DP", "Name": "line"}), **OWN
    )
    owners = (trace, points[0], trench, wall, sample, marker)
    media = [Media(path=f"{kind_of(o)}.jpg", owner_id=o.id, azimuth=30.0, **OWN) for o in owners]
    rest = (
        StratUnit(code="U", trench_id=trench.id, **OWN),
        LabResult(sample_id=sample.id, lab_code="L", **OWN),
    )
    return (
        zone, fault, segment, trace, *points, plane, bed, site, trench, wall, event, marker, sample,
        borehole, seismic, image, row, *media, *rest,
    )  # fmt: skip


def _new() -> Any:
    return FaultZone(code="", **OWN).id


def _line() -> MultiLineString:
    return MultiLineString([LineString([(105, 36), (105.1, 36.2)])])


def _metres(size: float) -> Estimate:
    return Estimate(unit="m", best=size)


def secret(record: Any) -> Any:
    """The record at a level above the delivery's, with all that it says made to be recognised."""
    changes: dict[str, Any] = {"secrecy": 2}
    for entry in dataclasses.fields(record):
        value = getattr(record, entry.name)
        if entry.name in ("code", "notes", "description", "location_name", "observer", "line_name", "path"):
            changes[entry.name] = f"{SECRET}{value}"
        elif entry.name in ("name_zh", "name_en", "lab_code"):
            changes[entry.name] = f"{SECRET}名"
        elif entry.name == "geometry" and value is not None:
            changes[entry.name] = _moved(value)
        elif entry.name in ("dip", "dip_direction", "elevation_m", "azimuth", "top_depth", "offset"):
            changes[entry.name] = _measure(record, entry.name)
        elif entry.name == "values":
            changes[entry.name] = Document({**value, "CommentInfo": SECRET})
        elif entry.name == "known_year":
            changes[entry.name] = 1977
    return dataclasses.replace(record, **changes, source=Source(reference=SECRET))


def _moved(shape: Any) -> Any:
    from shapely.affinity import translate

    return translate(shape, EAST - shape.centroid.x)


def _measure(record: Any, name: str) -> Any:
    numbers = isinstance(record, Measurement | Media | Trench | Wall) or name == "elevation_m"
    unit = "deg" if name.startswith("dip") else "m"
    return MEASURE if numbers else Estimate(unit=unit, best=MEASURE)
