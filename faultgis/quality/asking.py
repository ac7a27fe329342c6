"""An administrator's own rules as questions to the database: SELECTs that return what is wrong.

A question returns the columns ``kind`` (of our records), ``id`` and ``message``, perhaps ``field`` (of the
record); a row without a message is a thing that was looked at and is right. ``%(survey)s`` stands for the
survey's id. It is run read-only and within a time limit by the store, for administrators only.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from faultgis.errors import InputError
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import Rule
from faultgis.records.kinds import KINDS

NEEDED = ("kind", "id", "message")


def run(rule: Rule, given: Given) -> Iterator[Finding | None]:
    """The question's rows as findings; no row at all means that nothing is wrong.

    Raises ``InputError`` (``quality.sql_unasked`` where there is no database to ask, ``quality.sql_columns``,
    ``quality.sql_elsewhere`` where records of other surveys are among the answers) and what the store raises:
    ``NotAllowedError("quality.sql_not_allowed")``, ``InputError("quality.sql_refused")``.
    """
    if given.ask is None:
        raise InputError("quality.sql_unasked", rule=rule.id)
    codes = {
        record.id: str(getattr(record, "code", "")) for rows in given.records.values() for record in rows
    } | {given.package.survey.id: given.package.survey.code}
    answers = list(given.ask(rule.sql))
    named = [(answer, *_record(rule, answer)) for answer in answers]
    if strangers := sum(1 for _, _, record_id in named if record_id not in codes):
        raise InputError("quality.sql_elsewhere", rule=rule.id, count=strangers)
    for answer, kind, record_id in named:
        if answer["message"] is None:
            yield None
            continue
        field = str(answer.get("field") or "")
        told = {"zh": rule.zh, "en": rule.en, "message": str(answer["message"])}
        yield Finding(
            rule.id,
            rule.severity,
            "quality.asked",
            {**told, "value": "", "field": field, "title": ""},
            row_code=codes.get(record_id, ""),
            field=field,
            kind=kind,
            id=record_id,
            our_field=field,
        )
    if not answers:
        yield None


def _record(rule: Rule, answer: Mapping[str, Any]) -> tuple[str, UUID]:
    """The kind and id of the record that a row is about."""
    if missing := [name for name in NEEDED if name not in answer]:
        raise InputError("quality.sql_columns", rule=rule.id, columns=", ".join(missing))
    kind, key = str(answer["kind"]), str(answer["id"])
    if kind not in KINDS:
        raise InputError("quality.sql_columns", rule=rule.id, columns=f"kind = {kind}")
    try:
        return kind, UUID(key)
    except ValueError as error:
        raise InputError("quality.sql_columns", rule=rule.id, columns=f"id = {key}") from error
