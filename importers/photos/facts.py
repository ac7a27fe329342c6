"""What a photograph says of where, when and in which direction it was taken, each with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from importers.batch import Problem
from importers.photos.exif import Exif, degrees, read_exif
from importers.photos.jpeg import read_frame
from importers.photos.xmp import number, read_xmp

# GPS and these are the same at the accuracy of a photograph's position.
_WGS84 = frozenset({"", "WGS84", "WGS1984", "CGCS2000", "ITRF", "GRS80", "UNKNOWN"})
_HEIGHT_SLACK_M = 0.01
_MAGNETIC, _TRUE = "M", "T"


@dataclass(frozen=True)
class Photo:
    """One photograph. Degrees are WGS 84 (taken as equal to CGCS2000), heights metres, angles degrees:
    ``azimuth`` clockwise from north, ``pitch`` above the horizon (straight down: −90).

    ``vertical_datum``: ``gps`` (as the receiver gave it, datum not stated), ``ellipsoidal``, ``msl``.
    ``direction``: of what the azimuth is: ``camera``, ``gimbal``, ``aircraft``, ``track``; ``magnetic`` says
    that it is from magnetic north. ``taken_at`` is known only where the zone is; ``cells`` are the tags.
    """

    file: Path
    width: int
    height: int
    orientation: int = 1
    longitude: float | None = None
    latitude: float | None = None
    elevation_m: float | None = None
    vertical_datum: str = ""
    azimuth: float | None = None
    direction: str = ""
    magnetic: bool = False
    pitch: float | None = None
    taken_at: datetime | None = None
    camera: str = ""
    from_air: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unplaced: str = ""

    @property
    def placed(self) -> bool:
        """Whether it is known where it was taken; ``unplaced`` says why not."""
        return not self.unplaced


def look(path: Path) -> Photo:
    """What a JPEG file says of itself, without decoding the picture.

    Raises ``InputError`` for what is no sound JPEG (``jpeg.read_frame``), ``OSError`` if it cannot be read.
    """
    frame = read_frame(path)
    exif, xmp = read_exif(frame.exif), read_xmp(frame.xmp)
    longitude, latitude, unplaced = _position(exif)
    azimuth, direction, magnetic = _direction(exif, xmp)
    elevation, datum = _elevation(exif, xmp)
    problems = [] if frame.whole else [Problem("photo.cut_short")]
    problems += [Problem("photo.magnetic")] if magnetic else []
    stated = exif.text("GPSImgDirectionRef").upper() in (_MAGNETIC, _TRUE)
    problems += [Problem("photo.north_unstated")] if direction == "camera" and not stated else []
    orientation = exif.number("Orientation")
    return Photo(
        file=path,
        width=frame.width,
        height=frame.height,
        orientation=int(orientation) if orientation is not None and 1 <= orientation <= 8 else 1,
        longitude=longitude,
        latitude=latitude,
        elevation_m=elevation,
        vertical_datum=datum,
        azimuth=azimuth,
        direction=direction,
        magnetic=magnetic,
        pitch=_pitch(xmp),
        taken_at=taken_at(exif, xmp),
        camera=camera(exif.text("Make"), exif.text("Model")),
        from_air=any(not name.startswith("camera:") for name in xmp) or exif.text("Make") == "DJI",
        cells={name: exif.written(name) for name in exif.values if exif.written(name)} | xmp,
        problems=tuple(problems),
        unplaced=unplaced,
    )


def _position(exif: Exif) -> tuple[float | None, float | None, str]:
    """Longitude and latitude, or the reason why there is none: a void fix and a place of zeros are none."""
    if not exif.values.get("GPSLatitude") or not exif.values.get("GPSLongitude"):
        return None, None, "photo.no_position"
    latitude = degrees(exif.numbers("GPSLatitude"), exif.text("GPSLatitudeRef"), "NS")
    longitude = degrees(exif.numbers("GPSLongitude"), exif.text("GPSLongitudeRef"), "EW")
    if latitude is None or longitude is None:
        return None, None, "photo.position_damaged"
    if latitude == 0 and longitude == 0:
        return None, None, "photo.position_void"
    datum = exif.text("GPSMapDatum").upper()
    if "".join(c for c in datum if c.isalnum()) not in _WGS84:
        return None, None, "photo.other_datum"
    return longitude, latitude, ""


def _elevation(exif: Exif, xmp: Mapping[str, str]) -> tuple[float | None, str]:
    """Height and its datum. EXIF speaks of sea level but receivers write what they have, so its datum counts
    as not stated, unless the autopilot's own words tell the same number to be ellipsoidal or above the sea.
    """
    size = exif.number("GPSAltitude")
    if size is None:
        return None, ""
    below = exif.number("GPSAltitudeRef") == 1
    height = -size if below else size
    for name, datum in (("sensefly:AltitudeWGS84", "ellipsoidal"), ("sensefly:AltitudeAMSL", "msl")):
        stated = number(xmp, name)
        if stated is not None and abs(stated - height) <= _HEIGHT_SLACK_M:
            return height, datum
    return height, "gps"


def _direction(exif: Exif, xmp: Mapping[str, str]) -> tuple[float | None, str, bool]:
    """Azimuth, of what it is, and whether from magnetic north: the camera's before the aircraft's."""
    camera_way = exif.number("GPSImgDirection")
    if camera_way is not None and 0 <= camera_way <= 360:
        return camera_way % 360, "camera", exif.text("GPSImgDirectionRef").upper() == _MAGNETIC
    for name, whose in (
        ("drone-dji:GimbalYawDegree", "gimbal"),
        ("drone-dji:FlightYawDegree", "aircraft"),
        ("sensefly:Heading", "aircraft"),
    ):
        yaw = number(xmp, name)
        if yaw is not None and -360 <= yaw <= 360:
            return yaw % 360, whose, False
    track = exif.number("GPSTrack")
    if track is not None and 0 <= track <= 360:
        return track % 360, "track", exif.text("GPSTrackRef").upper() == _MAGNETIC
    return None, "", False


def _pitch(xmp: Mapping[str, str]) -> float | None:
    """The gimbal's pitch. The pitch of an aircraft is not that of its camera."""
    found = number(xmp, "drone-dji:GimbalPitchDegree")
    return found if found is not None and -90 <= found <= 90 else None


def taken_at(exif: Exif, xmp: Mapping[str, str]) -> datetime | None:
    """When it was taken, where the zone is known: the camera's clock with its offset, else the autopilot's or
    the satellites' time, which are UTC."""
    zone = _zone(exif.text("OffsetTimeOriginal") or exif.text("OffsetTime"))
    clock = _clock(exif.text("DateTimeOriginal") or exif.text("DateTime"))
    if clock is not None and zone is not None:
        return clock.replace(tzinfo=zone)
    flown = _clock(xmp.get("sensefly:UTCTime", "").replace("T", " "))
    return flown.replace(tzinfo=UTC) if flown is not None else _fixed_at(exif)


def _fixed_at(exif: Exif) -> datetime | None:
    day = _clock(f"{exif.text('GPSDateStamp')} 00:00:00")
    parts = exif.numbers("GPSTimeStamp")
    if day is None or len(parts) != 3 or any(part is None or not 0 <= part < 61 for part in parts):
        return None
    hours, minutes, seconds = (float(part or 0) for part in parts)
    return day.replace(tzinfo=UTC) + timedelta(hours=hours, minutes=minutes, seconds=round(seconds, 3))


def _clock(text: str) -> datetime | None:
    try:
        return datetime.strptime(text[:19].replace("-", ":", 2), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


def _zone(text: str) -> timezone | None:
    try:
        offset = datetime.strptime(text, "%z").utcoffset()
    except ValueError:
        return None
    return timezone(offset) if offset is not None else None


def camera(make: str, model: str) -> str:
    """The camera's name; the maker is not said twice."""
    first = make.split()[0].casefold() if make.split() else ""
    return model if first and model.casefold().startswith(first) else f"{make} {model}".strip()
