"""Reads GeoJSON (RFC 7946, and the 2008 form with a ``crs`` member), one feature as one row.

Its own reader: it keeps the file's order and names, says in which line a broken file breaks, and keeps the
other rows when one is malformed.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from faultgis.collector import without_collector
from faultgis.errors import InputError
from importers.batch import Problem
from importers.vector import jsonstream

GEOMETRIES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)
_NAMED_ROWS = 50
# A separator of records (RFC 8142) or the end of a line stands between the values of a sequence.
_PARTING = frozenset("\r\n\x1e")
_GAP = re.compile(r"[ \t\r\n\x1e]*")
_MALFORMED = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, shapely.errors.ShapelyError,
)  # fmt: skip
# Kinds of NumPy's that numbers are of: whole ones with and without sign, real ones.
_NUMBERS = "iuf"


@dataclass
class JsonLayer:
    """Rows in the file's order. ``crs`` is as written; ``crs_stated``: the member is there at all."""

    fids: list[int | str | None] = field(default_factory=list)
    shapes: list[BaseGeometry | None] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    name: str = ""
    crs: str | None = None
    crs_stated: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of all cells, in the order in which they come."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row))

    def columns(self) -> list[list[Any]]:
        """The cells by field, in the order of ``fields``."""
        return [[row.get(name) for row in self.rows] for name in self.fields]

    def head(self, members: dict[str, Any]) -> None:
        """Take what a collection says of itself."""
        self.name = str(members.get("name") or "")
        self.crs_stated = "crs" in members
        self.crs = _crs_name(members.get("crs"))

    def add(self, feature: Any) -> BaseGeometry | None:
        """Take a feature's cells and what is wrong with it; its shape is returned."""
        is_feature = isinstance(feature, dict)
        properties = feature.get("properties") if is_feature else None
        values = properties if isinstance(properties, dict) else {}
        self.rows.append({intern(str(name)): _value(cell) for name, cell in values.items()})
        fid = feature.get("id") if is_feature else None
        self.fids.append(fid if isinstance(fid, int | str) else None)
        geometry, problem = shape_of(feature)
        if problem and len(self.problems) < _NAMED_ROWS:
            self.problems.append(Problem(problem, row=len(self.rows)))
        return geometry


def parse(text: str, path: Path) -> Any:
    """The JSON value, or the list of values of a file with one per line.

    Raises ``InputError``: json.broken with line and column, json.too_deep.
    """
    try:
        with without_collector():
            return jsonstream.decoder.decode(text)
    except RecursionError as error:
        raise InputError("json.too_deep", file=str(path)) from error
    except json.JSONDecodeError as error:
        sequence = _sequence(text)
        if sequence is not None:
            return sequence
        place: dict[str, Any] = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise InputError("json.broken", file=str(path), **place) from error


def _sequence(text: str) -> list[Any] | None:
    """The values of a text that has one after the other, on lines of their own or behind separators."""
    values: list[Any] = []
    at = 0
    while True:
        gap = _GAP.match(text, at)
        assert gap is not None
        if gap.end() == len(text):
            break
        if values and not _PARTING.intersection(gap[0]):
            return None
        try:
            value, at = jsonstream.decoder.raw_decode(text, gap.end())
        except (json.JSONDecodeError, RecursionError):
            return None
        values.append(value)
    return values or None


def flavour(value: Any) -> str:
    """GeoJSON, GeoJSONSeq, TopoJSON, Esri JSON, or an empty text for JSON without geometry."""
    if isinstance(value, list):
        all_known = bool(value) and all(flavour(item) == "GeoJSON" for item in value)
        return "GeoJSONSeq" if all_known else ""
    if not isinstance(value, dict):
        return ""
    kind = value.get("type")
    if not isinstance(kind, str):
        kind = ""
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
        layer.head(value)
    for feature in features_of(value):
        layer.shapes.append(layer.add(feature))
    return layer


def features_of(value: Any) -> list[Any]:
    """The features of a GeoJSON value, or of a list of such; a bare geometry is one without cells."""
    if isinstance(value, list):
        return [item for part in value for item in features_of(part)]
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


def shape_of(feature: Any) -> tuple[BaseGeometry | None, str]:
    """A feature's geometry, and the code of what is wrong with it or an empty text."""
    if not isinstance(feature, dict):
        return None, "feature.malformed"
    return _geometry(feature.get("geometry"))


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
    places = np.array(member["coordinates"])
    if places.ndim != 2 or places.dtype.kind not in _NUMBERS:
        raise TypeError(places.dtype.name)
    return shapely.linestrings(places[:, :3].astype(np.float64))


def _flat(member: dict[str, Any]) -> dict[str, Any]:
    return {**member, "coordinates": _two(member["coordinates"])}


def _two(coordinates: Any) -> Any:
    if not isinstance(coordinates, list):
        raise TypeError(type(coordinates).__name__)
    if coordinates and all(isinstance(number, int | float) for number in coordinates):
        return [float(number) for number in coordinates[:2]]
    return [_two(part) for part in coordinates]
