"""Ranges of angles: azimuths, dips and rakes, in rows and in our records."""

from collections.abc import Iterator

from faultgis.national.rows import Row
from faultgis.quality import measured
from faultgis.quality.finding import Finding, Fix
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.site import Measurement
from faultgis.values import Estimate


def _numbers(given: Given, wanted: set[str]) -> Iterator[tuple[Row, str, float]]:
    """The numbers in fields of these names."""
    for _, entry, row in given.fields(lambda _, each: each.name in wanted):
        number = given.number(row, entry.name)
        if number is not None:
            yield row, entry.name, number


@check("QC-RNG-001")
def azimuths(given: Given) -> Iterator[Finding | None]:
    """Azimuths lie from 0 to under 360; 360 itself is north."""
    for row, name, number in _numbers(given, set(given.parameter("fields", ()))):
        if 0 <= number < 360:
            yield None
            continue
        fix = given.mend(row, name, 0, "fix.value") if number == 360 else None
        yield given.wrong(row, name, fix=fix)
    for kind, record, name, value in measured.each(given, measured.AZIMUTHS):
        found = measured.numbers(value)
        best = value.best if isinstance(value, Estimate) else None
        # A range across north begins before 360 and ends beyond it.
        sound = 0 <= (found[0] if best is None else best) < 360 and found[0] > -180 and found[-1] < 540
        north = found == [360]
        fix = Fix(kind, record.id, {name: measured.moved(value, -360)}, "fix.value", "0") if north else None
        text = measured.told(value)
        yield None if sound else of_record(given, record, name, "record", value=text, fix=fix)


@check("QC-RNG-002")
def dips(given: Given) -> Iterator[Finding | None]:
    """Dips are over 0 and not over 90; only beds may lie flat."""
    flat = set(given.parameter("zero_allowed", ()))
    for row, name, number in _numbers(given, set(given.parameter("fields", ()))):
        sound = 0 < number <= 90 or (number == 0 and (row.class_name in flat or name in flat))
        yield None if sound else given.wrong(row, name)
    for _, record, name, value in measured.each(given, measured.DIPS):
        found, bed = measured.numbers(value), isinstance(record, Measurement) and record.kind != "fault_plane"
        sound = found[0] >= 0 and found[-1] <= 90 and (bed or measured.middle(value) > 0)
        yield None if sound else of_record(given, record, name, "record", value=measured.told(value))


@check("QC-RNG-003")
def rakes(given: Given) -> Iterator[Finding | None]:
    """Rakes lie from −180 to 180; those that count up to 360 can be converted."""
    for row, name, number in _numbers(given, set(given.parameter("fields", ()))):
        if -180 <= number <= 180:
            yield None
        elif 180 < number <= 360:
            converted = given.mend(row, name, number - 360, "fix.value")
            yield given.wrong(row, name, "counted", fix=converted, converted=f"{number - 360:g}")
        else:
            yield given.wrong(row, name)
    for kind, record, name, value in measured.each(given, measured.RAKES):
        found, text = measured.numbers(value), measured.told(value)
        if found[0] >= -180 and found[-1] <= 180:
            yield None
        elif found[0] > 180 and found[-1] <= 360:
            mended = measured.moved(value, -360)
            fix = Fix(kind, record.id, {name: mended}, "fix.value", measured.told(mended))
            yield of_record(given, record, name, "record_counted", value=text, fix=fix, converted=fix.value)
        else:
            yield of_record(given, record, name, "record", value=text)
