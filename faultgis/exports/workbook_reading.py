"""Workbooks written by ``workbook`` read back: by patterns, since there are millions of cells, with a parser
beside that finds out whether the XML is sound."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import unescape

from faultgis.exports.written import BLOCK

_SAID = re.compile("_x([0-9A-Fa-f]{4})_")
_TEXTS = re.compile(r'<si><t xml:space="preserve">([^<]*)</t></si>')
_ROWS = re.compile(r'<row r="(\d+)">(.*?)</row>')
_CELLS = re.compile(r'<c r="([A-Z]+)\d+"(?: s="\d+")?( t="s")?><v>([^<]*)</v></c>')


def read_workbook(path: Path, hear: Callable[[str, int, list[Any]], None]) -> None:
    """Read a workbook written here: ``hear(sheet, row, values)`` for each row, counted from 1; numbers come
    as numbers, and a row ends with its last cell. Raises ``expat.ExpatError``."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode("utf-8"))
        texts: list[str] = []
        with archive.open("xl/sharedStrings.xml") as shared:
            for piece in _pieces(shared, b"</si>"):
                texts += [_read(text) for text in _TEXTS.findall(piece)]
        for number, name in enumerate(names, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml") as part:
                for piece in _pieces(part, b"</row>"):
                    for row, cells in _ROWS.findall(piece):
                        hear(unescape(name, {"&quot;": '"'}), int(row), _values(cells, texts))


def _pieces(part: Any, end: bytes) -> Iterator[str]:
    """A part of a workbook piece by piece, each but the last ending with a whole element."""
    parser, rest = expat.ParserCreate(), b""
    while block := part.read(BLOCK):
        parser.Parse(block, False)
        whole, mark, rest = (rest + block).rpartition(end)
        yield (whole + mark).decode("utf-8")
    parser.Parse(b"", True)


def _read(text: str) -> str:
    return _SAID.sub(lambda found: chr(int(found[1], 16)), unescape(text))


@lru_cache(maxsize=1024)
def _column(said: str) -> int:
    at = 0
    for letter in said:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _values(cells: str, texts: Sequence[str]) -> list[Any]:
    values: list[Any] = []
    for said, shared, text in _CELLS.findall(cells):
        at = _column(said)
        if at > len(values):
            values.extend([None] * (at - len(values)))
        values.append(texts[int(text)] if shared else _number(text))
    return values


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        return float(text)
