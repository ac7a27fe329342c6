"""Keeps original files unchanged, named by their content: the same content is stored once."""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from faultgis.errors import InputError
from faultgis.progress import Progress

FOLDER = "archive"
_PART = ".part"
_BLOCK = 4 * 1024**2
_RESERVE = 64 * 1024**2
_MEBIBYTE = 1024**2
_ABANDONED_S = 24 * 3600.0


@dataclass(frozen=True)
class Kept:
    """An original in the archive. ``new`` is false where the same content was there already."""

    digest: str
    path: Path
    size: int
    new: bool


class Archive:
    """The originals under ``home/archive``, as ``ab/abcdef….laz``: SHA-256 of the content and the suffix."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def keep(self, file: Path, progress: Progress | None = None) -> Kept:
        """Store a copy. It appears under its name only when it is complete and on the disk.

        Raises ``InputError``: ``cloud.archive_full``, ``cloud.archive_changed`` (the file was written to
        meanwhile), ``cloud.archive_failed``; and ``CancelledError``. Nothing is left behind by any of them.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sweep()
        before = file.stat()
        self._refuse_full(before.st_size)
        handle, name = tempfile.mkstemp(_PART, f"{os.getpid()}-", self.folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                digest = _copied(file, target, before.st_size, progress or Progress())
                target.flush()
                os.fsync(target.fileno())
            if _stamp(file.stat()) != _stamp(before):
                raise InputError("cloud.archive_changed", file=str(file))
            return self._placed(part, digest, file.suffix.lower(), before.st_size)
        except OSError as error:
            raise self._failure(error, file, before.st_size) from error
        finally:
            part.unlink(missing_ok=True)

    def _placed(self, part: Path, digest: str, suffix: str, size: int) -> Kept:
        present = self.find(digest)
        if present is not None and present.stat().st_size == size:
            return Kept(digest, present, size, new=False)
        target = present or self.folder / digest[:2] / f"{digest}{suffix}"
        target.parent.mkdir(exist_ok=True)
        part.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        part.replace(target)
        _sync_folder(target.parent)
        _sync_folder(self.folder)
        return Kept(digest, target, size, new=True)

    def find(self, digest: str) -> Path | None:
        """Where the original of this digest is, ``None`` where it is not kept."""
        return next(iter(sorted((self.folder / digest[:2]).glob(f"{digest}*"))), None)

    def verify(self, digest: str, progress: Progress | None = None) -> Path:
        """Read the original again. Raises ``InputError``: ``cloud.archive_missing``,
        ``cloud.archive_spoiled``."""
        path = self.find(digest)
        if path is None:
            raise InputError("cloud.archive_missing", digest=digest)
        found = _copied(path, None, path.stat().st_size, progress or Progress())
        if found != digest:
            raise InputError("cloud.archive_spoiled", file=str(path), digest=digest, found=found)
        return path

    def sweep(self) -> int:
        """Remove what a program left that was killed while copying; how many there were."""
        removed = 0
        for part in self.folder.glob(f"*{_PART}"):
            if _abandoned(part):
                with contextlib.suppress(FileNotFoundError):
                    part.unlink()
                    removed += 1
        return removed

    def _refuse_full(self, size: int) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < size + _RESERVE:
            raise self._full(size)

    def _full(self, size: int) -> InputError:
        free = shutil.disk_usage(self.folder).free
        return InputError("cloud.archive_full", needed=-(-size // _MEBIBYTE), free=free // _MEBIBYTE)

    def _failure(self, error: OSError, file: Path, size: int) -> InputError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return self._full(size)
        reason = error.strerror or str(error)
        return InputError("cloud.archive_failed", file=str(file), reason=reason)


def _copied(source: Path, target: BinaryIO | None, size: int, progress: Progress) -> str:
    """Copy block by block, if there is a target, and return the SHA-256 of what was read."""
    digest = hashlib.sha256()
    done = 0
    with source.open("rb") as reader:
        while block := reader.read(_BLOCK):
            digest.update(block)
            if target is not None:
                target.write(block)
            done += len(block)
            progress.report("cloud.archiving", done, max(size, done))
    return digest.hexdigest()


def _stamp(state: os.stat_result) -> tuple[int, int, int]:
    return state.st_size, state.st_mtime_ns, state.st_ino


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _abandoned(part: Path) -> bool:
    """Whether the program that wrote it is gone; where that cannot be told, whether it is a day old."""
    owner = part.name.split("-")[0]
    try:
        if owner.isdigit() and os.name != "nt":
            os.kill(int(owner), 0)
        return time.time() - part.stat().st_mtime > _ABANDONED_S
    except ProcessLookupError:
        return True
    except (FileNotFoundError, PermissionError):
        return False
