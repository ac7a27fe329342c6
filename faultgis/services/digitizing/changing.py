"""Changing, creating, assigning and deleting records of any kind."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeAlias
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.trace import Trace
from faultgis.services.digitizing.turning import Records
from faultgis.services.naming import free_code

Ref: TypeAlias = tuple[str, UUID]

# Which field of which kind names its parent, and whether a record can be without that parent.
_LINKS = (
    ("fault", "zone_id", True),
    ("segment", "fault_id", False),
    ("trace", "fault_id", True),
    ("trace", "segment_id", True),
    ("observation_point", "fault_id", True),
    ("observation_point", "trace_id", True),
    ("measurement", "point_id", False),
    ("deformation_width", "fault_id", True),
    ("deformation_width", "trace_id", True),
    ("deformation_zone", "fault_id", True),
    ("deformation_zone", "trace_id", True),
    ("buried_point", "fault_id", True),
    ("buried_point", "trace_id", True),
    ("offset_marker", "fault_id", True),
    ("offset_marker", "trace_id", True),
    ("piercing_line", "marker_id", False),
    ("surface_rupture", "fault_id", True),
    ("media", "owner_id", True),
    ("local_grid", "fault_id", True),
    ("raster", "fault_id", True),
    ("raster", "local_grid_id", False),
    ("point_cloud", "local_grid_id", False),
    ("offset_marker", "local_grid_id", False),
    ("trench_site", "fault_id", True),
    ("trench_site", "segment_id", True),
    ("trench", "site_id", False),
    ("wall", "trench_id", False),
    ("wall_image", "wall_id", False),
    ("strat_unit", "trench_id", False),
    ("unit_order", "trench_id", False),
    ("unit_order", "younger_id", False),
    ("unit_order", "older_id", False),
    ("paleo_event", "site_id", False),
    ("paleo_event", "older_unit_id", True),
    ("paleo_event", "younger_unit_id", True),
    ("sample", "site_id", True),
    ("sample", "trench_id", True),
    ("sample", "wall_id", True),
    ("sample", "unit_id", True),
    ("sample", "marker_id", True),
    ("lab_result", "sample_id", False),
    ("wall_feature", "wall_id", False),
    ("wall_feature", "unit_id", True),
    ("wall_feature", "older_unit_id", True),
    ("wall_feature", "younger_unit_id", True),
    ("wall_feature", "event_id", True),
    ("wall_feature", "sample_id", True),
    ("event_evidence", "event_id", False),
    ("event_evidence", "wall_id", True),
    ("event_evidence", "feature_id", True),
    ("calibrated_age", "result_id", False),
    ("calibrated_age", "sample_id", False),
    ("chronology_model", "site_id", False),
    ("event_age", "chronology_id", False),
    ("event_age", "event_id", False),
    ("displacement", "event_id", True),
    ("displacement", "marker_id", True),
    ("slip_rate", "fault_id", True),
    ("slip_rate", "segment_id", True),
    ("slip_rate", "site_id", True),
    ("slip_rate", "marker_id", True),
    ("recurrence", "fault_id", True),
    ("recurrence", "segment_id", True),
    ("recurrence", "chronology_id", True),
    ("probability", "fault_id", True),
    ("probability", "segment_id", True),
    ("probability", "recurrence_id", True),
)


def change_record(record: AnyRecord, merge_key: str = "", **values: Any) -> Edit:
    """Fields of a record set to new values; letters typed into one field carry the same ``merge_key``."""
    return change_records((record,), merge_key, **values)


def change_records(records: Iterable[AnyRecord], merge_key: str = "", **values: Any) -> Edit:
    """The same fields of several records set at once; records that have these values already are left out.

    Raises ``InputError("record.unknown_field")``.
    """
    changes = []
    for record in records:
        for name in values.keys() - {f.name for f in fields(record)}:
            raise InputError("record.unknown_field", field=name)
        after = replace(record, **values)
        if after != record:
            changes.append(Change(record, after))
    return Edit("edit.change_record", tuple(changes), merge_key)


def create_record(record: AnyRecord) -> Edit:
    """A new record."""
    return Edit("edit.add_record", (Change(None, record),))


def delete_records(records: Records, refs: Iterable[Ref], with_children: bool = False) -> Edit:
    """Records deleted. What cannot be without them (a fault's segments, a point's measurements, a marker's
    piercing lines) goes, too; what can is kept and only loses the link, unless ``with_children``.
    """
    children = _children(records)
    doomed: dict[UUID, AnyRecord] = {}
    queue = [record for kind, key in refs if (record := records[kind].get(key)) is not None]
    cut: dict[UUID, tuple[AnyRecord, dict[str, Any]]] = {}
    while queue:
        record = queue.pop()
        if record.id in doomed:
            continue
        doomed[record.id] = record
        for child, field, free in children.get(record.id, ()):
            if free and not with_children:
                cut.setdefault(child.id, (child, {}))[1].update(_unlinked(field))
            else:
                queue.append(child)
    kept = [Change(child, replace(child, **lost)) for child, lost in cut.values() if child.id not in doomed]
    order = list(KINDS)
    changes = sorted((Change(record, None) for record in doomed.values()), key=lambda c: -order.index(c.kind))
    return Edit("edit.delete_records", (*kept, *changes))


def _children(records: Records) -> dict[UUID, list[tuple[AnyRecord, str, bool]]]:
    """What hangs on each record: the child, the field that says so, whether it can be without."""
    found: dict[UUID, list[tuple[AnyRecord, str, bool]]] = {}
    for kind, field, free in _LINKS:
        for child in records.get(kind, {}).values():
            parent = getattr(child, field)
            if parent is not None:
                found.setdefault(parent, []).append((child, field, free))
    return found


def _unlinked(field: str) -> dict[str, Any]:
    return {"owner_id": None, "owner_kind": ""} if field == "owner_id" else {field: None}


def new_fault_for_trace(records: Records, trace: Trace, **attributes: Any) -> Edit:
    """A new fault, with a code of its own unless one is given, and the trace as its first line.

    What the trace itself says of sense, age and attitude becomes the fault's, if not given otherwise.
    """
    inherited = {
        "kinematics": trace.kinematics or "unknown",
        "latest_activity": trace.latest_activity or "undetermined",
        "dip_direction": trace.dip_direction,
        "dip": trace.dip,
    }
    given = {"code": free_code(records, "fault"), **inherited, **attributes}
    fault = Fault(survey_id=trace.survey_id, **given)
    after = replace(trace, fault_id=fault.id, segment_id=None)
    return Edit("edit.new_fault", (Change(None, fault), Change(trace, after)))


def assign_to_fault(traces: Iterable[Trace], fault_id: UUID | None, segment_id: UUID | None = None) -> Edit:
    """Traces put under a fault (and one of its segments); ``None`` takes them out of theirs."""
    changes = []
    for trace in traces:
        after = replace(trace, fault_id=fault_id, segment_id=segment_id)
        if after != trace:
            changes.append(Change(trace, after))
    return Edit("edit.assign_to_fault", tuple(changes))
