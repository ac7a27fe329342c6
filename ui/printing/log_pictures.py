"""Pictures of a wall under its drawing, laid upright into the frame by their control points."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from faultgis.records.trench import WallImage
from faultgis.walls.layout import Panel
from faultgis.walls.pictures import Fit, fit_of
from ui.printing.log_marks import Picture, Sheet

DPI = 200
_MOST_DOTS = 60_000_000


class Laid:
    """The pictures of a log's walls, each opened once; what cannot be laid is told in ``problems``."""

    def __init__(self, images: Mapping[UUID, WallImage], opacity: float) -> None:
        self.opacity = opacity
        self.problems: list[tuple[str, str]] = []
        self._placed: dict[UUID, list[tuple[Any, Fit]]] = {}
        for image in sorted(images.values(), key=lambda i: i.position):
            fit = fit_of(image.control)
            opened = self._opened(image, fit)
            if opened is not None and fit is not None:
                self._placed.setdefault(image.wall_id, []).append((opened, fit))

    def _opened(self, image: WallImage, fit: Fit | None) -> Any:
        """The picture in memory, or ``None`` where it cannot be laid."""
        from PIL import Image, UnidentifiedImageError

        name = Path(image.path).name
        if fit is None:
            self.problems.append(("log.picture_unplaced", name))
            return None
        try:
            with Image.open(image.path) as opened:
                return opened.convert("RGBA")
        except (OSError, UnidentifiedImageError, Image.DecompressionBombError):
            self.problems.append(("log.picture_missing", name))
            return None

    def lay(self, sheet: Sheet, panel: Panel) -> bool:
        """Lay the wall's pictures into a panel's frame; whether there are any."""
        from PIL import Image

        placed = self._placed.get(panel.view.wall_id, [])
        left, top, right, bottom = panel.box
        dots = DPI / 25.4
        dots = min(dots, (_MOST_DOTS / max((right - left) * (bottom - top), 1.0)) ** 0.5)
        size = max(1, round((right - left) * dots)), max(1, round((bottom - top) * dots))
        for image, fit in placed:
            warped = image.transform(
                size, Image.Transform.PERSPECTIVE, _coefficients(panel, fit, size), Image.Resampling.BILINEAR
            )
            packed = BytesIO()
            warped.save(packed, "PNG")
            sheet.marks.append(Picture("picture", panel.box, packed.getvalue(), self.opacity))
        return bool(placed)


def _coefficients(panel: Panel, fit: Fit, size: tuple[int, int]) -> list[float]:
    """The eight numbers that take a dot of the frame to a pixel of the picture, by way of the wall."""
    across = (panel.right - panel.left) / size[0]
    down = (panel.top - panel.bottom) / size[1]
    if panel.view.mirrored:
        row = [-across, 0.0, panel.view.length_m - panel.left]
    else:
        row = [across, 0.0, panel.left]
    to_wall = np.array([row, [0.0, -down, panel.top], [0.0, 0.0, 1.0]])
    matrix = np.linalg.inv(fit.matrix) @ to_wall
    return [float(n) for n in (matrix / matrix[2, 2]).ravel()[:8]]
