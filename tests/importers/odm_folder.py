"""A folder as OpenDroneMap leaves it, put together: no real one of a size for tests is at hand.

The photographs are three of a real flight (odm_data_seneca), the orthophoto is the dots of one of them, the
cloud is a small real one from elsewhere; the surface and terrain models are planes.
"""

import shutil
import warnings
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

CELL_M = 0.25
WEST, NORTH = 306_200.0, 4_545_400.0
CLOUD = "data/lidar/formats/test_data_77050_627755_LA93_IGN69.laz"


def results(folder: Path, shared: Path) -> Path:
    """Make the folder; returns it."""
    made = folder / "seneca 成果"
    for name in ("images", "odm_orthophoto", "odm_dem", "odm_georeferencing", "odm_report", "opensfm"):
        (made / name).mkdir(parents=True)
    photos = sorted((shared / "data/field/uav_seneca").glob("*.jpg"))
    for photo in photos:
        shutil.copy(photo, made / "images")
    shutil.copy(shared / CLOUD, made / "odm_georeferencing/odm_georeferenced_model.laz")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = rasterio.open(photos[0])
    with source:
        dots = source.read(out_shape=(3, 243, 324))
    write(made / "odm_orthophoto/odm_orthophoto.tif", dots)
    rows, columns = np.mgrid[0:120, 0:160].astype("float32")
    write(made / "odm_dem/dsm.tif", (215 + columns * 0.01 + rows * 0.02)[None])
    write(made / "odm_dem/dtm.tif", (214 + columns * 0.01)[None])
    (made / "log.json").write_text('{"odmVersion": "3.5.4"}')
    (made / "cameras.json").write_text("{}")
    return made


def write(path: Path, values: np.ndarray) -> None:
    """Bands as a GeoTIFF in UTM 17N on WGS 84, as OpenDroneMap does."""
    count, height, width = values.shape
    profile = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": values.dtype}
    place = from_origin(WEST, NORTH, CELL_M, CELL_M)
    with rasterio.open(path, "w", crs="EPSG:32617", transform=place, **profile) as target:
        target.write(values)
