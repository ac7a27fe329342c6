"""Ranges of amounts: rates, depths, displacements, errors, counts and thicknesses."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from faultgis.national.rows import Row
from faultgis.national.template import TemplateClass, plain
from faultgis.quality import measured
from faultgis.quality.finding import WARNING, Finding, Fix
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.derived import Displacement
from faultgis.records.fault import Parameters
from faultgis.records.kinds import AnyRecord
from faultgis.values import Estimate

_RATES = ("MaxShotenRate", "AveShotenRate", "MaxUpliftRate", "AveUplistRate")
_THICKNESSES = (
    "HoloceneThickness", "UpPleiThickness", "MidPleiThickness", "LowPleiThickness", "PrePleiThickness",
)  # fmt: skip
# Errors of our own numbers, with the number that each belongs to.
_ERRORS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "lab_result": (
        ("c14_error", "c14_age"), ("f14c_error", "f14c"), ("age_minus_ka", "age_ka"),
        ("age_plus_ka", "age_ka"), ("delta_r_error", ""),
    ),
    "trace": (("location_error_m", ""),),
}  # fmt: skip


@check("QC-RNG-004")
def rates(given: Given) -> Iterator[Finding | None]:
    """Rates are not negative (shortening may be: it is extension then) and such as faults have."""
    high, warn = float(given.parameter("high_mm_a", 60)), float(given.parameter("warn_mm_a", 20))
    told: dict[str, Any] = {"high": f"{high:g}", "warn": f"{warn:g}"}
    for described, rows in given.classes():
        names = [name for name in _RATES if described.field(name)]
        for row in rows if names else ():
            for name in names:
                number = given.number(row, name)
                if number is not None:
                    variant = _rate([number], number, high, warn, signed=False)
                    grave = _grave(variant)
                    yield given.wrong(row, name, variant, severity=grave, **told) if variant else None
    for kind, record, name, value in measured.each(given, measured.RATES, mapped=True):
        signed = "shortening" in (name.removesuffix("_rate"), getattr(record, "component", ""))
        variant = _rate(measured.numbers(value), measured.middle(value), high, warn, signed=signed)
        fix = _positive(kind, record, name, value) if variant == "negative" else None
        more: dict[str, Any] = {**told, "value": measured.told(value), "severity": _grave(variant)}
        yield of_record(given, record, name, f"record_{variant}", fix=fix, **more) if variant else None


def _rate(found: list[float], middle: float, high: float, warn: float, *, signed: bool) -> str:
    """What is wrong with the numbers of a rate; a bound alone is not told as a high rate."""
    if not signed and min(found) < 0:
        return "negative"
    greatest = max(abs(number) for number in found)
    return "impossible" if greatest > high else "high" if abs(middle) > warn else ""


def _grave(variant: str) -> str:
    return WARNING if variant == "high" else ""


def _positive(kind: str, record: AnyRecord, name: str, value: float | Estimate) -> Fix | None:
    mended = measured.positive(value)
    if mended is None:
        return None
    return Fix(kind, record.id, {name: mended}, "fix.sign", measured.told(mended))


@check("QC-RNG-005")
def depths(given: Given) -> Iterator[Finding | None]:
    """The seismogenic layer has an upper and a lower end, in this order, within the crust."""
    high = float(given.parameter("high_km", 50))
    for kind in ("fault", "segment"):
        for record in given.records.get(kind, ()):
            if isinstance(record, Parameters) and (record.upper_depth or record.lower_depth):
                yield _depths(given, record, high)


def _depths(given: Given, record: Any, high: float) -> Finding | None:
    ends = {name: getattr(record, name) for name in ("upper_depth", "lower_depth")}
    for name, value in ends.items():
        found = [number * _km(value) for number in measured.numbers(value)] if value is not None else []
        if found and not (found[0] >= 0 and found[-1] <= high):
            return of_record(given, record, name, value=measured.told(value), high=f"{high:g}")
    upper, lower = ends.values()
    if upper is None or lower is None:
        return None
    if upper.middle * _km(upper) >= lower.middle * _km(lower):
        text = f"{measured.told(upper)} / {measured.told(lower)}"
        return of_record(given, record, "lower_depth", "order", value=text)
    return None


def _km(depth: Estimate) -> float:
    """What a depth is multiplied by to be in km."""
    return 0.001 if depth.unit == "m" else 1.0


@check("QC-RNG-006")
def displacements(given: Given) -> Iterator[Finding | None]:
    """One earthquake moves the ground at a place by no more than so much."""
    high, wanted = float(given.parameter("high_m", 20)), set(given.parameter("fields", ()))
    told: dict[str, Any] = {"high": f"{high:g}"}
    for _, entry, row in given.fields(lambda _, each: each.name in wanted):
        number = given.number(row, entry.name)
        if number is not None:
            yield None if abs(number) <= high else given.wrong(row, entry.name, **told)
    slips = {"surface_rupture": ("horizontal_slip", "vertical_slip"), "displacement": ("amount",)}
    for _, record, name, value in measured.each(given, slips):
        # What has moved since a marker was made is the work of all events since.
        if not isinstance(record, Displacement) or record.event_id is not None:
            sound = max(abs(number) for number in measured.numbers(value)) <= high
            text = measured.told(value)
            yield None if sound else of_record(given, record, name, "record", value=text, **told)


@check("QC-RNG-007")
def errors(given: Given) -> Iterator[Finding | None]:
    """Errors are not negative, and seldom greater than what they are errors of."""
    for described, rows in given.classes():
        pairs = _pairs(described)
        for row in rows if pairs else ():
            for name, base in pairs:
                error = given.number(row, name)
                value = given.number(row, base) if base else None
                if error is not None:
                    variant = _error(error, value)
                    yield given.wrong(row, name, **_worded(variant, value)) if variant else None
    for kind, named in _ERRORS.items():
        for record in given.records.get(kind, ()):
            for name, base in named:
                error, value = getattr(record, name), getattr(record, base) if base else None
                if error is not None:
                    variant = _error(error, value)
                    more = {**_worded(f"record_{variant}", value), "value": f"{error:g}"}
                    yield of_record(given, record, name, **more) if variant else None


def _pairs(described: TemplateClass) -> list[tuple[str, str]]:
    """Fields of errors with the field that each belongs to (none: it stands alone)."""
    found = []
    for entry in described.fields:
        name = plain(entry.name)
        if entry.numeric and (name.endswith("error") or name.startswith("locationerror")):
            base = described.field(name.removesuffix("error")) if name.endswith("error") else None
            found.append((entry.name, base.name if base else ""))
    return found


def _error(error: float, value: float | None) -> str:
    if error < 0:
        return "negative"
    return "large" if value is not None and error > abs(value) else ""


def _worded(variant: str, value: float | None) -> dict[str, Any]:
    severity = WARNING if variant.endswith("large") else ""
    return {"variant": variant, "severity": severity, "of": "" if value is None else f"{value:g}"}


@check("QC-RNG-008")
def counts(given: Given) -> Iterator[Finding | None]:
    """No count is negative, and no more samples are dated than were sent, nor sent than collected."""
    orders = [[str(name) for name in order] for order in given.parameter("orders", ())]
    for described, rows in given.classes():
        names = [e.name for e in described.fields if e.numeric and e.name.endswith(("Count", "Num"))]
        for row in rows if names else ():
            numbers = {name: n for name in names if (n := given.number(row, name)) is not None}
            found = [given.wrong(row, name, "negative") for name, n in numbers.items() if n < 0]
            for order in orders:
                found += _disordered(given, row, [(name, numbers[name]) for name in order if name in numbers])
            if numbers:
                yield from found or (None,)


def _disordered(given: Given, row: Row, order: list[tuple[str, float]]) -> Iterator[Finding]:
    for (more, most), (less, least) in itertools.pairwise(order):
        if 0 <= most < least:
            yield given.wrong(row, less, other=more, most=f"{most:g}")


@check("QC-RNG-009")
def thicknesses(given: Given) -> Iterator[Finding | None]:
    """What a borehole went through adds up to its depth."""
    metres, percent = given.parameter("tolerance_m", 0.5), given.parameter("tolerance_percent", 1)
    for described, rows in given.classes():
        if not all(described.field(name) for name in (*_THICKNESSES, "Depth")):
            continue
        for row in rows:
            depth = given.number(row, "Depth")
            parts = [n for name in _THICKNESSES if (n := given.number(row, name)) is not None]
            # A borehole without thicknesses says nothing of what it went through.
            if depth is None or not parts:
                continue
            total, allowed = sum(parts), max(float(metres), depth * float(percent) / 100)
            told: dict[str, Any] = {"total": f"{total:g}", "allowed": f"{allowed:g}"}
            sound = abs(total - depth) <= allowed and min(parts) >= 0
            yield None if sound else given.wrong(row, "Depth", **told)
