"""Domains: codes of the template's lists, yes-or-no fields, compass directions, scales and dates."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from faultgis.national.rows import Row
from faultgis.national.template import Domain, TemplateField
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.quality.together import told_once
from faultgis.records.survey import SheetState
from faultgis.records.trace import Trace

_YES, _NO = ("是", "1.0", "true", "yes", "y", "t"), ("否", "0.0", "false", "no", "n", "f")
_SCALE = re.compile(r"1\s*[:：/]\s*([\d,，\s]+)(万)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")


@check("QC-DOM-001")
def codes(given: Given) -> Iterator[Finding | None]:
    """Coded values are in the list that the template names. A list that is itself uncertain only warns."""
    directions = given.package.template.domain_by_name.get("CVD-16-Direction")
    for described, rows in given.classes():
        for entry in described.fields:
            domain = given.package.template.domain_of(entry)
            if domain is None or domain is directions or not domain.codes:
                continue
            yield from _each_value_once(
                _coded(given, r, entry, domain) for r in rows if _told(given, r, entry)
            )


def _each_value_once(found: Iterable[Finding | None]) -> Iterator[Finding | None]:
    """What is wrong in many rows of a field alike is mended at one stroke."""
    wrong: list[Finding] = []
    for each in found:
        if each is None:
            yield None
        else:
            wrong.append(each)
    yield from told_once(wrong, 0)


def _told(given: Given, row: Row, entry: TemplateField) -> bool:
    return not given.empty(row.values.get(entry.name))


def _coded(given: Given, row: Row, entry: TemplateField, domain: Domain) -> Finding | None:
    value = row.values[entry.name]
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if text in domain.by_code:
        return None
    code = meant(text, domain)
    fix = given.mend(row, entry.name, code, "fix.code") if code is not None else None
    sure = any(each.confidence != "uncertain" for each in domain.codes)
    told: dict[str, Any] = {"domain": domain.name, "zh": domain.zh, "code": code or ""}
    variant = "meant" if code is not None else ""
    return given.wrong(row, entry.name, variant, fix=fix, severity="" if sure else WARNING, **told)


def meant(text: str, domain: Domain) -> str | None:
    """The code that a text can only mean: with blanks around it, or the label of one code."""
    plain = text.strip()
    if plain in domain.by_code:
        return plain
    folded = plain.casefold()
    by_label = [each.code for each in domain.codes if folded in (each.zh.casefold(), each.en.casefold())]
    return by_label[0] if len(by_label) == 1 and folded else None


@check("QC-DOM-002")
def flags(given: Given) -> Iterator[Finding | None]:
    """Yes-or-no fields hold 0 or 1."""
    fields = given.fields(lambda _, each: each.type == "flag")
    told = (_flag(given, row, entry) for _, entry, row in fields if _told(given, row, entry))
    yield from _each_value_once(told)


def _flag(given: Given, row: Row, entry: TemplateField) -> Finding | None:
    value = row.values[entry.name]
    if not isinstance(value, bool) and value in (0, 1, "0", "1"):
        return None
    plain = str(value).strip().casefold()
    number = 1 if plain in _YES else 0 if plain in _NO else None
    fix = given.mend(row, entry.name, number, "fix.value") if number is not None else None
    return given.wrong(row, entry.name, fix=fix)


@check("QC-DOM-003")
def directions(given: Given) -> Iterator[Finding | None]:
    """View directions are codes of the sixteen."""
    domain = given.package.template.domain_by_name.get(given.parameter("domain", "CVD-16-Direction"))
    names = set(given.parameter("fields", ("PhotoViewingTo", "ViewTo")))
    if domain is None:
        return
    fields = given.fields(lambda _, each: each.name in names or each.domain == domain.name)
    yield from _each_value_once(
        _directed(given, row, entry, domain) for _, entry, row in fields if _told(given, row, entry)
    )


def _directed(given: Given, row: Row, entry: TemplateField, domain: Domain) -> Finding | None:
    value = row.values[entry.name]
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if text in domain.by_code:
        return None
    code = meant(text, domain)
    fix = given.mend(row, entry.name, code, "fix.code") if code is not None else None
    return given.wrong(row, entry.name, fix=fix)


@check("QC-DOM-004")
def scales(given: Given) -> Iterator[Finding | None]:
    """Scales are whole denominators within bounds, in rows and in our traces and sheets."""
    low, high = given.parameter("low", 1000), given.parameter("high", 4_000_000)
    names = set(given.parameter("fields", ("Scale",)))
    told: dict[str, Any] = {"low": low, "high": high}
    for _, entry, row in given.fields(lambda _, each: each.name in names):
        value = row.values.get(entry.name)
        if given.empty(value):
            continue
        if _scale(value, low, high):
            yield None
            continue
        denominator = _written_scale(str(value))
        sound = denominator is not None and low <= denominator <= high
        fix = given.mend(row, entry.name, denominator, "fix.value") if sound else None
        yield given.wrong(row, entry.name, fix=fix, **told)
    for record in (*given.records.get("trace", ()), *given.records.get("sheet_state", ())):
        name = "mapping_scale" if isinstance(record, Trace) else "scale"
        value = getattr(record, name) if isinstance(record, Trace | SheetState) else None
        if value is not None and ("trace", name) not in given.mapped:
            sound = _scale(value, low, high)
            yield None if sound else of_record(given, record, name, "record", value=value, **told)


def _scale(value: Any, low: float, high: float) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and low <= value <= high and float(value).is_integer()


def _written_scale(text: str) -> int | None:
    """The denominator of "1:50000", "1:5万" and "50000"."""
    match = _SCALE.fullmatch(text.strip())
    digits = re.sub(r"[,，\s]", "", match[1] if match else text)
    if not digits.isdecimal() or len(digits) > 9:
        return None
    return int(digits) * (10_000 if match and match[2] else 1)


@check("QC-DOM-005")
def dates(given: Given) -> Iterator[Finding | None]:
    """Dates are days of the calendar, none to come; those of surveys are of our time."""
    historical = set(given.parameter("historical", ()))
    earliest = int(given.parameter("earliest_year", 1900))
    for described, entry, row in given.fields(lambda _, each: each.type == "date"):
        value = row.values.get(entry.name)
        if given.empty(value):
            continue
        day = _day(str(value))
        told: dict[str, Any] = {"earliest": earliest}
        if day is None:
            written = _written_day(str(value))
            fix = given.mend(row, entry.name, written, "fix.value") if written else None
            yield given.wrong(row, entry.name, fix=fix)
        elif day > given.today:
            yield given.wrong(row, entry.name, "future")
        elif day.year < earliest and described.name not in historical:
            yield given.wrong(row, entry.name, "early", **told)
        else:
            yield None


def _day(text: str) -> date | None:
    if not re.fullmatch(r"\d{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _written_day(text: str) -> str:
    """A day that is written otherwise, as the template writes it; empty where it is none."""
    match = _DAY.fullmatch(text.strip())
    written = f"{match[1]}{int(match[2]):02}{int(match[3]):02}" if match else text.strip()
    return written if _day(written) else ""
