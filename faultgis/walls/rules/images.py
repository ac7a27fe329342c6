"""Pictures: each with a scale and an error."""

from collections.abc import Iterator
from pathlib import PurePath

from faultgis.walls.log import TrenchLog
from faultgis.walls.pictures import fit_of
from faultgis.walls.rules.finding import Finding

GOOD_M = 0.05
"""The error from which on a picture is doubted: what a log at 1:50 shows as one millimetre."""


def check(log: TrenchLog) -> Iterator[Finding]:
    """Each picture of each wall."""
    for image in log.images.values():
        name = {"image": PurePath(image.path).name, "wall": log.walls[image.wall_id].code}
        refs = (("wall_image", image.id),)
        found = fit_of(image.control)
        if found is None:
            yield Finding("log.image_scale", "warning", name, refs, image.wall_id)
        elif found.spare == 0:
            yield Finding("log.image_unchecked", "note", name, refs, image.wall_id)
        elif found.rmse_m > GOOD_M:
            said = {**name, "cm": f"{found.rmse_m * 100:.1f}", "worst": found.worst + 1}
            yield Finding("log.image_rmse", "warning", said, refs, image.wall_id)
