"""One harness per parser of our own: real files to begin with, and how the program reads such a file."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.photos.facts import look as look_at_photo
from importers.tables import door
from importers.vector import archive, dbf, dxf, textfile
from importers.vector.ogr import open_layers
from importers.vector.schema import read_schema
from importers.vector.sniff import recognise
from tests.importers.tables import made

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
_QUAKES = "paleo/quakerates_china"
_LARGEST = 400_000


@dataclass(frozen=True)
class Harness:
    """``seeds`` are patterns below the folder of real data, ``made`` further files by their bytes; ``suffix``
    is what the damaged file is called by."""

    name: str
    seeds: tuple[str, ...]
    suffix: str
    read: Callable[[Path], object]
    made: Callable[[], list[bytes]] = list

    def beginnings(self) -> list[bytes]:
        """The seeds' bytes, of the large ones a part."""
        files = sorted(file for pattern in self.seeds for file in SHARED.glob(pattern) if file.is_file())
        return [*(file.read_bytes()[:_LARGEST] for file in files), *self.made()]


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


def _events(path: Path) -> object:
    """A damaged list of events beside a whole file of parameters, and the other way round."""
    answers: list[object] = []
    whole = sorted((SHARED / _QUAKES).glob("*/AltynTagh*.txt"))
    for other, mine in (("params", "data"), ("data", "params")):
        folder = path.parent / f"damaged {mine}"
        for part in ("params", "data"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        original = next(file for file in whole if file.parent.name == other)
        (folder / other / "list.txt").write_bytes(original.read_bytes())
        (folder / mine / "list.txt").write_bytes(path.read_bytes())
        try:
            answers.append(_table(folder / "data" / "list.txt"))
        except InputError as error:
            answers.append(error)
    return answers


def _laboratory() -> list[bytes]:
    """A table of results as CSV, in two encodings."""
    rows = [made.HEADS, *made.ROWS]
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return [text.encode("utf-8"), text.encode("gb18030")]


def _laboratory_xlsx() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return [made.workbook(Path(folder) / "a.xlsx").read_bytes()]


def _laboratory_ods() -> list[bytes]:
    cells = [[escape(str(cell or "")) for cell in row] for row in (made.HEADS, *made.ROWS)]
    rows = [[f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row] for row in cells]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    names = ("office", "table", "text")
    spaces = [f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names]
    table = f'<table:table table:name="a">{body}</table:table>'
    return [f"<office:document-content {' '.join(spaces)}>{table}</office:document-content>".encode()]


def _sheets(path: Path) -> object:
    """Damage inside the XML of an XLSX, packed anew."""
    packed = path.with_suffix(".zip")
    whole = io.BytesIO(_laboratory_xlsx()[0])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            data = path.read_bytes() if name.endswith("sheet1.xml") else source.read(name)
            target.writestr(name, data)
    return _table(packed)


def _sheet_xml() -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(_laboratory_xlsx()[0])) as book:
        return [book.read("xl/worksheets/sheet1.xml")]


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
    Harness("csv", ("formats/gdal_csv/*.csv", "field/structural_csv/*.csv"), ".csv", _table, _laboratory),
    Harness("events", (f"{_QUAKES}/*/*.txt",), ".txt", _events),
    Harness("xlsx", ("formats/gdal_xlsx/*.xlsx",), ".xlsx", _table, _laboratory_xlsx),
    Harness("sheet", (), ".xml", _sheets, _sheet_xml),
    Harness("ods", ("formats/gdal_ods/*.xml",), ".xml", _workbook, _laboratory_ods),
    Harness("photo", ("field/photos_exif/*.jpg",), ".jpg", look_at_photo),
)
