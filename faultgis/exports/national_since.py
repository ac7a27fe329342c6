"""What changed between two states of a survey's rows: the package of an incremental delivery."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from faultgis.national.rows import Package, Row


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
    """What is new in ``now``. Rows are the same by class and ID. An ID that stands more than once counts as a
    whole, and so do the rows of a class that have none: if one of them changed all are delivered. So whoever
    takes out the rows of the IDs named, and puts in those delivered, has the later state."""
    rows: dict[str, tuple[Row, ...]] = {}
    deleted: list[Deleted] = []
    counts: dict[str, tuple[int, int, int, int]] = {}
    what: dict[str, tuple[str, ...]] = {}
    files = (_files(then), _files(now))
    for each in now.template.classes:
        before, after = (_by_code(package.of(each.name), each.key) for package in (then, now))
        differing = {
            code
            for code, group in after.items()
            if not _same(before.get(code, ()), group) or len({f.get((each.name, code)) for f in files}) > 1
        }
        told = [
            (row, "changed" if number < len(before.get(code, ())) else "added")
            for code, number, row in _numbered(now.of(each.name), each.key)
            if code in differing
        ]
        gone = [
            Deleted(each.name, code, row)
            for code, group in before.items()
            for row in _fewer(group, after.get(code, ()))
        ]
        rows[each.name] = tuple(row for row, _ in told)
        what[each.name] = tuple(said for _, said in told)
        deleted += gone
        seen = Counter(what[each.name])
        counts[each.name] = (len(now.of(each.name)), seen["added"], seen["changed"], len(gone))
    package = replace(now, rows=rows, attachments=_attachments(now, rows))
    return Since(package, tuple(deleted), counts, what)


def _numbered(rows: Sequence[Row], key: str) -> Iterator[tuple[str, int, Row]]:
    """The rows, each with its ID and how many bore it before."""
    seen: Counter[str] = Counter()
    for row in rows:
        code = row.code(key)
        yield code, seen[code], row
        seen[code] += 1


def _by_code(rows: Sequence[Row], key: str) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for code, _, row in _numbered(rows, key):
        found[code].append(row)
    return found


def _fewer(before: Sequence[Row], after: Sequence[Row]) -> Sequence[Row]:
    """Of the earlier rows of an ID, as many as there are fewer now; first those that nothing is left of."""
    left = Counter(map(_content, after)) if len(after) < len(before) else Counter[str]()
    return sorted(before, key=lambda row: left[_content(row)])[: max(0, len(before) - len(after))]


def _same(before: Sequence[Row], after: Sequence[Row]) -> bool:
    if len(before) == len(after) == 1:
        return _same_row(before[0], after[0])
    return Counter(map(_content, before)) == Counter(map(_content, after))


def _content(row: Row) -> str:
    shape = "" if row.geometry is None else shapely.to_wkb(row.geometry, hex=True)
    return f"{list(row.values.items())} {list(row.extras.items())} {shape}"


def _same_row(before: Row, row: Row) -> bool:
    same = dict(before.values) == dict(row.values) and dict(before.extras) == dict(row.extras)
    return same and _same_shape(before.geometry, row.geometry)


def _same_shape(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return bool(shapely.equals_identical(one, other))


def _files(package: Package) -> Mapping[tuple[str, str], tuple[Any, ...]]:
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for each in package.attachments:
        found[each.class_name, each.row_code].append((each.field, each.name, each.sha256))
    return {place: tuple(files) for place, files in found.items()}


def _attachments(now: Package, rows: Mapping[str, tuple[Row, ...]]) -> tuple[Any, ...]:
    keys = {each.name: each.key for each in now.template.classes}
    left = {(name, row.code(keys[name])) for name, of in rows.items() for row in of}
    return tuple(each for each in now.attachments if (each.class_name, each.row_code) in left)
