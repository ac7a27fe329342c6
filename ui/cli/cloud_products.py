"""``faultgis cloud import`` and ``faultgis cloud ground``: clouds become terrain; ground classified anew."""

from pathlib import Path
from typing import Annotated, Any

import typer

from faultgis.errors import InputError
from ui import words
from ui.cli import cloud_values, output
from ui.cli.options import Json, Options
from ui.words import tr

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="点云文件 / point clouds")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="点云文件 / a point cloud")]
Crs = Annotated[
    str | None,
    typer.Option(
        metavar="EPSG:n|local",
        help="坐标系，优先于文件所述；local 为独立米制格网 / goes before the file's own",
    ),
]
Vertical = Annotated[
    str | None,
    typer.Option(
        metavar="EPSG:n|ellipsoidal",
        help="高程基准，如 EPSG:5737（1985 国家高程基准） / datum of heights",
    ),
]
Preset = Annotated[
    str,
    typer.Option(
        metavar="standard|alpine|loess|fan|urban|sfm",
        help="地形：通用、高山、黄土、冲积扇、城区、无人机摄影 / kind of terrain",
    ),
]
Salvage = Annotated[
    bool, typer.Option("--salvage", help="文件损坏时保留完好的点 / keep what is intact of a damaged file")
]
Noise = Annotated[
    bool,
    typer.Option(
        "--noise/--no-noise",
        help="剔除孤立的噪声点（默认）；--no-noise 保留 / points that stand alone; --no-noise keeps them",
    ),
]


def register(group: typer.Typer) -> None:
    """Add ``import`` and ``ground`` to the verbs of ``cloud``."""
    group.command("import")(import_clouds)
    group.command("ground")(ground)


def import_clouds(
    ctx: typer.Context,
    files: Files,
    survey: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="调查项目：原始文件存档，点云与栅格入库 / originals and rasters kept with this survey",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="成果文件夹；不给项目时必需 / folder for the products or their copies"
        ),
    ] = None,
    crs: Crs = None,
    vertical: Vertical = None,
    resolution: Annotated[float, typer.Option(metavar="M", help="格网边长（米） / cell in metres")] = 1.0,
    ground_from: Annotated[
        str,
        typer.Option(
            "--ground",
            metavar="auto|class|compute|none",
            help="地面点：自动、用原分类、重新计算、全部点 / the file's class, found anew, or every point",
        ),
    ] = "auto",
    preset: Preset = "standard",
    fill: Annotated[
        float, typer.Option(metavar="M", help="空洞填补的最远距离（米） / reach of filling")
    ] = 10.0,
    dtm: Annotated[
        str, typer.Option(metavar="idw|tin", help="地形：反距离或三角网 / terrain by distances or triangles")
    ] = "idw",
    max_edge: Annotated[
        float | None,
        typer.Option(
            metavar="M", help="三角网最大边长（米），默认 20 / longest edge of a triangle, 20 unless said"
        ),
    ] = None,
    noise: Noise = True,
    name: Annotated[str, typer.Option(metavar="NAME", help="成果文件名的开头 / how their names begin")] = "",
    salvage: Salvage = False,
    accuracy: Annotated[
        float | None,
        typer.Option(
            "--accuracy-m", metavar="M", min=0.0, help="高程中误差（米） / vertical accuracy, metres"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """点云生成地形：地面点、DTM、DSM、密度、离散度、晕渲 / point clouds to terrain and its relief."""
    options: dict[str, Any] = {
        "crs": crs,
        "vertical": vertical,
        "resolution": resolution,
        "ground": ground_from,
        "preset": preset,
        "fill": fill,
        "dtm": dtm,
        "max_edge": max_edge,
        "noise": noise,
        "name": name,
        "salvage": salvage,
    }
    if survey is not None:
        found = _into_survey(ctx.obj, files, survey, out, accuracy, options)
    elif out is not None:
        found = _into_folder(ctx.obj, files, out, options)
    else:
        raise InputError("cloud.no_target", field="--survey")
    value = {**found, "warnings": _warnings(found)}
    output.emit(value, as_json, lambda: _told(value))


def _into_folder(given: Options, files: list[Path], out: Path, options: dict[str, Any]) -> dict[str, Any]:
    from importers.clouds.leftovers import SCRATCH, sweep
    from importers.clouds.making import make_terrain
    from importers.clouds.order import Order

    sweep(given.home)
    return make_terrain(Order(tuple(files), out, given.home / SCRATCH, **options), given.progress())


def _into_survey(
    given: Options,
    files: list[Path],
    survey: str,
    out: Path | None,
    accuracy: float | None,
    options: dict[str, Any],
) -> dict[str, Any]:
    program = given.open_program()
    target = program.store.survey(survey)
    kept = {"copies_to": out, "accuracy_m": accuracy, "local_grid": _grid_code(options["crs"])}
    report = program.import_clouds(files, target, given.progress(), **kept, **options)
    return cloud_values.report_value(report, program.home)


def _grid_code(crs: str | None) -> str:
    """The code of the local grid that ``local:CODE`` names."""
    return crs.partition(":")[2] if crs is not None and crs.lower().startswith("local:") else ""


def ground(
    ctx: typer.Context,
    file: File,
    out: Annotated[Path, typer.Option(metavar="FILE.laz", help="写到哪个文件 / the file to write")],
    crs: Crs = None,
    vertical: Vertical = None,
    preset: Preset = "standard",
    noise: Noise = True,
    salvage: Salvage = False,
    as_json: Json = False,
) -> None:
    """重新识别地面点，其余原样保留 / classify the ground anew; everything else is kept."""
    from importers.clouds import child
    from importers.clouds.classifying import classify
    from importers.clouds.order import Order

    if out.suffix.lower() != ".laz":
        raise InputError("cloud.not_laz", field="--out", name=out.name)
    options: dict[str, Any] = {"crs": crs, "vertical": vertical, "preset": preset, "noise": noise}
    order = Order((file,), out.parent, ctx.obj.home / "scratch", salvage=salvage, **options)
    found = child.run(classify, order, out, progress=ctx.obj.progress(), file=file)
    value = {**found, "warnings": _warnings(found)}
    output.emit(value, as_json, lambda: _classified(value))


def _warnings(found: dict[str, Any]) -> list[dict[str, str]]:
    said = []
    for warning in found["warnings"]:
        params = {key: value for key, value in warning.items() if key != "code"}
        entry = {"code": warning["code"], "message": words.sentence(warning["code"], params)}
        if words.known(f"{warning['code']}/help"):
            entry["help"] = words.sentence(f"{warning['code']}/help", params)
        said.append(entry)
    return said


def _told(found: dict[str, Any]) -> str:
    cover = found["coverage"]
    rows = [
        (tr("Points"), f"{found['points']:,}"),
        (tr("Coordinate system"), _short(found["crs"]) or tr("local grid")),
        (tr("Height datum"), found["vertical"] or tr("not stated")),
        (tr("Density"), tr("{number} points/m²", number=f"{found['density_m2']:g}")),
        (tr("Ground"), words.sentence(f"cloud.ground_{found['ground']}", found)),
        (tr("Cells with ground"), f"{cover['ground']:.1%}"),
        (tr("Filled cells"), f"{cover['filled']:.1%}"),
        (tr("Noise left out"), tr("{number} points", number=f"{found['noise']:,}")),
        *((tr(label), found[kind]) for kind, label in _PRODUCTS.items() if kind in found),
        (tr("Time"), tr("{number} s", number=found["seconds"])),
    ]
    kept = [cloud_values.kept_text(found)] if "clouds" in found else []
    return "\n".join([output.table(rows[1:], rows[0]), *_notes(found), *kept])


_PRODUCTS = {
    "dtm": "Terrain model (DTM)",
    "dsm": "Surface model (DSM)",
    "density": "Point density",
    "sigma": "Scatter in the cell",
    "voids": "Void mask",
    "hillshade": "Hillshade",
}


def _classified(found: dict[str, Any]) -> str:
    rows = [
        (tr("Points"), f"{found['points']:,}"),
        (tr("Ground points"), f"{found['classes'].get('2', 0):,}"),
        (tr("Ground points before"), f"{found['classes_before'].get('2', 0):,}"),
        (tr("Noise"), tr("{number} points", number=f"{_noise(found):,}")),
        (tr("File"), found["file"]),
        (tr("Time"), tr("{number} s", number=found["seconds"])),
    ]
    return "\n".join([output.table(rows[1:], rows[0]), *_notes(found)])


def _noise(found: dict[str, Any]) -> int:
    return int(found["classes"].get("7", 0) + found["classes"].get("18", 0))


def _notes(found: dict[str, Any]) -> list[str]:
    return [
        "\n      ".join(filter(None, (f"- {warning['message']}", warning.get("help"))))
        for warning in found["warnings"]
    ]


def _short(crs: str | None) -> str:
    """A system's code or, of a WKT, its name."""
    return crs.split('"')[1] if crs and '"' in crs else crs or ""
