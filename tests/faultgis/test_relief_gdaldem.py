"""Shaded relief, slope and aspect are those of gdaldem, at edges, corners and the rims of holes, too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

import resources
from faultgis.terrain.derivatives import aspect_degrees
from faultgis.terrain.relief import combined, hillshade, multidirectional, slope_degrees
from tests.faultgis.gdaldem import gdaldem

Heights = NDArray[np.float32]
SHADES: list[tuple[tuple[str, ...], Callable[[Heights], NDArray[Any]]]] = [
    ((), lambda z: hillshade(z, 1, 1)),
    (("-az", "100", "-alt", "30", "-z", "3"), lambda z: hillshade(z, 1, 1, 100, 30, 3)),
    (("-multidirectional",), lambda z: multidirectional(z, 1, 1)),
    (("-multidirectional", "-alt", "30", "-z", "4"), lambda z: multidirectional(z, 1, 1, 30, 4)),
    (("-combined",), lambda z: combined(z, 1, 1)),
    (("-combined", "-az", "200", "-z", "2"), lambda z: combined(z, 1, 1, 200, 45, 2)),
]


@pytest.fixture(scope="module")
def holed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Heights]:
    """Real lidar ground with holes inside, at an edge and in a corner."""
    with rasterio.open(resources.path("demo/practice_lidar_1m.tif")) as source:
        profile, z = source.profile, source.read(1)[:400, :500].copy()
    for place in (np.s_[100:120, 50:90], np.s_[0:5, 200:210], np.s_[300, 300], np.s_[-1, -1]):
        z[place] = -9999
    path = tmp_path_factory.mktemp("holed") / "dem.tif"
    profile.update(width=500, height=400, nodata=-9999)
    with rasterio.open(path, "w", **profile) as target:
        target.write(z, 1)
    return path, np.where(z == -9999, np.nan, z).astype(np.float32)


@pytest.mark.parametrize(("options", "ours"), SHADES)
def test_shades_equal_gdaldem_within_one(
    holed: tuple[Path, Heights], tmp_path: Path, options: tuple[str, ...], ours: Any
) -> None:
    path, z = holed
    theirs = gdaldem("hillshade", path, tmp_path / "shade.tif", "-compute_edges", *options)
    assert (theirs == 0).sum() == np.isnan(z).sum()
    assert np.abs(theirs - ours(z)).max() <= 1


def test_slope_and_aspect_equal_gdaldem(holed: tuple[Path, Heights], tmp_path: Path) -> None:
    path, z = holed
    known = ~np.isnan(z)
    # The corners are ours: they keep the slope of the ground beside them.
    known[[0, 0, -1, -1], [0, -1, 0, -1]] = False
    slope = gdaldem("slope", path, tmp_path / "slope.tif", "-compute_edges")
    assert np.abs(slope - slope_degrees(z, 1, 1))[known].max() < 0.01
    aspect = gdaldem("aspect", path, tmp_path / "aspect.tif", "-compute_edges")
    ours = aspect_degrees(z, 1, 1)
    sloping = known & (aspect != -9999) & ~np.isnan(ours) & (slope > 2)
    off = (aspect - ours + 180) % 360 - 180
    assert np.abs(off[sloping]).max() < 0.2
