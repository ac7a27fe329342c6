"""Hazard sources: all moment is spent, the plane dips to the right, nothing unknown is claimed."""

import math
from dataclasses import replace
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString

from faultgis.crs import distance_azimuth
from faultgis.errors import InputError
from faultgis.exports.hazard import nrml, opensha
from faultgis.exports.hazard.lines import length_km, one_line
from faultgis.exports.hazard.magnitudes import Characteristic, gutenberg_richter, moment_rate
from faultgis.exports.hazard.sources import Settings, Source, sources
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.provenance import new_id
from faultgis.records.trace import Trace
from faultgis.recurrence.moment import moment_nm
from faultgis.values import Estimate

SURVEY = new_id()
NORTHWARD = [(104.0, 31.0), (104.1, 31.5), (104.05, 32.0)]


def deg(value: float) -> Estimate:
    return Estimate(unit="deg", best=value)


def rate(value: float) -> Estimate:
    return Estimate(unit="mm/a", best=value, component="net")


def fault(**values: Any) -> Fault:
    stated = {"kinematics": "reverse", "dip": deg(45), "dip_direction": deg(280), "net_slip_rate": rate(2.0)}
    return Fault(**{"survey_id": SURVEY, "code": "F1", **stated, **values})


def trace(of: UUID, places: list[tuple[float, float]], segment: UUID | None = None) -> Trace:
    return Trace(survey_id=SURVEY, geometry=MultiLineString([places]), fault_id=of, segment_id=segment)


def found(*records: AnyRecord, **chosen: Any) -> list[Source]:
    kinds: dict[str, list[AnyRecord]] = {}
    for record in records:
        kinds.setdefault(kind_of(record), []).append(record)
    return list(sources(kinds, Settings(**chosen)))


def right_of(source: Source) -> float:
    """Degrees from the strike of the line to the dip direction."""
    first, last = source.line.coords[0], source.line.coords[-1]
    assert source.dip_direction is not None
    return (source.dip_direction - distance_azimuth(*first[:2], *last[:2])[1]) % 360


@pytest.mark.parametrize("places", [NORTHWARD, NORTHWARD[::-1]])
@pytest.mark.parametrize("toward", [100.0, 280.0])
def test_the_plane_dips_to_the_right_however_the_trace_was_drawn(
    places: list[tuple[float, float]], toward: float
) -> None:
    one = fault(dip_direction=deg(toward))
    (source,) = found(one, trace(one.id, places))
    assert 10 < right_of(source) < 170


def test_a_trace_and_its_reverse_make_the_same_file() -> None:
    one = fault()
    made = [
        nrml.document(nrml.model(found(one, trace(one.id, places)), Settings()), "t", Settings())
        for places in (NORTHWARD, NORTHWARD[::-1])
    ]
    assert made[0] == made[1]


def test_one_line_a_source_and_parallel_strands_are_none() -> None:
    south, north = [(104.0, 31.0), (104.0, 31.3)], [(104.0, 31.31), (104.0, 31.6)]
    beside = [(104.01, 31.05), (104.01, 31.25)]
    made = one_line([MultiLineString([north, beside]), MultiLineString([south[::-1]])], 10.0)
    assert (made.joined, made.beside) == (2, 1)
    assert made.bridged_m == pytest.approx(distance_azimuth(104.0, 31.3, 104.0, 31.31)[0], rel=1e-3)
    assert [tuple(round(n, 9) for n in place) for place in made.line.coords] == [(104.0, 31.0), (104.0, 31.6)]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(103, 105), st.floats(30, 32)), min_size=4, max_size=12, unique=True))
def test_one_line_never_crosses_itself(places: list[tuple[float, float]]) -> None:
    assert one_line([MultiLineString([places])], 10.0).line.is_simple


@given(st.floats(4, 6.5), st.floats(0.2, 2), st.floats(0.6, 1.4), st.floats(1e12, 1e20))
def test_a_truncated_distribution_spends_the_moment_rate(
    least: float, range_: float, b: float, per_year: float
) -> None:
    made = gutenberg_richter(least, least + range_, b, per_year)
    step = range_ / 4000
    spent = sum(
        b * math.log(10) * 10 ** (made.a - b * m) * step * moment_nm(m)
        for m in (least + (i + 0.5) * step for i in range(4000))
    )
    assert spent == pytest.approx(per_year, rel=1e-4)


def test_a_characteristic_source_by_hand() -> None:
    one = fault()
    (source,) = found(one, trace(one.id, NORTHWARD), lower_depth_km=15.0)
    (made,) = nrml.model([source], Settings(lower_depth_km=15.0)).sources
    area = length_km(source.line) * 15.0 / math.sin(math.radians(45))
    assert made.magnitude == round(4.33 + 0.90 * math.log10(area), 2)  # Wells & Coppersmith 1994, reverse
    assert isinstance(made.distribution, Characteristic)
    assert made.distribution.rate * moment_nm(made.magnitude) == pytest.approx(moment_rate(area, 2.0))


def test_strike_slip_of_unknown_sense_is_not_sinistral() -> None:
    one = fault(kinematics="strike_slip", dip=None, dip_direction=None)
    (source,) = found(one, trace(one.id, NORTHWARD))
    made = nrml.model([source], Settings())
    assert [each.rake for each in made.sources] == [0.0, 180.0]
    known = nrml.model([replace(source, rake=0.0)], Settings()).sources[0]
    shares = [each.distribution.rate for each in (*made.sources, known)]  # type: ignore[union-attr]
    assert shares[0] + shares[1] == pytest.approx(shares[2])
    assert "hazard.sense_unknown" in {note.code for note in made.notes}
    assert "Rake" not in opensha.sections([source]).features[0]["properties"]


@pytest.mark.parametrize(
    ("without", "missing"),
    [("dip_direction", "dip_direction"), ("net_slip_rate", "slip_rate"), ("kinematics", "dip")],
)
def test_what_is_not_known_leaves_a_source_out(without: str, missing: str) -> None:
    one = fault(**{without: "unknown" if without == "kinematics" else None})
    one = replace(one, dip=None) if missing == "dip" else one
    made = nrml.model(found(one, trace(one.id, NORTHWARD)), Settings())
    assert not made.sources
    assert made.notes[-1].params == {"field": missing}


def test_segments_are_sources_of_their_own_with_the_values_of_their_fault() -> None:
    one = fault()
    segment = Segment(survey_id=SURVEY, fault_id=one.id, code="S1", dip=deg(30))
    made = found(one, segment, trace(one.id, NORTHWARD, segment.id), trace(one.id, [(104, 30), (104, 30.5)]))
    assert [(source.code, source.dip, source.rake) for source in made] == [("F1-S1", 30, 90), ("F1", 45, 90)]


def test_the_document_is_well_formed_whatever_names_say() -> None:
    one = fault(code="龙--门<山>", name_en="A & B -- \x07")
    document = nrml.document(nrml.model(found(one, trace(one.id, NORTHWARD)), Settings()), "调查", Settings())
    root = ET.fromstring(document)
    (source,) = root.iter(f"{{{nrml.NRML}}}simpleFaultSource")
    assert source.get("id") == "source"
    assert source.get("name") == "A & B -- "


def test_an_empty_model_is_not_written(tmp_path: Any) -> None:
    with pytest.raises(InputError, match=r"hazard\.no_sources"):
        nrml.write(nrml.Model((), ()), "t", Settings(), tmp_path / "a.xml")
    assert list(tmp_path.iterdir()) == []


def test_length_is_geodesic() -> None:
    line = LineString([(104, 31), (104, 32)])
    assert length_km(line) == pytest.approx(distance_azimuth(104, 31, 104, 32)[0] / 1000)
