"""Small national packages, written by GDAL as an office's programs write them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio.raw import write
from shapely.geometry.base import BaseGeometry

Layer = tuple[Sequence[Mapping[str, Any]], Sequence[BaseGeometry | None]]
LINE = shapely.LineString([(105.0, 36.5), (105.2, 36.4)])
PLACE = shapely.Point(105.1, 36.45)

NAMED = {"FractureZoneName": "海原断裂带", "Name": "海原断层", "Age": "33320000"}
PACKAGE: Mapping[str, Layer] = {
    "Fault": (
        [
            {"ID": "64040010200000001", **NAMED, "Feature": "111102", "FaultLength": 21.5, "ShowCode": 3},
            {"ID": "64040010200000002", **NAMED, "Feature": "111202", "FaultLength": 2.25, "ShowCode": -9999},
        ],
        [LINE, shapely.LineString([(105.2, 36.4), (105.3, 36.38)])],
    ),
    "GEOLOGICAL_SVY_POINT": (
        [{"ID": "6404001020000000A", "FieldID": "D01", "Lon": 105.1, "Lat": 36.45, "Elevation": 1800.5,
          "SvyDate": "20240503", "IsFaultPoint": 1, "观测人": "张三"}],
        [PLACE],
    ),
    "faultsvypoint": (
        [{"ID": "6404001020000000B", "GeologicalSvyPointID": "6404001020000000A", "FieldID": "D01",
          "Lon": 105.1, "Lat": 36.45, "MeasureFaultDip": 205, "FaultClination": 65, "Feature": " 111102 ",
          "TargetFaultID": "64040010200000001", "TargetFaultSource": "F5", "VerticalDisplacement": 1.5}],
        [PLACE],
    ),
    "DrillProfile": ([{"ID": "6404001020000000C", "Name": "一号剖面", "Length": 320.0}], [LINE]),
    "Notes": ([{"text": "无关图层"}], [PLACE]),
}  # fmt: skip


def write_package(
    path: Path, layers: Mapping[str, Layer] = PACKAGE, crs: str = "EPSG:4490", encoding: str = "UTF-8"
) -> Path:
    """Write a GeoPackage or, where ``path`` has no suffix, a folder of Shapefiles in the encoding."""
    is_folder = not path.suffix
    if is_folder:
        path.mkdir()
    for name, (rows, shapes) in layers.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        values = [_column([row.get(column) for row in rows]) for column in columns]
        kind = next((shape.geom_type for shape in shapes if shape is not None), "Point")
        target = path / f"{name}.shp" if is_folder else path
        options = {} if is_folder or not path.exists() else {"append": True}
        write(
            str(target),
            shapely.to_wkb(np.array(shapes, dtype=object)),
            values,
            columns,
            driver="ESRI Shapefile" if is_folder else "GPKG",
            layer=name,
            geometry_type=kind,
            crs=crs,
            **({"encoding": encoding} if is_folder else {}),
            **options,
        )
    return path


def _column(values: Sequence[Any]) -> Any:
    numeric = all(isinstance(value, int | float) for value in values)
    return np.array(values, dtype=None if numeric else object)
