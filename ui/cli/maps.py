"""``faultgis map``: a map at true scale as PDF or PNG, drawn by a child process that knows Qt."""

from pathlib import Path
from typing import Annotated

import typer

from faultgis.errors import InputError
from ui.cli import output
from ui.printing.child import draw
from ui.words import tr

__all__ = ["draw", "print_map", "register"]


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("map")(print_map)


def print_map(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf|png")],
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME")] = None,
    bbox: Annotated[str | None, typer.Option("--bbox", metavar="W,S,E,N")] = None,
    fault: Annotated[str | None, typer.Option("--fault", metavar="CODE")] = None,
    survey: Annotated[str | None, typer.Option("--survey", metavar="CODE")] = None,
    scale: Annotated[int, typer.Option("--scale", min=500, max=50_000_000)] = 50_000,
    dpi: Annotated[int, typer.Option("--dpi", min=72, max=1200)] = 300,
    basemap: Annotated[str, typer.Option("--basemap", metavar="hillshade|none|FILE")] = "hillshade",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """按真实比例尺打印图幅、范围或断层。Print a sheet, an area or a fault at true scale."""
    wanted = {"sheet": sheet, "bbox": bbox, "fault": fault}
    if sum(value is not None for value in wanted.values()) != 1:
        raise InputError("map.one_area")
    options = ctx.obj
    program = options.open_program()
    spec = {
        **wanted,
        "out": str(out.absolute()),
        "scale": scale,
        "dpi": dpi,
        "basemap": basemap,
        "survey": survey,
        "database": program.url,
        "home": str(options.home),
        "lang": options.lang,
    }
    made = draw(spec)
    text = tr("{file}: 1:{scale}, page {width} × {height} mm")
    width, height = made["page_mm"]
    shown = text.format(file=out, scale=f"{scale:,}", width=f"{width:.1f}", height=f"{height:.1f}")
    output.emit(made, as_json, shown)
