"""Pictures of a wall on its canvas: read and laid upright on the wall in a worker, kept in halving levels."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, floor
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QImage, QPainter, QPixmap, QTransform

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.trench import WallImage
from faultgis.walls.pictures import Fit, fit_of
from importers.rasters import plain
from ui.jobs import Jobs
from ui.panels.picture import read_picture
from ui.walls.scale import WallScale

MOST_DOTS = 40_000_000
HAIR = 1e-6  # of a dot: rounding makes no dot of its own
TIFF = (".tif", ".tiff")
_SMALLEST = 256
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Laid:
    """A picture in the wall's metres: its levels, each half as wide as the one before, and the corners that
    they cover (left, bottom, right, top)."""

    levels: tuple[QPixmap | QImage, ...]
    reach: tuple[float, float, float, float]

    def level(self, metres_per_dot: float) -> QPixmap | QImage:
        """The coarsest level that is still as fine as the screen."""
        finest = (self.reach[2] - self.reach[0]) / self.levels[0].width()
        number = 0
        while number + 1 < len(self.levels) and finest * 2 ** (number + 1) <= metres_per_dot * 1.01:
            number += 1
        return self.levels[number]


def read(path: Path) -> QImage:
    """The picture upright, a large one in fewer dots; TIFF of any compression. For a worker.

    Raises what ``ui.panels.picture.read_picture`` raises.
    """
    if path.suffix.lower() not in TIFF or not path.is_file():
        return read_picture(path)
    found = plain.pixels(path, MOST_DOTS)
    height, width = found.shape[:2]
    image = QImage(found.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def digest(path: Path, progress: Progress | None = None) -> str:
    """The SHA-256 of a file; for a worker."""
    found = sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
            if progress is not None:
                progress.check()
    return found.hexdigest()


def lay(picture: QImage, fit: Fit, size: tuple[int, int]) -> Laid:
    """A picture on the wall, x to the right and y up; ``size`` is the file's own in pixels, which the control
    points are in. For a worker."""
    corners = [fit.wall((u, v)) for u in (0.0, size[0]) for v in (0.0, size[1])]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    fine = fit.pixels_per_metre(*size) * picture.width() / size[0]
    most = (MOST_DOTS / max(1e-9, (right - left) * (top - bottom))) ** 0.5
    per_metre = min(fine, most)
    width, height = (ceil(side * per_metre - HAIR) for side in (right - left, top - bottom))
    image = QImage(max(1, width), max(1, height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(_to_dots(fit, size, picture, left, top, per_metre))
    painter.drawImage(QPointF(0, 0), picture)
    painter.end()
    return Laid(_halved(image), (left, top - height / per_metre, left + width / per_metre, top))


def _to_dots(
    fit: Fit, size: tuple[int, int], picture: QImage, left: float, top: float, per_metre: float
) -> QTransform:
    """From the dots of the picture as read to dots on the wall."""
    m = fit.matrix
    read = QTransform.fromScale(size[0] / picture.width(), size[1] / picture.height())
    # Qt multiplies rows from the left: its matrix is the transpose.
    wall = QTransform(m[0, 0], m[1, 0], m[2, 0], m[0, 1], m[1, 1], m[2, 1], m[0, 2], m[1, 2], m[2, 2])
    dots = QTransform(per_metre, 0, 0, -per_metre, -left * per_metre, top * per_metre)
    return read * wall * dots


def _halved(image: QImage) -> tuple[QImage, ...]:
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > _SMALLEST:
        last = levels[-1]
        half = ceil(last.width() / 2), ceil(last.height() / 2)
        levels.append(
            last.scaled(
                *half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
    return tuple(levels)


def _nothing(*_told: object) -> None:
    """Nobody is there to hear it."""


class WallPictures:
    """The laid pictures of the walls on view; a changed control point lays the picture anew."""

    def __init__(
        self, jobs: Jobs, ready: Callable[[], None], failed: Callable[[FaultGISError], None]
    ) -> None:
        self._jobs, self._ready, self._failed = jobs, ready, failed
        self._raw: dict[str, QImage] = {}
        self._laid: dict[Any, Laid] = {}
        self._asked: set[Any] = set()
        self._told: set[str] = set()

    def get(self, image: WallImage) -> Laid | None:
        """The picture as laid, or ``None`` while it is being read or where it has no place yet."""
        fit = fit_of(image.control)
        if fit is None or not image.width_px or not image.height_px:
            return None
        key = (image.id, image.path, image.control.text)
        if key in self._laid:
            return self._laid[key]
        if key not in self._asked:
            self._asked.add(key)
            self._ask(image, fit, (image.width_px, image.height_px), key)
        return next((laid for old, laid in self._laid.items() if old[0] == image.id), None)

    def stop(self) -> None:
        """Nobody looks any more: what is still being read comes too late."""
        self._ready, self._failed = _nothing, _nothing

    def _ask(self, image: WallImage, fit: Fit, size: tuple[int, int], key: Any) -> None:
        path, raw = image.path, self._raw.get(image.path)

        def work(_progress: Progress) -> tuple[QImage, Laid]:
            picture = raw if raw is not None else read(Path(path))
            return picture, lay(picture, fit, size)

        def done(found: tuple[QImage, Laid]) -> None:
            picture, laid = found
            self._raw = {path: picture}  # the one whose control points are being set
            for old in [k for k in self._laid if k[0] == image.id]:
                del self._laid[old]
            levels = tuple(QPixmap.fromImage(level) for level in laid.levels if isinstance(level, QImage))
            self._laid[key] = Laid(levels, laid.reach)
            self._ready()

        def failed(error: FaultGISError) -> None:
            if path not in self._told:
                self._told.add(path)
                self._failed(error)

        self._jobs.run("", work, done, failed, lane="pictures", quiet=True)


def paint_laid(painter: QPainter, scale: WallScale, laid: Laid, smooth: bool) -> None:
    """Draw the part of a laid picture that is in view."""
    left, bottom, right, top = laid.reach
    view_left, view_bottom, view_right, view_top = scale.reach
    seen = max(left, view_left), max(bottom, view_bottom), min(right, view_right), min(top, view_top)
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        return
    level = laid.level(scale.metres_per_pixel)
    kx, ky = level.width() / (right - left), level.height() / (top - bottom)
    x1, x2 = floor((seen[0] - left) * kx), ceil((seen[2] - left) * kx)
    y1, y2 = floor((top - seen[3]) * ky), ceil((top - seen[1]) * ky)
    source = QRectF(x1, y1, max(1, x2 - x1), max(1, y2 - y1))
    corner = scale.pixel(left + x1 / kx, top - y1 / ky)
    far = scale.pixel(left + x2 / kx, top - y2 / ky)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    if scale.mirrored:
        painter.translate(corner[0], 0)
        painter.scale(-1, 1)
        target = QRectF(0, corner[1], corner[0] - far[0], far[1] - corner[1])
    else:
        target = QRectF(corner[0], corner[1], far[0] - corner[0], far[1] - corner[1])
    if isinstance(level, QPixmap):
        painter.drawPixmap(target, level, source)
    else:
        painter.drawImage(target, level, source)
    painter.restore()
