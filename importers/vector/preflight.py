"""From a path to the data sets that can be opened: looks first, unpacks, finds the main file."""

import os
import shutil
import stat
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from faultgis.errors import InputError
from importers.batch import Problem
from importers.scratch import UNPACKED, claim
from importers.vector.archive import unpack
from importers.vector.dbf import sibling
from importers.vector.sniff import Found, look

GDB = Found("vector", "File Geodatabase")
_GDB_TABLE = "a00000001.gdbtable"
_PROJECTS = (".qgs", ".qgz")
_MAIN_OF = {
    ".shp": (".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}


@dataclass(frozen=True)
class Source:
    """A data set to open. ``name`` is how it is called in what the user reads; ``scratch`` is where it may
    have been unpacked, and where copies of it go."""

    path: Path
    found: Found
    name: str
    scratch: "Scratch"
    problems: tuple[Problem, ...] = ()


class Scratch:
    """A folder for unpacked files. It goes at the end of its context or, if something in it is still to be
    read then (``kept``), together with the last who holds it; of a killed program, when the next one starts
    or makes its own."""

    def __init__(self) -> None:
        made, owner = claim(Path(tempfile.gettempdir()), UNPACKED)
        self.path = made / "files"
        self.path.mkdir()
        self.kept = False
        self._remove = weakref.finalize(self, _remove, made, owner)

    def fresh(self) -> Path:
        """An empty folder within."""
        return Path(tempfile.mkdtemp(dir=self.path))

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(self, *_: object) -> None:
        if not self.kept:
            self._remove()


def _remove(made: Path, owner: IO[str]) -> None:
    owner.close()
    shutil.rmtree(made, ignore_errors=True)


@contextmanager
def sources(path: Path) -> Iterator[list[Source]]:
    """The data sets in the file, folder or archive; unpacked ones exist as long as the context does, or
    somebody who keeps their ``Scratch``.

    Raises ``InputError`` with a code of its own for each reason why there is nothing to open.
    """
    try:
        _check(path)
        with Scratch() as scratch:
            yield _sources(path, scratch)
    except PermissionError as error:
        raise InputError("file.no_permission", file=str(path)) from error
    except OSError as error:
        raise InputError("file.io", file=str(path), reason=error.strerror or str(error)) from error


def _check(path: Path) -> None:
    if not os.path.lexists(path):
        raise InputError("file.missing", file=str(path))
    if not path.exists():
        raise InputError("file.broken_link", file=str(path), target=str(path.readlink()))
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        return
    if not stat.S_ISREG(state.st_mode):
        raise InputError("file.not_regular", file=str(path))
    if state.st_size == 0:
        raise InputError("file.empty", file=str(path))


def _sources(path: Path, scratch: Scratch) -> list[Source]:
    if path.is_dir():
        return _package(path, scratch) or [_folder(path, scratch)]
    found = look(path)
    if found.family == "archive" and found.format in ("ZIP", "TAR", "gzip"):
        return _packed(path, found.format, scratch)
    if found.family in ("part", "unknown", "table") and (main := _main_file(path)) is not None:
        note = Problem("file.part_of", {"main": main.name})
        if main.is_dir():
            return [_folder(main, scratch, (note,))]
        return [Source(main, look(main), main.name, scratch, (note,))]
    if found.family not in ("vector", "unknown"):
        raise refusal(path, found)
    return [Source(path, found, path.name, scratch)]


def refusal(path: Path, found: Found) -> InputError:
    """Why a file that was recognised is none for this reader, and which one to use."""
    return InputError(f"file.is_{found.family}", file=str(path), format=found.format)


def _main_file(path: Path) -> Path | None:
    """The file that a part belongs to: the .shp of a .dbf, the folder of a geodatabase's table."""
    if (path.parent / _GDB_TABLE).is_file() and path.suffix.lower().startswith(".gdb") | (path.name == "gdb"):
        return path.parent
    for main, parts in _MAIN_OF.items():
        if path.suffix.lower() in parts:
            return sibling(path, main)
    return None


def is_package(path: Path) -> bool:
    """Whether a folder holds a QGIS project beside its data, as QField brings them from the field."""
    try:
        return path.is_dir() and any(child.suffix.lower() in _PROJECTS for child in path.iterdir())
    except OSError:
        return False


def _package(path: Path, scratch: Scratch) -> list[Source]:
    return _datasets(path, path, scratch) if is_package(path) else []


def _folder(path: Path, scratch: Scratch, notes: tuple[Problem, ...] = ()) -> Source:
    if not (path / _GDB_TABLE).is_file():
        inside = sorted(child.name for child in path.iterdir() if not child.name.startswith("."))
        raise InputError("file.is_folder", file=str(path), count=len(inside), names=", ".join(inside[:5]))
    if path.suffix.lower() == ".gdb":
        return Source(path, GDB, path.name, scratch, notes)
    link = scratch.fresh() / f"{path.name or 'folder'}.gdb"
    link.symlink_to(path.absolute(), target_is_directory=True)
    return Source(link, GDB, path.name, scratch, notes)


def _packed(path: Path, kind: str, scratch: Scratch) -> list[Source]:
    folder = scratch.path
    unpack(path, kind, folder)
    found = sorted(_datasets(folder, folder, scratch), key=_documents_first)
    if not found:
        inside = sorted(str(child.relative_to(folder)) for child in folder.rglob("*") if child.is_file())
        raise InputError("archive.nothing_to_read", file=str(path), names=", ".join(inside[:5]))
    return found


def _documents_first(source: Source) -> bool:
    """The document of a KMZ before those that it links to, else as they are named."""
    return source.found.format != "KML" or source.path.name.lower() != "doc.kml"


def _datasets(folder: Path, root: Path, scratch: Scratch) -> list[Source]:
    """All that can be opened below a folder. Links are not followed: they may lead anywhere."""
    if (folder / _GDB_TABLE).is_file():
        return [_folder(folder, scratch)]
    result: list[Source] = []
    for child in sorted(folder.iterdir()):
        if child.is_symlink() or child.name.startswith("."):
            continue
        if child.is_dir():
            result += _datasets(child, root, scratch)
        elif child.is_file() and child.stat().st_size and (found := look(child)).family == "vector":
            result.append(Source(child, found, child.relative_to(root).as_posix(), scratch))
    return result
