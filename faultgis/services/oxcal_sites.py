"""A trench site's sequence as OxCal text, and records of a site from such text."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.dating import oxcal
from faultgis.dating.calendar import PRESENT, astronomical_year
from faultgis.dating.oxcal import Model
from faultgis.edits import Edit
from faultgis.errors import FaultGISError, InputError
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import PaleoEvent, StratUnit, Trench, TrenchSite, UnitOrder
from faultgis.services.deriving.stratigraphy import sequence_of

Records = Mapping[str, Mapping[UUID, AnyRecord]]


def exported(records: Records, site: TrenchSite) -> str:
    """The site's sequence as OxCal text. Raises ``InputError`` as ``stratigraphy.sequence_of`` does."""
    found = sequence_of(records, site.id)
    return oxcal.write(Model(found.entries, found.top, site.code))


def save_text(file: Path, text: str) -> None:
    """Write a text whole or not at all. Raises ``FaultGISError("oxcal.not_written")``."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FaultGISError("oxcal.not_written", file=str(file), reason=error.strerror or "") from error


def load_text(file: Path) -> str:
    """The text of a file. Raises ``InputError("oxcal.not_read")``."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("oxcal.not_read", file=str(file)) from error


@dataclass(frozen=True)
class Imported:
    """The edit that puts a sequence into a site; the boundaries within it that were taken for events; the
    commands that were left aside."""

    edit: Edit
    boundaries: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def imported(records: Records, site: TrenchSite, text: str, file: str = "") -> Imported:
    """Units, samples, results and events of a site from OxCal text: a unit for each phase or single date,
    each younger than the one before.

    A boundary between dates becomes an event; one at the top with a year the historical event that closes
    the sequence. Raises ``InputError``: ``oxcal.has_units`` (the site has a stratigraphy already), and those
    of ``oxcal.read``.
    """
    trenches = [t for t in records["trench"].values() if isinstance(t, Trench) and t.site_id == site.id]
    ours = {trench.id for trench in trenches}
    if any(getattr(unit, "trench_id", None) in ours for unit in records["strat_unit"].values()):
        raise InputError("oxcal.has_units", site=site.code)
    model = oxcal.read(text)
    taken = {str(getattr(sample, "code", "")) for sample in records["sample"].values()}
    builder = _Builder(site, trenches[0] if trenches else None, file, taken)
    made = tuple(Change(None, record) for record in builder.all(model))
    return Imported(Edit("edit.import_oxcal", made), tuple(builder.boundaries), model.aside)


class _Builder:
    """Makes the records of a site from a sequence, parents first."""

    def __init__(self, site: TrenchSite, trench: Trench | None, file: str, samples: set[str]) -> None:
        self.site = site
        self._samples, self._events_named = samples, set[str]()
        self.shared: dict[str, Any] = {"survey_id": site.survey_id, "source": Source(file=file)}
        self.given = trench
        self.trench = trench or Trench(code="T1", site_id=site.id, **self.shared)
        self.boundaries: list[str] = []

    def all(self, model: Model) -> Iterator[AnyRecord]:
        """Every record of the model."""
        if self.given is None:
            yield self.trench
        units = self._units(model)
        yield from units
        for older, younger in itertools.pairwise(units):
            yield UnitOrder(
                trench_id=self.trench.id,
                older_id=older.id,
                younger_id=younger.id,
                basis="OxCal",
                **self.shared,
            )
        yield from self._events(model, units)
        phases = [entry["phase"] for entry in model.entries if "phase" in entry]
        for unit, dates in zip(units, phases, strict=True):
            for date in dates:
                yield from self._dated(date, unit)

    def _units(self, model: Model) -> list[StratUnit]:
        count = sum("phase" in entry for entry in model.entries)
        return [
            StratUnit(code=f"U{n + 1}", trench_id=self.trench.id, position=count - 1 - n, **self.shared)
            for n in range(count)
        ]

    def _events(self, model: Model, units: list[StratUnit]) -> Iterator[PaleoEvent]:
        found: list[dict[str, Any]] = []
        level, last = 0, len(model.entries) - 1
        for number, entry in enumerate(model.entries):
            if "phase" in entry:
                level += 1
            elif "event" in entry:
                found.append({"code": self._event(entry["event"]), **self._between(units, level)})
            elif 0 < number < last:
                self.boundaries.append(str(entry["boundary"]))
                found.append({"code": self._event(entry["boundary"]), **self._between(units, level)})
            elif number == last and model.top is not None:
                year = round(float(model.top["value"]))
                below = units[-1].id if units else None
                code = self._event(entry["boundary"])
                found.append({"code": code, "known_year": year, "older_unit_id": below})
        for position, fields in enumerate(reversed(found), 1):
            yield PaleoEvent(site_id=self.site.id, position=position, **fields, **self.shared)

    def _event(self, name: Any) -> str:
        return _free(str(name) or "E", self._events_named)

    @staticmethod
    def _between(units: list[StratUnit], level: int) -> dict[str, UUID | None]:
        """The unit below and the one above a place in the sequence."""
        return {
            "older_unit_id": units[level - 1].id if level > 0 else None,
            "younger_unit_id": units[level].id if level < len(units) else None,
        }

    def _dated(self, date: Mapping[str, Any], unit: StratUnit) -> Iterator[AnyRecord]:
        lab = str(date.get("lab") or unit.code)
        calendar = "normal" in date
        sample = Sample(
            code=_free(lab, self._samples, f"{self.site.code}-{lab}"),
            site_id=self.site.id,
            trench_id=self.trench.id,
            unit_id=unit.id,
            method="historical" if calendar else "c14",
            **self.shared,
        )
        yield sample
        said = _in_calendar(date) if calendar else _radiocarbon(date)
        yield LabResult(sample_id=sample.id, lab_code=lab, sigma=1, **said, **self.shared)


def _free(code: str, taken: set[str], other: str = "") -> str:
    """The code, or another one where it is taken; it is taken from now on."""
    stem = code if code not in taken else other or code
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    taken.add(found)
    return found


def _radiocarbon(date: Mapping[str, Any]) -> dict[str, Any]:
    names = {"dR": "delta_r", "dRe": "delta_r_error"}
    return {names.get(key, key): value for key, value in date.items() if key != "lab"}


def _in_calendar(date: Mapping[str, Any]) -> dict[str, Any]:
    """A date in calendar years as an age before 1950."""
    year, spread = (float(number) for number in date["normal"])
    ka = (PRESENT - astronomical_year(year)) / 1000
    error = max(spread, 0.5) / 1000
    ages = {"age_ka": ka, "age_minus_ka": error, "age_plus_ka": error, "datum_year": PRESENT}
    return {"method": "historical", **ages}
