"""The practice trench: a whole log from site to laboratory results, made for learning and for trying out.

Its ages are those of a published sequence (Lake Ladik, North Anatolian fault); its walls are constructed and
say so in their names, their descriptions and ``Trench.constructed``.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

import resources
from faultgis.changes import Change
from faultgis.crs.ellipsoid import distance_azimuth
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.geometry.lines import nearest
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trace import Trace
from faultgis.records.trench import (
    EventEvidence,
    PaleoEvent,
    StratUnit,
    Trench,
    TrenchSite,
    UnitOrder,
    Wall,
    WallFeature,
)
from faultgis.services.practice_walls import Section
from faultgis.services.trenching import Place, trench_line, walls_of

# Where the practice survey's first fault runs, and the direction across it there.
PLACE: Place = (15.84177951, 46.45659290)
ACROSS = 75.9
_STRANDS = {"E7": -0.55, "E6": 0.7, "E5": -0.85, "E4": 1.1, "E3": -0.35, "E2": 0.45, "E1": 0.25}


@cache
def told() -> Mapping[str, Any]:
    """The published ages and the invented beds, as shipped."""
    found: dict[str, Any] = json.loads(resources.text("demo/ladik.json"))
    return found


def practice_trench(records: Mapping[str, Mapping[UUID, AnyRecord]], survey_id: UUID) -> Edit:
    """The practice trench across the longest trace of the survey that belongs to a fault.

    Raises ``InputError``: ``practice.there`` (the survey has it already), ``practice.no_fault``.
    """
    code = str(told()["site"]["code"])
    if any(getattr(site, "code", "") == code for site in records["trench_site"].values()):
        raise InputError("practice.there", code=code)
    traces = [t for t in records["trace"].values() if isinstance(t, Trace) and t.fault_id is not None]
    if not traces:
        raise InputError("practice.no_fault")
    trace = max(traces, key=lambda t: (t.geometry.length, str(t.id)))
    middle = trace.geometry.geoms[0].interpolate(0.5, normalized=True)
    found = nearest(trace.geometry, middle.x, middle.y)
    line = trace.geometry.geoms[found.part].coords
    strike = distance_azimuth(*line[found.segment][:2], *line[found.segment + 1][:2])[1]
    assert trace.fault_id is not None
    return ladik(survey_id, trace.fault_id, (found.longitude, found.latitude), (strike - 90) % 180)


def ladik(
    survey_id: UUID,
    fault_id: UUID,
    place: Place = PLACE,
    azimuth: float = ACROSS,
    curve: str = "intcal20",
) -> Edit:
    """The practice trench as one edit: site, trench, two walls, units in order, contacts, fault, event
    horizons E7 to E1, samples with their laboratory results, and E0, the earthquake of 1943.

    ``place`` (degrees) is where it crosses the fault, ``azimuth`` its direction; ``curve`` the calibration
    curve named with each result. The walls are constructed; the ages are a published sequence's.
    """
    return Edit(
        "edit.practice_trench",
        tuple(Change(None, r) for r in _Builder(survey_id, curve).all(fault_id, place, azimuth)),
    )


class _Builder:
    """Makes the records of the practice trench, parents first."""

    def __init__(self, survey_id: UUID, curve: str) -> None:
        self.told = told()
        self.curve = curve
        about, reference = str(self.told["about"]), str(self.told["reference"])
        self.about = about
        self.shared: dict[str, Any] = {
            "survey_id": survey_id,
            "source": Source(method="constructed", reference=reference),
        }
        self.units: dict[str, StratUnit] = {}
        self.walls: dict[str, Wall] = {}
        self.sections: dict[str, Section] = {}

    def all(self, fault_id: UUID, place: Place, azimuth: float) -> list[AnyRecord]:
        """Every record, parents first."""
        site = self._site(fault_id, place)
        trench = self._trench(site, place, azimuth)
        walls = walls_of(trench)
        self.walls = dict(zip(("N", "S"), walls, strict=True))
        self._draw_sections(trench)
        made: list[AnyRecord] = [site, trench, *walls, *self._units(trench), *self._orders(trench)]
        events = self._events(site)
        return [*made, *events.values(), *self._beds(), *self._faults(events), *self._samples(site, trench)]

    def _site(self, fault_id: UUID, place: Place) -> TrenchSite:
        given = dict(self.told["site"])
        return TrenchSite(
            geometry=Point(*place), fault_id=fault_id, description=self.about, **given, **self.shared
        )

    def _trench(self, site: TrenchSite, place: Place, azimuth: float) -> Trench:
        given = dict(self.told["trench"])
        return Trench(
            geometry=LineString(trench_line(place, azimuth, float(given["length_m"]))),
            site_id=site.id,
            azimuth=round(azimuth % 360, 1),
            constructed=True,
            refilled=True,
            description=self.about,
            **given,
            **self.shared,
        )

    def _draw_sections(self, trench: Trench) -> None:
        """How many earthquakes have displaced each boundary: those that came after it was laid down."""
        codes = [unit["code"] for unit in reversed(self.told["units"])]
        cut = [codes.index(event["older"]) for event in self.told["events"]]
        quakes = [len(cut), *(sum(at >= bed for at in cut) for bed in range(len(codes)))]
        size = float(trench.length_m or 12), float(trench.depth_m or 3)
        self.sections = {
            "N": Section(*size, quakes),
            "S": Section(*size, quakes, facing=True, shift_m=0.35),
        }
        self.codes = codes

    def _units(self, trench: Trench) -> Iterator[StratUnit]:
        for position, unit in enumerate(self.told["units"]):
            made = StratUnit(trench_id=trench.id, position=position, **unit, **self.shared)
            self.units[made.code] = made
            yield made

    def _orders(self, trench: Trench) -> Iterator[UnitOrder]:
        for older, younger in zip(self.codes, self.codes[1:], strict=False):
            yield UnitOrder(
                trench_id=trench.id,
                younger_id=self.units[younger].id,
                older_id=self.units[older].id,
                basis="superposition",
                **self.shared,
            )

    def _events(self, site: TrenchSite) -> dict[str, PaleoEvent]:
        found = {}
        for event in self.told["events"]:
            younger = event.get("younger")
            found[event["code"]] = PaleoEvent(
                code=event["code"],
                name=event.get("name", ""),
                site_id=site.id,
                position=event["position"],
                status=event["status"],
                older_unit_id=self.units[event["older"]].id,
                younger_unit_id=self.units[younger].id if younger else None,
                known_year=event.get("known_year"),
                **self.shared,
            )
        return found

    def _feature(self, wall: str, kind: str, shape: BaseGeometry, **fields: Any) -> WallFeature:
        return WallFeature(shape=shape, wall_id=self.walls[wall].id, kind=kind, **fields, **self.shared)

    def _beds(self) -> Iterator[WallFeature]:
        """Unit areas and the contacts between them, on both sides of the fault."""
        for wall, section in self.sections.items():
            for bed, code in enumerate(self.codes):
                for side in (0, 1):
                    unit = self.units[code].id
                    yield self._feature(wall, "unit", section.bed(bed, side), unit_id=unit)
                    if bed + 1 < len(self.codes):
                        above = self.units[self.codes[bed + 1]].id
                        given = {"older_unit_id": unit, "younger_unit_id": above, "certainty": "certain"}
                        yield self._feature(wall, "contact", section.top(bed, side), **given)

    def _faults(self, events: Mapping[str, PaleoEvent]) -> Iterator[AnyRecord]:
        """The main fault, a strand that ends at each horizon, the horizons, and the evidence."""
        for wall, section in self.sections.items():
            main = self._feature(wall, "fault", section.fault(), role="main", code="F1", certainty="certain")
            yield main
            for number, event in enumerate(self.told["events"]):
                record, bed = events[event["code"]], self.codes.index(event["older"])
                for side in (0, 1):
                    yield self._feature(
                        wall, "event_horizon", section.top(bed, side), event_id=record.id, code=record.code
                    )
                ending = main
                if event["code"] in _STRANDS and number % 2 == (wall == "S"):
                    shape = section.strand(bed, _STRANDS[event["code"]])
                    ending = self._feature(wall, "fault", shape, role="secondary", code=f"f{number + 2}")
                    yield ending
                yield self._evidence(event, record, wall, ending)

    def _evidence(
        self, event: Mapping[str, Any], record: PaleoEvent, wall: str, feature: WallFeature
    ) -> EventEvidence:
        return EventEvidence(
            event_id=record.id,
            kind=event["evidence"],
            wall_id=self.walls[wall].id,
            feature_id=feature.id,
            score=event["score"],
            exposures=2,
            exposures_possible=2,
            **self.shared,
        )

    def _samples(self, site: TrenchSite, trench: Trench) -> Iterator[AnyRecord]:
        for told_sample in self.told["samples"]:
            code, wall = told_sample["code"], told_sample["wall"]
            unit = self.units[told_sample["unit"]]
            shape = self.sections[wall].place(self.codes.index(unit.code), told_sample["along_m"])
            sample = Sample(
                code=code,
                site_id=site.id,
                trench_id=trench.id,
                wall_id=self.walls[wall].id,
                unit_id=unit.id,
                material=told_sample["material"],
                x_m=shape.x,
                y_m=shape.y,
                stratum_position="middle",
                **self.shared,
            )
            yield sample
            yield LabResult(
                sample_id=sample.id,
                lab_code=code,
                c14_age=float(told_sample["c14_age"]),
                c14_error=float(told_sample["c14_error"]),
                curve=self.curve,
                sigma=1,
                **self.shared,
            )
            yield self._feature(wall, "sample", shape, sample_id=sample.id, code=code, unit_id=unit.id)
