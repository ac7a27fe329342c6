"""``faultgis cloud``: point clouds, looked into before they are read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultgis.errors import InputError
from faultgis.progress import Progress
from ui import cloud_words, words
from ui.cli import cloud_kept, cloud_products, output
from ui.cli.options import Json
from ui.words import tr

if TYPE_CHECKING:
    from importers.batch import Problem
    from importers.clouds.preflight import CloudInfo

# Finer than any scanner measures, in metres and in degrees; what lies beyond is the computer's own noise.
DIGITS = 9

group = typer.Typer(no_args_is_help=True, help="激光与无人机点云 / LiDAR and UAV point clouds")
cloud_products.register(group)
cloud_kept.register(group)


def register(app: typer.Typer) -> None:
    """Add the verbs ``cloud …``."""
    app.add_typer(group, name="cloud")


@group.command("info")
def info(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="点云文件 / point clouds")],
    classes: Annotated[
        bool, typer.Option("--classes", help="读取全部点并按类别统计 / read all points and count classes")
    ] = False,
    as_json: Json = False,
) -> None:
    """查看点云：点数、范围、坐标系、问题 / what a point cloud is: points, bounds, system, problems."""
    values, texts, failed = [], [], False
    for file in files:
        try:
            value, text = _described(file, classes, ctx.obj.progress())
        except InputError as error:
            if len(files) == 1:
                raise
            failed = True
            value = {"file": str(file), **output.error_value(error)}
            text = "\n".join(filter(None, (words.error_sentence(error), words.error_help(error))))
        values.append(value)
        texts.append(text)
    output.emit(values[0] if len(files) == 1 else {"files": values}, as_json, "\n\n".join(texts))
    if failed:
        raise typer.Exit(InputError.exit_code)


def _described(file: Path, classes: bool, progress: Progress) -> tuple[dict[str, Any], str]:
    from importers.clouds.counting import with_classes
    from importers.clouds.preflight import look

    found = with_classes(file, progress) if classes else look(file)
    return info_value(found), info_text(found)


def info_value(found: "CloudInfo") -> dict[str, Any]:
    """What a cloud is, as JSON."""
    counted = found.classes
    return {
        "file": found.file,
        "points": found.count,
        "readable": found.readable,
        "bounds": [round(value, DIGITS) for value in found.bounds] if found.sound_bounds else None,
        "crs": found.crs,
        "crs_evidence": words.sentence(found.crs_evidence.code, found.crs_evidence.params),
        "units": found.units,
        "vertical_crs": found.vertical_crs,
        "vertical_units": found.vertical_units,
        "density_m2": None if found.density_m2 is None else round(found.density_m2, DIGITS),
        "density_over": "bounding rectangle",
        "classes": None if counted is None else {str(code): number for code, number in counted.items()},
        "returns": list(found.counts_by_return),
        "version": found.version,
        "point_format": found.point_format,
        "record_length": found.record_length,
        "compressed": found.compressed,
        "copc": found.copc,
        "scale": list(found.scale),
        "offset": list(found.offset),
        "software": found.software,
        "date": found.date,
        "warnings": [_problem_value(problem) for problem in found.problems],
    }


def _problem_value(problem: "Problem") -> dict[str, Any]:
    way_out = cloud_words.way_out(problem)
    said = {"code": problem.code, "message": words.sentence(problem.code, problem.params)}
    return {**said, **({"help": way_out} if way_out else {})}


def info_text(found: "CloudInfo") -> str:
    """What a cloud is, to read."""
    lines = [found.file, *(f"  {label}{tr(': ')}{text}" for label, text in cloud_words.rows(found))]
    if found.classes is None:
        lines.append(f"  {tr('Points by class')}{tr(': ')}{tr('not counted (--classes counts them)')}")
    if found.problems:
        lines += ["", tr("To note:")]
    for said, way_out in cloud_words.problems(found.problems):
        lines.append(f"  - {said}")
        if way_out:
            lines.append(f"      {way_out}")
    return "\n".join(lines)
