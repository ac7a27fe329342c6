"""What the numbers of an elevation raster mean: their unit as it is stated, and which are no heights."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Heights: TypeAlias = NDArray[np.float32]

METRE, FOOT, US_FOOT = "m", "ft", "us-ft"
FACTORS = {METRE: 1.0, FOOT: 0.3048, US_FOOT: 1200 / 3937}
_NAMES = {
    "m": METRE,
    "metre": METRE,
    "meter": METRE,
    "metres": METRE,
    "meters": METRE,
    "ft": FOOT,
    "foot": FOOT,
    "feet": FOOT,
    "international foot": FOOT,
    "us-ft": US_FOOT,
    "ftus": US_FOOT,
    "us survey foot": US_FOOT,
    "us_survey_foot": US_FOOT,
    "foot_us": US_FOOT,
}
# No ground is as low or as high; what programs write where they know nothing is.
_LOWEST, _HIGHEST = -12_000.0, 30_000.0
_USUAL = (-9999.0, -32768.0, -32767.0)
_LOOK, _ROWS, _SMALL = 400, 9, 4_000_000
# Zeros at the edge count as unknown where the ground is this far from zero (metres), nearly everywhere.
_FAR = 10.0


@dataclass(frozen=True)
class Meaning:
    """``unit`` of the heights as the file states it, or metres where it states none (``stated`` is false).
    ``unknown`` are the values that say so though the file does not name them; ``trusted``: it names one, and
    all else is believed."""

    unit: str = METRE
    stated: bool = False
    unknown: tuple[float, ...] = ()
    trusted: bool = True

    @property
    def holed(self) -> bool:
        """Whether cells must not be mixed before their values are looked at."""
        return bool(self.unknown)

    def metres(self, values: NDArray[Any], scale: float = 1.0, offset: float = 0.0) -> Heights:
        """Raw values (masked where the file says so) as metres, NaN where unknown; ``scale`` and ``offset``
        are those of the band."""
        plain = np.ma.filled(values.astype(np.float32), np.nan)
        for value in self.unknown:
            plain[plain == np.float32(value)] = np.nan
        if (scale, offset) != (1.0, 0.0):
            plain = plain * np.float32(scale) + np.float32(offset)
        if self.unit != METRE:
            plain *= np.float32(FACTORS[self.unit])
        if not self.trusted:
            plain[~((plain > _LOWEST) & (plain < _HIGHEST))] = np.nan
        return plain


PLAIN = Meaning()


def meaning(source: Any) -> Meaning:
    """Of the first band of an open raster. Feet only where the band or the vertical coordinate system says
    so. Where the file names a value for unknown, its numbers are believed."""
    unit = _NAMES.get(str(source.units[0] or "").strip().lower(), "") or _vertical_unit(source.crs)
    named = source.nodata is not None or _masked(source)
    return Meaning(unit or METRE, bool(unit), () if named else _unnamed(source), named)


def _masked(source: Any) -> bool:
    from rasterio.enums import MaskFlags

    flags = source.mask_flag_enums[0]
    return MaskFlags.per_dataset in flags or MaskFlags.alpha in flags


def _vertical_unit(crs: Any) -> str:
    if crs is None:
        return ""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        parts = CRS.from_wkt(crs.to_wkt()).sub_crs_list
    except CRSError:
        return ""
    names = [axis.unit_name for part in parts if part.is_vertical for axis in part.axis_info]
    return _NAMES.get(names[0].lower(), "") if names else ""


def _unnamed(source: Any) -> tuple[float, ...]:
    """The values for unknown that the file holds without naming them: those usual for it, and zero where it
    reaches the edge while the ground is far from zero."""
    if min(source.width, source.height) < 3:
        return ()
    seen = glance(source, 1).astype(np.float64)
    found = tuple(value for value in _USUAL if (seen == value).any())
    edge = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
    ground = seen[(seen != 0) & (seen > _LOWEST) & (seen < _HIGHEST) & ~np.isin(seen, found)]
    if (edge == 0).any() and len(ground) >= 10 and np.percentile(np.abs(ground), 2) > _FAR:
        found = (*found, 0.0)
    return found


def glance(source: Any, band: int) -> NDArray[Any]:
    """A band's values here and there, its first and last row among them, without reading all of a large file:
    every so many cells where that is cheap, else a few whole rows."""
    if source.overviews(band) or source.width * source.height <= _SMALL:
        rows, columns = (min(size, _LOOK) for size in (source.height, source.width))
        found: NDArray[Any] = source.read(band, out_shape=(rows, columns), masked=False)
        return found
    from rasterio.windows import Window

    at = np.unique(np.linspace(0, source.height - 1, _ROWS).astype(int)).tolist()
    return np.concatenate([source.read(band, window=Window(0, row, source.width, 1)) for row in at])
