"""Completeness: mandatory fields, "not available" as the template writes it, and what a fault needs."""

import re
from collections.abc import Iterator
from typing import Any

from faultgis.national.rows import Row
from faultgis.national.template import TemplateField
from faultgis.quality.finding import WARNING, Finding, Fix
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.together import told_once

# How people and programs write that there is nothing.
_NOTHING = re.compile(
    r"[-—–/\\\s.]*|[#<(]?(n/?a\.?|nan|null|none|nil)[>)]?|unknown|#(ref|value|name|num)[!?]|#div/0!"
    r"|无|无数据|无资料|暂无|不详|不明|未知|未填|待定|待查|空|空值|缺|缺失|缺测|[（(<]空[)）>]",
    re.IGNORECASE,
)
# No number of a survey is as large: some programs mark what is not available by the largest that they know.
_BEYOND = 1e30
_KINEMATICS = re.compile(r"111([123])(\d\d)")  # exposure, then sense of slip
_STRIKE_SLIP = ("01", "02", "03")


@check("QC-NUL-001")
def mandatory(given: Given) -> Iterator[Finding | None]:
    """Mandatory fields say something. The mark for "not available" in one is less than an error: it was said
    that there is nothing."""
    for described, rows in given.classes():
        names = [entry.name for entry in described.fields if entry.required]
        told: list[Finding] = []
        for row in rows if names else ():
            found = [_lacking(given, row, name) for name in names if given.empty(row.values.get(name))]
            told += found
            yield from () if found else (None,)
        yield from told_once(told, len(rows))


def _lacking(given: Given, row: Row, name: str) -> Finding:
    value = row.values.get(name)
    blank = value is None or not str(value).strip()
    return given.wrong(row, name) if blank else given.wrong(row, name, "mark", severity=WARNING)


@check("QC-NUL-002")
def not_available(given: Given) -> Iterator[Finding | None]:
    """ "Not available" is written as the template has it, and nothing else means it."""
    zeros = set(given.parameter("zero_means_nothing", ()))
    foreign = {float(each) for each in given.parameter("foreign_marks", ())}
    blank = set(given.parameter("blank_allowed", ()))
    marks = given.package.template.empty
    for described, rows in given.classes():
        # A blank in a mandatory field is QC-NUL-001's.
        wanted = [
            (e.name, e, e.name not in blank and not e.required, marks.number if e.numeric else marks.text)
            for e in described.fields
        ]
        told: list[Finding] = []
        for row in rows:
            values = row.values
            found = [
                given.wrong(row, name, variant, fix=_marked(given, row, entry))
                for name, entry, blanks, mark in wanted
                if (value := values.get(name)) != mark
                and (variant := _unmarked(given, value, entry, zeros, foreign, blanks))
            ]
            told += found
            yield from () if found else (None,)
        yield from told_once(told, len(rows), share=0.0)


def _unmarked(
    given: Given, value: Any, entry: TemplateField, zeros: set[str], foreign: set[float], blanks: bool
) -> str:
    """How a value means "not available" without saying so; empty where it does not."""
    if value is None or value == "":
        return "blank" if blanks else ""
    marks = given.package.template.empty
    if isinstance(value, str):
        if value == marks.text:
            return "text_in_number" if entry.numeric else ""
        if len(value) > 8:
            return ""
        if not entry.numeric and value.strip() in (f"{marks.number:g}", str(marks.number)):
            return "number_in_text"
        if not value.strip():
            return "space" if blanks else ""
        return "word" if _NOTHING.fullmatch(value.strip()) else ""
    if value != value:
        return "word"
    if value in foreign or abs(value) >= _BEYOND:
        return "mark"
    return "zero" if value == 0 and entry.name in zeros else ""


def _marked(given: Given, row: Row, entry: TemplateField) -> Fix | None:
    marks = given.package.template.empty
    mark = marks.number if entry.numeric else marks.text
    return given.mend_cell(row, entry.name, mark, "fix.value")


@check("QC-NUL-004")
def fault_lines(given: Given) -> Iterator[Finding | None]:
    """A fault line says what it is: sense of slip, exposure, age, and where it dips unless it stands upright
    and slips along its strike."""
    rows = given.package.of("Fault")
    told: list[Finding] = []
    for row in rows:
        made = _KINEMATICS.fullmatch(str(row.values.get("Feature") or "").strip())
        lacking = []
        if made is None:
            lacking += [("Feature", "feature")]
        elif made[2] == "00":
            lacking += [("Feature", "kind")]
        if given.empty(row.values.get("Age")):
            lacking += [("Age", "age")]
        upright = given.number(row, "DipAngle") == 90
        strike_slip = made is not None and made[2] in _STRIKE_SLIP
        if given.empty(row.values.get("DipDir")) and not (strike_slip and upright):
            lacking += [("DipDir", "dip")]
        told += [given.wrong(row, field, variant) for field, variant in lacking]
        yield from () if lacking else (None,)
    yield from told_once(told, len(rows))


@check("QC-NUL-005")
def trenches(given: Given) -> Iterator[Finding | None]:
    """A trench shows what it stands for."""
    for row in given.package.of("Trench"):
        lacking = []
        if all(given.empty(row.values.get(name)) for name in ("Profile1_AIID", "Profile2_AIID")):
            lacking += [("Profile1_AIID", "log")]
        if (given.number(row, "ExposedStratumCount") or 0) < 1:
            lacking += [("ExposedStratumCount", "strata")]
        if given.number(row, "EQEventCount") is None:
            lacking += [("EQEventCount", "events")]
        if _dated(given, row) and (given.number(row, "SampleCount") or 0) < 1:
            lacking += [("SampleCount", "samples")]
        yield from [given.wrong(row, field, variant) for field, variant in lacking] or (None,)


def _dated(given: Given, row: Row) -> bool:
    age = not given.empty(row.values.get("LatestEQPeroidEst"))
    return age or (given.number(row, "DatingSampleCount") or 0) > 0
