"""What becomes of features that the survey may hold already under another key: told, or left out by wish."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import numpy as np
import shapely
from shapely import STRtree

from faultgis.progress import Progress
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.records.unread import Unread
from faultgis.services.duplicates import SAME, Likeness, Pair, around, likenesses
from faultgis.services.import_report import Reading
from faultgis.services.tying import Links
from faultgis.store import Rejected

KEEP, SKIP_SAME, SKIP_SIMILAR = "keep", "skip_same", "skip_similar"
WAYS = (KEEP, SKIP_SAME, SKIP_SIMILAR)
# So many likenesses are kept with their records.
MOST_PAIRS = 200
_KINDS = ("traces", "observations")


def settled(
    readings: Sequence[Reading],
    present: Mapping[str, Iterable[AnyRecord]],
    links: Links,
    dry_run: bool,
    progress: Progress,
    traces: Callable[[Sequence[UUID]], Iterable[AnyRecord]],
) -> tuple[Sequence[Reading], list[Likeness], list[Pair]]:
    """The readings without the features that are to be left out, all likenesses, and the first
    ``MOST_PAIRS`` of them with their records. Nothing is compared where nothing is to be left out and nothing
    is tried. ``traces`` gives those of the survey by their ids, for which ``present`` may have no lines."""
    pairs: list[Pair] = []
    if not (dry_run or links.alike):
        return readings, [], pairs
    kept, found = [], []
    held = _Held(present, traces)
    for reading in readings:
        if reading.kind not in _KINDS:
            kept.append(reading)
            continue
        faults = {record.id: record for record in reading.records if isinstance(record, Fault)}
        likes: list[Likeness] = []
        for records in _with_lines(reading):
            new, near = held.beside(records)
            named = _of(records, faults)
            likes += (here := likenesses(new, near, named, progress=progress))
            pairs += _pairs(here[: MOST_PAIRS - len(pairs)], new, near, named)
        found += likes
        kept.append(_without(reading, likes, links.alike, present))
    return kept, found, pairs


def _pairs(
    likes: Sequence[Likeness],
    new: Sequence[AnyRecord],
    near: Mapping[str, Iterable[AnyRecord]],
    named: Mapping[UUID, AnyRecord],
) -> list[Pair]:
    """The likenesses with their records, and the faults of these."""
    if not likes:
        return []
    incoming = {each.id: each for each in new}
    present = {each.id: each for kind in ("trace", "observation_point") for each in near.get(kind, ())}
    faults = {each.id: each for each in near.get("fault", ())}

    def fault(record: Any, of: Mapping[UUID, AnyRecord]) -> AnyRecord | None:
        return of.get(record.fault_id) if isinstance(record, Trace) and record.fault_id else None

    both = [(like, incoming[like.incoming], present[like.present]) for like in likes]
    return [Pair(like, one, other, fault(one, named), fault(other, faults)) for like, one, other in both]


class _Held:
    """The records of a survey, of which traces may stand without their lines until something comes near."""

    def __init__(
        self,
        present: Mapping[str, Iterable[AnyRecord]],
        traces: Callable[[Sequence[UUID]], Iterable[AnyRecord]],
    ) -> None:
        self._present, self._traces = present, traces
        held: list[Any] = list(present.get("trace", ()))
        self._unread = [each for each in held if isinstance(each.geometry, Unread)]
        self._faults = {each.id: each for each in present.get("fault", ())} if self._unread else {}
        self._keys = {each.source.key for each in self._unread if each.source.key}
        corners = np.array([each.geometry.bounds for each in self._unread]).reshape(-1, 4)
        self._tree = STRtree(shapely.box(*corners.T))

    def beside(
        self, records: Sequence[AnyRecord]
    ) -> tuple[Sequence[AnyRecord], Mapping[str, Iterable[AnyRecord]]]:
        """The records that are not there under their own key, and the survey's that lie near them."""
        if not self._unread:
            return records, self._present
        new = [each for each in records if not isinstance(each, Trace) or each.source.key not in self._keys]
        boxes = [around(each.geometry) for each in new if isinstance(each, Trace)]
        near = set(self._tree.query(boxes)[1].tolist()) if boxes else set()
        found = list(self._traces([self._unread[at].id for at in sorted(near)])) if near else []
        return new, {**self._present, "trace": found, "fault": _of(found, self._faults).values()}


def _of(records: Iterable[AnyRecord], faults: Mapping[UUID, AnyRecord]) -> dict[UUID, AnyRecord]:
    """The faults of these traces, by their ids."""
    ids = {each.fault_id for each in records if isinstance(each, Trace)}
    return {i: faults[i] for i in ids if i is not None and i in faults}


def _with_lines(reading: Reading) -> Iterator[Sequence[AnyRecord]]:
    """The records with their lines; of a large file slice by slice."""
    if reading.lines is None:
        yield reading.records
        return
    waiting = {cast(Any, each).geometry: each for each in reading.records if isinstance(each, Trace)}
    for lines in reading.lines():
        yield [replace(waiting[mark], geometry=line) for mark, line in lines.items() if mark in waiting]


def _without(
    reading: Reading, likes: Sequence[Likeness], way: str, present: Mapping[str, Iterable[AnyRecord]]
) -> Reading:
    out = {
        like.incoming: like
        for like in likes
        if way == SKIP_SIMILAR or (way == SKIP_SAME and like.what == SAME)
    }
    if not out:
        return reading
    names = _codes(present)
    records: list[Any] = [each for each in reading.records if each.id not in out]
    gone: list[Any] = [each for each in reading.records if each.id in out]
    records = [each for each in records if getattr(each, "point_id", None) not in out]
    rejected = [*reading.rejected]
    for record in gone:
        like = out[record.id]
        said = {"record": names.get(like.present, "")}
        code = "import.same_as" if like.what == SAME else "import.similar_to"
        rejected.append(Rejected(record.source.row or 0, code, "", said, dict(record.source.attributes)))
    rejected.sort(key=lambda each: each.row)
    return cast(Reading, replace(cast(Any, reading), records=records, rejected=rejected))


def _codes(present: Mapping[str, Iterable[AnyRecord]]) -> dict[Any, str]:
    """What a trace or a point of the survey is called: the code of its fault, or its own."""
    faults = {fault.id: cast(Any, fault).code for fault in present.get("fault", ())}
    told = {trace.id: faults.get(cast(Any, trace).fault_id, "") for trace in present.get("trace", ())}
    return told | {p.id: cast(Any, p).code for p in present.get("observation_point", ())}
