"""``faultgis map``: a map at true scale as PDF or PNG, drawn by a child process that knows Qt."""

from pathlib import Path
from typing import Annotated

import typer

from faultgis.errors import InputError
from faultgis.sheets import index
from ui.cli import output
from ui.cli.options import Json
from ui.printing.child import draw
from ui.words import tr

__all__ = ["draw", "print_map", "register"]

DEFAULT_SCALE = 50_000


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("map")(print_map)


def print_map(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf|png", help="输出文件 / the file to write")],
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="图幅号 / a national map sheet")
    ] = None,
    bbox: Annotated[
        str | None, typer.Option("--bbox", metavar="W,S,E,N", help="经纬度范围 / an area in degrees")
    ] = None,
    fault: Annotated[str | None, typer.Option("--fault", metavar="CODE", help="一条断层 / a fault")] = None,
    survey: Annotated[
        str | None, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")
    ] = None,
    scale: Annotated[
        int | None,
        typer.Option(
            "--scale",
            metavar="N",
            min=500,
            max=50_000_000,
            help="比例尺分母；默认为图幅的比例尺，否则 50000 / 1:N; by default the sheet's own, else 50000",
        ),
    ] = None,
    dpi: Annotated[
        int, typer.Option("--dpi", metavar="N", min=72, max=1200, help="PNG 与底图的分辨率 / dots per inch")
    ] = 300,
    basemap: Annotated[
        str,
        typer.Option("--basemap", metavar="hillshade|none|FILE", help="底图 / what lies under the faults"),
    ] = "hillshade",
    as_json: Json = False,
) -> None:
    """按真实比例尺打印图幅、范围或断层 / print a sheet, an area or a fault at true scale."""
    wanted = {"sheet": sheet, "bbox": bbox, "fault": fault}
    if sum(value is not None for value in wanted.values()) != 1:
        raise InputError("map.one_area")
    options = ctx.obj
    scale = scale or (index.sheet(sheet).scale if sheet else DEFAULT_SCALE)
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
