"""``faultgis trench``, ``age``, ``rate``, ``recurrence``: the chain to the probability on stored records."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

import typer

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError, InputError
from faultgis.records.survey import Survey
from faultgis.services.deriving import ages, rates, recurring, staleness
from faultgis.services.deriving.recomputing import Overlay, recompute
from ui.cli import output, paleo_log, paleo_oxcal, paleo_pages, paleo_values
from ui.cli.finding import InSurvey
from ui.cli.options import Json
from ui.cli.paleo_finding import coded, sample_or_lab, trench_or_site
from ui.cli.practice import practice
from ui.words import error_sentence, tr

Save = Annotated[bool, typer.Option("--save", help="把结果存入数据库 / keep the results in the database")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="编号 / its code")]
WINDOWS = (30, 50, 100)
MODELS = ("bpt", "lognormal", "poisson")


def register(app: typer.Typer) -> None:
    """Add the verbs of the chain."""
    group = typer.Typer(no_args_is_help=True, help="探槽 / trenches")
    group.command("show")(show)
    group.command("oxcal")(oxcal)
    group.command("practice")(practice)
    app.add_typer(group, name="trench")
    app.command("age")(age)
    app.command("rate")(rate)
    app.command("recurrence")(recurrence)
    app.command("recompute")(recompute_all)


def show(
    ctx: typer.Context,
    code: Code,
    survey: InSurvey = None,
    log: paleo_log.Log = None,
    scale: paleo_log.Scale = None,
    paper: paleo_log.Paper = None,
    wall: paleo_log.Walls = None,
    pictures: paleo_log.Pictures = None,
    author: paleo_log.Author = None,
    as_json: Json = False,
) -> None:
    """一个探槽点：单元、样品、事件与年龄 / one trench site: units, samples, events and their ages."""
    asked = {"scale": scale, "paper": paper, "walls": wall, "pictures": pictures, "author": author}
    paleo_log.require_log(log, asked)
    _, records, site = _one(ctx, "trench_site", code, survey, trench_or_site)
    value = paleo_values.site(records, site)
    if log is None:
        output.emit(value, as_json, lambda: paleo_pages.site_page(value))
        return
    made = paleo_log.write_log(ctx, records, code, log, asked)
    output.emit({**value, "log": made}, as_json, lambda: paleo_log.log_page(made))


def oxcal(
    ctx: typer.Context,
    code: Code,
    survey: InSurvey = None,
    out: paleo_oxcal.Out = None,
    source: paleo_oxcal.In = None,
    as_json: Json = False,
) -> None:
    """探槽点的 OxCal 文本：导出或导入 / a trench site's sequence as OxCal text, out or in."""
    _, records, site = _one(ctx, "trench_site", code, survey, trench_or_site)
    if source is not None:
        paleo_oxcal.read(ctx, records, site, source, as_json)
    else:
        paleo_oxcal.write(records, site, out, as_json)


def age(
    ctx: typer.Context, code: Code, survey: InSurvey = None, save: Save = False, as_json: Json = False
) -> None:
    """样品或实验室编号的年龄 / the age of a sample, by its code or the laboratory's number."""
    of, records, sample = _one(ctx, "sample", code, survey, sample_or_lab)
    wanted = [r for r in _all(records, "lab_result") if code in (r.lab_code, sample.code)]
    results = [r for r in wanted if r.sample_id == sample.id and not r.rejected]
    if not results:
        raise InputError("paleo.no_result", sample=sample.code)
    changes = [ages.calibrated(records, result) for result in results]
    _keep(ctx, of, changes, save)
    value = {"sample": sample.code, "ages": [paleo_values.age(records, c.after) for c in changes]}
    output.emit(value, as_json, lambda: paleo_pages.age_page(value))


def rate(
    ctx: typer.Context, fault: Code, survey: InSurvey = None, save: Save = False, as_json: Json = False
) -> None:
    """断层的滑动速率：各测点与代表值 / slip rates of a fault: its sites and what stands for it."""
    of, records, found = _one(ctx, "fault", fault, survey)
    changes, problems = _site_rates(records, found.id)
    components = {r.component for r in _rates(records, found.id)}
    for component in sorted(components):
        old = next((r for r in rates.representative_of(records, found.id) if r.component == component), None)
        changes.append(_put(records, rates.representative(records, found.id, None, component, old)))
    _keep(ctx, of, changes, save)
    value = {"fault": found.code, **paleo_values.rates(records, found.id), "problems": problems}
    output.emit(value, as_json, lambda: paleo_pages.rates_page(value))


def _rates(records: Overlay, fault_id: UUID) -> list[Any]:
    found: list[Any] = list(records["slip_rate"].values())
    return [r for r in found if r.fault_id == fault_id and not r.representative]


def _site_rates(records: Overlay, fault_id: UUID) -> tuple[list[Change], list[dict[str, Any]]]:
    changes, problems = [], []
    markers: list[Any] = [m for m in _all(records, "offset_marker") if m.fault_id == fault_id]
    olds = {r.marker_id: r for r in _rates(records, fault_id)}
    for marker in markers:
        if not rates.results_of(records, marker):
            continue
        try:
            changes.append(_put(records, rates.slip_rate(records, marker, old=olds.get(marker.id))))
        except FaultGISError as error:
            problems.append(_problem(error))
    return changes, problems


def recurrence(
    ctx: typer.Context,
    fault: Code,
    survey: InSurvey = None,
    window: Annotated[
        list[int] | None, typer.Option(min=1, metavar="YEARS", help="时间窗（年） / years ahead")
    ] = None,
    alpha: Annotated[float, typer.Option(help="变异系数 / aperiodicity")] = recurring.ALPHA,
    model: Annotated[
        str, typer.Option(metavar="bpt|lognormal|poisson", help="更新模型 / renewal model")
    ] = recurring.MODEL,
    save: Save = False,
    as_json: Json = False,
) -> None:
    """断层的复发间隔与发震概率 / recurrence of a fault and the probability of rupture."""
    if model not in MODELS:
        raise InputError("renewal.model", field="model", model=model, known=", ".join(MODELS))
    of, records, found = _one(ctx, "fault", fault, survey)
    sites: list[Any] = [s for s in _all(records, "trench_site") if s.fault_id == found.id]
    if not sites:
        raise InputError("paleo.no_site", fault=found.code)
    changes: list[Change] = []
    for site in sites:
        changes += _chain(records, site, window or list(WINDOWS), model, alpha)
    _keep(ctx, of, changes, save)
    value = {"fault": found.code, "sites": [paleo_values.recurrence(records, site) for site in sites]}
    output.emit(value, as_json, lambda: paleo_pages.recurrence_page(value))


def _chain(records: Overlay, site: Any, windows: Sequence[int], model: str, alpha: float) -> list[Change]:
    """The chronology of a site (anew where stale), its recurrence, and the probability in each window."""
    made = []
    default = next((m for m in _of_site(records, site.id) if m.is_default), None)
    if default is None or staleness.state(records, default).stale:
        made += [_put(records, c) for c in ages.chronology(records, site, old=default)]
        default = next(m for m in _of_site(records, site.id) if m.is_default)
    cycles: list[Any] = _all(records, "recurrence")
    old = next((r for r in cycles if r.chronology_id == default.id), None)
    made.append(_put(records, recurring.recurrence(records, default, old)))
    cycle: Any = made[-1].after
    chances: list[Any] = [p for p in _all(records, "probability") if p.recurrence_id == cycle.id]
    for years in windows:
        before = next((p for p in chances if (p.window_years, p.model) == (years, model)), None)
        made.append(_put(records, recurring.probability(records, cycle, years, model, alpha, before)))
    return made


def _of_site(records: Overlay, site_id: UUID) -> list[Any]:
    return [m for m in _all(records, "chronology_model") if m.site_id == site_id]


def recompute_all(
    ctx: typer.Context,
    survey: Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")],
    as_json: Json = False,
) -> None:
    """重新计算全部过时的结果 / calculate anew all results that are stale."""
    store = ctx.obj.open_store()
    of = store.survey(survey)
    records = _records(store, of)
    edit, failed = recompute(records, progress=ctx.obj.progress())
    _keep(ctx, of, list(edit.changes), True)
    problems = [_problem(error) for _, error in failed]
    text = tr("Calculated anew: {count}", count=len(edit.changes))
    lines = [text, *(problem["message"] for problem in problems)]
    output.emit({"recomputed": len(edit.changes), "problems": problems}, as_json, "\n".join(lines))


def _problem(error: FaultGISError) -> dict[str, Any]:
    return {"code": error.code, "message": error_sentence(error)}


def _put(records: Overlay, change: Change) -> Change:
    records.put(change)
    return change


def _all(records: Overlay, kind: str) -> list[Any]:
    return list(records[kind].values())


def _keep(ctx: typer.Context, of: Survey, changes: list[Change], save: bool) -> None:
    kept = [change for change in changes if change.before != change.after]
    if save and kept:
        ctx.obj.open_store().save(Edit("edit.recompute", tuple(kept)).changes, "edit.recompute")


def _records(store: Any, survey: Survey) -> Overlay:
    return Overlay({kind: {r.id: r for r in found} for kind, found in store.load(survey.id).items()})


def _one(
    ctx: typer.Context,
    kind: str,
    code: str,
    survey: str | None,
    find: Callable[[Overlay, str], Any] | None = None,
) -> tuple[Survey, Overlay, Any]:
    """The record of this code in a survey, or in the only survey that has it."""
    store: Any = ctx.obj.open_store()
    hits = []
    for of in [store.survey(survey)] if survey else store.surveys():
        records = _records(store, of)
        found = find(records, code) if find else coded(records, kind, code)
        if found is not None:
            hits.append((of, records, found))
    if not hits:
        raise InputError("paleo.unknown", code=code)
    if len(hits) > 1:
        raise InputError("paleo.in_several_surveys", code=code, surveys=", ".join(h[0].code for h in hits))
    return hits[0]
