"""``faultgis rejections``: what the national side sent back of a delivery."""

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import FindingsError, InputError
from faultgis.national.mapping import package_of
from faultgis.services import rejecting
from faultgis.services.rejecting import Received
from ui import words
from ui.cli import checking_pages as pages
from ui.cli import output
from ui.cli.finding import InSurvey
from ui.cli.options import Json
from ui.words import tr


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    group = typer.Typer(no_args_is_help=True, help="国家库的退回意见 / what the national side sent back")
    group.command("import")(receive)
    group.command("list")(list_all)
    group.command("settle")(settle)
    app.add_typer(group, name="rejections")


def receive(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="退回意见表 / the list, XLSX, ODS or CSV")],
    survey: Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")],
    delivery: Annotated[
        int, typer.Option("--delivery", metavar="N", min=0, help="针对第几次汇交 / of which delivery")
    ] = 0,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="E", help="文件编码 / the file's encoding")
    ] = None,
    as_json: Json = False,
) -> None:
    """导入退回意见表 / keep a list of rejections: class, ID, field, message."""
    program = ctx.obj.open_program()
    of, progress = program.store.survey(survey), ctx.obj.progress()
    sheets = program.read_table(file, encoding)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    package = package_of(of, program.store.load(of.id, progress=progress), progress=progress)
    done = rejecting.receive(
        program.store, of, file.name, sheets, package, delivery=delivery, sha256=digest, progress=progress
    )
    value = {
        "file": file.name,
        "batch": done.batch.id,
        "read": done.batch.read,
        "created": done.batch.created,
        "unchanged": done.unchanged,
        "rejected": [
            {
                "row": r.row,
                "field": r.field,
                "code": r.code,
                "message": words.sentence(r.code, dict(r.params)),
            }
            for r in done.rejected
        ],
        "unknown": [pages.rejection_value(of, each) for each in done.unknown],
        "rejections": [pages.rejection_value(of, each) for each in done.created],
    }
    output.emit(value, as_json, lambda: _page(done, value))
    if done.rejected or done.unknown:
        raise typer.Exit(FindingsError.exit_code)


def _page(done: Received, value: dict[str, Any]) -> str:
    lines = [
        tr(
            "{read:rejection|rejections} read: {created} new, {unchanged} known, {refused} unusable",
            read=done.batch.read,
            created=done.batch.created,
            unchanged=done.unchanged,
            refused=len(done.rejected),
        )
    ]
    lines += [
        tr("  row {row}: {message}", row=each["row"], message=each["message"]) for each in value["rejected"]
    ]
    if done.unknown:
        lines.append(tr("IDs that the survey does not have:"))
        lines += [f"  {each.class_name} {each.row_code}  {each.message}" for each in done.unknown]
    return "\n".join(lines)


def list_all(
    ctx: typer.Context,
    survey: InSurvey = None,
    state: Annotated[
        str | None, typer.Option("--state", metavar="open|settled|refused", help="处理状态 / only these")
    ] = None,
    as_json: Json = False,
) -> None:
    """列出退回意见 / all rejections."""
    store: Any = ctx.obj.open_store()
    if state is not None and state not in rejecting.STATES:
        raise InputError("rejection.state", state=state, known=", ".join(rejecting.STATES))
    surveys = [store.survey(survey)] if survey else list(store.surveys())
    values = [
        pages.rejection_value(of, each)
        for of in surveys
        for each in rejecting.rejections(store, of)
        if state is None or each.state == state
    ]
    output.emit({"rejections": values}, as_json, lambda: pages.rejection_table(values))


def settle(
    ctx: typer.Context,
    key: Annotated[
        str, typer.Argument(metavar="ID", help="要素编号或意见编号 / the row's ID or the rejection's")
    ],
    survey: Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")],
    answer: Annotated[str, typer.Option("--answer", metavar="TEXT", help="答复 / an answer")] = "",
    refuse: Annotated[
        bool, typer.Option("--refuse", help="不接受，须有答复 / refuse it, with an answer")
    ] = False,
    reopen: Annotated[bool, typer.Option("--reopen", help="重新打开 / open it again")] = False,
    as_json: Json = False,
) -> None:
    """登记退回意见的处理结果 / say what became of a rejection."""
    store: Any = ctx.obj.open_store()
    of = store.survey(survey)
    state = "refused" if refuse else "open" if reopen else "settled"
    kept = [rejecting.settle(store, of, each, state, answer) for each in rejecting.find(store, of, key)]
    values = [pages.rejection_value(of, each) for each in kept]
    output.emit({"rejections": values}, as_json, lambda: pages.rejection_table(values))
