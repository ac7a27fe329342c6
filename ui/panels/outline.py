"""What stands under what in the survey, in the order people read it: no Qt, so that a worker can build it."""

from bisect import bisect_left
from collections.abc import Mapping
from operator import itemgetter
from typing import Any
from uuid import UUID

from faultgis import names
from faultgis.records.derived import ChronologyModel, Recurrence, SlipRate
from faultgis.records.fault import Fault, Segment
from faultgis.records.files import LocalGrid, PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.records.trench import Trench, TrenchSite
from ui.forms import shown
from ui.workspace import Ref

LOOSE: Ref = ("loose", UUID(int=0))
FILES: Ref = ("files", UUID(int=0))
# Lines that are no records: what stands under them has no other place.
HEADS = (LOOSE, FILES)
TREE_KINDS = (
    *("fault_zone", "fault", "segment", "trench_site", "trench", "local_grid", "point_cloud", "raster"),
    *("chronology_model", "recurrence", "slip_rate", "offset_marker", "trace"),
)
RANKS = {kind: rank for rank, kind in enumerate((*TREE_KINDS, "loose", "files"))}
Records = Mapping[str, Mapping[UUID, AnyRecord]]
Key = tuple[int, int, tuple[Any, ...]]


def parent_of(record: AnyRecord) -> Ref | None:
    """Under which record a record stands in the tree: what was measured in a local grid under the grid, and
    that under the fault to which it is linked."""
    if isinstance(record, Trace):
        if record.segment_id is not None:
            return "segment", record.segment_id
        return ("fault", record.fault_id) if record.fault_id is not None else LOOSE
    if isinstance(record, OffsetMarker | PointCloud | Raster) and record.local_grid_id is not None:
        return "local_grid", record.local_grid_id
    if isinstance(record, PointCloud | Raster):
        return FILES
    if isinstance(record, Trench | ChronologyModel):
        return "trench_site", record.site_id
    if isinstance(record, OffsetMarker | LocalGrid | TrenchSite | Recurrence | SlipRate):
        return ("fault", record.fault_id) if record.fault_id is not None else None
    if isinstance(record, Segment):
        return "fault", record.fault_id
    if isinstance(record, Fault) and record.zone_id is not None:
        return "fault_zone", record.zone_id
    return None


def belongs(record: AnyRecord | None) -> bool:
    """Whether a record has a line in the tree: an offset marker under its grid or fault, a slip rate or a
    recurrence under its fault; those without are found on the map and in the table."""
    if isinstance(record, OffsetMarker | Recurrence | SlipRate):
        return parent_of(record) is not None
    return record is not None


def key_of(record: AnyRecord, kind: str) -> Key:
    """What a record sorts by among its siblings: zones, then faults, segments, traces; those with a name
    first, by its sound; then the others by their codes, numbers by size. Traces stand as in their file."""
    if isinstance(record, Trace):
        return RANKS.get(kind, 0), record.source.row or 0, (record.id.int,)
    named = bool(getattr(record, "name_zh", "") or getattr(record, "name_en", ""))
    order = shown.order(shown.title(record))
    return RANKS.get(kind, 0), 0 if named else 1, (*order, (-1, record.id.hex))


class Outline:
    """Who stands under whom (``above``, ``below``; ``None`` is the top), siblings in order."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.by_sound = names.ready()
        self.above: dict[Ref, Ref | None] = {}
        self.below: dict[Ref | None, list[Ref]] = {}
        self._keys: dict[Ref, Key] = {head: (RANKS[head[0]], 0, ()) for head in HEADS}
        found: dict[Ref | None, list[tuple[Key, Ref]]] = {}
        for kind in TREE_KINDS:
            for record in [record for record in records[kind].values() if belongs(record)]:
                ref, above = (kind, record.id), self.standing(record)
                self.above[ref] = above
                self._keys[ref] = key = key_of(record, kind)
                found.setdefault(above, []).append((key, ref))
        for above, children in found.items():
            children.sort(key=itemgetter(0))
            self.below[above] = [ref for _, ref in children]
        for head in HEADS:
            if head in self.below:
                self.insert(head, None)

    def record(self, ref: Ref) -> AnyRecord | None:
        """The record as it stands now."""
        found = self._records[ref[0]].get(ref[1]) if ref not in HEADS else None
        return found if belongs(found) else None

    def standing(self, record: AnyRecord) -> Ref | None:
        """Under which line a record stands, where what it names may be gone."""
        above = parent_of(record)
        if above is None or above in HEADS or self._records[above[0]].get(above[1]) is not None:
            return above
        if isinstance(record, PointCloud | Raster):
            return FILES
        return LOOSE if isinstance(record, Segment | Trace) else None

    def key(self, ref: Ref) -> Key:
        """What the record was put in its place by."""
        return self._keys[ref]

    def fresh_key(self, ref: Ref) -> Key:
        """What the record sorts by now."""
        record = self.record(ref)
        return key_of(record, ref[0]) if record is not None else self._keys[ref]

    def sorted_still(self, ref: Ref) -> bool:
        """Whether the record sorts as it did."""
        return self.fresh_key(ref) == self._keys.get(ref)

    def insert(self, ref: Ref, above: Ref | None) -> None:
        """Put a record in its place under another."""
        siblings = self.below.setdefault(above, [])
        self._keys[ref] = key = self.fresh_key(ref)
        siblings.insert(bisect_left(siblings, key, key=self._keys.__getitem__), ref)
        self.above[ref] = above

    def remove(self, ref: Ref) -> None:
        """Take a record out; what stands under it is left without a place."""
        above = self.above.pop(ref, None)
        siblings = self.below.get(above, [])
        if ref in siblings:
            siblings.remove(ref)
        if not siblings:
            self.below.pop(above, None)

    def strays(self, ref: Ref) -> list[Ref]:
        """What stands elsewhere because this record was missing, and belongs under it now."""
        lost: list[Ref] = []
        if ref[0] in ("fault", "segment"):
            lost = self.below.get(LOOSE, lost)
        if ref[0] == "local_grid":
            lost = [*lost, *self.below.get(FILES, ())]
        loose = any(self._records[kind] for kind in ("local_grid", "trench_site", "recurrence", "slip_rate"))
        if ref[0] in ("fault_zone", "local_grid", "trench_site") or (ref[0] == "fault" and loose):
            lost = [*lost, *self.below.get(None, ())]
        found = []
        for one in lost:
            record = self.record(one)
            if record is not None and one != ref and parent_of(record) == ref:
                found.append(one)
        return found

    def with_relatives(self, ref: Ref, found: set[Ref]) -> None:
        """Add a record with all above and below it to ``found``."""
        below = [ref]
        while below:
            one = below.pop()
            found.add(one)
            below += self.below.get(one, [])
        above = self.above.get(ref)
        while above is not None:
            found.add(above)
            above = self.above.get(above)


def answers(outline: Outline, query: str, check: Any = lambda: None) -> set[Ref]:
    """The records that answer a query, with what is above and below them. ``check`` is called now and then
    and may raise to stop."""
    found: set[Ref] = set()
    for number, ref in enumerate(list(outline.above)):
        if number % 256 == 0:
            check()
        record = outline.record(ref)
        if record is not None and _answers(record, query):
            outline.with_relatives(ref, found)
    return found


def _answers(record: AnyRecord, query: str) -> bool:
    if isinstance(record, Trace):
        return query.casefold() == record.source.key.casefold()
    return bool(names.matches(query, *shown.search_words(record)))
