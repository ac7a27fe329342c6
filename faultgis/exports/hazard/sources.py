"""Faults and segments as hazard sources, each with the choices that were made for it.

A value is taken from the segment, else from its fault, else from the traces where all of them agree; else it
is a default, which is said. Nothing is invented for a dip direction: a source without one is told of and
left to the caller.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shapely import LineString

from faultgis.codes import code_list
from faultgis.crs import distance_azimuth
from faultgis.exports.hazard.lines import length_km, one_line
from faultgis.kinematics import dominant
from faultgis.national.rows import Note
from faultgis.records.derived import SlipRate
from faultgis.records.fault import Fault, Parameters, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.values import Basis, Estimate

VERTICAL = 89.0
_COMPONENTS = ("strike_slip_rate", "vertical_slip_rate")


@dataclass(frozen=True)
class Settings:
    """What the user chooses for all sources; each is stated in the file that is written."""

    tolerance_m: float = 500.0
    upper_depth_km: float = 0.0
    lower_depth_km: float = 20.0
    relation: str = "WC1994"
    distribution: str = "characteristic"
    b_value: float = 1.0
    least_magnitude: float = 6.0
    rigidity_gpa: float = 30.0
    aspect_ratio: float = 1.5
    region: str = "Active Shallow Crust"
    dip_to_the_right: bool = False


@dataclass(frozen=True)
class Choice:
    """Where a value comes from: ``basis`` is measured, derived or default; ``how`` says by what."""

    name: str
    value: float | str | None
    basis: str
    how: str


@dataclass(frozen=True)
class Source:
    """One source. The line is drawn so that the plane dips to its right; angles in degrees, depths in km,
    ``slip_rate`` in mm/a on the plane (low, best, high). ``None`` where nothing is known."""

    fault: Fault
    segment: Segment | None
    line: LineString
    dip: float | None
    dip_direction: float | None
    rake: float | None
    upper_depth: float
    lower_depth: float
    slip_rate: tuple[float | None, float, float | None] | None
    choices: tuple[Choice, ...]
    problems: tuple[Note, ...] = field(default=())

    @property
    def code(self) -> str:
        """The fault's code, with the segment's behind it."""
        return self.fault.code if self.segment is None else f"{self.fault.code}-{self.segment.code}"

    def name(self, language: str = "en") -> str:
        """The fault's name, with the segment's behind it."""
        return (
            " ".join(filter(None, (_name(self.fault, language), _name(self.segment, language)))) or self.code
        )

    @property
    def kinematics(self) -> str:
        """The segment's own sense of slip, else the fault's."""
        own = self.segment.kinematics if self.segment is not None else "unknown"
        return own if own != "unknown" else self.fault.kinematics

    @property
    def width_km(self) -> float | None:
        """Width down dip."""
        if self.dip is None:
            return None
        return (self.lower_depth - self.upper_depth) / math.sin(math.radians(self.dip))

    @property
    def area_km2(self) -> float | None:
        """Length of the line times width."""
        return None if self.width_km is None else length_km(self.line) * self.width_km


def _name(record: Fault | Segment | None, language: str) -> str:
    if record is None:
        return ""
    both = (record.name_zh, record.name_en)
    return next(filter(None, both if language == "zh" else both[::-1]), "")


def sources(records: Mapping[str, Iterable[AnyRecord]], settings: Settings) -> Iterator[Source]:
    """The sources of a survey in the order of their codes: one for each segment that has traces, one for the
    traces of a fault that belong to none."""
    segments = {r.id: r for r in records.get("segment", ()) if isinstance(r, Segment)}
    traces: dict[tuple[UUID | None, UUID | None], list[Trace]] = defaultdict(list)
    for trace in records.get("trace", ()):
        if isinstance(trace, Trace):
            segment = trace.segment_id if trace.segment_id in segments else None
            traces[trace.fault_id, segment].append(trace)
    rates = [r for r in records.get("slip_rate", ()) if isinstance(r, SlipRate) and r.representative]
    faults = sorted((r for r in records.get("fault", ()) if isinstance(r, Fault)), key=lambda f: f.code)
    for fault in faults:
        own: list[Segment | None] = [
            *sorted(
                (s for s in segments.values() if s.fault_id == fault.id), key=lambda s: (s.position, s.code)
            ),
            None,
        ]
        for part in own:
            if lines := traces.get((fault.id, part.id if part else None)):
                yield _source(fault, part, lines, [r for r in rates if _about(r, fault, part)], settings)


def _about(rate: SlipRate, fault: Fault, segment: Segment | None) -> bool:
    return rate.fault_id == fault.id and rate.segment_id == (segment.id if segment else None)


class _Gathering:
    """The values of one source as they are looked up, with the choices and problems that came of it."""

    def __init__(self, fault: Fault, segment: Segment | None, traces: Sequence[Trace]) -> None:
        self.owners: list[tuple[str, Parameters]] = [("segment", segment)] if segment else []
        self.owners.append(("fault", fault))
        self.traces = traces
        self.code = fault.code if segment is None else f"{fault.code}-{segment.code}"
        self.choices: list[Choice] = []
        self.problems: list[Note] = []

    def stated(self, name: str) -> float | None:
        for owner, parameters in self.owners:
            value: Estimate | None = getattr(parameters, name)
            if value is not None:
                return self.chose(name, value.middle, value.basis, owner)
        told = [value for trace in self.traces if (value := getattr(trace, name, None)) is not None]
        if told and len({round(value.middle, 6) for value in told}) == 1:
            return self.chose(name, told[0].middle, told[0].basis, "traces")
        return None

    def chose(self, name: str, value: float, basis: Basis | str, how: str) -> float:
        self.choices.append(Choice(name, value, str(basis), how))
        return value

    def problem(self, code: str, name: str = "", **params: Any) -> None:
        self.problems.append(Note(code, "", self.code, name, params))


def _source(
    fault: Fault,
    segment: Segment | None,
    traces: Sequence[Trace],
    rates: Sequence[SlipRate],
    settings: Settings,
) -> Source:
    found = _Gathering(fault, segment, traces)
    made = one_line([trace.geometry for trace in traces], settings.tolerance_m)
    if made.joined > 1 or made.beside or made.straightened:
        how = f"{made.joined} parts joined over {made.bridged_m:.0f} m, {made.beside} beside left out"
        how += ", straightened where it crossed itself" if made.straightened else ""
        found.choices.append(Choice("line", None, Basis.DERIVED, how))
    kinematics = next((p.kinematics for _, p in found.owners if p.kinematics != "unknown"), "unknown")
    entry = code_list("kinematics").get(kinematics)
    usual = entry.extra if entry is not None else {}
    dip = _or_usual(found, "dip", usual)
    rake = _rake(found, kinematics, usual)
    upper, lower = _depths(found, settings)
    line, toward = _right_handed(found, made.line, dip, settings)
    rate = _slip_rate(found, rates, dip)
    return Source(
        fault,
        segment,
        line,
        dip,
        toward,
        rake,
        upper,
        lower,
        rate,
        tuple(found.choices),
        tuple(found.problems),
    )


def _or_usual(found: _Gathering, name: str, usual: Mapping[str, Any]) -> float | None:
    value = found.stated(name)
    if value is not None:
        return value
    if name in usual:
        return found.chose(name, float(usual[name]), Basis.DEFAULT, "usual for the sense of slip (GEM)")
    found.problem(f"hazard.no_{name}", name)
    return None


def _rake(found: _Gathering, kinematics: str, usual: Mapping[str, Any]) -> float | None:
    rake = found.stated("rake")
    if rake is None and dominant(kinematics) == "strike_slip":
        found.problem("hazard.sense_unknown", "rake")
        return None
    return rake if rake is not None else _or_usual(found, "rake", usual)


def _depths(found: _Gathering, settings: Settings) -> tuple[float, float]:
    """Upper and lower depth, km; a stated pair that is upside down is told of and not used."""
    upper, lower = found.stated("upper_depth"), found.stated("lower_depth")
    if upper is not None and lower is not None and not 0 <= upper < lower:
        found.problem("hazard.depths", "lower_depth", upper=upper, lower=lower)
        upper = lower = None
    if upper is None:
        upper = found.chose("upper_depth", settings.upper_depth_km, Basis.DEFAULT, "setting")
    if lower is None:
        lower = found.chose(
            "lower_depth", max(settings.lower_depth_km, upper + 1.0), Basis.DEFAULT, "setting"
        )
    return upper, lower


def _right_handed(
    found: _Gathering, line: LineString, dip: float | None, settings: Settings
) -> tuple[LineString, float | None]:
    """The line drawn so that the plane dips to its right (Aki and Richards)."""
    toward = found.stated("dip_direction")
    (x1, y1), (x2, y2) = line.coords[0][:2], line.coords[-1][:2]
    strike = distance_azimuth(x1, y1, x2, y2)[1]
    if toward is None and (dip is None or dip >= VERTICAL or settings.dip_to_the_right):
        how = (
            "vertical"
            if dip is not None and dip >= VERTICAL
            else "to the right of the line: chosen by the user"
        )
        return line, found.chose(
            "dip_direction", (strike + 90.0) % 360.0, Basis.DEFAULT, how
        ) if dip else None
    if toward is None:
        found.problem("hazard.no_dip_direction", "dip_direction")
        return line, None
    off = (toward - strike) % 360.0
    if min(off, abs(off - 180.0), 360.0 - off) < 10.0:
        found.problem("hazard.dip_along_line", "dip_direction", dip_direction=toward, strike=round(strike, 1))
        return line, None
    return (line if off < 180.0 else LineString(line.coords[::-1])), toward


def _slip_rate(
    found: _Gathering, rates: Sequence[SlipRate], dip: float | None
) -> tuple[float | None, float, float | None] | None:
    """Slip on the plane, mm/a: the net rate as stated, else the representative derived one, else made of the
    components: √(strike slip² + (vertical / sin dip)²)."""
    net = next((p.net_slip_rate for _, p in found.owners if p.net_slip_rate is not None), None)
    if net is None:
        net = next((r.rate for r in rates if r.component == "net" and r.rate is not None), None)
    if net is not None and net.middle > 0:
        found.chose("slip_rate", net.middle, net.basis, "net slip rate")
        return net.low, net.middle, net.high
    parts = {name: found.stated(name) for name in _COMPONENTS}
    lateral, vertical = (abs(parts[name] or 0.0) for name in _COMPONENTS)
    on_dip = 0.0 if not vertical or dip is None else vertical / math.sin(math.radians(dip))
    both = math.hypot(lateral, on_dip)
    if not both > 0:
        found.problem("hazard.no_slip_rate", "slip_rate")
        return None
    found.chose("slip_rate", both, Basis.DERIVED, "from strike-slip and vertical rates and the dip")
    return None, both, None
