"""How two profiles lie beside a straight piece of fault, and how their handles move.

All is in metres along the fault, from its middle, and across it, positive to the left as seen from its start
to its end. Places are degrees (CGCS2000, or a local grid's on the map; see ``faultgis.geometry.local``).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.geometry.frame import Coordinates, Frame, as_coordinates
from faultgis.slip.offsets import ALONG_DEG

Place: TypeAlias = tuple[float, float]
Floats: TypeAlias = NDArray[np.float64]

SIDES = ("left", "right")
# The least length of a profile, and its least distance from the fault.
LEAST_M = 2.0
LEAST_AWAY_M = 0.5
# Where the handles of a landform's line stand, in distances of the profile from the fault.
SLIDE, TURN = 0.45, 1.8
STEEPEST_DEG = ALONG_DEG + 0.5
# A profile lies this share of the fault's length away from it, until it is dragged.
AWAY = 0.12


@dataclass(frozen=True)
class Side:
    """One side: the profile's distance from the fault and its ends along it; the landform's line, which meets
    the fault at ``marker_m`` and leaves it in direction ``trend_deg``, clockwise from the fault's own.
    ``laid``: the user laid this line, it is not just the one to begin with."""

    away_m: float
    window_m: tuple[float, float]
    marker_m: float = 0.0
    trend_deg: float = 90.0
    laid: bool = False


@dataclass(frozen=True)
class Layout:
    """A straight fault from start to end and what lies on its two sides."""

    fault: tuple[Place, Place]
    left: Side
    right: Side

    def side(self, name: str) -> Side:
        """The side of this name: left or right."""
        return self.left if name == "left" else self.right

    def with_side(self, name: str, side: Side) -> "Layout":
        """The same with another side."""
        return replace(self, left=side) if name == "left" else replace(self, right=side)

    @property
    def axis(self) -> "Axis":
        """The fault's own frame."""
        return Axis.of(self.fault)


@dataclass(frozen=True)
class Axis:
    """Metres along and across a straight fault."""

    frame: Frame
    way: tuple[float, float]
    length: float

    @classmethod
    def of(cls, fault: tuple[Place, Place]) -> "Axis":
        """The frame of a fault. Raises ``InputError("profile.line")`` where it has no length."""
        ends = as_coordinates(fault)
        frame = Frame.around(ends)
        start, end = frame.to_metres(ends)
        length = float(np.hypot(*(end - start)))
        if not np.isfinite(length) or length <= 0:
            raise InputError("profile.line")
        x, y = (end - start) / length
        return cls(frame, (float(x), float(y)), length)

    def local(self, places: Coordinates) -> Coordinates:
        """Places (n, 2) as metres along and across."""
        x, y = self.frame.to_metres(places).T
        ax, ay = self.way
        return np.column_stack([x * ax + y * ay, y * ax - x * ay])

    def places(self, along: Floats, across: Floats) -> Coordinates:
        """Metres along and across as places (n, 2)."""
        ax, ay = self.way
        along, across = np.broadcast_arrays(along, across)
        xy = np.column_stack([along * ax - across * ay, along * ay + across * ax])
        return self.frame.to_degrees(xy)

    def place(self, along: float, across: float) -> Place:
        """One place."""
        ((lon, lat),) = self.places(np.array([along]), np.array([across])).tolist()
        return lon, lat

    def point(self, place: Place) -> tuple[float, float]:
        """One place as metres along and across."""
        ((along, across),) = self.local(as_coordinates([place])).tolist()
        return along, across


def laid(fault: tuple[Place, Place]) -> Layout:
    """What to begin with: profiles along the whole fault, landforms at right angles to it."""
    length = Axis.of(fault).length
    side = Side(max(LEAST_AWAY_M, AWAY * length), (-length / 2, length / 2))
    return Layout(fault, side, side)


def sign(name: str) -> int:
    """1 for the left side, -1 for the right one."""
    return 1 if name == "left" else -1


def lean(side: Side) -> float:
    """How far the landform's line goes along the fault per metre to the right."""
    return float(1 / np.tan(np.radians(side.trend_deg)))


def line_of(layout: Layout, name: str, reach: float = TURN) -> tuple[Place, Place]:
    """The landform's line from the fault outwards, ``reach`` times as far as the profile."""
    side, axis = layout.side(name), layout.axis
    across = sign(name) * reach * side.away_m
    return axis.place(side.marker_m, 0.0), axis.place(side.marker_m - across * lean(side), across)


def profile_of(layout: Layout, name: str) -> tuple[Place, Place]:
    """The ends of a side's profile."""
    side, axis = layout.side(name), layout.axis
    across = sign(name) * side.away_m
    start, end = (axis.place(along, across) for along in side.window_m)
    return start, end


def handles(layout: Layout) -> dict[str, Place]:
    """The places by which a layout is dragged."""
    found = {"fault_start": layout.fault[0], "fault_end": layout.fault[1]}
    axis = layout.axis
    for name in SIDES:
        side, way = layout.side(name), sign(name)
        start, end = profile_of(layout, name)
        middle = axis.place(sum(side.window_m) / 2, way * side.away_m)
        found |= {f"{name}_start": start, f"{name}_end": end, f"{name}_profile": middle}
        for handle, reach in (("slide", SLIDE), ("turn", TURN)):
            found[f"{name}_{handle}"] = line_of(layout, name, reach)[1]
    return found


def dragged(layout: Layout, handle: str, place: Place) -> Layout:
    """The layout with one handle dragged to a place, as far as it can go there."""
    name, part = handle.split("_")
    if name == "fault":
        return _turned(layout, part, place)
    along, across = layout.axis.point(place)
    moved = _MOVES[part](layout.side(name), along, sign(name) * across, sign(name))
    return layout.with_side(name, moved)


def _turned(layout: Layout, part: str, place: Place) -> Layout:
    """The fault with another end; what lies beside it stays where it was along it."""
    start, end = layout.fault
    fault = (place, end) if part == "start" else (start, place)
    axis = layout.axis
    if Axis.of(fault).length < LEAST_M:
        return layout
    shift, _ = Axis.of(fault).point(axis.place(0.0, 0.0))
    sides = [
        replace(
            side,
            window_m=(side.window_m[0] + shift, side.window_m[1] + shift),
            marker_m=side.marker_m + shift,
        )
        for side in (layout.left, layout.right)
    ]
    return Layout(fault, sides[0], sides[1])


def _start(side: Side, along: float, _away: float, _sign: int) -> Side:
    return replace(side, window_m=(min(along, side.window_m[1] - LEAST_M), side.window_m[1]))


def _end(side: Side, along: float, _away: float, _sign: int) -> Side:
    return replace(side, window_m=(side.window_m[0], max(along, side.window_m[0] + LEAST_M)))


def _profile(side: Side, along: float, away: float, _sign: int) -> Side:
    shift = along - sum(side.window_m) / 2
    window = side.window_m[0] + shift, side.window_m[1] + shift
    return replace(side, window_m=window, away_m=max(LEAST_AWAY_M, away))


def _slide(side: Side, along: float, _away: float, way: int) -> Side:
    across = way * SLIDE * side.away_m
    return replace(side, marker_m=along + across * lean(side), laid=True)


def _turn(side: Side, along: float, away: float, way: int) -> Side:
    # Seen from the fault, to the right the line goes on with the cotangent of its trend, to the left back.
    trend = float(np.degrees(np.arctan2(max(away, 1e-6), -way * (along - side.marker_m))))
    return replace(side, trend_deg=min(max(trend, STEEPEST_DEG), 180 - STEEPEST_DEG), laid=True)


_MOVES: dict[str, Callable[[Side, float, float, int], Side]] = {
    "start": _start,
    "end": _end,
    "profile": _profile,
    "slide": _slide,
    "turn": _turn,
}
