"""From any coordinate system with a sure datum to CGCS2000 and back; everything unsure is refused.

A system's own projection is undone first, which is exact. Then its base datum decides: Beijing 1954,
Xi'an 1980 and New Beijing are refused (they need parameters or control points named by the user; PROJ would
hand their coordinates back unchanged, tens of metres off); CGCS2000 and WGS 84 are taken as equal at mapping
accuracy (2 m, the stated accuracy of the WGS 84 ensemble, is kept with the data); all else goes through
EPSG:4326 by a published operation, never by one of PROJ's "ballpark" guesses.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from faultgis.crs import named
from faultgis.errors import InputError

if TYPE_CHECKING:
    from pyproj import CRS

CGCS2000 = "EPSG:4490"
EQUAL_ACCURACY_M = 2.0
_CGCS2000_NAMES = {"china2000", "cgcs2000", "chinageodeticcoordinatesystem2000"}
_REFUSED = {
    "beijing1954": "Beijing 1954",
    "beijing54": "Beijing 1954",
    "xian1980": "Xian 1980",
    "xian80": "Xian 1980",
    "newbeijing": "New Beijing",
    "beijingnew": "New Beijing",
}
_REFUSED_ELLIPSOIDS = {6_378_245.0: "Krassowsky 1940", 6_378_140.0: "IAG 1975"}


@dataclass(frozen=True)
class Transform:
    """A way between two coordinate systems, x always east (or longitude) and y north (or latitude).

    ``accuracy_m`` is the stated accuracy of the change of datum in metres, 0 where the datum stays,
    ``None`` where the operation states none.
    """

    source: str
    target: str
    accuracy_m: float | None
    steps: tuple[Any, ...]

    def transform(self, xs: Any, ys: Any) -> tuple[Any, Any]:
        """Numbers or arrays; what lies outside the projection's reach becomes infinite."""
        for step in self.steps:
            xs, ys = step.transform(xs, ys)
        return xs, ys

    def geometry(self, geometry: Any) -> Any:
        """A shapely geometry or an array of them (``None`` stays), vertex by vertex, without heights.

        Raises ``InputError("crs.outside")`` when a vertex cannot be transformed.
        """
        return shapely.transform(geometry, self._vertices)

    def _vertices(self, xy: Any) -> Any:
        moved = np.column_stack(self.transform(xy[:, 0], xy[:, 1])) if len(xy) else xy
        if not np.isfinite(moved).all():
            raise InputError("crs.outside", crs=self.source)
        return moved


@lru_cache(maxsize=64)
def transformer(source: str | int | None, target: str | int = CGCS2000) -> Transform:
    """The way from one system to another, each given as ``EPSG:n``, a number, WKT or a PROJ text.

    Raises ``InputError`` with ``crs.missing``, ``crs.unknown``, ``crs.refused_datum`` or
    ``crs.no_operation``.
    """
    start, end = _Side(source), _Side(target)
    into = () if start.plain else (start.unproject(),)
    out = () if end.plain else (end.project(),)
    if start.family == end.family and start.family in ("cgcs2000", "wgs84"):
        return Transform(start.label, end.label, 0.0, into + out)
    shifts: list[Any] = []
    accuracies: list[float | None] = [EQUAL_ACCURACY_M]
    for side, inward in ((start, True), (end, False)):
        if side.family in ("other", "named"):
            step, accuracy = side.shift(inward)
            shifts.append(step)
            accuracies.append(accuracy)
    accuracy_m = None if None in accuracies else max(a for a in accuracies if a is not None)
    return Transform(start.label, end.label, accuracy_m, (*into, *shifts, *out))


def read_crs(crs: str | int | None) -> "CRS":
    """The horizontal part of a stated coordinate system as pyproj knows it, without named parameters.

    Raises ``InputError``: ``crs.missing`` for an empty one, ``crs.unknown``, ``crs.parameters``.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    crs, _ = named.parted(crs)
    if crs is None or not str(crs).strip():
        raise InputError("crs.missing", offer="")
    try:
        found = CRS.from_user_input(int(crs) if str(crs).strip().isdigit() else crs)
    except CRSError as error:
        raise InputError("crs.unknown", crs=str(crs)[:200]) from error
    while found.is_bound or found.is_compound:
        found = found.source_crs if found.is_bound else found.sub_crs_list[0]  # type: ignore[assignment]
    return found.to_2d()


def refused_datum(crs: str | int) -> str:
    """The name of the old Chinese datum under a system, or an empty text; parameters that the user names
    make it usable."""
    return "" if named.parted(crs)[1] is not None else _refused(read_crs(crs))


def _refused(crs: "CRS") -> str:
    base = crs.geodetic_crs
    if base is None or base.datum is None:
        return ""
    for name in (base.datum.name, base.name):
        if found := _REFUSED.get(_plain(name)):
            return found
    unnamed = _plain(base.datum.name).startswith(("unknown", "unnamed", "notspecified"))
    axis = base.ellipsoid.semi_major_metre if base.ellipsoid else 0.0
    return _REFUSED_ELLIPSOIDS.get(axis, "") if unnamed else ""


def _plain(name: str) -> str:
    letters = "".join(c for c in name.lower() if c.isalnum())
    return letters.removeprefix("gcs").removeprefix("d") if name[:2] in ("D_", "GC") else letters


def _family(base: "CRS") -> str:
    name = _plain(base.datum.name if base.datum else "")
    unit = base.axis_info[0].unit_conversion_factor if base.axis_info else 0.0
    usual = abs(unit - np.pi / 180) < 1e-12 and base.prime_meridian is not None
    if not usual or base.prime_meridian is None or base.prime_meridian.longitude != 0:
        return "other"
    if name in _CGCS2000_NAMES:
        return "cgcs2000"
    return "wgs84" if name.startswith(("worldgeodeticsystem1984", "wgs1984", "wgs84")) else "other"


class _Side:
    """One end of a transform: a system, its geographic base and that base's family of datums."""

    def __init__(self, stated: str | int | None) -> None:
        self.crs = read_crs(stated)
        self.label = _label(stated, self.crs)
        self.named = named.parted(stated)[1]
        if self.named is None and (datum := _refused(self.crs)):
            raise InputError("crs.refused_datum", crs=self.label, datum=datum)
        if self.crs.geodetic_crs is None or self.crs.is_geocentric:
            raise InputError("crs.no_operation", crs=self.label)
        self.base = self.crs.geodetic_crs.to_2d()
        self.family = "named" if self.named is not None else _family(self.base)

    @property
    def plain(self) -> bool:
        """Whether its coordinates are its base's longitudes and latitudes already."""
        return self.crs.is_geographic

    def unproject(self) -> Any:
        """The exact step from its projection to its base."""
        return _step(self.crs, self.base, self.label)

    def project(self) -> Any:
        """The exact step from its base to its projection."""
        return _step(self.base, self.crs, self.label)

    def shift(self, inward: bool) -> tuple[Any, float | None]:
        """The change of datum to (or from) EPSG:4326 with its accuracy; parameters that the user names lead
        to CGCS2000, and only there. Raises ``InputError("crs.one_way")``."""
        from pyproj import CRS

        if self.named is not None:
            if not inward:
                raise InputError("crs.one_way", crs=self.label)
            return named.step(self.base, self.named), self.named.rmse_m
        wgs84 = CRS.from_epsg(4326)
        ends = (self.base, wgs84) if inward else (wgs84, self.base)
        step = _step(*ends, self.label)
        return step, step.accuracy if step.accuracy >= 0 else _worst_accuracy(*ends)


def _label(stated: str | int | None, crs: "CRS") -> str:
    text = str(stated).strip()
    if text.isdigit():
        return f"EPSG:{text}"
    return text if len(text) < 40 or named.MARK in text else crs.name


def _step(source: "CRS", target: "CRS", label: str) -> Any:
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    try:
        return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False)
    except ProjError as error:
        raise InputError("crs.no_operation", crs=label) from error


def _worst_accuracy(source: "CRS", target: "CRS") -> float | None:
    from pyproj.transformer import TransformerGroup

    group = TransformerGroup(source, target, always_xy=True, allow_ballpark=False)
    stated = [t.accuracy for t in group.transformers]
    return max(stated) if stated and min(stated) >= 0 else None
