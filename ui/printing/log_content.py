"""What a printed log tells beside its drawing: ages as they stand, what is stale, and how it is drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from faultgis.records.derived import CalibratedAge, EventAge
from faultgis.records.encoding import decode, encode
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.sample import LabResult
from faultgis.records.trench import StratUnit, Wall
from faultgis.services.deriving import staleness
from faultgis.walls.log import LOG_KINDS, Records, TrenchLog, log_of
from faultgis.walls.order import circle, levels

AUTO, WHOLE = "auto", "whole"


@dataclass(frozen=True)
class Wanted:
    """How a log is printed: the scale's denominator, the sheet (``auto``: the smallest that holds it,
    ``whole``: one cut to measure), the walls by their ids (empty: all), how strongly pictures show (0: not),
    and who logged it (empty: those who drew what stands on the walls)."""

    scale: int = 20
    paper: str = AUTO
    walls: tuple[UUID, ...] = ()
    pictures: float = 0.0
    author: str = ""
    printed_on: date = field(default_factory=date.today)


@dataclass(frozen=True)
class Content:
    """A trench's log with the ages that stand in it, each by what it dates; ``stale`` names those of them
    that no longer follow from what they were calculated from."""

    log: TrenchLog
    fault: Fault | None
    ages: Mapping[UUID, CalibratedAge]
    event_ages: Mapping[UUID, EventAge]
    stale: frozenset[UUID]

    def on_walls(self, wanted: Collection[UUID]) -> "Content":
        """The content of some walls only: what is drawn on others, and their samples, left out."""
        log = self.log
        features = {key: f for key, f in log.features.items() if f.wall_id in wanted}
        pointed = {f.sample_id for f in features.values()}
        samples = {k: s for k, s in log.samples.items() if s.wall_id in wanted or s.id in pointed}
        walls = {key: w for key, w in log.walls.items() if key in wanted}
        return replace(self, log=replace(log, walls=walls, features=features, samples=samples))

    @property
    def walls(self) -> list[Wall]:
        """The walls, one that is not mirrored first."""
        return sorted(self.log.walls.values(), key=lambda w: (w.mirrored, w.code))

    def units(self) -> list[StratUnit]:
        """The units from young to old, as far as their order says; in a circle as they are listed."""
        units = self.log.units
        known = {} if self.circle() else levels(units, self.log.orders.values())
        return sorted(units.values(), key=lambda u: (-known.get(u.id, 0), u.position, u.code))

    def circle(self) -> str:
        """The units of a circle in the order, or nothing."""
        found = circle(self.log.units, self.log.orders.values())
        return " → ".join(self.log.units[key].code for key in found or () if key in self.log.units)

    def results(self, sample_id: UUID | None) -> list[LabResult]:
        """The results of a sample that are in use."""
        of_sample = (r for r in self.log.results.values() if r.sample_id == sample_id and not r.rejected)
        return sorted(of_sample, key=lambda r: (r.lab_code, str(r.id)))

    def authors(self) -> list[str]:
        """Who drew what stands on the walls, by the database's own note."""
        stamps = (f.stamp for f in self.log.features.values())
        return sorted({name for s in stamps if (name := s.updated_by or s.created_by)})


def content_of(records: Records, trench_id: UUID) -> Content | None:
    """The content of a trench's log, or ``None`` where there is no such trench."""
    held = {kind: records.get(kind, {}) for kind in KINDS}
    log = log_of(held, trench_id)
    if log is None:
        return None
    ages = {a.result_id: a for a in _all(held, "calibrated_age") if a.result_id in log.results}
    event_ages = _event_ages(held, log)
    stale = _stale(held, [*ages.values(), *event_ages.values()])
    fault = held["fault"].get(log.site.fault_id) if log.site is not None and log.site.fault_id else None
    return Content(log, fault if isinstance(fault, Fault) else None, ages, event_ages, stale)


def _stale(records: Records, dated: Sequence[CalibratedAge | EventAge]) -> frozenset[UUID]:
    """Which of these ages are stale. All in one pass, and nothing else that was derived: what a chronology
    rests on is much to read, and read for each of its events it would take a second."""
    kinds = staleness.DERIVED_KINDS
    held: dict[str, dict[UUID, AnyRecord]] = {kind: {} for kind in kinds}
    ahead: list[Any] = list(dated)
    while ahead:
        record = ahead.pop()
        held[kind_of(record)][record.id] = record
        inputs = ((kind, UUID(key)) for kind, key in record.inputs if kind in kinds)
        ahead += [
            records[kind][key] for kind, key in inputs if key in records[kind] and key not in held[kind]
        ]
    states = staleness.states({**records, **held})
    return frozenset(record.id for record in dated if states[record.id].stale)


def _all(records: Records, kind: str) -> list[Any]:
    return list(records[kind].values())


def _event_ages(records: Records, log: TrenchLog) -> dict[UUID, EventAge]:
    """The ages of events in the site's default chronology, else in the one there is."""
    models = [m for m in _all(records, "chronology_model") if m.site_id == log.trench.site_id]
    chosen = next((m.id for m in models if m.is_default), models[0].id if len(models) == 1 else None)
    found = (a for a in _all(records, "event_age") if a.chronology_id == chosen and a.event_id in log.events)
    return {a.event_id: a for a in found}


def told(content: Content) -> dict[str, Any]:
    """The content as JSON, for the printer."""
    log = content.log
    held: Sequence[Mapping[UUID, AnyRecord]] = (
        *(log.walls, log.images, log.units, log.orders, log.features, log.events, log.evidence),
        *(log.samples, log.results, content.ages, content.event_ages),
    )
    alone = [r for r in (log.site, log.trench, content.fault) if r is not None]
    records = [*alone, *(record for some in held for record in some.values())]
    return {
        "trench": str(log.trench.id),
        "records": [encode(record) for record in records],
        "stale": [str(key) for key in content.stale],
    }


def heard(value: Mapping[str, Any]) -> Content:
    """The content that ``told`` wrote."""
    records: dict[str, dict[UUID, Any]] = {kind: {} for kind in (*LOG_KINDS, *KINDS)}
    for encoded in value["records"]:
        record = decode(encoded)
        records[kind_of(record)][record.id] = record
    log = log_of(records, UUID(value["trench"]))
    assert log is not None
    ages = {a.result_id: a for a in records["calibrated_age"].values()}
    event_ages = {a.event_id: a for a in records["event_age"].values()}
    fault = next(iter(records["fault"].values()), None)
    return Content(log, fault, ages, event_ages, frozenset(map(UUID, value["stale"])))
