"""What an import of point clouds left that was killed, found and removed when a program starts."""

from pathlib import Path

from importers.clouds import scratch
from importers.clouds.archive import FOLDER, MAKING, PRODUCTS, Archive
from importers.clouds.unrecorded import Committed, Unrecorded
from importers.clouds.windows import FOLDER as CACHES
from importers.clouds.windows import PREFIX as GROWING

SCRATCH = "scratch"


def sweep(home: Path) -> int:
    """Remove unfinished copies and scratch files of programs that no longer run; how many there were."""
    copies = Archive(home).sweep() if (home / FOLDER).is_dir() else 0
    places = ((home / SCRATCH, "cloud-"), (home / PRODUCTS, MAKING), (home / CACHES, GROWING))
    return copies + sum(scratch.sweep(place, prefix) for place, prefix in places if place.is_dir())


def compare(home: Path, database: str, committed: Committed) -> int:
    """Remove the files of interrupted imports that never reached their database; how many there were.
    ``committed`` says of a survey and an import whether the database holds it."""
    unrecorded = Unrecorded(home)
    return unrecorded.settle(database, committed) if unrecorded.notes() else 0
