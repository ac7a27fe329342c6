"""Logic of faults: sense and rake, dip and trace, strike, length, cover."""

import math
from collections.abc import Iterator
from typing import Any

import shapely
from shapely import LineString, MultiLineString

from faultgis import kinematics
from faultgis.crs.ellipsoid import lengths_m
from faultgis.geometry.direction import DipSide, dip_side, mean_strike
from faultgis.national.rows import Row
from faultgis.quality import bearings
from faultgis.quality.faults import exposure, fault_lines
from faultgis.quality.finding import WARNING, Finding, Fix
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.fault import Fault, Segment
from faultgis.records.trace import Trace

VERTICAL_DEG = 89.5
# Rakes in which a component may lead, as GNS accepts them.
RAKES = {"reverse": (45, 135), "dextral": (135, 225), "sinistral": (315, 45), "normal": (225, 315)}
# Classes that carry a dip angle, and where each says which way it dips.
DIPS = (
    ("Fault", "DipAngle", "DipDir"),
    ("FaultAttitude", "FaultDipAngle", "FaultDip"),
    ("FaultSvyPoint", "FaultClination", "MeasureFaultDip"),
)


@check("QC-LOG-001")
def rake_and_sense(given: Given) -> Iterator[Finding | None]:
    """The rake of a fault or segment lies in the sector of its leading component; a segment of which nothing
    is known slips as its fault does."""
    sectors = given.parameter("ranges", RAKES)
    slack = given.parameter("tolerance_deg", 0)
    for kind in ("fault", "segment"):
        for each in given.records.get(kind, ()):
            if not isinstance(each, Fault | Segment) or each.rake is None:
                continue
            leading = kinematics.dominant(_sense(given, each))
            named = ("sinistral", "dextral") if leading == "strike_slip" else (leading,)
            allowed = [sectors[name] for name in named if name in sectors]
            if not allowed:
                continue
            rake = each.rake.middle
            if any(_in_sector(rake, low - slack, high + slack) for low, high in allowed):
                yield None
                continue
            said: dict[str, Any] = {"low": allowed[0][0], "high": allowed[0][1]}
            yield of_record(given, each, "rake", leading, value=f"{rake:g}", **said)


def _sense(given: Given, each: Fault | Segment) -> str:
    if isinstance(each, Segment) and each.kinematics == "unknown":
        fault = given.by_id.get(("fault", each.fault_id))
        return fault.kinematics if isinstance(fault, Fault) else each.kinematics
    return each.kinematics


def _in_sector(rake: float, low: float, high: float) -> bool:
    return (rake - low) % 360.0 <= (high - low) % 360.0


@check("QC-LOG-002")
def dip_and_line(given: Given) -> Iterator[Finding | None]:
    """The dip direction lies across the line, to its right unless the hanging wall is said to be left."""
    most = given.parameter("tolerance_deg", 45)
    sides = {r.id: r.hanging_wall for r in given.records.get("trace", ()) if isinstance(r, Trace)}
    for row in given.package.of("Fault"):
        line, dip = _line(row), given.number(row, "DipAngle")
        towards = _bearing(given, row, "DipDir")
        if line is None or towards is None or (dip is not None and dip >= VERTICAL_DEG):
            continue
        measured = dip_side(line, towards[0])
        stated = sides.get(row.id, "unknown") if row.id else "unknown"
        yield _dip(given, row, measured, stated, 90.0 - most - towards[1])


def _dip(given: Given, row: Row, measured: DipSide, stated: str, least: float) -> Finding | None:
    said: dict[str, Any] = {"azimuth": round(measured.azimuth), "off": round(measured.off_line)}
    if measured.off_line < least:
        return given.wrong(row, "DipDir", "along", **said)
    if stated in ("left", "right") and measured.side in ("left", "right"):
        if stated == measured.side:
            return None
        return given.wrong(row, "DipDir", f"against_{stated}", fix=_other_side(row, measured.side), **said)
    return given.wrong(row, "DipDir", **said) if measured.side == "left" else None


def _other_side(row: Row, side: str) -> Fix | None:
    if row.kind != "trace" or row.id is None:
        return None
    return Fix("trace", row.id, {"hanging_wall": side}, f"fix.hanging_wall_{side}")


def _line(row: Row) -> MultiLineString | None:
    """A row's line, if there is one that has a direction."""
    parts = [each for each in shapely.get_parts(row.geometry) if isinstance(each, LineString)]
    line = MultiLineString([each for each in parts if not each.is_empty])
    return line if 0 < line.length < math.inf else None


def _bearing(given: Given, row: Row, field: str, coded: bool = False) -> tuple[float, float] | None:
    value = row.values.get(field)
    if given.empty(value):
        return None
    return bearings.of_text(value, given.package.template if coded else None)


@check("QC-LOG-003")
def dip_direction_given(given: Given) -> Iterator[Finding | None]:
    """Whatever dips, dips somewhere."""
    vertical = given.parameter("vertical_deg", VERTICAL_DEG)
    for name, angle, direction in DIPS:
        for row in given.package.of(name):
            dip = given.number(row, angle)
            if dip is None:
                continue
            lacking = dip < vertical and given.empty(row.values.get(direction))
            yield given.wrong(row, direction, dip=f"{dip:g}") if lacking else None


@check("QC-LOG-004")
def strike_and_line(given: Given) -> Iterator[Finding | None]:
    """The strike that is written fits the line that is drawn."""
    most = given.parameter("tolerance_deg", 22.5)
    for row in given.package.of("Fault"):
        line = _line(row)
        if line is None or given.empty(row.values.get("Strike")):
            continue
        strike = _bearing(given, row, "Strike", coded=True)
        if strike is None:
            yield given.wrong(row, "Strike", "unread", severity=WARNING)
            continue
        drawn = mean_strike(line)
        off = bearings.turn(strike[0], drawn, 180.0)
        said: dict[str, Any] = {"strike": f"{strike[0]:g}", "drawn": round(drawn), "off": round(off)}
        yield given.wrong(row, "Strike", **said) if off > most + 1e-6 else None


@check("QC-LOG-005")
def stated_length(given: Given) -> Iterator[Finding | None]:
    """The length that is written is that of the line, or of all lines of that fault together."""
    share = given.parameter("tolerance_percent", 5) / 100.0
    lines = fault_lines(given)
    metres = lengths_m([row.geometry for row in lines.rows])
    whole = {fault: float(metres[numbers].sum()) for fault, numbers in lines.by_fault.items()}
    for number, row in enumerate(lines.rows):
        stated = given.number(row, "FaultLength")
        if stated is None or not metres[number] > 0:
            continue
        own, total = float(metres[number]) / 1000.0, whole[lines.faults[number]] / 1000.0
        fits = any(abs(stated - real) <= share * real for real in (own, total))
        if fits:
            yield None
            continue
        fix = given.mend(row, "FaultLength", round(own, 3), "fix.from_geometry")
        yield given.wrong(row, "FaultLength", fix=fix, km=f"{own:.3f}", whole=f"{total:.3f}")


@check("QC-LOG-006")
def cover_and_exposure(given: Given) -> Iterator[Finding | None]:
    """What lies open has no cover; what is buried has one."""
    for row in given.package.of("Fault"):
        seen, depth = exposure(row.values.get("Feature")), given.number(row, "TopDepth")
        if seen == "exposed":
            yield None if not depth else given.wrong(row, "TopDepth", "exposed")
        elif seen == "buried" and depth is None:
            yield given.wrong(row, "TopDepth", "unknown", severity=WARNING)
        elif seen == "buried" and depth is not None:
            yield None if depth > 0 else given.wrong(row, "TopDepth", "buried")


@check("QC-LOG-007")
def broken_and_unbroken(given: Given) -> Iterator[Finding | None]:
    """What covers a fault unbroken is not older than what it broke."""
    for row in given.package.of("DrillFaultPoint"):
        cover, broken = given.number(row, "TopAge"), given.number(row, "LastAge")
        if cover is not None and broken is not None:
            yield None if broken >= cover else given.wrong(row, "LastAge", cover=f"{cover:g}")
