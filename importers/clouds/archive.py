"""Keeps original files unchanged, named by their content: the same content is stored once."""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from faultgis.errors import InputError
from faultgis.progress import Progress

FOLDER = "archive"
PRODUCTS = "products"
MAKING = ".making-"
_PART = ".part"
_BLOCK = 4 * 1024**2
_RESERVE = 64 * 1024**2
_MEBIBYTE = 1024**2


@dataclass(frozen=True)
class Kept:
    """An original in the archive. ``new`` is false where the same content was there already."""

    digest: str
    path: Path
    size: int
    new: bool


class Archive:
    """The originals under ``home/archive``, as ``ab/abcdef….laz``: SHA-256 of the content and the suffix.
    What is made of them stands likewise in a ``folder`` of its own, ``home/products``."""

    def __init__(self, home: Path, folder: str = FOLDER) -> None:
        self.folder = home / folder

    def keep(self, file: Path, progress: Progress | None = None) -> Kept:
        """Store a copy. It appears under its name only when it is complete and on the disk.

        Raises ``InputError``: ``cloud.archive_full``, ``cloud.archive_changed`` (the file was written to
        meanwhile), ``cloud.archive_failed``; and ``CancelledError``. Nothing is left behind by any of them.
        """
        with self.staged([file], progress) as copies:
            return copies[0].settle()

    @contextlib.contextmanager
    def staged(self, files: Sequence[Path], progress: Progress | None = None) -> Iterator[list["Copy"]]:
        """Copies of the files, whole and on the disk but not yet in the archive: ``Copy.settle`` puts them
        there, once the work on the files is done. Those not settled when the context ends are gone, those
        of killed programs too. Raises as ``keep`` does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sweep()
        self._refuse_full(sum(file.stat().st_size for file in files))
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(self._copy(file, progress or Progress())) for file in files]

    @contextlib.contextmanager
    def _copy(self, file: Path, progress: Progress) -> Iterator["Copy"]:
        before = file.stat()
        handle, part = self._part()
        try:
            with os.fdopen(handle, "wb") as target:
                digest = self._written(file, target, before, progress)
                yield Copy(self, part, digest, file, before.st_size)
        finally:
            part.unlink(missing_ok=True)

    def _part(self) -> tuple[int, Path]:
        """A new part and its lock; another one where a sweep came between the two."""
        while True:
            handle, name = tempfile.mkstemp(_PART, dir=self.folder)
            lock(handle, wait=True)
            if os.name == "nt" or os.fstat(handle).st_nlink:
                return handle, Path(name)
            os.close(handle)

    def _written(self, file: Path, target: BinaryIO, before: os.stat_result, progress: Progress) -> str:
        try:
            digest = copied(file, target, before.st_size, progress)
            target.flush()
            os.fsync(target.fileno())
        except OSError as error:
            raise self._failure(error, file, before.st_size) from error
        if _stamp(file.stat()) != _stamp(before):
            raise InputError("cloud.archive_changed", file=str(file))
        return digest

    def placed(self, part: Path, digest: str, suffix: str, size: int) -> Kept:
        """Give a whole copy its name, unless the same content is there."""
        target = self.place(digest, suffix)
        if target.is_file() and target.stat().st_size == size:
            return Kept(digest, target, size, new=False)
        target.parent.mkdir(exist_ok=True)
        part.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        part.replace(target)
        sync_folder(target.parent)
        sync_folder(self.folder)
        return Kept(digest, target, size, new=True)

    def place(self, digest: str, suffix: str) -> Path:
        """Where this content is, or will be."""
        return self.find(digest) or self.folder / digest[:2] / f"{digest}{suffix}"

    def find(self, digest: str) -> Path | None:
        """Where the original of this digest is, ``None`` where it is not kept."""
        return next(iter(sorted((self.folder / digest[:2]).glob(f"{digest}*"))), None)

    def verify(self, digest: str, progress: Progress | None = None) -> Path:
        """Read the original again. Raises ``InputError``: ``cloud.archive_missing``,
        ``cloud.archive_spoiled``."""
        path = self.find(digest)
        if path is None:
            raise InputError("cloud.archive_missing", digest=digest)
        found = copied(path, None, path.stat().st_size, progress or Progress())
        if found != digest:
            raise InputError("cloud.archive_spoiled", file=str(path), digest=digest, found=found)
        return path

    def sweep(self) -> int:
        """Remove what a program left that was killed while copying; how many there were."""
        return sum(_removed(part) for part in self.folder.glob(f"*{_PART}"))

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


@dataclass(frozen=True)
class Copy:
    """A whole copy that waits beside the archive."""

    archive: Archive
    part: Path
    digest: str
    file: Path
    size: int

    @property
    def suffix(self) -> str:
        """What follows the digest in the file's name."""
        return self.file.suffix.lower()

    def settle(self) -> Kept:
        """Put it into the archive. Raises ``InputError("cloud.archive_failed")``."""
        try:
            return self.archive.placed(self.part, self.digest, self.suffix, self.size)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError("cloud.archive_failed", file=str(self.file), reason=reason) from error


def copied(source: Path, target: BinaryIO | None, size: int, progress: Progress) -> str:
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


def sync_folder(folder: Path) -> None:
    """New names in the folder reach the disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lock(handle: int, wait: bool) -> bool:
    """Take the lock of an open part; it falls with its process, however that ends."""
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _removed(part: Path) -> bool:
    """Remove a part that no living program writes."""
    try:
        if os.name == "nt":
            part.unlink()  # refused while it is open anywhere
            return True
        with part.open("rb") as file:
            if not lock(file.fileno(), wait=False):
                return False
            part.unlink()
    except OSError:
        return False
    return True
