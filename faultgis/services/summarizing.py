"""Faults as a list shows them: with what is known of each, its length on the ground and its parts counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from faultgis.crs import lengths_m
from faultgis.records.fault import Fault, Parameters, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.values import Estimate

RATES = ("net_slip_rate", "strike_slip_rate", "vertical_slip_rate", "shortening_rate")
ESTIMATES = (
    *("strike", "dip_direction", "dip", "rake", "length"),
    *RATES,
    *("upper_depth", "lower_depth"),
)


@dataclass(frozen=True)
class FaultSummary:
    """A fault with its segments (by position), its traces and their geodesic lengths."""

    fault: Fault
    segments: tuple[Segment, ...]
    traces: tuple[Trace, ...]
    trace_lengths_km: tuple[float, ...]

    @property
    def length_km(self) -> float | None:
        """The traces' lengths on the CGCS2000 ellipsoid together, in km; ``None`` without any trace."""
        return sum(self.trace_lengths_km) if self.traces else None


def summaries(records: Mapping[str, Iterable[AnyRecord]]) -> list[FaultSummary]:
    """The faults of a survey by code, from its records by kind (``fault``, ``segment`` and ``trace``)."""
    segments: dict[UUID | None, list[Segment]] = {}
    for segment in records.get("segment", ()):
        assert isinstance(segment, Segment)
        segments.setdefault(segment.fault_id, []).append(segment)
    fault_of: dict[UUID | None, UUID | None] = {
        s.id: fault_id for fault_id, of_fault in segments.items() for s in of_fault
    }
    traces: dict[UUID | None, list[tuple[Trace, float]]] = {}
    drawn = [t for t in records.get("trace", ()) if isinstance(t, Trace)]
    for trace, metres in zip(drawn, lengths_m([t.geometry for t in drawn]), strict=True):
        owner = trace.fault_id or fault_of.get(trace.segment_id)
        traces.setdefault(owner, []).append((trace, float(metres) / 1000))
    faults = [f for f in records.get("fault", ()) if isinstance(f, Fault)]
    return [_summary(f, segments.get(f.id, []), traces.get(f.id, [])) for f in sorted(faults, key=_order)]


def _order(fault: Fault) -> tuple[int, str]:
    """Short numbers before long ones (F2 before F10), else by the alphabet."""
    return len(fault.code), fault.code


def _summary(fault: Fault, segments: list[Segment], traces: list[tuple[Trace, float]]) -> FaultSummary:
    ordered = tuple(sorted(segments, key=lambda s: (s.position, s.code)))
    return FaultSummary(fault, ordered, tuple(t for t, _ in traces), tuple(km for _, km in traces))


def slip_rate(parameters: Parameters) -> tuple[str, Estimate] | None:
    """The rate to show first: net, else strike-slip, else vertical, else shortening; with its name."""
    for name in RATES:
        estimate = getattr(parameters, name)
        if estimate is not None:
            return name, estimate
    return None


def estimates(parameters: Parameters) -> dict[str, Estimate]:
    """All estimates of a fault or segment that are there, by name."""
    found = {name: getattr(parameters, name) for name in ESTIMATES}
    return {name: estimate for name, estimate in found.items() if estimate is not None}
