"""From a result to what it was made of, and from any record to the results that rest on it."""

from collections.abc import Mapping
from uuid import UUID

from faultgis.records.derived import Derived
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.services.deriving.staleness import DERIVED_KINDS

Records = Mapping[str, Mapping[UUID, AnyRecord]]
# What many results are told of by their own fields.
_ABOUT = {
    "fault": "fault_id",
    "segment": "segment_id",
    "trench_site": "site_id",
    "sample": "sample_id",
    "offset_marker": "marker_id",
    "paleo_event": "event_id",
    "chronology_model": "chronology_id",
    "recurrence": "recurrence_id",
}
# A log has hundreds of these; they come after what a reader looks for.
_LAST = ("wall_feature", "unit_order", "event_evidence", "strat_unit")


def inputs_of(records: Records, result: AnyRecord) -> list[AnyRecord]:
    """The records that a result was made of, as they stand now; those that are gone are left out."""
    pairs = result.inputs if isinstance(result, Derived) else ()
    found = [records[kind].get(UUID(key)) for kind, key in pairs]
    return sorted((record for record in found if record is not None), key=_place)


def _place(record: AnyRecord) -> tuple[bool, int, str]:
    kind = kind_of(record)
    code = getattr(record, "code", "") or getattr(record, "lab_code", "")
    # Results first, then what lies below them, the nearest first.
    return kind in _LAST, -list(KINDS).index(kind), str(code)


def results_from(records: Records, record: AnyRecord) -> list[AnyRecord]:
    """The results that rest on a record directly or are told of it, in the order of the chain."""
    kind, key = kind_of(record), str(record.id)
    field = _ABOUT.get(kind)
    return [
        result
        for of in DERIVED_KINDS
        for result in records[of].values()
        if result.id != record.id
        and (
            (field is not None and getattr(result, field, None) == record.id)
            or (isinstance(result, Derived) and (kind, key) in result.inputs)
        )
    ]
