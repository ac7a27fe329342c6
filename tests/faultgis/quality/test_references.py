"""References: each rule finds what is planted and leaves alone what is right."""

from typing import Any

from faultgis.quality.finding import Cells, Finding
from faultgis.records.delivery import TemplateRow
from faultgis.records.fault import Fault
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.values import Document
from tests.faultgis.quality.made import SURVEY, dot, fault, line, row, run

S = SURVEY.id
EAST = line((0, 0), (5000, 0))
F1 = fault(EAST, ID="510100100######1", Name="安宁河断裂")


def target(code: str, source: str = "F5", name: str = "NA", **values: Any) -> list[Finding]:
    told = {"TargetFaultID": code, "TargetFaultSource": source, "TargetFaultName": name, **values}
    return list(run("QC-REF-002", [F1, row("Trench", ID="T1", **told)]).findings)


def test_keys_find_their_rows() -> None:
    point = row("GeologicalSvyPoint", ID="510100100######7")
    children = ("FaultSvyPoint", "GeomorphyPoint", "StratigraphySvyPoint")
    right = [point, *(row(c, ID=c, GeologicalSvyPointID="510100100######7") for c in children)]
    assert run("QC-REF-001", right).clean
    assert run("QC-REF-001", [point, row("FaultSvyPoint", GeologicalSvyPointID="NA")]).not_applicable
    lost = run("QC-REF-001", [point, row("FaultSvyPoint", ID="P", GeologicalSvyPointID="8")]).only
    assert (lost.code, lost.field, lost.severity) == ("QC-REF-001", "GeologicalSvyPointID", "error")
    padded = run("QC-REF-001", [point, row("FaultSvyPoint", ID="P", GeologicalSvyPointID="510100100 7")]).only
    assert (padded.code, padded.params["meant"]) == ("QC-REF-001.nearly", "510100100######7")


def test_a_key_that_is_nearly_right_is_mended_in_a_row_without_a_record_of_its_own() -> None:
    hole = row("DrillProfile", ID="510100100######7")
    values = {"ID": "1", "ProfileID": "7"}
    kept = TemplateRow(survey_id=S, class_name="DrillHole", values=Document(values))
    near = row("DrillHole", None, kept, **{**values, "ProfileID": "510100100 7"})
    found = run("QC-REF-001", [hole, near], [kept]).only
    assert found.fix is not None
    assert found.fix.values == {"values": Cells({"ProfileID": "510100100######7"})}


def test_a_target_fault_stands_in_the_class_of_its_source() -> None:
    assert target("510100100######1", name="安宁河断裂") == []
    assert target("510100100######1", "AF", "安宁河 断裂") == []
    assert [each.code for each in target("510100100######2")] == ["QC-REF-002"]
    for source in ("", "F7", None):
        assert [each.code for each in target("510100100######1", source or "")] == ["QC-REF-002.source"]
    renamed = target("510100100######1", name="则木河断裂")
    assert [(each.code, each.params["real"]) for each in renamed] == [("QC-REF-002.name", "安宁河断裂")]
    fold, on_it = row("Fold", ID="9"), row("Trench", ID="T1", TargetFaultID="9", TargetFaultSource="F5")
    assert run("QC-REF-002", [F1, fold, on_it]).clean
    assert run("QC-REF-002", [F1, row("Trench", ID="T1")]).not_applicable


def test_a_target_fault_has_an_id_and_not_a_name_alone() -> None:
    values = {"ID": "1", "TargetFaultName": "安宁河 断裂"}
    kept = TemplateRow(survey_id=S, class_name="DrillProfile", values=Document(values))
    found = run("QC-REF-002", [F1, row("DrillProfile", None, kept, **values)], [kept]).only
    assert (found.code, found.severity, found.field) == ("QC-REF-002.unnumbered", "warning", "TargetFaultID")
    assert found.fix is not None
    assert found.fix.values == {"values": Cells({"TargetFaultID": "510100100######1"})}
    assert [each.fix for each in target("NA", name="某断裂")] == [None]
    assert target("NA") == []


def test_a_sample_stands_where_it_was_taken() -> None:
    trench, hole = row("Trench", ID="1"), row("DrillHole", ID="2")

    def sample(source: str, code: str) -> list[str]:
        told = row("SamplePoint", ID="3", SampleSource=source, SampleSourceID=code)
        return run("QC-REF-003", [trench, hole, told]).codes

    assert sample("TC", "1") == sample("DL", "2") == []
    assert sample("TC", "2") == sample("GSP", "1") == [""]
    assert sample("XX", "1") == ["source"]


def test_each_fault_is_observed_somewhere() -> None:
    lonely = fault(line((0, 900), (900, 900)), ID="F2", Name="乙")
    seen = row("FaultSvyPoint", ID="P", TargetFaultID="510100100######1", TargetFaultSource="F5")
    assert run("QC-REF-004", [F1, seen]).clean
    found = run("QC-REF-004", [F1, lonely, seen]).only
    assert (found.row_code, found.severity) == ("F2", "warning")
    attitude = row("FaultAttitude", ID="A", FaultID="F2")
    assert run("QC-REF-004", [F1, lonely, seen, attitude]).clean


def test_a_fault_of_several_lines_is_observed_at_one_of_them() -> None:
    ours = Fault(survey_id=S, code="F1")
    traces = [Trace(survey_id=S, geometry=EAST, fault_id=ours.id) for _ in range(2)]
    rows = [fault(EAST, trace, ID=f"F{n}", Name="甲") for n, trace in enumerate(traces)]
    seen = row("FaultSvyPoint", ID="P", TargetFaultID="F1", TargetFaultSource="F5")
    assert run("QC-REF-004", [*rows, seen], [ours, *traces]).looked_at == 1
    assert run("QC-REF-004", [*rows, seen], [ours, *traces]).clean
    marker = OffsetMarker(survey_id=S, code="M", trace_id=traces[1].id)
    assert run("QC-REF-004", rows, [ours, *traces, marker]).clean
    assert run("QC-REF-004", rows, [ours, *traces]).codes == [""]


def test_a_fault_point_lies_on_its_fault() -> None:
    other = fault(line((0, 400), (5000, 400)), ID="F2", Name="乙")

    def point(y: float, code: str = "510100100######1") -> list[Finding]:
        told = row("FaultSvyPoint", dot(2000, y), ID="P", TargetFaultID=code, TargetFaultSource="F5")
        return list(run("QC-REF-005", [F1, other, told]).findings)

    assert point(0) == point(49) == point(-49) == point(400, "F2") == []
    assert [each.params["metres"] for each in point(60)] == [60]
    # On another fault than the one it names.
    assert [each.params["metres"] for each in point(400)] == [400]
    told = row("FaultSvyPoint", dot(2000, 180), ID="P", TargetFaultID="F2", TargetFaultSource="F5")
    assert run("QC-REF-005", [other, told], parameters={"map_mm": 5.0}).clean


def test_no_point_and_no_number_twice() -> None:
    one = row("FaultSvyPoint", dot(0, 0), ID="P1", FieldID="D01")
    assert run("QC-REF-006", [one, row("FaultSvyPoint", dot(0, 2), ID="P2", FieldID="D01")]).clean
    assert run("QC-REF-006", [one, row("FaultSvyPoint", dot(0, 0.5), ID="P2", FieldID="D02")]).clean
    assert run("QC-REF-006", [one, row("FaultSvyPoint", dot(0, 0.5), ID="P2", FieldID="NA")]).clean
    twin = run("QC-REF-006", [one, row("FaultSvyPoint", dot(0, 0.5), ID="P2", FieldID="D01")]).only
    assert (twin.code, twin.params["twin"]) == ("QC-REF-006.twin", "P1")
    found = run("QC-REF-006", [one], elsewhere={"P1": "Q2"}).only
    assert (found.code, found.params["survey"]) == ("QC-REF-006.elsewhere", "Q2")


def test_a_field_number_is_the_same_however_it_is_typed() -> None:
    twins = [
        row("Trench", dot(east, 0), ID=f"{east}", FieldID=number)
        for east, number in ((0, "D1"), (0.5, "ｄ1 "))
    ]
    assert run("QC-REF-006", twins).codes == ["twin"]
    assert run("QC-ID-004", twins).codes == ["", ""]
