"""Slip rates from dated markers, and the representative rate of a fault or segment from its sites."""

from dataclasses import replace
from statistics import median
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.derived import SlipRate
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import OffsetMarker
from faultgis.services.deriving import gathering, making
from faultgis.services.deriving.making import Records
from faultgis.services.deriving.stating import (
    convention_of,
    distribution_of,
    is_radiocarbon,
    luminescence_of,
    radiocarbon_of,
)
from faultgis.values import Basis, Document, Estimate, RangeKind

DRAWS, SEED = 100_000, 20_260_101
RULE = "median_of_sites"


def results_of(records: Records, marker: OffsetMarker) -> list[tuple[Sample, LabResult]]:
    """The laboratory results that date a marker, with their samples."""
    samples = {
        s.id: s for s in records["sample"].values() if isinstance(s, Sample) and s.marker_id == marker.id
    }
    results = [r for r in records["lab_result"].values() if isinstance(r, LabResult) and not r.rejected]
    return [(samples[r.sample_id], r) for r in results if r.sample_id in samples]


def slip_rate(
    records: Records, marker: OffsetMarker, result: LabResult | None = None, old: SlipRate | None = None
) -> Change:
    """The slip rate since a marker, dated by one laboratory result (the only one, unless told).

    Raises ``InputError``: ``deriving.no_offset``, ``deriving.not_dated``, ``deriving.several_ages``,
    ``deriving.one_sided`` with the marker's code.
    """
    if marker.offset is None:
        raise InputError("deriving.no_offset", marker=marker.code)
    sample, dated = _dating(records, marker, result)
    convention = f"Monte Carlo, quantiles; offset: {convention_of(marker.offset)}"
    with making.naming(marker=marker.code, lab=dated.lab_code):
        stated = {"offset_m": distribution_of(marker.offset), **age_of(sample, dated)}
        request = {**stated, "draws": DRAWS, "seed": SEED}
        fields = making.derived(records, (marker, sample, dated), "slip_rate_single", request, convention)
    told = fields["results"]
    rate = making.estimate("mm/a", told["median"], told["q025"], told["q975"], 3, component=marker.component)
    if old is not None:
        return Change(old, replace(old, rate=rate, component=marker.component, **fields))
    made = SlipRate(
        survey_id=marker.survey_id,
        code=marker.code,
        fault_id=marker.fault_id,
        segment_id=_segment(records, marker),
        site_id=sample.site_id,
        marker_id=marker.id,
        component=marker.component,
        rate=rate,
        rule="single_marker",
        **fields,
    )
    return Change(None, made)


def _dating(records: Records, marker: OffsetMarker, result: LabResult | None) -> tuple[Sample, LabResult]:
    found = results_of(records, marker)
    if result is not None:
        found = [(s, r) for s, r in found if r.id == result.id]
    if not found:
        raise InputError("deriving.not_dated", marker=marker.code)
    if len(found) > 1:
        labs = ", ".join(r.lab_code for _, r in found)
        raise InputError("deriving.several_ages", marker=marker.code, labs=labs)
    return found[0]


def age_of(sample: Sample, result: LabResult) -> dict[str, Any]:
    """A laboratory result as the age of a marker: before the year of sampling, or 1950 where it is not
    stated; a luminescence age counts from its own year."""
    if is_radiocarbon(result):
        year = sample.collected_on.year if sample.collected_on else 1950
        return {"age": {**radiocarbon_of(result), "reference_year": year}}
    told = luminescence_of(result)
    spread = (told["minus_ka"] + told["plus_ka"]) / 2
    return {"age_ka": {"normal": [told["age_ka"], spread], "truncate_sigma": 4}}


def _segment(records: Records, marker: OffsetMarker) -> UUID | None:
    trace: Any = records["trace"].get(marker.trace_id) if marker.trace_id else None
    return trace.segment_id if trace is not None else None


def representative(
    records: Records, fault_id: UUID, segment_id: UUID | None, component: str, old: SlipRate | None = None
) -> Change:
    """The rate that stands for a fault or segment: best the median of the sites' best values, low and high
    their extremes; the sites' own rates stay.

    Raises ``InputError("deriving.no_rates")`` where there is none.
    """
    sites = gathering.site_rates(records, fault_id, segment_id, component)
    rates = [site.rate for site in sites if isinstance(site, SlipRate) and site.rate is not None]
    if not rates:
        raise InputError("deriving.no_rates", component=component)
    request = Document({"rule": RULE, "rates": [[r.low, r.middle, r.high] for r in rates]})
    fields = making.provenance(records, sites, "", request, RULE)
    rate = _envelope(rates, component)
    fields["results"] = Document({"low": rate.low, "best": rate.best, "high": rate.high, "sites": len(rates)})
    if old is not None:
        return Change(old, replace(old, rate=rate, **fields))
    made = SlipRate(
        survey_id=sites[0].survey_id,  # type: ignore[union-attr]
        fault_id=fault_id,
        segment_id=segment_id,
        component=component,
        rate=rate,
        representative=True,
        rule=RULE,
        **fields,
    )
    return Change(None, made)


def _envelope(rates: list[Estimate], component: str) -> Estimate:
    ends = [
        (r.low if r.low is not None else r.middle, r.high if r.high is not None else r.middle) for r in rates
    ]
    return Estimate(
        unit="mm/a",
        low=min(low for low, _ in ends),
        best=round(median(r.middle for r in rates), 3),
        high=max(high for _, high in ends),
        range=RangeKind.MIN_MAX,
        component=component,
        basis=Basis.DERIVED,
    )


def representative_of(records: Records, fault_id: UUID, segment_id: UUID | None = None) -> list[SlipRate]:
    """The representative rates that a fault or segment has."""
    return [
        rate
        for rate in records["slip_rate"].values()
        if isinstance(rate, SlipRate)
        and rate.representative
        and rate.fault_id == fault_id
        and rate.segment_id == segment_id
    ]
