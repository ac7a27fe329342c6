"""The waivers that travel with a delivery: none of them tells of what the delivery withholds."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from itertools import chain
from typing import Any

from faultgis.national.index import Index
from faultgis.national.rows import Package
from faultgis.records.delivery import Waiver
from faultgis.services.data_versions import State

# Notes of rows that are not given.
_GONE = ("national.withheld", "national.collapsed")
_TOLD = ("finding", "rule", "class_name", "row_code", "field", "message", "reason", "waived_by")


def waivers_of(now: State, package: Package, level: int) -> tuple[list[dict[str, Any]], int]:
    """The waivers that travel along, and how many stay at home: those above the level, and those of rows and
    of records that are withheld. Where anything is, or a delivery is below its survey's level, sentences that
    quote what stood in a record are left out, and keys, which are made of it and could be guessed back."""
    waivers = [each for each in now.office.get("waiver", ()) if isinstance(each, Waiver)]
    gone = {(note.class_name, note.row_code) for note in package.notes if note.code in _GONE}
    given = [
        each for each in waivers if each.secrecy <= level and (each.class_name, each.row_code) not in gone
    ]
    whole = Index(now.survey, now.records)
    left = whole.up_to(level)
    quoting = not (gone or left is not whole or level < now.survey.secrecy)
    if not quoting:
        open_codes = {"", now.survey.code} | _codes(whole, left)
        given = [each for each in given if each.class_name or each.row_code in open_codes]
    given.sort(key=lambda each: (each.rule, each.finding))
    return [_told(each, quoting) for each in given], len(waivers) - len(given)


def _codes(whole: Index, left: Index) -> set[str]:
    """The codes of records that nothing withheld bears, too."""
    shown = {each.id for of in left.records.values() for each in of}
    codes: tuple[set[str], set[str]] = (set(), set())
    for each in chain.from_iterable(whole.records.values()):
        codes[each.id in shown].add(str(getattr(each, "code", "")))
    return codes[True] - codes[False]


def _told(waiver: Waiver, quoting: bool) -> dict[str, Any]:
    told = {name: getattr(waiver, name) for name in _TOLD}
    told |= {} if quoting else {"message": "", "finding": ""}
    at = waiver.waived_at
    return {**told, "waived_at": None if at is None else at.astimezone(UTC).isoformat()}


def quality_told(quality: Mapping[str, Any], waivers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the manifest says of the quality gate: of lapsed waivers only those that travel along by their
    key."""
    known = {each["finding"] for each in waivers} - {""}
    lapsed = [key for key in quality.get("waivers_lapsed", ()) if key in known]
    kept = {name: said for name, said in quality.items() if name != "waivers_lapsed"}
    return {**kept, "waivers_lapsed": lapsed} if lapsed else kept
