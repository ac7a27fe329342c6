"""``faultgis trench oxcal CODE``: a site's sequence as OxCal text, and a site's records from such text."""

from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.services import oxcal_sites
from faultgis.services.deriving.recomputing import Overlay
from ui.cli import output
from ui.words import tr

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="写出到文件，默认标准输出 / write here, else to the screen"),
]
In = Annotated[
    Path | None,
    typer.Option("--import", metavar="FILE", help="由 OxCal 文本建立记录 / records from OxCal text"),
]


def write(records: Overlay, site: Any, file: Path | None, as_json: bool) -> None:
    """Write the sequence of a site to a file, or to the screen."""
    text = oxcal_sites.exported(records, site)
    if file is not None:
        oxcal_sites.save_text(file, text)
    value = {"site": site.code, "file": str(file) if file is not None else None, "text": text}
    output.emit(value, as_json, text.rstrip() if file is None else tr("Written: {file}", file=str(file)))


def read(ctx: typer.Context, records: Overlay, site: Any, file: Path, as_json: bool) -> None:
    """Put the sequence of a file into a site and save it."""
    found = oxcal_sites.imported(records, site, oxcal_sites.load_text(file), file.name)
    ctx.obj.open_store().save(found.edit.changes, found.edit.name)
    counts: dict[str, int] = {}
    for change in found.edit.changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    value = {"site": site.code, "records": counts, "as_events": found.boundaries, "left_aside": found.aside}
    lines = [tr("Records made: {count}", count=len(found.edit.changes))]
    if found.boundaries:
        names = ", ".join(found.boundaries)
        lines.append(tr("Boundaries within the sequence, taken for events: {names}", names=names))
    if found.aside:
        lines.append(tr("Commands left aside: {names}", names=", ".join(found.aside)))
    output.emit(value, as_json, "\n".join(lines))
