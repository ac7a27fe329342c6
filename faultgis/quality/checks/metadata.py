"""Metadata of the survey and of its records: who, when, how far checked, kept how, how secret."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.assessment import Certificate, SiteQuery
from faultgis.records.delivery import Delivery, Rejection, Waiver
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Record
from faultgis.records.survey import SheetState, Survey
from faultgis.store import Kept

# How far a record has come, in their order.
STATES = ("draft", "review", "published")
NEEDED = (
    "name_zh",
    "division",
    "topic",
    "organisation",
    "authors",
    "started_on",
    "ended_on",
    "mapping_scale",
)
# Registers, which nobody checks as he checks a survey.
_OWN = (Waiver, Delivery, Rejection, SheetState, Certificate, SiteQuery)


@check("QC-MET-001")
def survey_described(given: Given) -> Iterator[Finding | None]:
    """The survey has a name, its numbers, sheets, scale, dates, authors, and a template in a version."""
    survey = given.package.survey
    for field in NEEDED:
        yield None if getattr(survey, field) else of_record(given, survey, field)
    if survey.started_on and survey.ended_on:
        late = survey.started_on > survey.ended_on
        value = survey.ended_on.isoformat()
        yield of_record(given, survey, "ended_on", "order", value=value) if late else None
    yield None if given.records.get("sheet_state") else of_record(given, survey, variant="sheets")
    yield None if given.package.template.version else of_record(given, survey, variant="template")


@check("QC-MET-002")
def record_trail(given: Given) -> Iterator[Finding | None]:
    """Each record says who made it and when, and has come as far as delivery asks: at least checked. That it
    was not examined yet is a warning.

    The record shows its maker and its state of publication. Who brought it there stands in the database's
    history; where that can be read, somebody else than the maker must have.
    """
    least = STATES.index(given.parameter("least", "review"))
    found: dict[tuple[str, str], list[AnyRecord]] = defaultdict(list)
    for kind, kept in given.records.items():
        for each in kept:
            if not isinstance(each, Record) or isinstance(each, _OWN):
                continue
            if each.publication in STATES and STATES.index(each.publication) < least:
                found[kind, each.publication].append(each)
            elif each.publication == "review":
                found[kind, "unexamined"].append(each)
            elif each.stamp.row_version and not (each.stamp.created_by and each.stamp.created_at):
                yield of_record(given, each, variant="unmade")
            elif given.past is not None and not _seen_by_another(each, given.past):
                found[kind, "alone"].append(each)
            else:
                yield None
    for (kind, variant), records in found.items():
        severity = WARNING if variant in ("alone", "unexamined") else ""
        said: dict[str, Any] = {"name": kind, "kind": kind, "count": len(records), "severity": severity}
        yield of_record(given, records[0], "publication", variant, value=variant, **said)


def _seen_by_another(record: Record, past: Kept) -> bool:
    steps = past.steps.get(record.id, ())
    return any(state in STATES[1:] and user != record.stamp.created_by for state, user in steps)


@check("QC-MET-003")
def history_kept(given: Given) -> Iterator[Finding | None]:
    """The database keeps every version, and whatever was published and then changed still has its older ones.

    Not applicable where the history cannot be read.
    """
    if given.past is None:
        return
    yield None if given.past.complete else of_record(given, given.package.survey, variant="off")
    if given.past.missing is None:
        return
    for kind, records in given.records.items():
        for each in records:
            if isinstance(each, Record) and each.publication == "published" and each.stamp.row_version > 1:
                lost = (kind, each.id) in given.past.missing
                value = str(each.stamp.row_version)
                yield of_record(given, each, "publication", "lost", value=value) if lost else None


@check("QC-MET-004")
def secrecy_marked(given: Given) -> Iterator[Finding | None]:
    """Positions of a detailed map bear a secrecy level; what went out below it went for a stated reason."""
    survey, least = given.package.survey, int(given.parameter("least", 1))
    placed = [row for row in given.package if row.geometry is not None and not row.geometry.is_empty]
    if placed and survey.mapping_scale <= given.parameter("scale", 50_000):
        bare = 0 if survey.secrecy >= least else sum(1 for row in placed if row.secrecy < least)
        said: dict[str, Any] = {"count": bare, "scale": survey.mapping_scale}
        value = str(survey.secrecy)
        yield of_record(given, survey, "secrecy", "unmarked", value=value, **said) if bare else None
    highest = _highest(given, survey)
    for each in given.records.get("delivery", ()):
        if isinstance(each, Delivery):
            bare_reason = each.level < highest and not each.reason.strip()
            told: dict[str, Any] = {"level": each.level, "highest": highest}
            name = str(each.number)
            yield of_record(given, each, "reason", "delivery", name=name, **told) if bare_reason else None


def _highest(given: Given, survey: Survey) -> int:
    """The highest level that anything in the survey bears."""
    rows = max((row.secrecy for row in given.package), default=0)
    return max(survey.secrecy, rows)
