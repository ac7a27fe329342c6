"""What is imported one after another when several files are chosen or dropped at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PICTURES = frozenset((".jpg", ".jpeg", ".jpe"))
CLOUDS = frozenset((".las", ".laz"))
# Files that belong to another of the same name, by the ending of that one.
BESIDE = {
    ".shp": frozenset((".dbf", ".shx", ".prj", ".cpg", ".qpj", ".qix", ".qmd", ".sbn", ".sbx", ".xml")),
    ".tab": frozenset((".dat", ".map", ".id", ".ind")),
    ".mif": frozenset((".mid",)),
    ".gpkg": frozenset((".gpkg-wal", ".gpkg-shm")),
}


@dataclass(frozen=True)
class Entry:
    """One import: a file or folder, or ``files`` of a folder that are read together as photographs, or
    point ``clouds``."""

    path: Path
    files: tuple[Path, ...] = ()
    clouds: tuple[Path, ...] = ()


def entries(paths: Sequence[Path]) -> list[Entry]:
    """The imports that these files make: pictures together, clouds together and last, files that only belong
    to another one left to it."""
    alone = [path for path in paths if not _belongs(path, paths)]
    pictures = tuple(path for path in alone if path.suffix.lower() in PICTURES)
    clouds = tuple(path for path in alone if path.suffix.lower() in CLOUDS)
    together = len(pictures) > 1
    found = [Entry(path) for path in alone if path not in clouds and not (together and path in pictures)]
    found += [Entry(pictures[0].parent, pictures)] if together else []
    return found + ([Entry(clouds[0], (), clouds)] if clouds else [])


def _belongs(path: Path, paths: Sequence[Path]) -> bool:
    """Whether the file is one of those beside another that was chosen, too (``a.dbf`` beside ``a.shp``)."""
    for head in paths:
        beside = BESIDE.get(head.suffix.lower(), frozenset())
        same = path.parent == head.parent and path.name.lower().startswith(head.stem.lower() + ".")
        if path != head and same and path.suffix.lower() in beside:
            return True
    return False
