"""What a photograph says of itself, in words: where the camera stood and looked, when, with which camera."""

from datetime import datetime
from html import escape
from pathlib import Path, PurePath

from faultgis.crs import format_dms
from faultgis.records.site import Media
from ui.forms import shown
from ui.words import tr

PICTURES = ("photo", "uav_photo", "sketch", "scan")
DIRECTIONS = {
    "camera": "{azimuth}°, of the camera",
    "gimbal": "{azimuth}°, of the gimbal",
    "aircraft": "{azimuth}°, heading of the aircraft",
    "track": "{azimuth}°, course over ground",
}
TIP_WIDTH = 240
_STRAIGHT_DOWN = -89.0
_CLOCK = "%Y:%m:%d %H:%M:%S"


def facts(photo: Media) -> list[str]:
    """The lines under the thumbnail: height, direction, time, camera and size, those that are known."""
    lines = zip(("Height", "Direction", "Taken at", "Camera"), _values(photo), strict=True)
    return [f"{tr(label)}{tr(': ')}{text}" for label, text in lines if text]


def _values(photo: Media) -> tuple[str, str, str, str]:
    cells = dict(photo.source.attributes)
    size = f"{photo.width_px}×{photo.height_px}" if photo.width_px and photo.height_px else ""
    return (
        _height(photo),
        _direction(photo, cells.get("Direction of", "")),
        _time(photo, cells.get("DateTimeOriginal", "")),
        " · ".join(filter(None, (photo.camera, size))),
    )


HEADS = ("File", "Camera position", "Height", "Direction", "Taken at", "Camera")


def row(photo: Media) -> list[str]:
    """A photograph in a line under ``HEADS``."""
    place = "" if photo.geometry is None else format_dms(photo.geometry.x, photo.geometry.y)
    return [PurePath(photo.path).name, place, *_values(photo)]


def _height(photo: Media) -> str:
    if photo.elevation_m is None:
        return ""
    code = photo.vertical_datum
    datum = shown.code_label("vertical_datum", code) if code else tr("datum not stated")
    return tr("{height} m, {datum}", height=f"{photo.elevation_m:.1f}".replace("-", "−"), datum=datum)


def _direction(photo: Media, whose: str) -> str:
    said = ""
    if photo.azimuth is not None:
        way, _, magnetic = whose.partition(", ")
        text = DIRECTIONS.get(way, "{azimuth}°")
        said = tr(text, azimuth=f"{round(photo.azimuth) % 360:03d}")
        said = tr("{said}, from magnetic north", said=said) if magnetic else said
    if photo.pitch is None:
        return said
    pitch = f"{photo.pitch:.0f}".replace("-", "−")
    down = photo.pitch <= _STRAIGHT_DOWN
    view = tr("straight down") if down else tr("looking {pitch}° above the horizon", pitch=pitch)
    return " · ".join(filter(None, (said, view)))


def _time(photo: Media, clock: str) -> str:
    """The time in this computer's zone; of a camera whose zone is not known what its clock said."""
    if photo.taken_at is not None:
        return f"{photo.taken_at.astimezone():%Y-%m-%d %H:%M:%S (UTC%z)}"
    try:
        said = datetime.strptime(clock[:19], _CLOCK)
    except ValueError:
        return ""
    return tr("{time}, zone not stated", time=f"{said:%Y-%m-%d %H:%M:%S}")


def tip(photo: Media, thumbnail: Path | None) -> str:
    """The tip over a photo on the map, with its thumbnail where there is one."""
    picture = f"<img src='{escape(thumbnail.as_posix())}' width='{TIP_WIDTH}'/><br/>" if thumbnail else ""
    lines = [photo.caption or PurePath(photo.path).name, *facts(photo)[:3]]
    return f"<p style='white-space: pre'>{picture}{'<br/>'.join(escape(line) for line in lines)}</p>"
