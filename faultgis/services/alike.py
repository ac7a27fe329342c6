"""What becomes of features that the survey may hold already under another key: told, or left out by wish."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.services.duplicates import SAME, Likeness, likenesses
from faultgis.services.import_report import Reading
from faultgis.services.tying import Links
from faultgis.store import Rejected

KEEP, SKIP_SAME, SKIP_SIMILAR = "keep", "skip_same", "skip_similar"
WAYS = (KEEP, SKIP_SAME, SKIP_SIMILAR)
_KINDS = ("traces", "observations")


def settled(
    readings: Sequence[Reading],
    present: Mapping[str, Iterable[AnyRecord]],
    links: Links,
    dry_run: bool,
    progress: Progress,
) -> tuple[Sequence[Reading], list[Likeness]]:
    """The readings without the features that are to be left out, and all likenesses. Nothing is compared
    where nothing is to be left out and nothing is tried."""
    if not (dry_run or links.alike):
        return readings, []
    kept, found = [], []
    for reading in readings:
        if reading.kind not in _KINDS:
            kept.append(reading)
            continue
        faults = {record.id: record for record in reading.records}
        likes = likenesses(reading.records, present, faults, progress=progress)
        found += likes
        kept.append(_without(reading, likes, links.alike, present))
    return kept, found


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
