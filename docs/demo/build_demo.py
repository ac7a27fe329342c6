"""Makes the shipped demo data again from its public sources.

    python docs/demo/build_demo.py HIMATIBET.geojson GEBCO.tif SLOVENIA_LIDAR.tif resources/demo

Selection: the fault structures (no folds) of HimaTibetMap between 73–106° E and 26–44° N that carry a name,
then unnamed ones, those on the relief first and the longer ones before the shorter, until 200 faults are
reached. Names in Chinese are the renderings in
``names_zh.json`` beside this script.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from pyproj import Transformer
from shapely.geometry import box, shape

FAULTS = 200
WINDOW = (73.0, 26.0, 106.0, 44.0)
RELIEF = (73.0, 37.5, 80.0, 42.0)
FOLD_DIGIT = "6"


def main(himatibet: Path, gebco: Path, lidar: Path, out: Path) -> None:
    """Write the four demo files into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    write_faults(himatibet, out / "himatibet_200.geojson")
    write_practice(lidar, out / "practice.geojson")
    write_relief(gebco, out / "gebco_west_tianshan.tif", "int16", {"predictor": 2})
    write_relief(lidar, out / "practice_lidar_1m.tif", "float32", {"predictor": 3}, step=0.05)


def write_faults(source: Path, target: Path) -> None:
    """The selected structures with their own attributes, Chinese names beside the English ones."""
    names = json.loads((Path(__file__).parent / "names_zh.json").read_text(encoding="utf-8"))
    features = [f for f in json.loads(source.read_text(encoding="utf-8"))["features"] if wanted(f)]
    named = [f for f in features if f["properties"]["Name"]]
    unnamed = sorted((f for f in features if not f["properties"]["Name"]), key=rank, reverse=True)
    left = FAULTS - len({f["properties"]["Name"] for f in named})
    chosen = sorted(named + unnamed[:left], key=lambda f: int(f["properties"]["Id"]))
    for feature in chosen:
        feature["properties"]["name_zh"] = names.get(feature["properties"]["Name"] or "", "")
        feature["geometry"]["coordinates"] = rounded(feature["geometry"]["coordinates"])
    write_features(chosen, "himatibet_200", target)


def write_practice(lidar: Path, target: Path) -> None:
    """Constructed faults along foot slopes of the lidar relief: for learning only, no fault runs there."""
    with rasterio.open(lidar) as grid:
        place = Transformer.from_crs(grid.crs, 4490, always_xy=True)
        corner = grid.transform
    drawn = json.loads((Path(__file__).parent / "practice.json").read_text(encoding="utf-8"))
    features = []
    for trace in drawn:
        points = [place.transform(*(corner * tuple(pixel))) for pixel in trace.pop("pixels")]
        line = [[round(x, 8), round(y, 8)] for x, y in points]
        features.append(
            {"type": "Feature", "properties": trace, "geometry": {"type": "LineString", "coordinates": line}}
        )
    write_features(features, "practice", target)


def write_features(features: list[dict[str, Any]], name: str, target: Path) -> None:
    """One feature a line, so that a changed one shows in a comparison."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    head = f'{{"type":"FeatureCollection","name":"{name}","features":[\n'
    target.write_text(f"{head}{lines}\n]}}\n", encoding="utf-8")


def wanted(feature: dict[str, Any]) -> bool:
    """A fault, not a fold, whose middle lies in the window."""
    west, south, east, north = shape(feature["geometry"]).bounds
    x, y = (west + east) / 2, (south + north) / 2
    inside = WINDOW[0] < x < WINDOW[2] and WINDOW[1] < y < WINDOW[3]
    kind = str(feature["properties"]["ltype"])
    return (
        inside and kind[1:2] in "1234" and feature["properties"]["Type"] not in (None, "c", "f", "anticline")
    )


def rank(feature: dict[str, Any]) -> tuple[bool, float]:
    """On the relief or not, then length in degrees."""
    line = shape(feature["geometry"])
    return box(*RELIEF).intersects(line), float(line.length)


def rounded(coordinates: Any) -> Any:
    """Six decimals: 0.1 m, far below the several kilometres of the source."""
    if isinstance(coordinates[0], (int, float)):
        return [round(c, 6) for c in coordinates]
    return [rounded(c) for c in coordinates]


def write_relief(source: Path, target: Path, kind: str, options: dict[str, Any], step: float = 0) -> None:
    """The same grid, tiled and compressed with overviews; heights rounded to ``step`` metres."""
    with rasterio.open(source) as grid:
        heights = grid.read(1)
        profile = grid.profile
    if step:
        heights = (np.round(heights / step) * step).astype(kind)
    profile.update(
        driver="GTiff", dtype=kind, tiled=True, blockxsize=256, blockysize=256, compress="deflate", zlevel=9
    )
    profile.update(options)
    with rasterio.open(target, "w", **profile) as grid:
        grid.write(heights, 1)
    with rasterio.open(target, "r+") as grid:
        grid.build_overviews([2, 4, 8], rasterio.enums.Resampling.average)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
