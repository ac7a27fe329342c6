"""A stretch of a wall on a sheet: picture, areas, grid, lines, samples, and the names beside them."""

from collections.abc import Sequence

import numpy as np
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import WallFeature
from faultgis.walls.frames import paths
from faultgis.walls.layout import Panel
from faultgis.walls.shapes import AREA_KINDS
from ui.printing import log_looks as looks
from ui.printing.log_content import Content
from ui.printing.log_marks import Sheet
from ui.printing.log_names import Names

_LINES = ("other", "contact", "event_horizon", "crack", "fault")
GRID = "#6f7885"


def draw_wall(sheet: Sheet, content: Content, panel: Panel, on_picture: bool) -> None:
    """Draw what stands on the wall within the panel's frame."""
    features = content.log.on(panel.view.wall_id)
    drawn = [(f, shape) for f in features if not (shape := panel.drawn(f.shape)).is_empty]
    _areas(sheet, content, panel, drawn, on_picture)
    _grid(sheet, panel)
    for kind in _LINES:
        for feature, shape in drawn:
            if feature.kind == kind:
                look = looks.line_of(feature)
                lines = [np.array(path) for path in paths(shape) if len(path) > 1]
                name = content.log.label(feature)
                sheet.line(look.layer, lines, look.width, look.colour, look.dash, name=name)
    Names(sheet, content, panel, on_picture).write(drawn)


def _areas(
    sheet: Sheet,
    content: Content,
    panel: Panel,
    drawn: Sequence[tuple[WallFeature, BaseGeometry]],
    on_picture: bool,
) -> None:
    """Units, the largest first, then wedges and fills over them."""
    areas = [(f, shape) for f, shape in drawn if f.kind in AREA_KINDS]
    areas.sort(key=lambda pair: (pair[0].kind != "unit", -pair[0].shape.area))
    x, y = panel.to_mm(np.array([[0.0, 0.0]]))[0]
    for feature, shape in areas:
        colour = looks.colour_of(content.log, feature.unit_id)
        pattern = looks.pattern_for(content.log, feature)
        opacity = 0.35 if on_picture else 1.0
        name = content.log.label(feature)
        looks.fill_area(sheet, "units", shape, colour, pattern, (float(x), float(y)), opacity, name)
        edges = [np.array(path) for path in paths(panel.drawn(feature.shape.boundary)) if len(path) > 1]
        sheet.line("units", edges, looks.EDGES.get(feature.kind, 0.25), "#5c564e")


def _grid(sheet: Sheet, panel: Panel) -> None:
    left, top, right, bottom = panel.box
    lines = [[(x, top), (x, bottom)] for _, x in panel.uprights()]
    lines += [[(left, y), (right, y)] for _, y in panel.levels()]
    for line in lines:
        sheet.line("grid", [line], 0.1, GRID)
