"""A survey as a GeoPackage with its styles in it, and a QGIS project (.qgz) beside it that opens them.

The GeoPackage also holds every record as it is (table ``faultgis_record``): an import of it gives the same
survey again, down to the last estimate.
"""

import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from faultgis.exports import qgis_styles
from faultgis.exports.geopackage import SHAPE, add_layer, geopackage
from faultgis.exports.geopackage_tables import stamp_of
from faultgis.exports.layers import Layer
from faultgis.exports.survey_layers import TRACES, layers
from faultgis.exports.written import ZIP_EPOCH, Written, whole, written
from faultgis.progress import Progress
from faultgis.records.encoding import encode
from faultgis.records.kinds import KINDS, AnyRecord

RECORDS = "faultgis_record"
_STYLES = """create table layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30),
    styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
# What belongs to the database that issued it: another one has neither its data versions nor its register.
_APART = ("certificate", "site_query", "delivery")
_PROJECTED = "EPSG:4490"


def write_survey(
    path: Path,
    records: Mapping[str, Iterable[AnyRecord]],
    when: datetime,
    title: Callable[[str], str] = lambda name: "",
    progress: Progress | None = None,
) -> list[Written]:
    """The GeoPackage alone. Raises ``InputError`` as ``whole`` does."""
    made = layers(records, title)
    with whole(path) as half, geopackage(half) as database:
        for layer in made:
            (progress or Progress()).check()
            add_layer(database, layer, when)
        _add_styles(database, made, when)
        _add_records(database, records, when)
    return [written(path, layer.name, layer.features) for layer in made]


def write_project(
    path: Path,
    records: Mapping[str, Iterable[AnyRecord]],
    name: str,
    when: datetime,
    title: Callable[[str], str] = lambda name: "",
    progress: Progress | None = None,
) -> list[Written]:
    """The project and, under the same name, its GeoPackage."""
    package = path.with_suffix(".gpkg")
    found = write_survey(package, records, when, title, progress)
    made = [layer for layer in layers(records, title) if layer.placed]
    with whole(path) as half, zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as packed:
        entry = zipfile.ZipInfo(f"{path.stem}.qgs", ZIP_EPOCH)
        entry.external_attr = 0o644 << 16
        packed.writestr(entry, _project(made, package.name, name), zipfile.ZIP_DEFLATED)
    return [*found, written(path)]


def _style(layer: Layer) -> ET.Element:
    if layer.name == TRACES:
        return qgis_styles.trace_style()
    return qgis_styles.plain_style(layer.name.removesuffix(f"_{layer.geometry}"), layer.geometry)


def _add_styles(database: sqlite3.Connection, made: Iterable[Layer], when: datetime) -> None:
    database.execute(_STYLES)
    stamp = stamp_of(when)
    rows = [
        (
            "",
            "",
            layer.name,
            SHAPE,
            "FaultGIS",
            qgis_styles.document(_style(layer)),
            "",
            1,
            "",
            "",
            None,
            stamp,
        )
        for layer in made
        if layer.placed
    ]
    columns = (
        "f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD,"
        " useAsDefault, description, owner, ui, update_time"
    )
    database.executemany(f"insert into layer_styles ({columns}) values ({', '.join('?' * 12)})", rows)
    _attributes(database, "layer_styles", stamp)


def _add_records(
    database: sqlite3.Connection, records: Mapping[str, Iterable[AnyRecord]], when: datetime
) -> None:
    """Every record as JSON, parents first, without the stamps of this database."""
    database.execute(
        f"create table {RECORDS} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, kind TEXT NOT NULL,"
        " id TEXT NOT NULL, value TEXT NOT NULL)"
    )
    number = 0
    for kind in [name for name in KINDS if name not in _APART]:
        for record in sorted(records.get(kind, ()), key=lambda each: str(each.id)):
            told = encode(record)
            told.pop("stamp", None)
            number += 1
            text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
            database.execute(f"insert into {RECORDS} values (?, ?, ?, ?)", (number, kind, told["id"], text))
    _attributes(database, RECORDS, stamp_of(when))


def _attributes(database: sqlite3.Connection, table: str, stamp: str) -> None:
    database.execute(
        "insert into gpkg_contents (table_name, data_type, identifier, last_change)"
        " values (?, 'attributes', ?, ?)",
        (table, table, stamp),
    )


def _project(made: list[Layer], package: str, name: str) -> bytes:
    """The project: the layers in the order of the desktop, points above lines above areas."""
    from pyproj import CRS

    order = {"point": 0, "line": 1, "polygon": 2}
    shown = sorted(made, key=lambda layer: order[layer.geometry])
    root = ET.Element("qgis", projectname=name, version="3.22.0")
    ET.SubElement(root, "title").text = name
    srs = ET.SubElement(ET.SubElement(root, "projectCrs"), "spatialrefsys")
    ET.SubElement(srs, "wkt").text = CRS(_PROJECTED).to_wkt()
    ET.SubElement(srs, "authid").text = _PROJECTED
    # Without this switch QGIS takes the project for one without a coordinate system.
    switches = ET.SubElement(ET.SubElement(root, "properties"), "SpatialRefSys")
    ET.SubElement(switches, "ProjectionsEnabled", type="int").text = "1"
    tree = ET.SubElement(root, "layer-tree-group")
    for layer in shown:
        told = {
            "id": _id(layer),
            "name": layer.title or layer.name,
            "checked": "Qt::Checked",
            "expanded": "0",
        }
        source = {"source": _source(package, layer), "providerKey": "ogr"}
        ET.SubElement(tree, "layer-tree-layer", {**told, **source})
    _canvas(root, made)
    layers_element = ET.SubElement(root, "projectlayers")
    layers_element.extend(_map_layer(layer, package) for layer in shown)
    ET.indent(root, " ")
    head = b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    body: bytes = ET.tostring(root, encoding="utf-8")
    return head + body + b"\n"


def _id(layer: Layer) -> str:
    """QGIS gives a layer another id where this one is short, and then finds it no more in the tree."""
    return f"{layer.name}_of_faultgis_survey"


def _source(package: str, layer: Layer) -> str:
    return f"./{package}|layername={layer.name}"


def _canvas(root: ET.Element, made: Iterable[Layer]) -> None:
    boxes = [layer.bounds for layer in made if layer.bounds is not None]
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    ET.SubElement(canvas, "units").text = "degrees"
    extent = ET.SubElement(canvas, "extent")
    if boxes:
        sides = (min, 0, "xmin"), (min, 1, "ymin"), (max, 2, "xmax"), (max, 3, "ymax")
        for pick, at, side in sides:
            ET.SubElement(extent, side).text = repr(pick(box[at] for box in boxes))
    srs = ET.SubElement(ET.SubElement(canvas, "destinationsrs"), "spatialrefsys")
    ET.SubElement(srs, "authid").text = _PROJECTED


def _map_layer(layer: Layer, package: str) -> ET.Element:
    shape = {"point": "Point", "line": "Line", "polygon": "Polygon"}[layer.geometry]
    made = ET.Element("maplayer", type="vector", geometry=shape, autoRefreshEnabled="0")
    told = {
        "id": _id(layer),
        "datasource": _source(package, layer),
        "layername": layer.title or layer.name,
    }
    for name, value in told.items():
        ET.SubElement(made, name).text = value
    srs = ET.SubElement(ET.SubElement(made, "srs"), "spatialrefsys")
    ET.SubElement(srs, "authid").text = _PROJECTED
    ET.SubElement(made, "provider", encoding="UTF-8").text = "ogr"
    made.append(_style(layer))
    return made
