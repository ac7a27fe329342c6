"""``faultgis terrain``: reliefs of any elevation raster, block by block."""

from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import InputError
from ui.cli import output, terrain_lines
from ui.cli.local import first_row_north, metres_meant
from ui.cli.terrain_lines import RowsRun
from ui.words import tr

Json = Annotated[bool, typer.Option("--json")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE.tif", help="成果文件 / the result")]
Source = Annotated[Path, typer.Argument(metavar="DEM", help="高程栅格 / an elevation raster")]
Azimuth = Annotated[float, typer.Option(min=0, max=360, help="光源方位角 / azimuth of the light")]
Altitude = Annotated[float, typer.Option(min=0, max=90, help="光源高度角 / its height")]
Exaggeration = Annotated[float, typer.Option(min=0.01, max=100, help="垂直夸大 / heights are multiplied by")]
Crs = Annotated[
    str,
    typer.Option(
        metavar="local",
        help="local：没有坐标系，格网以米计，成果也没有 / no system, cells in metres; so has the result",
    ),
]
Radius = Annotated[int, typer.Option(min=1, max=200, help="搜索半径（格） / radius in cells")]
Directions = Annotated[int, typer.Option(min=4, max=64, help="方向数 / number of directions")]

# What looks otherwise where rows run the other way.
TURNING = ("hillshade", "multihillshade", "aspect")

group = typer.Typer(no_args_is_help=True, help="地形因子 / reliefs of elevation rasters")


def register(app: typer.Typer) -> None:
    """Add the verbs ``terrain …``."""
    terrain_lines.register(group)
    app.add_typer(group, name="terrain")


@group.command()
def hillshade(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    azimuth: Azimuth = 315,
    altitude: Altitude = 45,
    exaggeration: Exaggeration = 1,
    combined: Annotated[bool, typer.Option("--combined", help="坡陡处加深 / darker where steep")] = False,
    crs: Crs = "",
    rows: RowsRun = "",
    as_json: Json = False,
) -> None:
    """单方向晕渲 / hillshade from one direction."""
    wanted: dict[str, Any] = {
        "azimuth": azimuth,
        "altitude": altitude,
        "exaggeration": exaggeration,
        "combined": combined,
    }
    _make(ctx, "hillshade", dem, out, crs, as_json, rows, **wanted)


@group.command()
def multihillshade(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    altitude: Altitude = 45,
    exaggeration: Exaggeration = 1,
    crs: Crs = "",
    rows: RowsRun = "",
    as_json: Json = False,
) -> None:
    """多方向晕渲 / hillshade from four directions."""
    _make(ctx, "multihillshade", dem, out, crs, as_json, rows, altitude=altitude, exaggeration=exaggeration)


@group.command()
def slope(ctx: typer.Context, dem: Source, out: Out = None, crs: Crs = "", as_json: Json = False) -> None:
    """坡度（度） / slope in degrees."""
    _make(ctx, "slope", dem, out, crs, as_json)


@group.command()
def aspect(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    crs: Crs = "",
    rows: RowsRun = "",
    as_json: Json = False,
) -> None:
    """坡向（度，自北顺时针） / aspect in degrees clockwise from north."""
    _make(ctx, "aspect", dem, out, crs, as_json, rows)


@group.command()
def curvature(ctx: typer.Context, dem: Source, out: Out = None, crs: Crs = "", as_json: Json = False) -> None:
    """曲率（1/m，凸为正） / curvature, positive on crests."""
    _make(ctx, "curvature", dem, out, crs, as_json)


@group.command()
def localrelief(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    radius: Radius = 20,
    crs: Crs = "",
    as_json: Json = False,
) -> None:
    """局部起伏（与邻域均值之差，米） / height above the mean of the surroundings."""
    _make(ctx, "localrelief", dem, out, crs, as_json, radius=radius)


@group.command()
def svf(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    radius: Radius = 10,
    directions: Directions = 16,
    exaggeration: Exaggeration = 1,
    crs: Crs = "",
    as_json: Json = False,
) -> None:
    """天空可视因子（0–1） / sky view factor."""
    wanted: dict[str, Any] = {"radius": radius, "directions": directions, "exaggeration": exaggeration}
    _make(ctx, "svf", dem, out, crs, as_json, **wanted)


@group.command()
def openness(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    radius: Radius = 10,
    directions: Directions = 16,
    exaggeration: Exaggeration = 1,
    below: Annotated[bool, typer.Option("--below", help="地下开度 / negative openness")] = False,
    crs: Crs = "",
    as_json: Json = False,
) -> None:
    """地形开度（度） / openness in degrees."""
    wanted: dict[str, Any] = {
        "radius": radius,
        "directions": directions,
        "exaggeration": exaggeration,
        "below": below,
    }
    _make(ctx, "openness", dem, out, crs, as_json, **wanted)


@group.command()
def redrelief(
    ctx: typer.Context,
    dem: Source,
    out: Out = None,
    radius: Radius = 10,
    directions: Directions = 16,
    exaggeration: Exaggeration = 1,
    crs: Crs = "",
    as_json: Json = False,
) -> None:
    """红色立体图 / red relief image."""
    wanted: dict[str, Any] = {"radius": radius, "directions": directions, "exaggeration": exaggeration}
    _make(ctx, "redrelief", dem, out, crs, as_json, **wanted)


def _make(
    ctx: typer.Context,
    name: str,
    dem: Path,
    out: Path | None,
    crs: str,
    as_json: bool,
    rows: str = "",
    **wanted: Any,
) -> None:
    from faultgis.terrain.catalogue import Options, relief_named
    from importers.products.derived import derive

    metres_meant(dem, crs)
    target = out or dem.with_name(f"{dem.stem}_{name}.tif")
    if target.resolve() == dem.resolve():
        raise InputError("terrain.same_file", file=str(dem))
    if not target.parent.is_dir():
        raise InputError("map.no_folder", folder=str(target.parent))
    relief, options = relief_named(name), Options(**wanted)
    north_first = name in TURNING and first_row_north(dem, rows)
    progress = ctx.obj.progress()
    found = derive(dem, target, relief, options, progress=progress, north_first=north_first).value()
    value = {"files": [{"path": str(target), "relief": name, "unit": relief.unit}], "stats": found}
    output.emit(value, as_json, lambda: _told(target, relief.unit, found))


def _told(target: Path, unit: str, stats: dict[str, Any]) -> str:
    if not stats["known"]:
        return tr("{file}: no cell is known", file=target)
    numbers = {key: f"{stats[key]:.4g}" for key in ("min", "max", "mean")}
    share = f"{100 * stats['known'] / stats['cells']:.1f}"
    return tr(
        "{file}: {min} to {max} {unit}, mean {mean}; {share} % of the cells known",
        file=target,
        unit=unit,
        share=share,
        **numbers,
    )
