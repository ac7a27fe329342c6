"""``faultgis rules`` and ``zones``: avoidance rule sets, belts as polygons; ``advise`` stands beside."""

from pathlib import Path
from typing import Annotated

import typer

from faultgis.avoidance.deciding import rule_set
from faultgis.avoidance.rules import files
from faultgis.avoidance.zones import zones as make_zones
from faultgis.errors import FindingsError, InputError
from faultgis.services import assessing
from faultgis.services.belt_files import write_belt_file
from ui.cli import avoidance_belts as belt_pages
from ui.cli import avoidance_rule_pages as pages
from ui.cli import output
from ui.cli.advise import advise
from ui.cli.avoidance_asking import AsOf, Class, Cover, Inputs, Intensity, RuleId, given, surveys
from ui.cli.options import Json
from ui.words import error_sentence, sentence


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(no_args_is_help=True, help="避让规则 / avoidance rule sets")
    group.command("list")(list_rules)
    group.command("show")(show_rule)
    app.add_typer(group, name="rules")
    app.command("advise")(advise)
    app.command("zones")(zones)


def list_rules(as_json: Json = False) -> None:
    """列出避让规则 / all rule sets, each checked by its own tests; those that fail are named."""
    values, damaged = [], []
    for rule_id in files():
        try:
            values.append(pages.rule_value(rule_set(rule_id)))
        except InputError as error:
            damaged.append(error)
    told = [{"code": each.code, "message": error_sentence(each), "file": each.file} for each in damaged]
    lines = [str(each["message"]) for each in told]
    value = {"rules": values, "problems": told}
    output.emit(value, as_json, lambda: "\n\n".join([pages.rule_table(values), *lines]))
    if damaged:
        raise typer.Exit(FindingsError.exit_code)


def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="规则 / the rule set")], as_json: Json = False
) -> None:
    """一套规则的全部条目 / a rule set with its rows, inputs, cautions and tests."""
    value = pages.rule_value(rule_set(rule))
    output.emit({"rules": [value]}, as_json, lambda: pages.rule_page(value))


def zones(
    ctx: typer.Context,
    rule: RuleId,
    survey: Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.geojson|gpkg|shp|gdb", help="输出文件 / the file to write")
    ],
    fault: Annotated[str | None, typer.Option("--fault", metavar="CODE", help="一条断层 / one fault")] = None,
    building_class: Class = None,
    intensity: Intensity = None,
    cover_m: Cover = None,
    more: Inputs = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """避让带多边形 / avoidance belts as polygons, each with the reason for its width."""
    asked = assessing.question(rule, given(building_class, intensity, cover_m, more))
    asked_of, version = surveys(ctx, survey, as_of)
    of, records = asked_of[0]
    known = {each.code for each in records["fault"]}
    if fault is not None and fault not in known:
        raise InputError("fault.unknown", code=fault, survey=survey)
    belts, left = make_zones(
        assessing.ready(of, records), asked.rule, asked.given, fault, progress=ctx.obj.progress()
    )
    missing = [each.name for each in asked.rule.inputs if each.required and each.name not in asked.given]
    if missing and any(each.why == "advice.missing" for each in left):
        raise InputError("avoidance.missing_input", rule=asked.rule.id, inputs=", ".join(missing))
    if not belts:
        raise InputError("avoidance.no_zones", reasons=belt_pages.left_words(asked.rule, left) or "-")
    rows = [belt_pages.belt_value(asked.rule, of.code, number, belt) for number, belt in enumerate(belts, 1)]
    notes = write_belt_file(out, belts, rows)
    value = belt_pages.zones_value(asked.rule, belts, rows, left, out, version)
    value["notes"] = [
        {"code": each.code, "message": sentence(each.code, dict(each.params))} for each in notes
    ]
    output.emit(value, as_json, lambda: belt_pages.zones_page(asked.rule, value))
