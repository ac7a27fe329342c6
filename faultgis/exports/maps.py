"""Layers for web maps and globes: GeoJSON (RFC 7946), one file a layer, and KML 2.2, one folder a layer.

Both know WGS 84 only; CGCS2000 is taken as equal to it at mapping accuracy. Cells stand under their column
names; in KML they are extended data, and texts that XML cannot say lose the characters at fault.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.errors import InputError
from faultgis.exports.layers import Layer
from faultgis.exports.survey_layers import TRACES
from faultgis.exports.written import Written, whole, written
from faultgis.exports.xml_text import sayable

KML = "http://www.opengis.net/kml/2.2"
DECIMALS = 8
# What a trace is called by, the first that is filled; and any other row.
_NAMES = ("fault_name_zh", "fault_name_en", "fault_code", "name_zh", "name_en", "name", "code", "id")
# As KML writes colours: opacity, blue, green, red.
_COLOURS = {
    "holocene": "ff241cce", "late_pleistocene": "ff241cce", "middle_pleistocene": "ff96347c",
    "early_pleistocene": "ff96347c", "quaternary_undivided": "ff96347c", "pre_quaternary": "ff2a2626",
    "undetermined": "ff427a18",
}  # fmt: skip


def write_geojson(folder: Path, layers: Sequence[Layer]) -> list[Written]:
    """A folder with a file for each layer; tables have features without a shape.

    Raises ``InputError``: ``export.empty``, and as ``whole`` does.
    """
    _some(folder, layers)
    with whole(folder) as half:
        half.mkdir()
        for layer in layers:
            with (half / f"{layer.name}.geojson").open("w", encoding="utf-8") as file:
                file.write(
                    f'{{"type": "FeatureCollection", "name": {json.dumps(layer.name)}, "features": [\n'
                )
                file.write(",\n".join(_features(layer)))
                file.write("\n]}\n")
    return [written(folder / f"{layer.name}.geojson", layer.name, layer.features) for layer in layers]


def _some(path: Path, layers: Sequence[Layer]) -> None:
    if not layers:
        raise InputError("export.empty", file=str(path))


def _features(layer: Layer) -> Iterator[str]:
    names = [column.name for column in layer.columns]
    for shape, cells in zip(layer.shapes, _rows(layer), strict=True):
        feature = {
            "type": "Feature",
            "properties": dict(zip(names, cells, strict=True)),
            "geometry": None if shape is None else json.loads(shapely.to_geojson(_rounded(shape))),
        }
        yield json.dumps(feature, ensure_ascii=False, allow_nan=False)


def _rows(layer: Layer) -> Iterator[tuple[Any, ...]]:
    return zip(*layer.values, strict=True)


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    """To 1e-8 degree, about a millimetre; a line of one part as a line; areas wound as RFC 7946 asks."""
    flat = shapely.force_2d(shape)
    if hasattr(flat, "geoms") and len(flat.geoms) == 1:
        flat = flat.geoms[0]
    return shapely.transform(shapely.orient_polygons(flat), lambda places: places.round(DECIMALS))


def write_kml(path: Path, layers: Sequence[Layer], name: str) -> list[Written]:
    """One file; layers without shapes are left out. Raises ``InputError``: ``export.empty``, and as
    ``whole`` does."""
    placed = [layer for layer in layers if layer.placed]
    _some(path, placed)
    ET.register_namespace("", KML)
    root = ET.Element(_tag("kml"))
    document = ET.SubElement(root, _tag("Document"))
    _say(document, "name", name)
    document.extend(_style(code, colour) for code, colour in _COLOURS.items())
    for layer in placed:
        document.append(_folder(layer))
    ET.indent(root, " ")
    body: bytes = ET.tostring(root, encoding="utf-8")
    with whole(path) as half:
        half.write_bytes(b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n")
    return [written(path, layer.name, layer.features) for layer in placed]


def _tag(name: str) -> str:
    return f"{{{KML}}}{name}"


def _say(parent: ET.Element, name: str, value: object) -> ET.Element:
    made = ET.SubElement(parent, _tag(name))
    made.text = sayable(str(value))
    return made


def _style(code: str, colour: str) -> ET.Element:
    style = ET.Element(_tag("Style"), id=code)
    line = ET.SubElement(style, _tag("LineStyle"))
    _say(line, "color", colour)
    _say(line, "width", 3 if code == "holocene" else 1.5)
    return style


def _folder(layer: Layer) -> ET.Element:
    folder = ET.Element(_tag("Folder"))
    _say(folder, "name", layer.title or layer.name)
    names = [column.name for column in layer.columns]
    for shape, cells in zip(layer.shapes, _rows(layer), strict=True):
        if shape is not None:
            folder.append(_placemark(layer, shape, dict(zip(names, cells, strict=True))))
    return folder


def _placemark(layer: Layer, shape: BaseGeometry, cells: dict[str, Any]) -> ET.Element:
    made = ET.Element(_tag("Placemark"))
    _say(made, "name", next((cells[name] for name in _NAMES if cells.get(name)), layer.name))
    if layer.name == TRACES:
        _say(made, "styleUrl", f"#{cells['latest_activity']}")
    extended = ET.SubElement(made, _tag("ExtendedData"))
    for column, value in cells.items():
        if value is not None:
            data = ET.SubElement(extended, _tag("Data"), name=column)
            _say(data, "value", value)
    made.append(_shape(_rounded(shape)))
    return made


def _shape(shape: BaseGeometry) -> ET.Element:
    writers: dict[str, Callable[[Any], ET.Element]] = {
        "Point": lambda s: _places("Point", s.coords),
        "LineString": lambda s: _places("LineString", s.coords),
        "Polygon": _polygon,
    }
    if shape.geom_type in writers:
        return writers[shape.geom_type](shape)
    many = ET.Element(_tag("MultiGeometry"))
    many.extend(_shape(part) for part in shape.geoms)
    return many


def _places(name: str, places: Any) -> ET.Element:
    made = ET.Element(_tag(name))
    _say(made, "coordinates", " ".join(f"{x!r},{y!r}" for x, y, *_ in places))
    return made


def _polygon(shape: Any) -> ET.Element:
    made = ET.Element(_tag("Polygon"))
    for name, ring in [
        ("outerBoundaryIs", shape.exterior),
        *(("innerBoundaryIs", each) for each in shape.interiors),
    ]:
        ET.SubElement(made, _tag(name)).append(_places("LinearRing", ring.coords))
    return made
