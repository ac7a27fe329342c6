"""Tables of OpenDocument: what stands in a cell, and elements within elements that would be read again and
again."""

import time
import zipfile
from pathlib import Path

from importers.tables.door import sheets_of
from importers.tables.grid import Value

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
ROW = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
SECONDS = 5.0


def ods(path: Path, tables: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        packed.writestr("content.xml", f"<office:document-content {SPACES}>{body}</office:document-content>")
    return path


def table(cell: str) -> str:
    row = f"<table:table-row><table:table-cell>{cell}</table:table-cell></table:table-row>"
    return f'<table:table table:name="表">{row}</table:table>'


def test_a_comment_is_no_part_of_its_cell(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>疑</text:p></office:annotation>"
    text = "<text:p>5700</text:p><text:p><text:span>±</text:span>30</text:p>"
    path = ods(tmp_path / "a.ods", table(f"{note}{text}"))
    (sheet,) = sheets_of(path)
    assert (sheet.name, sheet.cells) == ("表", {(1, 1): Value("5700\n±30")})


def test_paragraphs_within_paragraphs_are_read_once(tmp_path: Path) -> None:
    deep = "<text:p>a" * 20_000 + "</text:p>" * 20_000
    began = time.monotonic()
    (sheet,) = sheets_of(ods(tmp_path / "a.ods", table(deep)))
    assert len(sheet.cells[1, 1].text) == 20_000
    assert time.monotonic() - began < SECONDS


def test_tables_within_tables_are_read_once(tmp_path: Path) -> None:
    tables = "<table:table>" * 500 + ROW * 5_000 + "</table:table>" * 500
    began = time.monotonic()
    first, second = sheets_of(ods(tmp_path / "a.ods", f"{tables}<table:table>{ROW}</table:table>"))
    assert (first.size, second.size) == ((5_000, 1), (1, 1))
    assert time.monotonic() - began < SECONDS
