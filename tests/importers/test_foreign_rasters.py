"""Elevation models and orthophotos from elsewhere: unnamed voids, feet, alpha, 16 bits, world files."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.transform import from_origin

from faultgis.errors import InputError
from faultgis.terrain.catalogue import Options, relief_named
from importers.products.derived import derive
from importers.rasters.geotiff import Raster, open_raster
from importers.rasters.placing import Placing

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
UTM = "EPSG:32647"
PLACE = from_origin(500_000, 3_100_000, 2, 2)


def written(
    path: Path, values: NDArray[Any], *, units: str = "", alpha: bool = False, **profile: Any
) -> Path:
    """A raster file of one or more bands."""
    bands = values if values.ndim == 3 else values[None]
    size = {"count": len(bands), "height": bands.shape[1], "width": bands.shape[2], "dtype": bands.dtype}
    options = {"driver": "GTiff", "crs": UTM, "transform": PLACE, **profile}
    with rasterio.open(path, "w", **size, **options) as target:
        target.write(bands)
        if units:
            target.units = (units,) * len(bands)
        if alpha:
            target.colorinterp = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
    return path


def seen(raster: Raster, size: int) -> NDArray[Any]:
    found = raster.window(raster.bounds, size, size)
    assert found is not None
    return found


def ground(base: float = 800, size: int = 120) -> NDArray[np.float32]:
    rows, columns = np.mgrid[0:size, 0:size]
    z: NDArray[np.float32] = (base + 20 * np.sin(rows / 20) + 10 * np.cos(columns / 15)).astype(np.float32)
    return z


@pytest.mark.parametrize(("kind", "void"), [("int16", -32768), ("float32", -9999), ("float32", -3.4e38)])
@pytest.mark.parametrize("size", [120, 40])
def test_voids_that_no_file_names_are_unknown_and_not_mixed_with_ground(
    tmp_path: Path, kind: str, void: float, size: int
) -> None:
    z = ground()
    z[30:70, 40:80] = void
    raster = open_raster(written(tmp_path / "dem.tif", z.astype(kind)))
    heights = seen(raster, size)
    assert np.isnan(heights[size * 50 // 120, size * 60 // 120])
    assert np.nanmin(heights) > 760
    derive(raster.path, tmp_path / "slope.tif", relief_named("slope"), Options())
    with rasterio.open(tmp_path / "slope.tif") as result:
        slope = result.read(1, masked=True)
    assert slope.mask[35:65, 45:75].all()
    assert slope.max() < 60


def test_zeros_at_the_edge_are_unknown_on_high_ground_only(tmp_path: Path) -> None:
    high, coast = ground(800), ground(12)
    for z in (high, coast):
        z[:20] = 0
        z[:, -15:] = 0
    mountain = open_raster(written(tmp_path / "high.tif", high))
    assert mountain.meaning.unknown == (0.0,)
    assert np.nanmin(seen(mountain, 120)) > 760
    shore = open_raster(written(tmp_path / "coast.tif", coast))
    assert shore.meaning.unknown == ()
    named = open_raster(written(tmp_path / "named.tif", high, nodata=-1))
    assert named.meaning.unknown == ()
    assert np.nanmin(seen(named, 120)) == 0


def test_heights_in_feet_only_where_the_file_says_so(tmp_path: Path) -> None:
    feet = ground() / 0.3048
    said = open_raster(written(tmp_path / "said.tif", feet, units="ft"))
    assert said.meaning.stated
    assert np.nanmean(seen(said, 60)) == pytest.approx(float(ground().mean()), abs=0.5)
    survey = open_raster(written(tmp_path / "survey.tif", feet, units="US survey foot"))
    assert np.nanmean(seen(survey, 60)) == pytest.approx(float(ground().mean()), abs=0.5)
    # A horizontal system in feet says nothing of heights.
    silent = open_raster(written(tmp_path / "silent.tif", ground(), crs="EPSG:2992"))
    assert not silent.meaning.stated
    assert np.nanmean(seen(silent, 60)) == pytest.approx(float(ground().mean()), abs=0.5)
    derive(said.path, tmp_path / "lr.tif", relief_named("localrelief"), Options(radius=5))
    derive(silent.path, tmp_path / "lr2.tif", relief_named("localrelief"), Options(radius=5))
    with rasterio.open(tmp_path / "lr.tif") as one, rasterio.open(tmp_path / "lr2.tif") as other:
        assert one.read(1) == pytest.approx(other.read(1), abs=1e-3)


def photo(size: int = 100) -> NDArray[np.uint8]:
    """Red falls from west to east, green from north to south; the north-western corner is black collar."""
    rows, columns = np.mgrid[0:size, 0:size]
    red, green = 250 - 2 * columns, 250 - 2 * rows
    made = np.stack([red, green, np.full_like(red, 90)]).astype(np.uint8)
    made[:, :20, :20] = 0
    made[0, 60:70, 60:70] = 0
    return made


def test_one_colour_that_is_zero_makes_no_hole(tmp_path: Path) -> None:
    raster = open_raster(written(tmp_path / "ortho.tif", photo(), nodata=0))
    pixels = seen(raster, 100)
    assert (pixels[2:17, 3:17, 3] == 0).all()
    assert (pixels[62:68, 62:68, 3] == 255).all()
    assert (pixels[62:68, 62:68, 0] < 5).all()


def test_alpha_is_taken_as_it_is(tmp_path: Path) -> None:
    colours = np.concatenate([photo(), np.full((1, 100, 100), 255, np.uint8)])
    colours[3, :20, :20] = 0
    raster = open_raster(written(tmp_path / "odm_orthophoto.tif", colours, alpha=True))
    pixels = seen(raster, 100)
    assert raster.kind == "image"
    assert (pixels[2:17, 3:17, 3] == 0).all()
    assert pixels[50, 50].tolist() == pytest.approx([150, 150, 90, 255], abs=6)


@pytest.mark.parametrize("bits", [11, 16])
def test_sixteen_bits_are_bright_whatever_they_use(tmp_path: Path, bits: int) -> None:
    wide = (photo().astype(np.float64) / 255 * (2**bits - 1)).astype(np.uint16)
    pixels = seen(open_raster(written(tmp_path / "wide.tif", wide)), 100)
    assert pixels[80, 5].tolist() == pytest.approx([244, 92, 92, 255], abs=8)


@pytest.mark.parametrize(("driver", "name", "world"), [("JPEG", "a.jpg", "a.jgw"), ("PNG", "a.png", "a.pgw")])
def test_a_picture_with_a_world_file_needs_only_its_system(
    tmp_path: Path, driver: str, name: str, world: str
) -> None:
    path = tmp_path / name
    with rasterio.open(path, "w", driver=driver, width=100, height=100, count=3, dtype="uint8") as target:
        target.write(photo())
    for beside in path.parent.glob("*.aux.xml"):
        beside.unlink()
    with pytest.raises(InputError, match=r"raster\.no_crs"):
        open_raster(path)
    (tmp_path / world).write_text("2\n0\n0\n-2\n500001\n3099999\n")
    with pytest.raises(InputError, match=r"raster\.no_crs"):
        open_raster(path)
    raster = open_raster(path, Placing(crs=UTM))
    west, _south, east, north = raster.bounds
    assert (west, north) == pytest.approx((99.0, 28.025), abs=0.01)
    assert east - west == pytest.approx(200 / 98_300, rel=0.02)
    pixels = seen(raster, 100)
    assert pixels[50, 50].tolist() == pytest.approx([150, 150, 90, 255], abs=12)


def test_a_photograph_is_asked_for_its_place(shared: Path) -> None:
    with pytest.raises(InputError, match=r"raster\.no_crs"):
        open_raster(shared / "data/field/uav_seneca/IMG_0446.jpg")


def test_the_real_elevation_models_are_read_in_metres(shared: Path) -> None:
    for name, low, high in (
        ("data/lidar/dem/TM1_564_146.tif", 200, 500),
        ("data/basemap/dem/gebco2023_west_tianshan_73-80E_37.5-42N.tif", 500, 8000),
    ):
        raster = open_raster(shared / name)
        heights = seen(raster, 64)
        assert raster.meaning.unknown == ()
        assert low < np.nanmin(heights) < np.nanmax(heights) < high


def test_a_large_file_without_overviews_is_only_glanced_at(tmp_path: Path) -> None:
    """Zeros along the edges of a large model count, though most of its rows are never read to find them."""
    z = np.full((2100, 2100), 900, dtype=np.float32)
    z[:, :40] = 0
    path = written(tmp_path / "large.tif", z, compress="deflate", tiled=True)
    raster = open_raster(path)
    assert raster.meaning.unknown == (0.0,)
    wide = (np.stack([z] * 3) * 4).astype(np.uint16)
    photo_path = written(tmp_path / "photo.tif", wide, compress="deflate", tiled=True)
    assert open_raster(photo_path).white == 3600


def test_overviews_are_what_a_small_picture_is_made_of(tmp_path: Path) -> None:
    z = np.full((1024, 1024), 900, dtype=np.float32)
    path = written(tmp_path / "dem.tif", z, nodata=-9999, tiled=True)
    with rasterio.open(path, "r+") as target:
        target.build_overviews([4])
        target.write(np.full((1024, 1024), 500, dtype=np.float32), 1)
    raster = open_raster(path)
    assert np.nanmedian(seen(raster, 64)) == 900, "the cells that are written below were not read"
    assert np.nanmedian(seen(raster, 1024)) == 500


def test_a_raster_of_another_planet_is_refused(tmp_path: Path) -> None:
    """GDAL knows no way from so large an ellipsoid to ours, and says so in an error of its own."""
    planet = CRS.from_epsg(4490).to_wkt().replace("6378137", "140801474976172")
    path = written(tmp_path / "a.tif", ground(size=4), crs=planet, transform=from_origin(104, 31, 0.1, 0.1))
    with pytest.raises(InputError, match=r"raster\.unreadable"):
        open_raster(path)
