"""``faultgis grid``: local grids in metres, their rasters, and what was measured in them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.files import LocalGrid, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import OffsetMarker
from faultgis.records.survey import Survey
from faultgis.services.frames import LINES, fault_line, places_of, values
from faultgis.services.naming import code_like, free_code
from ui import words
from ui.cli import output
from ui.cli.faults import estimate_value, sense_word, shown
from ui.cli.local import rows_said
from ui.cli.options import Json
from ui.words import tr

InSurvey = Annotated[str, typer.Option("--survey", metavar="CODE", help="调查项目 / survey project")]
Name = Annotated[str, typer.Argument(metavar="GRID", help="格网名称或编号 / the grid's name or code")]
KINDS = ("local_grid", "raster", "offset_marker", "fault")
Records = dict[str, list[Any]]


def register(app: typer.Typer) -> None:
    """Add the verbs ``grid add``, ``list`` and ``show``."""
    group = typer.Typer(no_args_is_help=True, help="独立格网（米，不在地球坐标中） / local grids in metres")
    group.command("add")(add)
    group.command("list")(list_all)
    group.command("show")(show)
    app.add_typer(group, name="grid")


def add(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="没有坐标系的栅格 / a raster without a system")
    ],
    survey: InSurvey,
    grid: Annotated[
        str, typer.Option("--grid", metavar="NAME", help="格网名称；没有则新建 / made if it is not there")
    ],
    fault: Annotated[
        str, typer.Option("--fault", metavar="CODE", help="关联断层的编号 / the fault it belongs to")
    ] = "",
    rows: Annotated[
        str,
        typer.Option(
            metavar="stated|north-first",
            help="行序由南向北的文件：按所述，或首行为北 / for files whose rows run northwards",
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """把没有坐标系的栅格放入独立格网 / put a raster without a coordinate system into a local grid."""
    from importers.rasters.recording import look, recorded, same_file

    store = ctx.obj.open_store()
    at = store.survey(survey)
    records = store.load(at.id, KINDS)
    found = look(file, ctx.obj.progress())
    north_first = rows_said(file, rows, found.extent.upwards)
    held, changes = _grid(records, at, grid, fault)
    code = code_like({"raster": {r.id: r for r in records["raster"]}}, "raster", file.stem)
    raster = recorded(found, held, code, north_first, held.fault_id)
    change = same_file((r for r in records["raster"] if r.local_grid_id == held.id), raster)
    if change.before != change.after:
        store.save([*changes, change], tr("{file} into a local grid", file=file.name))
    kept = change.after if isinstance(change.after, Raster) else raster
    value = {**grid_value(held, records), "raster": raster_value(kept)}
    output.emit(
        value, as_json, lambda: tr("{file} lies in local grid {grid} now.", file=file.name, grid=_named(held))
    )


def list_all(ctx: typer.Context, survey: InSurvey, as_json: Json = False) -> None:
    """项目的独立格网 / the local grids of a survey."""
    store = ctx.obj.open_store()
    records = store.load(store.survey(survey).id, KINDS)
    found = [grid_value(grid, records) for grid in records["local_grid"]]
    output.emit({"grids": found}, as_json, lambda: _table(found))


def show(ctx: typer.Context, name: Name, survey: InSurvey, as_json: Json = False) -> None:
    """一个独立格网：栅格与量测 / one local grid: its rasters and what was measured in it."""
    store = ctx.obj.open_store()
    records = store.load(store.survey(survey).id, KINDS)
    grid = _found(records, name)
    if grid is None:
        raise InputError("local_grid.unknown", name=name, survey=survey)
    offsets = [r for r in records["offset_marker"] if r.local_grid_id == grid.id]
    rasters = [r for r in records["raster"] if r.local_grid_id == grid.id]
    value = {
        **grid_value(grid, records),
        "fault_line": fault_line(grid).tolist(),
        "raster_list": [raster_value(r) for r in rasters],
        "offset_list": [offset_value(r, records) for r in sorted(offsets, key=lambda r: str(r.code))],
    }
    output.emit(value, as_json, lambda: _page(value))


def _found(records: Records, name: str) -> LocalGrid | None:
    grids = (g for g in records["local_grid"] if name in (g.code, g.name_zh, g.name_en))
    return next((g for g in grids if isinstance(g, LocalGrid)), None)


def _grid(records: Records, survey: Survey, name: str, fault_code: str) -> tuple[LocalGrid, list[Change]]:
    """The grid of this name, and the change that makes it where there is none."""
    fault = next((f for f in records["fault"] if f.code == fault_code), None)
    if fault_code and fault is None:
        raise InputError("fault.unknown", code=fault_code, survey=survey.code)
    held = _found(records, name)
    if held is not None:
        return held, []
    code = free_code({"local_grid": {g.id: g for g in records["local_grid"]}}, "local_grid")
    chinese = any("㐀" <= c <= "鿿" for c in name)
    made = LocalGrid(
        survey_id=survey.id,
        code=code,
        fault_id=None if fault is None else fault.id,
        name_zh=name if chinese else "",
        name_en="" if chinese else name,
    )
    return made, [Change(None, made)]


def _named(grid: LocalGrid) -> str:
    names = (grid.name_zh, grid.name_en) if words.language() == "zh" else (grid.name_en, grid.name_zh)
    return next(filter(None, names), grid.code)


def grid_value(grid: LocalGrid, records: Records) -> dict[str, Any]:
    """A local grid as JSON."""

    def inside(kind: str) -> int:
        return sum(record.local_grid_id == grid.id for record in records[kind])

    return {
        "code": grid.code,
        "name": _named(grid),
        "fault": _code_of(records["fault"], grid.fault_id),
        "rasters": inside("raster"),
        "offsets": inside("offset_marker"),
    }


def _code_of(records: list[AnyRecord], key: object) -> str | None:
    return next((str(getattr(r, "code", "")) for r in records if r.id == key), None)


def raster_value(raster: Raster) -> dict[str, Any]:
    """A raster of a local grid as JSON."""
    return {
        "code": raster.code,
        "kind": raster.kind,
        "path": raster.path,
        "sha256": raster.sha256,
        "columns": raster.columns,
        "rows": raster.rows,
        "cell_m": raster.cell_m,
    }


def offset_value(record: OffsetMarker, records: Records) -> dict[str, Any]:
    """An offset measured in a local grid as JSON; lines in metres of the grid."""
    kept = values(record)
    return {
        "code": record.code,
        "fault": _code_of(records["fault"], record.fault_id),
        "component": record.component,
        "sense": kept.get("sense"),
        "offset": None if record.offset is None else estimate_value(record.offset),
        "quality": record.quality,
        "method": record.source.method,
        "lines": {key: places_of(record, key).tolist() for key in LINES if key in kept},
    }


def _table(found: list[dict[str, Any]]) -> str:
    if not found:
        return tr("This survey has no local grid: faultgis grid add FILE --survey CODE --grid NAME")
    rows = [(g["code"], g["name"], g["fault"] or "—", g["rasters"], g["offsets"]) for g in found]
    return output.table(rows, (tr("Code"), tr("Name"), tr("Fault"), tr("Rasters"), tr("Measured offsets")))


def _page(value: dict[str, Any]) -> str:
    rasters = output.table(
        [(r["code"], r["kind"], r["cell_m"], r["path"]) for r in value["raster_list"]],
        (tr("Raster"), tr("Kind"), tr("Cell (m)"), tr("File")),
    )
    offsets = output.table(
        [(o["code"], shown(o["offset"]), sense_word(o), o["quality"], o["fault"] or "—")
         for o in value["offset_list"]],
        (tr("Offset marker"), tr("Value"), tr("Sense"), tr("Quality"), tr("Fault")),
    )  # fmt: skip
    return "\n\n".join((_table([value]), rasters, offsets))
