"""Shapes of a file made fit for the survey: checked one by one, brought to CGCS2000 together."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon, Point
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from faultgis import crs
from faultgis.errors import InputError
from importers.vector.raw import RawFeature, RawLayer

_LINES = ("LineString", "LinearRing", "MultiLineString", "GeometryCollection")
_SCALE = 1e9


@dataclass(frozen=True)
class Shape:
    """A feature's geometry in CGCS2000 degrees, or the code of the reason why it has none."""

    geometry: BaseGeometry | None
    problem: str = ""
    params: tuple[tuple[str, Any], ...] = ()


def way_to_cgcs2000(layer: RawLayer) -> crs.Transform:
    """The way from a layer's system. Raises ``InputError`` as ``crs.transformer`` does, with the layer."""
    try:
        return crs.transformer(layer.crs)
    except InputError as error:
        raise InputError(error.code, file=layer.file, layer=layer.name, **error.params) from error


def lines(features: Sequence[RawFeature], way: crs.Transform) -> list[Shape]:
    """Every feature as one multi-line, with its parts in the order of the file."""
    return _shapes(features, way, _as_lines, _plain_lines)


def points(features: Sequence[RawFeature], way: crs.Transform) -> list[Shape]:
    """Every feature as one point."""
    return _shapes(features, way, _as_point)


def areas(features: Sequence[RawFeature], way: crs.Transform) -> list[Shape]:
    """Every feature as one multi-polygon; one that crosses itself has no sure ground and is refused."""
    return _shapes(features, way, _as_area)


@np.errstate(all="ignore")
def _shapes(
    features: Sequence[RawFeature], way: crs.Transform, checked: Any, plain: Any = None
) -> list[Shape]:
    """``plain`` makes most shapes together; ``checked`` each of the others, or says why it is none."""
    ready = plain(features) if plain is not None else [None] * len(features)
    found = [
        Shape(shape) if shape is not None else checked(feature.geometry)
        for feature, shape in zip(features, ready, strict=True)
    ]
    kept = [i for i, shape in enumerate(found) if shape.geometry is not None]
    for i, moved in zip(kept, _transformed([found[i].geometry for i in kept], way), strict=True):
        found[i] = moved
    return found


def _transformed(shapes: list[BaseGeometry], way: crs.Transform) -> list[Shape]:
    if not shapes:
        return []
    array = np.array(shapes, dtype=object)
    try:
        moved = way.geometry(array)
    except InputError:
        moved = [_one(shape, way) for shape in shapes]
    boxes = shapely.bounds(np.array(moved, dtype=object))
    inside = (boxes >= (-180, -90, -180, -90)) & (boxes <= (180, 90, 180, 90))
    return [
        Shape(shape) if good else _on_earth(shape, way)
        for shape, good in zip(moved, inside.all(axis=1).tolist(), strict=True)
    ]


def _one(shape: BaseGeometry, way: crs.Transform) -> BaseGeometry | None:
    try:
        return way.geometry(shape)
    except InputError:
        return None


def _on_earth(shape: BaseGeometry | None, way: crs.Transform) -> Shape:
    if shape is None:
        return Shape(None, "crs.outside", (("crs", way.source),))
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        corner = (("x", round(west, 3)), ("y", round(south, 3)))
        return Shape(None, "geometry.off_earth", corner)
    return Shape(shape)


def _plain_lines(features: Sequence[RawFeature]) -> list[BaseGeometry | None]:
    """Multi-lines of the features that are one line each with nothing wrong with it."""
    found = np.array([feature.geometry for feature in features] or [None], dtype=object)[: len(features)]
    places, owners = shapely.get_coordinates(found, return_index=True)
    good = (shapely.get_type_id(found) == shapely.GeometryType.LINESTRING) & (shapely.length(found) > 0)
    good[owners[~np.isfinite(places).all(axis=1)]] = False
    chosen = np.flatnonzero(good)
    made = np.full(len(features), None, dtype=object)
    if len(chosen):
        made[chosen] = shapely.multilinestrings(
            shapely.force_2d(found[chosen]), indices=np.arange(len(chosen))
        )
    return list(made)


def _as_lines(geometry: BaseGeometry | None) -> Shape:
    flat = _flat(geometry)
    if flat.geometry is None:
        return flat
    parts = list(getattr(flat.geometry, "geoms", [flat.geometry]))
    if flat.geometry.geom_type not in _LINES or not all(part.geom_type in _LINES[:2] for part in parts):
        return Shape(None, "geometry.not_a_line", (("kind", flat.geometry.geom_type),))
    real = [part for part in parts if part.length > 0]
    if not real:
        return Shape(None, "geometry.no_length")
    return Shape(MultiLineString([part.coords for part in real]))


def _as_point(geometry: BaseGeometry | None) -> Shape:
    flat = _flat(geometry)
    if flat.geometry is None:
        return flat
    parts = list(getattr(flat.geometry, "geoms", [flat.geometry]))
    if len(parts) != 1 or parts[0].geom_type != "Point":
        return Shape(None, "geometry.not_a_point", (("kind", flat.geometry.geom_type),))
    return Shape(Point(parts[0].x, parts[0].y))


def _as_area(geometry: BaseGeometry | None) -> Shape:
    flat = _flat(geometry)
    if flat.geometry is None:
        return flat
    parts = list(getattr(flat.geometry, "geoms", [flat.geometry]))
    if not all(part.geom_type == "Polygon" for part in parts):
        return Shape(None, "geometry.not_an_area", (("kind", flat.geometry.geom_type),))
    whole = MultiPolygon(parts)
    if not whole.is_valid or whole.area == 0:
        return Shape(None, "geometry.crosses_itself", (("where", explain_validity(whole)),))
    return Shape(whole)


def _flat(geometry: BaseGeometry | None) -> Shape:
    if geometry is None:
        return Shape(None, "geometry.missing")
    if geometry.is_empty:
        return Shape(None, "geometry.empty")
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return Shape(None, "geometry.bad_coordinates")
    return Shape(shapely.force_2d(geometry))


def fingerprints(shapes: Sequence[Shape]) -> list[str]:
    """The fingerprint of each shape, an empty text for one without geometry."""
    found = np.array([shape.geometry for shape in shapes] or [None], dtype=object)[: len(shapes)]
    places, owners = shapely.get_coordinates(found, return_index=True)
    packed = np.rint(places * _SCALE).astype(np.int64).tobytes()
    ends = np.searchsorted(owners, np.arange(len(shapes) + 1)).tolist()
    single = (shapely.get_num_geometries(found) == 1).tolist()
    return [
        _hashed(packed[16 * ends[i] : 16 * ends[i + 1]], [ends[i + 1] - ends[i]])
        if single[i]
        else ""
        if shape.geometry is None
        else fingerprint(shape.geometry)
        for i, shape in enumerate(shapes)
    ]


def _hashed(vertices: bytes, sizes: list[int]) -> str:
    return hashlib.sha256(vertices + repr(sizes).encode()).hexdigest()[:24]


def fingerprint(geometry: BaseGeometry) -> str:
    """A hash of the vertices to 1e-9 degrees (0.1 mm); the same line drawn the other way has another."""
    whole: NDArray[np.int64] = np.rint(shapely.get_coordinates(geometry) * _SCALE).astype(np.int64)
    sizes = [len(part.coords) for part in getattr(geometry, "geoms", [geometry])]
    return _hashed(whole.tobytes(), sizes)
