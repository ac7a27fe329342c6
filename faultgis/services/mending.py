"""Mending what the quality gate found: the changes that its fixes describe, as one edit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.quality.finding import Fix
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.values import Document

Held = Mapping[str, Mapping[UUID, AnyRecord]]


def mended(checked: Held, now: Held, fixes: Sequence[Fix]) -> tuple[Edit, int]:
    """The edit that carries out fixes, and how many of them it carries out.

    ``checked`` are the records as the check saw them, ``now`` as they stand, both by kind and id. What
    somebody has changed since in a field is left as it is; so is what has been deleted, and what another of
    the fixes has put there before. Several fixes of one record make one change.
    """
    after: dict[tuple[str, UUID], Any] = {}
    carried = 0
    for fix in fixes:
        ref = fix.kind, fix.id
        seen, stands = checked[fix.kind].get(fix.id), after.get(ref, now[fix.kind].get(fix.id))
        if seen is None or stands is None:
            continue
        values = _values(seen, stands, fix)
        if values is not None:
            after[ref] = replace(stands, **values)
            carried += 1
    changes = (Change(now[kind][key], record) for (kind, key), record in after.items())
    return Edit("edit.mend_findings", tuple(each for each in changes if each.before != each.after)), carried


def is_mended(now: Held, fix: Fix, seen: AnyRecord | None) -> bool:
    """Whether a record holds what a fix would put there."""
    stands = now[fix.kind].get(fix.id)
    if stands is None or seen is None:
        return False
    return all(
        _holds(getattr(stands, name), getattr(seen, name), value) for name, value in fix.values.items()
    )


def _holds(stands: Any, seen: Any, value: Any) -> bool:
    if isinstance(value, Document | Source):
        there, before = _cells(stands), _cells(seen)
        return all(there.get(key) == put for key, put in _cells(value).items() if before.get(key) != put)
    return bool(stands == value)


def _cells(value: Document | Source) -> Mapping[str, Any]:
    """What stands together in a field and is mended cell by cell."""
    return value if isinstance(value, Document) else dict(value.attributes)


def _with(value: Document | Source, cells: Mapping[str, Any]) -> Document | Source:
    if isinstance(value, Document):
        return Document(cells)
    return replace(value, attributes=tuple(cells.items()))


def _values(seen: Any, stands: Any, fix: Fix) -> dict[str, Any] | None:
    """The fix's values on top of the record as it stands; ``None`` where a field is not as the check saw
    it."""
    found: dict[str, Any] = {}
    for name, value in fix.values.items():
        before, present = getattr(seen, name), getattr(stands, name)
        if isinstance(value, Document | Source):
            seen_cells, there = _cells(before), _cells(present)
            cells = {key: put for key, put in _cells(value).items() if seen_cells.get(key) != put}
            if any(there.get(key) != seen_cells.get(key) for key in cells):
                return None
            found[name] = _with(present, {**there, **cells})
        elif present != before:
            return None
        else:
            found[name] = value
    return found
