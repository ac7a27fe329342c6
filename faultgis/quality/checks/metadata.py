"""Metadata of the survey and of its records: who, when, how far checked, kept how, how secret."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.delivery import Delivery, Rejection, Waiver
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Record
from faultgis.records.survey import SheetState, Survey

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
# Records of the delivery itself, which no survey checks.
_OWN = (Waiver, Delivery, Rejection, SheetState)


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
    """Each record says who made it and when, and has come as far as delivery asks: at least checked.

    The database shows the maker and the state of publication. Who checked and who examined stands in its
    history; where that is given (``trail``: steps of state and user by the record's id), nobody may have
    checked what he made himself.
    """
    least = STATES.index(given.parameter("least", "review"))
    trail = given.parameter("trail", {})
    short: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], AnyRecord] = {}
    for kind, kept in given.records.items():
        for each in kept:
            if not isinstance(each, Record) or isinstance(each, _OWN):
                continue
            if each.publication in STATES and STATES.index(each.publication) < least:
                short[kind, each.publication] += 1
                first.setdefault((kind, each.publication), each)
                continue
            yield _made(given, each, trail.get(str(each.id), ()))
    for (kind, state), count in short.items():
        record = first[kind, state]
        yield of_record(given, record, "publication", state, value=state, name=kind, kind=kind, count=count)


def _made(given: Given, record: Any, steps: Any) -> Finding | None:
    stamp = record.stamp
    if stamp.row_version and not (stamp.created_by and stamp.created_at):
        return of_record(given, record, variant="unmade")
    checkers = [user for state, user in steps if state in ("review", "published")]
    if checkers and stamp.created_by and all(user == stamp.created_by for user in checkers):
        user = stamp.created_by
        return of_record(given, record, "publication", "alone", severity=WARNING, value=user, user=user)
    return None


@check("QC-MET-003")
def history_kept(given: Given) -> Iterator[Finding | None]:
    """Whatever was published and then changed still has its older versions.

    What is so is measured by whoever reads the database: ``history_kept``, whether it keeps every version,
    and ``history_missing``, records (kind and id) of which it does not.
    """
    kept = given.parameter("history_kept", None)
    if kept is None:
        return
    survey = given.package.survey
    yield None if kept else of_record(given, survey, variant="off")
    missing = {(str(kind), str(key)) for kind, key in given.parameter("history_missing", ())}
    for kind, records in given.records.items():
        for each in records:
            if _published_and_changed(each):
                lost = (kind, str(each.id)) in missing
                value = str(each.stamp.row_version)
                yield of_record(given, each, "publication", "lost", value=value) if lost else None


def _published_and_changed(record: AnyRecord) -> bool:
    return record.publication == "published" and record.stamp.row_version > 1


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
