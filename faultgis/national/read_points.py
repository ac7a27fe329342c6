"""Points of the field survey as observation points, with their measured planes, and offset markers.

A point of GeologicalSvyPoint and the one point of another class that names it, at the same place, are one
record; so are the plane of a fault point and the row of FaultAttitude that repeats it.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import numpy as np
from shapely import Point

from faultgis.national.decoding import by_label, kinematics_of
from faultgis.national.read_attitudes import (
    DEGREES,
    SAME_PLACE,
    Attitudes,
    attitude,
    other_attitudes,
    point_of,
    trace_of,
)
from faultgis.national.taking import Cells, Taking
from faultgis.records.site import Measurement, ObservationPoint, OffsetMarker
from faultgis.values import Estimate

PARENT = "GeologicalSvyPoint"
CHILDREN = {
    "FaultSvyPoint": "fault",
    "GeoGeomorphySvyPoint": "geomorphic",
    "StratigraphySvyPoint": "stratigraphic",
    "GeomorphyPoint": "rupture",
}
_OFFSETS = {
    "HorizenOffset": "strike_slip",
    "VerticalDisplacement": "vertical",
    "TensionDisplacement": "extension",
}


def read_points(taking: Taking) -> None:
    """Observation points, measurements and offset markers of all classes of field points."""
    children, attitudes = _children(taking), Attitudes(taking)
    for cells in taking.cells("FaultAttitude"):
        if point_of(cells) is None:
            taking.keep(cells, "national.no_point")
    for parent in taking.cells(PARENT):
        of_parent = children.get(parent.code, [])
        if (place := point_of(parent)) is None:
            taking.keep(parent, "national.no_point")
        elif len(of_parent) == 1 and _together(place, of_parent[0]):
            _observation(taking, attitudes, parent, of_parent[0])
        else:
            _observation(taking, attitudes, parent)
    for class_name in CHILDREN:
        for cells in taking.cells(class_name):
            if (class_name, cells.key) in taking.main:
                continue
            if point_of(cells) is None:
                taking.keep(cells, "national.no_point")
            elif class_name == "GeomorphyPoint" and _offsets(cells):
                _marker(taking, cells)
            else:
                _unresolved_parent(taking, cells)
                _observation(taking, attitudes, cells)
    other_attitudes(taking, attitudes)


def _children(taking: Taking) -> Mapping[str, list[Cells]]:
    """The rows that name each observation point."""
    found: dict[str, list[Cells]] = defaultdict(list)
    for class_name in CHILDREN:
        for cells in taking.cells(class_name):
            code = cells.text("GeologicalSvyPointID")
            if code and not (class_name == "GeomorphyPoint" and _offsets(cells)):
                found[code].append(cells)
    return found


def _together(place: Point, child: Cells) -> bool:
    other = point_of(child)
    return other is not None and bool(np.hypot(place.x - other.x, place.y - other.y) <= SAME_PLACE)


def _unresolved_parent(taking: Taking, cells: Cells) -> None:
    code = cells.text("GeologicalSvyPointID")
    if code and taking.find(PARENT, code) is None:
        cells.note("national.unresolved", "GeologicalSvyPointID", value=code, target=PARENT)


def _observation(taking: Taking, attitudes: Attitudes, cells: Cells, child: Cells | None = None) -> None:
    """One record of a row, or of a row of ``PARENT`` and its only child."""
    special = child or (cells if cells.class_name in CHILDREN else None)
    fault_id, trace_id = target_of(taking, special) if special and _aims(special) else (None, None)
    further = (child,) if child else ()
    point = ObservationPoint(
        geometry=point_of(cells),
        kind=CHILDREN[special.class_name] if special else "geological",
        fault_id=fault_id,
        trace_id=trace_id,
        **_told(cells, special),
        **cells.own("", *further),
    )
    taking.add(point, cells)
    if child:
        taking.main[child.class_name, child.key] = point
        if child.code:
            taking.by_code.setdefault((child.class_name, child.code), point)
    if special:
        _plane(taking, special, point, attitudes)


def _aims(cells: Cells) -> bool:
    return cells.class_name == "FaultSvyPoint"


def _told(cells: Cells, special: Cells | None) -> dict[str, Any]:
    """The plain fields of an observation point."""
    if cells.class_name == PARENT:
        told: dict[str, Any] = {
            "code": cells.text("FieldID"),
            "location_name": cells.text("LocationName"),
            "observed_on": cells.day("SvyDate"),
            "description": cells.text("SPCommentInfo"),
            "elevation_m": cells.number_in("Elevation"),
            "notes": cells.text("CommentInfo"),
        }
    else:
        told = {"code": cells.text("FieldID")}
    if special is None:
        return told
    name = "GeomorphyName" if special.class_name in ("GeoGeomorphySvyPoint", "GeomorphyPoint") else ""
    words = "StratigraphyDescription" if special.class_name == "StratigraphySvyPoint" else "CommentInfo"
    told["location_name"] = told.get("location_name") or (special.text(name) if name else "")
    told["description"] = told.get("description") or special.text(words)
    if special is cells and special.class_name == "StratigraphySvyPoint":
        told["notes"] = special.text("CommentInfo")
    return told


def target_of(taking: Taking, cells: Cells) -> tuple[UUID | None, UUID | None]:
    """The fault and the trace that ``TargetFaultID`` names, else the fault of that name; unresolved ones are
    said."""
    code, name = cells.text("TargetFaultID"), cells.text("TargetFaultName")
    cells.coded("TargetFaultSource")
    if (trace := trace_of(taking, code)) is not None:
        return trace.fault_id, trace.id
    if code:
        cells.note("national.unresolved", "TargetFaultID", value=code, target="Fault")
    named = taking.faults.get(name, []) if name else []
    if len(named) == 1:
        fault = named[0]
        cells.note("national.linked_by_name", "TargetFaultName", value=name)
        return fault.id, None
    return None, None


def _plane(taking: Taking, cells: Cells, point: ObservationPoint, attitudes: Attitudes) -> None:
    """The plane that a fault or stratum point measured, as a row of FaultAttitude tells it where one does."""
    if cells.class_name == "FaultSvyPoint":
        direction = cells.number_in("MeasureFaultDip", 0, DEGREES)
        dip = cells.number_in("FaultClination", 0, 90)
        kind, sense = "fault_plane", kinematics_of(cells.coded("Feature"))
    elif cells.class_name == "StratigraphySvyPoint":
        direction, dip = cells.number_in("Dip", 0, DEGREES), cells.number_in("Clination", 0, 90)
        kind, sense = "bedding", ""
    else:
        return
    if direction is None and dip is None:
        return
    if kind == "fault_plane" and (repeated := attitudes.take(point.geometry, direction, dip)) is not None:
        attitude(taking, repeated, point)
        return
    taking.records.append(
        Measurement(
            survey_id=taking.survey_id,
            point_id=point.id,
            kind=kind,
            dip_direction=direction,
            dip=dip,
            sense="" if sense == "unknown" else sense,
            secrecy=cells.row.secrecy,
            source=cells.source(f"{cells.key}/plane", attributes=False),
        )
    )


def _offsets(cells: Cells) -> dict[str, float]:
    """The offsets that a landform point gives, by component."""
    found = {component: cells.number_in(field) for field, component in _OFFSETS.items()}
    return {component: value for component, value in found.items() if value is not None}


def _marker(taking: Taking, cells: Cells) -> None:
    """The largest offset of a landform point is a marker's; others are told."""
    offsets = _offsets(cells)
    component = max(offsets, key=lambda each: abs(offsets[each]))
    if others := [field for field, each in _OFFSETS.items() if each in offsets and each != component]:
        cells.note("national.further_offsets", others[0], fields=", ".join(others))
    label = cells.text("GeomorphyType")
    marker = OffsetMarker(
        geometry=point_of(cells),
        code=cells.text("GeomorphyName"),
        kind=by_label("marker_kind", label) or ("other" if label else ""),
        component=component,
        offset=Estimate(unit="m", best=offsets[component], component=component),
        notes=cells.text("CommentInfo"),
        **cells.own(),
    )
    taking.add(marker, cells)
