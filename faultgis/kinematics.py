"""What a kinematic code says: its components in order of dominance, and the side on which a plane dips.

Codes are those of the list ``kinematics``. Rakes follow Aki and Richards: 0 sinistral, 90 reverse,
±180 dextral, −90 normal.
"""

from typing import Literal

from faultgis import codes

Side = Literal["left", "right", "unknown"]
Sense = Literal["sinistral", "dextral", ""]

_COMPONENTS = {
    "thrust": ("reverse",),
    "blind_thrust": ("reverse",),
    "subduction_thrust": ("reverse",),
    "spreading_ridge": ("normal",),
    "dextral_transform": ("dextral",),
    "strike_slip": ("strike_slip",),
    "normal_strike_slip": ("normal", "strike_slip"),
    "reverse_strike_slip": ("reverse", "strike_slip"),
    "strike_slip_normal": ("strike_slip", "normal"),
    "strike_slip_reverse": ("strike_slip", "reverse"),
}
_PURE = ("normal", "reverse", "sinistral", "dextral")


def components(kinematics: str) -> tuple[str, ...]:
    """The components ``normal reverse sinistral dextral strike_slip``, the dominant one first.

    Empty for ``unknown``, for folds and for codes that are none.
    """
    if kinematics in _COMPONENTS:
        return _COMPONENTS[kinematics]
    words = tuple(kinematics.split("_"))
    return words if all(word in _PURE for word in words) else ()


def dominant(kinematics: str) -> str:
    """The leading component, or an empty text."""
    return next(iter(components(kinematics)), "")


def has_reverse(kinematics: str) -> bool:
    """Whether the hanging wall goes up, be it as the lesser component."""
    return "reverse" in components(kinematics)


def has_normal(kinematics: str) -> bool:
    """Whether the hanging wall goes down, be it as the lesser component."""
    return "normal" in components(kinematics)


def has_strike_slip(kinematics: str) -> bool:
    """Whether there is a lateral component, its sense known or not."""
    return any(part in ("sinistral", "dextral", "strike_slip") for part in components(kinematics))


def is_thrust(kinematics: str) -> bool:
    """Whether it is a thrust (drawn with closer teeth)."""
    return kinematics in ("thrust", "blind_thrust", "subduction_thrust")


def is_fold(kinematics: str) -> bool:
    """Whether the code names a fold (anticline, syncline)."""
    entry = codes.code_list("kinematics").get(kinematics)
    return entry is not None and bool(entry.extra.get("fold"))


def lateral_sense(kinematics: str) -> Sense:
    """``sinistral``, ``dextral``, or an empty text where there is none or it is not known."""
    parts = components(kinematics)
    if "sinistral" in parts:
        return "sinistral"
    return "dextral" if "dextral" in parts else ""


def combine(*parts: str) -> str:
    """The code of components in order of dominance; ``unknown`` where there is no such code."""
    code = "_".join(part for part in parts if part)
    return code if codes.known("kinematics", code) else "unknown"


def from_rake(rake: float) -> str:
    """The kinematic code of a rake in degrees, in sectors of 22.5° (pure) and 22.5° (each order of oblique).

    Sectors as the table of ``kinematics`` states them: within 22.5° of an axis pure, else oblique with the
    nearer axis first; at exactly 45° the dip-slip component leads.
    """
    angle = (rake + 180.0) % 360.0 - 180.0
    dip = "reverse" if angle > 0 else "normal"
    lateral = "sinistral" if abs(angle) < 90 else "dextral"
    off_strike = min(abs(angle), 180 - abs(angle))
    if off_strike <= 22.5:
        return lateral
    if off_strike >= 67.5:
        return dip
    return f"{lateral}_{dip}" if off_strike < 45 else f"{dip}_{lateral}"


def side_of_dip(line_azimuth: float, dip_direction: float, tolerance: float = 0.0) -> Side:
    """On which side of a line, walked along its azimuth, a plane with this dip direction dips (degrees).

    ``unknown`` when the dip direction lies within ``tolerance`` of the line itself, or exactly on it.
    """
    turn = (dip_direction - line_azimuth) % 360.0
    off_line = min(turn % 180.0, 180.0 - turn % 180.0)
    if off_line <= tolerance:
        return "unknown"
    return "right" if turn < 180.0 else "left"


def opposite(side: str) -> Side:
    """The other side; ``unknown`` stays so."""
    if side == "left":
        return "right"
    return "left" if side == "right" else "unknown"


def upthrown_side(kinematics: str, hanging_wall: str) -> Side:
    """The side that went up, from the side of the hanging wall; ``unknown`` without a dip-slip component."""
    if hanging_wall not in ("left", "right"):
        return "unknown"
    if has_reverse(kinematics):
        return "left" if hanging_wall == "left" else "right"
    return opposite(hanging_wall) if has_normal(kinematics) else "unknown"
