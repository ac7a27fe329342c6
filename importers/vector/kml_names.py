"""Names of the untyped data of KML features. GDAL makes an underscore of each of their bytes that is no
letter, digit or underscore of ASCII, so that Chinese names of one length became one column."""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

_PLAIN = re.compile(r"\w+", re.ASCII)
_MARK = "utf8_hex_"
_WRITTEN = re.compile(f"{_MARK}((?:[0-9a-f]{{2}})+)")
_NAME = re.compile(rb"""(?<=[\s"'])name\s*=\s*("[^"]*"|'[^']*')""")
_BLOCK = 4_000_000


def in_ascii(path: Path, target: Path) -> bool:
    """Write a KML file in UTF-8 to ``target`` with names that GDAL lets stand. Whether there was anything to
    write; not where the file is no sound XML, of which GDAL reads nothing either."""
    found = _found(path)
    if not found:
        return False
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        target.open("wb") as out,
    ):
        out.writelines(_pieces(content, found))
    return True


def as_given(field: str) -> str:
    """The name that a field has in the file."""
    written = _WRITTEN.fullmatch(field)
    return bytes.fromhex(written[1]).decode() if written else field


def _found(path: Path) -> list[tuple[int, str]]:
    """Where elements begin whose names are to be replaced, in bytes, and by what."""
    found: list[tuple[int, str]] = []
    parser = expat.ParserCreate()

    def starts(element: str, attributes: dict[str, str]) -> None:
        name = attributes.get("name", "")
        if element.rpartition(":")[2] == "Data" and name and not _PLAIN.fullmatch(name):
            found.append((parser.CurrentByteIndex, _MARK + name.encode().hex()))

    parser.StartElementHandler = starts
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        return []
    return found


def _pieces(content: mmap.mmap, found: list[tuple[int, str]]) -> Iterator[bytes]:
    done = 0
    for start, name in found:
        if (there := _NAME.search(content, start)) is not None:
            yield content[done : there.start(1)]
            yield f'"{name}"'.encode()
            done = there.end(1)
    yield content[done:]
