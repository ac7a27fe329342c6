"""``faultgis desktop``: opens the client in a process of its own, since the command line knows no Qt."""

import os
import sys
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("desktop")(desktop)


def desktop(
    ctx: typer.Context,
    survey: Annotated[
        str | None, typer.Option("--survey", metavar="CODE", help="打开的项目 / the survey to open")
    ] = None,
) -> None:
    """打开桌面程序 / open the desktop."""
    options = ctx.obj
    arguments = [sys.executable, "-P", "-m", "ui.app", "--home", str(options.home), "--lang", options.lang]
    if options.database:
        arguments += ["--database", options.database]
    if survey:
        arguments += ["--survey", survey]
    sys.stdout.flush()
    os.execv(sys.executable, arguments)
