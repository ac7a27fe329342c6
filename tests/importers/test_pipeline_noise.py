"""Birds and echoes from below: out of terrain and surface, marked in a cloud, whatever the tiles."""

from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

from importers.clouds.classifying import classify
from importers.clouds.order import Order
from importers.clouds.pipeline import run

BIRDS, PITS = 12, 9


def _cloud(path: Path, point_format: int = 6) -> Path:
    """A slope with trees over 300 m by 300 m; birds 60 m up, and echoes 25 m below the ground."""
    random = np.random.default_rng(8)
    x, y = random.uniform(0, 300, (2, 180_000))
    z = 1200 + 0.2 * x + random.normal(0, 0.03, x.size)
    for cx, cy in random.uniform(0, 300, (60, 2)):
        square = ((x - cx) ** 2 + (y - cy) ** 2) / 16
        z[square < 1] += 12 * (1 - 0.6 * square[square < 1])
    lonely = random.choice(x.size, BIRDS + PITS, replace=False)
    z[lonely[:BIRDS]] = 1260 + 0.2 * x[lonely[:BIRDS]]
    z[lonely[BIRDS:]] = 1175 + 0.2 * x[lonely[BIRDS:]]
    header = laspy.LasHeader(point_format=point_format, version="1.4" if point_format >= 6 else "1.2")
    header.scales, header.offsets = (0.001,) * 3, (500_000, 3_800_000, 0)
    cloud = laspy.LasData(header)
    cloud.x, cloud.y, cloud.z = 500_000 + x, 3_800_000 + y, z
    cloud.classification = np.ones(x.size, dtype=np.uint8)
    cloud.write(path)
    return path


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _cloud(tmp_path_factory.mktemp("noise") / "a.laz")


def _run(tmp: Path, file: Path, **options: Any) -> tuple[dict[str, Any], dict[str, NDArray[np.float32]]]:
    found = run(Order((file,), tmp / "out", tmp / "scratch", crs="EPSG:4508", ground="compute", **options))
    rasters = {}
    for kind in ("dtm", "dsm"):
        with rasterio.open(found[kind]) as source:
            rasters[kind] = source.read(1)
    return found, rasters


@pytest.mark.parametrize("tile", [64, 1024])
def test_birds_and_pits_are_neither_in_terrain_nor_in_surface(tile: int, cloud: Path, tmp_path: Path) -> None:
    found, made = _run(tmp_path, cloud, tile=tile)
    assert found["noise"] == BIRDS + PITS
    slope = 1200 + 0.2 * (np.arange(300) + 0.5)
    assert np.abs(made["dtm"] - slope).max() < 1.5
    assert (made["dsm"] - slope).max() < 30  # crowns upon crowns


def test_without_the_search_the_birds_stand_in_the_surface(cloud: Path, tmp_path: Path) -> None:
    found, made = _run(tmp_path, cloud, noise=False)
    assert found["noise"] == 0
    slope = 1200 + 0.2 * (np.arange(300) + 0.5)
    assert (made["dsm"] - slope > 50).sum() == BIRDS


@pytest.mark.parametrize(("point_format", "high"), [(6, 18), (1, 7)])
def test_noise_is_marked_low_or_high(point_format: int, high: int, tmp_path: Path) -> None:
    file = _cloud(tmp_path / "a.laz", point_format)
    given = {"crs": "EPSG:4508"}
    for tile in (50, 1024):
        order = Order((file,), tmp_path, tmp_path / "scratch", tile=tile, **given)  # type: ignore[arg-type]
        classify(order, tmp_path / f"{tile}.laz")
    one, other = laspy.read(tmp_path / "50.laz"), laspy.read(tmp_path / "1024.laz")
    np.testing.assert_array_equal(one.classification, other.classification)
    classes, heights = np.asarray(one.classification), np.asarray(one.z) - 1200 - 0.2 * (one.x - 500_000)
    assert (classes[heights > 40] == high).all()
    assert (classes[heights < -20] == 7).all()
    assert np.isin(classes, (7, 18)).sum() == BIRDS + PITS
    silent = Order((file,), tmp_path, tmp_path / "scratch", noise=False, **given)  # type: ignore[arg-type]
    assert set(classify(silent, tmp_path / "off.laz")["classes"]) == {"1", "2"}


def test_a_sparse_cloud_is_not_taken_for_noise(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "lidar" / "hostile" / "noise-dirty.las"
    order = Order((file,), tmp_path, tmp_path / "scratch", crs="local")
    found = classify(order, tmp_path / "a.laz")
    assert found["points"] == 1065
    assert "7" not in found["classes"]
    assert "18" not in found["classes"]
