"""Damage of tables and texts: other lines, cells, numbers, separators, line ends and encodings."""

import random
import re
from collections.abc import Sequence

from tests.fuzz.mutations import WORDS

_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "latin-1", "utf-32")


def rows(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Lines and their cells: other values, other numbers of cells, other separators, line ends, encodings."""
    lines = data.splitlines(keepends=True) or [b""]
    for _ in range(source.choice((1, 1, 2, 4, 10))):
        at, there = source.randrange(len(lines)), source.randrange(len(lines))
        what = source.randrange(7)
        if what == 0:
            lines[at] = lines[there]
        elif what == 1:
            lines[at:at] = lines[there : there + source.choice((1, 20))] * source.choice((1, 30))
        elif what == 2 and len(lines) > 1:
            del lines[at]
        else:
            lines[at] = _cell(source, lines[at], lines[there])
    found = b"".join(lines)
    if source.random() < 0.1:
        wrong = (b"\r", b"\x00\n", b"\n\n", b"\x0b", "\u2028".encode())
        found = found.replace(b"\n", source.choice(wrong))
    if source.random() < 0.1:
        found = found.decode("utf-8", "replace").encode(source.choice(_ENCODINGS), "replace")
    return found


def _cell(source: random.Random, line: bytes, other: bytes) -> bytes:
    mark = source.choice([each for each in (b",", b";", b"\t", b"|", b" ") if each in line] or [b","])
    cells, others = line.split(mark), other.split(mark)
    at = source.randrange(len(cells))
    what = source.randrange(5)
    if what == 0:
        cells[at] = source.choice(WORDS)
    elif what == 1:
        cells[at] = source.choice(others)
    elif what == 2:
        cells[at:at] = [cells[at]] * source.choice((1, 2, 400))
    elif what == 3:
        del cells[at]
    else:
        wrong = (b"-1", b"1e999", b"nan", b"361", b"91", b"0", b"9" * 40, b"inf", b"1e-400", b"N45E/30SE")
        cells[at] = re.sub(rb"\d+(\.\d+)?", source.choice(wrong), cells[at], count=1)
    return mark.join(cells)
