"""Sites to be asked about, from any vector file or from a table with coordinates."""

from collections.abc import Sequence
from pathlib import Path

import shapely

from faultgis import crs
from faultgis.avoidance.sites import Reason, Site, true_place
from faultgis.errors import InputError
from importers.parcel_corners import corner_columns, parcels
from importers.place_columns import Columns, cells_of, columns_of, place_of, plain_head
from importers.tables.door import form_of, sheets_of
from importers.tables.grid import Sheet
from importers.vector import ogr, shapes
from importers.vector.position import SERIOUS
from importers.vector.raw import RawFeature, RawLayer

# Heads of columns, without blanks, signs and letter case; of several names the first kind that is there.
NAMES: tuple[str, ...] = (
    *("name", "site", "sitename", "名称", "地块", "地块名称", "宗地", "宗地名称", "场地", "场地名称"),
    *("项目", "项目名称"),
)
NUMBERS: tuple[str, ...] = ("code", "number", "parcel", "编号", "宗地号", "地块编号", "地块号")
# A Shapefile cuts 学校名称 to 学校名; a person's name is none of a site.
NAMES_END: tuple[str, ...] = ("name", "名称", "名")
PERSONS_END: tuple[str, ...] = ("姓名", "人名", "username")
COUNTS: tuple[str, ...] = ("id", "no", "序号")
# What is left of such a file would look like all of it.
CUT_OFF = "file.truncated"


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
    ``crs_name`` or eastings that begin with their zone), or of whole places as people write them; rows of
    numbered boundary points are joined to parcels (``importers.parcel_corners``). A head such
    as 百度经度, or ``datum``, declares coordinates of web maps (gcj02, bd09), which are taken back to their
    true places. ``id_field`` names the column of names.

    Raises ``InputError`` as the readers do, and ``site.no_columns``, ``site.no_id_field``, ``site.none``; of
    vector files ``file.truncated``.
    """
    if not path.is_file() and not path.is_dir():
        raise InputError("file.missing", file=str(path))
    if path.is_file() and form_of(path) and _is_table(path):
        sites = _of_tables(path, layer, crs_name, encoding, id_field, datum)
    else:
        found = _of_layers(path, layer, crs_name, encoding, id_field)
        sites = [true_place(site, datum) for site in found]
    if not sites:
        raise InputError("site.none", file=str(path))
    return sites


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
            if problem.code == CUT_OFF or (crs_name is None and problem.code in SERIOUS):
                raise InputError(problem.code, file=str(path), layer=raw.name, **problem.params)
        way = shapes.way_to_cgcs2000(raw)
        named = _name_fields(raw.fields, id_field, path)
        found += [_site(feature, way, named, raw) for feature in raw.features]
    return found


def _site(feature: RawFeature, way: crs.Transform, named: Sequence[str], raw: RawLayer) -> Site:
    told = (_text(feature.values.get(each)) for each in named)
    name = next(filter(None, told), f"{raw.name} {feature.row}")
    if feature.geometry is None:
        return Site(name, None, feature.row)
    try:
        return Site(name, way.geometry(shapely.force_2d(feature.geometry)), feature.row)
    except InputError as error:
        return Site(name, None, feature.row, Reason(error.code, error.params))


def _text(value: object) -> str:
    """A cell as a name; a number that counts has no decimals."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole and isinstance(value, float) else value or "").strip()


def _name_fields(fields: Sequence[str], wanted: str | None, path: Path) -> list[str]:
    """The fields that may name a site, the best first: a row is called by the first that it has filled in."""
    if wanted is not None:
        if wanted not in fields:
            raise InputError("site.no_id_field", file=str(path), field=wanted, known=", ".join(fields))
        return [wanted]
    return [
        field
        for meant in (NAMES.__contains__, NUMBERS.__contains__, _ends_as_name, COUNTS.__contains__)
        for field in fields
        if meant(plain_head(field))
    ]


def _ends_as_name(head: str) -> bool:
    return head.endswith(NAMES_END) and not head.endswith(PERSONS_END)


def _of_tables(
    path: Path,
    layer: str | None,
    crs_name: str | None,
    encoding: str | None,
    id_field: str | None,
    datum: str,
) -> list[Site]:
    every = sheets_of(path, encoding)
    sheets = [s for s in every if layer in (None, s.name)]
    if not sheets:
        names = ", ".join(sheet.name for sheet in every)
        raise InputError("layer.unknown", file=str(path), layer=layer, names=names)
    found: list[Site] = []
    seen: list[str] = []
    recognised = False
    for sheet in sheets:
        columns = columns_of(sheet, crs_name)
        if columns is None:
            seen += [value.text for value in sheet.row(1, sheet.size[1])]
            continue
        recognised = True
        named = _name_fields(tuple(columns.labels), id_field, path)
        rows = _rows(sheet, columns, [columns.labels[each] for each in named])
        found += rows if columns.shifted else [true_place(site, datum) for site in rows]
    if not recognised:
        raise InputError("site.no_columns", file=str(path), known=", ".join(filter(None, seen)) or "-")
    return found


def _rows(sheet: Sheet, columns: Columns, named: Sequence[int]) -> list[Site]:
    notes = (Reason("site.shifted_back", {"datum": columns.datum}),) if columns.shifted else ()
    found = []
    for number, cells in cells_of(sheet, columns):
        name = next(filter(None, (cells[each - 1] for each in named)), f"{sheet.name} {number}")
        place, problem = place_of(cells, columns)
        found.append((cells, Site(name, place, number, problem, notes if place is not None else ())))
    heads = {plain_head(label): column - 1 for label, column in columns.labels.items()}
    corners = corner_columns(heads, [each - 1 for each in named])
    return parcels(found, corners, sheet.name) if corners else [site for _, site in found]
