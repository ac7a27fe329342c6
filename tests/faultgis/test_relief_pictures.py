"""Pictures of reliefs: no seams between windows, radii in metres, gdaldem's shade, cancelled when asked."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio.transform import from_origin

import resources
from faultgis.crs import metres_per_degree
from faultgis.errors import CancelledError
from faultgis.terrain.colours import Tone, painted_shade
from faultgis.terrain.contour_ink import inked
from faultgis.terrain.pictures import View, coarser, margin, picture_of, radius_metres
from faultgis.terrain.profiles import Bounds
from faultgis.terrain.stretching import KINDS, Light
from tests.faultgis.gdaldem import gdaldem
from ui.layers.raster import RasterLayer


def hills(bounds: Bounds, columns: int, rows: int) -> NDArray[Any] | None:
    """Ground of waves in metres, with a hole, known everywhere else."""
    west, south, east, north = bounds
    x = west + (np.arange(columns) + 0.5) * (east - west) / columns
    y = north - (np.arange(rows) + 0.5) * (north - south) / rows
    z = 9 * np.sin(x[None, :] / 23) * np.cos(y[:, None] / 31) + 2 * np.sin(x[None, :] / 4 + y[:, None] / 5)
    z[(np.hypot(x[None, :] - 150, y[:, None] - 90) < 12)] = np.nan
    known: NDArray[Any] = z
    return known


def view(west: float, east: float, cell: float = 1.0, own: float = 1.0) -> View:
    return View((west, 0.0, east, 180.0), round((east - west) / cell), round(180 / cell), (cell, cell), own)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("cell", "own"), [(1.0, 1.0), (0.5, 2.0)])
def test_neighbouring_windows_join_without_a_seam(kind: str, cell: float, own: float) -> None:
    light = Light(kind=kind, contours=2.5)
    whole = picture_of(hills, view(0, 300, cell, own), light)
    assert whole is not None
    parts = [
        picture_of(hills, view(west, east, cell, own), light, stretch=whole.stretch)
        for west, east in ((0, 152), (152, 300))
    ]
    shown = [inked(part.pixels, part.ink) for part in (*parts, whole) if part and part.ink is not None]
    joined = np.concatenate(shown[:2], axis=1)
    assert joined.shape == whole.pixels.shape
    assert np.abs(joined.astype(int) - shown[2]).max() <= 2


def test_a_radius_is_metres_whatever_the_scale() -> None:
    light = Light(kind="openness", radius=40)
    for cell in (0.5, 1.0, 4.0):
        assert margin(light, (cell, cell), 1.0) * cell >= 40
        assert radius_metres(light, (cell, cell), 1.0) == 40
    assert radius_metres(Light(kind="svf"), (0.2, 0.2), 1.0) == 10
    assert radius_metres(Light(kind="svf"), (13.0, 13.0), 1.0) == 130
    # Nothing is computed finer than the model's own cells, nor than a thirtieth of the radius.
    assert coarser(Light(kind="svf"), (0.25, 0.25), 1.0) == 4
    assert coarser(Light(kind="svf", radius=300), (1.0, 1.0), 1.0) == 10
    assert coarser(Light(), (0.25, 0.25), 1.0) == 1


def test_where_nothing_is_known_the_picture_is_clear(tmp_path: Path) -> None:
    for kind in KINDS:
        found = picture_of(hills, view(100, 200), Light(kind=kind))
        assert found is not None
        assert (found.pixels[90, 50] == 0).all(), kind
        assert (found.pixels[20, 10:40, 3] == 255).all(), kind
    assert picture_of(lambda *_: None, view(0, 10), Light()) is None


def test_a_picture_that_is_not_wanted_any_more_is_given_up() -> None:
    asked: list[int] = []

    def wanted() -> bool:
        asked.append(1)
        return len(asked) < 3

    tall = View((0.0, 0.0, 300.0, 6000.0), 300, 6000, (1.0, 1.0), 1.0)
    with pytest.raises(CancelledError):
        picture_of(hills, tall, Light(kind="openness"), wanted=wanted)
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("light", "options"),
    [
        (Light(exaggeration=1, tint=False), ()),
        (Light(exaggeration=2, azimuth=70, altitude=30, tint=False), ("-z", "2", "-az", "70", "-alt", "30")),
        (Light(exaggeration=1, kind="multihillshade", tint=False), ("-multidirectional",)),
    ],
)
def test_the_map_at_one_to_one_has_the_shade_of_gdaldem(
    tmp_path: Path, light: Light, options: tuple[str, ...]
) -> None:
    """The same heights once in degrees, as the map shows them, and once in cells of as many metres."""
    with rasterio.open(resources.path("demo/practice_lidar_1m.tif")) as source:
        z = source.read(1)[:300, :400].copy()
    z[100:110, 50:80] = -9999
    east, north = metres_per_degree(30.0)
    side, size = 1.0, (400, 300)
    profile = {
        "driver": "GTiff",
        "width": 400,
        "height": 300,
        "count": 1,
        "dtype": "float32",
        "nodata": -9999,
    }
    bounds = 100.0, 30.0 - 150 / north, 100.0 + 400 / east, 30.0 + 150 / north
    places = {
        "degrees": ("EPSG:4490", from_origin(bounds[0], bounds[3], side / east, side / north)),
        "metres": ("EPSG:4547", from_origin(500_000, 4_000_000, side, side)),
    }
    for name, (crs, transform) in places.items():
        with rasterio.open(tmp_path / f"{name}.tif", "w", crs=crs, transform=transform, **profile) as target:
            target.write(z, 1)
    theirs = gdaldem("hillshade", tmp_path / "metres.tif", tmp_path / "shade.tif", "-compute_edges", *options)
    layer = RasterLayer(tmp_path / "degrees.tif")
    ours = layer.paint(light, View(bounds, *size, (side, side)), False, lambda: True)
    assert ours is not None
    tone = Tone(float(np.sin(np.radians(light.altitude))), light.strength)
    steps = [painted_shade(np.clip(theirs + by, 0, 255).astype(np.uint8), tone) for by in (-1, 0, 1)]
    # To the map, ground beyond the file is unknown like any hole; gdaldem continues it in a straight line.
    inside = np.s_[1:-1, 1:-1]
    assert (ours.pixels >= np.min(steps, axis=0))[inside].all()
    assert (ours.pixels <= np.max(steps, axis=0))[inside].all()
