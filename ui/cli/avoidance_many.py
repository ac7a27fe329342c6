"""``faultgis advise`` about very many sites: their answers in bulk, as rows."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.sites import Site, checked
from faultgis.errors import FindingsError
from faultgis.services.assessing import Question
from faultgis.services.screening import screened
from ui import words
from ui.cli import avoidance_pages as pages
from ui.cli import output
from ui.cli.avoidance_trusted import with_suspicion
from ui.cli.replay import logged
from ui.site_table import write_xlsx

# Of more sites no whole answers are made: the columns of a table say what is needed.
FEW = 1000


def advise_many(
    ctx: typer.Context,
    ready: Sequence[Mapped],
    asked: Question,
    sites: Sequence[Site],
    version: int,
    xlsx: Path | None,
    as_json: bool,
    said: dict[str, Any],
) -> None:
    """Answer very many sites: rows with the reasons only where a distance does not say all."""
    found = screened(ready, asked, sites, version, ctx.obj.progress())
    logged(ctx, found, found.brief(0)["survey"])
    if xlsx is not None:
        rows = pages.table_rows(map(found.brief, range(len(found))), long=False)
        notes = [caution.text[words.language()] for caution in asked.rule.cautions]
        write_xlsx(rows, notes, xlsx, len(found), ctx.obj.progress())
    value: dict[str, Any] = {"rule": asked.rule.id, "data_version": version, "counts": dict(found.outcomes)}
    value |= said
    if as_json:
        value["sites"] = [found.brief(number) for number in range(len(found))]
        pages.tell(asked.rule, value["sites"])
    output.emit(value, as_json, lambda: with_suspicion(pages.many_page(asked.rule, found), said))
    if any(checked(site).problem is not None for site in sites):
        raise typer.Exit(FindingsError.exit_code)
