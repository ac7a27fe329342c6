"""Damage of workbooks of Excel 97–2003 that leaves their container and most of their records whole."""

import io
import random
import struct
from collections.abc import Callable, Sequence
from functools import lru_cache

from xlrd.compdoc import CompDoc

from tests.fuzz.mutations import WORDS, change_bytes
from tests.importers.tables.old_books import container, record

Record = tuple[int, bytes]
_BEGIN, _SHEET, _CONTINUE, _MOST = 0x809, 0x85, 0x3C, 400
_OFTEN = frozenset((0x06, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xBE, 0x201, 0xD6, 0xFD, 0x208, 0x207))
_NUMBERS = (
    *_OFTEN,
    0xFC,
    _CONTINUE,
    0xE0,
    0x41E,
    0xE5,
    0x200,
    0x1B8,
    0x0A,
    _BEGIN,
    0x18,
    0x5D,
    0x1C,
    0x2F,
    0x42,
    0x22,
)
_EDGES = (0, 1, 2, 255, 256, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)


def old_book(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Records' numbers, bodies, order, repeats and continuations; sheets stay where they are said to be."""
    found = list(_records(data))
    for _ in range(source.choice((1, 1, 2, 4, 12))):
        source.choice(_CHANGES)(source, found, source.randrange(len(found)))
        if not found:
            return data
    if source.random() < 0.9:
        found = _found_again(found)
    packed = b"".join(record(number, body[:0xFFFF]) for number, body in found)
    return container({source.choice(("Workbook", "Workbook", "Book")): packed[:5_000_000]})


@lru_cache(maxsize=8)
def _records(data: bytes) -> tuple[Record, ...]:
    """The records of a sound workbook, of cells only the first."""
    memory, start, size = CompDoc(data, logfile=io.StringIO()).locate_named_stream("Workbook")
    stream = memory[start : start + size]
    found: list[Record] = []
    at = often = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        often += number in _OFTEN
        if number not in _OFTEN or often <= _MOST:
            found.append((number, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    while found[-1] == (0, b""):
        found.pop()
    return tuple(found)


def _found_again(records: Sequence[Record]) -> list[Record]:
    """The same with each sheet told of at its new place."""
    begins, at, deep = [], 0, 0
    for number, body in records:
        if number == _BEGIN:
            begins += [at] if deep == 0 else []
            deep += 1
        deep -= number == 0x0A and deep > 0
        at += 4 + len(body[:0xFFFF])
    places = iter(begins[1:])
    return [
        (n, struct.pack("<I", next(places, 0)) + body[4:]) if n == _SHEET else (n, body)
        for n, body in records
    ]


def _body(source: random.Random, records: list[Record], at: int) -> None:
    body = bytearray(records[at][1])
    change_bytes(source, body, [b"\x01\x02" * 20, bytes(body)])
    records[at] = records[at][0], bytes(body)


def _figure(source: random.Random, records: list[Record], at: int) -> None:
    """A number in a record is made one from the edge of what is possible."""
    body = bytearray(records[at][1])
    if len(body) >= 2:
        struct.pack_into("<H", body, source.randrange(len(body) // 2) * 2, source.choice(_EDGES))
    records[at] = records[at][0], bytes(body)


def _number(source: random.Random, records: list[Record], at: int) -> None:
    records[at] = source.choice(_NUMBERS), records[at][1]


def _again(source: random.Random, records: list[Record], at: int) -> None:
    there = source.randrange(len(records))
    records[there:there] = records[at : at + source.choice((1, 1, 30))] * source.choice((1, 2, 300))


def _gone(source: random.Random, records: list[Record], at: int) -> None:
    del records[at : at + source.choice((1, 1, 20))]


def _split(source: random.Random, records: list[Record], at: int) -> None:
    number, body = records[at]
    cut = source.randrange(len(body) + 1)
    records[at : at + 1] = [
        (number, body[:cut]),
        (_CONTINUE, source.choice((b"", b"\0", b"\1")) + body[cut:]),
    ]


def _new(source: random.Random, records: list[Record], at: int) -> None:
    place = struct.pack("<HHH", *(source.choice(_EDGES) for _ in range(3)))
    records[at:at] = [(source.choice(_NUMBERS), place + source.choice(WORDS))]


_CHANGES: tuple[Callable[[random.Random, list[Record], int], None], ...] = (
    _body, _body, _figure, _figure, _figure, _number, _again, _gone, _split, _new,
)  # fmt: skip
