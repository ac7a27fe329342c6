"""Sites to be asked about, from any vector file or from a table with coordinates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import Point

from faultgis import crs
from faultgis.avoidance.sites import Reason, Site, true_place
from faultgis.errors import InputError
from importers.tables.door import form_of, sheets_of
from importers.tables.grid import Sheet
from importers.vector import ogr, shapes
from importers.vector.position import SERIOUS
from importers.vector.raw import RawFeature, RawLayer

# Heads of columns, without blanks, signs and letter case.
NAMES: tuple[str, ...] = (
    *("id", "code", "no", "number", "name", "site", "parcel", "编号", "序号", "宗地号", "地块编号"),
    *("名称", "地块", "地块名称", "宗地", "场地", "场地名称", "项目名称"),
)
LONGITUDES = ("lon", "lng", "long", "longitude", "经度", "东经", "断点经度")
LATITUDES = ("lat", "latitude", "纬度", "北纬", "断点纬度")
EASTINGS = ("e", "east", "easting", "东坐标", "横坐标", "y坐标", "东")
NORTHINGS = ("n", "north", "northing", "北坐标", "纵坐标", "x坐标", "北")
PLACES = ("place", "coordinate", "coordinates", "position", "坐标", "位置", "经纬度")
_HEADS_WITHIN = 20


def read_sites(
    path: Path,
    *,
    layer: str | None = None,
    crs_name: str | None = None,
    encoding: str | None = None,
    id_field: str | None = None,
    datum: str = "cgcs2000",
) -> list[Site]:
    """The sites of a file in CGCS2000 degrees, in its order, each with the problem that it has, if any.

    A table (CSV, XLSX, ODS) needs columns of longitude and latitude, of easting and northing (with
    ``crs_name`` or eastings that begin with their zone), or of whole places as people write them. ``datum``
    declares coordinates of web maps (gcj02, bd09), which are taken back to their true places. ``id_field``
    names the column of names. Raises ``InputError`` as the readers do, and ``site.no_columns``,
    ``site.no_id_field``, ``site.none``.
    """
    if not path.is_file() and not path.is_dir():
        raise InputError("file.missing", file=str(path))
    if path.is_file() and form_of(path) and _is_table(path):
        sites = _of_tables(path, layer, crs_name, encoding, id_field)
    else:
        sites = _of_layers(path, layer, crs_name, encoding, id_field)
    if not sites:
        raise InputError("site.none", file=str(path))
    return [true_place(site, datum) for site in sites]


def _is_table(path: Path) -> bool:
    """Whether a file is a table and nothing that a vector reader takes."""
    if form_of(path) != "CSV":
        return True
    return path.suffix.lower() in (".csv", ".tsv", ".txt")


def _of_layers(
    path: Path, layer: str | None, crs_name: str | None, encoding: str | None, id_field: str | None
) -> list[Site]:
    found: list[Site] = []
    for raw in ogr.open_layers(path, layer=layer, crs=crs_name, encoding=encoding):
        for problem in raw.problems:
            if crs_name is None and problem.code in SERIOUS:
                raise InputError(problem.code, file=str(path), layer=raw.name, **problem.params)
        way = shapes.way_to_cgcs2000(raw)
        named = _id_field(raw.fields, id_field, path)
        found += [_site(feature, way, named, raw) for feature in raw.features]
    return found


def _site(feature: RawFeature, way: crs.Transform, named: str | None, raw: RawLayer) -> Site:
    told = "" if named is None else str(feature.values.get(named) or "").strip()
    name = told or f"{raw.name} {feature.row}"
    if feature.geometry is None:
        return Site(name, None, feature.row)
    try:
        return Site(name, way.geometry(shapely.force_2d(feature.geometry)), feature.row)
    except InputError as error:
        return Site(name, None, feature.row, Reason(error.code, error.params))


def _id_field(fields: Sequence[str], wanted: str | None, path: Path) -> str | None:
    if wanted is not None:
        if wanted not in fields:
            raise InputError("site.no_id_field", file=str(path), field=wanted, known=", ".join(fields))
        return wanted
    return next((each for each in fields if _plain(each) in NAMES), None)


def _plain(head: str) -> str:
    return "".join(c for c in head.casefold() if c.isalnum()).removesuffix("m").removesuffix("°")


@dataclass(frozen=True)
class Columns:
    """Where a table has its sites' coordinates: the columns and the way from two cells to a place."""

    head: int
    labels: Mapping[str, int]
    first: int
    second: int | None
    way: Callable[[str, str], tuple[float, float]]


def _of_tables(
    path: Path, layer: str | None, crs_name: str | None, encoding: str | None, id_field: str | None
) -> list[Site]:
    sheets = [s for s in sheets_of(path, encoding) if layer in (None, s.name)]
    found: list[Site] = []
    seen: list[str] = []
    recognised = False
    for sheet in sheets:
        columns = columns_of(sheet, crs_name)
        if columns is None:
            seen += [value.text for value in sheet.row(1, sheet.size[1])]
            continue
        recognised = True
        named = _id_field(tuple(columns.labels), id_field, path)
        found += _rows(sheet, columns, columns.labels.get(named or ""))
    if not recognised:
        raise InputError("site.no_columns", file=str(path), known=", ".join(filter(None, seen)) or "-")
    return found


def columns_of(sheet: Sheet, crs_name: str | None) -> Columns | None:
    """The columns with places within a sheet's first rows; ``None`` where it has none."""
    rows, width = sheet.size
    for number in range(1, min(rows, _HEADS_WITHIN) + 1):
        labels = {v.text.strip(): i for i, v in enumerate(sheet.row(number, width), 1) if v.text.strip()}
        plain = {_plain(label): column for label, column in labels.items()}
        for firsts, seconds, way in _ways(crs_name):
            first = next((plain[n] for n in firsts if n in plain), None)
            second = next((plain[n] for n in seconds if n in plain), None)
            if first is not None and (second is not None or not seconds):
                return Columns(number, labels, first, second, way)
    return None


_Way = Callable[[str, str], tuple[float, float]]


def _ways(crs_name: str | None) -> list[tuple[Sequence[str], Sequence[str], _Way]]:
    """Columns by their heads, and what their cells mean; plain x and y only where the user says what they
    are (x east), else as the degrees that they look like."""
    projected = _by_crs(crs_name) if crs_name is not None else _by_words
    plain = _by_crs(crs_name) if crs_name is not None else _degrees
    return [
        (LONGITUDES, LATITUDES, _degrees),
        (EASTINGS, NORTHINGS, projected),
        (("x",), ("y",), plain),
        (PLACES, (), lambda first, _: crs.parse_place(first)),
    ]


def _degrees(lon: str, lat: str) -> tuple[float, float]:
    """Longitude and latitude as they stand in their columns; what is swapped is found out later."""
    try:
        return float(lon), float(lat)
    except ValueError:
        return crs.parse_place(
            f"{lon if 'E' in lon.upper() else f'E {lon}'} {lat if 'N' in lat.upper() else f'N {lat}'}"
        )


def _by_words(east: str, north: str) -> tuple[float, float]:
    return crs.parse_place(f"{east} E {north} N")


def _by_crs(crs_name: str) -> _Way:
    way = crs.transformer(crs_name)

    def place(east: str, north: str) -> tuple[float, float]:
        lon, lat = way.transform(float(east), float(north))
        return float(lon), float(lat)

    return place


def _rows(sheet: Sheet, columns: Columns, named: int | None) -> list[Site]:
    found = []
    for number, cells in cells_of(sheet, columns):
        name = (cells[named - 1] if named else "") or f"{sheet.name} {number}"
        place, problem = place_of(cells, columns)
        found.append(Site(name, place, number, problem))
    return found


def cells_of(sheet: Sheet, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    """The rows below the heads that hold something, as text, with their numbers."""
    rows, width = sheet.size
    for number in range(columns.head + 1, rows + 1):
        cells = [value.text.strip() for value in sheet.row(number, width)]
        if any(cells):
            yield number, cells


def place_of(cells: Sequence[str], columns: Columns) -> tuple[Point | None, Reason | None]:
    """The place that a row tells in CGCS2000 degrees, or why it cannot be read; neither where it has none."""
    first = cells[columns.first - 1]
    second = "" if columns.second is None else cells[columns.second - 1]
    if not first or (columns.second is not None and not second):
        return None, None
    try:
        return Point(columns.way(first, second)), None
    except InputError as error:
        if error.code != "place.unreadable" or columns.second is None:
            return None, Reason(error.code, dict(error.params))
        return None, Reason(error.code, {"text": f"{first}, {second}"[:80]})
    except ValueError:
        return None, Reason("place.unreadable", {"text": f"{first}, {second}"[:80]})
