"""Pictures of a wall and their control points."""

from collections.abc import Sequence
from dataclasses import replace

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.trench import Wall, WallImage
from faultgis.walls.log import TrenchLog
from faultgis.walls.pictures import ControlPoint, document, fit_of


def add_image(log: TrenchLog, wall: Wall, path: str, sha256: str, size: tuple[int, int]) -> Edit:
    """A picture laid under a wall, over those that are there; it has no place before its control points."""
    of_wall = [i.position for i in log.images.values() if i.wall_id == wall.id]
    made = WallImage(
        survey_id=wall.survey_id,
        wall_id=wall.id,
        path=path,
        sha256=sha256,
        width_px=size[0],
        height_px=size[1],
        position=max(of_wall, default=-1) + 1,
    )
    return Edit("edit.add_image", (Change(None, made),))


def set_control(image: WallImage, points: Sequence[ControlPoint], kind: str = "") -> Edit:
    """Other control points, or another kind of transformation; its error follows."""
    control = document(points, kind)
    found = fit_of(control)
    after = replace(image, control=control, rmse_m=None if found is None else round(found.rmse_m, 6))
    return Edit("edit.set_control", (Change(image, after),) if after != image else ())
