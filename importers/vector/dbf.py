"""What the files of a Shapefile say of themselves: declared encoding, lengths, missing companions."""

import struct
from dataclasses import dataclass
from pathlib import Path

from importers.batch import Problem
from importers.vector.encoding import known_name

# Language drivers of dBASE. 0x57 ("ANSI") is left out: Chinese desktops write it for GBK.
_LANGUAGE_DRIVERS = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x13: "cp932", 0x4D: "cp936", 0x4E: "cp949", 0x4F: "cp950",
    0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866", 0x7A: "cp936", 0x78: "cp950", 0x79: "cp949",
    0x7B: "cp932", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253",
}  # fmt: skip


@dataclass(frozen=True)
class DbfHeader:
    """Records as the header counts them, length of header and record in bytes, and the language byte."""

    records: int
    header_length: int
    record_length: int
    language: int


def read_header(path: Path) -> DbfHeader | None:
    """The table's header; ``None`` if the file is too short to be one."""
    with path.open("rb") as file:
        head = file.read(32)
    if len(head) < 32:
        return None
    records, header_length, record_length = struct.unpack_from("<IHH", head, 4)
    return DbfHeader(records, header_length, record_length, head[29])


def sibling(path: Path, suffix: str) -> Path | None:
    """The file of the same name with another suffix, in whatever case it is written."""
    for candidate in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
        if candidate.is_file():
            return candidate
    wanted = (path.stem + suffix).lower()
    return next((p for p in path.parent.iterdir() if p.name.lower() == wanted and p.is_file()), None)


def declared_encoding(shp: Path) -> tuple[str | None, str]:
    """The encoding a Shapefile declares and where: ".cpg" first, else the table's language byte."""
    cpg = sibling(shp, ".cpg")
    if cpg is not None:
        name = known_name(cpg.read_bytes()[:64].decode("latin-1"))
        if name:
            return name, ".cpg"
    dbf = sibling(shp, ".dbf")
    header = read_header(dbf) if dbf else None
    driver = _LANGUAGE_DRIVERS.get(header.language) if header else None
    return (known_name(driver), "DBF") if driver else (None, "")


def companions(shp: Path) -> list[Problem]:
    """What is missing beside a Shapefile, or cut off."""
    dbf, shx = sibling(shp, ".dbf"), sibling(shp, ".shx")
    problems = [Problem("shapefile.no_table")] if dbf is None else _truncated_table(dbf)
    if shx is None:
        problems.append(Problem("shapefile.no_index"))
    with shp.open("rb") as file:
        head = file.read(28)
    stated = int.from_bytes(head[24:28], "big") * 2
    if stated > shp.stat().st_size:
        problems.append(Problem("file.truncated", _lengths(shp, stated)))
    return problems


def _truncated_table(dbf: Path) -> list[Problem]:
    header = read_header(dbf)
    stated = header.header_length + header.records * header.record_length if header else 32
    return [Problem("file.truncated", _lengths(dbf, stated))] if stated > dbf.stat().st_size else []


def _lengths(path: Path, stated: int) -> dict[str, object]:
    return {"name": path.name, "stated": stated, "found": path.stat().st_size}
