"""``faultgis compute``: every calculation as JSON in and JSON out, without a database or a window."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from faultgis.errors import FaultGISError, InputError
from faultgis.services import calculating
from ui import words
from ui.cli import output
from ui.cli.options import Json


def register(app: typer.Typer) -> None:
    """Add the verb ``compute``."""
    app.command("compute")(compute)


def compute(
    name: Annotated[
        str | None, typer.Argument(metavar="FUNCTION", help="计算函数，见 --list / see --list")
    ] = None,
    source: Annotated[
        str,
        typer.Option("--input", metavar="FILE", help="输入文件，- 为标准输入 / a file, - for standard input"),
    ] = "-",
    seed: Annotated[int | None, typer.Option(metavar="N", help="随机数种子 / for random draws")] = None,
    list_all: Annotated[bool, typer.Option("--list", help="列出全部函数 / all functions")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="函数的输入格式 / what a function takes")] = False,
    as_json: Json = False,
) -> None:
    """按 JSON 输入做计算 / calculations on JSON; exit code 2 if an item is bad."""
    if list_all:
        return _list(as_json)
    if name is None:
        raise InputError("compute.no_function", known=", ".join(calculating.FUNCTIONS))
    if schema:
        return output.emit(calculating.function(name).schema(), True, "")
    calculating.function(name)
    answer = _answer(name, _read(source), seed)
    output.emit(_plain(answer), True, "")
    failed = isinstance(answer, FaultGISError) or (
        isinstance(answer, list) and any(isinstance(item, FaultGISError) for item in answer)
    )
    if failed:
        raise typer.Exit(2)
    return None


def _answer(name: str, value: Any, seed: int | None) -> Any:
    try:
        return calculating.compute(name, value, seed)
    except FaultGISError as error:
        return error


def _list(as_json: bool) -> None:
    chosen = [(f.name, f.zh if words.language() == "zh" else f.en) for f in calculating.FUNCTIONS.values()]
    value = [{"name": name, "description": said} for name, said in chosen]
    output.emit({"functions": value}, as_json, "\n".join(f"{name}\t{said}" for name, said in chosen))


def _read(source: str) -> Any:
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise InputError("file.unreadable", file=source, reason=error.strerror) from error
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise InputError("compute.bad_json", row=line, reason=str(error)) from error
    except RecursionError as error:
        raise InputError("compute.bad_json", reason="nested too deeply") from error


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def _plain(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_plain(item) for item in answer]
    return output.error_value(answer) if isinstance(answer, FaultGISError) else answer
