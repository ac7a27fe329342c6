"""Reads GeoJSON (RFC 7946, and the 2008 form with a ``crs`` member), one feature as one row.

Its own reader: it keeps the file's order and names, says in which line a broken file breaks, and keeps the
other rows when one is malformed.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from faultgis.collector import without_collector
from faultgis.errors import InputError
from importers.batch import Problem

GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
_NAMED_ROWS = 50
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError)


@dataclass
class JsonLayer:
    """Rows in the file's order. ``crs`` is as written; ``crs_stated``: the member is there at all."""

    fields: tuple[str, ...] = ()
    fids: list[int | str | None] = field(default_factory=list)
    shapes: list[BaseGeometry | None] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    name: str = ""
    crs: str | None = None
    crs_stated: bool = False
    problems: list[Problem] = field(default_factory=list)


def parse(text: str, path: Path) -> Any:
    """The JSON value, or the list of values of a file with one per line.

    Raises ``InputError``: json.broken with line and column, json.too_deep.
    """
    try:
        with without_collector():
            return json.loads(text)
    except RecursionError as error:
        raise InputError("json.too_deep", file=str(path)) from error
    except json.JSONDecodeError as error:
        sequence = _sequence(text)
        if sequence is not None:
            return sequence
        place: dict[str, Any] = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise InputError("json.broken", file=str(path), **place) from error


def _sequence(text: str) -> list[Any] | None:
    lines = [line for line in text.replace("\x1e", "").splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    try:
        return [json.loads(line) for line in lines]
    except (json.JSONDecodeError, RecursionError):
        return None


def flavour(value: Any) -> str:
    """GeoJSON, GeoJSONSeq, TopoJSON, Esri JSON, or an empty text for JSON without geometry."""
    if isinstance(value, list):
        all_known = bool(value) and all(flavour(item) == "GeoJSON" for item in value)
        return "GeoJSONSeq" if all_known else ""
    if not isinstance(value, dict):
        return ""
    kind = value.get("type")
    if kind == "Topology" and isinstance(value.get("objects"), dict):
        return "TopoJSON"
    if kind in GEOMETRIES or kind == "Feature":
        return "GeoJSON"
    features = value.get("features")
    if kind == "FeatureCollection" and isinstance(features, list):
        return "GeoJSON"
    is_esri = isinstance(features, list) and ("geometryType" in value or "spatialReference" in value)
    return "Esri JSON" if is_esri else ""


def read(value: Any) -> JsonLayer:
    """The features of a GeoJSON value."""
    layer = JsonLayer()
    if isinstance(value, dict):
        layer.name = str(value.get("name") or "")
        layer.crs_stated = "crs" in value
        layer.crs = _crs_name(value.get("crs"))
    for row, feature in enumerate(_features(value), start=1):
        _add(layer, row, feature)
    layer.fields = tuple(dict.fromkeys(name for row in layer.rows for name in row))
    return layer


def _features(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [item for part in value for item in _features(part)]
    if value.get("type") == "FeatureCollection":
        return list(value["features"])
    if value.get("type") == "Feature":
        return [value]
    return [{"type": "Feature", "geometry": value, "properties": {}}]


def _crs_name(member: Any) -> str | None:
    properties = member.get("properties") if isinstance(member, dict) else None
    if not isinstance(properties, dict):
        return None
    name = properties.get("name") or properties.get("code") or properties.get("href")
    if name is None:
        return None
    return f"EPSG:{name}" if str(name).isdigit() else str(name)


def _add(layer: JsonLayer, row: int, feature: Any) -> None:
    is_feature = isinstance(feature, dict)
    properties = feature.get("properties") if is_feature else None
    values = properties if isinstance(properties, dict) else {}
    layer.rows.append({str(name): _value(cell) for name, cell in values.items()})
    fid = feature.get("id") if is_feature else None
    layer.fids.append(fid if isinstance(fid, int | str) else None)
    geometry, problem = _geometry(feature.get("geometry") if is_feature else None)
    if not is_feature:
        problem = "feature.malformed"
    layer.shapes.append(geometry)
    if problem and len(layer.problems) < _NAMED_ROWS:
        layer.problems.append(Problem(problem, row=row))


def _value(cell: Any) -> Any:
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, str):
        return cell or None
    return None if cell != cell else cell


def _geometry(member: Any) -> tuple[BaseGeometry | None, str]:
    """The geometry and what is wrong with it: mixed numbers of coordinates are cut to two."""
    if member is None:
        return None, ""
    try:
        return _drawn(member), ""
    except _MALFORMED:
        pass
    try:
        return shape(_flat(member)), "geometry.mixed_dimensions"
    except _MALFORMED:
        return None, "geometry.malformed"


def _drawn(member: dict[str, Any]) -> BaseGeometry:
    if member["type"] != "LineString" or not member["coordinates"]:
        return shape(member)
    places = np.array(member["coordinates"], dtype=np.float64)
    return shapely.linestrings(places[:, :3])


def _flat(member: dict[str, Any]) -> dict[str, Any]:
    return {**member, "coordinates": _two(member["coordinates"])}


def _two(coordinates: Any) -> Any:
    if not isinstance(coordinates, list):
        raise TypeError(type(coordinates).__name__)
    if coordinates and all(isinstance(number, int | float) for number in coordinates):
        return [float(number) for number in coordinates[:2]]
    return [_two(part) for part in coordinates]
