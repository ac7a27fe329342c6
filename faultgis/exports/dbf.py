"""dBase tables as Shapefiles have them: GB18030, widths that fit what stands in the columns, and a date that
is not the clock's.

A text keeps at most 254 bytes and is never cut within a character; a real number keeps 15 decimals.
"""

import codecs
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from faultgis.exports.layers import Column

ENCODING = "GB18030"
# "Language driver" 0x4D is GBK: for readers that know no .cpg file.
LANGUAGE = 0x4D
WIDEST = 254
LEAST_TEXT = 32
LEAST_REAL, LEAST_DECIMALS, MOST_DECIMALS = 18, 6, 15
# Private characters, and those that later editions of GB 18030 put in the place of some: which of the two a
# reader shows depends on the edition it follows.
UNSURE = re.compile(
    "[\ue000-\uf8ff\u1e3f\ufe10-\ufe19\u9fb4-\u9fbb"
    "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe]"
)
# From here on a number is written with an exponent.
LARGE = 1e15


@dataclass(frozen=True)
class DbfField:
    """A field as the table has it: ``kind`` C (text) or N (number), ``width`` in bytes."""

    name: str
    kind: str
    width: int
    decimals: int = 0


@dataclass(frozen=True)
class Cut:
    """A text that was too long: its row (from 0), its column and the whole of it. ``unsure``: not too long,
    but it holds characters that readers take in two ways."""

    row: int
    column: str
    text: str
    unsure: bool = False


def write_dbf(
    path: Path, columns: Sequence[Column], names: Sequence[str], values: Sequence[Sequence[Any]], on: date
) -> tuple[list[DbfField], list[Cut]]:
    """Write a table with the columns under short names; answer how its fields are, and which texts it cut."""
    rows = len(values[0]) if values else 0
    fields, blocks, cuts = [], [np.full(rows, b" ", dtype="S1")], []
    for column, name, cells in zip(columns, names, values, strict=True):
        if column.type == "text":
            field, block, cut = _texts(column, name, cells)
            cuts += cut
        else:
            field, block = _numbers(column, name, cells)
        fields.append(field)
        blocks.append(block)
    with path.open("wb") as target:
        target.write(_header(fields, rows, on))
        table = np.rec.fromarrays(blocks) if rows else np.empty(0, dtype="S1")
        # numpy pads with zeros, dBase with blanks.
        target.write(table.tobytes().replace(b"\x00", b" "))
        target.write(b"\x1a")
    return fields, cuts


def _header(fields: Sequence[DbfField], rows: int, on: date) -> bytes:
    size = 32 + 32 * len(fields) + 1
    record = 1 + sum(field.width for field in fields)
    head = struct.pack("<4BIHH17xB2x", 3, on.year - 1900, on.month, on.day, rows, size, record, LANGUAGE)
    told = [
        struct.pack("<11ss4xBB14x", f.name.encode(ENCODING), f.kind.encode(), f.width, f.decimals)
        for f in fields
    ]
    return head + b"".join(told) + b"\r"


def _texts(column: Column, name: str, cells: Sequence[Any]) -> tuple[DbfField, Any, list[Cut]]:
    whole = [b"" if text is None else text.encode(ENCODING) for text in cells]
    cuts = [Cut(at, column.name, cells[at]) for at, raw in enumerate(whole) if len(raw) > WIDEST]
    for cut in cuts:
        whole[cut.row] = shortened(cut.text)
    cuts += [
        Cut(at, column.name, text, True) for at, text in enumerate(cells) if text and UNSURE.search(text)
    ]
    longest = max(map(len, whole), default=0)
    least = min(column.length or LEAST_TEXT, LEAST_TEXT)
    width = max(longest, least)
    return DbfField(name, "C", width), np.array(whole, dtype=f"S{width}"), cuts


def shortened(text: str) -> bytes:
    """As much of a text as fits, to its last whole character."""
    whole = text.encode(ENCODING)
    if len(whole) <= WIDEST:
        return whole
    reader = codecs.getincrementaldecoder(ENCODING)()
    return reader.decode(whole[:WIDEST], final=False).encode(ENCODING)


def _numbers(column: Column, name: str, cells: Sequence[Any]) -> tuple[DbfField, Any]:
    if column.whole:
        written = ["" if number is None else str(number) for number in cells]
        longest = max(map(len, written), default=0)
        # Up to nine digits readers take for short numbers.
        field = DbfField(name, "N", max(longest, 6 if column.type == "flag" else 9))
    else:
        decimals = _decimals(cells)
        written = ["" if number is None else real(number, decimals) for number in cells]
        longest = max(map(len, written), default=0)
        field = DbfField(name, "N", max(longest, LEAST_REAL), decimals)
    right = [text.rjust(field.width).encode("ascii") for text in written]
    return field, np.array(right, dtype=f"S{field.width}")


def _decimals(cells: Sequence[Any]) -> int:
    needed = LEAST_DECIMALS
    for number in cells:
        if number is None or abs(number) >= LARGE:
            continue
        mantissa, _, power = repr(float(number)).partition("e")
        needed = max(needed, len(mantissa.partition(".")[2]) - int(power or 0))
    return min(needed, MOST_DECIMALS)


def real(number: float, decimals: int = MOST_DECIMALS) -> str:
    """A number as the table has it."""
    return repr(float(number)) if abs(number) >= LARGE else f"{number:.{decimals}f}"
