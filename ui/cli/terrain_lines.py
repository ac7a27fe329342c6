"""``faultgis terrain contours`` and ``profile``: lines of and along any elevation raster."""

import csv
import os
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from faultgis.errors import InputError
from ui.cli import output
from ui.cli.local import LOCAL, in_metres, local_raster, on_canvas
from ui.words import tr

Json = Annotated[bool, typer.Option("--json")]
Source = Annotated[Path, typer.Argument(metavar="DEM", help="高程栅格 / an elevation raster")]
Interval = Annotated[
    float, typer.Option("--interval", metavar="M", help="等高距（米） / metres between lines")
]
Lines = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.gpkg|geojson", help="成果文件 / the result")
]
Line = Annotated[
    str,
    typer.Option("--line", metavar="LON,LAT", help="起点，其余各点随后 / its start; the other places follow"),
]
More = Annotated[list[str] | None, typer.Argument(metavar="LON,LAT...", help="其余各点 / further places")]
Width = Annotated[
    float, typer.Option("--width", min=0, metavar="M", help="条带全宽（米） / width of the band in metres")
]
System = Annotated[
    str,
    typer.Option(
        "--crs",
        metavar="EPSG:n|local",
        help="线的坐标系（缺省经纬度）；local 为独立格网的米 / the line's system, or metres of a local grid",
    ),
]
RowsRun = Annotated[
    str,
    typer.Option(
        "--rows",
        metavar="stated|north-first",
        help="行序由南向北的文件：按所述，或首行为北 / for files whose rows run northwards",
    ),
]
Table = Annotated[Path | None, typer.Option("--out", metavar="FILE.csv", help="剖面表 / the table")]


def register(group: typer.Typer) -> None:
    """Add the verbs to ``terrain …``."""
    group.command("contours")(contours)
    group.command("profile", context_settings={"ignore_unknown_options": True})(profile)


def contours(
    ctx: typer.Context, dem: Source, interval: Interval, out: Lines = None, as_json: Json = False
) -> None:
    """等高线 / contour lines."""
    from importers.products.contours import contour_file

    target = out or dem.with_name(f"{dem.stem}_contours.gpkg")
    _folder(target)
    drawn = contour_file(dem, target, interval, progress=ctx.obj.progress())
    stats = {
        "lines": drawn.lines,
        "index_lines": drawn.index_lines,
        "min": drawn.low,
        "max": drawn.high,
        "interval": drawn.interval,
        "unit": "m",
        "vertical_datum": drawn.vertical_datum,
    }
    value = {"files": [{"path": str(target), "layer": "contours", "features": drawn.lines}], "stats": stats}
    text = tr(
        "{file}: {lines} contour lines every {interval} m; height datum: {datum}",
        file=target,
        lines=drawn.lines,
        interval=f"{interval:g}",
        datum=tr("not stated") if drawn.vertical_datum == "unknown" else drawn.vertical_datum,
    )
    output.emit(value, as_json, text)


def profile(
    ctx: typer.Context,
    dem: Source,
    line: Line,
    more: More = None,
    width: Width = 0.0,
    crs: System = "",
    rows_run: RowsRun = "",
    out: Table = None,
    as_json: Json = False,
) -> None:
    """沿线剖面与条带统计 / the elevation along a line and in the band about it."""
    from faultgis.services.profile_lines import line_profile
    from importers.rasters.geotiff import open_raster
    from importers.rasters.placing import AS_STATED, Placing

    local = local_raster(dem, rows_run) if crs == LOCAL else None
    texts = [part for text in (line, *(more or ())) for part in text.replace(";", " ").split()]
    places = [_place(text) for text in texts]
    try:
        raster = open_raster(dem, AS_STATED) if local is None else local[0]
    except InputError as error:
        if error.code != "raster.no_crs" or not crs:
            raise
        raster = open_raster(dem, Placing(crs=crs))
    if raster.kind != "elevation":
        raise InputError("terrain.not_elevation", file=str(dem), bands=raster.bands)
    degrees = _degrees(places, crs) if local is None else on_canvas(places, local[1])
    found = line_profile(degrees, width / 2, raster.window, raster.cell_degrees)
    rows = found.rows() if local is None else in_metres(found.rows(), local[1])
    files = [{"path": str(_written(out, rows))}] if out is not None else []
    known = found.elevation[np.isfinite(found.elevation)]
    stats: dict[str, Any] = {
        "length_m": round(float(found.distance[-1]), 3),
        "points": len(found.distance),
        "known": len(known),
        "min": float(known.min()) if len(known) else None,
        "max": float(known.max()) if len(known) else None,
        "mean": float(known.mean()) if len(known) else None,
        "width_m": width,
    }
    value = {"files": files, "stats": stats, "profile": rows}
    output.emit(value, as_json, lambda: _told(rows))


def _told(rows: list[dict[str, Any]]) -> str:
    names = list(rows[0])
    texts = [["" if row[name] is None else f"{row[name]}" for name in names] for row in rows]
    return output.table(texts, names)


def _place(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError as error:
        raise InputError("profile.place", text=text) from error
    if not np.isfinite([x, y]).all():
        raise InputError("profile.place", text=text)
    return x, y


def _degrees(places: list[tuple[float, float]], crs: str) -> list[tuple[float, float]]:
    """The places in degrees of CGCS2000."""
    if not crs:
        outside = next((p for p in places if not (-180 <= p[0] <= 180 and -90 <= p[1] <= 90)), None)
        if outside is not None:
            raise InputError("profile.place", text=f"{outside[0]:g},{outside[1]:g}")
        return places
    from faultgis.crs import transformer

    xs, ys = transformer(crs).transform(*np.array(places).T)
    return [(float(x), float(y)) for x, y in zip(xs, ys, strict=True)]


def _folder(target: Path) -> None:
    if not target.parent.is_dir():
        raise InputError("map.no_folder", folder=str(target.parent))


def _written(target: Path, rows: list[dict[str, Any]]) -> Path:
    """The table beside its place under another name, renamed when whole."""
    _folder(target)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with fresh.open("w", newline="", encoding="utf-8-sig") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)
        fresh.replace(target)
    except OSError as error:
        raise InputError("product.not_written", file=str(target), reason=str(error)) from error
    finally:
        fresh.unlink(missing_ok=True)
    return target
