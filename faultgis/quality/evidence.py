"""What a survey's records say of when each fault last moved: dated units that it broke, and its ruptures."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from faultgis.quality import times
from faultgis.quality.given import Given
from faultgis.quality.times import Ages
from faultgis.records.fault import Segment
from faultgis.records.site import BuriedPoint, SurfaceRupture
from faultgis.records.trace import Trace
from faultgis.records.trench import PaleoEvent, TrenchSite

Named = tuple[str, Ages]


@dataclass(frozen=True)
class Evidence:
    """The youngest dated unit that a fault broke, and its last rupture, each with its name; ``None``: not
    known."""

    youngest_unit: Named | None = None
    last: Named | None = None


def evidence(given: Given) -> Mapping[UUID, Evidence]:
    """The evidence for each fault that there is any for."""
    found: dict[UUID, Evidence] = defaultdict(Evidence)
    for fault, named in _units(given):
        known = found[fault].youngest_unit
        if known is None or named[1].old < known[1].old:
            found[fault] = replace(found[fault], youngest_unit=named)
    for fault, named in _ruptures(given):
        known = found[fault].last
        if known is None or named[1].old < known[1].old:
            found[fault] = replace(found[fault], last=named)
    return dict(found)


def _units(given: Given) -> list[tuple[UUID, Named]]:
    """Dated broken units by fault: below buried points, and those that events cut in trenches."""
    traces = {r.id: r.fault_id for r in given.records.get("trace", ()) if isinstance(r, Trace)}
    found: list[tuple[UUID, Named]] = []
    for point in given.records.get("buried_point", ()):
        if isinstance(point, BuriedPoint) and point.last_age is not None:
            fault = point.fault_id or (traces.get(point.trace_id) if point.trace_id else None)
            if fault is not None:
                found.append((fault, (point.code, times.of_ka(point.last_age))))
    dated = times.dated(given)
    for event, fault in _events(given):
        ages = dated.get(event.older_unit_id, []) if event.older_unit_id else []
        # The unit is as old as its youngest date says: what was reworked into it is older.
        calendar = [each for each in ages if each.ages.scale == "calendar"]
        if calendar:
            youngest = min(calendar, key=lambda each: each.ages.old)
            found.append((fault, (youngest.result.lab_code, youngest.ages)))
    return found


def faults_of_sites(given: Given) -> Mapping[UUID, UUID | None]:
    """The fault of each trench site: its own, else that of its segment."""
    segments = {r.id: r.fault_id for r in given.records.get("segment", ()) if isinstance(r, Segment)}
    sites = [r for r in given.records.get("trench_site", ()) if isinstance(r, TrenchSite)]
    return {r.id: r.fault_id or (segments.get(r.segment_id) if r.segment_id else None) for r in sites}


def _events(given: Given) -> list[tuple[PaleoEvent, UUID]]:
    sites = faults_of_sites(given)
    return [
        (each, fault)
        for each in given.records.get("paleo_event", ())
        if isinstance(each, PaleoEvent)
        and each.status in ("definite", "probable")
        and (fault := sites.get(each.site_id)) is not None
    ]


def _ruptures(given: Given) -> list[tuple[UUID, Named]]:
    """Historical surface ruptures and dated events by fault."""
    found: list[tuple[UUID, Named]] = []
    for each in given.records.get("surface_rupture", ()):
        if isinstance(each, SurfaceRupture) and each.fault_id is not None and each.year is not None:
            age = times.before(each.year, given.today)
            found.append((each.fault_id, (each.name or each.date_text or str(each.year), Ages(age, age))))
    ages = times.event_ages(given)
    for event, fault in _events(given):
        if event.known_year is not None:
            age = times.before(event.known_year, given.today)
            found.append((fault, (event.code, Ages(age, age))))
        elif event.id in ages:
            found.append((fault, (event.code, ages[event.id])))
    return found
