"""The command line: global options, the verbs, exit codes by kind of error."""

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from faultgis.errors import CancelledError, FaultGISError
from faultgis.settings import default_home
from ui import words
from ui.cli import output, verbs
from ui.cli.options import Options


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"FaultGIS {version('faultgis')}")
        raise typer.Exit


def main(
    ctx: typer.Context,
    database: Annotated[str | None, typer.Option(envvar="FAULTGIS_DATABASE", metavar="URL")] = None,
    home: Annotated[Path | None, typer.Option(envvar="FAULTGIS_HOME", metavar="DIR")] = None,
    lang: Annotated[str | None, typer.Option(metavar="zh|en")] = None,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """FaultGIS 活动断层调查数据库 / active-fault surveys on PostGIS."""
    if lang is not None:
        if lang not in words.LANGUAGES:
            raise typer.BadParameter("zh | en", param_hint="--lang")
        words.use(lang)
    options = Options(database, home or default_home(), words.language(), quiet)
    ctx.obj = options
    ctx.call_on_close(options.close)


def run() -> None:
    """The ``faultgis`` command."""
    signal.signal(signal.SIGTERM, _interrupted)
    sys.exit(answer(sys.argv[1:]))


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def answer(arguments: list[str]) -> int:
    """Run one command line and return its exit code; never a traceback."""
    as_json = "--json" in arguments
    try:
        app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
        app.callback()(main)
        verbs.register(app, arguments)
        result = typer.main.get_command(app).main(arguments, prog_name="faultgis", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except FaultGISError as error:
        return _fail(error, as_json)
    except KeyboardInterrupt:
        return _fail(CancelledError(), as_json)
    except (typer.Abort, BrokenPipeError):
        return 130
    except Exception as error:
        return _usage_or_fault(error, as_json)


def _fail(error: FaultGISError, as_json: bool) -> int:
    if as_json:
        output.emit(output.error_value(error), True, "")
    else:
        output.note(words.error_sentence(error))
        way_out = words.error_help(error)
        if way_out:
            output.note(way_out)
    return error.exit_code


def _usage_or_fault(error: Exception, as_json: bool) -> int:
    show = getattr(error, "show", None)
    if callable(show):
        if as_json:
            said = {"code": "usage", "message": str(getattr(error, "message", error))}
            output.emit({"error": said}, True, "")
        else:
            show()
        return 2
    return _fail(_reported(), as_json)


def _reported() -> FaultGISError:
    """Keep the traceback in a report file and name it: a user never sees one on the screen."""
    report = default_home() / "reports" / f"fault-{os.getpid()}.txt"
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        sys.stderr.write(traceback.format_exc())
    fault = FaultGISError("unexpected", report=str(report))
    fault.exit_code = 1
    return fault


if __name__ == "__main__":
    run()
