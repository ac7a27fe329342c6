"""``faultgis survey``: survey projects."""

import dataclasses
from datetime import date
from typing import Annotated, Any

import typer

from faultgis import codes
from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.survey import Survey
from ui import words
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr

_FACTS = ("division", "topic", "organisation", "authors", "started_on", "ended_on")
_LEVELS = "密级：0 无，1 秘密，2 机密，3 绝密 / 0 none, 1 confidential, 2 secret, 3 top secret"


def register(app: typer.Typer) -> None:
    """Add the verbs ``survey create``, ``list``, ``show`` and ``set``."""
    group = typer.Typer(no_args_is_help=True, help="调查项目 / survey projects")
    group.command("create")(create)
    group.command("list")(list_all)
    group.command("show")(show)
    group.command("set")(set_facts)
    app.add_typer(group, name="survey")


def create(
    ctx: typer.Context,
    code: str,
    name: Annotated[str, typer.Option(metavar="NAME", help="中文或英文名称 / name")],
    secrecy: Annotated[int, typer.Option(metavar="0|1|2|3", min=0, max=3, help=_LEVELS)] = 0,
    scale: Annotated[
        int, typer.Option(metavar="N", min=1000, help="填图比例尺分母 / mapping scale 1:N")
    ] = 50_000,
    as_json: Json = False,
) -> None:
    """新建调查项目 / make a survey project."""
    if not code.strip() or len(code) > 64 or any(c.isspace() or c in "/\\" for c in code):
        raise InputError("survey.bad_code", field="code", code=code)
    codes.require("secrecy", str(secrecy), "secrecy")
    store = ctx.obj.open_store()
    if any(survey.code == code for survey in store.surveys()):
        raise InputError("survey.exists", field="code", code=code)
    chinese = any("㐀" <= c <= "鿿" for c in name)
    zh, en = (name, "") if chinese else ("", name)
    wanted = Survey(code=code, name_zh=zh, name_en=en, secrecy=secrecy, mapping_scale=scale)
    made = store.create_survey(wanted)
    value = survey_value(made, store.counts(made.id))
    output.emit(value, as_json, lambda: tr("Survey {code} was made.", code=made.code))


def list_all(ctx: typer.Context, as_json: Json = False) -> None:
    """列出调查项目 / all survey projects."""
    store = ctx.obj.open_store()
    values = [survey_value(survey, store.counts(survey.id)) for survey in store.surveys()]
    output.emit({"surveys": values}, as_json, lambda: _table(values))


def show(ctx: typer.Context, code: str, as_json: Json = False) -> None:
    """一个调查项目 / one survey project."""
    store = ctx.obj.open_store()
    survey = store.survey(code)
    value = survey_value(survey, store.counts(survey.id))
    output.emit(value, as_json, lambda: _page(value))


def set_facts(
    ctx: typer.Context,
    code: str,
    division: Annotated[
        str | None, typer.Option(metavar="NNNNNN", help="行政区划代码 6 位 / division code of six digits")
    ] = None,
    topic: Annotated[
        str | None, typer.Option(metavar="NNN", help="专题号 3 位 / topic number of three digits")
    ] = None,
    organisation: Annotated[str | None, typer.Option(metavar="NAME", help="承担单位 / organisation")] = None,
    authors: Annotated[str | None, typer.Option(metavar="NAMES", help="作者 / authors")] = None,
    started: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="野外工作开始 / first day in the field")
    ] = None,
    ended: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="野外工作结束 / last day in the field")
    ] = None,
    as_json: Json = False,
) -> None:
    """填写国家数据库所需的项目信息 / what the national database asks of a survey."""
    store = ctx.obj.open_store()
    before = store.survey(code)
    texts = {"division": division, "topic": topic, "organisation": organisation, "authors": authors}
    given: dict[str, Any] = {name: text.strip() for name, text in texts.items() if text is not None}
    for name, digits in (("division", 6), ("topic", 3)):
        if given.get(name) and not (
            given[name].isascii() and given[name].isdigit() and len(given[name]) == digits
        ):
            raise InputError("survey.digits", field=f"--{name}", value=given[name], digits=digits)
    given |= {
        f"{name}_on": _day(name, text) for name, text in (("started", started), ("ended", ended)) if text
    }
    after = dataclasses.replace(before, **given)
    if after.started_on and after.ended_on and after.started_on > after.ended_on:
        raise InputError("survey.days", field="--ended", started=after.started_on, ended=after.ended_on)
    if after != before:
        store.save([Change(before, after)], tr("Survey properties"))
    value = survey_value(store.survey(code), store.counts(before.id))
    output.emit(value, as_json, lambda: _page(value))


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("survey.bad_day", field=f"--{name}", value=text) from None


def survey_name(survey: Survey) -> str:
    """The survey's name in the user's language, else in the other one."""
    names = (survey.name_zh, survey.name_en)
    return next(filter(None, names if words.language() == "zh" else reversed(names)), "")


def survey_value(survey: Survey, counts: dict[str, int]) -> dict[str, Any]:
    """A survey as JSON."""
    return {
        "code": survey.code,
        "name": survey_name(survey),
        "name_zh": survey.name_zh,
        "name_en": survey.name_en,
        "id": str(survey.id),
        "mapping_scale": survey.mapping_scale,
        "secrecy": survey.secrecy,
        "publication": survey.publication,
        "constructed": survey.constructed,
        "attribution": survey.attribution,
        "division": survey.division,
        "topic": survey.topic,
        "organisation": survey.organisation,
        "authors": survey.authors,
        "started_on": survey.started_on,
        "ended_on": survey.ended_on,
        "counts": counts,
    }


def _table(values: list[dict[str, Any]]) -> str:
    if not values:
        return tr("There is no survey yet: faultgis survey create CODE --name NAME")
    rows = [
        (v["code"], v["name"], v["counts"].get("fault", 0), v["counts"].get("trace", 0), _secrecy(v))
        for v in values
    ]
    return output.table(rows, (tr("Code"), tr("Name"), tr("Faults"), tr("Traces"), tr("Secrecy")))


def _secrecy(value: dict[str, Any]) -> str:
    return codes.label("secrecy", str(value["secrecy"]), words.language())


def _page(value: dict[str, Any]) -> str:
    rows: list[tuple[str, Any]] = [
        (tr("Name"), value["name"]),
        (tr("Mapping scale"), f"1:{value['mapping_scale']:,}"),
        (tr("Secrecy"), _secrecy(value)),
        (tr("Attribution"), value["attribution"] or "—"),
        *((words.field_word(name), value[name]) for name in _FACTS if value[name]),
        *((words.sentence(f"kind.{kind}"), n) for kind, n in value["counts"].items() if n),
    ]
    return output.table(rows, (tr("Code"), value["code"]))
