"""The command line: global options, the verbs, exit codes by kind of error."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import CancelledError, FaultGISError, InputError
from faultgis.settings import default_home
from ui import words
from ui.cli import helps, output, verbs
from ui.cli.options import Options

_DATABASE = "团队数据库，默认用本机私有数据库 / a team's database; else this machine's own"
_HOME = "本机数据库、编辑日志与缓存的文件夹 / folder of the local server, journals and caches"


class _Interrupts:
    """Whether the user asked to stop. A library interrupted while it loads raises errors of its own, and what
    is told already is not taken back by stopping the clean-up after it."""

    asked = False


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"FaultGIS {version('faultgis')}")
        raise typer.Exit


def main(
    ctx: typer.Context,
    database: Annotated[
        str | None, typer.Option(envvar="FAULTGIS_DATABASE", metavar="URL", help=_DATABASE)
    ] = None,
    home: Annotated[Path | None, typer.Option(envvar="FAULTGIS_HOME", metavar="DIR", help=_HOME)] = None,
    lang: Annotated[str | None, typer.Option(metavar="zh|en", help="语言 / language")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="不显示进度 / no progress")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 / version")
    ] = False,
) -> None:
    """FaultGIS 活动断层调查数据库 / active-fault surveys on PostGIS."""
    if lang is not None:
        if lang not in words.LANGUAGES:
            raise typer.BadParameter("zh | en", param_hint="--lang")
        words.use(lang)
    if home is not None and home.exists() and not home.is_dir():
        raise InputError("home.not_a_folder", field="--home", home=str(home))
    if home is not None:
        ctx.call_on_close(_at_home(home))
    options = Options(database, home or default_home(), words.language(), quiet)
    ctx.obj = options
    ctx.call_on_close(options.close)


def _at_home(home: Path) -> Callable[[], None]:
    """What an office replaced (rules, templates, mappings) is looked for where the user says, in this process
    and its children. Answers with the way back."""
    before = os.environ.get("FAULTGIS_HOME")
    os.environ["FAULTGIS_HOME"] = str(home.absolute())

    def back() -> None:
        if before is None:
            del os.environ["FAULTGIS_HOME"]
        else:
            os.environ["FAULTGIS_HOME"] = before

    return back


def run() -> None:
    """The ``faultgis`` command."""
    signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    code = answer(sys.argv[1:])
    output.flush()
    sys.exit(code)


def _interrupted(*_: object) -> None:
    if not output.told():
        _Interrupts.asked = True
        raise KeyboardInterrupt


def answer(arguments: list[str]) -> int:
    """Run one command line and return its exit code; never a traceback."""
    as_json = "--json" in arguments
    output.begin()
    _Interrupts.asked = False
    try:
        _choose_language(arguments)
        app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
        app.callback(no_args_is_help=True)(main)
        verbs.register(app, arguments)
        command = typer.main.get_command(app)
        helps.speak(command)
        result = command.main(arguments, prog_name="faultgis", standalone_mode=False)
        if result == CancelledError.exit_code:  # what typer makes of Ctrl+C
            return _fail(CancelledError(), as_json)
        return result if isinstance(result, int) else 0
    except FaultGISError as error:
        return _fail(error, as_json)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(CancelledError(), as_json)
    except Exception as error:
        if _Interrupts.asked:
            return _fail(CancelledError(), as_json)
        return _usage_or_fault(error, as_json)


def _choose_language(arguments: list[str]) -> None:
    """Before anything is said, help and usage errors included; a terminal that cannot show Chinese is not
    sent any unless asked for."""
    named = next((word[7:] for word in arguments if word.startswith("--lang=")), "")
    if "--lang" in arguments[:-1]:
        named = arguments[arguments.index("--lang") + 1]
    if named in words.LANGUAGES:
        words.use(named)
    elif words.language() == "zh" and not output.shows_chinese():
        words.use("en")


def _fail(error: FaultGISError, as_json: bool) -> int:
    if as_json:
        output.emit(output.error_value(error), True, "")
    else:
        output.note(words.error_sentence(error))
        way_out = words.error_help(error)
        if way_out:
            output.note(way_out)
    return error.exit_code


def _usage_or_fault(error: Any, as_json: bool) -> int:
    if not callable(getattr(error, "format_message", None)):
        return _fail(_reported(), as_json)
    context = getattr(error, "ctx", None)
    said, way_out = helps.usage_error(error)
    if as_json:
        output.emit({"error": {"code": "usage", "message": said, "help": way_out}}, True, "")
    elif context is not None and helps.lacks_verb(error):
        output.note(helps.page(context.command, context))
    else:
        lines = [said, helps.usage(context.command, context)] if context is not None else [said]
        output.note("\n".join([*lines, way_out]))
    return 2


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
