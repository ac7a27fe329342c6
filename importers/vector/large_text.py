"""Large files that are text as a whole: their encoding found and brought to UTF-8 without holding them."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from importers.vector import textfile
from importers.vector.encoding import UTF8, Decision
from importers.vector.preflight import Source

_BLOCK = 4_000_000
_HEAD = 400
_ENDS = (b"<", b">", b'"', b"\n")


def in_utf8(source: Source, by: str, wanted: str | None) -> tuple[Path, Decision]:
    """The file itself if it is in UTF-8, else a copy that is, and how its encoding was found; as
    ``textfile.read_text`` reads it."""
    path, valid = source.path, _is_utf8(source.path)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    codec, decision = textfile.decided(head, lambda: _words(path, valid), by, wanted)
    if decision.encoding == UTF8 and valid:
        return path, decision
    copy = source.scratch.fresh() / path.name
    with copy.open("w", encoding="utf-8", errors="replace", newline="") as target:
        for number, text in enumerate(_decoded(path, codec)):
            target.write(text if number else text.removeprefix("\ufeff"))
    return copy, decision


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _decoded(path: Path, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for block in _blocks(path):
        yield decoder.decode(block)
    yield decoder.decode(b"", True)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _words(path: Path, valid: bool) -> list[bytes]:
    """The different texts beyond ASCII, block by block."""
    found: dict[bytes, None] = {}
    rest = b""
    for block in _blocks(path):
        data = rest + block
        end = len(data) if data.isascii() else max(map(data.rfind, _ENDS)) + 1
        rest = data[end:]
        found.update(dict.fromkeys(textfile.words(data[:end], valid)))
    found.update(dict.fromkeys(textfile.words(rest, valid)))
    return list(found)
