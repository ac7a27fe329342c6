"""Derived records made anew from what their inputs say now, one after the other, as one edit."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.derived import (
    CalibratedAge,
    ChronologyModel,
    Derived,
    Displacement,
    EventAge,
    Probability,
    Recurrence,
    SlipRate,
)
from faultgis.records.kinds import AnyRecord
from faultgis.services.deriving import ages, conventions, displacements, rates, recurring
from faultgis.services.deriving.making import Records
from faultgis.services.deriving.staleness import DERIVED_KINDS, IMPORTED, STALE, state, states


class Overlay(dict[str, dict[UUID, AnyRecord]]):
    """The records with changes laid over them; what they were made from stays as it is."""

    def __init__(self, records: Records) -> None:
        super().__init__({kind: dict(of_kind) for kind, of_kind in records.items()})

    def put(self, change: Change) -> None:
        """Lay a change over."""
        of_kind = self[change.kind]
        if change.after is None:
            of_kind.pop(change.id, None)
        else:
            of_kind[change.id] = change.after


def recompute(
    records: Records, wanted: Iterable[UUID] | None = None, progress: Progress | None = None
) -> tuple[Edit, list[tuple[AnyRecord, FaultGISError]]]:
    """All stale records (or those wanted) anew, in the order in which one follows from the other, as one
    edit; and those that could not be made, with why: they stay stale.

    Raises ``CancelledError``; then nothing was changed.
    """
    progress = progress or Progress()
    overlay = Overlay(records)
    chosen = set(wanted) if wanted is not None else {k for k, s in states(records).items() if s.stale}
    folded: dict[UUID, Change] = {}
    failed: list[tuple[AnyRecord, FaultGISError]] = []
    todo = [(kind, key) for kind in DERIVED_KINDS for key in overlay[kind]]
    for done, (kind, key) in enumerate(todo):
        progress.report("deriving.recomputing", done, len(todo))
        record = overlay[kind].get(key)
        if record is None:
            continue
        now = state(overlay, record)
        # What rests on a result that could not be made anew stays as it is, and stale.
        waits = any(reason.what == STALE for reason in now.reasons)
        if waits or _came_along(record) or (record.id not in chosen and not now.stale):
            continue
        try:
            changes = list(_anew(overlay, record))
        except FaultGISError as error:
            failed.append((record, error))
            continue
        for change in changes:
            overlay.put(change)
            first = folded.get(change.id)
            folded[change.id] = Change(first.before if first else change.before, change.after)
    kept = tuple(change for change in folded.values() if change.before != change.after)
    return Edit("edit.recompute", kept), failed


def _came_along(record: AnyRecord) -> bool:
    """Whether a record came from a file: it cannot be made anew here."""
    return isinstance(record, Derived) and record.function == IMPORTED


def _anew(records: Records, record: AnyRecord) -> Iterator[Change]:
    if isinstance(record, CalibratedAge):
        yield ages.calibrated(records, _get(records, "lab_result", record.result_id))
    elif isinstance(record, ChronologyModel):
        site = _get(records, "trench_site", record.site_id)
        yield from ages.chronology(records, site, old=record, seed=int(record.request.get("seed", ages.SEED)))
    elif isinstance(record, EventAge):
        # Its chronology brings it along; where only what was kept of that differs, the answer still stands.
        model = _get(records, "chronology_model", record.chronology_id)
        made = ages.event_ages(records, model) if state(records, record).stale else []
        yield from (change for change in made if change.id == record.id)
    elif isinstance(record, Displacement):
        marker = _get(records, "offset_marker", record.marker_id)
        yield displacements.displacement(records, marker, record.component, record)
    elif isinstance(record, SlipRate):
        yield from _rates(records, record)
    elif isinstance(record, Recurrence) and record.chronology_id is not None:
        model = _get(records, "chronology_model", record.chronology_id)
        yield recurring.recurrence(records, model, record)
    elif isinstance(record, Probability) and record.recurrence_id is not None:
        cycle = _get(records, "recurrence", record.recurrence_id)
        yield recurring.probability(records, cycle, old=record, **recurring.settings_of(record))


def _rates(records: Records, record: SlipRate) -> list[Change]:
    if not record.representative and record.rule in conventions.CONVENTIONS:
        return conventions.anew(records, record)
    return [_rate(records, record)]


def _rate(records: Records, record: SlipRate) -> Change:
    if record.representative:
        assert record.fault_id is not None
        return rates.representative(records, record.fault_id, record.segment_id, record.component, record)
    marker = _get(records, "offset_marker", record.marker_id)
    result = next((UUID(key) for kind, key in record.inputs if kind == "lab_result"), None)
    dated = records["lab_result"].get(result) if result is not None else None
    return rates.slip_rate(records, marker, dated, record)  # type: ignore[arg-type]


def _get(records: Records, kind: str, key: UUID | None) -> Any:
    found = records[kind].get(key) if key is not None else None
    if found is None:
        raise FaultGISError("deriving.input_gone", kind=kind)
    return found
