"""The template's mark for "not available" among our own numbers, where it would be reckoned with."""

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from faultgis.errors import InputError
from faultgis.quality.finding import Finding, Fix
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.derived import Derived
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.values import Estimate

# What every record carries, and what holds no number.
_PASSED_OVER = {"id", "survey_id", "notes", "secrecy", "publication", "source", "stamp", "geometry"}


@check("QC-NUL-003")
def magic_number(given: Given) -> Iterator[Finding | None]:
    """No number of ours is the mark: each would enter a mean, a map or another export."""
    mark = float(given.package.template.empty.number)
    for kind, records in given.records.items():
        if kind == "template_row" or kind not in KINDS:
            continue
        fields = [each for each in dataclasses.fields(KINDS[kind]) if each.name not in _PASSED_OVER]
        names = [(each.name, "None" in str(each.type)) for each in fields]
        for record in records:
            found = [_marked(given, kind, record, name, mark, may_lack) for name, may_lack in names]
            yield from [each for each in found if each is not None] or (None,)


def _marked(
    given: Given, kind: str, record: AnyRecord, name: str, mark: float, may_lack: bool
) -> Finding | None:
    value = getattr(record, name)
    if isinstance(value, Estimate):
        if mark not in (value.best, value.low, value.high):
            return None
        fix = Fix(kind, record.id, {name: _without(value, mark)}, "fix.empty")
        return of_record(given, record, name, value=f"{mark:g}", fix=fix)
    if isinstance(value, int | float) and value == mark and not isinstance(value, bool):
        lacking = Fix(kind, record.id, {name: None}, "fix.empty") if may_lack else None
        return of_record(given, record, name, value=f"{mark:g}", fix=lacking)
    if name == "request" and isinstance(record, Derived) and _within(record.request.text, mark):
        return of_record(given, record, name, "reckoned", value=f"{mark:g}")
    return None


def _without(value: Estimate, mark: float) -> Estimate | None:
    """The estimate without the mark, nothing where nothing is left."""
    kept: dict[str, Any] = {
        name: None if number == mark else number
        for name, number in (("best", value.best), ("low", value.low), ("high", value.high))
    }
    try:
        return dataclasses.replace(value, **kept)
    except InputError:
        return None


def _within(text: str, mark: float) -> bool:
    return re.search(rf"[:\[,]{re.escape(f'{mark:g}')}(\.0)?[,\]}}]", text) is not None
