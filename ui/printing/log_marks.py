"""What stands on a sheet of a log: shapes, texts and pictures in millimetres, each in a named layer.

One list of marks is written as SVG text and painted into the PDF, so that both show the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres."""
POINT_MM = 25.4 / 72
FAMILY = "WenQuanYi Micro Hei"
MIDDLE = 0.35
"""How far below the middle of a line its base stands, in heights of the font."""
INK, QUIET, RED = "#181a1e", "#60646c", "#c4161c"
LAYERS = (
    *("picture", "units", "grid", "contacts", "horizons", "faults", "samples", "ages", "text"),
    *("frame", "title", "legend"),
)
_WIDE = 1.0
# Hundredths of the font's height for the characters from space to tilde, in the font named above.
_LATIN = [
    *(26, 27, 40, 65, 55, 83, 70, 23, 30, 30, 55, 55, 25, 32, 27, 37, 55, 55, 55, 55, 55, 55, 55, 55, 55, 55),
    *(27, 27, 55, 55, 55, 43, 87, 61, 62, 60, 68, 53, 49, 69, 70, 34, 27, 58, 49, 87, 73, 74, 58, 74, 59, 52),
    *(52, 70, 57, 88, 55, 53, 54, 30, 37, 30, 53, 41, 58, 53, 59, 46, 59, 54, 33, 52, 59, 26, 26, 50, 26, 90),
    *(59, 58, 59, 59, 40, 45, 34, 59, 48, 75, 50, 49, 44, 35, 55, 35, 55),
]
_OTHERS = {"–": 0.5, "±": 0.55, "°": 0.43, "·": 0.27, "†": 0.49, "−": 0.55, "×": 0.55, "σ": 0.59, "′": 0.23}


def text_width(text: str, points: float) -> float:
    """How wide a line of text is, in millimetres."""
    return sum(map(_width, text)) * points * POINT_MM


def _width(character: str) -> float:
    at = ord(character) - 32
    return _LATIN[at] / 100 if 0 <= at < len(_LATIN) else _OTHERS.get(character, _WIDE)


@dataclass(frozen=True)
class Shape:
    """Lines or, where ``closed``, one area with holes. ``fill`` or ``stroke`` empty: not drawn. A path of one
    place is a dot as wide as the line."""

    layer: str
    paths: tuple[Array, ...]
    closed: bool = False
    stroke: str = ""
    width: float = 0.2
    dash: tuple[float, ...] = ()
    fill: str = ""
    opacity: float = 1.0
    rounded: bool = False
    name: str = ""


@dataclass(frozen=True)
class Text:
    """One line, its vertical middle at ``y``; ``x`` is its left, centre or right (``align``)."""

    layer: str
    x: float
    y: float
    text: str
    points: float
    align: str = "left"
    bold: bool = False
    colour: str = INK
    angle: float = 0.0

    @property
    def box(self) -> Box:
        """What it covers, unturned."""
        width, half = text_width(self.text, self.points), self.points * POINT_MM * 0.62
        left = self.x - {"left": 0.0, "centre": width / 2, "right": width}[self.align]
        return left, self.y - half, left + width, self.y + half


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, laid into a box."""

    layer: str
    box: Box
    png: bytes
    opacity: float


Mark: TypeAlias = Shape | Text | Picture


@dataclass
class Sheet:
    """A sheet that is being drawn on."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    def line(
        self,
        layer: str,
        paths: Iterable[Array | Sequence[tuple[float, float]]],
        width: float,
        colour: str = INK,
        dash: tuple[float, ...] = (),
        rounded: bool = False,
        name: str = "",
    ) -> None:
        """Stroke lines."""
        drawn = tuple(np.asarray(path, dtype=float) for path in paths)
        if drawn:
            self.marks.append(
                Shape(layer, drawn, stroke=colour, width=width, dash=dash, rounded=rounded, name=name)
            )

    def area(
        self,
        layer: str,
        rings: Iterable[Array | Sequence[tuple[float, float]]],
        fill: str = "",
        opacity: float = 1.0,
        stroke: str = "",
        width: float = 0.2,
        name: str = "",
    ) -> None:
        """Fill an area, and stroke its outline if a colour is given."""
        drawn = tuple(np.asarray(ring, dtype=float) for ring in rings)
        shape = Shape(layer, drawn, True, stroke, width, (), fill, opacity, name=name)
        self.marks.append(shape)

    def box(self, layer: str, box: Box, fill: str = "", opacity: float = 1.0, stroke: str = "") -> None:
        """A rectangle."""
        left, top, right, bottom = box
        self.area(
            layer, [[(left, top), (right, top), (right, bottom), (left, bottom)]], fill, opacity, stroke
        )

    def text(
        self,
        layer: str,
        x: float,
        y: float,
        text: str,
        points: float,
        align: str = "left",
        bold: bool = False,
        colour: str = INK,
        angle: float = 0.0,
    ) -> Text:
        """Write a line; an empty one leaves no mark."""
        made = Text(layer, x, y, text, points, align, bold, colour, angle)
        if text:
            self.marks.append(made)
        return made

    def layered(self) -> list[tuple[str, list[Mark]]]:
        """The marks by layer, lowest first; layers without marks are left out."""
        by_layer = {name: [m for m in self.marks if m.layer == name] for name in LAYERS}
        return [(name, marks) for name, marks in by_layer.items() if marks]
