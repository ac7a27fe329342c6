"""What changed between two states: applied to the one it makes the other."""

from collections import Counter

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.exports.national_since import full, since
from faultgis.national.rows import Attachment, Package, Row
from tests.faultgis.exports.packages import package, packages, row

POINT = shapely.Point(105, 36)


def _content(rows: tuple[Row, ...]) -> Counter[str]:
    return Counter(f"{list(row.values.items())} {row.geometry}" for row in rows)


@settings(max_examples=60, deadline=None)
@given(packages(), packages())
def test_the_earlier_rows_with_the_changes_are_the_later_ones(then: Package, now: Package) -> None:
    changes = since(then, now)
    for each in now.template.classes:
        rows, added, changed, deleted = changes.counts[each.name]
        given_rows, gone = (
            changes.package.of(each.name),
            [d for d in changes.deleted if d.class_name == each.name],
        )
        assert (rows, len(gone)) == (len(now.of(each.name)), deleted)
        assert len(given_rows) == added + changed == len(changes.what[each.name])
        assert len(then.of(each.name)) - deleted + added == rows
        kept = _content(now.of(each.name)) - _content(given_rows)
        assert kept <= _content(then.of(each.name))
    assert not any(since(now, now).package.rows.values())
    assert full(now).package is now


IDS = st.sampled_from(["640500101000001", "640500101000002", "640500101000003", "", None])
_ROWS = st.lists(
    st.builds(
        lambda code, name: row("FaultSvyPoint", code, POINT, Feature=name), IDS, st.sampled_from("甲乙")
    ),
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(_ROWS, _ROWS)
def test_who_receives_the_changes_can_apply_them_by_id_alone(then: list[Row], now: list[Row]) -> None:
    """Out with the rows whose class and ID stand in the list of changes, in with those delivered."""
    before, after = (package({"FaultSvyPoint": tuple(rows)}) for rows in (then, now))
    changes = since(before, after)
    given_rows = changes.package.of("FaultSvyPoint")
    named = {each.code for each in changes.deleted} | {each.code("ID") for each in given_rows}
    left = tuple(each for each in then if each.code("ID") not in named)
    assert _content((*left, *given_rows)) == _content(tuple(now))


def test_a_row_whose_files_changed_is_delivered_with_them() -> None:
    rows = {"FaultSvyPoint": tuple(row("FaultSvyPoint", f"64050010100000{n}", POINT) for n in range(2))}
    files = [
        tuple(
            Attachment(
                "FaultSvyPoint",
                f"64050010100000{n}",
                "Profile1Photo_AIID",
                f"a/{n}.jpg",
                "p",
                sha if n else "",
            )
            for n in range(2)
        )
        for sha in ("one", "other")
    ]
    changes = since(package(rows, attachments=files[0]), package(rows, attachments=files[1]))
    assert [each.values["ID"] for each in changes.package.of("FaultSvyPoint")] == ["640500101000001"]
    assert [each.sha256 for each in changes.package.attachments] == ["other"]
