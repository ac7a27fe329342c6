"""Which records of a survey the rows of a package stand for: by row, along references, and by name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from faultgis.national.reading import Read
from faultgis.national.rows import Package
from faultgis.records.kinds import kind_of

Match = tuple[Any, Any]
"""What the survey's own row reads back to, and the survey's record."""

# Kinds that rows name, with the kind that hangs on them and its field.
_NAMED = (("fault", "trace", "fault_id"), ("fault_zone", "fault", "zone_id"))


# Kinds that a package brings as they are: known by the names of their files.
_FILED = ("wall", "wall_image", "media")


def references_of(record: Any) -> list[str]:
    """The fields that name other records."""
    return [f.name for f in fields(record) if f.name.endswith("_id") and f.name != "survey_id"]


def paired(
    old: Read, now: Package, by_id: Mapping[UUID, Any], present: Mapping[str, Sequence[Any]]
) -> dict[UUID, Any]:
    """The survey's record for each record that its own rows read back to: by row, then along references."""
    pairs: dict[UUID, Any] = {}
    read: dict[UUID, Any] = {record.id: record for record in old.records}
    for name, keys in old.keys.items():
        for key, row in zip(keys, now.rows[name], strict=True):
            record = old.main[name, key]
            held = by_id.get(row.id) if row.id is not None else None
            if held is not None and type(held) is type(record):
                pairs.setdefault(record.id, held)
    waiting = list(pairs)
    while waiting:
        key_of = waiting.pop()
        for field in references_of(read[key_of]):
            target, held = getattr(read[key_of], field), by_id.get(getattr(pairs[key_of], field))
            if target in read and target not in pairs and type(held) is type(read[target]):
                pairs[target] = held
                waiting.append(target)
    _pair_planes(read.values(), pairs, present.get("measurement", ()))
    return pairs


def _pair_planes(read: Iterable[Any], pairs: dict[UUID, Any], planes: Sequence[Any]) -> None:
    """Measured planes that have no row of their own, by their points."""
    taken = {held.id for held in pairs.values()}
    at: dict[UUID, list[Any]] = defaultdict(list)
    for plane in sorted(planes, key=lambda each: each.id):
        if plane.id not in taken:
            at[plane.point_id].append(plane)
    for record in read:
        if kind_of(record) != "measurement" or record.id in pairs or record.point_id not in pairs:
            continue
        waiting = at.get(pairs[record.point_id].id, [])
        found = next((plane for plane in waiting if plane.kind == record.kind), None)
        if found is not None:
            waiting.remove(found)
            pairs[record.id] = found


def matched(
    old: Read, new: Read, pairs: Mapping[UUID, Any], present: Mapping[str, Sequence[Any]]
) -> dict[UUID, Match]:
    """For each record read that the survey has: the two to compare it with."""
    read: list[Any] = [record for record in old.records if record.id in pairs]
    by_key: dict[tuple[str, str], Match] = {}
    for record in read:
        by_key.setdefault((kind_of(record), record.source.key), (record, pairs[record.id]))
    found: dict[UUID, Match] = {}
    news: dict[str, list[Any]] = defaultdict(list)
    fresh: list[Any] = list(new.records)
    for record in fresh:
        news[kind_of(record)].append(record)
        if (match := by_key.get((kind_of(record), record.source.key))) is not None:
            found[record.id] = match
    for kind in _FILED:
        filed = {record.source.key: record for record in present.get(kind, ()) if record.source.key}
        for record in news[kind]:
            if (there := filed.get(record.source.key)) is not None:
                found[record.id] = (record, there)
    back = {pairs[record.id].id: (record, pairs[record.id]) for record in read}
    for kind, child, field in _NAMED:
        _add_renamed(news[kind], news[child], field, found, back, present.get(child, ()))
    return found


def _add_renamed(
    parents: Sequence[Any],
    children: Sequence[Any],
    field: str,
    found: dict[UUID, Match],
    back: Mapping[UUID, Match],
    present: Sequence[Any],
) -> None:
    """Parents under a new name that hold just what one of the survey held: it was renamed."""
    whose: dict[UUID | None, set[UUID]] = defaultdict(set)
    for child in present:
        whose[getattr(child, field)].add(child.id)
    held: dict[UUID, list[Any]] = defaultdict(list)
    for child in children:
        if child.id in found:
            held[getattr(child, field)].append(found[child.id][1])
    claimed = {match[1].id for match in found.values()}
    for parent in parents:
        before = {getattr(child, field) for child in held[parent.id]}
        if parent.id in found or len(before) != 1:
            continue
        key = before.pop()
        if key in back and key not in claimed and whose[key] == {child.id for child in held[parent.id]}:
            found[parent.id] = back[key]
            claimed.add(key)
