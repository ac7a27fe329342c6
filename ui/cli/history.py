"""``faultgis history`` and ``faultgis as-of``: who changed what, when and why; and how things stood."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Annotated, Any
from uuid import UUID

import typer

from faultgis.errors import InputError
from faultgis.records.encoding import encode
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.services.summarizing import summaries
from faultgis.store import Version
from ui import words
from ui.cli import faults, finding, output
from ui.cli.options import Json
from ui.words import tr

UNTOLD = ("record", "id", "survey_id", "stamp")


def register(app: typer.Typer) -> None:
    """Add the verbs ``history`` and ``as-of``."""
    app.command("history")(history)
    app.command("as-of")(as_of)


def history(
    ctx: typer.Context,
    record: Annotated[
        str, typer.Argument(metavar="RECORD", help="记录标识或断层代码 / an id or a fault's code")
    ],
    survey: finding.InSurvey = None,
    as_json: Json = False,
) -> None:
    """一条记录的全部版本 / all versions of a record: who, when, why."""
    store = ctx.obj.open_store()
    kind, versions = _versions(ctx, store, record, survey)
    values = list(_told(versions))
    output.emit({"kind": kind, "record": record, "versions": values}, as_json, lambda: _table(values))


def as_of(
    ctx: typer.Context,
    moment: Annotated[
        str,
        typer.Argument(
            metavar="DATE",
            help="如 2023-05-01T12:00 或修订号 17 / as 2023-05-01T12:00, or a revision as 17",
        ),
    ],
    survey: finding.InSurvey = None,
    as_json: Json = False,
) -> None:
    """某日数据库中的断层 / the faults as the database had them on a day, at a moment or at a revision."""
    store = ctx.obj.open_store()
    when = moment_of(moment)
    values: list[dict[str, Any]] = []
    versions: list[dict[str, Any]] = []
    for of in [store.survey(survey)] if survey else store.surveys():
        found = summaries(store.as_of(of.id, when, ("fault", "segment", "trace")))
        values += [faults.fault_value(each, of) for each in found]
        versions += [_stamp(each.fault) for each in found]
    answer = {"as_of": moment, "revision": store.revision_at(when), "faults": values, "versions": versions}
    output.emit(answer, as_json, lambda: faults.fault_table(values))


def _versions(
    ctx: typer.Context, store: Any, record: str, survey: str | None
) -> tuple[str, Sequence[Version]]:
    try:
        record_id = UUID(record)
    except ValueError:
        found = finding.one_fault(ctx, record, survey)[1].fault
        return "fault", store.history("fault", found.id)
    for kind in KINDS:
        if versions := store.history(kind, record_id):
            return kind, versions
    raise InputError("record.unknown", id=record)


def _told(versions: Sequence[Version]) -> Iterator[dict[str, Any]]:
    """Each version with the fields that it changed, as [before, after]."""
    states = [None, *(version.record for version in versions)]
    for version, (before, after) in zip(versions, pairwise(states), strict=True):
        yield {
            "revision": version.revision,
            "at": version.at.isoformat(),
            "by": version.by,
            "reason": version.reason,
            "operation": version.operation,
            "changed": _changed(before, after),
        }


def _changed(before: AnyRecord | None, after: AnyRecord | None) -> dict[str, list[Any]]:
    if before is None or after is None:
        return {}
    old, new = encode(before), encode(after)
    return {key: [old.get(key), new[key]] for key in new if key not in UNTOLD and old.get(key) != new[key]}


def _stamp(fault: Fault) -> dict[str, Any]:
    return {
        "kind": "fault",
        "id": str(fault.id),
        "code": fault.code,
        "revision": fault.stamp.revision,
        "row_version": fault.stamp.row_version,
        "by": fault.stamp.updated_by,
        "at": fault.stamp.updated_at,
    }


def moment_of(text: str) -> date | datetime | int:
    """A day, a moment or a revision as typed. Raises ``InputError("moment.unreadable")``."""
    if text.isdigit() and len(text) < 8:
        return int(text)
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError("moment.unreadable", field="DATE", text=text) from error
    return found if found.tzinfo else found.astimezone()


def _table(values: list[dict[str, Any]]) -> str:
    rows = [
        (
            v["revision"],
            v["at"][:19].replace("T", " "),
            v["by"],
            words.sentence(f"operation.{v['operation']}"),
            ", ".join(v["changed"]),
            v["reason"],
        )
        for v in values
    ]
    heads = ("Revision", "Changed at", "By", "What", "Fields", "Why")
    return output.table(rows, [tr(head) for head in heads])
