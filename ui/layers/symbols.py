"""Fault symbols in millimetres: colour and weight by activity, dash by accuracy, ornament by sense."""

from dataclasses import dataclass
from functools import cache

from faultgis.kinematics import components, is_thrust
from ui.layers.look import LEFT, RIGHT, UNKNOWN, Look

Colour = tuple[int, int, int]

RED: Colour = (206, 28, 36)
PURPLE: Colour = (124, 52, 150)
BLACK: Colour = (38, 38, 42)
GREEN: Colour = (24, 122, 66)

_ACTIVITY: dict[str, tuple[Colour, float, int]] = {
    "holocene": (RED, 0.6, 5),
    "late_pleistocene": (RED, 0.3, 4),
    "middle_pleistocene": (PURPLE, 0.3, 3),
    "early_pleistocene": (PURPLE, 0.3, 3),
    "quaternary_undivided": (PURPLE, 0.3, 3),
    "pre_quaternary": (BLACK, 0.25, 1),
}
_UNDETERMINED = (GREEN, 0.25, 2)

_DASH: dict[str, tuple[float, ...]] = {
    "approximate": (3.2, 1.0),
    "inferred": (1.4, 0.9),
    "concealed": (0.01, 0.9),
}
_DASH_OF_EXPOSURE = {"buried": "concealed", "inferred": "inferred"}


@dataclass(frozen=True)
class Ornament:
    """A mark repeated along a line. ``kind``: tooth, tick or arrows. ``side`` is +1 for the right of the
    line as digitized, -1 for the left; of arrows +1 means dextral, -1 sinistral. Lengths in mm."""

    kind: str
    side: int
    spacing: float
    size: float


@dataclass(frozen=True)
class LineSymbol:
    """How a line is drawn. ``dash`` is on, off, ... in mm, empty for solid; higher ``order`` on top."""

    colour: Colour
    width: float
    dash: tuple[float, ...] = ()
    ornaments: tuple[Ornament, ...] = ()
    order: int = 0
    casing: float = 0.28


@cache
def symbol_of(look: Look) -> LineSymbol:
    """The symbol of a trace. What is not known is not drawn: no teeth without a side."""
    colour, width, order = _ACTIVITY.get(look.activity, _UNDETERMINED)
    dash = _DASH.get(look.accuracy) or _DASH.get(_DASH_OF_EXPOSURE.get(look.exposure, ""), ())
    return LineSymbol(colour, width, dash, _ornaments(look), order)


def _ornaments(look: Look) -> tuple[Ornament, ...]:
    words = components(look.kinematics)
    lateral = next((word for word in words if word in ("sinistral", "dextral")), "")
    first = bool(words) and words[0] == lateral
    found: list[Ornament] = []
    if "reverse" in words:
        close = 4.2 if is_thrust(look.kinematics) else 7.0
        found += _sided("tooth", look.hanging_wall, close * (2.0 if first else 1.0), 1.35)
    if "normal" in words:
        found += _sided("tick", look.downthrown, 6.0 if first else 3.0, 1.25)
    if lateral:
        sense = 1 if lateral == "dextral" else -1
        found.append(Ornament("arrows", sense, 18.0 if first else 28.0, 3.6))
    return tuple(found)


def _sided(kind: str, side: str, spacing: float, size: float) -> list[Ornament]:
    if side == UNKNOWN:
        return []
    return [Ornament(kind, {LEFT: -1, RIGHT: 1}[side], spacing, size)]
