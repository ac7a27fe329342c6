"""What changed between two states of a survey's rows: the package of an incremental delivery."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from faultgis.national.rows import Package, Row

Key = tuple[str, int]


@dataclass(frozen=True)
class Deleted:
    """A row that was delivered and is no more."""

    class_name: str
    code: str
    row: Row


@dataclass(frozen=True)
class Since:
    """``package`` holds the rows added and changed, ``counts`` are [full, added, changed, deleted] by class;
    ``what`` says of each row delivered whether it is added or changed, by class and position."""

    package: Package
    deleted: tuple[Deleted, ...]
    counts: Mapping[str, tuple[int, int, int, int]]
    what: Mapping[str, tuple[str, ...]]


def full(package: Package) -> Since:
    """A package delivered whole."""
    counts = {each.name: (len(package.of(each.name)), 0, 0, 0) for each in package.template.classes}
    return Since(package, (), counts, {})


def since(then: Package, now: Package) -> Since:
    """What is new in ``now``. Rows are the same by class and ID; where an ID stands more than once, by their
    order; rows without an ID by what they say."""
    rows: dict[str, tuple[Row, ...]] = {}
    deleted: list[Deleted] = []
    counts: dict[str, tuple[int, int, int, int]] = {}
    what: dict[str, tuple[str, ...]] = {}
    files = (_files(then), _files(now))
    for each in now.template.classes:
        before = dict(_keyed(then.of(each.name), each.key))
        after = dict(_keyed(now.of(each.name), each.key))
        told = {key: _what(before.get(key), row, each.key, *files) for key, row in after.items()}
        kept = [(row, told[key]) for key, row in after.items() if told[key]]
        gone = [
            Deleted(each.name, row.code(each.key), row) for key, row in before.items() if key not in after
        ]
        rows[each.name] = tuple(row for row, _ in kept)
        what[each.name] = tuple(said for _, said in kept)
        deleted += gone
        seen = Counter(what[each.name])
        counts[each.name] = (len(after), seen["added"], seen["changed"], len(gone))
    package = replace(now, rows=rows, attachments=_attachments(now, rows))
    return Since(package, tuple(deleted), counts, what)


def _keyed(rows: Sequence[Row], key: str) -> Iterator[tuple[Key, Row]]:
    seen: Counter[str] = Counter()
    for row in rows:
        name = row.code(key) if key else ""
        name = f"id {name}" if name else f"row {_content(row)}"
        yield (name, seen[name]), row
        seen[name] += 1


def _content(row: Row) -> str:
    shape = "" if row.geometry is None else shapely.to_wkb(row.geometry, hex=True)
    return f"{list(row.values.items())} {shape}"


def _files(package: Package) -> Mapping[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for each in package.attachments:
        found[each.class_name, each.row_code].append((each.field, each.name, each.sha256))
    return found


def _what(before: Row | None, row: Row, key: str, files_then: Any, files_now: Any) -> str:
    if before is None:
        return "added"
    place = (row.class_name, row.code(key))
    same_files = files_then.get(place) == files_now.get(place)
    same = same_files and dict(before.values) == dict(row.values) and dict(before.extras) == dict(row.extras)
    return "" if same and _same_shape(before.geometry, row.geometry) else "changed"


def _same_shape(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return bool(shapely.equals_identical(one, other))


def _attachments(now: Package, rows: Mapping[str, tuple[Row, ...]]) -> tuple[Any, ...]:
    keys = {each.name: each.key for each in now.template.classes}
    left = {(name, row.code(keys[name])) for name, of in rows.items() for row in of}
    return tuple(each for each in now.attachments if (each.class_name, each.row_code) in left)
