"""Harnesses of tables: CSV, workbooks, lists of events and rejections, OxCal, and the words in cells."""

import inspect
import io
import pkgutil
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints
from xml.sax.saxutils import escape

from faultgis.dating import oxcal
from faultgis.errors import InputError
from faultgis.national.rows import Package
from faultgis.national.template import load
from faultgis.records.survey import Survey
from faultgis.services import rejecting
from importers import freetext, measurement_tables, point_tables, registry
from importers.freetext.cell import Cell
from importers.tables import door
from tests.fuzz.harness import SHARED, Harness
from tests.fuzz.lines import rows
from tests.fuzz.old_records import old_book
from tests.fuzz.packed import archive as members
from tests.fuzz.trees import xml
from tests.importers.tables import made, old_books
from ui.wiring import Program

SURVEY = Survey(code="T")
_QUAKES = "paleo/quakerates_china"


def _table(path: Path) -> object:
    """A table by every door for tables; what none of them takes is refused by the first."""
    answers: list[object] = []
    doors: tuple[Callable[[], object], ...] = (
        lambda: registry.inspect(path),
        lambda: registry.read(path, SURVEY),
        lambda: registry.read(path, SURVEY, kind=door.recognise(path) or "samples"),
        lambda: point_tables.recognise(path) and point_tables.inspect(path),
        lambda: measurement_tables.read(path, SURVEY) if measurement_tables.recognise(path) else None,
        lambda: door.sheets_of(path),
    )
    for read in doors:
        try:
            answers.append(read())
        except InputError as error:
            answers.append(error)
    if all(isinstance(each, InputError) for each in answers):
        raise answers[0]  # type: ignore[misc]
    return answers


def _sheets(path: Path) -> object:
    return door.sheets_of(path)


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
        answers.append(_table(folder / "data" / "list.txt"))
    return answers


def _laboratory() -> list[bytes]:
    """A table of results as CSV, in two encodings."""
    table = [made.HEADS, *made.ROWS]
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in table)
    return [text.encode("utf-8"), text.encode("gb18030")]


def _places() -> list[bytes]:
    """Points with attitudes, in ways in which people write them."""
    text = """点号,经度,纬度,高程,倾向,倾角,描述
D001,104.1,31.2,812.5,310,55,断层泥
D002,104°06′00″,31°12′,,NW,40,
D003,104°6.5′E,31.2N,1e3,N45°W,SW∠60,产状 310∠55
"""
    return [text.encode("utf-8"), text.encode("gb18030"), text.replace(",", "\t").encode("utf-16")]


def _rejections() -> list[bytes]:
    text = "要素编号,图层,问题描述,字段\n64040010200000001,Fault,编码错误,Feature\n6404,,缺少附件,\n"
    return [text.encode("utf-8-sig"), text.encode("gbk")]


class _Nowhere:
    """Takes what is saved, and holds nothing."""

    def load(self, _survey: object, kinds: tuple[str, ...]) -> dict[str, list[object]]:
        return {kind: [] for kind in kinds}

    def save_batch(self, *_: object) -> None:
        return None


def _rejection_list(path: Path) -> object:
    sheets = Program.read_table(None, path)  # type: ignore[arg-type]
    package: Any = Package(load(), SURVEY, {})
    return rejecting.receive(_Nowhere(), SURVEY, path.name, sheets, package)  # type: ignore[arg-type]


def _laboratory_xlsx() -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return [made.workbook(Path(folder) / "a.xlsx").read_bytes()]


def _laboratory_xls() -> list[bytes]:
    cells = {
        (r, c): v or "" for r, row in enumerate((made.HEADS, *made.ROWS), 1) for c, v in enumerate(row, 1)
    }
    return [old_books.workbook("a", cells, [(2, 4, 1, 1)])]


def _laboratory_ods() -> list[bytes]:
    cells = [[escape(str(cell or "")) for cell in row] for row in (made.HEADS, *made.ROWS)]
    lines = [[f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row] for row in cells]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in lines)
    names = ("office", "table", "text")
    spaces = [f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names]
    table = f'<table:table table:name="a">{body}</table:table>'
    return [f"<office:document-content {' '.join(spaces)}>{table}</office:document-content>".encode()]


def _part(name: str) -> tuple[Callable[[Path], object], Callable[[], list[bytes]]]:
    """Damage inside of one part of an XLSX, packed anew; and that part."""

    def read(path: Path) -> object:
        packed = path.with_suffix(".zip")
        whole = io.BytesIO(_laboratory_xlsx()[0])
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(packed, "w") as target:
            for each in source.namelist():
                target.writestr(each, path.read_bytes() if each == name else source.read(each))
        return _table(packed)

    def seeds() -> list[bytes]:
        with zipfile.ZipFile(io.BytesIO(_laboratory_xlsx()[0])) as book:
            return [book.read(name)]

    return read, seeds


def _workbook(path: Path) -> object:
    """Damage inside the XML of a workbook, packed anew, for damage of the packing is soon refused."""
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", path.read_bytes())
    return _table(packed)


@cache
def _readers() -> list[Callable[[str], Any]]:
    """Everything in ``importers.freetext`` that makes a cell of a text."""
    modules = [import_module(f"importers.freetext.{m.name}") for m in pkgutil.iter_modules(freetext.__path__)]
    found: list[Callable[[str], Any]] = []
    for module in modules:
        for _, function in inspect.getmembers(module, inspect.isfunction):
            needed = [p.name for p in inspect.signature(function).parameters.values() if p.default is p.empty]
            if needed == ["text"] and get_type_hints(function).get("return") is Cell:
                found.append(function)
    return found


def _words(path: Path) -> object:
    """Each line of the file as the text of one cell, to every reader of such."""
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()[:20]
    return [read(line[:5000]) for line in lines for read in _readers()]


def _texts() -> list[bytes]:
    """Cells as they are in real files, twenty to a file, those of words of ours first."""
    found = [
        "右旋走滑兼逆冲", "S-D", "10±2 mm/a", "(1.0,0.5,1.5)", "全新世", "Q4", "距今约 1.2 万年",
        "N45°E/SE∠60", "310∠55", "1739 年 8 级", "M 7½", "2.3–3.5 ka BP", "930 ± 30 BP",
        "δ13C -25.1‰", "pMC 101.2 ± 0.3",
        "2σ (95.4%)", "IntCal20", "约 350 km", "> 60", "≤ 5 m", "公元前 780 年", "1654.07.21",
        "断层陡坎；T2 位错",
    ]  # fmt: skip
    for file in ("faults/china/CN-faults_north36_utf8.gmt", "faults/africa_malawi/MAFD.gmt"):
        for line in (SHARED / file).read_text(encoding="utf-8", errors="replace").splitlines()[:3000]:
            if line.startswith("# @D"):
                found += [part.strip('"') for part in line[4:].split("|") if len(part) > 1]
    found = list(dict.fromkeys(found))[:2000]
    return ["\n".join(found[at : at + 20]).encode() for at in range(0, len(found), 20)]


def _sequence(path: Path) -> object:
    text = path.read_bytes().decode("utf-8", "replace")
    model = oxcal.read(text)
    return oxcal.read(oxcal.write(model))


def _oxcal() -> list[bytes]:
    text = """ Plot() {
  Curve("IntCal20", "intcal20.14c");
  Sequence("T1") {
    Boundary("=Base"); Phase("U5") { R_Date("A, 1", 4667, 20); R_Date("B", 4600, 35); };
    Date("E2"); // an event
    Phase("U4") { C_Date("OSL", AD(-2100), 150); }; Boundary("Top"); Before("1920", AD(1920)); }; };
"""
    return [text.encode(), b'R_Date("A",4667,20);', 'Sequence(){Boundary("底");Date("古地震");};'.encode()]


_SHEET, _STRINGS = _part("xl/worksheets/sheet1.xml"), _part("xl/workbook.xml")
HARNESSES = (
    Harness(
        "csv", ("formats/gdal_csv/*.[ct]sv", "field/structural_csv/*.csv"), ".csv", _table, _laboratory, rows
    ),
    Harness("points", (), ".csv", _table, _places, rows),
    Harness("rejections", (), ".csv", _rejection_list, _rejections, rows),
    Harness("events", (f"{_QUAKES}/*/*.txt",), ".txt", _events, damage=rows),
    Harness("xlsx", ("formats/gdal_xlsx/*.xlsx",), ".xlsx", _table, _laboratory_xlsx, members),
    Harness("xls", ("paleo/usa/*.xls",), ".xls", _sheets, _laboratory_xls, old_book, whole=True),
    Harness("old_table", (), ".xls", _table, _laboratory_xls, old_book),
    Harness("sheet", (), ".xml", *_SHEET, xml),
    Harness("workbook", (), ".xml", *_STRINGS, xml),
    Harness("ods", ("formats/gdal_ods/*.xml",), ".xml", _workbook, _laboratory_ods, xml),
    Harness("freetext", (), ".txt", _words, _texts, rows),
    Harness("oxcal", (), ".oxcal", _sequence, _oxcal, rows),
)
