"""Finds the row or record on which a check breaks, and leaves it out."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from faultgis.national.rows import Row
from faultgis.quality.given import Given
from faultgis.records.kinds import AnyRecord


@dataclass(frozen=True)
class Thing:
    """A row of the package or one of our records, and the error that it makes."""

    row: Row | None = None
    kind: str = ""
    record: AnyRecord | None = None
    reason: str = ""


def culprit(breaks: Callable[[Given], bool], given: Given) -> Thing | None:
    """The first thing, rows before records, without which what precedes it does not break.

    ``None``: a check breaks with nothing given at all, or no single thing makes it break.
    """
    things = _things(given)
    if breaks(_only(given, [])):
        return None
    low, high = 0, len(things)  # the first `low` things do not break it, the first `high` do
    while high - low > 1:
        middle = (low + high) // 2
        if breaks(_only(given, things[:middle])):
            high = middle
        else:
            low = middle
    return things[high - 1] if things else None


def without(given: Given, thing: Thing) -> Given:
    """All that is given but this."""
    return _only(given, [each for each in _things(given) if not _same(each, thing)])


def _same(one: Thing, other: Thing) -> bool:
    return one.row is other.row if one.row is not None else one.record is other.record


def _things(given: Given) -> list[Thing]:
    rows = [Thing(row) for row in given.package]
    kept = [Thing(None, kind, record) for kind, records in given.records.items() for record in records]
    return rows + kept


def _only(given: Given, things: list[Thing]) -> Given:
    rows: dict[str, list[Row]] = {name: [] for name in given.package.rows}
    records: dict[str, list[AnyRecord]] = {kind: [] for kind in given.records}
    for each in things:
        if each.row is not None:
            rows[each.row.class_name].append(each.row)
        elif each.record is not None:
            records[each.kind].append(each.record)
    package = dataclasses.replace(given.package, rows={name: tuple(kept) for name, kept in rows.items()})
    return dataclasses.replace(given, package=package, records=records)
