"""What a file is, told by its content and never by its suffix: by magic bytes, JSON or XML."""

import re
from dataclasses import dataclass
from pathlib import Path

HEAD = 65536


@dataclass(frozen=True)
class Found:
    """``family`` is vector, archive, raster, cloud, photo, table, document, part or unknown.

    ``format`` is the name people use; ``reader`` says who opens it: gmt, geojson, mapgis, shapefile, text (by
    GDAL after a look at the encoding), gdal.
    """

    family: str
    format: str
    reader: str = "gdal"


UNKNOWN = Found("unknown", "")
_GPKG_IDS = (b"GPKG", b"GP10", b"GP11")
_MAGIC: tuple[tuple[bytes, Found], ...] = (
    (b"PK\x03\x04", Found("archive", "ZIP")),
    (b"PK\x05\x06", Found("archive", "ZIP")),
    (b"\x1f\x8b", Found("archive", "gzip")),
    (b"7z\xbc\xaf\x27\x1c", Found("archive", "7-Zip")),
    (b"Rar!\x1a\x07", Found("archive", "RAR")),
    (b"fgb\x03fgb", Found("vector", "FlatGeobuf")),
    (b"WMAP`D21", Found("vector", "MapGIS 6.7 WL", "mapgis")),
    (b"WMAP`D22", Found("vector", "MapGIS 6.7 WT", "mapgis")),
    (b"WMAP`D23", Found("vector", "MapGIS 6.7 WP", "mapgis")),
    (b"LASF", Found("cloud", "LAS/LAZ")),
    (b"ASTM-E57", Found("cloud", "E57")),
    (b"ply\n", Found("cloud", "PLY")),
    (b"# .PCD", Found("cloud", "PCD")),
    (b"\xff\xd8\xff", Found("photo", "JPEG")),
    (b"\x89PNG\r\n", Found("raster", "PNG")),
    (b"II*\x00", Found("raster", "TIFF/GeoTIFF")),
    (b"MM\x00*", Found("raster", "TIFF/GeoTIFF")),
    (b"II+\x00", Found("raster", "BigTIFF")),
    (b"MM\x00+", Found("raster", "BigTIFF")),
    (b"CDF\x01", Found("raster", "NetCDF")),
    (b"CDF\x02", Found("raster", "NetCDF")),
    (b"\x89HDF\r\n\x1a\n", Found("raster", "HDF5/NetCDF")),
    (b"EHFA_HEADER_TAG", Found("raster", "ERDAS Imagine")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Found("table", "Excel 97 (XLS)")),
    (b"PAR1", Found("table", "Parquet")),
    (b"%PDF", Found("document", "PDF")),
    (b"AutoCAD Binary DXF", Found("vector", "DXF")),
    (b"AC10", Found("cad", "DWG")),
)
_XML_ROOTS = {
    "kml": Found("vector", "KML", "text"),
    "gpx": Found("vector", "GPX", "text"),
    "FeatureCollection": Found("vector", "GML", "text"),
    "OpenJUMP": Found("vector", "JML", "text"),
    "JCSDataFile": Found("vector", "JML", "text"),
    "osm": Found("vector", "OSM XML", "text"),
    "OGRVRTDataSource": Found("document", "OGR VRT"),
    "VRTDataset": Found("document", "GDAL VRT"),
    "schema": Found("document", "XML Schema"),
    "document-content": Found("table", "ODS (content.xml)"),
    "html": Found("document", "HTML"),
    "qgis": Found("document", "QGIS project"),
    "svg": Found("document", "SVG"),
}
_SIDECARS = {
    ".prj", ".cpg", ".shx", ".sbn", ".sbx", ".qix", ".id", ".map", ".dat", ".mid", ".ind", ".qpj",
    ".gdbtable", ".gdbtablx", ".gdbindexes", ".xsd", ".csvt",
}  # fmt: skip
# Text whose beginning says little: the reader of its suffix may try.
_BEFORE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)", flags=re.DOTALL)
_ROOT = re.compile(rb"<\s*(?:[\w.-]+:)?([\w.-]+)")
# Comments of a drawing are pairs of lines, too. Nothing is tried twice, which would take for ever.
_DRAWING = re.compile(rb"(?:999[ \t]*\r?\n[^\n]*\n\s*+)*+0\s*\r?\n\s*SECTION")
_DRAWN = {".dxf": "DXF", ".tab": "MapInfo TAB", ".mif": "MapInfo MIF"}


def look(path: Path) -> Found:
    """What the file is. Reads its first 64 kB. Raises ``OSError`` if it cannot be read."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return recognise(head, path.suffix.lower())


def recognise(head: bytes, suffix: str = "") -> Found:
    """The same from the beginning of a file; ``suffix`` only tells apart what content cannot."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return _zip_kind(head, found)
    return _binary(head, suffix) or _text(head, suffix)


def _zip_kind(head: bytes, found: Found) -> Found:
    if found.format != "ZIP":
        return found
    if b"xl/workbook.xml" in head or (b"xl/" in head[:8192] and b"[Content_Types].xml" in head):
        return Found("table", "Excel (XLSX)")
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head[:200]:
        return Found("table", "OpenDocument (ODS)")
    if b"mimetypeapplication/vnd.oasis" in head[:200] or b"word/document.xml" in head:
        return Found("document", "Office")
    return found


def _binary(head: bytes, suffix: str) -> Found | None:
    if head.startswith(b"SQLite format 3\x00"):
        return Found("vector", "GeoPackage" if head[68:72] in _GPKG_IDS or suffix == ".gpkg" else "SQLite")
    if head[:4] == b"\x00\x00\x27\x0a":
        return (
            Found("part", suffix[1:].upper())
            if suffix in (".shx", ".sbn", ".sbx")
            else Found("vector", "Shapefile", "shapefile")
        )
    if head[257:262] == b"ustar":
        return Found("archive", "TAR")
    if b"OSMHeader" in head[:20]:
        return Found("vector", "OSM PBF")
    if suffix == ".dbf" and _is_dbf(head):
        return Found("table", "DBF")
    return Found("part", suffix[1:].upper()) if suffix in _SIDECARS else None


def _is_dbf(head: bytes) -> bool:
    return len(head) >= 32 and head[0] & 0x07 in (3, 4, 5) and int.from_bytes(head[8:10], "little") >= 33


def _text(head: bytes, suffix: str) -> Found:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", "ignore").encode()
    elif b"\x00" in text[:4096]:
        return UNKNOWN
    start = text.lstrip()
    if start[:1] in (b"{", b"[", b"\x1e"):
        return Found("vector", "GeoJSON", "geojson")
    if start[:1] == b"<":
        return _xml(start)
    return _plain(text, start, suffix)


def _xml(start: bytes) -> Found:
    at = 0
    while (before := _BEFORE_ROOT.match(start, at)) is not None:
        at = before.end()
    root = _ROOT.search(start, at)
    name = root[1].decode("ascii", "replace") if root else ""
    if name in _XML_ROOTS:
        return _XML_ROOTS[name]
    return Found("vector", "GML", "text") if b"opengis.net/gml" in start[:8192] else Found("document", "XML")


def _plain(text: bytes, start: bytes, suffix: str) -> Found:
    if re.match(rb"#[^\n]*@VGMT", start) or _is_multisegment(start):
        return Found("vector", "GMT", "gmt")
    if _DRAWING.match(start):
        return Found("vector", "DXF")
    if re.match(rb"Version\s+\d+", start, re.IGNORECASE) and re.search(rb"\bColumns\b", start, re.IGNORECASE):
        return Found("vector", "MapInfo MIF")
    if start.startswith(b"!table") or (suffix == ".tab" and b"!table" in start[:200]):
        return Found("vector", "MapInfo TAB")
    if re.match(rb"ncols\s+\d+\s", start, re.IGNORECASE):
        return Found("raster", "Esri ASCII grid")
    return _lines(text, suffix)


def _is_multisegment(start: bytes) -> bool:
    """GMT's plain form: comment lines, then ">" and pairs of numbers."""
    rows = [row for row in start.splitlines()[:200] if row.strip() and not row.startswith(b"#")]
    if not rows or not rows[0].startswith(b">"):
        return False
    number = rb"[-+]?[\d.]+(?:[eE][-+]?\d+)?"
    pairs = [row for row in rows[1:20] if not row.startswith(b">")]
    return bool(pairs) and all(re.match(rb"\s*" + number + rb"[\s,;]+" + number, row) for row in pairs)


def _lines(text: bytes, suffix: str) -> Found:
    if suffix in (".csv", ".tsv"):
        return Found("table", "CSV")
    if not text.strip():
        return UNKNOWN
    if suffix in _DRAWN:
        return Found("vector", _DRAWN[suffix])
    if suffix in (".md", ".sql") or text[:2] == b"#!":
        return Found("document", "text")
    rows = [row for row in text.splitlines()[:20] if row.strip()]
    for separator in (b"\t", b",", b";"):
        counts = {row.count(separator) for row in rows}
        if len(rows) > 1 and len(counts) == 1 and counts != {0}:
            return Found("table", "CSV")
    return Found("document", "text")
