"""Which records go into a result that rests on all there is at a place, so that an added one is noticed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from faultgis.records.kinds import AnyRecord

Records = Mapping[str, Mapping[UUID, AnyRecord]]


def of_site(records: Records, site_id: UUID) -> Iterator[AnyRecord]:
    """Everything that says something of order and age at a trench site: its trenches' units and their order,
    walls and what is drawn on them, events with their evidence, samples and their results."""
    trenches = {key for key, trench in records["trench"].items() if _field(trench, "site_id") == site_id}
    walls = {key for key, wall in records["wall"].items() if _field(wall, "trench_id") in trenches}
    yield from _where(records, "strat_unit", "trench_id", trenches)
    yield from _where(records, "unit_order", "trench_id", trenches)
    yield from _where(records, "wall_feature", "wall_id", walls)
    events = list(_where(records, "paleo_event", "site_id", {site_id}))
    yield from events
    yield from _where(records, "event_evidence", "event_id", {event.id for event in events})
    samples = samples_of(records, site_id, trenches)
    yield from samples
    yield from _where(records, "lab_result", "sample_id", {sample.id for sample in samples})


def samples_of(records: Records, site_id: UUID, trenches: set[UUID]) -> list[AnyRecord]:
    """The samples of a site, be they told of its trench or of the site itself."""
    return [
        sample
        for sample in records["sample"].values()
        if _field(sample, "trench_id") in trenches or _field(sample, "site_id") == site_id
    ]


def _where(records: Records, kind: str, field: str, values: set[UUID]) -> Iterator[AnyRecord]:
    return (record for record in records[kind].values() if _field(record, field) in values)


def _field(record: AnyRecord, name: str) -> Any:
    return getattr(record, name)


def _of_chronology(records: Records, record: Any) -> Iterator[AnyRecord]:
    return of_site(records, record.site_id)


def _of_representative(records: Records, record: Any) -> Iterator[AnyRecord]:
    if not record.representative:
        return iter(())
    return iter(site_rates(records, record.fault_id, record.segment_id, record.component))


def site_rates(
    records: Records, fault_id: UUID | None, segment_id: UUID | None, component: str
) -> list[AnyRecord]:
    """The slip rates measured at places of a fault (or of one of its segments) in one component; of several
    markers together none: their increments are no rates since then, and each marker counts once."""
    return [
        rate
        for rate in records["slip_rate"].values()
        if not _field(rate, "representative")
        and _field(rate, "rule") not in ("incremental", "combined")
        and _field(rate, "fault_id") == fault_id
        and (segment_id is None or _field(rate, "segment_id") == segment_id)
        and _field(rate, "component") == component
    ]


GATHERED: Mapping[str, Callable[[Records, Any], Iterator[AnyRecord]]] = {
    "chronology_model": _of_chronology,
    "slip_rate": _of_representative,
}
