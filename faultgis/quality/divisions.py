"""Divisions of the country: which codes there are, and how far a place lies from the one that is named.

The codes of GB/T 2260 down to counties are shipped (``quality/divisions.json``). Boundaries are not: there
are none whose licence allows it. The provinces' extents tell a place that cannot be meant; an office's own
boundaries (``quality/divisions.geojson`` of FaultGIS' folder: polygons in CGCS2000 degrees with the 6-digit
code in ``code``) tell all the rest.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

import resources
from faultgis.crs import metres_per_degree
from faultgis.errors import InputError
from faultgis.office_files import read_json
from faultgis.settings import default_home

FILE = "divisions.geojson"
# Names that only say that a code stands for all that a prefecture or province has of its own.
_PLAIN = frozenset({"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True)
class Divisions:
    """``provinces`` are names and extents by their two digits, ``codes`` names by code with the last year of
    those that are no more in use, as published to ``until`` (year and month); ``areas`` are an office's
    boundaries by code."""

    provinces: Mapping[str, tuple[str, BaseGeometry]]
    areas: Mapping[str, BaseGeometry]
    codes: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    until: str = ""
    _kept: dict[str, BaseGeometry | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def load(cls) -> "Divisions":
        """As they are on disk. Raises ``InputError("quality.divisions_damaged")``."""
        path = default_home() / "quality" / FILE
        return _load(str(path), path.stat().st_mtime_ns if path.is_file() else 0)

    def valid(self, code: str) -> bool:
        """Whether there is, or was, such a division."""
        return code in self.codes or self.exact(code)

    def within_known(self, code: str) -> bool:
        """Whether at least its prefecture is one: the county may be newer than the list."""
        return any(f"{code[:4]}{end}" in self.codes for end in ("00", "01", "21"))

    def last_year(self, code: str) -> int | None:
        """The last year in which a code that is no more in use was published."""
        return self.codes[code][1] if code in self.codes and code not in self.areas else None

    def exact(self, code: str) -> bool:
        """Whether its boundary is known, not only the extent of its province."""
        return self._area(code) is not self._extent(code)

    def name(self, code: str) -> str:
        """What a code is called, from the province down."""
        parts = [self.codes.get(each, ("", None))[0] for each in (f"{code[:2]}0000", f"{code[:4]}00", code)]
        return "".join(dict.fromkeys(part for part in parts if part not in _PLAIN))

    def off_km(self, code: str, lon: float, lat: float) -> float:
        """How far outside the division a place lies (km, along the local degrees; 0: it lies inside)."""
        area = self._area(code)
        if area is None or self._within_extent(code, lon, lat):
            return 0.0
        point = shapely.Point(lon, lat)
        if shapely.intersects(area, point):
            return 0.0
        east, north = metres_per_degree(lat)
        near = shapely.get_coordinates(shapely.shortest_line(area, point))[0]
        return math.hypot((near[0] - lon) * east, (near[1] - lat) * north) / 1000

    def _within_extent(self, code: str, lon: float, lat: float) -> bool:
        """Whether an extent, where no boundary is known, holds the place."""
        if self.exact(code):
            return False
        extent = self._extent(code)
        if extent is None:
            return False
        west, south, east, north = extent.bounds
        return bool(west <= lon <= east and south <= lat <= north)

    def _area(self, code: str) -> BaseGeometry | None:
        """The division with all those within it (640400 holds 640402), else its province's extent."""
        if code not in self._kept:
            self._kept[code] = self._joined(code)
        return self._kept[code]

    def _extent(self, code: str) -> BaseGeometry | None:
        return self.provinces[code[:2]][1] if code[:2] in self.provinces else None

    def _joined(self, code: str) -> BaseGeometry | None:
        start = _significant(code)
        parts = [area for each, area in self.areas.items() if each.startswith(start)]
        if not parts:
            return self._extent(code)
        whole = shapely.union_all(parts)
        shapely.prepare(whole)
        return whole


def _significant(code: str) -> str:
    """A code without the zeros that mean "all of it"."""
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


@lru_cache(maxsize=2)
def _load(path: str, changed: int) -> Divisions:
    told = json.loads(resources.text("quality/provinces.json"))["provinces"]
    provinces = {code: (name, box(*extent)) for code, (name, *extent) in told.items()}
    known = json.loads(resources.text("quality/divisions.json"))
    codes = {code: (each[0], each[1] if len(each) > 1 else None) for code, each in known["codes"].items()}
    return Divisions(provinces, _areas(path) if changed else {}, codes, known["until"])


def _areas(path: str) -> dict[str, BaseGeometry]:
    try:
        features: list[Any] = read_json(Path(path))["features"]
        found = {str(f["properties"]["code"]): shapely.make_valid(shape(f["geometry"])) for f in features}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise InputError("quality.divisions_damaged", file=path, reason=reason) from error
    if not found or not all(len(code) == 6 and code.isdigit() for code in found):
        raise InputError("quality.divisions_damaged", file=path, reason="code")
    return found
