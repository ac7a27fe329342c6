"""The files that rows name, copied into a delivery under the names that stand in the rows.

Each must exist, hold something and be what was recorded; photographs lose what their owners did not mean to
publish. What cannot be given is told, file by file.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from faultgis.errors import InputError
from faultgis.exports import jpeg, png, tiff, webp
from faultgis.national.rows import Attachment, Note, Package
from faultgis.progress import Progress

FOLDER = "attachments"
TIFF = (".tif", ".tiff")
# Pictures that may hold positions and names which we do not know how to take out.
UNCHECKED = (
    ".heic",
    ".heif",
    ".avif",
    ".jxl",
    ".dng",
    ".raw",
    ".arw",
    ".cr2",
    ".cr3",
    ".nef",
    ".orf",
    ".rw2",
)
# Where a file of the kind begins with its size, this stands behind it.
_HEIF = b"ftyp"
_NOT_IN_NAMES = set('<>:"|?*\\')


def copy_attachments(
    package: Package,
    archive: Path,
    root: Path,
    progress: Progress | None = None,
    *,
    lowered: bool = False,
) -> tuple[list[Path], list[Note]]:
    """Copy a package's files below ``root``; answer where they are and what is wrong with others. Paths of
    records that are not absolute are looked for in ``archive``. With ``lowered``, a delivery below its
    survey's level, pictures that may say where they were taken stay at home."""
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
            content, sure = _given(each, content)
        except InputError:
            notes.append(_note("delivery.attachment_damaged", each))
            continue
        if not sure:
            notes.append(_note(f"delivery.attachment_{'withheld' if lowered else 'unchecked'}", each))
            if lowered:
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


def _given(each: Attachment, content: bytes) -> tuple[bytes, bool]:
    """What goes of a file, and whether nothing is left in it that says where and by whom it was taken."""
    suffix = PurePosixPath(each.name).suffix.lower()
    if content.startswith(b"\xff\xd8"):
        return jpeg.stripped(content), True
    if content.startswith(png.SIGNATURE):
        return png.stripped(content), True
    if webp.is_webp(content):
        return webp.stripped(content), True
    if suffix in TIFF:
        try:
            found = tiff.stripped(content)
        except InputError:  # of a kind that we do not know, or damaged: it goes as it is, or stays
            return content, not content
        return found.content, not found.placed
    return content, suffix not in UNCHECKED and content[4:8] != _HEIF


def _note(code: str, each: Attachment, reason: str = "") -> Note:
    told = {"name": each.name, "path": Path(each.path).name, **({"reason": reason} if reason else {})}
    return Note(code, each.class_name, each.row_code, each.field, told)
