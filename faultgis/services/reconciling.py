"""Records that a file brings against those that the survey holds: which are the same, and what changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.records.copying import with_values
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.services.import_report import ClassCount
from faultgis.services.numbering import Codes
from faultgis.services.same_feature import merged_source, same_feature, under_new_key
from faultgis.services.tying import plain_code
from faultgis.sharing import handed_out

Origins = Mapping[str, Mapping[str, Sequence[str]]]

MAIN = {
    "traces": "trace",
    "observations": "observation_point",
    "buried_points": "buried_point",
    "deformation_zones": "deformation_zone",
    "measurements": "measurement",
    "photos": "media",
    "samples": "lab_result",
    "chronologies": "paleo_event",
    "oxcal": "lab_result",
}
"""The kind of record that stands for one feature, by the kind of import."""

# A list of events and a model come as a whole, or nothing of them is new.
_WHOLE = ("chronologies", "oxcal")
# What such imports and samples bring, parents first; it is known by its key alone.
_ALONG = (
    "trench_site", "trench", "wall", "strat_unit", "unit_order", "sample", "paleo_event", "lab_result",
    "chronology_model", "event_age",
)  # fmt: skip
_REFERENCES = (
    "zone_id", "fault_id", "segment_id", "trace_id", "point_id",
    "site_id", "trench_id", "wall_id", "unit_id", "younger_id", "older_id", "younger_unit_id",
    "older_unit_id", "sample_id", "event_id", "chronology_id", "owner_id",
)  # fmt: skip
_REFERENCES_OF: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind) if f.name in _REFERENCES) for kind in KINDS.values()
}
_KEPT = frozenset({"id", "survey_id", "source", "stamp", *_REFERENCES})


@dataclass
class Outcome:
    """What an import would change, and how the features fared. ``taken`` lists source codes that another
    fault of the survey has already, with the code given instead; ``classes`` how a package's rows fared."""

    changes: list[Change] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    taken: list[tuple[int | None, str, str]] = field(default_factory=list)
    classes: list[ClassCount] = field(default_factory=list)


class Reconciler:
    """Matches the records of one file with those of the survey, by their keys within the source.

    A field changes only if the source's cells behind it changed since they were last imported: what somebody
    edited in the survey stays as long as the source says the same as before. A column that the file does not
    have changes nothing.
    """

    def __init__(self, present: Mapping[str, Iterable[AnyRecord]], batch_id: UUID) -> None:
        self.batch_id = batch_id
        self.present: dict[str, dict[UUID, Any]] = {
            kind: {record.id: record for record in records} for kind, records in present.items()
        }
        self.by_key = {
            kind: {r.source.key: r for r in records.values() if r.source.key}
            for kind, records in self.present.items()
        }
        for result in self.present.get("lab_result", {}).values():
            if result.lab_code:
                self.by_key["lab_result"].setdefault(f"lab:{plain_code(result.lab_code)}", result)
        self.whole = False
        self.matches: dict[UUID, Any] = {}
        self.touched: dict[UUID, set[str]] = {}

    def reconcile(
        self, incoming: list[AnyRecord], origins: Origins, labels: Sequence[str], kind: str
    ) -> Outcome:
        """Compare, and say what to save. ``kind`` is the kind of import; ``incoming`` is empty at the end:
        each record is let go as soon as the one that shall stand is made of it."""
        main = MAIN[kind]
        self.whole = kind in _WHOLE
        by_kind: dict[str, list[Any]] = {}
        for record in incoming:
            by_kind.setdefault(kind_of(record), []).append(record)
        incoming.clear()
        renamed = self._match_main(by_kind.get(main, []))
        for other, records in by_kind.items():
            if other != main and renamed:
                by_kind[other] = [under_new_key(record, renamed) for record in records]
        for parent in ("fault_zone", "fault", "segment"):
            self._match_parents(by_kind, parent)
        for other in ("surface_rupture", "measurement", *(k for k in (*_ALONG, "media") if k != main)):
            self._match_by_key(by_kind.get(other, []))
        settled = {
            k: [self._settle(r, origins, labels) for r in handed_out(by_kind.pop(k, []))] for k in KINDS
        }
        return self._outcome(settled, main)

    def _match_main(self, records: list[Any]) -> dict[str, str]:
        """Match the features; return the keys that had to be changed because another feature has them."""
        renamed = {}
        for number, record in enumerate(records):
            found = self.by_key.get(kind_of(record), {}).get(record.source.key)
            if found is not None and not same_feature(found, record):
                source = record.source
                place = source.file if found.source.file != source.file else source.layer
                key = f"{source.key}@{place}"
                renamed[source.key] = key
                records[number] = record = replace(record, source=replace(record.source, key=key))
                found = self.by_key[kind_of(record)].get(key)
            if found is not None:
                self.matches[record.id] = found
        return renamed

    def _match_by_key(self, records: Iterable[Any]) -> None:
        for record in records:
            found = self.by_key.get(kind_of(record), {}).get(record.source.key)
            if found is not None:
                self.matches[record.id] = found

    def _match_parents(self, by_kind: Mapping[str, list[Any]], kind: str) -> None:
        """By key; else the record that holds just the same traces is the one that was renamed."""
        records = by_kind.get(kind, [])
        self._match_by_key(records)
        claimed = {found.id for found in self.matches.values()}
        reference = f"{kind}_id"
        if kind == "fault_zone":
            return
        theirs: dict[UUID, set[UUID]] = {}
        for trace in self.present.get("trace", {}).values():
            theirs.setdefault(getattr(trace, reference), set()).add(trace.id)
        by_traces = {frozenset(ids): parent for parent, ids in theirs.items() if parent is not None}
        ours: dict[UUID, set[UUID]] = {}
        for trace in by_kind.get("trace", []) if by_traces else ():
            match = self.matches.get(trace.id)
            if match is not None:
                ours.setdefault(getattr(trace, reference), set()).add(match.id)
        for record in records if ours else ():
            renamed = by_traces.get(frozenset(ours.get(record.id, ())))
            if record.id not in self.matches and renamed is not None and renamed not in claimed:
                self.matches[record.id] = self.present[kind][renamed]
                claimed.add(renamed)

    def _settle(self, record: Any, origins: Origins, labels: Sequence[str]) -> Any:
        """The record as it shall stand: new with its references set, or the present one with what changed."""
        found, references = self.matches.get(record.id), self._references(record)
        if found is None:
            source = with_values(record.source, batch_id=self.batch_id)
            return with_values(record, **references, source=source)
        record = with_values(record, **references) if references else record
        return self._merged(found, record, origins.get(kind_of(record), {}), labels)

    def _references(self, record: Any) -> dict[str, UUID]:
        if not self.matches:
            return {}
        matches = {name: self.matches.get(getattr(record, name)) for name in _REFERENCES_OF[type(record)]}
        return {name: match.id for name, match in matches.items() if match is not None}

    def _merged(self, old: Any, new: Any, origins: Mapping[str, Sequence[str]], labels: Sequence[str]) -> Any:
        before, after = dict(old.source.attributes), dict(new.source.attributes)
        cells = {label for label in labels if before.get(label, "") != after.get(label, "")}
        moved = cells | self._followed(old)
        taken = {
            f.name: getattr(new, f.name)
            for f in fields(new)
            if f.name not in _KEPT or (f.name in _REFERENCES and f.name in origins)
            if moved.intersection(origins.get(f.name, ()))
        }
        if "code" in taken and not taken["code"]:
            del taken["code"]
        merged = replace(old, **taken)
        if merged == old and not cells:
            return old
        self.touched[old.id] = {name for name in taken if taken[name] != getattr(old, name)}
        return replace(merged, source=merged_source(old.source, new.source, labels, self.batch_id))

    def _followed(self, old: Any) -> set[str]:
        """Marks "fault.dip" … for fields of its fault and segment that this import changes."""
        marks = set()
        for kind in ("fault", "segment"):
            changed = self.touched.get(getattr(old, f"{kind}_id", None), set())  # type: ignore[arg-type]
            marks |= {f"{kind}.{name}" for name in changed}
        return marks

    def _outcome(self, settled: Mapping[str, list[Any]], main: str) -> Outcome:
        outcome = Outcome()
        fresh: set[UUID] = set()
        present = self.present.get(main, {})
        for record in settled[main]:
            old = present.get(record.id)
            if old is None:
                outcome.created += 1
                fresh.add(record.id)
            elif record != old:
                outcome.updated += 1
                fresh.add(record.id)
            else:
                outcome.unchanged += 1
        wanted = self._wanted(settled, main, fresh)
        codes = Codes(self.present)
        for kind in KINDS:
            present = self.present.get(kind, {})
            for record in settled.get(kind, []):
                old = present.get(record.id)
                if old is None and record.id in wanted:
                    outcome.changes.append(Change(None, codes.given(record)))
                elif old is not None and record != old:
                    outcome.changes.append(Change(old, record))
        outcome.taken = codes.taken
        return outcome

    def _wanted(self, settled: Mapping[str, list[Any]], main: str, fresh: set[UUID]) -> set[UUID]:
        """New records that something new or changed needs: what somebody deleted does not come back with a
        file that says nothing new of it."""
        needed: set[Any] = set(fresh)
        for record in settled[main]:
            if record.id in fresh:
                needed.update(_referred(record))
        for fault in (*settled["segment"], *settled["fault"]):
            if fault.id in needed:
                needed.update(_referred(fault))
        needed.discard(None)
        keys = {record.source.key for record in settled[main] if record.id in fresh}
        for kind in ("surface_rupture", "measurement"):
            needed |= {r.id for r in settled[kind] if re.sub(r"/[^/]*$", "", r.source.key) in keys}
        needed |= {r.id for r in settled["media"] if r.owner_id in fresh}
        if fresh and self.whole:
            needed |= {record.id for of_kind in settled.values() for record in of_kind}
        return needed


def _referred(record: Any) -> list[UUID | None]:
    return [getattr(record, name) for name in _REFERENCES_OF[type(record)]]
