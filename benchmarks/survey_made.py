"""A survey as large as a province's: faults, traces, points, attitudes, samples, buried points."""

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from shapely import MultiLineString, Point

from faultgis.records.fault import Fault, FaultZone
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.sample import Sample
from faultgis.records.site import BuriedPoint, Measurement, ObservationPoint, OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Estimate

SURVEY = Survey(
    code="made",
    name_zh="规模测试项目",
    division="640500",
    topic="100",
    organisation="测试单位",
    authors="测试",
    started_on=date(2024, 3, 1),
    ended_on=date(2025, 11, 30),
    secrecy=1,
)
WEST, SOUTH, EAST, NORTH = 104.5, 36.0, 106.5, 37.5
VERTICES = 30
_SENSES = ("sinistral", "reverse", "normal", "sinistral_reverse", "dextral")
_AGES = ("holocene", "late_pleistocene", "middle_pleistocene")
# What the points are: of each kind so many of a hundred.
_SHARES = (("measurement", 40), ("plain", 40), ("sample", 10), ("marker", 6), ("buried", 4))


def records(
    faults: int = 200, traces: int = 5_000, points: int = 50_000, seed: int = 1
) -> dict[str, list[AnyRecord]]:
    """The survey's records by kind, the same for the same seed. Points lie within some 25 m of a trace."""
    rng = random.Random(seed)
    found: dict[str, list[AnyRecord]] = defaultdict(list)
    own: dict[str, Any] = {"survey_id": SURVEY.id, "secrecy": 1, "publication": "published"}
    zone = FaultZone(code="Z1", name_zh="测试断裂带", **own)
    of = [_fault(rng, number, zone, own) for number in range(faults)]
    lines = [_line(rng) for _ in range(traces)]
    drawn = [_trace(rng, of[number * faults // traces], line, own) for number, line in enumerate(lines)]
    everything: list[AnyRecord] = [zone, *of, *drawn]
    for number in range(points):
        at = rng.randrange(traces)
        everything += _point(rng, number, drawn[at], lines[at], own)
    for each in everything:
        found[kind_of(each)].append(each)
    return dict(found)


def counts(made: Mapping[str, Sequence[AnyRecord]]) -> str:
    """How many there are of each kind, for a note."""
    return ", ".join(f"{kind} {len(kept):,}" for kind, kept in made.items())


def _fault(rng: random.Random, number: int, zone: FaultZone, own: Mapping[str, Any]) -> Fault:
    dip = rng.uniform(45, 89)
    return Fault(
        code=f"F{number:03}",
        name_zh=f"测试断层{number:03}",
        zone_id=zone.id,
        kinematics=rng.choice(_SENSES),
        latest_activity=rng.choice(_AGES),
        dip_direction=Estimate(unit="deg", best=round(rng.uniform(0, 359))),
        dip=Estimate(unit="deg", best=round(dip, 1), low=round(dip - 5, 1), high=round(min(dip + 5, 90), 1)),
        strike_slip_rate=Estimate(unit="mm/a", best=round(rng.uniform(0.1, 6), 2)),
        **own,
    )


def _line(rng: random.Random) -> list[tuple[float, float]]:
    x, y = rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH)
    bearing = rng.uniform(0, math.pi)
    found = [(x, y)]
    for _ in range(VERTICES - 1):
        bearing += rng.uniform(-0.15, 0.15)
        x, y = x + 0.0012 * math.sin(bearing), y + 0.001 * math.cos(bearing)
        found.append((round(x, 7), round(y, 7)))
    return found


def _trace(
    rng: random.Random, fault: Fault, line: list[tuple[float, float]], own: Mapping[str, Any]
) -> Trace:
    return Trace(
        geometry=MultiLineString([line]),
        fault_id=fault.id,
        exposure=rng.choice(("exposed", "buried", "inferred")),
        accuracy="accurate",
        location_error_m=rng.choice((5.0, 25.0, 60.0)),
        mapping_scale=50_000,
        **own,
    )


def _point(
    rng: random.Random, number: int, trace: Trace, line: list[tuple[float, float]], own: Mapping[str, Any]
) -> list[AnyRecord]:
    x, y = rng.choice(line)
    place = Point(round(x + rng.uniform(-2e-4, 2e-4), 7), round(y + rng.uniform(-2e-4, 2e-4), 7))
    tied: dict[str, Any] = {"geometry": place, "fault_id": trace.fault_id, "trace_id": trace.id, **own}
    sort = rng.choices([name for name, _ in _SHARES], [share for _, share in _SHARES])[0]
    if sort == "sample":
        return [Sample(code=f"S{number:05}", geometry=place, collected_on=_day(rng), material="炭屑", **own)]
    if sort == "marker":
        offset = Estimate(unit="m", best=round(rng.uniform(1, 15), 1))
        return [OffsetMarker(code=f"M{number:05}", kind="terrace_riser", offset=offset, **tied)]
    if sort == "buried":
        depth = Estimate(unit="m", best=round(rng.uniform(3, 60), 1))
        return [BuriedPoint(code=f"B{number:05}", top_depth=depth, **tied)]
    point = ObservationPoint(
        code=f"D{number:05}",
        elevation_m=round(rng.uniform(1200, 2800), 1),
        observed_on=_day(rng),
        observer="调查人员",
        location_name=f"测试乡测试村 {number}",
        description="断层陡坎，坡洪积物被错断，上覆黄土未见变形。",
        **tied,
    )
    if sort == "plain":
        return [point]
    attitude = Measurement(
        point_id=point.id, dip_direction=round(rng.uniform(0, 359)), dip=round(rng.uniform(30, 89)), **own
    )
    return [point, attitude]


def _day(rng: random.Random) -> date:
    return date(2024, 3, 1) + timedelta(days=rng.randrange(600))
