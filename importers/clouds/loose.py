"""Files of the archive that no record refers to any more, as an import that was taken back leaves them."""

import contextlib
from collections.abc import Collection
from pathlib import Path

from faultgis.errors import InputError
from importers.clouds.archive import FOLDER, PRODUCTS
from importers.clouds.unrecorded import Unrecorded


def loose_files(
    home: Path, database: str, originals: Collection[str], products: Collection[str], remove: bool = False
) -> list[tuple[Path, int]]:
    """The files, with their sizes in bytes, that are not among those that the database refers to (paths below
    the archive and below the products), and with ``remove`` they go.

    Raises ``InputError("cloud.tidy_several")``: other databases have put files here, too, and may need them.
    """
    unrecorded = Unrecorded(home)
    with unrecorded.alone():
        pending = {name for note in unrecorded.notes() for name in note.files}
        found = []
        for folder, known in ((FOLDER, originals), (PRODUCTS, products)):
            found += [p for p in _files(home / folder) if str(p.relative_to(home / folder)) not in known]
        found = [path for path in found if str(path.relative_to(home)) not in pending]
        told = [(path, path.stat().st_size) for path in found]
        if remove:
            _refuse_others(unrecorded, database)
            for path in found:
                path.unlink()
                with contextlib.suppress(OSError):
                    path.parent.rmdir()
    return told


def _files(folder: Path) -> list[Path]:
    """The files that stand under their content's name."""
    return sorted(path for path in folder.glob("[0-9a-f][0-9a-f]/*") if path.is_file())


def _refuse_others(unrecorded: Unrecorded, database: str) -> None:
    others = [name for name in unrecorded.databases() if name != database]
    if others:
        raise InputError("cloud.tidy_several", known=", ".join(others))
