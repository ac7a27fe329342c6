"""Whether a derived record still follows from the records that it was derived from.

A derived record keeps pairs of kind and id of its inputs and a hash of what they said. It is stale when an
input says something else now, is gone, is stale itself, or when there is more that would go in.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.records.derived import Derived
from faultgis.records.encoding import encode
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.services.deriving.gathering import GATHERED

Records = Mapping[str, Mapping[UUID, AnyRecord]]
Inputs = tuple[tuple[str, str], ...]
IMPORTED = "imported"
"""The function of a derived record that came from a file: nothing makes it anew, so it is never stale."""
CHANGED, DELETED, ADDED, STALE = "changed", "deleted", "added", "stale"
DERIVED_KINDS = (
    "calibrated_age",
    "chronology_model",
    "event_age",
    "displacement",
    "slip_rate",
    "recurrence",
    "probability",
)
"""In the order in which one follows from the other."""

# What a record says of the world; not who wrote it when, nor whether it is published.
_SILENT = ("id", "survey_id", "stamp", "notes", "secrecy", "publication", "source", "computed_at", "software")


@dataclass(frozen=True)
class Reason:
    """Why a record is stale: which input, and what became of it."""

    kind: str
    id: UUID
    what: str


@dataclass(frozen=True)
class State:
    """Whether a derived record is stale, and why; no reasons where only its inputs' words differ."""

    stale: bool
    reasons: tuple[Reason, ...] = ()


FRESH = State(False)


def as_inputs(found: Iterable[AnyRecord]) -> Inputs:
    """The records as pairs of kind and id, each once, in a fixed order."""
    return tuple(sorted({(kind_of(record), str(record.id)) for record in found}))


def digest(records: Records, inputs: Inputs) -> str:
    """SHA-256 over what the inputs say; a missing one says nothing."""
    told = [[kind, key, said(records[kind].get(UUID(key)))] for kind, key in sorted(inputs)]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def said(record: AnyRecord | None) -> dict[str, Any] | None:
    """A record's words as JSON values, without its housekeeping."""
    if record is None:
        return None
    return {name: value for name, value in encode(record).items() if name not in _SILENT}


def states(records: Records) -> dict[UUID, State]:
    """The state of every derived record."""
    found: dict[UUID, State] = {}
    for kind in DERIVED_KINDS:
        for record in records[kind].values():
            _state(records, record, found)
    return found


def state(records: Records, record: AnyRecord) -> State:
    """The state of one derived record."""
    return _state(records, record, {})


def _state(records: Records, record: AnyRecord, known: dict[UUID, State]) -> State:
    if record.id in known:
        return known[record.id]
    # A circle cannot be made by the services; a hand-made one must not hang.
    known[record.id] = FRESH
    known[record.id] = _judged(records, record, known)
    return known[record.id]


def _judged(records: Records, record: AnyRecord, known: dict[UUID, State]) -> State:
    assert isinstance(record, Derived)
    if record.function == IMPORTED:
        return FRESH
    reasons = []
    for kind, key in record.inputs:
        given = records[kind].get(UUID(key))
        if given is None:
            reasons.append(Reason(kind, UUID(key), DELETED))
        elif isinstance(given, Derived) and _state(records, given, known).stale:
            reasons.append(Reason(kind, given.id, STALE))
    gather = GATHERED.get(kind_of(record))
    if gather is not None:
        now = as_inputs(gather(records, record))
        reasons += [Reason(kind, UUID(key), ADDED) for kind, key in sorted(set(now) - set(record.inputs))]
    if reasons:
        return State(True, tuple(reasons))
    return State(digest(records, record.inputs) != record.input_hash, _changed(records, record))


def _changed(records: Records, record: Any) -> tuple[Reason, ...]:
    """The inputs whose own hash differs from the one kept beside the result, where it was kept."""
    kept = record.results.get("input_hashes", {}) if record.input_hash else {}
    return tuple(
        Reason(kind, UUID(key), CHANGED)
        for kind, key in record.inputs
        if key in kept and kept[key] != one(records, kind, key)
    )


def one(records: Records, kind: str, key: str) -> str:
    """A short hash of what one input says."""
    return digest(records, ((kind, key),))[:16]


def hashes(records: Records, inputs: Inputs) -> dict[str, str]:
    """The short hash of each input, to name later the one that changed."""
    return {key: one(records, kind, key) for kind, key in inputs}
