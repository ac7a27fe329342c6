"""Ages: complete as a laboratory reports them, and in the order of the units."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import hypot
from typing import NamedTuple
from uuid import UUID

from faultgis.records.sample import LabResult, Sample
from faultgis.walls.log import TrenchLog
from faultgis.walls.order import is_older, older_ones
from faultgis.walls.rules.finding import Finding

RADIOCARBON = "c14"
_NAMED = 3
_SURE = 2.0
"""Two ages are out of order when they differ by more than twice the error of their difference."""


class Age(NamedTuple):
    """An age of one sample, years and one sigma, on the scale of its method."""

    sample: Sample
    unit_id: UUID
    years: float
    sigma: float
    scale: str


def check(log: TrenchLog) -> Iterator[Finding]:
    """Each result is complete; then inversions."""
    for result in log.results.values():
        if not result.rejected:
            yield from _complete(log, result)
    yield from _inversions(log)


def _complete(log: TrenchLog, result: LabResult) -> Iterator[Finding]:
    sample = log.samples[result.sample_id]
    said = {"lab": result.lab_code, "sample": sample.code}
    refs = (("lab_result", result.id), ("sample", sample.id))
    missing: list[tuple[str, str]] = []
    if not result.method:
        missing.append(("log.result_method", "warning"))
    if _years(result) is None:
        missing.append(("log.result_empty", "warning"))
    if not result.sigma:
        missing.append(("log.result_sigma", "warning"))
    if result.method == RADIOCARBON and not result.curve:
        missing.append(("log.result_curve", "warning"))
    if result.age_ka is not None and result.datum_year is None:
        missing.append(("log.result_datum", "warning"))
    for code, level in missing:
        yield Finding(code, level, said, refs)


def _years(result: LabResult) -> tuple[float, float, str] | None:
    """The age, its one-sigma error and the scale: 14C years or years before now."""
    share = 2.0 if result.sigma == 2 else 1.0
    if result.method == RADIOCARBON:
        if result.c14_age is None or not result.c14_error:
            return (0.0, 0.0, "f14c") if result.f14c is not None and result.f14c_error else None
        return result.c14_age, result.c14_error / share, RADIOCARBON
    if result.age_ka is None or result.age_minus_ka is None:
        return None
    after = max(result.age_minus_ka, result.age_plus_ka or 0.0)
    since = 2000 - (result.datum_year or 2000)
    return result.age_ka * 1000 + since, after * 1000 / share, "years"


def ages_of(log: TrenchLog) -> list[Age]:
    """The ages that can be compared, of samples that have a unit."""
    found = []
    for result in log.results.values():
        sample, years = log.samples[result.sample_id], _years(result)
        if not result.rejected and years is not None and years[2] != "f14c" and sample.unit_id is not None:
            found.append(Age(sample, sample.unit_id, *years))
    return found


def inverted_pairs(log: TrenchLog) -> list[tuple[Age, Age]]:
    """Pairs of ages (of the lower unit, of the upper) of which the upper is surely older. Only ages on one
    scale are compared: 14C years with 14C years, years with years."""
    older = older_ones(log.orders.values())
    found = []
    for one, other in combinations(ages_of(log), 2):
        if one.scale != other.scale or one.unit_id == other.unit_id:
            continue
        low, high = (one, other) if is_older(older, one.unit_id, other.unit_id) else (other, one)
        if not is_older(older, low.unit_id, high.unit_id):
            continue
        if high.years - low.years > _SURE * hypot(low.sigma, high.sigma):
            found.append((low, high))
    return found


def _inversions(log: TrenchLog) -> Iterator[Finding]:
    """The samples that are out of order, the one that contradicts most others first; what it explains is not
    said again."""
    pairs = inverted_pairs(log)
    while pairs:
        count = Counter(age.sample.id for pair in pairs for age in pair)
        most = max(count.values())
        worst = next(age for pair in pairs for age in pair if count[age.sample.id] == most)
        against = [b if a.sample.id == worst.sample.id else a for a, b in pairs if worst in (a, b)]
        yield _inverted(log, worst, against)
        pairs = [pair for pair in pairs if worst not in pair]


def _inverted(log: TrenchLog, worst: Age, against: list[Age]) -> Finding:
    named = tuple(f"{a.sample.code} ({log.units[a.unit_id].code}, {a.years:.0f})" for a in against[:_NAMED])
    params = {
        "sample": worst.sample.code,
        "unit": log.units[worst.unit_id].code,
        "age": f"{worst.years:.0f}",
        "others": ", ".join(named) + (" …" if len(against) > _NAMED else ""),
    }
    drawn = next((f for f in log.features.values() if f.sample_id == worst.sample.id), None)
    place = (drawn.shape.centroid.x, drawn.shape.centroid.y) if drawn is not None else None
    wall_id = drawn.wall_id if drawn is not None else None
    refs = (("sample", worst.sample.id), *(("sample", a.sample.id) for a in against))
    return Finding("log.inversion", "warning", params, refs, wall_id, place)
