"""What gdaldem gives for a raster, from the GDAL that comes with rasterio: its programs are not needed."""

import ctypes
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray

_HANDLES = {
    "GDALOpen": [ctypes.c_char_p, ctypes.c_int],
    "GDALDEMProcessingOptionsNew": [ctypes.c_void_p, ctypes.c_void_p],
    "GDALDEMProcessing": [
        *(ctypes.c_char_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p),
        ctypes.POINTER(ctypes.c_int),
    ],
}


def _library() -> Any:
    beside = Path(rasterio.__file__).parent.parent / "rasterio.libs"
    found = sorted(beside.glob("libgdal*"))
    if not found:
        pytest.skip("rasterio comes without a GDAL of its own here")
    library = ctypes.CDLL(str(found[0]))
    for name, arguments in _HANDLES.items():
        function = getattr(library, name)
        function.argtypes, function.restype = arguments, ctypes.c_void_p
    for name in ("GDALClose", "GDALDEMProcessingOptionsFree"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
    library.GDALAllRegister()
    return library


def gdaldem(mode: str, source: Path, target: Path, *options: str) -> NDArray[Any]:
    """``gdaldem MODE SOURCE TARGET OPTIONS``; the first band of what it wrote."""
    gdal = _library()
    words = (ctypes.c_char_p * (len(options) + 1))(*[option.encode() for option in options], None)
    wanted = gdal.GDALDEMProcessingOptionsNew(words, None)
    opened, failed = gdal.GDALOpen(str(source).encode(), 0), ctypes.c_int()
    made = gdal.GDALDEMProcessing(
        str(target).encode(), opened, mode.encode(), None, wanted, ctypes.byref(failed)
    )
    assert made
    for handle in (made, opened):
        gdal.GDALClose(handle)
    gdal.GDALDEMProcessingOptionsFree(wanted)
    with rasterio.open(target) as result:
        values: NDArray[Any] = result.read(1)
        return values.astype(np.float64)
