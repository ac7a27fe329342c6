"""Whether a feature of a file is the one that the survey holds under its key, and what is kept of both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from faultgis.records.provenance import Source

_NEAR_DEGREES = 0.05
_OWN_KEYS = ("photo:", "lab:", "event:")


def under_new_key(record: Any, renamed: Mapping[str, str]) -> Any:
    """What hangs on one feature alone (its own fault, its measurements) follows the feature's new key."""
    base = record.source.key.split("/")[0].removesuffix(":fault")
    if base not in renamed:
        return record
    key = renamed[base] + record.source.key[len(base) :]
    return replace(record, source=replace(record.source, key=key))


def same_feature(old: Any, new: Any) -> bool:
    """The same number in another file is another feature if it lies elsewhere; in another layer it always
    is."""
    # A photograph is known by its content, a result by its laboratory, wherever the file lies.
    if new.source.key.startswith(_OWN_KEYS):
        return True
    if old.source.file == new.source.file:
        return bool(old.source.layer == new.source.layer)
    if new.source.key.startswith("geometry:"):
        return True
    west, south, east, north = old.geometry.bounds
    w, s, e, n = new.geometry.bounds
    d = _NEAR_DEGREES
    return bool(w <= east + d and e >= west - d and s <= north + d and n >= south - d)


def merged_source(old: Source, new: Source, labels: Sequence[str], batch_id: UUID) -> Source:
    """The new source with all cells: those of columns that this file lacks stay as they were."""
    given = set(labels)
    kept = [(label, text) for label, text in old.attributes if label not in given]
    reference = new.reference or old.reference
    return replace(
        new,
        batch_id=batch_id,
        reference=reference,
        attributes=(*new.attributes, *kept),
        method=new.method or old.method,
    )
