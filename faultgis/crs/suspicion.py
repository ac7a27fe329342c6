"""Whether places are in the shifted coordinates of web maps, judged by a layer that can be trusted.

Places in GCJ-02 or BD-09 look like any others. Laid over what is known to be true they stand off by a few
hundred metres, and come to lie on it when they are taken back as that system shifts them. Places are compared
as they stand and taken back from each system; the way that fits many times better than all others is what
they are suspected of. Nothing is converted here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.crs.ellipsoid import geod, metres_per_degree
from faultgis.crs.webmaps import wgs84_from_bd09, wgs84_from_gcj02

Places = NDArray[np.float64]
SYSTEMS: Mapping[str, Callable[[float, float], tuple[float, float]]] = {
    "gcj02": wgs84_from_gcj02,
    "bd09": wgs84_from_bd09,
}
# Fewer places prove nothing: that three of five fall by chance within a fifth of the distance has odds of
# about 10 / 25³. More than so many are not needed.
LEAST_PLACES = 5
MOST_PLACES = 2000
# A suspicion needs residuals this many times smaller than those of every other way, and no larger than this.
TIMES_BETTER = 5.0
LARGEST_RESIDUAL_M = 50.0


@dataclass(frozen=True)
class Suspicion:
    """What a trusted layer says of places.

    ``datum`` is gcj02 or bd09 where they are suspected, cgcs2000 where they fit as they stand, empty where
    nothing can be said. ``places`` were compared. ``offset_m`` is the median geodesic distance (metres) from
    the places as they stand to where the trusted layer has them; ``before_m`` and ``after_m`` are the median
    distances to the nearest trusted feature as they stand and taken back from ``datum``; ``shift_m`` is the
    median shift of that system there.
    """

    datum: str
    places: int
    offset_m: float = 0.0
    before_m: float = 0.0
    after_m: float = 0.0
    shift_m: float = 0.0

    @property
    def shifted(self) -> bool:
        """Whether the places are suspected to be in a web map's coordinates."""
        return self.datum in SYSTEMS


def suspect(points: Iterable[BaseGeometry | None], trusted: Iterable[BaseGeometry | None]) -> Suspicion:
    """Whether features given in degrees (points, or any others by their vertices) are in GCJ-02 or BD-09,
    judged by trusted features in CGCS2000 degrees, of the same things or of things that they lie on.

    Of trusted polygons the edges count, and for points the middles too. At most ``MOST_PLACES`` places,
    spread evenly through the features, are compared.
    """
    features = [each for each in points if each is not None and not each.is_empty]
    places = _sample(shapely.get_coordinates(features)) if features else np.zeros((0, 2))
    with_middles = all(each.geom_type in ("Point", "MultiPoint") for each in features)
    targets = _targets(trusted, with_middles)
    if len(places) < LEAST_PLACES or not len(targets):
        return Suspicion("", len(places))
    ways = {name: np.array([back(x, y) for x, y in places.tolist()]) for name, back in SYSTEMS.items()}
    index = _Index(targets, float(np.median(places[:, 1])))
    found = {name: index.nearest(way) for name, way in {"cgcs2000": places, **ways}.items()}
    medians = {name: float(np.median(apart)) for name, (apart, _) in found.items()}
    best = min(medians, key=lambda name: (medians[name], name != "cgcs2000"))
    others = min(value for name, value in medians.items() if name != best)
    if medians[best] > LARGEST_RESIDUAL_M or medians[best] * TIMES_BETTER > others:
        return Suspicion("", len(places), before_m=medians["cgcs2000"], after_m=medians["cgcs2000"])
    return Suspicion(
        datum=best,
        places=len(places),
        offset_m=float(np.median(_metres(places, found[best][1]))),
        before_m=medians["cgcs2000"],
        after_m=medians[best],
        shift_m=float(np.median(_metres(places, ways[best]))) if best in ways else 0.0,
    )


def _sample(places: Places) -> Places:
    """At most ``MOST_PLACES`` different, finite places on the earth, evenly spread in their order."""
    fit = np.isfinite(places).all(axis=1) & (np.abs(places) <= (180.0, 90.0)).all(axis=1)
    _, first = np.unique(places[fit], axis=0, return_index=True)
    kept: Places = places[fit][np.sort(first)]
    if len(kept) <= MOST_PLACES:
        return kept
    spread: Places = kept[np.linspace(0, len(kept) - 1, MOST_PLACES).astype(int)]
    return spread


def _targets(trusted: Iterable[BaseGeometry | None], with_middles: bool) -> NDArray[np.object_]:
    found: list[BaseGeometry] = []
    for each in trusted:
        if each is None or each.is_empty:
            continue
        area = each.geom_type.endswith("Polygon")
        found.append(shapely.force_2d(each.boundary if area else each))
        if area and with_middles:
            found.append(shapely.force_2d(each.centroid))
    return np.array(found, dtype=object)


class _Index:
    """Trusted features in degrees stretched to metres, true enough to find the nearest one."""

    def __init__(self, targets: NDArray[np.object_], latitude: float) -> None:
        self._scale = np.array(metres_per_degree(latitude))
        self._targets = np.array([shapely.transform(each, self._to_metres) for each in targets])
        self._tree = STRtree(self._targets)

    def _to_metres(self, xy: Places) -> Places:
        scaled: Places = xy * self._scale
        return scaled

    def nearest(self, places: Places) -> tuple[NDArray[np.float64], Places]:
        """The geodesic distance from each place to the nearest feature, and the nearest place on it."""
        points = shapely.points(self._to_metres(places))
        lines = shapely.shortest_line(points, self._targets[self._tree.nearest(points)])
        there = shapely.get_coordinates(lines).reshape(-1, 2, 2)[:, 1] / self._scale
        return _metres(places, there), there


def _metres(here: Places, there: Places) -> NDArray[np.float64]:
    _, _, metres = geod().inv(here[:, 0], here[:, 1], there[:, 0], there[:, 1])
    return np.asarray(metres, dtype=np.float64)
