"""Harnesses of photographs, rasters and point clouds."""

import os
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from faultgis.exports.jpeg import stripped
from importers.clouds.inside import receive, send
from importers.clouds.preflight import CloudInfo, look
from importers.clouds.reading import chunks
from importers.photos.exif import read_exif
from importers.photos.facts import look as look_at_photo
from importers.photos.jpeg import read_frame
from importers.photos.xmp import read_xmp
from importers.rasters.geotiff import open_raster
from importers.vector.sniff import look as sniffed
from tests.fuzz.harness import RESOURCES, SHARED, Harness
from tests.fuzz.trees import xml

_PHOTOS = ("field/photos_exif/*.jpg", "field/uav_seneca/*.jpg")
_LAS = ("lidar/formats/*.las", "lidar/hostile/*.las")
_LAZ = ("lidar/formats/*.laz", "lidar/hostile/*.laz")


def _segments() -> list[bytes]:
    return [read_frame(file).exif for pattern in _PHOTOS for file in sorted(SHARED.glob(pattern))]


def _packets() -> list[bytes]:
    found = [read_frame(file).xmp for pattern in _PHOTOS for file in sorted(SHARED.glob(pattern))]
    told = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/" drone-dji:GimbalYawDegree="+12.30"
 drone-dji:RelativeAltitude="+80.1"/></rdf:RDF></x:xmpmeta>"""
    return [each for each in found if each] + [told]


def _header(path: Path) -> object:
    """What a cloud says of itself."""
    found = look(path)
    return found, found.density_m2, found.sound_bounds


def _points(path: Path) -> object:
    """The points of a cloud without compression, as far as they can be read."""
    found: CloudInfo = look(path)
    if found.laszip is not None:
        return found
    return sum(len(chunk) for chunk in chunks(path, salvage=True))


def _raster(path: Path) -> object:
    """A raster looked at and drawn small, in a process of its own: a driver may end it."""
    return _apart(_draw, path)


def _draw(path: Path) -> object:
    raster = open_raster(path)
    return raster.window(raster.bounds, 64, 64)


def _apart(function: Callable[[Path], object], path: Path) -> object:
    """What a function returns, from a fork of this process."""
    reads, writes = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reads)
        with os.fdopen(writes, "wb") as target:
            try:
                answer: object = function(path) is None
            except BaseException as error:
                answer = error
            send(target, answer)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads, "rb") as source:
        answer = receive(source)
    _, state = os.waitpid(child, 0)
    if state != 0:
        raise RuntimeError(f"the process ended with {state}")
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _rasters() -> list[bytes]:
    """Small GeoTIFFs of several kinds, and a part of the program's own."""
    import rasterio
    from rasterio.transform import from_origin

    found = [(RESOURCES / "demo/practice_lidar_1m.tif").read_bytes()]
    place = from_origin(104, 31, 0.001, 0.001)
    packed: tuple[tuple[str, dict[str, Any]], ...] = (
        ("float32", {}),
        ("uint8", {"compress": "lzw"}),
        ("int16", {"compress": "deflate", "tiled": True}),
    )
    for kind, options in packed:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.tif"
            told = {"driver": "GTiff", "width": 48, "height": 32, "count": 1, "dtype": kind, **options}
            with (
                warnings.catch_warnings(),
                rasterio.open(path, "w", crs="EPSG:4490", transform=place, **told) as out,
            ):
                out.write(np.arange(48 * 32).reshape(1, 32, 48).astype(kind))
            found.append(path.read_bytes())
    return found


def _sniffed(path: Path) -> object:
    return sniffed(path)


HARNESSES = (
    Harness("photo", _PHOTOS, ".jpg", look_at_photo),
    Harness("exif", (), ".exif", lambda path: read_exif(path.read_bytes()), _segments),
    Harness("xmp", (), ".xmp", lambda path: read_xmp(path.read_bytes()), _packets, xml),
    Harness("stripped", _PHOTOS, ".jpg", lambda path: stripped(path.read_bytes())),
    Harness("las", _LAS, ".las", _points),
    Harness("laz", _LAZ, ".laz", _header),
    Harness("raster", (), ".tif", _raster, _rasters),
    Harness("sniff", ("formats/*/*", "lidar/formats/*"), "", _sniffed),
)
