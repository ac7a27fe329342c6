"""Terrain by triangles: the same whatever the tiles, near that by distances, voids left void."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

from faultgis.errors import InputError
from importers.clouds.order import Order
from importers.clouds.pipeline import run


def _read(path: str) -> NDArray[np.float64]:
    with rasterio.open(path) as source:
        values: NDArray[np.float64] = source.read(1, masked=True).astype(np.float64).filled(np.nan)
    return values


def _run(tmp: Path, files: Sequence[Path], **options: Any) -> dict[str, Any]:
    return run(Order(tuple(files), tmp / "out", tmp / "scratch", **options))


@pytest.fixture(scope="module")
def tiles(shared: Path) -> list[Path]:
    return [shared / "data" / "lidar" / "terrain" / f"bcts_{number}.laz" for number in (1, 2)]


@pytest.fixture(scope="module")
def whole(tiles: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _run(tmp_path_factory.mktemp("whole"), tiles, ground="compute", dtm="tin", tile=2048)


@pytest.mark.parametrize(("tile", "backwards", "ground"), [(201, True, "compute")])
def test_tiles_and_order_of_files_show_only_in_float_noise(
    tile: int, backwards: bool, ground: str, tiles: list[Path], whole: dict[str, Any], tmp_path: Path
) -> None:
    files = tiles[::-1] if backwards else tiles
    found = _run(tmp_path, files, ground=ground, dtm="tin", tile=tile, name="x")
    one, other = _read(whole["dtm"]), _read(found["dtm"])
    np.testing.assert_array_equal(np.isnan(one), np.isnan(other))
    assert np.nanmax(np.abs(one - other)) <= 0.0101  # one step of the 5 mm in which heights are kept
    assert np.nanmean(np.abs(one - other) > 1e-3) < 1e-3
    np.testing.assert_array_equal(_read(whole["voids"]), _read(found["voids"]))


def test_near_the_terrain_by_distances(tiles: list[Path], whole: dict[str, Any], tmp_path: Path) -> None:
    other = _run(tmp_path, tiles, ground="compute", name="idw")
    apart = _read(whole["dtm"]) - _read(other["dtm"])
    assert abs(np.nanmedian(apart)) < 0.01
    assert np.nanpercentile(np.abs(apart), 95) < 0.25
    with rasterio.open(whole["dtm"]) as source:
        assert source.tags()["HEIGHTS_BY"] == "triangles up to 20 m"


@pytest.mark.parametrize(("edge", "void"), [(10.0, True), (60.0, False)])
def test_a_void_is_bridged_up_to_the_longest_edge(edge: float, void: bool, tmp_path: Path) -> None:
    x, y = np.random.default_rng(1).uniform(0, 150, (2, 40_000))
    kept = np.hypot(x - 75, y - 75) > 15
    header = laspy.LasHeader(point_format=6, version="1.4")
    header.scales, header.offsets = (0.001,) * 3, (500_000, 3_800_000, 0)
    cloud = laspy.LasData(header)
    cloud.x, cloud.y, cloud.z = 500_000 + x[kept], 3_800_000 + y[kept], 900 + 0.3 * x[kept]
    cloud.write(tmp_path / "a.laz")
    given = {"crs": "EPSG:4508", "ground": "none", "dtm": "tin", "max_edge": edge}
    found = _run(tmp_path, [tmp_path / "a.laz"], **given)
    terrain, mask = _read(found["dtm"]), _read(found["voids"])
    truth = np.broadcast_to(900 + 0.3 * (np.arange(150) + 0.5), terrain.shape)
    assert np.isnan(terrain[70:80, 70:80]).all() == void
    assert (mask[70:80, 70:80] == (2 if void else 1)).all() or np.isnan(mask[70:80, 70:80]).all()
    inside = np.s_[2:-2, 2:-2]
    assert np.nanmax(np.abs(terrain - truth)[inside][mask[inside] == 0]) < 0.5  # at the rim by distances
    assert np.nanmedian(np.abs(terrain - truth)[inside]) < 0.004


@pytest.mark.parametrize(
    ("options", "code"),
    [({"dtm": "spline"}, "cloud.unknown_dtm"), ({"max_edge": 0.1}, "cloud.max_edge")],
)
def test_what_cannot_be_made_is_named(options: dict[str, Any], code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _run(tmp_path, [tmp_path / "a.laz"], **options)
    assert caught.value.code == code
