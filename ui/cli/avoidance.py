"""``faultgis rules``, ``advise`` and ``zones``: avoidance rules, answers for sites, belts as polygons."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.avoidance.deciding import rule_set
from faultgis.avoidance.rules import files
from faultgis.avoidance.sites import Reason, Site, datum_of, site_at, true_place
from faultgis.avoidance.suspecting import judged, noted
from faultgis.avoidance.zones import zones as make_zones
from faultgis.crs import parse_place
from faultgis.errors import FindingsError, InputError
from faultgis.services import assessing
from faultgis.services.belt_files import write_belt_file
from faultgis.services.routing import route
from ui.cli import avoidance_belts as belt_pages
from ui.cli import avoidance_pages as pages
from ui.cli import output
from ui.cli.avoidance_many import FEW, advise_many
from ui.cli.avoidance_trusted import told_suspicion, trusted_layer, with_suspicion
from ui.cli.history import moment_of
from ui.cli.options import Json
from ui.cli.replay import certified, logged
from ui.site_table import write_xlsx
from ui.words import error_sentence, sentence

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


def advise(
    ctx: typer.Context,
    rule: RuleId,
    at: Annotated[
        str | None, typer.Option("--at", metavar="LON,LAT", help="一个地点 / a place as people write it")
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="FILE", help="场地文件（矢量或表格） / sites: vector file or table"),
    ] = None,
    route_file: Annotated[
        Path | None, typer.Option("--route", metavar="FILE", help="路线文件 / a file with one line")
    ] = None,
    id_field: Annotated[
        str | None, typer.Option("--id", metavar="FIELD", help="场地名称字段 / the sites' names")
    ] = None,
    building_class: Class = None,
    intensity: Intensity = None,
    cover_m: Cover = None,
    more: Inputs = None,
    survey: OfSurvey = None,
    layer: Annotated[
        str | None, typer.Option("--layer", metavar="L", help="图层或工作表 / layer or sheet")
    ] = None,
    crs: Annotated[
        str | None, typer.Option("--crs", metavar="EPSG:n", help="文件的坐标系 / the file's system")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="E", help="文件的编码 / the file's encoding")
    ] = None,
    datum: Annotated[
        str,
        typer.Option(
            "--datum", metavar="cgcs2000|gcj02|bd09", help="声明网络地图偏移坐标 / shifted web-map places"
        ),
    ] = "cgcs2000",
    trusted: Annotated[
        str | None,
        typer.Option(
            "--trusted",
            metavar="FILE|traces|points",
            help="可信图层，用来检查场地坐标是否偏移 / a layer known to be true, to find shifted sites out",
        ),
    ] = None,
    as_of: AsOf = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="另存为表格 / the answers as a table")
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="FILE", help="签发意见书（一个场地） / issue a certificate"),
    ] = None,
    as_json: Json = False,
) -> None:
    """规划问答：场地、地块或路线与断层避让规则 / the planner's answer for sites or a route."""
    if sum(given is not None for given in (at, site, route_file)) != 1:
        raise InputError("avoidance.one_place")
    asked = assessing.question(rule, _given(building_class, intensity, cover_m, more))
    datum_of(datum)
    options = {"layer": layer, "crs_name": crs, "encoding": encoding, "id_field": id_field, "datum": datum}
    sites = [_place(at, datum)] if at is not None else _read(ctx, site or route_file, options)
    surveys, version = _surveys(ctx, survey, as_of)
    suspicion = None
    if trusted is not None:
        suspicion = judged(sites, trusted_layer(ctx, trusted, surveys))
        sites = noted(sites, suspicion)
    said = told_suspicion(asked.rule, suspicion)
    ready = [assessing.ready(of, records, asked, sites) for of, records in surveys]
    if route_file is not None:
        value = {**route(ready, asked, sites, version), **said}
        value["certificate"] = certified(ctx, value["survey"], asked, sites, pdf, as_of)
        pages.tell(asked.rule, [value, *value["crossings"]])
        output.emit(value, as_json, lambda: with_suspicion(pages.route_page(asked.rule, value), said))
        return
    if len(sites) > FEW and pdf is None:
        advise_many(ctx, ready, asked, sites, version, xlsx, as_json, said)
        return
    assessed = assessing.assess(ready, asked, sites, version, ctx.obj.progress())
    found = assessed.values()
    if pdf is not None:
        found[0]["certificate"] = certified(ctx, found[0]["survey"], asked, sites, pdf, as_of)
    logged(ctx, assessed, found[0]["survey"])
    pages.tell(asked.rule, found)
    if xlsx is not None:
        write_xlsx(pages.table_rows(found, long=True), (), xlsx)
    _emit(asked, found, version, as_json, said)
    if any(answer.site.problem is not None for answer in assessed.answers):
        raise typer.Exit(FindingsError.exit_code)


def _emit(
    asked: assessing.Question,
    found: list[dict[str, Any]],
    version: int,
    as_json: bool,
    said: dict[str, Any],
) -> None:
    counts: dict[str, int] = {}
    for each in found:
        counts[each["answer"]] = counts.get(each["answer"], 0) + 1
    whole = {"rule": asked.rule.id, "data_version": version, "counts": counts, "sites": found, **said}
    one = found[0] if len(found) == 1 else {}
    output.emit({**one, **whole}, as_json, lambda: with_suspicion(pages.answer_page(asked.rule, found), said))


def _given(
    building_class: str | None, intensity: str | None, cover_m: str | None, more: list[str] | None
) -> dict[str, Any]:
    found: dict[str, Any] = {"building_class": building_class, "intensity": intensity, "cover_m": cover_m}
    for text in more or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise InputError("avoidance.input_form", field="--input", text=text)
        found[name.strip()] = value.strip()
    return {name: value for name, value in found.items() if value is not None}


def _place(text: str, datum: str) -> Site:
    lon, lat = parse_place(text)
    site = true_place(site_at(lon, lat), datum)
    plain = [part.strip() for part in text.replace(";", ",").split(",")]
    try:
        turned = len(plain) == 2 and (float(plain[0]), float(plain[1])) == (lat, lon) and lon != lat
    except ValueError:
        turned = False
    if not turned:
        return site
    note = Reason("site.read_swapped", {"lon": lon, "lat": lat})
    return Site(site.name, site.geometry, notes=(note, *site.notes))


def _read(ctx: typer.Context, path: Path | None, options: dict[str, Any]) -> list[Site]:
    from ui.wiring import read_sites

    assert path is not None
    return list(read_sites(path, **options))


def _surveys(ctx: typer.Context, code: str | None, as_of: str | None) -> tuple[list[Any], int]:
    """The surveys with the records that answers are made from, and their data version."""
    store = ctx.obj.open_store()
    when = moment_of(as_of) if as_of is not None else datetime.now().astimezone() + timedelta(days=1)
    version = store.revision_at(when)
    if as_of is not None and version == 0:
        raise InputError("avoidance.before_first", field="--as-of", when=as_of)
    wanted = [store.survey(code)] if code else store.surveys()
    if as_of is not None:
        return [(of, store.as_of(of.id, version, assessing.KINDS)) for of in wanted], version
    return [(of, store.load(of.id, assessing.KINDS)) for of in wanted], version


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
    asked = assessing.question(rule, _given(building_class, intensity, cover_m, more))
    surveys, version = _surveys(ctx, survey, as_of)
    of, records = surveys[0]
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
