"""Ways in which files get damaged whatever they are: bits, numbers, lengths, cuts, repeats, foreign words."""

import random
import struct
from collections.abc import Callable, Sequence
from typing import Literal

Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]
_NUMBERS = (0, 1, -1, 127, 128, 255, 256, 32767, -32768, 65535, 2**31 - 1, -(2**31), 2**32 - 1)
_REALS = (0.0, 1e308, -1e308, 5e-324, float("nan"), float("inf"))
WORDS = (
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\n", b"\r\n", b"|", b'"', b"'", b"<", b">", b"&a;",
    b"{", b"}", b"[", b"[" * 3000, b"(" * 3000, b"null", b"NaN", b"1e999", b"-1e999", b"9" * 400,
    b"9" * 5000, b"\\u0000",
    b"\xa3\xa4\xff", b"\xf0\x9f\xaa\xa8", b"%s%n", b"=cmd|' /C calc'!A0", b"../../etc/passwd", b"]]>",
    b"0000-00-00", b"9999-12-31T23:59:60Z", b"-0", b"1e-320", b"0x10", b"1_000", "①²½".encode(),
    "−１２３，４".encode(), b"\xed\xa0\x80", b"a" * 70000, b",", b";", b"\t", b"#", b"-", b"/", b"=1+1",
)  # fmt: skip


def binary(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """The file with one to eight changes of its bytes; ``seeds`` are files to take parts from."""
    changed = bytearray(data)
    change_bytes(source, changed, seeds)
    return bytes(changed)


def change_bytes(source: random.Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    """One to eight changes of a file's bytes, in place."""
    for _ in range(source.choice((1, 1, 2, 4, 8))):
        source.choice(_CHANGES)(source, data, seeds)


def _place(source: random.Random, data: bytearray) -> int:
    """Anywhere, but half of the time near the beginning, where heads are."""
    most = len(data) if source.random() < 0.5 else min(len(data), 2000)
    return source.randrange(max(most, 1))


def _flip(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if data:
        data[_place(source, data)] ^= 1 << source.randrange(8)


def _byte(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    if data:
        data[_place(source, data)] = source.randrange(256)


def _number(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    form = source.choice(("<h", ">h", "<i", ">i", "<q", "<d"))
    whole = source.choice(_NUMBERS).to_bytes(8, "little", signed=True)
    packed = struct.pack(form, source.choice(_REALS)) if form == "<d" else whole
    size = struct.calcsize(form)
    at = _place(source, data)
    part = packed[:size] if form[0] == "<" else packed[:size][::-1]
    data[at : at + size] = part


def _length(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    """A number that may be a length, a count or an offset is made a little, or very, wrong."""
    size = source.choice((1, 2, 2, 4, 4, 4, 8))
    order: Literal["little", "big"] = source.choice(("little", "big"))
    for _try in range(20):
        at = _place(source, data) // size * size
        value = int.from_bytes(data[at : at + size], order)
        if 0 < value <= len(data):
            break
    else:
        return
    wrong = (value + 1, value - 1, value * 2, value // 2, len(data), len(data) - at, at, 256**size - value)
    data[at : at + size] = (source.choice(wrong) % 256**size).to_bytes(size, order)


def _real(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    """A coordinate (a double of usual size) becomes none, or one from another world."""
    order = source.choice("<<>")
    for _try in range(40):
        at = _place(source, data)
        if at + 8 <= len(data):
            (value,) = struct.unpack_from(f"{order}d", data, at)
            if 1e-3 < abs(value) < 1e9:
                wrong = (*_REALS, -value, value * 1e6, value + 360, value * 1e300)
                data[at : at + 8] = struct.pack(f"{order}d", source.choice(wrong))
                return


def _cut(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[source.randrange(len(data) + 1) :]


def _remove(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = _place(source, data)
    del data[at : at + source.choice((1, 2, 16, 300))]


def _repeat(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = _place(source, data)
    block = data[at : at + source.choice((1, 20, 400))]
    data[at:at] = block * source.choice((1, 3, 50))


def _insert(source: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    at = _place(source, data)
    data[at:at] = source.choice(WORDS)


def _splice(source: random.Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    other = source.choice(seeds)
    at, there = _place(source, data), source.randrange(len(other) + 1)
    data[at : at + source.choice((0, 50))] = other[there : there + source.choice((10, 500))]


_CHANGES: tuple[Change, ...] = (
    _flip, _byte, _number, _number, _length, _length, _length, _real, _cut, _remove, _repeat, _insert,
    _splice,
)  # fmt: skip
