"""Photographs as records of a survey: every file of a folder is one, or is rejected with a reason."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from shapely import Point

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.site import Media
from faultgis.records.survey import Survey
from faultgis.store import Rejected
from importers.batch import Batch, FileInfo, LayerInfo, Problem
from importers.photos.exif import GPS_TAGS, MAIN_TAGS, PHOTO_TAGS
from importers.photos.facts import Photo, look
from importers.photos.listing import Listed, listed

CRS = "EPSG:4326"
READER = "JPEG + EXIF/XMP"
FILE, DIGEST, DIRECTION = "File", "SHA-256", "Direction of"
_BLOCK = 1 << 20
_PLACE = ("GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef")
_WAYS = ("GPSImgDirection", "GPSTrack", "drone-dji:GimbalYawDegree", "sensefly:Heading", DIRECTION)
ORIGINS: dict[str, tuple[str, ...]] = {
    "path": (FILE,),
    "sha256": (DIGEST,),
    "geometry": _PLACE,
    "elevation_m": ("GPSAltitude", "GPSAltitudeRef"),
    "vertical_datum": ("GPSAltitude", "sensefly:AltitudeWGS84", "sensefly:AltitudeAMSL"),
    "azimuth": _WAYS,
    "pitch": ("drone-dji:GimbalPitchDegree",),
    "taken_at": (
        "DateTimeOriginal",
        "OffsetTimeOriginal",
        "GPSDateStamp",
        "GPSTimeStamp",
        "sensefly:UTCTime",
    ),
    "camera": ("Make", "Model"),
}


def inspect_photos(
    path: Path, files: Sequence[Path] | None = None, progress: Progress | None = None
) -> FileInfo:
    """What the photographs say of themselves, without decoding or saving any. Raises as ``listed``."""
    found = listed(path, files)
    placed, refused = _looked(found, progress or Progress())
    photos = [photo for _, photo in placed]
    spots = [(p.longitude, p.latitude) for p in photos if p.longitude is not None and p.latitude is not None]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    layer = LayerInfo(
        name=_legible(path.name),
        features=len(found.files),
        geometry="Point" if spots else "",
        crs=CRS,
        encoding="UTF-8",
        encoding_evidence=Problem("photo.encoding"),
        fields=_labels(photos),
        extent=(min(xs), min(ys), max(xs), max(ys)) if spots else None,
        crs_evidence=Problem("photo.crs", {"placed": len(spots), "count": len(found.files)}),
    )
    problems = [Problem(r.code, dict(r.params), row=r.row) for r in refused]
    return FileInfo(str(path), READER, (layer,), (*problems, *_passed_over(found)), "photos")


def sample_photos(
    path: Path, survey: Survey, files: Sequence[Path] | None = None, count: int = 3
) -> list[Media]:
    """The first photographs with a position, as they would come in (their contents are not read)."""
    placed, _ = _looked(listed(path, files), Progress())
    return [_media(survey, photo, row, "") for row, photo in placed[:count]]


def _looked(found: Listed, progress: Progress) -> tuple[list[tuple[int, Photo]], list[Rejected]]:
    """(row, photograph) of those with a position, and the rows of the others with the reason."""
    placed: list[tuple[int, Photo]] = []
    refused: list[Rejected] = []
    for number, (file, name) in enumerate(found.files, 1):
        if number % 20 == 1:
            progress.report("import.reading", number - 1, len(found.files))
        try:
            str(file.absolute()).encode("utf-8")
            photo = look(file)
        except UnicodeEncodeError:
            refused.append(_refusal(number, "photo.name_unreadable", file, name))
        except InputError as error:
            refused.append(_refusal(number, error.code, file, name, **error.params))
        except OSError as error:
            reason = error.strerror or str(error)
            refused.append(_refusal(number, "photo.unreadable", file, name, reason=reason))
        else:
            if photo.placed:
                placed.append((number, photo))
            else:
                datum = photo.cells.get("GPSMapDatum", "")
                refused.append(_refusal(number, photo.unplaced, file, name, datum=datum))
    return placed, refused


def _refusal(row: int, code: str, file: Path, name: str, **params: str) -> Rejected:
    return Rejected(row, code, "", {**params, "file": _legible(name)}, {FILE: _legible(str(file))})


def _legible(name: str) -> str:
    """A name that can be written down: bytes of an unknown encoding become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _passed_over(found: Listed) -> list[Problem]:
    return [Problem("photo.passed_over", {"count": found.others})] if found.others else []


def _labels(photos: Iterable[Photo]) -> tuple[str, ...]:
    """The tags that any of the photographs has, in the order of the standard, drones' own after them."""
    present = {name for photo in photos for name in photo.cells}
    order = [*MAIN_TAGS.values(), *PHOTO_TAGS.values(), *GPS_TAGS.values()]
    return tuple([name for name in order if name in present] + sorted(present - set(order)))


def read_photos(
    path: Path, survey: Survey, *, files: Sequence[Path] | None = None, progress: Progress | None = None
) -> Batch:
    """The photographs as ``Media`` of the survey, their places taken over from WGS 84 as they are.

    Each is known by the SHA-256 of its content: the same picture under another name is the same record, and
    a second copy in the same folder is rejected. Raises as ``listed``.
    """
    progress = progress or Progress()
    found = listed(path, files)
    placed, refused = _looked(found, progress)
    batch = Batch(_legible(str(path)), "", "photos", CRS, "UTF-8", read=len(found.files), rejected=refused)
    batch.mapping, batch.origins, batch.crs_accuracy_m = "EXIF/XMP", {"media": ORIGINS}, 0.0
    batch.labels = (FILE, DIGEST, DIRECTION, *_labels(photo for _, photo in placed))
    first: dict[str, str] = {}
    for number, (row, photo) in enumerate(placed):
        progress.report("import.reading", number, len(placed))
        name = found.files[row - 1][1]
        digest = checksum(photo.file)
        if digest in first:
            refused.append(_refusal(row, "photo.duplicate", photo.file, name, first=first[digest]))
            continue
        first[digest] = name
        batch.records.append(_media(survey, photo, row, digest))
        batch.warnings += [Problem(p.code, {"file": name}, row=row) for p in photo.problems]
    refused.sort(key=lambda rejected: rejected.row)
    batch.warnings += _passed_over(found)
    batch.cells = _counted(batch)
    parts = [*sorted(first), *(f"{r.code} {r.params['file']}" for r in refused)]
    batch.sha256 = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return batch


def owned_photo(survey: Survey, file: Path, row: int, owner: tuple[str, str]) -> Media:
    """A photograph that belongs to a feature, with or without a position of its own. ``owner`` is kept among
    its cells. Raises ``InputError`` for what is no photograph that can be read."""
    try:
        media = _media(survey, look(file), row, checksum(file))
    except OSError as error:
        raise InputError("photo.unreadable", file=str(file), reason=error.strerror or str(error)) from error
    assert media.source is not None
    return replace(media, source=replace(media.source, attributes=(*media.source.attributes, owner)))


def checksum(file: Path) -> str:
    """SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _media(survey: Survey, photo: Photo, row: int, digest: str) -> Media:
    file = os.path.abspath(photo.file)  # noqa: PTH100 (a link stays what the user calls it)
    own = ((FILE, file), (DIGEST, digest), (DIRECTION, _way(photo)))
    cells = tuple((label, text) for label, text in (*own, *photo.cells.items()) if text)
    return Media(
        survey_id=survey.id,
        kind="uav_photo" if photo.from_air else "photo",
        path=file,
        sha256=digest,
        geometry=Point(photo.longitude, photo.latitude) if photo.placed else None,
        taken_at=photo.taken_at,
        azimuth=photo.azimuth,
        pitch=photo.pitch,
        elevation_m=photo.elevation_m,
        vertical_datum=photo.vertical_datum,
        camera=photo.camera,
        width_px=photo.width,
        height_px=photo.height,
        source=Source(file=photo.file.name, row=row, key=f"photo:{digest}", method="exif", attributes=cells),
    )


def _way(photo: Photo) -> str:
    return f"{photo.direction}, magnetic" if photo.magnetic else photo.direction


def _counted(batch: Batch) -> dict[str, Counter[str]]:
    """Which tags became fields, which are kept as text, which are absent."""
    used = {label for labels in ORIGINS.values() for label in labels}
    counts: dict[str, Counter[str]] = {}
    for label in batch.labels:
        have = sum(label in dict(record.source.attributes) for record in batch.records)  # type: ignore[union-attr]
        state = "typed" if label in used else "kept"
        counts[label] = Counter({state: have, "empty": len(batch.records) - have})
    return counts
