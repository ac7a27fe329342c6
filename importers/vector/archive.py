"""Unpacks an archive into a folder of its own, within limits, and never outside of it."""

import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from faultgis.errors import InputError

MAX_BYTES = 4 * 1024**3
MAX_MEMBERS = 20_000
MAX_RATIO = 200
_RATIO_FROM = 50_000_000
_BLOCK = 1 << 20


def unpack(path: Path, kind: str, into: Path) -> None:
    """Write the archive's files below ``into``.

    Raises ``InputError``: archive.broken, .empty, .encrypted, .bomb (too many files, or far too large).
    """
    try:
        if kind == "ZIP":
            _unpack_zip(path, into)
        else:
            _unpack_tar(path, into)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError) as error:
        raise InputError("archive.broken", file=str(path), reason=str(error)) from error


def _unpack_zip(path: Path, into: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(member.flag_bits & 1 for member in members):
            raise InputError("archive.encrypted", file=str(path))
        _check_size(path, len(members), sum(member.file_size for member in members))
        for member in members:
            target = _target(into, _name(member))
            if target is not None:
                with archive.open(member) as source, target.open("wb") as file:
                    while block := source.read(_BLOCK):
                        file.write(block)


def _unpack_tar(path: Path, into: Path) -> None:
    with tarfile.open(path, "r:") as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        _check_size(path, len(members), sum(member.size for member in members))
        for member in members:
            target, source = _target(into, member.name), archive.extractfile(member)
            if target is not None and source is not None:
                target.write_bytes(source.read())


def _check_size(path: Path, members: int, total: int) -> None:
    if not members:
        raise InputError("archive.empty", file=str(path))
    ratio = total / max(path.stat().st_size, 1)
    if members > MAX_MEMBERS or total > MAX_BYTES or (total > _RATIO_FROM and ratio > MAX_RATIO):
        raise InputError("archive.bomb", file=str(path), members=members, megabytes=round(total / 1e6))


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; Chinese archives write GBK where the format says code page 437."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _target(into: Path, name: str) -> Path | None:
    """Where a member goes; ``None`` for what must not be written: other places, hidden and system files."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part in ("..", "/") or ":" in part or part.startswith(".") for part in parts):
        return None
    if parts[0] == "__MACOSX":
        return None
    target = into.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
