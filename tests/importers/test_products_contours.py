"""Contour files: the same lines whatever the blocks, in the raster's system, labelled, nothing half done."""

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress, Step
from importers.products.contours import contour_file

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def cone(folder: Path, **changes: Any) -> Path:
    """A cone of 100 m whose top stands at 500,300 / 3,999,700, in cells of 2 m."""
    rows, columns = np.mgrid[0:300, 0:300]
    x, y = 500_000 + (columns + 0.5) * 2, 4_000_000 - (rows + 0.5) * 2
    z = (100.1 - np.hypot(x - 500_300, y - 3_999_700) / 2).astype(np.float32)
    profile = {"driver": "GTiff", "width": 300, "height": 300, "count": 1, "dtype": "float32"}
    place = {"crs": "EPSG:4547", "transform": from_origin(500_000, 4_000_000, 2, 2), **changes}
    path = folder / "cone.tif"
    with rasterio.open(path, "w", **profile, **place) as target:
        target.write(z, 1)
        target.update_tags(VERTICAL_DATUM="1985 National Height Datum")
    return path


def read(path: Path) -> tuple[Any, dict[str, Any]]:
    meta, _, shapes, values = pyogrio.raw.read(path)
    return shapely.from_wkb(shapes), {"crs": meta["crs"], **dict(zip(meta["fields"], values, strict=True))}


def test_a_cone_has_circles_with_their_heights(tmp_path: Path) -> None:
    drawn = contour_file(cone(tmp_path), tmp_path / "lines.gpkg", 10)
    shapes, said = read(tmp_path / "lines.gpkg")
    assert said["crs"] == "EPSG:4547"
    assert set(said["unit"]) == {"m"}
    assert set(said["datum"]) == {"1985 National Height Datum"} == {drawn.vertical_datum}
    for shape, height, strong in zip(shapes, said["elevation"], said["index"], strict=True):
        x, y = shapely.get_coordinates(shape).T
        assert np.abs(np.hypot(x - 500_300, y - 3_999_700) - 2 * (100.1 - height)).max() < 0.1
        assert bool(strong) == (height % 50 == 0)
    whole = [h for s, h in zip(shapes, said["elevation"], strict=True) if s.is_ring]
    assert sorted(h for h in whole if h > 0) == list(range(10, 100, 10))


def test_blocks_leave_no_seam(tmp_path: Path) -> None:
    source, found = cone(tmp_path), []
    for block in (1000, 64, 97):
        contour_file(source, tmp_path / f"{block}.gpkg", 2.5, block=block)
        shapes, said = read(tmp_path / f"{block}.gpkg")
        rings = [shapely.Polygon(s) if s.is_ring else s for s in shapes]
        found.append({(h, shapely.normalize(s).wkb) for s, h in zip(rings, said["elevation"], strict=True)})
    assert found[0] == found[1] == found[2]


def test_geojson_is_in_degrees_and_a_local_grid_has_none(tmp_path: Path) -> None:
    contour_file(cone(tmp_path), tmp_path / "lines.geojson", 20)
    shapes, said = read(tmp_path / "lines.geojson")
    west, south, east, north = shapely.total_bounds(shapes)
    assert 113 < west < east < 115
    assert 36 < south < north < 37
    assert set(said["elevation"]) >= {20.0, 40.0, 60.0, 80.0}
    local = cone(tmp_path, crs=None)
    with pytest.raises(InputError, match=r"contours\.local"):
        contour_file(local, tmp_path / "local.geojson", 20)
    assert contour_file(local, tmp_path / "local.gpkg", 20).lines == len(shapes)


def test_what_is_refused_leaves_nothing(tmp_path: Path) -> None:
    source = cone(tmp_path)
    for target, interval, code in (
        ("a.shp", 5, "format"),
        ("a.gpkg", 0, "interval"),
        ("a.gpkg", -2, "interval"),
    ):
        with pytest.raises(InputError, match=rf"contours\.{code}"):
            contour_file(source, tmp_path / target, interval)

    def stop(step: Step) -> None:
        if step.done == 2:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(CancelledError):
        contour_file(source, tmp_path / "a.gpkg", 5, progress=progress, block=64)
    assert [p.name for p in tmp_path.iterdir()] == ["cone.tif"]


def test_real_ground_is_between_its_contours(tmp_path: Path, shared: Path) -> None:
    """Along each line the model's own cells are within a cell's relief of the line's height."""
    source = shared / "data/lidar/dem/TM1_564_146.tif"
    drawn = contour_file(source, tmp_path / "lines.gpkg", 5)
    shapes, said = read(tmp_path / "lines.gpkg")
    assert drawn.lines == len(shapes) > 50
    with rasterio.open(source) as grid:
        z, place = grid.read(1).astype(float), ~grid.transform
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    columns, rows = place @ (coordinates[:, 0], coordinates[:, 1])
    r, c = (
        np.clip(rows - 0.5, 0, z.shape[0] - 2).astype(int),
        np.clip(columns - 0.5, 0, z.shape[1] - 2).astype(int),
    )
    corners = np.stack([z[r, c], z[r + 1, c], z[r, c + 1], z[r + 1, c + 1]])
    heights = said["elevation"][owner]
    inside = (corners.min(axis=0) - 1e-3 <= heights) & (heights <= corners.max(axis=0) + 1e-3)
    assert inside.mean() > 0.999
