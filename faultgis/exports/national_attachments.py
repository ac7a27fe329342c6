"""The files that rows name, copied into a delivery under the names that stand in the rows.

Each must exist, hold something and be what was recorded; photographs lose what their owners did not mean to
publish. What cannot be given is told, file by file.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from faultgis.errors import InputError
from faultgis.exports import jpeg, png
from faultgis.national.rows import Attachment, Note, Package
from faultgis.progress import Progress

FOLDER = "attachments"
# Pictures that may hold positions and names which we do not know how to take out.
UNCHECKED = (".tif", ".tiff", ".heic", ".heif", ".dng", ".webp", ".raw", ".arw", ".cr2", ".nef")
_NOT_IN_NAMES = set('<>:"|?*\\')


def copy_attachments(
    package: Package, archive: Path, root: Path, progress: Progress | None = None
) -> tuple[list[Path], list[Note]]:
    """Copy a package's files below ``root``; answer where they are and what is wrong with others. Paths of
    records that are not absolute are looked for in ``archive``."""
    made: list[Path] = []
    notes: list[Note] = []
    for done, each in enumerate(package.attachments):
        (progress or Progress()).report("delivery.attachments", done, len(package.attachments))
        target = _target(root / FOLDER, each.name)
        if target is None or target.exists():
            notes.append(_note("delivery.attachment_name", each))
            continue
        try:
            content = (archive / each.path).read_bytes()
        except OSError as error:
            notes.append(_note("delivery.attachment_missing", each, error.strerror or str(error)))
            continue
        notes += _doubts(each, content)
        try:
            content = _given(content)
        except InputError:
            notes.append(_note("delivery.attachment_damaged", each))
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        made.append(target)
    return made, notes


def _target(folder: Path, name: str) -> Path | None:
    """Where a name leads; ``None`` where it leads outside, or no system could keep it."""
    parts = PurePosixPath(name).parts
    fit = all(part not in ("..", ".", "/") and not set(part) & _NOT_IN_NAMES for part in parts)
    clean = all(part.isprintable() and part == part.strip(" .") for part in parts)
    return folder.joinpath(*parts) if parts and fit and clean else None


def _doubts(each: Attachment, content: bytes) -> Iterator[Note]:
    if not content:
        yield _note("delivery.attachment_empty", each)
    elif each.sha256 and hashlib.sha256(content).hexdigest() != each.sha256:
        yield _note("delivery.attachment_changed", each)
    if PurePosixPath(each.name).suffix.lower() in UNCHECKED:
        yield _note("delivery.attachment_unchecked", each)


def _given(content: bytes) -> bytes:
    if content.startswith(b"\xff\xd8"):
        return jpeg.stripped(content)
    return png.stripped(content) if content.startswith(png.SIGNATURE) else content


def _note(code: str, each: Attachment, reason: str = "") -> Note:
    told = {"name": each.name, "path": Path(each.path).name, **({"reason": reason} if reason else {})}
    return Note(code, each.class_name, each.row_code, each.field, told)
