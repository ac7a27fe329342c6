"""A list of events as a trench site with its events, and a chronology that holds their joint draws."""

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from shapely import Point

from faultgis.dating.listed import DRAWS, SEED, ordered_draws, summaries
from faultgis.errors import InputError
from faultgis.records.derived import ChronologyModel, EventAge
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.survey import Survey
from faultgis.records.trench import PaleoEvent, TrenchSite
from faultgis.services.deriving.making import software, year_estimate
from faultgis.services.deriving.staleness import IMPORTED
from faultgis.values import Document
from importers.batch import Batch, Problem
from importers.tables.eventlists import EventList, Listed, read_list

KIND = "chronologies"
LIST, PARAMETERS = "events", "parameters"
_DESCRIBED = ("faulting_style", "tectonic_region", "method", "location_accuracy")


def read_chronology(path: Path, survey: Survey, *, encoding: str | None = None) -> Batch:
    """The events of a published chronology, each event one feature. Where the site belongs in the survey, and
    to which fault, the import finds out (``Batch.links``).

    Raises ``InputError`` as ``eventlists.read_list``, and ``chronology.order`` with the two events whose ages
    contradict the order that the file states.
    """
    listed = read_list(path, encoding)
    batch = Batch(str(path), listed.name, KIND, "EPSG:4326", listed.encoding, read=len(listed.events))
    batch.mapping, batch.crs_accuracy_m = "QuakeRates", 0.0
    batch.sha256 = hashlib.sha256((listed.text + repr(listed.parameters)).encode()).hexdigest()
    if listed.draws is not None:
        batch.sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    site = _site(path, survey, listed)
    batch.links[site.id] = {"name": listed.name, "placed": "yes" if _location(listed) else ""}
    batch.records = [site, *_events(survey, listed, site.id, path)]
    batch.records += _chronology(survey, listed, batch, site.id, path)
    batch.labels = (LIST, PARAMETERS, *(dict.fromkeys(name for e in listed.events for name, _ in e.cells)))
    batch.origins = _origins(batch.labels)
    batch.cells = {name: Counter({"typed": len(listed.events)}) for name in batch.labels[2:]}
    return batch


def _origins(labels: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    site: dict[str, tuple[str, ...]] = dict.fromkeys(("geometry", "description", "fault_id"), (PARAMETERS,))
    whole = ("model", "request", "results", "convention", "age")
    derived: dict[str, tuple[str, ...]] = dict.fromkeys(whole, (LIST, PARAMETERS))
    return {
        "trench_site": site,
        "paleo_event": {"status": labels[2:]},
        "chronology_model": derived,
        "event_age": derived,
    }


def _location(listed: EventList) -> Point | None:
    given = listed.parameters.get("location")
    if not isinstance(given, list | tuple) or len(given) != 2:
        return None
    if not all(isinstance(n, int | float) for n in given):
        return None
    lon, lat = (float(n) for n in given)
    return Point(lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _site(path: Path, survey: Survey, listed: EventList) -> TrenchSite:
    said = [f"{name}: {listed.parameters[name]}" for name in _DESCRIBED if name in listed.parameters]
    return TrenchSite(
        survey_id=survey.id,
        code=listed.name,
        # Without a location the import needs a site of the survey in its place.
        geometry=_location(listed) or Point(0, 0),
        name_en=re.sub(r"(?<=[a-z])(?=[A-Z])", " ", listed.name),
        description="; ".join(said),
        source=_source(path, listed, "site", None, ()),
    )


def _source(
    path: Path, listed: EventList, part: str, row: int | None, cells: tuple[tuple[str, str], ...]
) -> Source:
    key = f"event:{listed.name}" + ("" if part == "site" else f":{listed.dataset}/{part}")
    whole = listed.text or f"{listed.draws.shape if listed.draws is not None else ''}"
    given = "\n".join(f"{name} = {value!r}" for name, value in listed.parameters.items())
    attributes = cells or ((LIST, whole), (PARAMETERS, given))
    return Source(
        file=path.name,
        layer=listed.name,
        row=row,
        key=key,
        method="quakerates",
        reference=listed.dataset,
        attributes=tuple((label, text) for label, text in attributes if text),
    )


def _events(survey: Survey, listed: EventList, site_id: UUID, path: Path) -> list[AnyRecord]:
    return [
        PaleoEvent(
            survey_id=survey.id,
            code=_code(listed, place),
            site_id=site_id,
            position=len(listed.events) - place,
            status=_status(event),
            source=_source(path, listed, _code(listed, place), event.row, event.cells),
        )
        for place, event in enumerate(listed.events)
    ]


def _code(listed: EventList, place: int) -> str:
    return f"E{len(listed.events) - place}"


def _status(event: Listed) -> str:
    return "probable" if event.certain is None else "definite" if event.certain else "possible"


def _chronology(
    survey: Survey, listed: EventList, batch: Batch, site_id: UUID, path: Path
) -> list[AnyRecord]:
    names = [_code(listed, place) for place in range(len(listed.events))]
    draws, convention, request = _drawn(listed, names, batch, path)
    years, told = summaries(draws, names)
    order = [{"event": name} for name in names]
    shared: dict[str, Any] = {
        "survey_id": survey.id,
        "function": IMPORTED,
        "convention": convention,
        "software": software(),
    }
    model = ChronologyModel(
        **shared,
        code=listed.dataset or listed.name,
        site_id=site_id,
        author=listed.dataset,
        model=Document({"entries": order, "as_listed": [[list(c) for c in e.cells] for e in listed.events]}),
        request=Document({"sequence_old_to_young": order, **request}),
        results=Document({"draws": years, "events": told}),
        source=_source(path, listed, "chronology", None, ()),
    )
    events = {r.code: r.id for r in batch.records if isinstance(r, PaleoEvent)}
    ages = [
        EventAge(
            **shared,
            chronology_id=model.id,
            event_id=events[name],
            age=year_estimate(told[name]),
            results=Document(told[name]),
            source=_source(path, listed, f"age of {name}", None, ()),
        )
        for name in names
    ]
    return [model, *ages]


def _drawn(listed: EventList, names: list[str], batch: Batch, path: Path) -> tuple[Any, str, dict[str, Any]]:
    if listed.draws is not None:
        step = max(1, len(listed.draws) // DRAWS)
        thinned = listed.draws[::step][:DRAWS]
        convention = (
            f"{len(listed.draws)} published joint draws, every {step}th kept" if step > 1 else "published"
        )
        return thinned, convention, {"draws": len(listed.draws), "step": step, "sha256": batch.sha256}
    means = [event.year for event in listed.events]
    sds = [event.half / listed.sigma for event in listed.events]
    try:
        draws, share = ordered_draws(means, sds)
    except InputError as error:
        first, second = (listed.events[int(error.params[n])] for n in ("first", "second"))
        shown: dict[str, Any] = {"first": _as_listed(first), "second": _as_listed(second)}
        raise InputError(
            "chronology.order", file=str(path), rows=f"{first.row}, {second.row}", **shown
        ) from None
    if share < 0.9:
        shown = {"percent": f"{100 * share:.0f}"}
        batch.warnings.append(Problem("chronology.overlap", shown, layer=listed.name))
    convention = f"normal, bounds at {listed.sigma} sigma; {len(draws)} joint draws in the stated order"
    bounds = [[name, round(m, 3), round(s, 4)] for name, m, s in zip(names, means, sds, strict=True)]
    return np.asarray(draws), convention, {"normal": bounds, "draws": len(draws), "seed": SEED}


def _as_listed(event: Listed) -> str:
    return ", ".join(f"{name} {text}" for name, text in event.cells)
