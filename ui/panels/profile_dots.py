"""The points of clouds as dots in the picture of a profile."""

import numpy as np
from PyQt6.QtGui import QImage

from faultgis.terrain.points_profile import GROUND, BandPoints
from ui.layers import splat
from ui.plots.plotting import Frame


def picture(points: BandPoints, frame: Frame, ratio: float) -> QImage:
    """The points as dots by class on a clear image of the frame's area; ground over the rest."""
    width, height = max(1, round(frame.area.width() * ratio)), max(1, round(frame.area.height() * ratio))
    places = np.stack(
        [
            (points.distance - frame.x[0]) / (frame.x[1] - frame.x[0]) * width,
            (frame.z[1] - points.elevation) / (frame.z[1] - frame.z[0]) * height,
        ],
        axis=1,
    )
    order = (points.classes == GROUND).astype(np.int32)
    image = splat.highest(places, order, width, height, max(2, round(1.6 * ratio)))
    pixels = splat.coloured(image, splat.class_table()[points.classes])
    made = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
    made.setDevicePixelRatio(ratio)
    return made
