"""Derived rasters as they come back from disk."""

from pathlib import Path

import numpy as np
import pytest
import rasterio

from faultgis.errors import InputError
from faultgis.terrain.grid import Frame, Grid
from importers.products.rasters import NODATA, write_cog

FRAME = Frame(0.5, 1_000_001, 8_000_001, 700, 900)


def _heights() -> np.ndarray:
    values = np.random.default_rng(1).normal(2500, 40, (FRAME.rows, FRAME.columns)).astype(np.float32)
    values[3, 5] = values[100:300, 200:260] = np.nan
    return values


def test_heights_come_back_within_five_millimetres(tmp_path: Path) -> None:
    values, path = _heights(), tmp_path / "dtm.tif"
    grid = Grid(FRAME, values, "EPSG:4525", "EPSG:5737", {"SOURCES": 'a "雷达" <&>.laz'})
    assert write_cog(path, grid) == path
    with rasterio.open(path) as source:
        read = source.read(1)
        assert source.bounds == FRAME.bounds
        assert source.crs.to_epsg() == 4525
        assert source.nodata == NODATA
        assert source.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert source.block_shapes == [(512, 512)]
        assert source.overviews(1)
        tags = source.tags()
    assert (tags["HORIZONTAL_DATUM"], tags["VERTICAL_DATUM"]) == ("EPSG:4525", "EPSG:5737")
    assert tags["SOURCES"] == 'a "雷达" <&>.laz'
    np.testing.assert_array_equal(read == NODATA, np.isnan(values))
    assert np.nanmax(np.abs(np.where(np.isnan(values), np.nan, read) - values)) <= 0.005 + 2e-4


def test_whole_numbers_come_back_as_they_were(tmp_path: Path) -> None:
    shade = np.random.default_rng(2).integers(0, 256, (FRAME.rows, FRAME.columns)).astype(np.uint8)
    path = write_cog(tmp_path / "shade.tif", shade, frame=FRAME, nodata=0)
    with rasterio.open(path) as source:
        np.testing.assert_array_equal(source.read(1), shade)
        assert source.crs is None
        assert source.tags()["HORIZONTAL_DATUM"] == "local grid"
        assert source.tags()["VERTICAL_DATUM"] == "unknown"


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "dtm.tif"
    path.mkdir()
    with pytest.raises(InputError) as caught:
        write_cog(path, Grid(FRAME, _heights()))
    assert caught.value.code == "product.not_written"
    assert [p.name for p in tmp_path.iterdir()] == ["dtm.tif"]
