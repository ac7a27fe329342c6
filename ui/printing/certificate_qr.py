"""QR codes (ISO/IEC 18004): byte mode, error correction level M, versions 1 to 10 (up to 213 bytes)."""

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

Modules = NDArray[np.bool_]

# By version from 1: check bytes per block, and the blocks as (how many, data bytes in each): ISO 18004.
_BLOCKS = (
    (10, ((1, 16),)),
    (16, ((1, 28),)),
    (26, ((1, 44),)),
    (18, ((2, 32),)),
    (24, ((2, 43),)),
    (16, ((4, 27),)),
    (18, ((4, 31),)),
    (22, ((2, 38), (2, 39))),
    (22, ((3, 36), (2, 37))),
    (26, ((4, 43), (1, 44))),
)
# Middles of the small squares, by version from 1; ISO 18004 annex E.
_ALIGNED = (
    (),
    (6, 18),
    (6, 22),
    (6, 26),
    (6, 30),
    (6, 34),
    (6, 22, 38),
    (6, 24, 42),
    (6, 26, 46),
    (6, 28, 50),
)
_LEVEL_M = 0b00


def qr_code(text: str, mask: int | None = None) -> Modules:
    """The modules of a code (dark is true) without its quiet zone of four, with the mask of this number or
    the one that is easiest to read. Raises ``InputError("certificate.qr_too_long")``."""
    data = text.encode("utf-8")
    version = _version(len(data))
    bits = _interleaved(_codewords(data, version), version)
    fixed, taken = _patterns(version)
    _lay(fixed, taken, bits)
    if mask is not None:
        return _masked(fixed, taken, mask)
    return min((_masked(fixed, taken, number) for number in range(8)), key=_penalty)


def _capacity(version: int) -> int:
    return sum(count * size for count, size in _BLOCKS[version - 1][1])


def _version(length: int) -> int:
    for version in range(1, len(_BLOCKS) + 1):
        if 4 + _count_bits(version) + 8 * length <= 8 * _capacity(version):
            return version
    raise InputError("certificate.qr_too_long", bytes=length)


def _count_bits(version: int) -> int:
    return 8 if version < 10 else 16


def _codewords(data: bytes, version: int) -> bytes:
    """Mode, length, data and an end, filled up with the pad bytes."""
    bits = f"0100{len(data):0{_count_bits(version)}b}" + "".join(f"{byte:08b}" for byte in data)
    room = 8 * _capacity(version)
    bits += "0" * min(4, room - len(bits))
    bits += "0" * (-len(bits) % 8)
    words = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
    pads = bytes((0xEC, 0x11)) * room
    return words + pads[: room // 8 - len(words)]


def _interleaved(words: bytes, version: int) -> str:
    """Data and check bytes of all blocks, taken in turns, as bits."""
    checks, groups = _BLOCKS[version - 1]
    blocks, at = [], 0
    for count, size in groups:
        for _ in range(count):
            blocks.append(words[at : at + size])
            at += size
    corrections = [check_bytes(block, checks) for block in blocks]
    turns = [block[i] for i in range(max(map(len, blocks))) for block in blocks if i < len(block)]
    turns += [each[i] for i in range(checks) for each in corrections]
    return "".join(f"{byte:08b}" for byte in turns)


def _tables() -> tuple[list[int], list[int]]:
    power, log, x = [0] * 512, [0] * 256, 1
    for i in range(255):
        power[i] = power[i + 255] = x
        log[x] = i
        x = (x << 1) ^ (0x11D if x & 0x80 else 0)
    return power, log


_POWER, _LOG = _tables()


def _times(a: int, b: int) -> int:
    return _POWER[_LOG[a] + _LOG[b]] if a and b else 0


def check_bytes(data: bytes, count: int) -> bytes:
    """The Reed-Solomon check bytes: the rest of the data over the generator with roots 2^0 to 2^(n-1)."""
    generator = [1]
    for i in range(count):
        root, longer = _POWER[i], [*generator, 0]
        for j, factor in enumerate(generator):
            longer[j + 1] ^= _times(factor, root)
        generator = longer
    rest = [*data, *[0] * count]
    for i in range(len(data)):
        lead = rest[i]
        for j, factor in enumerate(generator):
            rest[i + j] ^= _times(factor, lead)
    return bytes(rest[len(data) :])


def _patterns(version: int) -> tuple[Modules, Modules]:
    """The fixed patterns, and which modules they (and the format) take."""
    size = 17 + 4 * version
    dark, taken = np.zeros((size, size), bool), np.zeros((size, size), bool)
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        _square(dark, taken, row, column, 4)
    taken[:9, :9] = taken[:9, -8:] = taken[-8:, :9] = True
    places = _ALIGNED[version - 1]
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row in places:
        for column in places:
            if (row, column) not in corners:
                _square(dark, taken, row, column, 2)
    line = np.arange(8, size - 8)
    dark[6, line] = dark[line, 6] = line % 2 == 0
    taken[6, :] = taken[:, 6] = True
    dark[size - 8, 8] = True
    if version >= 7:
        _write_version(dark, taken, version)
    return dark, taken


def _square(dark: Modules, taken: Modules, row: int, column: int, reach: int) -> None:
    """Rings about a middle: dark but for the ring at two (and, of the finders, that at four)."""
    size = len(dark)
    for r in range(max(0, row - reach), min(size, row + reach + 1)):
        for c in range(max(0, column - reach), min(size, column + reach + 1)):
            ring = max(abs(r - row), abs(c - column))
            dark[r, c] = ring not in ((2, 4) if reach == 4 else (1,))
            taken[r, c] = True


def _remainder(value: int, generator: int, bits: int) -> int:
    rest = value << bits
    while rest.bit_length() > bits:
        rest ^= generator << (rest.bit_length() - generator.bit_length())
    return value << bits | rest


def _write_version(dark: Modules, taken: Modules, version: int) -> None:
    value, size = _remainder(version, 0x1F25, 12), len(dark)
    for i in range(18):
        bit, row, column = bool(value >> i & 1), i // 3, size - 11 + i % 3
        dark[row, column] = dark[column, row] = bit
        taken[row, column] = taken[column, row] = True


def _write_format(dark: Modules, mask: int) -> None:
    value, size = _remainder(_LEVEL_M << 3 | mask, 0x537, 10) ^ 0x5412, len(dark)
    first = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5), (8, 7), (8, 8)]
    first += [(7, 8), (5, 8), (4, 8), (3, 8), (2, 8), (1, 8), (0, 8)]
    second = [(size - 1 - i, 8) for i in range(7)] + [(8, size - 8 + i) for i in range(8)]
    for i in range(15):
        dark[first[i]] = dark[second[i]] = bool(value >> (14 - i) & 1)


def _path(taken: Modules) -> Iterator[tuple[int, int]]:
    """The free modules in the order of the bits: pairs of columns from the right, up and down in turns."""
    size, upward = len(taken), True
    for right in (c for c in range(size - 1, 0, -2)):
        column = right if right > 6 else right - 1
        for row in range(size - 1, -1, -1) if upward else range(size):
            for c in (column, column - 1):
                if not taken[row, c]:
                    yield row, c
        upward = not upward


def _lay(dark: Modules, taken: Modules, bits: str) -> None:
    # Modules left over at the end stay light.
    for place, bit in zip(_path(taken), bits, strict=False):
        dark[place] = bit == "1"


def _masked(dark: Modules, taken: Modules, mask: int) -> Modules:
    r, c = np.indices(dark.shape)
    flips = (
        (r + c) % 2,
        r % 2,
        c % 3,
        (r + c) % 3,
        (r // 2 + c // 3) % 2,
        r * c % 2 + r * c % 3,
        (r * c % 2 + r * c % 3) % 2,
        ((r + c) % 2 + r * c % 3) % 2,
    )
    made: Modules = dark ^ ((flips[mask] == 0) & ~taken)
    _write_format(made, mask)
    return made


def _penalty(dark: Modules) -> int:
    """How hard a mask is to read: long runs, blocks, patterns like a finder, uneven shares."""
    blocks = (
        (dark[1:, 1:] == dark[:-1, 1:]) & (dark[1:, 1:] == dark[1:, :-1]) & (dark[1:, 1:] == dark[:-1, :-1])
    )
    share = 100 * dark.mean()
    found = 3 * int(blocks.sum()) + 10 * int(abs(share - 50) // 5)
    like = ("10111010000", "00001011101")
    for line in (*dark, *dark.T):
        text = "".join("1" if module else "0" for module in line)
        found += sum(40 for i in range(len(text) - 10) if text[i : i + 11] in like)
        ends = [0, *(i for i in range(1, len(text)) if text[i] != text[i - 1]), len(text)]
        runs = (b - a for a, b in itertools.pairwise(ends))
        found += sum(run - 2 for run in runs if run >= 5)
    return found
