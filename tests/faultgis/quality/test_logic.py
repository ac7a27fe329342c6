"""Logic of faults and flags: each rule finds what is planted and leaves alone what is right."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from shapely import LineString

from faultgis.national.rows import Row
from faultgis.quality import bearings
from faultgis.records.fault import Fault, Segment
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from tests.faultgis.quality.made import SURVEY, TEMPLATE, fault, line, row, run

EAST = line((0, 0), (5000, 0))
UNENDING = LineString([(102.0, 28.0), (float("inf"), 28.0)])
NORTH_WEST = line((0, 0), (-3000, 3000))


def told(kinematics: str, rake: float) -> Fault:
    return Fault(survey_id=SURVEY.id, code="F1", kinematics=kinematics, rake=Estimate(unit="deg", best=rake))


@pytest.mark.parametrize(
    ("kinematics", "fits", "not_so"),
    [
        ("reverse", 90, -90), ("normal_dextral", -100, 100), ("sinistral", -10, 170), ("dextral", 170, 0),
        ("strike_slip", 180, 90), ("thrust", 45, 44), ("sinistral_reverse", 45, 46),
    ],
)  # fmt: skip
def test_the_rake_lies_in_the_sector_of_the_sense(kinematics: str, fits: float, not_so: float) -> None:
    assert run("QC-LOG-001", records=[told(kinematics, fits)]).clean
    found = run("QC-LOG-001", records=[told(kinematics, not_so)]).only
    assert (found.severity, found.kind, found.our_field) == ("error", "fault", "rake")
    assert run("QC-LOG-001", records=[told("unknown", 0)]).not_applicable


def test_a_segment_of_unknown_sense_slips_as_its_fault() -> None:
    fault_ = told("reverse", 90)

    def segment(rake: float, kinematics: str = "unknown") -> list[str]:
        estimate = Estimate(unit="deg", best=rake)
        part = Segment(
            survey_id=SURVEY.id, code="F1-1", fault_id=fault_.id, kinematics=kinematics, rake=estimate
        )
        return run("QC-LOG-001", records=[fault_, part]).codes

    assert segment(90) == segment(-90, "normal") == []
    assert segment(-90) == ["reverse"]


def test_a_dip_lies_across_the_line_and_to_its_right() -> None:
    assert run("QC-LOG-002", [fault(EAST, DipDir="180")]).clean
    assert run("QC-LOG-002", [fault(EAST, DipDir="SSE", DipAngle=60)]).clean
    left = run("QC-LOG-002", [fault(EAST, DipDir="N", DipAngle=60)]).only
    assert (left.code, left.severity, left.fix) == ("QC-LOG-002", "warning", None)
    assert run("QC-LOG-002", [fault(EAST, DipDir="100")]).codes == ["along"]
    assert run("QC-LOG-002", [fault(EAST, DipDir="0", DipAngle=90)]).not_applicable


def test_a_dip_agrees_with_the_hanging_wall_that_is_stated() -> None:
    trace = Trace(survey_id=SURVEY.id, geometry=EAST, hanging_wall="left")
    assert run("QC-LOG-002", [fault(EAST, trace, DipDir="0")], [trace]).clean
    found = run("QC-LOG-002", [fault(EAST, trace, DipDir="180")], [trace]).only
    assert found.code == "QC-LOG-002.against_left"
    assert found.fix is not None
    assert (found.fix.id, found.fix.values) == (trace.id, {"hanging_wall": "right"})


def test_what_dips_dips_somewhere() -> None:
    rows = [fault(DipAngle=60, DipDir="NE"), fault(DipAngle=90), row("FaultSvyPoint", FaultClination=-9999)]
    assert run("QC-LOG-003", rows).clean
    lacking = [
        fault(DipAngle=60, DipDir="NA"),
        row("FaultSvyPoint", FaultClination=40, MeasureFaultDip=-9999),
    ]
    found = run("QC-LOG-003", lacking).findings
    assert [each.field for each in found] == ["DipDir", "MeasureFaultDip"]


@pytest.mark.parametrize("strike", ["NW", "315", "北西", "SE", "NNW", "N45°W", "北西-南东", "NW向"])
def test_a_strike_fits_its_line_whatever_way_it_is_written(strike: str) -> None:
    assert run("QC-LOG-004", [fault(NORTH_WEST, Strike=strike)]).clean


def test_a_strike_that_does_not_fit_its_line() -> None:
    for strike in ("NE", "W", "0", "北东东"):
        assert run("QC-LOG-004", [fault(NORTH_WEST, Strike=strike)]).codes == [""]
    assert run("QC-LOG-004", [fault(NORTH_WEST, Strike="?")]).codes == ["unread"]
    assert run("QC-LOG-004", [fault(NORTH_WEST, Strike="NA")]).not_applicable


def test_codes_of_sixteen_directions_are_no_bearings() -> None:
    assert bearings.of_text("15", TEMPLATE) == (22.5, bearings.WORD_DEG)
    assert bearings.of_text("15.0", TEMPLATE) == (22.5, bearings.WORD_DEG)
    assert bearings.of_text("15") == (15.0, 0.0)
    assert bearings.of_text("345", TEMPLATE) == (337.5, bearings.WORD_DEG)
    for code, entry in TEMPLATE.domain_by_name[bearings.SIXTEEN].by_code.items():
        read, by_word = bearings.of_text(code, TEMPLATE), bearings.of_text(entry.zh)
        assert read == by_word
        assert read is not None
        assert bearings.turn(read[0], float(code)) <= 7.5
    assert bearings.of_text("ENE") == bearings.of_text("北东东") == (67.5, bearings.WORD_DEG)
    assert bearings.of_text("S30°E") == (150.0, 0.0)
    assert bearings.of_text("东西向") == (90.0, bearings.WORD_DEG)
    assert bearings.of_text("NSE") is None


def test_the_length_is_that_of_the_line_or_of_the_whole_fault() -> None:
    assert run("QC-LOG-005", [fault(EAST, FaultLength=5.2)]).clean
    both = [fault(each, ID=code, Name="甲", FaultLength=10) for code, each in (("F1", EAST), ("F2", EAST))]
    assert run("QC-LOG-005", both).clean
    found = run("QC-LOG-005", [fault(EAST, FaultLength=5000)]).only
    assert float(found.params["km"]) == pytest.approx(5.0, abs=0.001)
    assert run("QC-LOG-005", [fault(EAST, FaultLength=-9999)]).not_applicable


def test_cover_and_exposure() -> None:
    right = [
        fault(Feature="111120", TopDepth=0),
        fault(Feature="111102"),
        fault(Feature="111203", TopDepth=12),
    ]
    assert run("QC-LOG-006", right).clean
    wrong = [
        fault(Feature="111120", TopDepth=3),
        fault(Feature="111220", TopDepth=0),
        fault(Feature="111220"),
    ]
    found = run("QC-LOG-006", wrong)
    assert found.codes == ["exposed", "buried", "unknown"]
    assert [each.severity for each in found.findings] == ["error", "error", "warning"]
    assert run("QC-LOG-006", [fault(Feature="111302", TopDepth=4)]).not_applicable


def test_cover_is_not_older_than_what_is_broken() -> None:
    assert run("QC-LOG-007", [row("DrillFaultPoint", TopAge=12, LastAge=30)]).clean
    assert run("QC-LOG-007", [row("DrillFaultPoint", TopAge=30, LastAge=12)]).only.field == "LastAge"
    assert run("QC-LOG-007", [row("DrillFaultPoint", TopAge=30, LastAge=-9999)]).not_applicable


def point(**values: Any) -> Row:
    return row("GeologicalSvyPoint", ID="G1", **values)


def test_flags_and_what_they_promise() -> None:
    child = row("FaultSvyPoint", ID="P1", GeologicalSvyPointID="G1")
    assert run("QC-LOG-012", [point(IsFaultPoint=1, IsGeomorphPoint=0), child]).clean
    assert run("QC-LOG-012", [point(IsFaultPoint=1)]).codes == ["missing"]
    assert run("QC-LOG-012", [point(IsFaultPoint=0), child]).codes == ["unflagged"]
    attitude = row("StraAttitude", ID="A1", GeologicalSvyPointID="G1")
    assert run("QC-LOG-012", [point(IsStratigraphyPoint=1), attitude]).clean


def test_a_rupture_says_of_which_kind() -> None:
    kinds = ("Geomorphy", "GeomorphyLine", "GeomorphyPoint", "GeoGeomorphySvyPoint")
    assert run("QC-LOG-013", [row(k, IsSurfaceRuptureBelt=1, FractureType="114110") for k in kinds]).clean
    found = run("QC-LOG-013", [row(kind, IsSurfaceRuptureBelt=1, FractureType="NA") for kind in kinds])
    assert len(found.findings) == len(kinds)
    assert run("QC-LOG-013", [row("Geomorphy", IsSurfaceRuptureBelt=0)]).clean


def test_a_line_without_a_shape_or_a_stranger_to_our_records_breaks_nothing() -> None:
    rows = [
        fault(None, DipDir="NE", Strike="NE", FaultLength=3),
        replace(fault(EAST, DipDir="S"), id=uuid4()),
    ]
    for number in range(1, 14):
        run(f"QC-LOG-{number:03d}", rows)
