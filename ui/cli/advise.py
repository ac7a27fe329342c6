"""``faultgis advise``: the planner's answer for a place, for the sites of a file, for a route."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.sites import Reason, Site, checked, datum_of, site_at, true_place
from faultgis.avoidance.suspecting import judged, noted
from faultgis.crs import parse_place
from faultgis.errors import FindingsError, InputError
from faultgis.services import assessing
from faultgis.services.routing import along, the_route
from faultgis.services.screening import screened
from ui.cli import avoidance_pages as pages
from ui.cli import avoidance_tables as tables
from ui.cli import output
from ui.cli.avoidance_asking import AsOf, Class, Cover, Inputs, Intensity, OfSurvey, RuleId, given, surveys
from ui.cli.avoidance_trusted import told_suspicion, trusted_layer, with_suspicion
from ui.cli.options import Json
from ui.cli.replay import can_be_certified, certified, logged

# Of more sites no whole answers are made: the columns of a table say what is needed.
FEW = 1000


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
    if sum(named is not None for named in (at, site, route_file)) != 1:
        raise InputError("avoidance.one_place")
    asked = assessing.question(rule, given(building_class, intensity, cover_m, more))
    datum_of(datum)
    options = {"layer": layer, "crs_name": crs, "encoding": encoding, "id_field": id_field, "datum": datum}
    sites = [_place(at, datum)] if at is not None else _read(site or route_file, options)
    if route_file is not None:
        sites = [the_route(sites)]
    if pdf is not None:
        can_be_certified(sites, pdf, as_of)
    told_by, version = surveys(ctx, survey, as_of)
    suspicion = None
    if trusted is not None:
        suspicion = judged(sites, trusted_layer(ctx, trusted, told_by))
        sites = noted(sites, suspicion)
    ready = tuple(assessing.ready(of, records, asked, sites) for of, records in told_by)
    put = Asking(ctx, asked, sites, ready, version, told_suspicion(asked.rule, suspicion), xlsx, pdf, as_json)
    if route_file is not None:
        _advise_route(put)
    elif len(sites) > FEW:
        _advise_many(put)
    else:
        _advise_few(put)
    if any(checked(each).problem is not None for each in sites):
        raise typer.Exit(FindingsError.exit_code)


@dataclass(frozen=True)
class Asking:
    """A question with the sites and the surveys ready, and where its answers go; ``said`` is what a trusted
    layer says of the sites' coordinates."""

    ctx: typer.Context
    asked: assessing.Question
    sites: Sequence[Site]
    ready: Sequence[Mapped]
    version: int
    said: Mapping[str, Any]
    xlsx: Path | None
    pdf: Path | None
    as_json: bool

    def certified(self, survey: str) -> str | None:
        """The number of the certificate, where one is wanted."""
        if self.pdf is None:
            return None
        return certified(self.ctx, survey, self.asked, self.sites[0], self.pdf)

    def emit(self, value: Mapping[str, Any], page: Callable[[], str]) -> None:
        """Print the answers, below what the trusted layer says and above the certificate's number."""
        whole = {**value, **self.said}

        def said() -> str:
            issued = pages.issued(value.get("certificate"), self.pdf)
            return "\n\n".join(filter(None, (with_suspicion(page(), dict(self.said)), issued)))

        output.emit(whole, self.as_json, said)


def _advise_route(put: Asking) -> None:
    found = assessing.assess(put.ready, put.asked, put.sites, put.version)
    value = {**found.values()[0], **along(put.ready, put.asked, put.sites[0])}
    value["certificate"] = put.certified(value["survey"])
    logged(put.ctx, found, value["survey"])
    pages.tell(put.asked.rule, [value, *value["crossings"]])
    if put.xlsx is not None:
        tables.write(tables.route_table(put.asked, value), put.xlsx, put.ctx.obj.progress())
    put.emit(value, lambda: pages.route_page(put.asked.rule, value))


def _advise_few(put: Asking) -> None:
    assessed = assessing.assess(put.ready, put.asked, put.sites, put.version, put.ctx.obj.progress())
    found = assessed.values()
    found[0]["certificate"] = put.certified(found[0]["survey"])
    logged(put.ctx, assessed, found[0]["survey"])
    pages.tell(put.asked.rule, found)
    if put.xlsx is not None:
        table = tables.table(put.asked, found, assessed.outcomes)
        tables.write(table, put.xlsx, put.ctx.obj.progress())
    counts = dict(assessed.outcomes)
    whole = {"rule": put.asked.rule.id, "data_version": put.version, "counts": counts, "sites": found}
    one = found[0] if len(found) == 1 else {}
    put.emit({**one, **whole}, lambda: pages.answer_page(put.asked.rule, found))


def _advise_many(put: Asking) -> None:
    """Rows, with the reasons only where a distance does not say all."""
    found = screened(put.ready, put.asked, put.sites, put.version, put.ctx.obj.progress())
    logged(put.ctx, found, found.brief(0)["survey"])
    if put.xlsx is not None:
        tables.write(tables.long_table(put.asked, found), put.xlsx, put.ctx.obj.progress())
    counts = dict(found.outcomes)
    value: dict[str, Any] = {"rule": put.asked.rule.id, "data_version": put.version, "counts": counts}
    if put.as_json:
        value["sites"] = [found.brief(number) for number in range(len(found))]
        pages.tell(put.asked.rule, value["sites"])
    put.emit(value, lambda: pages.many_page(put.asked.rule, found))


def _read(path: Path | None, options: dict[str, Any]) -> list[Site]:
    from ui.wiring import read_sites

    assert path is not None
    return list(read_sites(path, **options))


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
