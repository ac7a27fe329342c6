"""How a log's units, lines and samples look on paper."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import StratUnit, WallFeature
from faultgis.walls.log import TrenchLog
from faultgis.walls.patterns import PATTERNS, pattern_of, strokes
from ui.printing.log_marks import RED, Sheet

UNKNOWN = "#d9d5cc"
CONTACT, HORIZON, SAMPLE = "#26221e", "#96148c", "#0c5a8c"
OF_KIND = {"colluvial_wedge": "colluvium", "fissure_fill": "fill", "liquefaction": "sand"}
EDGES = {"unit": 0.1, "colluvial_wedge": 0.35, "fissure_fill": 0.35, "liquefaction": 0.35}
SURE = ("", "certain")
DARK = 0.42


@dataclass(frozen=True)
class Line:
    """A line's colour, width and dashes in millimetres, and its layer."""

    layer: str
    colour: str
    width: float
    dash: tuple[float, ...] = ()


_FAULTS = {"main": 0.8, "": 0.8, "secondary": 0.5, "antithetic": 0.5, "synthetic": 0.5, "fissure": 0.35}


def line_of(feature: WallFeature) -> Line:
    """How a line on the wall is drawn."""
    sure = feature.certainty in SURE
    if feature.kind == "fault":
        dashed = not sure or feature.role == "inferred"
        width = _FAULTS.get(feature.role, 0.5)
        return Line("faults", RED, width, (3.0, 1.4) if dashed else ())
    if feature.kind == "event_horizon":
        return Line("horizons", HORIZON, 0.6, (2.6, 0.9) if sure else (0.9, 0.9))
    if feature.kind == "contact":
        return Line("contacts", CONTACT, 0.28, () if sure else (2.0, 1.2))
    if feature.kind == "crack":
        return Line("faults", RED, 0.25, () if sure else (1.6, 1.0))
    return Line("contacts", "#464646", 0.25, (0.5, 0.8))


def rgb(colour: str) -> tuple[int, int, int] | None:
    """The parts of #rrggbb, or ``None`` for anything else."""
    try:
        value = int(colour[1:], 16) if colour.startswith("#") and len(colour) == 7 else -1
    except ValueError:
        return None
    return (value >> 16, value >> 8 & 255, value & 255) if value >= 0 else None


def colour_of(log: TrenchLog, unit_id: UUID | None) -> str:
    """The colour of a unit; a grey where none is stated."""
    unit = log.units.get(unit_id) if unit_id is not None else None
    return unit.color if unit is not None and rgb(unit.color) else UNKNOWN


def is_dark(colour: str) -> bool:
    """Whether words on a colour are better white."""
    red, green, blue = rgb(colour) or (255, 255, 255)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 < DARK


def ink_on(colour: str) -> str:
    """The colour of a pattern's strokes on a unit's colour."""
    red, green, blue = rgb(colour) or (217, 213, 204)
    if is_dark(colour):
        mixed = [round(part + (255 - part) * 0.45) for part in (red, green, blue)]
    else:
        mixed = [round(part * 0.55) for part in (red, green, blue)]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def fill_area(
    sheet: Sheet,
    layer: str,
    area: BaseGeometry,
    colour: str,
    pattern: str,
    origin: tuple[float, float],
    opacity: float = 1.0,
    name: str = "",
) -> None:
    """Fill an area (millimetres) with a colour and a pattern."""
    for part in getattr(area, "geoms", [area]):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = [np.asarray(ring.coords)[:, :2] for ring in (part.exterior, *part.interiors)]
            sheet.area(layer, rings, colour, opacity, name=name)
    drawn = strokes(pattern, area, origin)
    if drawn:
        ink = "#4a463f" if opacity < 1 else ink_on(colour)
        sheet.line(layer, drawn, PATTERNS[pattern].width, ink, rounded=True)


def pattern_for(log: TrenchLog, feature: WallFeature) -> str:
    """The pattern of an area: its unit's, else what wedges, fills and blows are made of."""
    unit: StratUnit | None = log.units.get(feature.unit_id) if feature.unit_id is not None else None
    stated = pattern_of(unit) if unit is not None else ""
    return stated or OF_KIND.get(feature.kind, "")


def draw_symbol(
    sheet: Sheet, layer: str, x: float, y: float, method: str, dated: bool, larger: float = 1.0
) -> None:
    """A sample: a triangle for radiocarbon, a square for luminescence, a lozenge for all else; hollow where
    it is not dated."""
    r = 1.25 * larger
    if method == "c14":
        corners = [(x, y - r), (x + r * 0.95, y + r * 0.75), (x - r * 0.95, y + r * 0.75)]
    elif method in ("osl", "irsl"):
        corners = [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
        corners = [(x + (cx - x) * 0.8, y + (cy - y) * 0.8) for cx, cy in corners]
    else:
        corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    fill, edge = (SAMPLE, "#ffffff") if dated else ("#ffffff", SAMPLE)
    sheet.area(layer, [corners], fill, stroke=edge, width=0.2 if dated else 0.35)
