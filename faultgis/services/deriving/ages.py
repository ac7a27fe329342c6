"""Ages from laboratory results, and the ages of events from a site's stratigraphy."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.records.derived import CalibratedAge, ChronologyModel, EventAge
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import PaleoEvent, TrenchSite
from faultgis.services.calculating import compute
from faultgis.services.deriving import gathering, making
from faultgis.services.deriving.making import Records
from faultgis.services.deriving.staleness import IMPORTED
from faultgis.services.deriving.stating import is_radiocarbon, luminescence_of, radiocarbon_of
from faultgis.services.deriving.stratigraphy import sequence_of
from faultgis.values import Document

KEPT_DRAWS, BINS = 2000, 80
SEED = 20_260_101


def calibrated(records: Records, result: LabResult) -> Change:
    """The age of a laboratory result, anew or in the place of its old one.

    Raises ``InputError``: ``deriving.no_age``, ``deriving.no_datum``, those of calibration, with the
    laboratory's number.
    """
    sample = records["sample"][result.sample_id]
    assert isinstance(sample, Sample)
    radiocarbon = is_radiocarbon(result)
    request = radiocarbon_of(result) if radiocarbon else luminescence_of(result)
    function = "calibrate" if radiocarbon else "luminescence_age"
    convention = "HPD 68.27/95.45 %" if radiocarbon else "two half normals, 1 sigma"
    with making.naming(lab=result.lab_code):
        fields = making.derived(records, (result, sample), function, request, convention)
    told = {"median": _median(fields["results"]), **_quantiles(function, request)}
    old = next((a for a in records["calibrated_age"].values() if _of(a, "result_id") == result.id), None)
    age = making.year_estimate(told)
    if isinstance(old, CalibratedAge):
        return Change(old, replace(old, sample_id=sample.id, age=age, **fields))
    made = CalibratedAge(
        survey_id=result.survey_id, result_id=result.id, sample_id=sample.id, age=age, **fields
    )
    return Change(None, made)


def _median(results: Mapping[str, Any]) -> float:
    return float(results["median_ad"] if "median_ad" in results else results["median"])


def _quantiles(function: str, request: Mapping[str, Any]) -> dict[str, float]:
    if function == "luminescence_age":
        told = compute(function, dict(request))
        return {"q025": told["q025"], "q975": told["q975"]}
    told = compute("calibrate", dict(request))["hpd_95"]
    return {"q025": float(told[0][0]), "q975": float(told[-1][1])}


def chronology(
    records: Records, site: TrenchSite, code: str = "", old: ChronologyModel | None = None, seed: int = SEED
) -> list[Change]:
    """The chronology of a site and the ages of its events, anew or in the place of an old one; one that came
    from a file stays, and a new one stands beside it.

    Raises ``InputError`` as ``stratigraphy.sequence_of`` and ``sequence_model`` do.
    """
    old = None if old is not None and old.function == IMPORTED else old
    layout = sequence_of(records, site.id)
    kept = {"keep_draws": KEPT_DRAWS, "bins": BINS}
    request: dict[str, Any] = {"sequence_old_to_young": list(layout.entries), **kept}
    if layout.top is not None:
        request["top"] = layout.top
    given = list(gathering.of_site(records, site.id))
    fields = making.derived(records, given, "sequence_model", {**request, "seed": seed}, "uniform phases")
    model = Document({"entries": list(layout.entries), "assumed": [list(p) for p in layout.assumed]})
    if old is not None:
        made = replace(old, model=model, **fields)
    else:
        made = ChronologyModel(
            survey_id=site.survey_id,
            code=code or _free_code(records, site),
            site_id=site.id,
            is_default=not _models(records, site.id),
            model=model,
            **fields,
        )
    return [Change(old, made), *event_ages(records, made)]


def _models(records: Records, site_id: UUID) -> list[AnyRecord]:
    return [m for m in records["chronology_model"].values() if _of(m, "site_id") == site_id]


def _free_code(records: Records, site: TrenchSite) -> str:
    taken = {_of(model, "code") for model in _models(records, site.id)}
    return next(code for n in range(1, len(taken) + 2) if (code := f"{site.code}-C{n}") not in taken)


def event_ages(records: Records, model: ChronologyModel) -> list[Change]:
    """One age per event of the chronology; those of events that it no longer holds go."""
    with_model = {**records, "chronology_model": {**records["chronology_model"], model.id: model}}
    events = {e.code: e for e in records["paleo_event"].values() if isinstance(e, PaleoEvent)}
    of_site = {code: e for code, e in events.items() if e.site_id == model.site_id}
    old = {
        _of(a, "event_id"): a for a in records["event_age"].values() if _of(a, "chronology_id") == model.id
    }
    changes = []
    for name, told in model.results["events"].items():
        if (event := of_site.get(name)) is None:
            continue
        before = old.pop(event.id, None)
        changes.append(Change(before, _event_age(with_model, model, event, told, before)))
    return [*changes, *(Change(gone, None) for gone in old.values())]


def _event_age(
    records: Records,
    model: ChronologyModel,
    event: PaleoEvent,
    told: Mapping[str, Any],
    old: AnyRecord | None,
) -> EventAge:
    fields = making.provenance(records, (model, event), "sequence_model", Document(), "posterior")
    results, age = Document(told), making.year_estimate(told)
    if isinstance(old, EventAge):
        return replace(old, age=age, results=results, **fields)
    return EventAge(
        survey_id=model.survey_id,
        chronology_id=model.id,
        event_id=event.id,
        age=age,
        results=results,
        **fields,
    )


def _of(record: AnyRecord, name: str) -> Any:
    return getattr(record, name)
