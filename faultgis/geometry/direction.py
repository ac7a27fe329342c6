"""The direction guard: what is said of a trace's dip, hanging wall, uplift and sense, checked together.

Left and right are seen along the digitizing direction; a plane that dips to the right has its hanging wall on
the right (Aki and Richards). Turning a line round and swapping its sides changes nothing on the ground and
nothing that is found here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from shapely import MultiLineString

from faultgis import kinematics as sense
from faultgis.geometry import lines
from faultgis.geometry.frame import degree_lengths

VERTICAL_DEG = 89.5
ALONG_DEG = 20.0
UNCLEAR_DEG = 10.0
MAJORITY = 0.75
RELIEF_M = 2.0
_SIDES = ("left", "right")


@dataclass(frozen=True)
class Claims:
    """What is said of a trace. Angles in degrees; ``relief_left`` and ``relief_right`` are mean elevations
    (m) beside the trace, where relief is at hand."""

    kinematics: str = "unknown"
    hanging_wall: str = "unknown"
    upthrown: str = "unknown"
    dip_direction: float | None = None
    dip: float | None = None
    relief_left: float | None = None
    relief_right: float | None = None


@dataclass(frozen=True)
class Finding:
    """Something that does not fit. ``severity``: error, warning or note; ``fix``: fields that would fit."""

    code: str
    severity: str = "error"
    params: Mapping[str, Any] = field(default_factory=dict)
    fix: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DipSide:
    """On which side of a line a plane dips. ``share`` (0.5–1) of the line has it on that side; ``off_line``
    is the angle in degrees between dip direction and line, as the line's average."""

    side: str
    share: float
    off_line: float
    azimuth: float


def dip_side(geometry: MultiLineString, dip_direction: float) -> DipSide:
    """The side to which a plane with this dip direction (degrees) lies along a line that may curve.

    ``unknown`` where the dip direction runs along the line, or less than three quarters of the line agree.
    """
    east, north = _steps(geometry)
    lengths = np.hypot(east, north)
    total = float(lengths.sum())
    towards = math.radians(dip_direction)
    # Positive where the dip direction points to the right of the segment.
    right = math.sin(towards) * north - math.cos(towards) * east
    # What runs exactly along the dip direction speaks for neither side.
    share = float((lengths * np.heaviside(right, 0.5)).sum()) / total if total else 0.5
    strength = float(right.sum()) / total if total else 0.0
    off_line = math.degrees(math.asin(min(1.0, abs(strength))))
    azimuth = math.degrees(math.atan2(float(east.sum()), float(north.sum()))) % 360.0
    side = "right" if strength > 0 else "left"
    agreeing = share if side == "right" else 1.0 - share
    if agreeing < MAJORITY or off_line < UNCLEAR_DEG:
        side = "unknown"
    return DipSide(side, max(share, 1.0 - share), off_line, azimuth)


def mean_strike(geometry: MultiLineString) -> float:
    """The mean strike of a line in degrees (0 up to 180), its segments weighted by their lengths. An axial
    mean of doubled angles, which way the line was drawn does not matter (Mardia and Jupp 2000, 9.4)."""
    east, north = _steps(geometry)
    lengths, angles = np.hypot(east, north), 2 * np.arctan2(east, north)
    sine, cosine = float((lengths * np.sin(angles)).sum()), float((lengths * np.cos(angles)).sum())
    return math.degrees(math.atan2(sine, cosine) / 2) % 180.0


def _steps(geometry: MultiLineString) -> tuple[Any, Any]:
    """Metres east and north of all segments."""
    east, north = [], []
    for part in range(len(geometry.geoms)):
        points = lines.coordinates(geometry, part)
        kx, ky = degree_lengths((points[1:, 1] + points[:-1, 1]) / 2)
        steps = np.diff(points, axis=0)
        east.append(steps[:, 0] * kx)
        north.append(steps[:, 1] * ky)
    return np.concatenate(east), np.concatenate(north)


def teeth_side(claims: Claims, dipping: str = "unknown") -> str:
    """The side of the ornament: teeth on the hanging wall of reverse faults, ticks on the downthrown side of
    normal ones; ``dipping`` is the side of the dip where no side is stated."""
    hanging = claims.hanging_wall if claims.hanging_wall in _SIDES else dipping
    if sense.has_reverse(claims.kinematics):
        return hanging if hanging in _SIDES else claims.upthrown
    if sense.has_normal(claims.kinematics):
        down = sense.opposite(claims.upthrown)
        return down if down in _SIDES else hanging
    return "unknown"


def check(geometry: MultiLineString, claims: Claims) -> tuple[Finding, ...]:
    """Everything that does not fit together, errors first."""
    found = list(_range(claims))
    if found:
        return tuple(found)
    dipping = "unknown"
    if claims.dip is not None and claims.dip >= VERTICAL_DEG:
        found += _vertical(claims)
    elif claims.dip_direction is not None:
        measured = dip_side(geometry, claims.dip_direction)
        dipping = measured.side
        found += _against_line(claims, measured)
    found += _uplift(claims, dipping)
    found += _relief(claims, dipping)
    found += _no_side(claims, dipping)
    order = ("error", "warning", "note")
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _range(claims: Claims) -> list[Finding]:
    found = []
    if claims.dip_direction is not None and not 0.0 <= claims.dip_direction <= 360.0:
        found.append(Finding("direction.no_azimuth", params={"dip_direction": claims.dip_direction}))
    if claims.dip is not None and not 0.0 < claims.dip <= 90.0:
        found.append(Finding("direction.no_dip", params={"dip": claims.dip}))
    return found


def _vertical(claims: Claims) -> list[Finding]:
    if claims.hanging_wall not in _SIDES:
        return []
    return [Finding("direction.vertical", "warning", fix={"hanging_wall": "unknown"})]


def _against_line(claims: Claims, measured: DipSide) -> list[Finding]:
    assert claims.dip_direction is not None
    params = {"dip_direction": round(claims.dip_direction), "azimuth": round(measured.azimuth)}
    if measured.share < MAJORITY:
        return [Finding("direction.curved", "warning", {**params, "percent": round(100 * measured.share)})]
    found = []
    if measured.off_line < ALONG_DEG:
        found.append(Finding("direction.along_line", "warning", {**params, "off": round(measured.off_line)}))
    if "unknown" not in (claims.hanging_wall, measured.side) and claims.hanging_wall != measured.side:
        said = {**params, "stated": claims.hanging_wall, "dips": measured.side}
        found.append(Finding("direction.hanging_wall", params=said, fix={"hanging_wall": measured.side}))
    return found


def _uplift(claims: Claims, dipping: str) -> list[Finding]:
    hanging = claims.hanging_wall if claims.hanging_wall in _SIDES else dipping
    expected = sense.upthrown_side(claims.kinematics, hanging)
    if claims.upthrown not in _SIDES or expected in ("unknown", claims.upthrown):
        return []
    params = {"stated": claims.upthrown, "expected": expected, "kinematics": claims.kinematics}
    return [Finding("direction.upthrown", params=params, fix={"upthrown": expected})]


def _relief(claims: Claims, dipping: str) -> list[Finding]:
    """The ground against the side that is stated, or follows from the sense of slip, to have gone up."""
    hanging = claims.hanging_wall if claims.hanging_wall in _SIDES else dipping
    stated = claims.upthrown in _SIDES
    up = claims.upthrown if stated else sense.upthrown_side(claims.kinematics, hanging)
    if claims.relief_left is None or claims.relief_right is None or up not in _SIDES:
        return []
    step = claims.relief_left - claims.relief_right
    higher = "left" if step > 0 else "right"
    if abs(step) < RELIEF_M or higher == up:
        return []
    params = {"stated": up, "higher": higher, "metres": round(abs(step), 1)}
    return [Finding("direction.relief", "warning" if stated else "note", params)]


def _no_side(claims: Claims, dipping: str) -> list[Finding]:
    dip_slip = sense.has_reverse(claims.kinematics) or sense.has_normal(claims.kinematics)
    if not dip_slip or teeth_side(claims, dipping) in _SIDES:
        return []
    return [Finding("direction.no_side", "note", {"kinematics": claims.kinematics})]
