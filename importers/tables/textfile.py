"""Tables in text files: comma, tab or semicolon, in UTF-8, UTF-16 or GB18030 (which holds GBK and GB2312)."""

import codecs
import csv
import io
from pathlib import Path

from faultgis.errors import InputError
from importers.tables.grid import Sheet, Value, sheet_of

UTF8, GB18030 = "UTF-8", "GB18030"
MOST_BYTES = 64_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", UTF8),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SEPARATORS = "\t,;，"
_SAMPLE, _HEAD = 20, 65_536


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """A file's text and the name of its encoding: the one asked for, that of its byte order mark, UTF-8 if
    all of it is, else GB18030.

    Raises ``InputError``: ``table.encoding`` (it is in none of these), ``encoding.unknown``,
    ``table.too_large``.
    """
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise InputError("table.too_large", file=str(path), megabytes=MOST_BYTES // 1_000_000)
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            return _decoded(data, codec, path), name
    if encoding is not None:
        try:
            wanted = codecs.lookup("gb18030" if encoding.lower() in ("gbk", "gb2312", "cp936") else encoding)
            b"text".decode(wanted.name, "replace")  # some codecs, as rot13 and idna, are none of texts
        except (LookupError, ValueError):
            raise InputError("encoding.unknown", encoding=encoding) from None
        return _decoded(data, wanted.name, path), encoding
    try:
        return data.decode("utf-8"), UTF8
    except UnicodeDecodeError:
        return _decoded(data, "gb18030", path), GB18030


def read_beginning(path: Path, size: int = 262_144) -> str:
    """The beginning of a text, to see what it is; characters that cannot be read are left out."""
    with path.open("rb") as file:
        data = file.read(size)
    for bom, codec, _ in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "ignore")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode("gb18030", "ignore")
    return data.decode("utf-8", "ignore")


def _decoded(data: bytes, codec: str, path: Path) -> str:
    try:
        text = data.decode(codec)
    except UnicodeError:
        raise InputError("table.encoding", file=str(path), encoding=codec) from None
    if "\x00" in text:
        raise InputError("table.not_text", file=str(path))
    return text


def read_delimited(path: Path, encoding: str | None = None) -> Sheet:
    """A text file as a sheet. Raises ``InputError`` as ``read_text``, and ``table.damaged``."""
    text, found = read_text(path, encoding)
    return delimited(text, path, found)


def delimited(text: str, path: Path, encoding: str) -> Sheet:
    """A text as a sheet; ``path`` is where it is from. Raises ``InputError("table.damaged")``."""
    dialect = _separator([line for line in text[:_HEAD].splitlines()[:_SAMPLE] if line.strip()])
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect))
        return sheet_of(path.stem, [[Value(cell.strip()) for cell in row] for row in rows], encoding)
    except (csv.Error, ValueError) as error:
        raise InputError("table.damaged", file=str(path), reason=str(error)) from error


def _separator(lines: list[str]) -> str:
    """The sign that divides most lines into the most cells."""
    if not lines:
        return ","
    return max(
        _SEPARATORS,
        key=lambda sign: (
            sum(line.count(sign) > 0 for line in lines) * 1000 + sum(line.count(sign) for line in lines)
        ),
    )
