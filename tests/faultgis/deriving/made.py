"""A constructed trench with the recovered ages of Lake Ladik (case SEQ-01), as records."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from shapely import LineString, Point

from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.sample import LabResult, Sample
from faultgis.records.survey import Survey
from faultgis.records.trench import PaleoEvent, StratUnit, Trench, TrenchSite, UnitOrder, Wall, WallFeature
from faultgis.services.editing import EditingSession

SURVEY = Survey(code="LADIK", constructed=True)


def _of(**more: Any) -> dict[str, Any]:
    return {"survey_id": SURVEY.id, **more}


def ladik(case: dict[str, Any]) -> list[AnyRecord]:
    """The fault, site, trench, wall, units in order with contacts, dated samples and events of the case."""
    fault = Fault(**_of(code="NAF"))
    site = TrenchSite(**_of(code="LADIK", geometry=Point(36.0, 40.9), fault_id=fault.id))
    trench = Trench(**_of(code="T1", site_id=site.id, constructed=True))
    wall = Wall(**_of(code="W", trench_id=trench.id))
    made: list[AnyRecord] = [fault, site, trench, wall]
    units: list[StratUnit] = []
    waiting: list[tuple[str, UUID | None]] = []
    for entry in case["inputs"]["sequence_old_to_young"]:
        if "event" in entry:
            waiting.append((entry["event"], units[-1].id if units else None))
        elif "phase" in entry:
            unit = StratUnit(**_of(code=f"U{len(units) + 1}", trench_id=trench.id, position=len(units)))
            made += [unit, *_above(unit, units, trench, wall), *_dated(entry["phase"], unit, site, trench)]
            made += [_event(name, below, unit, site) for name, below in waiting]
            waiting, units = [], [*units, unit]
    last = PaleoEvent(**_of(code="E0", site_id=site.id, known_year=1943, older_unit_id=units[-1].id))
    return [*made, last]


def _above(unit: StratUnit, units: list[StratUnit], trench: Trench, wall: Wall) -> list[AnyRecord]:
    if not units:
        return []
    contact = WallFeature(
        **_of(
            shape=LineString([(0, unit.position), (10, unit.position + 0.2)]),
            wall_id=wall.id,
            kind="contact",
            older_unit_id=units[-1].id,
            younger_unit_id=unit.id,
        )
    )
    return [UnitOrder(**_of(trench_id=trench.id, younger_id=unit.id, older_id=units[-1].id)), contact]


def _dated(phase: list[dict[str, Any]], unit: StratUnit, site: TrenchSite, trench: Trench) -> list[AnyRecord]:
    made: list[AnyRecord] = []
    for date in phase:
        sample = Sample(**_of(code=date["lab"], site_id=site.id, trench_id=trench.id, unit_id=unit.id))
        numbers = {"c14_age": date["c14_age"], "c14_error": date["c14_error"], "curve": "intcal13"}
        made += [sample, LabResult(**_of(sample_id=sample.id, lab_code=date["lab"], sigma=1, **numbers))]
    return made


def _event(name: str, below: UUID | None, unit: StratUnit, site: TrenchSite) -> PaleoEvent:
    bounds = {"older_unit_id": below, "younger_unit_id": unit.id}
    return PaleoEvent(**_of(code=name, site_id=site.id, position=int(name[1:]), **bounds))


def session(records: Iterable[AnyRecord]) -> EditingSession:
    """An open survey with these records."""
    by_kind: dict[str, list[AnyRecord]] = {kind: [] for kind in KINDS}
    for record in records:
        by_kind[kind_of(record)].append(record)
    return EditingSession(SURVEY, by_kind)


def deleted(record: AnyRecord) -> Change:
    """The record gone."""
    return Change(record, None)
