"""XLSX workbooks whose bytes depend on nothing but what is in them, and in which no text is ever a formula.

Written part by part (ECMA-376): texts as shared strings, numbers as numbers, blanks as no cell. A text that
a spreadsheet would run when somebody edits its cell is marked as text.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from faultgis.errors import InputError
from faultgis.exports.written import ZIP_EPOCH
from faultgis.progress import Progress

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
CHUNK = 4096
NAME_LENGTH = 31
# Styles in the order of styles.xml.
PLAIN, HEAD, TEXT = 0, 1, 2
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Sheet:
    """A sheet: rows of heads, then rows of values; ``None`` is no cell."""

    name: str
    heads: Sequence[Sequence[str]]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()


@dataclass
class _Strings:
    """The texts of a workbook by number, and how the cells end that hold them."""

    numbers: dict[str, int] = field(default_factory=dict)
    ends: dict[tuple[str, int], str] = field(default_factory=dict)

    def add(self, text: str, style: int) -> str:
        number = self.numbers.setdefault(text, len(self.numbers))
        kind = TEXT if style == PLAIN and text.startswith(DANGEROUS) else style
        shown = f' s="{kind}"' if kind else ""
        self.ends[text, style] = end = f'"{shown} t="s"><v>{number}</v></c>'
        return end


def write_workbook(
    path: Path, sheets: Sequence[Sheet], when: datetime, progress: Progress | None = None
) -> None:
    """Write a new workbook. Raises ``InputError``: ``export.too_many_rows``, ``export.text_too_long``."""
    strings = _Strings()
    names = sheet_names([sheet.name for sheet in sheets])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                for piece in _sheet(sheet, strings, progress or Progress()):
                    part.write(piece.encode("utf-8"))
        with archive.open(_entry("xl/sharedStrings.xml"), "w", force_zip64=True) as part:
            for piece in _shared(strings):
                part.write(piece.encode("utf-8"))
        for name, text in _small_parts(names, when):
            archive.writestr(_entry(name), _XML + text)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # Else the system that wrote it stands in the archive.
    entry.create_system = 3
    return entry


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that a workbook takes: up to 31 characters, none of ``[]:*?/\\``, no two alike in any case."""
    made: list[str] = []
    for name in wanted:
        clean = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:NAME_LENGTH] or "_"
        tried, count = clean, 1
        while tried.casefold() in {other.casefold() for other in made}:
            count += 1
            tried = f"{clean[: NAME_LENGTH - len(str(count)) - 1]}~{count}"
        made.append(tried)
    return made


def _sheet(sheet: Sheet, strings: _Strings, progress: Progress) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    if sheet.heads:
        below = len(sheet.heads)
        yield f'<pane ySplit="{below}" topLeftCell="A{below + 1}" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews>"
    if sheet.widths:
        wide = enumerate(sheet.widths, start=1)
        cols = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in wide)
        yield f"<cols>{cols}</cols>"
    yield "<sheetData>"
    yield from _block(sheet.heads, 1, strings, HEAD, sheet.name)
    rows, first = iter(sheet.rows), len(sheet.heads) + 1
    while chunk := list(islice(rows, CHUNK)):
        progress.check()
        if first + len(chunk) - 1 > MOST_ROWS:
            raise InputError("export.too_many_rows", layer=sheet.name, most=MOST_ROWS)
        yield from _block(chunk, first, strings, PLAIN, sheet.name)
        first += len(chunk)
    yield "</sheetData></worksheet>"


def _block(
    rows: Sequence[Sequence[Any]], first: int, strings: _Strings, style: int, sheet: str
) -> Iterator[str]:
    """Rows as XML, made column by column: there are millions of cells."""
    columns = []
    for at, values in enumerate(zip_longest(*rows)):
        begin = f'<c r="{letters(at)}'
        try:
            columns.append(
                [_cell(begin, row, value, strings, style) for row, value in enumerate(values, first)]
            )
        except _TooLongError as error:
            where = {"layer": sheet, "row": error.args[0], "field": letters(at)}
            raise InputError("export.text_too_long", most=MOST_CHARACTERS, **where) from error
    if columns:
        for row, cells in enumerate(zip(*columns, strict=True), first):
            yield f'<row r="{row}">{"".join(cells)}</row>'
    else:
        yield from (f'<row r="{row}"></row>' for row in range(first, first + len(rows)))


class _TooLongError(Exception):
    """A text that no cell can hold, with its row."""


def _cell(begin: str, row: int, value: Any, strings: _Strings, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        if (end := strings.ends.get((value, style))) is None:
            if len(value) > MOST_CHARACTERS:
                raise _TooLongError(row)
            end = strings.add(value, style)
        return f"{begin}{row}{end}"
    return f'{begin}{row}"><v>{value!r}</v></c>'


def letters(column: int) -> str:
    """A column's letters, counted from 0: A, B, … Z, AA."""
    made = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def _shared(strings: _Strings) -> Iterator[str]:
    yield f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(strings.numbers)}">'
    for text in strings.numbers:
        yield f'<si><t xml:space="preserve">{escape(_UNSAYABLE.sub(_told, text))}</t></si>'
    yield "</sst>"


def _told(found: re.Match[str]) -> str:
    return f"_x{ord(found.group()):04X}_"


def _small_parts(names: Sequence[str], when: datetime) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(names) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", f"{kind}.sheet.main+xml"), ("/xl/styles.xml", f"{kind}.styles+xml")]
    parts += [("/xl/sharedStrings.xml", f"{kind}.sharedStrings+xml")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", f"{kind}.worksheet+xml") for n in numbers]
    parts += [("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{told}"/>' for part, told in parts)
        + "</Types>",
    )
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    main = [("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"), ("rId2", core, "docProps/core.xml")]
    yield "_rels/.rels", _relations(main)
    sheets = [(f"rId{n}", f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    last = len(names)
    sheets += [(f"rId{last + 1}", f"{_OFFICE}/styles", "styles.xml")]
    sheets += [(f"rId{last + 2}", f"{_OFFICE}/sharedStrings", "sharedStrings.xml")]
    yield "xl/_rels/workbook.xml.rels", _relations(sheets)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
    )
    yield "xl/styles.xml", _STYLES
    yield (
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>FaultGIS</dc:creator>'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
        "</cp:coreProperties>",
    )


def _relations(listed: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{to}"/>' for i, kind, to in listed)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
