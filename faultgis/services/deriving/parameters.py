"""The parameters of a fault or segment, measured, taken over and calculated, each with the record that says
it; and the order of faults and segments by how far their cycle has gone."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.crs import length_m
from faultgis.records.derived import ChronologyModel, Probability, Recurrence, SlipRate
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.trace import Trace
from faultgis.records.trench import TrenchSite
from faultgis.services.deriving.recurring import ranked
from faultgis.values import Basis, Estimate

Records = Mapping[str, Mapping[UUID, AnyRecord]]
Ref = tuple[str, UUID]
CODES = ("kinematics", "latest_activity")
ESTIMATES = (
    *("length", "strike", "dip_direction", "dip", "rake", "upper_depth", "lower_depth"),
    *("net_slip_rate", "strike_slip_rate", "vertical_slip_rate", "shortening_rate"),
)


@dataclass(frozen=True)
class Parameter:
    """One parameter: an estimate, a code of a list, or a share of one (a probability); ``source`` is the
    record that says it, ``None`` where nobody does. ``detail`` tells several of one name apart."""

    name: str
    value: Estimate | None = None
    code: str = ""
    share: float | None = None
    low: float | None = None
    high: float | None = None
    source: Ref | None = None
    detail: str = ""

    @property
    def known(self) -> bool:
        """Whether it has a value."""
        return self.value is not None or self.share is not None or bool(self.code)


def gem_tuple(value: Estimate | None) -> str:
    """An estimate as the GEM database writes it, ``(most likely,min,max)``; unknown parts stay empty, and
    all of them an empty text."""
    if value is None:
        return ""
    parts = ["" if n is None else f"{n:g}" for n in (value.best, value.low, value.high)]
    return f"({','.join(parts)})"


def parameters(records: Records, of: Fault | Segment) -> tuple[Parameter, ...]:
    """All parameters of a fault or segment, the calculated ones first; what a segment does not say its fault
    says for it."""
    fault = records["fault"].get(of.fault_id) if isinstance(of, Segment) else None
    said = [_stated(name, of, fault) for name in (*CODES, *ESTIMATES)]
    if not said[len(CODES)].known:
        said[len(CODES)] = _traced(records, of)
    return (*_calculated(records, of), *said)


def _stated(name: str, of: Any, above: Any) -> Parameter:
    for record in (of, above):
        value = getattr(record, name, None)
        if isinstance(value, Estimate):
            return Parameter(name, value, source=(kind_of(record), record.id))
        if isinstance(value, str) and value not in ("", "unknown", "undetermined"):
            return Parameter(name, code=value, source=(kind_of(record), record.id))
    return Parameter(name)


def _traced(records: Records, of: Fault | Segment) -> Parameter:
    """The length of the traces, where nobody states one."""
    name = "segment_id" if isinstance(of, Segment) else "fault_id"
    traces = [t for t in records["trace"].values() if isinstance(t, Trace) and getattr(t, name) == of.id]
    if not traces:
        return Parameter("length")
    km = round(sum(length_m(trace.geometry) for trace in traces) / 1000, 2)
    value = Estimate(unit="km", best=km, basis=Basis.DERIVED)
    return Parameter("length", value, source=("trace", max(traces, key=lambda t: t.geometry.length).id))


def _calculated(records: Records, of: Fault | Segment) -> Iterator[Parameter]:
    for rate in records["slip_rate"].values():
        if isinstance(rate, SlipRate) and rate.representative and _belongs(rate, of):
            yield Parameter("representative_rate", rate.rate, source=_ref(rate), detail=rate.component)
    for cycle in cycles_of(records, of):
        for name in ("interval", "cov", "elapsed"):
            yield Parameter(name, getattr(cycle, name), source=_ref(cycle), detail=cycle.code)
        ratio = elapsed_ratio(cycle)
        value = Estimate(unit="1", best=round(ratio, 3), basis=Basis.DERIVED) if ratio is not None else None
        yield Parameter("elapsed_ratio", value, source=_ref(cycle), detail=cycle.code)
        for chance in probabilities_of(records, cycle):
            said, share = f"{chance.window_years} · {chance.model}", chance.probability
            low, high = chance.low, chance.high
            yield Parameter("probability", share=share, low=low, high=high, source=_ref(chance), detail=said)


def _ref(record: AnyRecord) -> Ref:
    return kind_of(record), record.id


def _belongs(record: Any, of: Fault | Segment) -> bool:
    if isinstance(of, Segment):
        return bool(record.segment_id == of.id)
    return bool(record.fault_id == of.id and record.segment_id is None)


def cycles_of(records: Records, of: Fault | Segment) -> list[Recurrence]:
    """The recurrences of a fault or segment."""
    found = (r for r in records["recurrence"].values() if isinstance(r, Recurrence))
    return sorted((r for r in found if _belongs(r, of)), key=lambda r: (r.code, str(r.id)))


def probabilities_of(records: Records, cycle: Recurrence) -> list[Probability]:
    """The probabilities that rest on a recurrence, by model and window."""
    found = (p for p in records["probability"].values() if isinstance(p, Probability))
    return sorted((p for p in found if p.recurrence_id == cycle.id), key=lambda p: (p.model, p.window_years))


def chronologies_of(records: Records, of: Fault | Segment) -> list[ChronologyModel]:
    """The chronologies of the trench sites on a fault or segment, default ones first."""
    sites = {s.id for s in records["trench_site"].values() if isinstance(s, TrenchSite) and _belongs(s, of)}
    found = (m for m in records["chronology_model"].values() if isinstance(m, ChronologyModel))
    return sorted((m for m in found if m.site_id in sites), key=lambda m: (not m.is_default, m.code))


def elapsed_ratio(cycle: Recurrence) -> float | None:
    """The quiet years over the mean interval, by their medians; ``None`` where one is not known."""
    interval = cycle.interval.middle if cycle.interval is not None else 0.0
    if cycle.elapsed is None or not interval > 0:
        return None
    return cycle.elapsed.middle / interval


@dataclass(frozen=True)
class Rank:
    """One line of the ranking; ``None`` where something is not known."""

    ref: Ref
    ratio: float | None = None
    probability: Probability | None = None
    cycle: Recurrence | None = None


def ranking(records: Records, window: int, by: str = "probability") -> list[Rank]:
    """Every fault and segment by its greatest probability within a window, or by its elapsed ratio (``by``:
    probability, ratio); the unknown ones stand last, as unknown."""
    ranks = {of.id: _rank(records, of, window) for of in _all(records)}
    numbers = [(key, _number(rank, by)) for key, rank in ranks.items()]
    return [ranks[key] for key in ranked(numbers)]


def _all(records: Records) -> Iterator[Fault | Segment]:
    for kind in ("fault", "segment"):
        for record in records[kind].values():
            if isinstance(record, Fault | Segment):
                yield record


def _number(rank: Rank, by: str) -> float | None:
    if by == "ratio":
        return rank.ratio
    return rank.probability.probability if rank.probability is not None else None


def _rank(records: Records, of: Fault | Segment, window: int) -> Rank:
    """Of several chronologies the one with the greatest probability speaks for the fault."""
    best = Rank(_ref(of))
    for cycle in cycles_of(records, of):
        found = [p for p in probabilities_of(records, cycle) if p.window_years == window]
        chance = max(found, key=lambda p: p.probability or 0.0, default=None)
        rank = Rank(_ref(of), elapsed_ratio(cycle), chance, cycle)
        if best.cycle is None or _weight(rank) > _weight(best):
            best = rank
    return best


def _weight(rank: Rank) -> tuple[float, float]:
    known = rank.probability.probability if rank.probability is not None else None
    return (-math.inf if known is None else known, -math.inf if rank.ratio is None else rank.ratio)
