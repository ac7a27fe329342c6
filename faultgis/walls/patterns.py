"""Patterns of the ground as on geologists' logs: small strokes on a lattice, cut to the areas they fill.

All in millimetres on paper. The lattice is fixed to the wall, so that it runs through match lines.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import StratUnit

Array = NDArray[np.float64]
_ROUND = [(0.55 * math.cos(t), 0.42 * math.sin(t)) for t in np.linspace(0, 2 * math.pi, 9)]


@dataclass(frozen=True)
class Pattern:
    """``glyphs`` are strokes about their middle (a single place is a dot); they stand in turn on a lattice of
    ``step`` across and down, every other row shifted by half a step."""

    glyphs: tuple[tuple[tuple[float, float], ...], ...]
    step: tuple[float, float]
    width: float = 0.13


_DOT = ((0.0, 0.0),)
_CROSS = ((-0.5, 0.0), (0.5, 0.0), (0.0, 0.0), (0.0, -0.5), (0.0, 0.5))
_DASH = ((-0.9, 0.0), (0.9, 0.0))
PATTERNS: Mapping[str, Pattern] = {
    "gravel": Pattern((tuple(_ROUND), _DOT, tuple((x * 0.6, y * 0.6) for x, y in _ROUND)), (2.2, 1.7), 0.15),
    "sand": Pattern((_DOT,), (1.5, 1.2), 0.26),
    "silt": Pattern((_DOT, _DOT, ((-0.5, 0.0), (0.5, 0.0))), (1.6, 1.5), 0.2),
    "clay": Pattern((_DASH,), (3.2, 1.4)),
    "soil": Pattern((((-0.45, -0.35), (0.0, 0.35), (0.45, -0.35)),), (2.6, 2.0)),
    "colluvium": Pattern(
        (
            ((-0.6, 0.4), (0.6, 0.4), (0.1, -0.5), (-0.6, 0.4)),
            _DOT,
            ((-0.4, -0.2), (0.4, -0.3), (0.1, 0.4), (-0.4, -0.2)),
        ),
        (2.2, 1.8),
        0.15,
    ),
    "bedrock": Pattern((_CROSS,), (2.8, 2.2)),
    "peat": Pattern(
        (((-0.8, 0.25), (0.8, 0.25)), ((0.0, 0.5), (0.0, -0.5)), ((-0.8, 0.25), (0.8, 0.25))), (1.7, 1.7)
    ),
    "loess": Pattern((((0.0, -0.55), (0.0, 0.55)),), (1.7, 2.0)),
    "fill": Pattern((((-0.5, 0.5), (0.5, -0.5)),), (2.2, 1.9)),
}
_SAID = (
    ("colluvium", ("崩积", "坡积", "崩塌", "colluv", "slope wash", "debris")),
    ("bedrock", ("基岩", "花岗", "灰岩", "砂岩", "泥岩", "页岩", "板岩", "片岩", "片麻", "玄武")),
    ("bedrock", ("bedrock", "granite", "limestone", "sandstone", "mudstone", "shale", "schist", "gneiss")),
    ("fill", ("人工填土", "回填", "素填", "artificial fill", "backfill")),
    ("peat", ("泥炭", "peat")),
    ("gravel", ("砾", "卵石", "漂石", "gravel", "cobble", "boulder", "pebble")),
    ("soil", ("土壤", "表土", "耕", "腐殖", "soil", "humus")),
    ("loess", ("黄土", "loess")),
    ("silt", ("粉土", "粉砂", "亚砂", "silt")),
    ("clay", ("黏土", "粘土", "亚黏", "亚粘", "淤泥", "clay", "mud")),
    ("sand", ("砂", "沙", "sand")),
)


def pattern_of(unit: StratUnit) -> str:
    """The pattern of a unit: the one stated, else the one its lithology or name speaks of; empty for none.
    Of a mixed name the noun rules: 砂质粉土 is a silt, 粉质黏土 and silty clay are clays."""
    stated = unit.pattern.strip().lower()
    if stated in PATTERNS:
        return stated
    for text in (stated, unit.lithology.lower(), unit.name_zh, unit.name_en.lower()):
        found = spoken(text)
        if found:
            return found
    return ""


def spoken(text: str) -> str:
    """The pattern that a lithology's words name: of several the one named last in its first clause."""
    clause = text.replace("，", ",").replace("；", ",").replace(";", ",").split(",")[0]
    places: dict[str, int] = {}
    for name, words in _SAID:
        at = max((clause.rfind(word) for word in words), default=-1)
        if at >= 0 and name not in places:
            places[name] = at
    if not places:
        return ""
    first = next((name for name in ("colluvium", "bedrock", "fill") if name in places), "")
    return first or max(places, key=lambda name: places[name])


def strokes(name: str, area: BaseGeometry, origin: tuple[float, float]) -> list[Array]:
    """The strokes of a pattern that lie wholly within an area; ``origin`` is a point of the lattice."""
    pattern = PATTERNS.get(name)
    if pattern is None or area.is_empty:
        return []
    dx, dy = pattern.step
    left, top, right, bottom = area.bounds
    across = np.arange(math.floor((left - origin[0]) / dx) - 1, math.ceil((right - origin[0]) / dx) + 1)
    down = np.arange(math.floor((top - origin[1]) / dy), math.ceil((bottom - origin[1]) / dy) + 1)
    column, row = (part.ravel() for part in np.meshgrid(across, down))
    x = origin[0] + (column + 0.5 * (row % 2)) * dx
    y = origin[1] + row * dy
    turn = (column + 2 * row) % len(pattern.glyphs)
    found: list[Array] = []
    for number, glyph in enumerate(pattern.glyphs):
        middles = np.column_stack([x, y])[turn == number]
        if len(middles):
            found += _within(area, middles[:, None, :] + np.array(glyph)[None, :, :])
    return found


def _within(area: BaseGeometry, placed: Array) -> list[Array]:
    """Those strokes (n × k × 2) whose every place the area contains."""
    shapely.prepare(area)
    flat = placed.reshape(-1, 2)
    inside = shapely.contains_xy(area, flat[:, 0], flat[:, 1]).reshape(placed.shape[:2]).all(axis=1)
    return list(placed[inside])
