"""``faultgis map``: a map at true scale as PDF or PNG, drawn by a child process that knows Qt."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import FaultGISError, InputError
from ui.cli import output
from ui.words import tr

SECONDS = 300


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


def draw(spec: dict[str, Any]) -> dict[str, Any]:
    """Run the printer on this specification. Raises the error that it reports."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ui.printing"],
            input=json.dumps(spec),
            capture_output=True,
            text=True,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise InputError("map.too_slow", seconds=SECONDS) from late
    answer = _answer(done.stdout)
    if "error" in answer:
        error = FaultGISError(answer["error"]["code"], **answer["error"]["params"])
        error.exit_code = answer["error"]["exit_code"]
        raise error
    if not answer:
        fault = FaultGISError("map.printer_failed", report=done.stderr[-2000:])
        fault.exit_code = 1
        raise fault
    return answer


def _answer(printed: str) -> dict[str, Any]:
    for line in reversed(printed.splitlines()):
        if line.startswith("{"):
            found: dict[str, Any] = json.loads(line)
            return found
    return {}
