"""Unpacks an archive into a folder of its own, within limits, and never outside of it."""

import errno
import gzip
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

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
        elif kind == "TAR" or _is_tar(path):
            _unpack_tar(path, into)
        else:
            _unpack_gzip(path, into)
    except (zipfile.BadZipFile, gzip.BadGzipFile, tarfile.TarError, EOFError, zlib.error) as error:
        raise InputError("archive.broken", file=str(path), reason=str(error)) from error
    except (NotImplementedError, OverflowError, ValueError, LookupError) as error:
        raise InputError("archive.broken", file=str(path), reason=str(error)) from error
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENAMETOOLONG):
            raise
        # A place before the beginning of the file, or a name that no file can have.
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
                with archive.open(member) as source:
                    _write(source, target, member.file_size)


def _is_tar(path: Path) -> bool:
    with gzip.open(path) as file:
        return file.read(512)[257:262] == b"ustar"


def _unpack_tar(path: Path, into: Path) -> None:
    """Member by member, so that nothing is unfolded before its size is known. Links and devices are left."""
    members = total = 0
    with tarfile.open(path, "r:*") as archive:
        for member in archive:
            members, total = members + 1, total + member.size
            _check_size(path, members, total)
            source = archive.extractfile(member) if member.isfile() else None
            target = _target(into, member.name) if source is not None else None
            if source is not None and target is not None:
                _write(source, target, member.size)
    _check_size(path, members, total)


def _unpack_gzip(path: Path, into: Path) -> None:
    """The one file in it, as far as an archive may be unpacked."""
    most = min(MAX_BYTES, max(_RATIO_FROM, MAX_RATIO * path.stat().st_size))
    target = into / (path.stem if path.suffix.lower() == ".gz" else path.name)
    with gzip.open(path) as source:
        _write(source, target, most)
        if source.read(1):
            _check_size(path, 1, MAX_BYTES + 1)


def _write(source: IO[bytes] | gzip.GzipFile, target: Path, most: int) -> None:
    with target.open("wb") as file:
        while most > 0 and (block := source.read(min(_BLOCK, most))):
            file.write(block)
            most -= len(block)


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
