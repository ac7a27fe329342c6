"""A stretch of a wall on a sheet: picture, areas, grid, lines, samples, and the names beside them."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.records.sample import Sample
from faultgis.records.trench import WallFeature
from faultgis.walls.frames import paths
from faultgis.walls.layout import Panel
from faultgis.walls.shapes import AREA_KINDS
from ui.printing import log_looks as looks
from ui.printing.log_content import Content
from ui.printing.log_labels import Room, along, beside, within
from ui.printing.log_marks import INK, POINT_MM, RED, Box, Sheet, text_width
from ui.printing.log_words import age_of

_LINES = ("other", "contact", "event_horizon", "crack", "fault")
_CODE, _AGE, _SMALLEST = 6.5, 6.0, 4.6
_LEADER_MM = 2.2
_NO_LABEL_MM2, _NO_LABEL_SHARE = 30.0, 0.08
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
    _names(sheet, content, panel, drawn, on_picture)


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
        edges = [np.array(path) for path in paths(panel_lines(feature, panel)) if len(path) > 1]
        width = 0.1 if feature.kind == "unit" else 0.25
        sheet.line("units", edges, width, "#5c564e")


def panel_lines(feature: WallFeature, panel: Panel) -> BaseGeometry:
    """The outline of an area within the frame, without the frame itself."""
    return panel.drawn(feature.shape.boundary)


def _grid(sheet: Sheet, panel: Panel) -> None:
    left, top, right, bottom = panel.box
    lines = [[(x, top), (x, bottom)] for _, x in panel.uprights()]
    lines += [[(left, y), (right, y)] for _, y in panel.levels()]
    for line in lines:
        sheet.line("grid", [line], 0.1, GRID)


def _names(
    sheet: Sheet,
    content: Content,
    panel: Panel,
    drawn: Sequence[tuple[WallFeature, BaseGeometry]],
    on_picture: bool,
) -> None:
    """Symbols take their places first, then samples' names, then events', faults' and units'."""
    room = Room(panel.box, [shape for f, shape in drawn if f.kind == "fault"])
    samples = _samples(content, panel)
    for _, place in samples:
        room.take((place.x - 1.4, place.y - 1.4, place.x + 1.4, place.y + 1.4))
    for sample, place in samples:
        _sample(sheet, content, room, sample, place)
    for feature, shape in drawn:
        if feature.kind == "event_horizon":
            _horizon(sheet, room, content.log.label(feature), shape)
    for feature, shape in drawn:
        if feature.kind == "fault":
            _fault(sheet, room, content.log.label(feature), shape)
    for feature, shape in drawn:
        if feature.kind in AREA_KINDS and _worth_a_name(feature, shape, panel):
            dark = not on_picture and looks.is_dark(looks.colour_of(content.log, feature.unit_id))
            _unit(sheet, room, content.log.label(feature), shape, dark, on_picture)
    for feature, shape in drawn:
        if feature.kind in ("marker", "crack", "other"):
            _other(sheet, room, content.log.label(feature), shape)


def _samples(content: Content, panel: Panel) -> list[tuple[Sample | WallFeature, Point]]:
    """Samples on the panel, and where: by their point on the wall, else by the place stated of them."""
    found: list[tuple[Sample | WallFeature, Point]] = []
    seen: set[UUID | None] = set()
    for feature in content.log.on(panel.view.wall_id, "sample"):
        seen.add(feature.sample_id)
        at = panel.drawn(feature.shape)
        if not at.is_empty:
            held = content.log.samples.get(feature.sample_id) if feature.sample_id is not None else None
            found.append((held or feature, at.centroid))
    for sample in content.log.samples.values():
        placed = sample.wall_id == panel.view.wall_id and sample.id not in seen
        if placed and sample.x_m is not None and sample.y_m is not None:
            at = panel.drawn(Point(sample.x_m, sample.y_m))
            if not at.is_empty:
                found.append((sample, at.centroid))
    return found


def _sample(sheet: Sheet, content: Content, room: Room, of: Sample | WallFeature, at: Point) -> None:
    results = content.results(of.id) if isinstance(of, Sample) else []
    ages = [age for result in results[:3] if (age := age_of(content, result))]
    method = of.method if isinstance(of, Sample) else "other"
    looks.draw_symbol(sheet, "samples", at.x, at.y, method, bool(results))
    lines = [(of.code, _CODE), *((age, _AGE) for age in ages)]
    width = max(text_width(text, points) for text, points in lines)
    height = sum(points * POINT_MM * 1.15 for _, points in lines)
    box = room.best(beside(at.x, at.y, width, height, 1.6))
    _halo(sheet, "samples", box)
    _leader(sheet, (at.x, at.y), box)
    y = box[1]
    for number, (text, points) in enumerate(lines):
        step = points * POINT_MM * 1.15
        layer, bold = ("ages", False) if number else ("samples", True)
        sheet.text(layer, box[0] + 0.3, y + step / 2 + 0.1, text, points, bold=bold, colour=looks.SAMPLE)
        y += step


def _leader(sheet: Sheet, at: tuple[float, float], box: Box) -> None:
    """A thin line from a symbol to a name that stands off it."""
    x = min(max(at[0], box[0]), box[2])
    y = min(max(at[1], box[1]), box[3])
    away = LineString([at, (x, y)])
    if away.length > _LEADER_MM:
        start = away.interpolate(1.3)
        sheet.line("samples", [[(start.x, start.y), (x, y)]], 0.15, looks.SAMPLE)


def _halo(sheet: Sheet, layer: str, box: Box, opacity: float = 0.82) -> None:
    sheet.box(layer, box, "#ffffff", opacity)


def _horizon(sheet: Sheet, room: Room, code: str, shape: BaseGeometry) -> None:
    if not code:
        return
    width, height = text_width(code, _CODE) + 0.8, _CODE * POINT_MM * 1.2
    longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
    if longest.length == 0:
        return
    box = room.best(along(longest, width, height, on=True))
    sheet.box("horizons", box, "#ffffff", 1.0, looks.HORIZON)
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    sheet.text("horizons", *middle, code, _CODE, "centre", True, looks.HORIZON)


def _fault(sheet: Sheet, room: Room, code: str, shape: BaseGeometry) -> None:
    longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
    if not code or longest.length == 0:
        return
    width, height = text_width(code, _CODE), _CODE * POINT_MM * 1.15
    box = room.best(along(longest, width, height, on=False))
    _halo(sheet, "faults", box)
    sheet.text("faults", (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, code, _CODE, "centre", True, RED)


def _other(sheet: Sheet, room: Room, code: str, shape: BaseGeometry) -> None:
    at = shape.representative_point()
    if shape.geom_type == "Point":
        sheet.line("text", [[(at.x, at.y)]], 1.0, INK, rounded=True)
    if not code:
        return
    box = room.best(beside(at.x, at.y, text_width(code, _AGE), _AGE * POINT_MM * 1.15, 0.9))
    _halo(sheet, "text", box)
    sheet.text("text", (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, code, _AGE, "centre")


def _worth_a_name(feature: WallFeature, shape: BaseGeometry, panel: Panel) -> bool:
    """A rest of an area that goes on elsewhere is named there."""
    whole = feature.shape.area * (1000 / panel.scale) ** 2
    return bool(shape.area > _NO_LABEL_MM2 or shape.area > _NO_LABEL_SHARE * whole)


def _unit(sheet: Sheet, room: Room, code: str, shape: BaseGeometry, dark: bool, on_picture: bool) -> None:
    """A unit's code inside its area, smaller where the area is thin."""
    if not code:
        return
    for points in (7.5, 6.5, 5.5, _SMALLEST):
        width, height = text_width(code, points), points * POINT_MM * 0.95
        places = list(within(shape, width, height))
        fits = min(own for _, own in places) < 30
        if fits or points == _SMALLEST:
            break
    box = room.best(places)
    if on_picture or not fits:
        _halo(sheet, "text", box)
    colour = "#ffffff" if dark and fits and not on_picture else INK
    sheet.text("text", (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, code, points, "centre", True, colour)
