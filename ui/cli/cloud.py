"""``faultgis cloud``: point clouds, looked into before they are read."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultgis.errors import InputError
from faultgis.progress import Progress
from ui import words
from ui.cli import cloud_products, output
from ui.cli.options import Json
from ui.words import tr

if TYPE_CHECKING:
    from importers.batch import Problem
    from importers.clouds.preflight import CloudInfo

group = typer.Typer(no_args_is_help=True, help="激光与无人机点云 / LiDAR and UAV point clouds")
cloud_products.register(group)
_UNITS = {
    "metre": "metre",
    "us_foot": "US survey foot",
    "foot": "international foot",
    "degree": "degree",
    "geocentric": "geocentric metre",
    "unknown": "unknown",
}


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
        "bounds": list(found.bounds) if found.sound_bounds else None,
        "crs": found.crs,
        "crs_evidence": words.sentence(found.crs_evidence.code, found.crs_evidence.params),
        "units": found.units,
        "vertical_crs": found.vertical_crs,
        "vertical_units": found.vertical_units,
        "density_m2": found.density_m2,
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
    way_out = _way_out(problem)
    said = {"code": problem.code, "message": words.sentence(problem.code, problem.params)}
    return {**said, **({"help": way_out} if way_out else {})}


def _way_out(problem: "Problem") -> str:
    code = f"{problem.code}/help"
    return words.sentence(code, problem.params) if words.known(code) else ""


def info_text(found: "CloudInfo") -> str:
    """What a cloud is, to read."""
    rows = [
        (tr("Points"), f"{found.count:,}"),
        (tr("Format"), _format(found)),
        (tr("Extent"), _extent(found)),
        (tr("Coordinate system"), _system(found)),
        (tr("Units"), tr(_UNITS[found.units])),
        (tr("Heights"), _heights(found)),
        (tr("Density"), _density(found)),
        (tr("Points by return"), _returns(found.counts_by_return)),
        (tr("Points by class"), _classes(found)),
        (tr("Made by"), _maker(found)),
    ]
    lines = [found.file, *(f"  {label}{tr(': ')}{text}" for label, text in rows if text)]
    if found.problems:
        lines += ["", tr("To note:"), *_problem_lines(found.problems)]
    return "\n".join(lines)


def _format(found: "CloudInfo") -> str:
    kind = "COPC" if found.copc else "LAZ" if found.compressed else "LAS"
    return f"{kind} {found.version}, {tr('point format {number}', number=found.point_format)}"


def _extent(found: "CloudInfo") -> str:
    if not found.sound_bounds or not found.count:
        return tr("none")
    x0, y0, z0, x1, y1, z1 = (f"{value:.10g}" for value in found.bounds)
    return f"x {x0} … {x1}, y {y0} … {y1}, z {z0} … {z1}"


def _system(found: "CloudInfo") -> str:
    said = words.sentence(found.crs_evidence.code, found.crs_evidence.params)
    return f"{found.crs} ({said})" if found.crs else said


def _heights(found: "CloudInfo") -> str:
    unit = tr(_UNITS[found.vertical_units])
    return f"{found.vertical_crs or tr('datum not stated')}{tr(', ')}{tr('unit: {name}', name=unit)}"


def _density(found: "CloudInfo") -> str:
    density = found.density_m2
    if density is None:
        return tr("unknown")
    return tr("{number} points per m² of the bounding rectangle", number=f"{density:.3g}")


def _returns(counts: Sequence[int]) -> str:
    told = [f"{number}: {count:,}" for number, count in enumerate(counts, 1) if count]
    return tr(", ").join(told)


def _maker(found: "CloudInfo") -> str:
    made = "" if found.date is None else found.date.isoformat()
    return tr(", ").join(filter(None, (found.software, made)))


def _classes(found: "CloudInfo") -> str:
    if found.classes is None:
        return tr("not counted (--classes counts them)")
    return tr(", ").join(f"{code} {_class(code)} {count:,}" for code, count in found.classes.items())


def _class(code: int) -> str:
    return words.sentence(f"cloud.class_{code}") if words.known(f"cloud.class_{code}") else ""


def _problem_lines(problems: Sequence["Problem"]) -> list[str]:
    lines = []
    for problem in problems:
        lines.append(f"  - {words.sentence(problem.code, problem.params)}")
        if way_out := _way_out(problem):
            lines.append(f"      {way_out}")
    return lines
