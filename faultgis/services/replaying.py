"""Replays: an issued certificate's answer made again from the history, and what newer data make of it."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely

from faultgis.avoidance.deciding import given_facts, rule_set
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.rules import Rule, load
from faultgis.avoidance.sites import Reason, Site
from faultgis.avoidance.telling import canonical
from faultgis.crs.ellipsoid import metres_per_degree
from faultgis.errors import FaultGISError, InputError, NotAllowedError
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.services.assessing import KINDS, Question, assess
from faultgis.services.certifying import digest, document
from faultgis.services.surroundings import LEAST_DEG, Register, box_around, hidden_from, loaded, visible

# What changes with every save and says nothing of the answer.
PASSING = ("data_version", "mapped_on", "certificate")


@dataclass(frozen=True)
class Difference:
    """A part of the answer that is no longer what it was."""

    field: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Touched:
    """A record within the rule's reach that was written or deleted since: ``what`` is added, changed or
    deleted; ``fields`` are those that differ."""

    kind: str
    id: UUID
    code: str
    what: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replay:
    """``then`` is the answer made again from the recorded data version, as canonical JSON; ``identical``
    whether it is the registered one byte for byte; ``superseded`` whether newer data or a newer rule file
    would change it."""

    certificate: Certificate
    then: str
    identical: bool
    now: Mapping[str, Any]
    differences: tuple[Difference, ...]
    touched: tuple[Touched, ...]
    rule_changed: bool

    @property
    def superseded(self) -> bool:
        """Whether the answer would be another one today."""
        return bool(self.differences)


def replay(
    store: Register, survey: Survey, certificate: Certificate, progress: Progress | None = None
) -> Replay:
    """Make a certificate's answer again from the data version that it names, and compare it with what the
    data would answer now.

    Raises ``InputError("certificate.damaged")`` where the register itself does not agree with its hash, and
    ``NotAllowedError("certificate.not_published")`` for those who may not see what the answer rests on.
    """
    question = certificate.question
    registered = canonical(certificate.answer.plain())
    if digest(registered) != certificate.answer_hash:
        raise InputError("certificate.damaged", number=certificate.code)
    if hidden_from(store, [certificate]):
        raise NotAllowedError("certificate.not_published", number=certificate.code)
    past = store.as_issued(survey.id, certificate.id, certificate.data_version, ("survey", *KINDS))
    then_survey = next((s for s in past["survey"] if isinstance(s, Survey)), survey)
    then = visible({kind: past[kind] for kind in KINDS}, question["seen"])
    rule = registered_rule(certificate)
    near = box_around(certificate.geometry, LEAST_DEG)
    again = answer_now(prepare(then_survey, then, near), rule, certificate, certificate.data_version)
    records, version = loaded(store, survey, progress)
    today = visible(records, question["seen"])
    now = answer_now(prepare(survey, today, near), current_rule(certificate) or rule, certificate, version)
    return Replay(
        certificate=certificate,
        then=canonical(again),
        identical=canonical(again) == registered,
        now=now,
        differences=differences(certificate.answer, now),
        touched=_touched(certificate, then, today, rule.reach_m),
        rule_changed=_rule_changed(certificate),
    )


def registered_rule(certificate: Certificate) -> Rule:
    """The rule set as it was when the certificate was issued."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / f"{certificate.question['rule_sha256']}.json"
        kept.write_text(certificate.question["rule_text"], encoding="utf-8")
        return load(kept)


def current_rule(certificate: Certificate) -> Rule | None:
    """The rule set of that name as it is in use now; ``None`` where there is none that may be used."""
    try:
        return rule_set(certificate.rule)
    except FaultGISError:
        return None


def _rule_changed(certificate: Certificate) -> bool:
    rule = current_rule(certificate)
    if rule is None:
        return True
    return bool(digest(Path(rule.file).read_text(encoding="utf-8")) != certificate.question["rule_sha256"])


def site_of(certificate: Certificate) -> Site:
    """The site as it was asked about, to the last bit."""
    told = certificate.question["site"]
    notes = tuple(Reason(note["code"], note["params"]) for note in told["notes"])
    return Site(told["name"], shapely.from_wkb(bytes.fromhex(told["wkb"])), told["row"], None, notes)


def answer_now(mapped: Mapped, rule: Rule, certificate: Certificate, version: int) -> dict[str, Any]:
    """A certificate's question answered anew, as a document of the form in which it was issued."""
    question = certificate.question
    # Before questions said so, no crossings were told of a route, and all remarks of a rule.
    under = rule if "route" in question else _with_all_remarks(rule)
    found = assess(
        [mapped], Question(under, given_facts(rule, question["given"])), [site_of(certificate)], version
    )
    return document(mapped, found, bool(question.get("route")))


def _with_all_remarks(rule: Rule) -> Rule:
    """The rule with remarks that go with every grave answer."""
    rows = (replace(row, when={}) if row.outcome == "note" else row for row in rule.rows)
    return replace(rule, rows=tuple(rows))


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Where two answers differ, but for what changes with every save."""
    before, after = _lasting(then), _lasting(now)
    names = sorted({*before, *after})
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _lasting(answer: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in answer.items() if name not in PASSING}
    for name in ("reasons", "unknowns"):
        kept[name] = [_undated(reason) for reason in kept.get(name) or ()]
    if "crossings" in kept:
        kept["crossings"] = [{k: v for k, v in c.items() if k not in PASSING} for c in kept["crossings"]]
    return kept


def _undated(reason: Mapping[str, Any]) -> dict[str, Any]:
    params = {key: value for key, value in reason["params"].items() if key != "date"}
    return {"code": reason["code"], "params": params}


def _touched(
    certificate: Certificate,
    then: Mapping[str, Sequence[AnyRecord]],
    now: Mapping[str, Sequence[AnyRecord]],
    reach_m: float,
) -> tuple[Touched, ...]:
    """The records of the site's surroundings that somebody wrote or deleted since."""
    found = []
    for kind in KINDS:
        before = {record.id: record for record in then[kind]}
        after = {record.id: record for record in now[kind]}
        for key in sorted(before.keys() | after.keys()):
            if before.get(key) == after.get(key):
                continue
            told = _what(kind, key, before.get(key), after.get(key))
            near = any(_near(r, certificate, reach_m) for r in (before.get(key), after.get(key)) if r)
            if told is not None and near:
                found.append(told)
    return tuple(found)


def _what(kind: str, key: UUID, before: AnyRecord | None, after: AnyRecord | None) -> Touched | None:
    code = str(getattr(after or before, "code", ""))
    if before is None or after is None:
        return None if before is after else Touched(kind, key, code, "added" if before is None else "deleted")
    fields = tuple(
        name
        for name in before.__dataclass_fields__
        if name != "stamp" and getattr(before, name) != getattr(after, name)
    )
    return Touched(kind, key, code, "changed", fields) if fields else None


def _near(record: AnyRecord, certificate: Certificate, reach_m: float) -> bool:
    """Whether a record lies within reach of the site; what has no place of its own may matter anywhere."""
    geometry = getattr(record, "geometry", None)
    if geometry is None:
        return True
    near: bool = shapely.dwithin(geometry, certificate.geometry, degrees_about(certificate, reach_m))
    return near


def degrees_about(certificate: Certificate, metres: float) -> float:
    """So many metres about a certificate's site as degrees, rather too many."""
    return metres / min(metres_per_degree(certificate.geometry.centroid.y))
