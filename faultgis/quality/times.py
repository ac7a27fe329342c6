"""Ages that a survey's records hold, in thousand years before a day, for comparing one with another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from faultgis import codes
from faultgis.dating.calendar import astronomical_year
from faultgis.quality.given import Given
from faultgis.records.derived import CalibratedAge, ChronologyModel, EventAge
from faultgis.records.sample import LabResult, Sample
from faultgis.values import Estimate


@dataclass(frozen=True)
class Ages:
    """A range of ages in ka, the younger end first. ``scale`` is ``calendar``, or ``c14`` for radiocarbon
    years that are not calibrated: the two are not compared."""

    young: float
    old: float
    scale: str = "calendar"

    def older_than(self, other: "Ages") -> bool:
        """Whether even the young end is older than the other's old end."""
        return self.scale == other.scale and self.young > other.old

    def meets(self, other: "Ages") -> bool:
        """Whether the ranges share an age."""
        return not self.older_than(other) and not other.older_than(self)


@dataclass(frozen=True)
class Dated:
    """A sample's age by one laboratory result."""

    sample: Sample
    result: LabResult
    ages: Ages


def before(year: float, today: date) -> float:
    """Thousand years before a day of a calendar year (AD positive, BC negative)."""
    return (today.year - astronomical_year(year)) / 1000.0


def of_years(estimate: Estimate, today: date) -> Ages:
    """The ages of a calendar year with its range."""
    low = estimate.middle if estimate.low is None else estimate.low
    high = estimate.middle if estimate.high is None else estimate.high
    return Ages(before(high, today), before(low, today))


def of_ka(estimate: Estimate) -> Ages:
    """The ages of an estimate in ka or years."""
    unit = {"a": 0.001, "ka": 1.0}.get(estimate.unit, 1.0)
    low = estimate.middle if estimate.low is None else estimate.low
    high = estimate.middle if estimate.high is None else estimate.high
    return Ages(low * unit, high * unit)


# National codes that span more than the class of ours that they are read as.
_SPANS = {"33310000": (11.7, 2580.0), "33310120": (126.0, 2580.0), "33312300": (0.0, 126.0)}


def of_activity(code: str) -> Ages | None:
    """The span of a class of latest activity, by our code or one of the national ones."""
    if code in _SPANS:
        return Ages(*_SPANS[code])
    for entry in codes.code_list("latest_activity").entries:
        known = (entry.code, entry.extra.get("cn_code"), *entry.extra.get("cn_codes", ()))
        if code in known and "youngest_ka" in entry.extra:
            return Ages(float(entry.extra["youngest_ka"]), float(entry.extra.get("oldest_ka", 1e7)))
    return None


def dated(given: Given, sigmas: float = 2.0) -> dict[UUID, list[Dated]]:
    """The dates of each unit of a trench: calibrated ages where there are any, else what the laboratory
    reported, both ``sigmas`` wide (calibrated ages at their 95 %). Rejected results are left out."""
    known = calibrated(given)
    samples = {r.id: r for r in given.records.get("sample", ()) if isinstance(r, Sample)}
    found: dict[UUID, list[Dated]] = defaultdict(list)
    for result in given.records.get("lab_result", ()):
        if not isinstance(result, LabResult) or result.rejected:
            continue
        sample = samples.get(result.sample_id)
        ages = known.get(result.id) or reported(result, given.today, sigmas)
        if sample is not None and sample.unit_id is not None and ages is not None:
            found[sample.unit_id].append(Dated(sample, result, ages))
    return found


def calibrated(given: Given) -> dict[UUID, Ages]:
    """The calibrated age of each laboratory result that has one."""
    return {
        r.result_id: of_years(r.age, given.today)
        for r in given.records.get("calibrated_age", ())
        if isinstance(r, CalibratedAge) and r.age is not None
    }


def reported(result: LabResult, today: date, sigmas: float = 2.0) -> Ages | None:
    """A result as reported, ``sigmas`` wide; an error whose level is not stated is taken as one sigma."""
    wide = sigmas / (result.sigma or 1)
    if result.age_ka is not None:
        since = (today.year - result.datum_year) / 1000.0 if result.datum_year is not None else 0.0
        minus, plus = (result.age_minus_ka or 0.0) * wide, (result.age_plus_ka or 0.0) * wide
        return Ages(result.age_ka - minus + since, result.age_ka + plus + since)
    if result.c14_age is not None:
        error = (result.c14_error or 0.0) * wide
        return Ages((result.c14_age - error) / 1000.0, (result.c14_age + error) / 1000.0, "c14")
    return None


def event_ages(given: Given) -> Mapping[UUID, Ages]:
    """The age of each event by the chronology that is its site's default, else by the first."""
    models = {r.id: r for r in given.records.get("chronology_model", ()) if isinstance(r, ChronologyModel)}
    found: dict[UUID, tuple[bool, Ages]] = {}
    for event, default, estimate in _event_ages(given, models):
        if event not in found or (default and not found[event][0]):
            found[event] = default, of_years(estimate, given.today)
    return {event: ages for event, (_, ages) in found.items()}


def _event_ages(
    given: Given, models: Mapping[UUID, ChronologyModel]
) -> Iterator[tuple[UUID, bool, Estimate]]:
    for each in given.records.get("event_age", ()):
        if isinstance(each, EventAge) and each.age is not None:
            model = models.get(each.chronology_id)
            yield each.event_id, model is not None and model.is_default, each.age


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[ ,，](?=\d{3}(?!\d))")
_KA = re.compile(r"ka|kyr|千年|万年", re.IGNORECASE)
_BP = re.compile(r"bp|距今", re.IGNORECASE)
_BC = re.compile(r"bc(?!al)|公元前", re.IGNORECASE)
_AD = re.compile(r"ad|ce\b|公元|年", re.IGNORECASE)


def readings(text: str, error: str, today: date) -> list[Ages]:
    """What an age written freely may mean: by its unit where it has one (ka, BP, BC, AD, 年); a bare number
    may be thousand years, years before present or a calendar year. Two numbers are a range or a value with
    its error, the ``error`` of a field of its own widens either. Nothing where there is no number."""
    numbers = [float(each) for each in _NUMBER.findall(_THOUSANDS.sub("", text))]
    if not numbers:
        return []
    wide = [float(each) for each in _NUMBER.findall(error)]
    if len(numbers) > 1 and ("±" in text or "+" in text):
        low, high = numbers[0] - numbers[1], numbers[0] + numbers[1]
    else:
        low, high = min(numbers[:2]), max(numbers[:2])
    low, high = low - max(wide, default=0.0), high + max(wide, default=0.0)
    since = (today.year - 1950) / 1000.0
    thousand = 10.0 if "万年" in text else 1.0
    ka = Ages(low * thousand, high * thousand + since)
    bp = Ages(low / 1000.0 + since, high / 1000.0 + since)
    ad, bc = Ages(before(high, today), before(low, today)), Ages(before(-low, today), before(-high, today))
    if _KA.search(text):
        return [ka]
    if _BP.search(text):
        return [bp]
    if _BC.search(text):
        return [bc]
    return [ad] if _AD.search(text) else [ka, bp, ad]
