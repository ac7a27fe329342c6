"""Clouds with nothing between them, and disks that fill up: the empty is passed over, what fails is gone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from importers.clouds.order import Order
from importers.clouds.pipeline import run
from importers.clouds.tiling import tiling_of

ROOT = Path(__file__).resolve().parents[2]


def _made(path: Path, apart: float) -> Path:
    """Two slopes of 60 m by 60 m, so far apart in both directions."""
    random = np.random.default_rng(8)
    x, y = random.uniform(0, 60, (2, 20_000))
    far = np.arange(x.size) % 2 * apart
    header = laspy.LasHeader(point_format=6, version="1.4")
    header.scales, header.offsets = (0.001,) * 3, (37_500_000, 3_800_000, 0)
    header.add_crs(CRS.from_user_input("EPSG:4525"))
    cloud = laspy.LasData(header)
    cloud.x, cloud.y = 37_500_000 + x + far, 3_800_000 + y + far
    cloud.z = 1000 + 0.2 * x + random.normal(0, 0.01, x.size)
    cloud.write(path)
    return path


def _run(tmp: Path, file: Path, **options: Any) -> dict[str, Any]:
    return run(Order((file,), tmp / "out", tmp / "scratch", crs="EPSG:4525", ground="compute", **options))


def test_a_wide_hole_is_the_same_whether_tiles_reach_over_it_or_not(tmp_path: Path) -> None:
    file = _made(tmp_path / "two.laz", 900)
    one, other = (_run(tmp_path, file, tile=tile, name=str(tile)) for tile in (64, 4096))
    assert one["coverage"] == other["coverage"]
    for kind in ("dtm", "dsm", "density", "sigma", "voids", "hillshade"):
        with rasterio.open(one[kind]) as holed, rasterio.open(other[kind]) as full:
            assert holed.shape == full.shape == (960, 960)
            assert holed.nodata == full.nodata
            a, b = holed.read(1), full.read(1)
        limit = 1 if kind == "hillshade" else 0.0101
        assert np.abs(a.astype(float) - b).max() <= limit, kind
        assert len(np.unique(a[:800, :800])) == 1
        assert len(np.unique(a[:60, -60:])) > 1 or kind == "voids"
    assert Path(one["dtm"]).stat().st_size < Path(other["dtm"]).stat().st_size


@given(st.integers(0, 10**9), st.integers(1, 4_000_000), st.integers(1, 4_000_000), st.integers(16, 3000))
def test_tiles_are_no_larger_than_ordered_and_each_worker_has_one(
    west: int, wide: int, high: int, tile: int
) -> None:
    order = Order((), Path(), Path(), tile=tile)
    tiling = tiling_of(order, (west, west), (west + wide, west + high), 2)
    assert max(tiling.columns, tiling.rows) <= order.tile_cells
    first = tiling.key_of(west // 1000, west // 1000)
    last = tiling.key_of((west + wide) // 1000, (west + high) // 1000)
    assert first == (0, 0)
    assert (last[0] + 1) * (last[1] + 1) >= 2 or max(wide, high) < 257_000
    assert tiling.frame(last).east >= (west + wide) // 1000


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize(("most", "resolution"), [(100_000, 1.0), (1_000_000, 0.1)])
def test_where_files_cannot_grow_nothing_is_left(most: int, resolution: float, tmp_path: Path) -> None:
    """As on a full disk: the points' own scratch fails, or the rasters'."""
    file = _made(tmp_path / "a.laz", 60)
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from faultgis.errors import InputError; from importers.clouds.order import Order\n"
        "from importers.clouds.pipeline import run\n"
        "file, tmp, most, cell = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))\n"
        "order = Order((file,), tmp / 'out', tmp / 'scratch', crs='EPSG:4525', resolution=cell)\n"
        "try: run(order)\n"
        "except InputError as error: print(error.code)\n"
    )
    program = [sys.executable, "-c", script, str(file), str(tmp_path), str(most), str(resolution)]
    # Kernels not compiled yet could not be kept, which is another matter.
    _run(tmp_path / "warm", file, resolution=resolution)
    done = subprocess.run(program, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "cloud.disk_full"
    assert list((tmp_path / "scratch").iterdir()) == []
    assert list((tmp_path / "out").iterdir()) == []
