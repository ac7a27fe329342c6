"""Logic of ages and rates: latest activity against its evidence, rates against what they are made of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean
from typing import Any
from uuid import UUID

from faultgis.national.rows import Row
from faultgis.quality import times
from faultgis.quality.evidence import Evidence, evidence, faults_of_sites
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.quality.times import Ages
from faultgis.records.derived import Displacement, Recurrence, SlipRate
from faultgis.records.fault import Fault
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.records.trench import PaleoEvent
from faultgis.values import Estimate


@check("QC-LOG-008")
def activity_and_evidence(given: Given) -> Iterator[Finding | None]:
    """The class of latest activity agrees with what the fault is dated to have broken, and when it ruptured.

    Wholly older than the youngest broken unit or the last rupture: an error. Wholly younger than all of them:
    a warning, as nothing in the survey says it.
    """
    known = evidence(given)
    owner = {r.id: r.fault_id for r in given.records.get("trace", ()) if isinstance(r, Trace)}
    owner |= {r.id: r.id for r in given.records.get("fault", ()) if isinstance(r, Fault)}
    for row in given.package.of("Fault"):
        claimed = times.of_activity(str(row.values.get("Age")).strip())
        fault = owner.get(row.id) if row.id else None
        found = known.get(fault) if fault else None
        if claimed is not None and found is not None:
            yield _activity(given, row, claimed, found)


def _activity(given: Given, row: Row, claimed: Ages, found: Evidence) -> Finding | None:
    last, unit = found.last, found.youngest_unit
    if last is not None and claimed.older_than(last[1]):
        return given.wrong(row, "Age", "rupture", evidence=last[0], ka=_ka(last[1]))
    if unit is not None and claimed.older_than(unit[1]):
        return given.wrong(row, "Age", "unit", evidence=unit[0], ka=_ka(unit[1]))
    known = [each for each in (last, unit) if each is not None]
    if all(ages.older_than(claimed) for _, ages in known):
        name, ages = min(known, key=lambda each: each[1].young)
        return given.wrong(row, "Age", "unsupported", severity=WARNING, evidence=name, ka=_ka(ages))
    return None


def _ka(ages: Ages) -> str:
    if ages.young == ages.old:
        return f"{ages.young:.3g}"
    return f"{ages.young:.3g}–{ages.old:.3g}"


@check("QC-LOG-011")
def rates_and_parts(given: Given) -> Iterator[Finding | None]:
    """A rate is the offset over the age; the interval times the rate is the slip of one event."""
    yield from _offset_over_age(given, given.parameter("tolerance_percent", 10) / 100.0)
    yield from _slip_per_event(given, given.parameter("factor", 2))


def _offset_over_age(given: Given, share: float) -> Iterator[Finding | None]:
    markers = {r.id: r for r in given.records.get("offset_marker", ()) if isinstance(r, OffsetMarker)}
    ages = _marker_ages(given)
    for rate in given.records.get("slip_rate", ()):
        if not isinstance(rate, SlipRate) or rate.representative or rate.rate is None or not rate.marker_id:
            continue
        marker, dated = markers.get(rate.marker_id), ages.get(rate.marker_id, [])
        if marker is None or marker.offset is None or marker.component != rate.component or not dated:
            continue
        low, high = _bounds(marker.offset)
        young, old = min(a.young for a in dated), max(a.old for a in dated)
        if low < 0 or young <= 0:
            continue
        least, most = low / old * (1 - share), high / young * (1 + share)
        stated = _bounds(rate.rate)
        said: dict[str, Any] = {
            "low": f"{low / old:.3g}",
            "high": f"{high / young:.3g}",
            "marker": marker.code,
        }
        fits = least <= stated[1] and stated[0] <= most and least <= rate.rate.middle <= most
        yield None if fits else of_record(given, rate, "rate", value=f"{rate.rate.middle:g}", **said)


def _bounds(estimate: Estimate) -> tuple[float, float]:
    low = estimate.middle if estimate.low is None else estimate.low
    high = estimate.middle if estimate.high is None else estimate.high
    return low, high


def _marker_ages(given: Given) -> Mapping[UUID, list[Ages]]:
    """The calendar ages of each marker's samples."""
    calibrated = times.calibrated(given)
    markers = {r.id: r.marker_id for r in given.records.get("sample", ()) if isinstance(r, Sample)}
    found: dict[UUID, list[Ages]] = defaultdict(list)
    for result in given.records.get("lab_result", ()):
        if not isinstance(result, LabResult) or result.rejected:
            continue
        marker = markers.get(result.sample_id)
        age = calibrated.get(result.id) or times.reported(result, given.today)
        if marker is not None and age is not None and age.scale == "calendar":
            found[marker].append(age)
    return found


def _slip_per_event(given: Given, factor: float) -> Iterator[Finding | None]:
    slips = _event_slips(given)
    rates = {
        (r.fault_id, r.segment_id, r.component): r.rate.middle
        for r in given.records.get("slip_rate", ())
        if isinstance(r, SlipRate) and r.representative and r.rate is not None
    }
    for each in given.records.get("recurrence", ()):
        if not isinstance(each, Recurrence) or each.interval is None or each.fault_id is None:
            continue
        for (fault, segment, component), rate in rates.items():
            measured = slips.get((fault, component), ())
            if fault != each.fault_id or segment != each.segment_id or not measured:
                continue
            expected, seen = each.interval.middle * rate / 1000.0, mean(measured)
            fits = seen > 0 and 1 / factor <= expected / seen <= factor
            said: dict[str, Any] = {"expected": f"{expected:.2f}", "seen": f"{seen:.2f}", "rate": f"{rate:g}"}
            value = f"{each.interval.middle:g}"
            yield None if fits else of_record(given, each, "interval", "slip", value=value, **said)


def _event_slips(given: Given) -> Mapping[tuple[UUID | None, str], Sequence[float]]:
    """How far single events moved each fault, in metres, by fault and component."""
    sites = faults_of_sites(given)
    events = {r.id: r.site_id for r in given.records.get("paleo_event", ()) if isinstance(r, PaleoEvent)}
    found: dict[tuple[UUID | None, str], list[float]] = defaultdict(list)
    for each in given.records.get("displacement", ()):
        if isinstance(each, Displacement) and each.event_id in events and each.amount is not None:
            fault = sites.get(events[each.event_id])
            found[fault, each.component].append(abs(each.amount.middle))
    return found
