"""The chain from trench to probability as JSON values."""

from typing import Any
from uuid import UUID

from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import PaleoEvent, StratUnit, UnitOrder
from faultgis.services.deriving import gathering, staleness
from faultgis.services.deriving.recomputing import Overlay
from faultgis.services.deriving.stratigraphy import levels_of
from faultgis.values import Estimate
from ui.cli.faults import estimate_value

_HIDDEN = ("input_hashes", "draws")


def estimate(value: Estimate | None) -> dict[str, Any] | None:
    """An estimate as JSON, if there is one."""
    return None if value is None else estimate_value(value)


def derived(records: Overlay, record: Any) -> dict[str, Any]:
    """How a result came about, and whether it still holds; its answer stands beside it as ``compute`` gives
    it."""
    state = staleness.state(records, record)
    reasons = [{"kind": r.kind, "id": str(r.id), "what": r.what} for r in state.reasons]
    answer = {k: v for k, v in record.results.items() if k not in _HIDDEN}
    told = {"function": record.function, "convention": record.convention, "software": record.software}
    return {
        **answer,
        **told,
        "inputs": [list(i) for i in record.inputs],
        "stale": state.stale,
        "why": reasons,
    }


def age(records: Overlay, record: Any) -> dict[str, Any]:
    """A calibrated age."""
    result: Any = records["lab_result"][record.result_id]
    return {"lab": result.lab_code, "age": estimate(record.age), **derived(records, record)}


def site(records: Overlay, found: Any) -> dict[str, Any]:
    """A trench site with its trenches, units from young to old, samples and events."""
    of: list[Any] = list(gathering.of_site(records, found.id))
    trenches: list[Any] = [t for t in records["trench"].values() if getattr(t, "site_id", None) == found.id]
    fault: Any = records["fault"].get(found.fault_id)
    return {
        "site": found.code,
        "name_zh": found.name_zh,
        "name_en": found.name_en,
        "fault": None if fault is None else fault.code,
        "place": [found.geometry.x, found.geometry.y],
        "trenches": [
            {"code": t.code, "constructed": t.constructed, "length_m": t.length_m} for t in trenches
        ],
        "units": _units(of),
        "samples": _samples(records, of),
        "events": _events(records, of),
    }


def _picked(record: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _units(of: list[Any]) -> list[dict[str, Any]]:
    units = {r.id: r for r in of if isinstance(r, StratUnit)}
    levels = levels_of(units, [r for r in of if isinstance(r, UnitOrder)])
    young_first = sorted(units.values(), key=lambda u: (-levels[u.id], u.position, u.code))
    return [
        {
            "code": u.code,
            "name_zh": u.name_zh,
            "name_en": u.name_en,
            "lithology": u.lithology,
            "level": levels[u.id],
        }
        for u in young_first
    ]


def _samples(records: Overlay, of: list[Any]) -> list[dict[str, Any]]:
    results = [r for r in of if isinstance(r, LabResult)]
    known: dict[UUID, Any] = {getattr(a, "result_id", None): a for a in records["calibrated_age"].values()}  # type: ignore[misc]
    units: dict[UUID, Any] = dict(records["strat_unit"])
    said = []
    for sample in (r for r in of if isinstance(r, Sample)):
        for result in (r for r in results if r.sample_id == sample.id):
            dated = known.get(result.id)
            said.append(
                {
                    "sample": sample.code,
                    "lab": result.lab_code,
                    "unit": units[sample.unit_id].code if sample.unit_id in units else None,
                    "method": result.method,
                    "c14_age": result.c14_age,
                    "c14_error": result.c14_error,
                    "age_ka": result.age_ka,
                    "rejected": result.rejected,
                    "age": estimate(dated.age) if dated is not None else None,
                    "stale": staleness.state(records, dated).stale if dated is not None else None,
                }
            )
    return said


def _events(records: Overlay, of: list[Any]) -> list[dict[str, Any]]:
    found = sorted((r for r in of if isinstance(r, PaleoEvent)), key=lambda e: (e.position, e.code))
    dated: dict[Any, Any] = {getattr(a, "event_id", None): a for a in records["event_age"].values()}
    units: dict[Any, Any] = dict(records["strat_unit"])
    return [
        {
            "code": event.code,
            "status": event.status,
            "known_year": event.known_year,
            "older_unit": units[event.older_unit_id].code if event.older_unit_id in units else None,
            "younger_unit": units[event.younger_unit_id].code if event.younger_unit_id in units else None,
            "age": estimate(dated[event.id].age) if event.id in dated else None,
            "stale": staleness.state(records, dated[event.id]).stale if event.id in dated else None,
        }
        for event in found
    ]


def rates(records: Overlay, fault_id: UUID) -> dict[str, Any]:
    """The rates of a fault: of its sites, and what stands for it."""
    found: list[Any] = [r for r in records["slip_rate"].values() if getattr(r, "fault_id", None) == fault_id]
    said = [
        {
            "code": r.code,
            "component": r.component,
            "rate": estimate(r.rate),
            "rule": r.rule,
            **derived(records, r),
        }
        for r in found
    ]
    pairs = list(zip(found, said, strict=True))
    return {
        "sites": [told for r, told in pairs if not r.representative],
        "representative": [told for r, told in pairs if r.representative],
    }


def recurrence(records: Overlay, found: Any) -> dict[str, Any]:
    """The recurrence at a site and its probabilities."""
    models = {m.id for m in records["chronology_model"].values() if getattr(m, "site_id", None) == found.id}
    cycles: list[Any] = [
        r for r in records["recurrence"].values() if getattr(r, "chronology_id", None) in models
    ]
    chances: list[Any] = list(records["probability"].values())
    return {
        "site": found.code,
        "recurrence": [
            {
                "code": cycle.code,
                "interval": estimate(cycle.interval),
                "cov": estimate(cycle.cov),
                "elapsed": estimate(cycle.elapsed),
                "probability": [_chance(p) for p in chances if p.recurrence_id == cycle.id],
                **{k: v for k, v in derived(records, cycle).items() if k != "elapsed"},
            }
            for cycle in cycles
        ],
    }


def _chance(record: Any) -> dict[str, Any]:
    return {
        "model": record.model,
        "window": record.window_years,
        "from_year": record.from_year,
        "p": record.probability,
        "low": record.low,
        "high": record.high,
        "alpha": record.request.get("alpha"),
    }
