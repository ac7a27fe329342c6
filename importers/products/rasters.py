"""Derived rasters as cloud-optimized GeoTIFF: blocks of 512 cells, overviews, datum and lineage in the tags.

Written under another name beside the target and renamed when whole: a reader never sees half a file.
"""

import os
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.terrain.grid import Frame, Grid

NODATA = -9999.0
PRECISION_M = 0.005
BLOCK = 512
_DRIVER = {"GDAL_CACHEMAX": 16 * 1024**2, "GDAL_PAM_ENABLED": "NO"}
_RAW = ' subClass="VRTRawRasterBand"'
_NAMES = {"float32": "Float32", "uint8": "Byte", "int32": "Int32", "uint16": "UInt16", "int16": "Int16"}


@dataclass(frozen=True)
class Legend:
    """What a raster is besides its values. ``crs``: authority code or WKT, empty for a local grid;
    ``nodata``: the value that means nothing; ``vertical_datum``: of the heights, as stated; ``lineage``: tags
    that say what made it; ``precision``: how far a kept floating-point value may be from the given one.
    """

    crs: str = ""
    nodata: float | None = None
    vertical_datum: str = ""
    lineage: Mapping[str, str] = field(default_factory=dict)
    precision: float = PRECISION_M


def write_cog(
    path: Path,
    values: Grid | NDArray[Any],
    crs: str = "",
    *,
    frame: Frame | None = None,
    nodata: float | None = None,
    vertical_datum: str = "",
    lineage: Mapping[str, str] | None = None,
    precision: float = PRECISION_M,
) -> Path:
    """Write a grid, or an array on a ``frame`` (first row northernmost), as a cloud-optimized GeoTIFF.

    Floating-point values are kept to ``precision`` (in their own unit) by LERC and deflated, NaN becoming
    ``NODATA``; whole numbers are deflated as they are. Answers with the path.
    Raises ``InputError("product.not_written")``.
    """
    if isinstance(values, Grid):
        frame, crs = values.frame, crs or values.crs
        vertical_datum = vertical_datum or values.vertical
        lineage = {**values.note, **(lineage or {})}
        values = values.values
    if frame is None:
        raise ValueError("an array needs its frame")
    plain = plain_values(values)
    if values.dtype.kind == "f":
        nodata = NODATA
    legend = Legend(crs, nodata, vertical_datum, lineage or {}, precision)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=path.parent) as folder:
        raw = Path(folder) / "plain.raw"
        np.ascontiguousarray(plain[::-1]).tofile(raw)
        cog_from_raw(raw, path, str(plain.dtype), frame, legend)
    return path


def plain_values(values: NDArray[Any]) -> NDArray[Any]:
    """As they are kept: floating-point numbers in single precision, NaN as ``NODATA``; flags as 0 and 1."""
    if values.dtype.kind == "f":
        return np.where(np.isnan(values), np.float32(NODATA), values).astype("<f4")
    return values.astype(np.uint8) if values.dtype == np.bool_ else values


def cog_from_raw(
    raw: Path, path: Path, kind: str, frame: Frame, legend: Legend, parts: Sequence[Frame] | None = None
) -> None:
    """Turn a file of bare values (row after row, southernmost first) of the numpy ``kind`` into a
    cloud-optimized GeoTIFF, block by block, so that its size does not matter for memory. With ``parts`` only
    these hold values; what lies between is not read, and takes no room.

    Raises ``InputError("product.not_written")``.
    """
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError
    from rasterio.shutil import copy

    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    described, pieced = (raw.with_name(f"{raw.name}.{end}vrt") for end in ("", "parts."))
    try:
        described.write_text(_vrt(kind, frame, legend, _bare(raw, kind, frame), _RAW), encoding="utf-8")
        if parts is not None:
            pieces = "".join(_piece(described, frame, part) for part in parts)
            pieced.write_text(_vrt(kind, frame, legend, pieces), encoding="utf-8")
        with warnings.catch_warnings(), rasterio.Env(**_DRIVER):
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            source = described if parts is None else pieced
            copy(str(source), str(fresh), driver="COG", **_options(kind, legend.precision, parts is not None))
        fresh.replace(path)
    except (RasterioError, OSError) as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise InputError("product.not_written", file=str(path), reason=reason) from error
    finally:
        for left in (fresh, described, pieced):
            left.unlink(missing_ok=True)


def _options(kind: str, precision: float, holes: bool) -> dict[str, str]:
    common = {"BLOCKSIZE": str(BLOCK), "BIGTIFF": "IF_SAFER", "NUM_THREADS": "2"}
    if holes:
        common["SPARSE_OK"] = "YES"
    if kind.endswith(("f4", "float32")):
        packing = {"COMPRESS": "LERC_DEFLATE", "MAX_Z_ERROR": str(precision)}
        return {**common, **packing, "RESAMPLING": "AVERAGE"}
    return {**common, "COMPRESS": "DEFLATE", "PREDICTOR": "YES", "RESAMPLING": "NEAREST"}


def _vrt(kind: str, frame: Frame, legend: Legend, inside: str, way: str = "") -> str:
    """A description that the driver reads as a raster, northernmost row first."""
    west, _, _, north = frame.bounds
    return f"""<VRTDataset rasterXSize="{frame.columns}" rasterYSize="{frame.rows}">
<SRS>{escape(legend.crs)}</SRS>
<GeoTransform>{west!r}, {frame.cell!r}, 0, {north!r}, 0, {-frame.cell!r}</GeoTransform>
<Metadata>{_tags(legend)}</Metadata>
<VRTRasterBand dataType="{_NAMES[np.dtype(kind).name]}" band="1"{way}>
{"" if legend.nodata is None else f"<NoDataValue>{legend.nodata!r}</NoDataValue>"}
{inside}
</VRTRasterBand></VRTDataset>"""


def _bare(raw: Path, kind: str, frame: Frame) -> str:
    """A file of bare values, row after row, southernmost first."""
    size = np.dtype(kind).itemsize
    line = frame.columns * size
    return f"""<SourceFilename relativeToVRT="1">{escape(raw.name)}</SourceFilename>
<ImageOffset>{line * (frame.rows - 1)}</ImageOffset>
<PixelOffset>{size}</PixelOffset><LineOffset>{-line}</LineOffset><ByteOrder>LSB</ByteOrder>"""


def _piece(described: Path, frame: Frame, part: Frame) -> str:
    """A part of another raster, in its place."""
    place = (
        f'xOff="{part.west - frame.west}" yOff="{frame.north - part.north}" '
        f'xSize="{part.columns}" ySize="{part.rows}"'
    )
    return f"""<SimpleSource><SourceFilename relativeToVRT="1">{escape(described.name)}</SourceFilename>
<SourceBand>1</SourceBand><SrcRect {place}/><DstRect {place}/></SimpleSource>"""


def _tags(legend: Legend) -> str:
    tags = {
        **legend.lineage,
        "HORIZONTAL_DATUM": legend.crs or "local grid",
        "VERTICAL_DATUM": legend.vertical_datum or "unknown",
    }
    quotes = {'"': "&quot;"}
    return "".join(
        f'<MDI key="{escape(key, quotes)}">{escape(str(value))}</MDI>' for key, value in tags.items()
    )
