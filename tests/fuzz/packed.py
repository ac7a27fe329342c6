"""Damage inside of databases and archives that stay such: cells, columns, tables; members, names, flags."""

import contextlib
import io
import random
import re
import sqlite3
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.fuzz.lines import rows
from tests.fuzz.mutations import binary, change_bytes
from tests.fuzz.trees import json_, xml

Damage = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def sqlite(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Cells, columns and tables of a database that stays one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.gpkg"
        file.write_bytes(data)
        with contextlib.suppress(sqlite3.Error):
            _spoil(source, file)
        return file.read_bytes()


def _spoil(source: random.Random, file: Path) -> None:
    connection = sqlite3.connect(file)
    try:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0)
        names = [n for (n,) in connection.execute("select name from sqlite_master where type='table'")]
        plain = [name for name in names if not name.startswith(("sqlite_", "rtree_"))]
        for _ in range(source.choice((1, 2, 4)) if plain else 0):
            with contextlib.suppress(sqlite3.Error):
                _spoil_table(source, connection, source.choice(plain).replace('"', '""'))
        connection.commit()
    finally:
        connection.close()


def _spoil_table(source: random.Random, connection: sqlite3.Connection, table: str) -> None:
    columns = [row[1].replace('"', '""') for row in connection.execute(f'pragma table_info("{table}")')]
    column = source.choice(columns or [""])
    rows = [row for (row,) in connection.execute(f'select rowid from "{table}" limit 1000')]
    row = source.choice(rows) if rows else 0
    what = source.randrange(9)
    if what == 8:
        _spoil_schema(source, connection, table)
    elif what == 0:
        connection.execute(f'delete from "{table}" where rowid = {row}')
    elif what == 1:
        gone = source.choice((f'drop table "{table}"', f'alter table "{table}" drop "{column}"'))
        connection.execute(gone)
    elif what == 2:
        name = source.choice(("", "a'b", 'a""b', "中" * 80, "x; drop table y", "select"))
        connection.execute(f'alter table "{table}" rename column "{column}" to "{name}"')
    elif rows:
        where = f" where rowid = {row}" if source.random() < 0.8 else ""
        found = connection.execute(f'select "{column}" from "{table}" where rowid = {row}')
        new = _other(source, found.fetchone()[0])
        connection.execute(f'update "{table}" set "{column}" = ?{where}', (new,))


def _spoil_schema(source: random.Random, connection: sqlite3.Connection, table: str) -> None:
    """What the database says of itself."""
    part = source.choice(("name", "tbl_name", "sql"))
    connection.execute("pragma writable_schema = on")
    (old,) = connection.execute(f"select {part} from sqlite_master where name = ?", (table,)).fetchone()
    told = _other(source, str(old).encode())
    connection.execute(f"update sqlite_master set {part} = cast(? as text) where name = ?", (told, table))


def _other(source: random.Random, old: object) -> object:
    """Another value for a cell: near the old one, or none that the column should hold."""
    part = bytearray(old if isinstance(old, bytes) else str(old).encode())
    change_bytes(source, part, [b"<a>", b"POINT(1 2)", bytes(part)])
    text = bytes(part).decode("utf-8", "replace")
    near = bytes(part) if isinstance(old, bytes) else text
    return source.choice((near, near, near, None, -1, 2**62, 1e300, b"\x00", text))


_NAMES = (
    "../../evil.shp", "/tmp/evil.shp", "C:\\evil.shp", "..\\..\\evil.shp", "a/../../evil", "evil\x00.shp",
    "a" * 300, "con", "aux.shp", ".hidden", "__MACOSX/._a.shp", "a:b.shp", "中" * 90 + ".shp", " ", "a/",
    "./", "//a/b", "~/a",
)  # fmt: skip


def archive(source: random.Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """An archive's members, names, sizes and flags; packed anew, so that sums agree."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [i for i in packed.infolist() if not i.flag_bits & 1 and i.file_size < 2_000_000]
            parts = [(member, packed.read(member)) for member in members]
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError):
        return data
    if not parts:
        return data
    for _ in range(source.choice((1, 1, 2, 3))):
        if not parts:
            break
        at = source.randrange(len(parts))
        info, content = parts[at]
        if source.random() < 0.7:
            damage = _of_member(info.filename)
            parts[at] = info, damage(source, content, [c for _, c in parts])
        else:
            _spoil_member(source, parts, at)
    target = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(target, "w") as packed:
        for info, content in parts:
            packed.writestr(info, content, compress_type=source.choice((0, 8)))
    return _flags(source, target.getvalue())


def _of_member(name: str) -> Damage:
    suffix = Path(name).suffix.lower()
    forms: dict[str, Damage] = {
        ".xml": xml, ".rels": xml, ".kml": xml, ".qgs": xml, ".json": json_, ".geojson": json_, ".csv": rows,
        ".gpkg": sqlite,
    }  # fmt: skip
    return forms.get(suffix, binary)


def _spoil_member(source: random.Random, parts: list[tuple[zipfile.ZipInfo, bytes]], at: int) -> None:
    info, content = parts[at]
    what = source.randrange(5)
    if what == 0:
        del parts[at]
        parts[at:at] = [(info, content)] * source.choice((0, 2, 5))
    elif what == 1:
        info.filename = source.choice(_NAMES)
    elif what == 2:
        info.external_attr = 0o120777 << 16
        parts[at] = info, b"/etc/passwd"
    elif what == 3:
        parts[at] = info, content * source.choice((2, 50)) + b"\x00" * source.choice((0, 10**7))
    else:
        parts.append((zipfile.ZipInfo(info.filename.upper()), content))


def _flags(source: random.Random, data: bytes) -> bytes:
    """The index now and then tells other things than the members do."""
    packed = bytearray(data)
    if source.random() < 0.2:
        heads = [m.start() for m in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
        at = source.choice(heads) + source.randrange(4, 46)
        packed[at : at + 2] = source.choice((b"\x01\x00", b"\xff\xff", b"\x00\x00", b"\x09\x08", b"\x63\x00"))
    return bytes(packed)
