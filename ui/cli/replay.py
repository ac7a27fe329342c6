"""``faultgis replay`` and ``faultgis certificates``: issued answers made again, and what newer data make of
them; and the certificate of ``faultgis advise --pdf``."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.avoidance.sites import Site
from faultgis.errors import FindingsError, InputError, NotAllowedError
from faultgis.records.assessment import Certificate
from faultgis.records.survey import Survey
from faultgis.services import certifying, noticing, replaying
from faultgis.services.assessing import Question, Told
from ui import site_changes, words
from ui.cli import output
from ui.cli.finding import InSurvey
from ui.cli.options import Json
from ui.printing.certificate import file_of, issue_certificate
from ui.words import tr

KEYS = ("code", "site_name", "rule", "outcome", "data_version", "answer_hash", "geometry_hash", "issued_by")


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("replay")(replay)
    group = typer.Typer(no_args_is_help=True, help="避让意见书 / avoidance certificates")
    group.command("list")(list_certificates)
    app.add_typer(group, name="certificates")


def replay(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="CERTIFICATE", help="编号，如 FA-2026-0001 / its number")],
    survey: InSurvey = None,
    as_json: Json = False,
) -> None:
    """按意见书所依据的数据版本重新得出答复 / make a certificate's answer again from its data version."""
    store: Any = ctx.obj.open_store()
    of, certificate = certifying.certificate(store, number, _surveys(store, survey))
    found = replaying.replay(store, of, certificate, ctx.obj.progress())
    value = {
        **_value(of, certificate),
        "identical": found.identical,
        "superseded": found.superseded,
        "rule_changed": found.rule_changed,
        "changes": [_touched(each) for each in found.touched],
        "differences": [_difference(each) for each in found.differences],
        "program": certificate.question.get("program"),
        "answer": certificate.answer.plain(),
        "canonical": found.then,
        "now": dict(found.now),
    }
    output.emit(value, as_json, lambda: _page(value, site_changes.told(found.differences)))
    if not found.identical:
        raise typer.Exit(FindingsError.exit_code)


def list_certificates(
    ctx: typer.Context,
    survey: InSurvey = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="只列答复会改变的 / only those whose answer would be another")
    ] = False,
    as_json: Json = False,
) -> None:
    """已签发的意见书 / the certificates issued, and whether newer data would change their answers."""
    store: Any = ctx.obj.open_store()
    values = []
    for of in _surveys(store, survey):
        issued = certifying.certificates(store, of)
        if not issued:
            continue
        for notice in noticing.answered(store, of, issued, ctx.obj.progress()):
            differences = [_difference(each) for each in notice.differences]
            told = {"changed": notice.changed, "hidden": notice.hidden, "differences": differences}
            values.append({**_value(of, notice.certificate), **told})
    shown = [value for value in values if value["changed"] or not changed]
    output.emit({"certificates": shown}, as_json, lambda: _table(shown))


def can_be_certified(sites: Sequence[Site], pdf: Path, as_of: str | None) -> None:
    """Say at once what keeps a certificate from being issued. Raises ``InputError``: ``certificate.as_of``,
    ``certificate.one_site``, ``map.no_folder``."""
    if as_of is not None:
        raise InputError("certificate.as_of")
    if len(sites) != 1:
        raise InputError("certificate.one_site", count=len(sites))
    folder = pdf.absolute().parent
    if not folder.is_dir():
        raise InputError("map.no_folder", folder=str(folder))


def certified(ctx: typer.Context, survey: str, question: Question, site: Site, pdf: Path) -> str:
    """Issue a certificate for one site from a survey's saved data, and put a copy of it where the user wants
    it; its number."""
    program = ctx.obj.open_program()
    asked = certifying.ask(program.store, program.store.survey(survey), question, site)
    made = issue_certificate(
        program.store,
        program.home,
        asked,
        words.language(),
        program.actor,
        ctx.obj.progress(),
        program.basemap(asked.survey),
    )
    shutil.copyfile(file_of(made, program.home), pdf)
    return made.code


def logged(ctx: typer.Context, told: Told, code: str) -> None:
    """Keep a question in the log of the survey that answered it. Those who may only look are not kept from
    asking."""
    program = ctx.obj.open_program()
    survey = program.store.survey(code)
    with suppress(NotAllowedError):
        certifying.log_query(program.store, survey, told, by=program.actor)


def _surveys(store: Any, code: str | None) -> list[Survey]:
    return [store.survey(code)] if code else list(store.surveys())


def _value(survey: Survey, certificate: Certificate) -> dict[str, Any]:
    issued = certificate.issued_at
    return {
        "survey": survey.code,
        "certificate": certificate.code,
        **{key: getattr(certificate, key) for key in KEYS if key != "code"},
        "issued_at": None if issued is None else issued.isoformat(),
        "path": certificate.path,
    }


def _touched(touched: replaying.Touched) -> dict[str, Any]:
    fields = list(touched.fields)
    return {
        "kind": touched.kind,
        "id": touched.id,
        "code": touched.code,
        "what": touched.what,
        "fields": fields,
    }


def _difference(difference: replaying.Difference) -> dict[str, Any]:
    return {"field": difference.field, "then": difference.then, "now": difference.now}


def _page(value: dict[str, Any], news: Sequence[str]) -> str:
    says = tr("identical, byte for byte") if value["identical"] else tr("NOT identical")
    lines = [
        tr(
            "{number} (data version {version}): {says}",
            number=value["certificate"],
            says=says,
            version=value["data_version"],
        ),
        tr("answer then: {answer}", answer=words.sentence(f"answer.{value['outcome']}")),
    ]
    if not value["identical"]:
        lines.append(_by_programs(value["program"]))
    if value["superseded"]:
        lines.append(tr("answer now: {answer}", answer=words.sentence(f"answer.{value['now']['answer']}")))
        lines += [f"  {each}" for each in news]
    else:
        lines.append(tr("Newer data would not change it."))
    if value["rule_changed"]:
        lines.append(tr("The rule file was changed since."))
    lines += [f"  {_change(each)}" for each in value["changes"]]
    return "\n".join(lines)


def _by_programs(then: str | None) -> str:
    """That another program may answer otherwise from the same data."""
    said = tr("It was issued by FaultGIS {then}, this is {now}: programs that differ may answer differently.")
    return said.format(then=then or tr("(not recorded)"), now=version("faultgis"))


def _change(change: dict[str, Any]) -> str:
    what = {"added": tr("added"), "changed": tr("altered"), "deleted": tr("removed")}[change["what"]]
    fields = tr(", ").join(str(words.field_word(name)) for name in change["fields"])
    kind = words.sentence(f"kind.{change['kind']}")
    name = change["code"] or str(change["id"])
    return f"{kind} {name}: {what}{tr(': ') + fields if fields else ''}"


def _table(values: Sequence[dict[str, Any]]) -> str:
    if not values:
        return tr("No certificates.")
    rows = [
        (
            value["survey"],
            value["certificate"],
            _day(value["issued_at"]),
            value["site_name"],
            words.sentence(f"answer.{value['outcome']}"),
            _state(value),
        )
        for value in values
    ]
    heads = ("Survey", "Certificate", "Issued", "Site asked about", "Answer", "Today")
    return output.table(rows, [tr(head) for head in heads])


def _day(moment: str | None) -> str:
    return "" if moment is None else datetime.fromisoformat(moment).astimezone().date().isoformat()


def _state(value: dict[str, Any]) -> str:
    """What newer data make of a certificate."""
    if value["hidden"]:
        return tr("rests on data that are not published")
    return tr("answer would change") if value["changed"] else tr("still stands")
