"""Where in a file, folder or ZIP the layers of a national package lie, and whether there are any."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from faultgis.errors import InputError
from importers.national.classes import LEAST, fits, recognised
from importers.tables.door import ODS, OLD, XLSX, form_of, sheets_of
from importers.tables.grid import Sheet
from importers.vector import helper
from importers.vector.preflight import GDB, sources

_TABLES = (XLSX, ODS, OLD)
GDB_TABLE = "a00000001.gdbtable"
# The rows of titles above the data are found among these.
_HEAD_ROWS = 3


@dataclass(frozen=True)
class _Seen:
    """A layer by its name; its columns are read when somebody asks."""

    name: str
    columns: Callable[[], Sequence[str]]


def recognise(path: Path, least: int = LEAST) -> bool:
    """Whether at least so many layers are classes of a template, by their names and their columns. Raises
    nothing."""
    try:
        with ExitStack() as stack:
            seen = [layer for file in data_of(path) for layer in _seen(file, stack)]
            found = recognised([layer.name for layer in seen], least)
            if found is None:
                return False
            fitting: set[str] = set()
            for layer in seen:
                described = found.classes.get(layer.name)
                if described is not None and fits(described, layer.columns()):
                    fitting.add(described.name)
                if len(fitting) >= least:
                    return True
    except (InputError, OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    return False


def data_of(path: Path) -> list[Path]:
    """The files of a folder that hold the package: its GeoPackage, else its geodatabase, else its Shapefiles,
    else its workbook. A delivery holds the same rows in several."""
    if not path.is_dir() or is_geodatabase(path):
        return [path]
    children = sorted(child for child in path.iterdir() if not child.name.startswith("."))
    for suffix in (".gpkg", ".gdb"):  # a geodatabase keeps places on a grid of 0.1 mm
        if found := [child for child in children if child.suffix.lower() == suffix]:
            return found[:1]
    for folder in (path, *(child for child in children if child.is_dir())):
        if found := sorted(each for each in folder.iterdir() if each.suffix.lower() == ".shp"):
            return found
    return [child for child in children if child.suffix.lower() == ".xlsx"][:1]


def is_geodatabase(path: Path) -> bool:
    return (path / GDB_TABLE).is_file()


def is_table(file: Path) -> bool:
    return file.is_file() and form_of(file) in _TABLES


def _seen(file: Path, stack: ExitStack) -> Iterator[_Seen]:
    if is_table(file):
        for sheet in sheets_of(file, None):
            yield _Seen(sheet.name, partial(_columns_of_sheet, sheet))
    elif file.is_dir() or _may_hold_layers(file):
        for source in stack.enter_context(sources(file)):
            in_one = source.found == GDB or source.found.format == "GeoPackage"
            names = helper.ask("layers", source.path)["ok"]
            for name in names:
                shown = name if in_one else PurePosixPath(source.name).stem
                yield _Seen(shown, partial(_columns_of_layer, source.path, name))


def _columns_of_sheet(sheet: Sheet) -> Sequence[str]:
    rows, width = sheet.size
    return [value.text for value in sheet.row(head_row(sheet, rows, width), width) if value.text]


def _columns_of_layer(file: Path, name: str) -> Sequence[str]:
    # By this of its names the encoding is known to all of GDAL's readers, whatever the cells hold.
    answer = helper.ask("read", file, layer=name, encoding="ISO-8859-1", limit=1)
    return [str(field) for field in answer["ok"]["fields"]]


def _may_hold_layers(file: Path) -> bool:
    """Whether it is worth opening: a GeoPackage, a Shapefile, or a ZIP with data sets in it."""
    if file.suffix.lower() in (".gpkg", ".shp"):
        return True
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as archive:
        names = [PurePosixPath(name) for name in archive.namelist()]
    return any(n.name == GDB_TABLE or n.suffix.lower() in (".shp", ".gpkg") for n in names)


def head_row(sheet: Sheet, rows: int, width: int) -> int:
    """The row whose texts are most like names of fields: without Chinese, the last such one."""
    best, most = 1, -1
    for number in range(1, min(_HEAD_ROWS, rows) + 1):
        texts = [value.text for value in sheet.row(number, width) if value.text]
        score = sum(text.isascii() and text.isidentifier() for text in texts)
        if score >= most and score > 0:
            best, most = number, score
    return best
