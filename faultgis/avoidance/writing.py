"""Belts written as polygons in the fields of the national ``FractureBelt`` and plain ones beside them."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from faultgis.avoidance.belts import Belt
from faultgis.errors import InputError

LAYER = "FractureBelt"
SUFFIXES = (".geojson", ".json", ".gpkg")
# 1e-8 degrees are a millimetre.
DIGITS = 8


def write_belts(path: Path, belts: Sequence[Belt], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write belts with a row of plain values each (all rows with the same names) as GeoJSON or GeoPackage by
    the file's suffix; the file appears only when it is complete.

    Raises ``InputError``: ``avoidance.suffix``, ``avoidance.cannot_write``.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("avoidance.suffix", field="--out", suffix=suffix or path.name)
    half = path.with_name(f".{path.stem}.{os.getpid()}{suffix}")
    try:
        (_gpkg if suffix == ".gpkg" else _geojson)(half, belts, rows)
        half.replace(path)
    except OSError as error:
        raise InputError("avoidance.cannot_write", file=str(path), reason=str(error)) from error
    finally:
        half.unlink(missing_ok=True)


def _geojson(path: Path, belts: Sequence[Belt], rows: Sequence[Mapping[str, Any]]) -> None:
    features = [
        {"type": "Feature", "properties": dict(row), "geometry": _rounded(belt)}
        for belt, row in zip(belts, rows, strict=True)
    ]
    told = {"type": "FeatureCollection", "name": LAYER, "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False, allow_nan=False), encoding="utf-8")


def _rounded(belt: Belt) -> Any:
    return json.loads(shapely.to_geojson(shapely.transform(belt.geometry, lambda xy: xy.round(DIGITS))))


def _gpkg(path: Path, belts: Sequence[Belt], rows: Sequence[Mapping[str, Any]]) -> None:
    import numpy as np
    import pyogrio.raw
    from pyogrio.errors import DataSourceError, FieldError

    names = list(rows[0]) if rows else []
    data = [np.array([row[name] for row in rows], dtype=_kind(rows, name)) for name in names]
    shapes = np.array([shapely.to_wkb(belt.geometry) for belt in belts], dtype=object)
    try:
        pyogrio.raw.write(
            str(path),
            shapes,
            data,
            names,
            layer=LAYER,
            driver="GPKG",
            geometry_type="MultiPolygon",
            crs="EPSG:4490",
        )
    except (DataSourceError, FieldError) as error:
        raise OSError(str(error)) from error


def _kind(rows: Sequence[Mapping[str, Any]], name: str) -> Any:
    return float if all(isinstance(row[name], float) for row in rows) else object
