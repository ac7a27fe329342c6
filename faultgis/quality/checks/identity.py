"""Identity: national IDs that are there, unique, well made, and of the place where the row lies."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from faultgis.crs.ellipsoid import distance_azimuth
from faultgis.national.identity import NO_DIVISION
from faultgis.national.rows import Row
from faultgis.national.template import TemplateClass
from faultgis.quality.divisions import Divisions
from faultgis.quality.faults import bare, code_of, plain_name
from faultgis.quality.finding import INFO, WARNING, Finding
from faultgis.quality.given import Given, middle
from faultgis.quality.rule import check
from faultgis.quality.together import told_once

_FREE = slice(9, None)  # what follows the division and the topic
_CODE = re.compile(r"\d{6}")


def _keyed(given: Given) -> Iterator[tuple[TemplateClass, tuple[Row, ...]]]:
    return ((each, rows) for each, rows in given.classes() if each.key)


@check("QC-ID-001")
def unique(given: Given) -> Iterator[Finding | None]:
    """IDs are filled, and no two rows of a class have the same, nor such as many programs take for the same:
    spreadsheets and folders do not tell capitals from small letters."""
    for described, rows in _keyed(given):
        key = described.key
        counts = Counter(row.code(key).strip() for row in rows)
        filled = [row for row in rows if not given.empty(row.values.get(key))]
        for row in filled:
            number = counts[row.code(key).strip()]
            yield given.wrong(row, key, count=number) if number > 1 else None
        yield from _alike(given, filled, key)
        empty = [given.wrong(row, key, "empty") for row in rows if given.empty(row.values.get(key))]
        yield from told_once(empty, len(rows), by_value=False)


def _alike(given: Given, rows: list[Row], key: str) -> Iterator[Finding]:
    """Rows whose ID differs from that of an earlier row in letter case or the place of the filling alone."""
    first: dict[str, str] = {}
    for row in rows:
        code = row.code(key).strip()
        other = first.setdefault(bare(code), code)
        if other != code:
            yield given.wrong(row, key, "alike", severity=WARNING, other=other)


@check("QC-ID-002")
def pattern(given: Given) -> Iterator[Finding | None]:
    """IDs are made as the template (or the office's parameter) says."""
    wanted = given.parameter("pattern", "") or given.package.template.id_pattern
    if not wanted:
        return
    made = re.compile(wanted)
    for described, rows in _keyed(given):
        filled = [row for row in rows if not given.empty(row.values.get(described.key))]
        found = [_made(given, row, described.key, made) for row in filled]
        yield from (None for each in found if each is None)
        yield from told_once([each for each in found if each is not None], len(filled), by_value=False)


def _made(given: Given, row: Row, key: str, made: re.Pattern[str]) -> Finding | None:
    code = row.code(key)
    if made.fullmatch(code):
        # The one sample that is public is filled up on the left.
        free = code[_FREE]
        return given.wrong(row, key, "side", severity=INFO) if "#" in free.lstrip("#") else None
    trimmed = code.strip()
    if made.fullmatch(trimmed):
        return given.wrong(row, key, "blanks", fix=given.mend(row, key, trimmed, "fix.trim"))
    return given.wrong(row, key, length=len(code))


@check("QC-ID-003")
def division(given: Given) -> Iterator[Finding | None]:
    """IDs begin with a division code that is one, and in which the row lies as far as that can be told."""
    known = Divisions.load()
    border_km = float(given.parameter("border_km", 2))
    for described, rows in _keyed(given):
        by_code: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            code = row.code(described.key)[:6]
            if _CODE.fullmatch(code):
                by_code[code].append(row)
        for code, of in by_code.items():
            told = _coded(given, of, described.key, code, known)
            yield from () if told is None else (told,)
            # Of a code that is none, no place can be right or wrong.
            if told is None or told.severity != given.severity:
                placed = (_placed(given, row, described.key, code, known, border_km) for row in of)
                yield from (each for each in placed if told is None or each is not None)


def _coded(given: Given, rows: list[Row], key: str, code: str, known: Divisions) -> Finding | None:
    """What is wrong with a division code by itself, told once for all rows of a class that have it."""
    year = known.last_year(code)
    told: dict[str, Any] = {"division": code, "until": known.until, "name": known.name(code), "year": year}
    if known.valid(code):
        variant, severity = "old" if year else "", INFO
    elif known.within_known(code):
        variant, severity = "county", WARNING
    else:
        variant, severity = "unset" if code == NO_DIVISION else "unknown", ""
    if not variant:
        return None
    found = given.wrong(rows[0], key, variant, severity=severity, count=len(rows), **told)
    one = len(rows) == 1
    return found if one else replace(found, row_code="", value=code, count=len(rows))


def _placed(
    given: Given, row: Row, key: str, code: str, known: Divisions, border_km: float
) -> Finding | None:
    where = middle(row)
    # What does not lie on the globe is QC-CRS-001's.
    if where is None or abs(where[0]) > 180 or abs(where[1]) > 90:
        return None
    off = known.off_km(code, *where)
    if off <= 0:
        return None
    told: dict[str, Any] = {"division": code, "name": known.name(code), "km": round(off, 1)}
    near = known.exact(code) and off <= border_km
    return given.wrong(row, key, "near" if near else "", severity=INFO if near else "", **told)


@check("QC-ID-004")
def field_numbers(given: Given) -> Iterator[Finding | None]:
    """No two points of a class have the same field number (however it is typed); of two classes only where
    they are one place."""
    apart = float(given.parameter("apart_m", 100))
    for name in given.parameter("fields", ("FieldID",)):
        numbered: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        for described, rows in given.classes("point"):
            entry = described.field(name)
            if entry is None:
                continue
            values = [(row, row.values.get(entry.name)) for row in rows]
            filled = [(row, plain_name(value)) for row, value in values if not given.empty(value)]
            counts = Counter(text for _, text in filled)
            for row, text in filled:
                numbered[text].append((row, entry.name))
                yield given.wrong(row, entry.name, count=counts[text]) if counts[text] > 1 else None
        found = (_elsewhere(given, same, apart) for same in numbered.values())
        yield from told_once([each for each in found if each is not None], 0, by_value=False)


def _elsewhere(given: Given, same: list[tuple[Row, str]], apart: float) -> Finding | None:
    """A hint where a number stands in two classes far from each other."""
    first, _ = same[0]
    for row, name in same[1:]:
        one, other = middle(first), middle(row)
        if row.class_name != first.class_name and one is not None and other is not None:
            metres, _ = distance_azimuth(*one, *other)
            if metres > apart:
                told: dict[str, Any] = {"other": code_of(given, first), "other_class": first.class_name}
                told["metres"] = round(metres)
                return given.wrong(row, name, "classes", severity=INFO, **told)
    return None
