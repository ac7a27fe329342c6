"""A survey's records as layers and tables for other programs: one layer of traces, one table per kind.

The traces carry what is known of their fault and segment, under the column names that an import of any fault
table understands; an estimate is a text "(best,low,high)" there. In the tables of the other kinds an estimate
is three columns of numbers and one of text, and a link is the code of the record that it leads to.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from faultgis.crs import distance_azimuth
from faultgis.exports.layers import Column, Layer, multi, shapes_of
from faultgis.kinematics import has_normal, opposite, side_of_dip
from faultgis.records.encoding import field_types
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.provenance import Source, Stamp
from faultgis.records.trace import Stretch, Trace
from faultgis.values import Document, Estimate

Records = Mapping[str, Iterable[AnyRecord]]
TRACES = "traces"
# What belongs to the office and not to the data.
_APART = ("survey", "trace", "site_query", "delivery", "waiver", "rejection", "certificate")
_SHAPES = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "MultiLineString": "line",
    "Polygon": "polygon", "MultiPolygon": "polygon",
}  # fmt: skip
# A dip that close to the line has no sure side.
_ALONG_DEGREES = 15.0
_HIDDEN = ("id", "survey_id", "source", "stamp", "geometry")
_PARAMETERS = (
    "strike", "dip_direction", "dip", "rake", "net_slip_rate", "strike_slip_rate", "vertical_slip_rate",
    "shortening_rate",
)  # fmt: skip


def layers(records: Records, title: Callable[[str], str] = lambda name: "") -> tuple[Layer, ...]:
    """The layer of traces, then the kinds of the survey in their order; kinds without records are left out.

    ``title`` gives the words people read for a layer or a column, or an empty text.
    """
    codes = _codes(records)
    made = [traces(records, title)]
    for kind in KINDS:
        rows = list(records.get(kind, ()))
        if kind not in _APART and rows:
            made += _tables(kind, rows, codes, title)
    return tuple(layer for layer in made if layer.features)


def _codes(records: Records) -> dict[UUID, str]:
    """The code of every record that has one, by its key."""
    return {
        record.id: code
        for rows in records.values()
        for record in rows
        if (code := getattr(record, "code", ""))
    }


def tuple_text(value: Estimate | None) -> str | None:
    """An estimate as "(best,low,high)", as GEM writes it; a single number as itself."""
    if value is None:
        return None
    if value.low is None and value.high is None:
        return repr(value.best)
    return "(" + ",".join("" if n is None else repr(n) for n in (value.best, value.low, value.high)) + ")"


def traces(records: Records, title: Callable[[str], str] = lambda name: "") -> Layer:
    """One row per trace in the order of the faults' codes, then of the traces' keys."""
    faults = {r.id: r for r in records.get("fault", ()) if isinstance(r, Fault)}
    zones = {r.id: r for r in records.get("fault_zone", ()) if isinstance(r, FaultZone)}
    segments = {r.id: r for r in records.get("segment", ()) if isinstance(r, Segment)}
    found = [r for r in records.get("trace", ()) if isinstance(r, Trace)]
    rows = []
    for trace in found:
        fault = faults.get(trace.fault_id) if trace.fault_id else None
        segment = segments.get(trace.segment_id) if trace.segment_id else None
        zone = zones.get(fault.zone_id) if fault and fault.zone_id else None
        rows.append((trace, _trace_row(trace, fault, segment, zone)))
    rows.sort(key=lambda each: (str(each[1]["fault_code"] or ""), str(each[0].id)))
    types = {"mapping_scale": "integer", "location_error_m": "real"}
    names = list(rows[0][1]) if rows else []
    columns = tuple(Column(name, types.get(name, "text"), title(name)) for name in names)
    values = tuple([row[name] for _, row in rows] for name in names)
    shapes = shapes_of([trace.geometry for trace, _ in rows])
    return Layer(TRACES, columns, values, shapes, "line", title("kind.trace"))


def _trace_row(
    trace: Trace, fault: Fault | None, segment: Segment | None, zone: FaultZone | None
) -> dict[str, Any]:
    owner = segment or fault
    told: dict[str, Any] = {
        "trace_id": str(trace.id),
        "fault_code": fault.code if fault else None,
        "fault_name_zh": fault.name_zh if fault else None,
        "fault_name_en": fault.name_en if fault else None,
        "zone_name": (zone.name_zh or zone.name_en or zone.code) if zone else None,
        "segment_code": segment.code if segment else None,
        "segment_name": (segment.name_zh or segment.name_en) if segment else None,
        "kinematics": trace.kinematics or _known(segment, fault, "kinematics", "unknown"),
        "latest_activity": trace.latest_activity or _known(segment, fault, "latest_activity", "undetermined"),
        "activity_evidence": owner.activity_evidence if owner else None,
    }
    for name in _PARAMETERS:
        told[name] = tuple_text(getattr(trace, name, None) or _stated(segment, fault, name))
    own = (
        "exposure",
        "accuracy",
        "location_error_m",
        "confidence",
        "hanging_wall",
        "upthrown",
        "mapping_scale",
    )
    told |= {name: getattr(trace, name) for name in (*own, "evidence", "notes")}
    told |= {"reference": trace.source.reference, "method": trace.source.method}
    hanging = _hanging_side(trace, segment, fault)
    told |= {"hanging_side": hanging, "downthrown_side": _downthrown_side(trace, told["kinematics"], hanging)}
    return {name: None if value == "" else value for name, value in told.items()}


def _hanging_side(trace: Trace, segment: Segment | None, fault: Fault | None) -> str:
    """The side that teeth are drawn on: as stated, else where the dip direction points."""
    if trace.hanging_wall in ("left", "right"):
        return trace.hanging_wall
    toward = trace.dip_direction or _stated(segment, fault, "dip_direction")
    if toward is None:
        return "unknown"
    first, last = trace.geometry.geoms[0].coords[0], trace.geometry.geoms[-1].coords[-1]
    azimuth = distance_azimuth(first[0], first[1], last[0], last[1])[1]
    return side_of_dip(azimuth, toward.middle, _ALONG_DEGREES)


def _downthrown_side(trace: Trace, kinematics: str, hanging: str) -> str:
    down = opposite(trace.upthrown)
    return hanging if down == "unknown" and has_normal(kinematics) else down


def _known(segment: Segment | None, fault: Fault | None, name: str, nothing: str) -> str:
    values = (getattr(owner, name) for owner in (segment, fault) if owner is not None)
    return next((value for value in values if value != nothing), nothing)


def _stated(segment: Segment | None, fault: Fault | None, name: str) -> Estimate | None:
    values = (getattr(owner, name) for owner in (segment, fault) if owner is not None)
    return next((value for value in values if value is not None), None)


def _tables(
    kind: str, rows: Sequence[Any], codes: Mapping[UUID, str], title: Callable[[str], str]
) -> Iterable[Layer]:
    """The records of a kind as one layer, or as one for each sort of shape that they have."""
    by_shape: dict[str, list[Any]] = {}
    for row in sorted(rows, key=lambda r: (str(getattr(r, "code", "")), str(r.id))):
        shape: BaseGeometry | None = getattr(row, "geometry", None)
        by_shape.setdefault(_SHAPES.get(shape.geom_type, "") if shape else "none", []).append(row)
    for shape, group in by_shape.items():
        if shape:
            name = kind if len(by_shape) == 1 else f"{kind}_{shape}"
            yield _table(name, kind, shape, group, codes, title)


def _table(
    name: str,
    kind: str,
    shape: str,
    rows: Sequence[Any],
    codes: Mapping[UUID, str],
    title: Callable[[str], str],
) -> Layer:
    columns: list[Column] = [Column("id", "text", title("id"))]
    values: list[Sequence[Any]] = [[str(row.id) for row in rows]]
    for column, of in _columns(kind, codes):
        cells = [of(row) for row in rows]
        columns.append(Column(column.name, column.type, title(column.name)))
        values.append([None if cell == "" else cell for cell in cells])
    shapes = shapes_of([multi(getattr(row, "geometry", None)) for row in rows])
    return Layer(name, tuple(columns), tuple(values), shapes, shape, title(f"kind.{kind}"))


def _columns(kind: str, codes: Mapping[UUID, str]) -> Iterable[tuple[Column, Callable[[Any], Any]]]:
    """The columns of a kind, each with the way from a record to its cell."""
    hints = field_types(cast(Any, KINDS[kind]))
    for entry in fields(cast(Any, KINDS[kind])):
        if entry.name in _HIDDEN or hints[entry.name] in (Source, Stamp):
            continue
        name, hint = entry.name, str(hints[entry.name])
        if "Estimate" in hint:
            yield from _estimate_columns(name)
        elif "UUID" in hint and "tuple" not in hint:
            yield Column(name.removesuffix("_id")), _linked(name, codes)
        else:
            yield Column(name, _type(hint)), _cell(name)
    yield Column("reference"), lambda record: record.source.reference


def _estimate_columns(name: str) -> Iterable[tuple[Column, Callable[[Any], Any]]]:
    for part in ("best", "low", "high"):
        yield Column(f"{name}_{part}", "real"), _part(name, part)
    yield Column(f"{name}_unit"), _part(name, "unit")
    yield Column(f"{name}_range"), _part(name, "range")
    yield Column(f"{name}_basis"), _part(name, "basis")


def _part(name: str, part: str) -> Callable[[Any], Any]:
    def of(record: Any) -> Any:
        value: Estimate | None = getattr(record, name)
        cell = None if value is None else getattr(value, part)
        return str(cell) if part in ("range", "basis") and cell is not None else cell

    return of


def _linked(name: str, codes: Mapping[UUID, str]) -> Callable[[Any], Any]:
    def of(record: Any) -> Any:
        key = getattr(record, name)
        return None if key is None else codes.get(key, str(key))

    return of


def _type(hint: str) -> str:
    if "bool" in hint:
        return "flag"
    return "real" if "float" in hint else "integer" if "int" in hint else "text"


def _cell(name: str) -> Callable[[Any], Any]:
    def of(record: Any) -> Any:
        value = getattr(record, name)
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        if isinstance(value, Document):
            return value.text if len(value) else None
        if isinstance(value, tuple):
            return "; ".join(map(_item, value)) or None
        return value if isinstance(value, (str, int, float)) or value is None else str(value)

    return of


def _item(value: Any) -> str:
    if isinstance(value, Stretch):
        width = "" if value.half_width_m is None else f" ±{value.half_width_m} m"
        return f"{value.start}–{value.end} {value.confidence}{width}"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
