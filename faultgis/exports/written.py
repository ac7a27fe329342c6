"""What an export left on the disk: files with their layers, numbers of features and checksums."""

import glob
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from faultgis.errors import InputError

BLOCK = 1 << 20
PART = ".part"
# The earliest moment that a ZIP archive can name.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Written:
    """A layer in a file: ``path`` is relative to the package (a folder for a File GDB), ``features`` the
    rows of the layer. ``sha256`` is empty for a folder."""

    path: str
    layer: str = ""
    features: int = 0
    sha256: str = ""


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    made = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            made.update(block)
    return made.hexdigest()


def written(path: Path, layer: str = "", features: int = 0, root: Path | None = None) -> Written:
    """What stands at a path, named from ``root`` (else as it is)."""
    name = str(path) if root is None else path.relative_to(root).as_posix()
    return Written(name, layer, features, digest_of(path) if path.is_file() else "")


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A place beside ``target`` to write to, a file or a folder of one's own; it becomes ``target`` when all
    went well, and is gone otherwise: a program that is killed leaves no half of anything under its name.

    Raises ``InputError``: ``export.exists``, ``export.cannot_write``.
    """
    target = target.absolute()
    if target.exists():
        raise InputError("export.exists", file=str(target))
    half = target.with_name(f".{target.stem}.{os.getpid()}{PART}{target.suffix}")
    try:
        _sweep(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        yield half
        half.rename(target)
    except OSError as error:
        raise InputError(
            "export.cannot_write", file=str(target), reason=error.strerror or str(error)
        ) from error
    except InputError as error:
        if error.params.get("what") == half.name:
            error.params["what"] = target.name
        raise
    finally:
        _remove(half)


@contextmanager
def driver_errors(what: str) -> Iterator[None]:
    """What SQLite and pyogrio (whose errors are all ``RuntimeError``) say within, as
    ``InputError("export.driver")``."""
    try:
        yield
    except (sqlite3.Error, RuntimeError) as error:
        raise InputError("export.driver", what=what, reason=str(error)) from error


def _sweep(target: Path) -> None:
    """Remove what programs left behind that were killed while they wrote the same thing."""
    start, end = f".{target.stem}.", f"{PART}{target.suffix}"
    for left in target.parent.glob(f"{glob.escape(start)}*{glob.escape(end)}"):
        number = left.name.removeprefix(start).removesuffix(end)
        if number.isdecimal() and (int(number) == os.getpid() or not alive(int(number))):
            _remove(left)


def alive(process: int) -> bool:
    """Whether a process of this number runs; where asking would end it, it is taken to."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def moment(of_data: datetime | None) -> datetime:
    """The time that files state as their own: ``SOURCE_DATE_EPOCH`` where it is set, else that of the data
    (never the clock's: the same data give the same bytes)."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdecimal():
        return datetime.fromtimestamp(int(told), UTC)
    return (of_data or datetime(*ZIP_EPOCH, tzinfo=UTC)).astimezone(UTC)
