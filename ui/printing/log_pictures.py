"""Pictures of a wall under its drawing, laid upright into the frame by their control points."""

from collections.abc import Mapping
from io import BytesIO
from math import ceil, sqrt
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from faultgis.records.trench import WallImage
from faultgis.walls.layout import Panel
from faultgis.walls.pictures import Array, Fit, fit_of
from ui.printing.log_marks import Picture, Sheet

DPI = 200
MOST_DOTS = 48_000_000
LARGEST_DOTS = 1_000_000_000


class Laid:
    """The pictures of a log's walls, each opened once; what cannot be laid is told in ``problems``."""

    def __init__(self, images: Mapping[UUID, WallImage], opacity: float) -> None:
        self.opacity = opacity
        self.problems: list[tuple[str, str]] = []
        self._placed: dict[UUID, list[tuple[Any, Array]]] = {}
        for image in sorted(images.values(), key=lambda i: i.position):
            fit = fit_of(image.control)
            if fit is None:
                self.problems.append(("log.picture_unplaced", Path(image.path).name))
            else:
                self._open(image, fit)

    def _open(self, image: WallImage, fit: Fit) -> None:
        """Keep a picture with the matrix that takes its pixels, as read, to metres of the wall."""
        from PIL import Image, UnidentifiedImageError

        Image.MAX_IMAGE_PIXELS = LARGEST_DOTS // 2  # it refuses what has twice as many
        try:
            picture, shrunk = _upright(image.path)
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            self.problems.append(("log.picture_missing", Path(image.path).name))
            return
        matrix = fit.matrix @ np.diag([*shrunk, 1.0])
        self._placed.setdefault(image.wall_id, []).append((picture, matrix))

    def lay(self, sheet: Sheet, panel: Panel) -> bool:
        """Lay the wall's pictures into a panel's frame; whether there are any."""
        from PIL import Image

        placed = self._placed.get(panel.view.wall_id, [])
        left, top, right, bottom = panel.box
        dots = min(DPI / 25.4, sqrt(MOST_DOTS / max((right - left) * (bottom - top), 1.0)))
        size = max(1, round((right - left) * dots)), max(1, round((bottom - top) * dots))
        for picture, matrix in placed:
            numbers = _coefficients(panel, matrix, size)
            warped = picture.transform(size, Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BILINEAR)
            packed = BytesIO()
            warped.save(packed, "PNG")
            sheet.marks.append(Picture("picture", panel.box, packed.getvalue(), self.opacity))
        return bool(placed)


def _upright(path: str) -> tuple[Any, tuple[float, float]]:
    """A picture turned as its camera noted, as the desktop shows it, a large one in fewer dots; and how many
    pixels of the picture one of those dots is, across and down."""
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        width, height = opened.size
        factor = ceil(sqrt(width * height / MOST_DOTS))
        opened.draft("RGB", (width // factor, height // factor))
        picture = ImageOps.exif_transpose(opened).convert("RGBA")
        turned = opened.getexif().get(0x0112, 1) >= 5
    if turned:
        width, height = height, width
    rest = max(1, round(factor * picture.width / width))
    picture = picture.reduce(rest) if rest > 1 else picture
    return picture, (width / picture.width, height / picture.height)


def _coefficients(panel: Panel, matrix: Array, size: tuple[int, int]) -> list[float]:
    """The eight numbers that take a dot of the frame to a pixel of the picture, by way of the wall."""
    across = (panel.right - panel.left) / size[0]
    down = (panel.top - panel.bottom) / size[1]
    if panel.view.mirrored:
        row = [-across, 0.0, panel.view.length_m - panel.left]
    else:
        row = [across, 0.0, panel.left]
    to_wall = np.array([row, [0.0, -down, panel.top], [0.0, 0.0, 1.0]])
    found = np.linalg.inv(matrix) @ to_wall
    return [float(n) for n in (found / found[2, 2]).ravel()[:8]]
