"""Waivers: somebody answers for a finding, with a reason; it travels with each delivery."""

from dataclasses import replace
from datetime import UTC, datetime

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.quality.finding import Finding
from faultgis.records.delivery import Waiver
from faultgis.records.survey import Survey
from faultgis.store import Store


def waivers(store: Store, survey: Survey) -> list[Waiver]:
    """A survey's waivers, the newest last."""
    found = store.load(survey.id, ("waiver",))["waiver"]
    known = (each for each in found if isinstance(each, Waiver))
    return sorted(known, key=lambda each: (each.waived_at or datetime.min.replace(tzinfo=UTC), each.finding))


def draft(survey: Survey, finding: Finding, reason: str, by: str, message: str = "") -> Waiver:
    """A waiver to be saved; ``message`` is the finding's sentence. Raises
    ``InputError("quality.waiver_no_reason")``."""
    if not reason.strip():
        raise InputError("quality.waiver_no_reason", finding=finding.key)
    return Waiver(
        survey_id=survey.id,
        finding=finding.key,
        rule=finding.rule,
        class_name=finding.class_name,
        row_code=finding.row_code,
        field=finding.field,
        message=message,
        reason=reason.strip(),
        waived_by=by,
        waived_at=datetime.now(UTC),
    )


def waive(store: Store, survey: Survey, finding: Finding, reason: str, by: str, message: str = "") -> Waiver:
    """Answer for a finding, or give another reason for one that is waived already. Raises ``InputError`` as
    ``draft`` and ``NotAllowedError``."""
    made = draft(survey, finding, reason, by, message)
    before = next((each for each in waivers(store, survey) if each.finding == finding.key), None)
    change = Change(before, made) if before is None else Change(before, _renewed(before, made))
    saved = store.save([change], "waive").records[0]
    assert isinstance(saved, Waiver)
    return saved


def _renewed(before: Waiver, made: Waiver) -> Waiver:
    return replace(before, reason=made.reason, waived_by=made.waived_by, waived_at=made.waived_at)


def withdraw(store: Store, survey: Survey, key: str) -> Waiver:
    """Take a waiver back: the finding stands again. Raises ``InputError("quality.waiver_unknown")``."""
    found = [each for each in waivers(store, survey) if each.finding.startswith(key.strip().lower())]
    if len(found) != 1 or not key.strip():
        raise InputError("quality.waiver_unknown", finding=key, survey=survey.code)
    store.save([Change(found[0], None)], "withdraw waiver")
    return found[0]
