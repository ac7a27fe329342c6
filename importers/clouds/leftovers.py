"""What an import of point clouds left that was killed, found and removed when a program starts."""

from pathlib import Path

from importers.clouds import scratch
from importers.clouds.archive import FOLDER, Archive

SCRATCH = "scratch"


def sweep(home: Path) -> int:
    """Remove unfinished copies and scratch files of programs that no longer run; how many there were."""
    copies = Archive(home).sweep() if (home / FOLDER).is_dir() else 0
    folders = scratch.sweep(home / SCRATCH) if (home / SCRATCH).is_dir() else 0
    return copies + folders
