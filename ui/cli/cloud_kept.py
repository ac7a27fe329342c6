"""``faultgis cloud list``, ``show`` and ``tidy``: the clouds of a survey, and the files behind them."""

from typing import Annotated, Any

import typer

from faultgis.errors import InputError
from faultgis.records.files import PointCloud, Raster
from faultgis.services.clouds import clouds_of, rasters_of
from ui import cloud_words
from ui.cli import output
from ui.cli.cloud_values import cloud_row, cloud_value, raster_row, raster_value
from ui.cli.options import Json
from ui.words import tr

Survey = Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")]
CLOUD_HEADS = ("Code", "Points", "Points per m²", "Coordinate system", "Height datum")
RASTER_HEADS = ("Code", "Kind", "Cell (m)", "Coordinate system", "Height datum")


def register(group: typer.Typer) -> None:
    """Add ``list``, ``show`` and ``tidy`` to the verbs of ``cloud``."""
    group.command("list")(list_all)
    group.command("show")(show)
    group.command("tidy")(tidy)


def list_all(ctx: typer.Context, survey: Survey, as_json: Json = False) -> None:
    """项目的点云与栅格 / the clouds and rasters of a survey."""
    program = ctx.obj.open_program()
    clouds, rasters = _records(program, survey)
    value = {
        "clouds": [cloud_value(cloud, program.home) for cloud in clouds],
        "rasters": [raster_value(raster, program.home) for raster in rasters],
    }
    output.emit(value, as_json, lambda: _tables(clouds, rasters))


def show(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="点云编号 / the cloud's code")],
    survey: Annotated[
        str | None, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")
    ] = None,
    as_json: Json = False,
) -> None:
    """一个点云：范围、密度、坐标系、高程基准、来历 / one point cloud."""
    program = ctx.obj.open_program()
    wanted = [s.code for s in program.store.surveys()] if survey is None else [survey]
    found = [(c, at) for at in wanted for c in _records(program, at)[0] if c.code == code]
    if not found:
        raise InputError("cloud.unknown_code", field="CODE", name=code)
    if len(found) > 1:
        raise InputError(
            "cloud.several_codes", field="--survey", name=code, known=", ".join(at for _, at in found)
        )
    cloud, at = found[0]
    value = {"survey": at, **cloud_value(cloud, program.home)}
    output.emit(value, as_json, lambda: _page(cloud, at))


def tidy(
    ctx: typer.Context,
    remove: Annotated[bool, typer.Option("--remove", help="删除这些文件 / remove these files")] = False,
    as_json: Json = False,
) -> None:
    """存档中无记录引用的文件 / files in the archive that no record refers to any more."""
    program = ctx.obj.open_program()
    found = program.loose_files(remove)
    value = {
        "files": [{"path": str(path), "size_bytes": size} for path, size in found],
        "size_bytes": sum(size for _, size in found),
        "removed": remove and bool(found),
    }
    output.emit(value, as_json, lambda: _loose(value))


def _records(program: Any, survey: str) -> tuple[list[PointCloud], list[Raster]]:
    store = program.store
    present = store.load(store.survey(survey).id, ("point_cloud", "raster"))
    return clouds_of(present), rasters_of(present)


def _tables(clouds: list[PointCloud], rasters: list[Raster]) -> str:
    if not clouds and not rasters:
        return tr("This survey holds no clouds yet: faultgis cloud import FILE... --survey CODE")
    parts = []
    if clouds:
        parts.append(output.table([cloud_row(c) for c in clouds], [tr(head) for head in CLOUD_HEADS]))
    if rasters:
        parts.append(output.table([raster_row(r) for r in rasters], [tr(head) for head in RASTER_HEADS]))
    return "\n\n".join(parts)


def _page(cloud: PointCloud, survey: str) -> str:
    rows = [(tr("Survey"), survey), *cloud_words.record_rows(cloud)]
    return output.table(rows, (tr("Code"), cloud.code))


def _loose(value: dict[str, Any]) -> str:
    if not value["files"]:
        return tr("Every file in the archive belongs to a record.")
    lines = [f"{each['size_bytes']:>14,}  {each['path']}" for each in value["files"]]
    megabytes = f"{value['size_bytes'] / 1024**2:.1f}"
    said = (
        "{count} files were removed, {size} MiB."
        if value["removed"]
        else ("{count} files belong to no record, {size} MiB; --remove removes them.")
    )
    return "\n".join([*lines, tr(said, count=len(value["files"]), size=megabytes)])
