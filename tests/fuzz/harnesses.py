"""One harness per parser of our own: real files to begin with, and how the program reads such a file."""

import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from faultgis.records.survey import Survey
from importers import registry
from importers.photos.facts import look as look_at_photo
from importers.tables import door
from importers.vector import archive, dbf, dxf, textfile
from importers.vector.ogr import open_layers
from importers.vector.schema import read_schema
from importers.vector.sniff import recognise

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
_LARGEST = 400_000


@dataclass(frozen=True)
class Harness:
    """``seeds`` are patterns below the folder of real data; ``suffix`` is what the damaged file is called by.
    Archives among the seeds are taken with the bytes that they are."""

    name: str
    seeds: tuple[str, ...]
    suffix: str
    read: Callable[[Path], object]

    def beginnings(self) -> list[bytes]:
        """The seeds' bytes, of the large ones a part."""
        files = sorted(file for pattern in self.seeds for file in SHARED.glob(pattern) if file.is_file())
        return [file.read_bytes()[:_LARGEST] for file in files]


def _vector(path: Path) -> object:
    layers = open_layers(path)
    registry.read(path, Survey(code="T"), crs="EPSG:4326")
    return layers


def _dbf(path: Path) -> object:
    table = path.with_suffix(".dbf")
    table.write_bytes(path.read_bytes())
    path.with_suffix(".cpg").write_bytes(path.read_bytes()[:40])
    return dbf.read_header(table), dbf.declared_encoding(path), dbf.companions(path)


def _text(path: Path) -> object:
    found = recognise(path.read_bytes(), path.suffix)
    text, decision = textfile.read_text(path, "XML")
    return found, decision, textfile.as_utf8(text), textfile.is_clean_utf8(path, text, decision)


def _table(path: Path) -> object:
    door.recognise(path)
    registry.inspect(path)
    return registry.read(path, Survey(code="T"), kind=door.recognise(path) or None)


def _unpacked(kind: str) -> Callable[[Path], object]:
    def read(path: Path) -> object:
        with tempfile.TemporaryDirectory() as folder:
            archive.unpack(path, kind, Path(folder))
            inside = [file for file in Path(folder).rglob("*") if file.is_file()]
            assert all(file.resolve().is_relative_to(Path(folder).resolve()) for file in inside)
            return inside

    return read


def _drawing(path: Path) -> object:
    found = dxf.scan(path)
    return dxf.notices(found), dxf.config(found)


def _workbook(path: Path) -> object:
    """Damage inside the XML of a workbook, packed anew, for damage of the packing is soon refused."""
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", path.read_bytes())
    return _table(packed)


HARNESSES = (
    Harness("mapgis", ("formats/mapgis67*/*.[wW]*",), ".wl", _vector),
    Harness("gmt", ("formats/gdal_gmt/*.gmt", "faults/china/*.gmt"), ".gmt", _vector),
    Harness("geojson", ("formats/gdal_geojson/*", "faults/africa_malawi/*.geojson"), ".geojson", _vector),
    Harness("dbf", ("encodings/*.dbf", "formats/fiona/*.dbf"), ".shp", _dbf),
    Harness(
        "textfile", ("formats/gdal_kml/*", "formats/gpxpy/*", "formats/fastkml_ogc/*.kml"), ".kml", _text
    ),
    Harness("dxf", ("formats/gdal_dxf/*.dxf",), ".dxf", _drawing),
    Harness("schema", ("formats/gdal_gpkg/*.gpkg",), ".gpkg", read_schema),
    Harness("zip", ("formats/*/*.zip", "formats/*/*.kmz"), ".zip", _unpacked("ZIP")),
    Harness(
        "csv", ("formats/gdal_csv/*.csv", "paleo/**/*.csv", "field/structural_csv/*.csv"), ".csv", _table
    ),
    Harness("events", ("paleo/quakerates_china/**/*",), ".csv", _table),
    Harness("xlsx", ("formats/gdal_xlsx/*.xlsx",), ".xlsx", _table),
    Harness("ods", ("formats/gdal_ods/*.xml",), ".xml", _workbook),
    Harness("photo", ("field/photos_exif/*.jpg",), ".jpg", look_at_photo),
)
