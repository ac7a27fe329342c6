"""A survey delivered and read back: what the national rows keep of our records (see docs/national.md)."""

import dataclasses
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from faultgis.national.mapping import package_of
from faultgis.national.reading import by_kind, records_of
from faultgis.records.fault import Fault, FaultZone
from faultgis.records.sample import Sample
from faultgis.records.site import BuriedPoint, Measurement, ObservationPoint, OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import Trench, TrenchSite
from faultgis.values import Estimate

SURVEY = Survey(code="B", division="640400", topic="102")
OWN: dict[str, Any] = {"survey_id": SURVEY.id}
SAID_WHOLE = [
    "normal", "reverse", "sinistral", "dextral", "strike_slip", "normal_sinistral", "normal_dextral",
    "reverse_sinistral", "reverse_dextral", "normal_strike_slip", "reverse_strike_slip", "unknown",
]  # fmt: skip
AGES = [
    "holocene", "late_pleistocene", "middle_pleistocene", "early_pleistocene", "quaternary_undivided",
    "pre_quaternary", "undetermined",
]  # fmt: skip
whole = st.integers(0, 359).map(float)


@st.composite
def surveys(draw: st.DrawFn) -> list[Any]:
    """Zones with faults with traces, and what stands beside them."""
    zone = FaultZone(code="Z", name_zh="海原断裂带", **OWN)
    records: list[Any] = [zone]
    for number in range(draw(st.integers(1, 3))):
        fault = Fault(
            code=f"F{number}",
            name_zh=f"断层{number}",
            zone_id=zone.id,
            kinematics=draw(st.sampled_from(SAID_WHOLE)),
            latest_activity=draw(st.sampled_from(AGES)),
            dip=draw(st.none() | st.integers(1, 90).map(lambda n: Estimate(unit="deg", best=float(n)))),
            **OWN,
        )
        records.append(fault)
        for step in range(draw(st.integers(1, 3))):
            y = 36.0 + number + step / 10
            trace = Trace(
                geometry=MultiLineString([LineString([(105.0, y), (105.1, y + 0.05)])]),
                fault_id=fault.id,
                exposure=draw(st.sampled_from(["exposed", "buried", "inferred"])),
                **OWN,
            )
            point = ObservationPoint(
                geometry=Point(105.05, y),
                code=f"D{number}{step}",
                kind=draw(st.sampled_from(["fault", "geological", "geomorphic", "stratigraphic", "rupture"])),
                trace_id=trace.id,
                fault_id=fault.id,
                elevation_m=draw(st.none() | st.integers(-100, 5000).map(float)),
                observed_on=draw(st.none() | st.dates(date(1990, 1, 1), date(2026, 1, 1))),
                description=draw(st.sampled_from(["", "灰黄色砂砾石层"])),
                **OWN,
            )
            records += [trace, point]
            if point.kind == "fault":
                for _ in range(draw(st.integers(0, 2))):
                    plane: dict[str, Any] = {
                        "dip_direction": draw(whole),
                        "dip": draw(st.integers(0, 90).map(float)),
                    }
                    records.append(Measurement(point_id=point.id, **plane, **OWN))
    return records


def told(records: list[Any], kind: str, *names: str) -> list[tuple[Any, ...]]:
    held = {record.id: record for record in records}

    def value(record: Any, name: str) -> Any:
        for step in name.split("."):
            record = (
                held.get(getattr(record, f"{step}_id"))
                if hasattr(record, f"{step}_id")
                else getattr(record, step)
            )
            if record is None:
                return None
        return record.middle if isinstance(record, Estimate) else record

    found = by_kind(records).get(kind, [])
    return sorted((tuple(value(r, n) for n in names) for r in found), key=repr)


KEPT = {
    "fault_zone": ("name_zh",),
    "fault": ("name_zh", "zone.name_zh", "kinematics", "latest_activity", "dip"),
    "trace": ("geometry", "exposure", "kinematics", "latest_activity", "fault.name_zh"),
    "observation_point": ("geometry", "code", "kind", "elevation_m", "observed_on", "description"),
    "measurement": ("kind", "dip_direction", "dip", "point.code"),
}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(surveys())
def test_a_survey_is_the_same_again(records: list[Any]) -> None:
    rows = package_of(SURVEY, by_kind(records)).rows
    back = list(records_of(rows, SURVEY).records)
    for kind, names in KEPT.items():
        assert told(back, kind, *names) == told(records, kind, *names), kind


def test_trenches_samples_markers_and_buried_points_too() -> None:
    site = TrenchSite(geometry=Point(105, 36), code="TS", name_zh="唐家坡", landform="洪积扇", **OWN)
    trench = Trench(code="TC1", site_id=site.id, name_zh="唐家坡", azimuth=25.0, depth_m=3.5, **OWN)
    sample = Sample(code="C-1", trench_id=trench.id, method="osl", geometry=Point(105, 36), **OWN)
    marker = OffsetMarker(
        geometry=Point(105, 36.2), code="M1", kind="gully", offset=Estimate(unit="m", best=12.5), **OWN
    )
    drilled = BuriedPoint(
        geometry=Point(105, 36.3),
        code="B1",
        kinematics="normal",
        top_depth=Estimate(unit="m", best=7.0),
        **OWN,
    )
    shot = dataclasses.replace(drilled, id=sample.id, code="B2", method="seismic", reliability=4)
    records: list[Any] = [site, trench, sample, marker, drilled, shot]
    back = list(records_of(package_of(SURVEY, by_kind(records)).rows, SURVEY).records)
    for kind, names in {
        "trench_site": ("name_zh", "landform", "geometry"),
        "trench": ("code", "name_zh", "azimuth", "depth_m", "site.geometry"),
        "sample": ("code", "method", "trench.code", "geometry"),
        "offset_marker": ("code", "kind", "component", "offset", "geometry"),
        "buried_point": ("method", "kinematics", "top_depth", "reliability"),
    }.items():
        assert told(back, kind, *names) == told(records, kind, *names), kind
