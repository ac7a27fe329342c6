"""A survey's own GeoPackage against what the survey holds: every record as it was, by its key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.services.reconciling import Outcome

KIND = "survey"
"""The kind of import whose records come whole, with the keys of a survey's own package."""


def outcome(
    present: Mapping[str, Iterable[AnyRecord]], records: Sequence[AnyRecord], batch_id: UUID
) -> Outcome:
    """What restoring would change: records that the survey lacks are made, those that differ are set to what
    the package says, nothing is deleted. Records count, not features."""
    held = {record.id: record for rows in present.values() for record in rows}
    order = {kind: number for number, kind in enumerate(KINDS)}
    found = Outcome()
    brought: list[Any] = sorted(records, key=lambda each: order[kind_of(each)])
    for record in brought:
        old: Any = held.get(record.id)
        new = replace(record, source=replace(record.source, batch_id=batch_id))
        if old is None:
            found.created += 1
            found.changes.append(Change(None, new))
        elif same(old, new):
            found.unchanged += 1
        else:
            found.updated += 1
            found.changes.append(Change(old, replace(new, stamp=old.stamp)))
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two records say the same, whatever batch brought them (stamps are never compared)."""
    return bool(
        replace(one, source=replace(one.source, batch_id=None))
        == replace(other, source=replace(other.source, batch_id=None))
    )
