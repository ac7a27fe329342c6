"""A fault's surface in space: it dips where it should, whatever way its trace was drawn."""

import math

import pytest
from shapely import MultiLineString

from faultgis.crs import distance_azimuth
from faultgis.errors import InputError
from faultgis.geometry.surface import polygon_z
from faultgis.records.fault import Fault, Segment
from faultgis.records.provenance import new_id
from faultgis.records.trace import Trace
from faultgis.services.summarizing import FaultSummary
from faultgis.services.surfaces import surfaces
from faultgis.values import Estimate

BENT = [(100.0, 35.0), (100.2, 35.1), (100.5, 35.15)]
SURVEY = new_id()


def _degrees(value: float) -> Estimate:
    return Estimate(unit="deg", best=value)


def test_every_vertex_lies_on_the_plane_that_dips_from_the_trace() -> None:
    shape = polygon_z(BENT, 2, 18, 50, 160)
    ring = list(shape.exterior.coords)[:-1]
    assert len(ring) == 6
    assert {round(z) for _, _, z in ring} == {-2000, -18000}
    for (lon, lat, z), trace in zip(ring, [*BENT, *reversed(BENT)], strict=True):
        metres, azimuth = distance_azimuth(*trace, lon, lat)
        assert metres == pytest.approx(-z / math.tan(math.radians(50)), rel=1e-6)
        assert azimuth == pytest.approx(160, abs=1e-6)


def test_the_order_of_digitizing_changes_nothing_where_the_dip_direction_is_stated() -> None:
    one, other = (polygon_z(line, 0, 15, 60, 160) for line in (BENT, BENT[::-1]))
    assert one.equals_exact(other, 1e-9)


def test_a_vertical_fault_hangs_under_its_trace() -> None:
    ring = list(polygon_z(BENT, 0, 12, 90).exterior.coords)
    assert {(x, y) for x, y, _ in ring} == set(BENT)


def _summary(lower_depth: Estimate | None = None) -> FaultSummary:
    fault = Fault(survey_id=SURVEY, code="F1", dip=_degrees(60), lower_depth=lower_depth)
    segment = Segment(survey_id=SURVEY, fault_id=fault.id, code="1", dip=_degrees(45))
    line = MultiLineString([BENT])
    trace = Trace(survey_id=SURVEY, geometry=line, fault_id=fault.id, segment_id=segment.id)
    return FaultSummary(fault, (segment,), (trace,), (49.3,))


def test_a_segment_goes_before_its_fault_and_nothing_is_assumed() -> None:
    (found,) = surfaces(_summary(lower_depth=Estimate(unit="km", best=15)))
    assert found.plane.width_km == pytest.approx(15 / math.sin(math.radians(45)))
    assert found.taken == {"dip": "segment", "lower_depth": "fault", "upper_depth": "0 km"}
    with pytest.raises(InputError, match=r"surface\.unknown") as caught:
        list(surfaces(_summary()))
    assert caught.value.field == "lower_depth"
