"""All that belongs to one trench's log, gathered from the records of a survey."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import (
    EventEvidence,
    PaleoEvent,
    StratUnit,
    Trench,
    TrenchSite,
    UnitOrder,
    Wall,
    WallFeature,
    WallImage,
)

Records = Mapping[str, Mapping[UUID, AnyRecord]]
T = TypeVar("T")
LOG_KINDS = (
    *("trench_site", "trench", "wall", "wall_image", "strat_unit", "unit_order", "wall_feature"),
    *("paleo_event", "event_evidence", "sample", "lab_result"),
)


@dataclass(frozen=True)
class TrenchLog:
    """One trench with its walls and what stands on them, each by its id; events and evidence are those of its
    site."""

    site: TrenchSite | None
    trench: Trench
    walls: Mapping[UUID, Wall]
    images: Mapping[UUID, WallImage]
    units: Mapping[UUID, StratUnit]
    orders: Mapping[UUID, UnitOrder]
    features: Mapping[UUID, WallFeature]
    events: Mapping[UUID, PaleoEvent]
    evidence: Mapping[UUID, EventEvidence]
    samples: Mapping[UUID, Sample]
    results: Mapping[UUID, LabResult]

    def on(self, wall_id: UUID, *kinds: str) -> list[WallFeature]:
        """What is drawn on a wall, of these kinds or all."""
        here = (f for f in self.features.values() if f.wall_id == wall_id)
        return [f for f in here if not kinds or f.kind in kinds]

    def label(self, feature: WallFeature) -> str:
        """What a feature is called on the log: its own code, else that of what it shows."""
        shows: tuple[tuple[Mapping[UUID, Any], UUID | None], ...] = (
            (self.units, feature.unit_id),
            (self.events, feature.event_id),
            (self.samples, feature.sample_id),
        )
        named = (getattr(held.get(key), "code", "") for held, key in shows if key is not None)
        return feature.code or next(filter(None, named), "")


def log_of(records: Records, trench_id: UUID) -> TrenchLog | None:
    """The log of a trench, or ``None`` where there is no such trench."""
    trench = records["trench"].get(trench_id)
    if not isinstance(trench, Trench):
        return None
    site = records["trench_site"].get(trench.site_id)
    walls = _held(records, "wall", Wall, "trench_id", {trench_id})
    events = _held(records, "paleo_event", PaleoEvent, "site_id", {trench.site_id})
    features = _held(records, "wall_feature", WallFeature, "wall_id", walls)
    samples = {s.id: s for s in _samples(records, trench, walls)}
    return TrenchLog(
        site=site if isinstance(site, TrenchSite) else None,
        trench=trench,
        walls=walls,
        images=_held(records, "wall_image", WallImage, "wall_id", walls),
        units=_held(records, "strat_unit", StratUnit, "trench_id", {trench_id}),
        orders=_held(records, "unit_order", UnitOrder, "trench_id", {trench_id}),
        features=features,
        events=events,
        evidence=_held(records, "event_evidence", EventEvidence, "event_id", events),
        samples=samples,
        results=_held(records, "lab_result", LabResult, "sample_id", samples),
    )


def _held(records: Records, kind: str, of: type[T], field: str, keys: Iterable[UUID]) -> dict[UUID, T]:
    wanted = set(keys)
    found = records.get(kind, {}).items()
    return {key: r for key, r in found if isinstance(r, of) and getattr(r, field) in wanted}


def _samples(records: Records, trench: Trench, walls: Mapping[UUID, Wall]) -> Iterator[Sample]:
    for sample in records.get("sample", {}).values():
        if isinstance(sample, Sample) and (sample.trench_id == trench.id or sample.wall_id in walls):
            yield sample
