"""Which files of a folder are photographs, told by looking inside them."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from faultgis.errors import InputError
from importers.photos.jpeg import SOI, other_format

_MEANT = {
    ".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".hif", ".avif", ".png", ".webp",
    ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".rw2", ".orf",
}  # fmt: skip
_WORLD = (".jgw", ".jpw", ".jpgw", ".wld")
_MOST_FILES = 200_000


@dataclass(frozen=True)
class Listed:
    """Files to read as photographs, each with its name in what the user reads; ``others`` is how many
    were passed over."""

    files: tuple[tuple[Path, str], ...]
    others: int = 0


def listed(path: Path, files: Sequence[Path] | None = None) -> Listed:
    """The photographs of a folder and its folders by name, the one file, or ``files`` as given.

    What has the name of a picture is taken (and rejected with its reason if it is none that can be read);
    anything else counts where it begins as a JPEG. Raises ``InputError("file.missing")``, ``photo.none``.
    """
    if files is not None:
        return Listed(tuple((file, file.name) for file in files))
    if not path.exists():
        raise InputError("file.missing", file=str(path))
    if not path.is_dir():
        return Listed(((path, path.name),))
    everything = list(islice(_files(path), _MOST_FILES))
    taken = [file for file in everything if _is_meant(file)]
    if not taken:
        raise InputError("photo.none", file=str(path), count=len(everything))
    named = tuple((file, file.relative_to(path).as_posix()) for file in taken)
    return Listed(named, len(everything) - len(taken))


def _files(folder: Path) -> Iterable[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def _is_meant(file: Path) -> bool:
    return file.suffix.lower() in _MEANT or _begins_as_jpeg(file)


def _begins_as_jpeg(file: Path) -> bool:
    try:
        with file.open("rb") as source:
            return source.read(3) == SOI + b"\xff"
    except OSError:
        return False


def is_photos(path: Path) -> bool:
    """Whether a path is a photograph (a JPEG without a world file beside it), or a folder whose files are
    photographs and nothing that another reader takes."""
    if path.is_dir():
        files = list(islice(_files(path), 2000))
        return any(_is_photo(file) for file in files) and not any(_is_other(file) for file in files)
    return path.is_file() and (_is_photo(path) or bool(_named_other(path)))


def _is_photo(file: Path) -> bool:
    return _begins_as_jpeg(file) and not any(file.with_suffix(suffix).exists() for suffix in _WORLD)


def _is_other(file: Path) -> bool:
    return file.suffix.lower() in (".shp", ".gpkg", ".gdbtable", ".las", ".laz")


def _named_other(file: Path) -> str:
    """The format of a camera's file that is no JPEG, which no other reader knows either."""
    if file.suffix.lower() not in _MEANT - {".png"}:
        return ""
    with file.open("rb") as source:
        return other_format(source.read(32))
