"""What ``faultgis advise`` and ``zones`` are told alike: the rule with its conditions, the surveys and their
data version."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from faultgis.errors import InputError
from faultgis.services import assessing
from ui.cli.history import moment_of

RuleId = Annotated[str, typer.Option("--rule", metavar="ID", help="规则 / the rule set")]
Class = Annotated[
    str | None, typer.Option("--building-class", metavar="C", help="建筑类别 / class of the building")
]
Intensity = Annotated[
    str | None, typer.Option("--intensity", metavar="N", help="抗震设防烈度 / design intensity")
]
Cover = Annotated[
    str | None,
    typer.Option(
        "--cover-m", metavar="M", help="隐伏断层上的土层厚度（米） / metres of soil over a buried fault"
    ),
]
Inputs = Annotated[
    list[str] | None,
    typer.Option("--input", metavar="NAME=VALUE", help="规则的其他条件 / another input of the rule"),
]
OfSurvey = Annotated[
    str | None, typer.Option("--survey", metavar="CODE", help="默认全部项目 / default: all surveys")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="按当时的数据 / by the data of that day, moment or revision"
    ),
]


def given(
    building_class: str | None, intensity: str | None, cover_m: str | None, more: list[str] | None
) -> dict[str, Any]:
    """The conditions of building and ground by the rule's names, as they were stated. Raises
    ``InputError("avoidance.input_form")``."""
    found: dict[str, Any] = {"building_class": building_class, "intensity": intensity, "cover_m": cover_m}
    for text in more or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise InputError("avoidance.input_form", field="--input", text=text)
        found[name.strip()] = value.strip()
    return {name: value for name, value in found.items() if value is not None}


def surveys(ctx: typer.Context, code: str | None, as_of: str | None) -> tuple[list[Any], int]:
    """The surveys with the records that answers are made from, and their data version: nobody saved between.
    Constructed surveys, whose faults do not run there, answer only where one is named."""
    store = ctx.obj.open_store()
    wanted = [store.survey(code)] if code else [each for each in store.surveys() if not each.constructed]
    if as_of is not None:
        when = moment_of(as_of)
        version = store.revision_at(when)
        if version == 0:
            raise InputError("avoidance.before_first", field="--as-of", when=as_of)
        return [(of, store.as_of(of.id, version, assessing.KINDS)) for of in wanted], version
    while True:
        version = _newest(store)
        found = [(of, store.load(of.id, assessing.KINDS)) for of in wanted]
        if _newest(store) == version:
            return found, version


def _newest(store: Any) -> int:
    return int(store.revision_at(datetime.now().astimezone() + timedelta(days=1)))
