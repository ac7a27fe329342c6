"""Deliveries to the national database: a survey's rows written as a package, whole or since an earlier one,
and entered in the register once the package is complete."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from faultgis.collector import without_collector
from faultgis.exports import national_package
from faultgis.exports.national_secrecy import WAIVERS_WITHHELD, logged, redacted
from faultgis.exports.national_since import Since, full, since
from faultgis.exports.written import moment, whole
from faultgis.national.mapping import package_of
from faultgis.national.rows import Note, Package
from faultgis.progress import Progress
from faultgis.records.delivery import Delivery
from faultgis.records.kinds import KINDS
from faultgis.records.survey import Survey
from faultgis.services.data_versions import OFFICE, Past, State, state
from faultgis.services.delivering_waivers import quality_told, waivers_of
from faultgis.services.delivery_order import Order, Ready, ready_for, refuse_incomparable
from faultgis.services.delivery_register import delivery, enter
from faultgis.values import Document


@dataclass(frozen=True)
class Done:
    """A delivery in the register, and what stands on the disk."""

    delivery: Delivery
    written: national_package.Delivered


def deliver(
    store: Past, survey: Survey, order: Order, archive: Path, *, by: str, progress: Progress | None = None
) -> Done:
    """Write a package and enter it in the register. ``archive`` is where files of records lie whose paths are
    not absolute. Nothing stands under the package's name, and nothing in the register, unless all is done.

    Raises ``InputError``: ``delivery.format``, ``delivery.level``, ``delivery.no_reason``,
    ``delivery.unknown``, ``delivery.not_comparable``, ``export.exists``, and as
    ``national_package.write_package`` does; ``NotAllowedError`` for those who may not write the register.
    """
    progress = progress or Progress()
    ready_for(survey, order)  # what is wrong with the order is told before the survey is read
    progress.report("delivery.loading")
    with without_collector():
        now = state(store, survey, progress)
        ready = ready_for(now.survey, order)
        before = delivery(store, survey, order.since) if order.since else None
        changes = _changes(store, ready, now, before, progress)
    waivers, untold = waivers_of(now, changes.package, ready.level)
    changes = _with(changes, untold)
    with whole(order.out) as folder:
        folder.mkdir()
        written = national_package.write_package(
            folder, changes, _circumstances(ready, now, before, waivers, archive), progress
        )
        progress.check()
    try:
        return Done(enter(store, now.survey, _draft(ready, now, written, by)), written)
    except BaseException:
        shutil.rmtree(order.out, ignore_errors=True)
        raise


def _changes(store: Past, ready: Ready, now: State, before: Delivery | None, progress: Progress) -> Since:
    if before is None:
        return full(_package(ready, now, progress))
    refuse_incomparable(ready, before)
    kinds = tuple(kind for kind in KINDS if kind not in OFFICE)
    past = store.as_of(now.survey.id, before.data_version, kinds)
    survey = next((s for s in past["survey"] if isinstance(s, Survey)), now.survey)
    then = State(survey, past, before.data_version, None)
    return since(_package(ready, then, progress), _package(ready, now, progress))


def _package(ready: Ready, of: State, progress: Progress) -> Package:
    made = package_of(of.survey, of.records, ready.template, ready.mapping, ready.settings, progress)
    return redacted(made, ready.rules.of(ready.level, of.survey.secrecy))


def _circumstances(
    ready: Ready, now: State, before: Delivery | None, waivers: Sequence[Mapping[str, Any]], archive: Path
) -> national_package.Circumstances:
    order, survey = ready.order, now.survey
    mapping, template = ready.mapping, ready.template
    told = {
        "survey": {
            "code": survey.code,
            "name": survey.name_zh or survey.name_en,
            "division": survey.division,
            "topic": survey.topic,
            "organisation": survey.organisation,
            "authors": survey.authors,
            "started_on": _iso(survey.started_on),
            "ended_on": _iso(survey.ended_on),
        },
        "template": {"id": template.id, "version": template.version},
        "mapping": {"id": mapping.id, "version": mapping.version, "sha256": mapping.sha256},
        "settings": ready.told(),
        "recipient": order.recipient,
        "reason": order.reason,
        "since": None if before is None else {"number": before.number, "data_version": before.data_version},
        "quality": quality_told(order.quality, waivers),
        "waivers": list(waivers),
    }
    name = "".join(c if c.isalnum() or c in "-_" else "_" for c in survey.code) or "survey"
    return national_package.Circumstances(
        name=name,
        formats=tuple(f for f in national_package.FORMATS if f in order.formats),
        archive=archive,
        when=moment(now.when),
        level=ready.level,
        data_version=now.number,
        software=f"FaultGIS {version('faultgis')}",
        score=order.score,
        told=told,
        **({"say": order.say} if order.say else {}),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _with(changes: Since, untold: int) -> Since:
    if not untold:
        return changes
    note = Note(WAIVERS_WITHHELD, "", params={"count": untold})
    return replace(changes, package=replace(changes.package, notes=(*changes.package.notes, note)))


def _draft(ready: Ready, now: State, written: national_package.Delivered, by: str) -> Delivery:
    order, counts = ready.order, written.counts
    return Delivery(
        survey_id=now.survey.id,
        number=1,
        data_version=now.number,
        since=order.since,
        template=ready.template.id,
        template_version=ready.template.version,
        mapping=ready.mapping.id,
        mapping_sha256=ready.mapping.sha256,
        formats=", ".join(f for f in national_package.FORMATS if f in order.formats),
        level=ready.level,
        recipient=order.recipient,
        reason=order.reason,
        delivered_at=datetime.now(UTC),
        delivered_by=by,
        path=str(order.out.absolute()),
        manifest_sha256=written.manifest_sha256,
        score=order.score,
        settings=Document(ready.told()),
        counts=Document({name: list(told) for name, told in counts.items() if any(told)}),
        redactions=Document({"redactions": logged(written.redactions, rows=True)}),
        secrecy=ready.level,
    )
