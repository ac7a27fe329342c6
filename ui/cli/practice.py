"""``faultgis trench practice``: the practice trench put into a survey."""

from typing import Annotated, Any

import typer

from faultgis.services.practice import practice_trench
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr


def practice(
    ctx: typer.Context,
    survey: Annotated[str, typer.Option("--survey", metavar="CODE", help="项目 / the survey")] = "practice",
    as_json: Json = False,
) -> None:
    """加入练习探槽（虚构壁面，年代据已发表序列） / add the practice trench: published ages, walls made up."""
    store: Any = ctx.obj.open_store()
    of = store.survey(survey)
    records = {kind: {r.id: r for r in found} for kind, found in store.load(of.id).items()}
    edit = practice_trench(records, of.id)
    store.save(edit.changes, edit.name)
    made: dict[str, int] = {}
    for change in edit.changes:
        made[change.kind] = made.get(change.kind, 0) + 1
    site: Any = edit.changes[0].after
    said = tr("{code} is in {survey}: faultgis trench show {code}", code=site.code, survey=of.code)
    output.emit({"survey": of.code, "site": site.code, "records": made}, as_json, said)
