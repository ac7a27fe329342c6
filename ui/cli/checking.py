"""``faultgis check`` and ``faultgis waive``: the quality gate, and who answers for what it found."""

from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import FindingsError, InputError
from faultgis.quality.finding import Finding
from faultgis.records.delivery import Waiver
from faultgis.records.survey import Survey
from faultgis.services import checking, waiving
from faultgis.services.checking import Checkup, Order
from ui.cli import checking_pages as pages
from ui.cli import output
from ui.cli.finding import InSurvey
from ui.cli.options import Json
from ui.printing import quality_content as content
from ui.printing.quality import write_html, write_pdf, write_xlsx
from ui.words import tr

OfSurvey = Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")]


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("check")(check)
    app.command("waive")(waive)


def check(
    ctx: typer.Context,
    survey: OfSurvey,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="ID", help="只用这些规则，可只写开头 / only these, or as QC-TOP"),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="网页报告 / the report as a page")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="表格报告 / the report as a workbook")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="可打印的报告 / the report for print")
    ] = None,
    template: Annotated[
        str | None, typer.Option("--template", metavar="ID", help="国家模板 / national template")
    ] = None,
    as_json: Json = False,
) -> None:
    """按质检规则检查项目数据 / check a survey by the rules of the quality gate."""
    for path in (html, xlsx, pdf):
        if path is not None and not path.absolute().parent.is_dir():
            raise InputError("map.no_folder", folder=str(path.absolute().parent))
    program = ctx.obj.open_program()
    done = checked(ctx, program.store.survey(survey), rule or (), template)
    progress = ctx.obj.progress()
    if html is not None:
        write_html(done, html, program.home, progress)
    if xlsx is not None:
        write_xlsx(done, xlsx, progress)
    if pdf is not None:
        write_pdf(done, pdf, program.home, progress)
    files = [str(path) for path in (html, xlsx, pdf) if path is not None]
    output.emit({**pages.value(done), "files": files}, as_json, lambda: pages.page(done))
    if sum(done.report.counts()[name] for name in ("error", "warning", "info")):
        raise typer.Exit(FindingsError.exit_code)


def checked(ctx: typer.Context, survey: Survey, only: Any = (), template: str | None = None) -> Checkup:
    """A survey's check, with the files of its records where this program keeps them."""
    from faultgis.national.template import load

    program = ctx.obj.open_program()
    order = Order(tuple(only), checking.folders(program.home), template=load(template) if template else None)
    return checking.check(program.store, survey, order, ctx.obj.progress())


def waive(
    ctx: typer.Context,
    finding: Annotated[
        str | None, typer.Argument(metavar="FINDING", help="问题编号 / a finding's id, from faultgis check")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="R", help="理由 / why it may stand")] = "",
    survey: InSurvey = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="收回豁免 / take the waiver back")] = False,
    listed: Annotated[bool, typer.Option("--list", help="列出豁免 / list the waivers")] = False,
    as_json: Json = False,
) -> None:
    """豁免一个问题：写明理由、姓名和日期 / answer for a finding, with a reason, your name and the date."""
    store: Any = ctx.obj.open_store()
    surveys = [store.survey(survey)] if survey else list(store.surveys())
    if listed:
        values = [pages.waiver_value(of, each) for of in surveys for each in waiving.waivers(store, of)]
        output.emit({"waivers": values}, as_json, lambda: pages.waiver_table(values))
        return
    if finding is None:
        raise InputError("quality.finding_missing")
    if withdraw:
        of, gone = _withdrawn(store, surveys, finding)
        value = pages.waiver_value(of, gone)
        output.emit(value, as_json, lambda: tr("The waiver is taken back; the finding stands again."))
        return
    if not reason.strip():
        raise InputError("quality.waiver_no_reason", finding=finding)
    of, found = _found(ctx, surveys, finding)
    by = ctx.obj.open_program().actor
    made = waiving.waive(store, of, found, reason, by, content.told(found))
    value = pages.waiver_value(of, made)
    said = {"by": made.waived_by, "message": made.message}
    output.emit(value, as_json, lambda: tr("Waived by {by}: {message}", **said))


def _found(ctx: typer.Context, surveys: list[Survey], key: str) -> tuple[Survey, Finding]:
    for of in surveys:
        try:
            return of, checked(ctx, of).find(key)
        except InputError as error:
            if error.code != "quality.finding_unknown":
                raise
    raise InputError("quality.finding_unknown", finding=key, survey=", ".join(of.code for of in surveys))


def _withdrawn(store: Any, surveys: list[Survey], key: str) -> tuple[Survey, Waiver]:
    for of in surveys:
        try:
            return of, waiving.withdraw(store, of, key)
        except InputError as error:
            if error.code != "quality.waiver_unknown":
                raise
    raise InputError("quality.waiver_unknown", finding=key, survey=", ".join(of.code for of in surveys))
