"""``faultgis inspect``: what files hold, found by looking inside, without a database."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultgis.errors import InputError
from ui import words
from ui.cli import output
from ui.cli.options import Json
from ui.words import tr

if TYPE_CHECKING:
    from importers.batch import FileInfo, LayerInfo, Problem

_SHOWN_FIELDS = 40


def register(app: typer.Typer) -> None:
    """Add the verb ``inspect``."""
    app.command("inspect")(inspect)


def inspect(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="文件 / files")],
    as_json: Json = False,
) -> None:
    """查看文件内容，不导入 / what a file holds, without importing it."""
    from importers.registry import inspect as look

    single = len(files) == 1
    values, texts, failed = [], [], False
    for file in files:
        try:
            info = look(file)
        except InputError as error:
            if single:
                raise
            failed = True
            values.append({"file": str(file), **output.error_value(error)})
            texts.append("\n".join(filter(None, (words.error_sentence(error), words.error_help(error)))))
        else:
            values.append(info_value(info))
            texts.append(info_text(info))
    output.emit(values[0] if single else {"files": values}, as_json, "\n\n".join(texts))
    if failed:
        raise typer.Exit(InputError.exit_code)


def info_value(info: "FileInfo") -> dict[str, Any]:
    """What a file holds, as JSON."""
    return {
        "file": info.file,
        "reader": info.reader,
        "layers": [_layer_value(layer) for layer in info.layers],
        "problems": [_problem_value(problem) for problem in info.problems],
    }


def _layer_value(layer: "LayerInfo") -> dict[str, Any]:
    return {
        "name": layer.name,
        "features": layer.features,
        "geometry": layer.geometry,
        "crs": layer.crs,
        "crs_evidence": said(layer.crs_evidence),
        "encoding": layer.encoding,
        "encoding_evidence": said(layer.encoding_evidence),
        "fields": list(layer.fields),
        "extent": None if layer.extent is None else list(layer.extent),
    }


def _problem_value(problem: "Problem") -> dict[str, Any]:
    place = {"layer": problem.layer, "row": problem.row, "field": problem.field}
    way_out = _way_out(problem)
    return {
        "code": problem.code,
        "message": said(problem),
        **{key: value for key, value in place.items() if value},
        **({"help": way_out} if way_out else {}),
    }


def said(problem: "Problem") -> str:
    """A problem's, or a piece of evidence's, sentence."""
    return words.sentence(problem.code, {**problem.params, "row": problem.row, "field": problem.field})


def _way_out(problem: "Problem") -> str:
    code = f"{problem.code}/help"
    return words.sentence(code, problem.params) if words.known(code) else ""


def info_text(info: "FileInfo") -> str:
    """What a file holds, to read."""
    lines = [tr("{file}: read as {reader}", file=info.file, reader=info.reader), ""]
    heads = [tr("Layer"), tr("Features"), tr("Geometry"), tr("Coordinate system"), tr("Encoding")]
    lines += [output.table([_layer_row(layer) for layer in info.layers], heads), ""]
    for layer in info.layers:
        lines += _layer_lines(layer, named=len(info.layers) > 1)
    if info.problems:
        lines += ["", tr("To note:"), *_problem_lines(info.problems, named=len(info.layers) > 1)]
    return "\n".join(lines)


def _layer_row(layer: "LayerInfo") -> list[Any]:
    none = tr("none")
    return [layer.name, layer.features, layer.geometry or none, layer.crs or none, layer.encoding or "?"]


def _layer_lines(layer: "LayerInfo", named: bool) -> list[str]:
    fields = ", ".join(layer.fields[:_SHOWN_FIELDS])
    if len(layer.fields) > _SHOWN_FIELDS:
        fields += f", … ({len(layer.fields)})"
    rows = [
        (tr("Fields"), fields or tr("none")),
        (tr("Extent"), _extent(layer.extent)),
        (tr("Coordinate system"), said(layer.crs_evidence)),
        (tr("Encoding"), said(layer.encoding_evidence)),
    ]
    lines = [tr("layer {name}", name=layer.name)] if named else []
    return [*lines, *(f"  {label}{tr(': ')}{text}" for label, text in rows)]


def _extent(extent: Sequence[float] | None) -> str:
    if extent is None:
        return tr("none")
    west, south, east, north = (f"{value:.10g}" for value in extent)
    return f"x {west} … {east}, y {south} … {north}"


def _problem_lines(problems: Sequence["Problem"], named: bool) -> list[str]:
    lines = []
    for problem in problems:
        place = [
            tr("layer {name}", name=problem.layer) if named and problem.layer else "",
            tr("row {number}", number=problem.row) if problem.row else "",
            tr("field {name}", name=problem.field) if problem.field else "",
        ]
        where = tr(", ").join(filter(None, place))
        lines.append(f"  - {where}{tr(': ') if where else ''}{said(problem)}")
        if way_out := _way_out(problem):
            lines.append(f"      {way_out}")
    return lines
