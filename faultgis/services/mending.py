"""Mending what the quality gate found: the changes that its fixes describe, as one edit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.quality.finding import Cells, Fix
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.values import Document

Held = Mapping[str, Mapping[UUID, AnyRecord]]


def mended(checked: Held, now: Held, fixes: Sequence[Fix]) -> tuple[Edit, int]:
    """The edit that carries out fixes, and how many of them it carries out (each thing mended counts).

    ``checked`` are the records as the check saw them, ``now`` as they stand, both by kind and id. What
    somebody has changed since in a field is left as it is; so is what has been deleted, and what another of
    the fixes has put there before. Several fixes of one record make one change.
    """
    after: dict[tuple[str, UUID], Any] = {}
    carried = 0
    for fix in (each for told in fixes for each in told.every):
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


def is_mended(checked: Held, now: Held, fix: Fix) -> bool:
    """Whether the records hold what a fix would put there. ``checked`` and ``now`` as for ``mended``."""
    return all(_is_mended(checked, now, each) for each in fix.every)


def _is_mended(checked: Held, now: Held, fix: Fix) -> bool:
    seen, stands = (held.get(fix.kind, {}).get(fix.id) for held in (checked, now))
    if stands is None or seen is None:
        return False
    return all(_holds(getattr(stands, name), value) for name, value in fix.values.items())


def _holds(stands: Any, value: Any) -> bool:
    if isinstance(value, Cells):
        there = _cells(stands)
        return all(there.get(key) == put for key, put in value.put.items())
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
        if isinstance(value, Cells):
            seen_cells, there = _cells(before), _cells(present)
            if any(there.get(key) != seen_cells.get(key) for key in value.put):
                return None
            found[name] = _with(present, {**there, **value.put})
        elif present != before:
            return None
        else:
            found[name] = value
    return found
