"""Slip rates after each of the conventions in use, tried out or kept: draws of one marker, quadrature,
envelope, increments without reversal, several markers combined. Which one gave a number stands beside it.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from faultgis.changes import Change
from faultgis.draws import Summary, summarize
from faultgis.errors import InputError
from faultgis.records.derived import SlipRate
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import OffsetMarker
from faultgis.services.calculating.rates import marker_of
from faultgis.services.deriving import making
from faultgis.services.deriving.making import Records
from faultgis.services.deriving.rates import DRAWS, SEED, age_of, slip_rate
from faultgis.services.deriving.stating import convention_of, distribution_of
from faultgis.slip import rates
from faultgis.slip.rates import Marker, Rejection
from faultgis.values import Basis, Estimate, RangeKind

Floats = NDArray[np.float64]
SINGLE = ("monte_carlo", "quadrature", "envelope")
SEVERAL = ("incremental", "combined")
CONVENTIONS = (*SINGLE, *SEVERAL)
ONE_MARKER = "single_marker"
BINS = 120
_95 = 1.959964


@dataclass(frozen=True)
class Dated:
    """A marker with the sample and the laboratory's result that date it."""

    marker: OffsetMarker
    sample: Sample
    result: LabResult

    def stated(self) -> dict[str, Any]:
        """The marker as ``faultgis compute`` takes it. Raises ``InputError("deriving.no_offset")``."""
        if self.marker.offset is None:
            raise InputError("deriving.no_offset", marker=self.marker.code)
        with making.naming(marker=self.marker.code, lab=self.result.lab_code):
            offset = distribution_of(self.marker.offset)
            return {"name": self.marker.code, "offset_m": offset, **age_of(self.sample, self.result)}


@dataclass(frozen=True, eq=False)
class Tried:
    """A rate that is tried out: its name (a marker, an interval), what it says in mm/a, its density (places
    and heights of any scale), and how many draws were left out."""

    name: str
    best: float
    low: float
    high: float
    range: RangeKind
    places: Floats
    heights: Floats
    summary: Summary | None = None
    rejected: int = 0


def tried(convention: str, dated: Sequence[Dated], draws: int = DRAWS, seed: int = SEED) -> tuple[Tried, ...]:
    """Rates of markers, youngest first where there are several. Raises ``InputError`` as the rates do."""
    stated = [each.stated() for each in dated]
    markers = [marker_of(said, None, place) for place, said in enumerate(stated, 1)]
    if convention == "monte_carlo":
        return (_drawn(markers[0].name, rates.single_draws(markers[0], draws, seed), draws),)
    if convention == "quadrature":
        return (_normal(markers[0].name, *markers[0].moments()),)
    if convention == "envelope":
        return (_envelope(markers[0].name, *extremes(dated[0], markers[0])),)
    if convention == "combined":
        found = rates.combined(markers)
        return (_normal(names(convention, [m.name for m in markers])[0], found.mean, found.sd),)
    parts = rates.incremental_draws(markers, Rejection(), draws, seed)
    said = names(convention, [marker.name for marker in markers])
    return tuple(_drawn(name, part, draws) for name, part in zip(said, parts, strict=True))


def names(convention: str, markers: Sequence[str]) -> list[str]:
    """What rates of several markers are called."""
    if convention == "combined":
        return [" + ".join(markers)]
    return [f"{younger} → {older}" for younger, older in itertools.pairwise(markers)]


def _drawn(name: str, values: Floats, draws: int) -> Tried:
    told = summarize(values)
    # The far tail of a ratio would press the rest into a line.
    low, high = np.quantile(values, (0.001, 0.995))
    heights, edges = np.histogram(values, BINS, (float(low), float(max(high, low + 1e-9))))
    places = (edges[:-1] + edges[1:]) / 2
    numbers = told.median, told.q025, told.q975, RangeKind.PERCENT_95
    return Tried(name, *numbers, places, heights.astype(np.float64), told, draws - len(values))


def _normal(name: str, mean: float, sd: float) -> Tried:
    places = mean + max(sd, 1e-9) * np.linspace(-4, 4, BINS)
    heights = np.exp(-(((places - mean) / max(sd, 1e-9)) ** 2) / 2)
    return Tried(name, mean, mean - _95 * sd, mean + _95 * sd, RangeKind.PERCENT_95, places, heights)


def _envelope(name: str, offset: Sequence[float], age_ka: Sequence[float]) -> Tried:
    found = rates.envelope(offset, age_ka)
    low, high = found.preferred - found.minus, found.preferred + found.plus
    places = np.array([low, low, high, high])
    heights = np.array([0.0, 1.0, 1.0, 0.0])
    return Tried(name, found.preferred, low, high, RangeKind.MIN_MAX, places, heights)


def extremes(dated: Dated, marker: Marker) -> tuple[list[float], list[float]]:
    """Offset in metres and age in ka as [least, preferred, greatest]: the marker's own bounds, the age's 95 %
    range."""
    offset = dated.marker.offset
    assert offset is not None
    middle = offset.middle
    sizes = [n if n is not None else middle for n in (offset.low, offset.best, offset.high)]
    years = np.quantile(marker.age.draw(np.random.default_rng(SEED), DRAWS), (0.025, 0.5, 0.975))
    return [float(n) for n in sizes], [round(float(y) / 1000, 6) for y in years]


def youngest_first(dated: Iterable[Dated]) -> list[Dated]:
    """Markers by their ages. Raises ``InputError`` of an age that cannot be read."""
    return sorted(dated, key=lambda each: marker_of(each.stated()).age.moments[0])


def kept(
    records: Records, convention: str, dated: Sequence[Dated], olds: Sequence[SlipRate] = ()
) -> list[Change]:
    """The rates to be kept, each with its convention: one of a single marker in the place of the marker's
    old one; of several markers one, or one for each interval. Raises ``InputError`` as the rates do."""
    if convention == "monte_carlo":
        old = olds[0] if olds else None
        change = slip_rate(records, dated[0].marker, dated[0].result, old)
        assert isinstance(change.after, SlipRate)
        return [Change(change.before, replace(change.after, rule=ONE_MARKER))]
    function, request = _request(convention, dated)
    inputs: list[AnyRecord] = [r for each in dated for r in (each.marker, each.sample, each.result)]
    said = ", ".join(dict.fromkeys(convention_of(d.marker.offset) for d in dated if d.marker.offset))
    fields = making.derived(records, inputs, function, request, f"{convention}; offset: {said}")
    found = tried(convention, dated, DRAWS, SEED)
    changes = []
    for place, rate in enumerate(found):
        old = olds[place] if place < len(olds) else None
        changes.append(_change(records, convention, dated, (place, rate), fields, old))
    return changes


def _request(convention: str, dated: Sequence[Dated]) -> tuple[str, dict[str, Any]]:
    stated = [each.stated() for each in dated]
    if convention == "quadrature":
        return "slip_rate_single", {**stated[0], "draws": 1000, "seed": SEED}
    if convention == "envelope":
        offset, age = extremes(dated[0], marker_of(stated[0]))
        return "slip_rate_envelope", {"offset_m": offset, "age_ka": age}
    if convention == "combined":
        return "slip_rate_combined", {"markers": stated}
    return "slip_rate_incremental", {"markers": stated, "draws": DRAWS, "seed": SEED}


def _change(
    records: Records,
    convention: str,
    dated: Sequence[Dated],
    found: tuple[int, Tried],
    fields: Mapping[str, Any],
    old: SlipRate | None,
) -> Change:
    place, rate = found
    marker = dated[min(place + 1, len(dated) - 1) if convention in SEVERAL else 0].marker
    value = Estimate(
        unit="mm/a",
        low=round(rate.low, 3),
        best=round(rate.best, 3),
        high=round(rate.high, 3),
        range=rate.range,
        basis=Basis.DERIVED,
        component=marker.component,
    )
    if old is not None:
        return Change(old, replace(old, rate=value, component=marker.component, rule=convention, **fields))
    trace: Any = records["trace"].get(marker.trace_id) if marker.trace_id else None
    made = SlipRate(
        survey_id=marker.survey_id,
        code=rate.name,
        fault_id=marker.fault_id,
        segment_id=trace.segment_id if trace is not None else None,
        site_id=dated[0].sample.site_id,
        marker_id=None if convention in SEVERAL else marker.id,
        component=marker.component,
        rate=value,
        rule=convention,
        **fields,
    )
    return Change(None, made)


def anew(records: Records, record: SlipRate) -> list[Change]:
    """A rate of one of these conventions, with those that were made together with it, from what their markers
    and ages say now. Raises ``InputError``: ``deriving.input_gone`` and as the rates do."""
    dated = [_dated(records, UUID(key)) for kind, key in record.inputs if kind == "lab_result"]
    together = [
        r
        for r in records["slip_rate"].values()
        if isinstance(r, SlipRate) and r.rule == record.rule and r.inputs == record.inputs
    ]
    if record.rule in SEVERAL:
        dated = youngest_first(dated)
        order = [r.code for r in together]
        together.sort(key=lambda r: _place(r.code, dated, order))
    return kept(records, record.rule, dated, together)


def _place(code: str, dated: Sequence[Dated], order: Sequence[str]) -> int:
    names = [d.marker.code for d in dated]
    first = code.split(" → ")[0]
    return names.index(first) if first in names else order.index(code)


def _dated(records: Records, key: UUID) -> Dated:
    result = records["lab_result"].get(key)
    sample = records["sample"].get(result.sample_id) if isinstance(result, LabResult) else None
    key_of_marker = sample.marker_id if isinstance(sample, Sample) else None
    marker = records["offset_marker"].get(key_of_marker) if key_of_marker is not None else None
    known = isinstance(result, LabResult) and isinstance(sample, Sample) and isinstance(marker, OffsetMarker)
    if not known:
        raise InputError("deriving.input_gone", kind="offset_marker")
    return Dated(marker, sample, result)  # type: ignore[arg-type]
