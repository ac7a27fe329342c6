"""Each rule on rows finds the defect that is planted for it, and leaves a sound row alone."""

from typing import Any

import pytest
import shapely
from shapely import LineString, Point, box

from faultgis.national.rows import Row
from faultgis.quality.finding import Report
from tests.faultgis.quality.rows_made import AREA, HERE, TEMPLATE, check, package, row, said

Case = tuple[str, Row | list[Row], Row | list[Row], dict[str, int]]
_TWICE = row("FaultSvyPoint").values["ID"]

CASES: list[Case] = [
    ("QC-STR-002", row("Fault"), row("Fault", Name=7), {"type": 1}),
    ("QC-STR-002", row("Fault"), row("Fault", FaultLength="长"), {"type": 1}),
    ("QC-STR-003", row("Fault"), row("Fault", extras={"断层魂龄": "Q4"}), {"-": 1}),
    ("QC-STR-004", row("Fault", Name="海原断层"), row("Fault", Name="海\x0b原"), {"-": 1}),
    ("QC-STR-004", row("Fault"), row("Fault", Name="海原\ufffd断层"), {"lost": 1}),
    ("QC-STR-004", row("Fault"), row("Fault", CommentInfo="\ue000符号"), {"-": 1}),
    ("QC-STR-004", row("Fault", Name="海 原"), row("Fault", Name="海\u200b原\ufeff"), {"-": 1}),
    ("QC-STR-004", row("Fault", Name="Müller"), row("Fault", Name="断层锟斤拷"), {"lost": 1}),
    ("QC-STR-004", row("Fault", Name="F1??", CommentInfo="?"), row("Fault", Name="???断裂"), {"lost": 1}),
    ("QC-STR-004", row("Fault", Name="海原断裂?"), row("Fault", Name="??"), {"lost": 1}),
    ("QC-STR-004", row("Fault", Name="5°±2°"), row("Fault", Name="º£Ô­¶Ï²ã"), {"garbled": 1}),
    ("QC-STR-005", row("Fault", Name="海原断层"), row("Fault", Name="\ud800断层"), {"-": 1}),
    (
        "QC-STR-005",
        row("Fault", Name="海原断层"),
        row("Fault", Name="䶮水断层", CommentInfo="5 km²"),
        {"old": 2},
    ),
    ("QC-STR-006", row("Fold", CommentInfo="字" * 127), row("Fold", CommentInfo="字" * 128), {"-": 1}),
    ("QC-STR-006", row("Basin"), row("FaultSvyPoint"), {"names": 5}),
    ("QC-CRS-001", row("Fault"), row("Fault", LineString([(18500000, 4e6), (18500100, 4e6)])), {"-": 1}),
    ("QC-CRS-001", row("Fault"), row("Fault", shapely.set_srid(Point(1, 1), 4214)), {"system": 1}),
    ("QC-CRS-002", row("Fault"), row("Fault", LineString([(36.6, 105.4), (36.5, 105.6)])), {"swapped": 1}),
    ("QC-CRS-002", row("Fault"), row("Fault", LineString([(170, 10), (171, 10)])), {"-": 1}),
    ("QC-CRS-006", row("FaultSvyPoint", Lon=HERE[0] + 9e-7), row("FaultSvyPoint", Lat=36.6001), {"-": 1}),
    (
        "QC-CRS-006",
        row("GeochemicalSvyLine", StartLongitude=105.4, EndLongitutde=105.6),
        row("GeochemicalSvyLine", StartLongitude=105.4, EndLongitutde=105.61),
        {"-": 1},
    ),
    (
        "QC-CRS-007",
        [row("InvestigationRegion", AREA), row("Fault")],
        [
            row("InvestigationRegion", AREA),
            row("Fault", LineString([(107, 36), (108, 36)])),
            row("Fault", LineString([(105.5, 36.5), (106.5, 36.5)])),
        ],
        {"-": 1, "partly": 1},
    ),
    (
        "QC-ID-001",
        [row("Fault"), row("Fault")],
        [row("Fault", ID=_TWICE), row("Fault", ID=_TWICE), row("Fault", ID=" ")],
        {"-": 2, "empty": 1},
    ),
    (
        "QC-ID-001",
        [row("Fault", ID="640400102######AB"), row("Fault", ID="640400102######AC")],
        [row("Fault", ID="640400102######AB"), row("Fault", ID="640400102######Ab")],
        {"alike": 1},
    ),
    (
        "QC-ID-001",
        [row("Fault", ID="640400102#######3"), row("FaultSvyPoint", ID="6404001023#######")],
        [row("Fault", ID="640400102#######3"), row("Fault", ID="6404001023#######")],
        {"alike": 1},
    ),
    ("QC-ID-002", row("Fault", ID="640400102#######3"), row("Fault", ID="HY-1"), {"-": 1}),
    ("QC-ID-002", row("Fault"), row("Fault", ID=" 640400102#######3"), {"blanks": 1}),
    ("QC-ID-002", row("Fault"), row("Fault", ID="6404001023#######"), {"side": 1}),
    ("QC-ID-003", row("Fault"), row("Fault", ID="440523100#######1"), {"-": 1}),
    ("QC-ID-003", row("Fault"), row("Fault", ID="990522100#######1"), {"unknown": 1}),
    ("QC-ID-003", row("Fault"), row("Fault", LineString([(1e300, 1), (2, 3)])), {}),
    (
        "QC-ID-004",
        [row("FaultSvyPoint", FieldID="D1"), row("FaultSvyPoint", FieldID="D2")],
        [row("FaultSvyPoint", FieldID="D1"), row("FaultSvyPoint", FieldID="D1")],
        {"-": 2},
    ),
    (
        "QC-ID-004",
        [row("FaultSvyPoint", FieldID="D1"), row("GeologicalSvyPoint", FieldID="D1")],
        [row("FaultSvyPoint", FieldID="D1"), row("GeologicalSvyPoint", Point(105.6, 36.6), FieldID="D1")],
        {"classes": 1},
    ),
    ("QC-NUL-001", row("Trench"), row("Trench", Name=None, TrenchDip=-9999), {"-": 1, "mark": 1}),
    (
        "QC-NUL-002",
        row("Fault", Age=None),
        row("Fault", Name=None, Width=0, DipAngle=0),
        {"blank": 1, "zero": 1},
    ),
    (
        "QC-NUL-002",
        row("Fault"),
        row("Fault", Name=" ", Strike="无", FaultLength="NA", Photographer="-9999"),
        {"space": 1, "word": 1, "text_in_number": 1, "number_in_text": 1},
    ),
    (
        "QC-NUL-002",
        row("Fault", Name="无名断裂", CommentInfo="缺失全新统"),
        row("Fault", Name="<Null>", Strike="#N/A", CommentInfo="暂无", FractureZoneName="#REF!"),
        {"word": 4},
    ),
    (
        "QC-NUL-002",
        row("Trench", Length=9999.0, Width=99.0),
        row("Trench", Length=-999.0, Width=-99999, Depth=-3.4028234663852886e38),
        {"mark": 3},
    ),
    (
        "QC-NUL-004",
        row("Fault", Feature="111102", Age="33320000", DipDir="NA", DipAngle=90.0),
        row("Fault", Feature="111100", Age=None, DipDir="NA"),
        {"kind": 1, "age": 1, "dip": 1},
    ),
    (
        "QC-NUL-004",
        row("Fault", Feature="111310", Age="33320000", DipDir="SW"),
        row("Fault", Age="33320000", DipDir="S"),
        {"feature": 1},
    ),
    (
        "QC-NUL-005",
        row("Trench", Profile2_AIID="p.jpg", ExposedStratumCount=5, EQEventCount=0),
        row("Trench", LatestEQPeroidEst="1920"),
        {"log": 1, "strata": 1, "events": 1, "samples": 1},
    ),
    (
        "QC-DOM-001",
        row("Fault", Feature="111102"),
        row("Fault", Feature="111199", Age=" 33320000"),
        {"-": 1, "meant": 1},
    ),
    ("QC-DOM-002", row("Fold", IsReversed=1), row("Fold", IsReversed=2, IsExposed="是"), {"-": 2}),
    ("QC-DOM-003", row("Fault", PhotoViewingTo="15"), row("Fault", PhotoViewingTo="NNE"), {"-": 1}),
    ("QC-DOM-004", row("FaultSvyPoint", Scale=50000), row("FaultSvyPoint", Scale="1:5万"), {"-": 1}),
    ("QC-DOM-004", row("FaultSvyPoint", Scale=4000000), row("FaultSvyPoint", Scale=999), {"-": 1}),
    ("QC-DOM-004", row("FaultSvyPoint", Scale=1000), row("FaultSvyPoint", Scale="²"), {"-": 1}),
    (
        "QC-DOM-005",
        [row("GeologicalSvyPoint", SvyDate="20240229"), row("ISCatalog", OccurrenceDate="18791101")],
        [
            row("GeologicalSvyPoint", SvyDate=day)
            for day in ("20230229", "2024-05-01", "20260502", "18991231")
        ],
        {"-": 2, "future": 1, "early": 1},
    ),
    (
        "QC-RNG-001",
        row("FaultSvyPoint", FaultStrike=359, MeasureFaultDip=0),
        row("FaultSvyPoint", FaultStrike=360, MeasureFaultDip=-1),
        {"-": 2},
    ),
    (
        "QC-RNG-002",
        [row("FaultSvyPoint", FaultClination=90), row("StratigraphySvyPoint", Clination=0.0)],
        [row("FaultSvyPoint", FaultClination=0), row("Fault", DipAngle=391.0)],
        {"-": 2},
    ),
    (
        "QC-RNG-002",
        row("EpiMechanismResult", PPlunge=0, Plane1Dip=90),
        row("EpiMechanismResult", PPlunge=91, TPlunge=-1, Plane1Dip=0),
        {"-": 3},
    ),
    (
        "QC-RNG-003",
        row("EpiMechanismResult", Plane1Slip=-180),
        row("EpiMechanismResult", Plane1Slip=270, Plane2Slip=361),
        {"counted": 1, "-": 1},
    ),
    (
        "QC-RNG-004",
        row("Fold", MaxUpliftRate=20.0),
        row("Fold", MaxUpliftRate=-1.0, AveUplistRate=61.0, AveShotenRate=21.0),
        {"negative": 1, "impossible": 1, "high": 1},
    ),
    (
        "QC-RNG-006",
        row("FaultSvyPoint", VerticalDisplacement=-20.0),
        row("FaultSvyPoint", HorizentalOffset=20.1),
        {"-": 1},
    ),
    (
        "QC-RNG-007",
        row("FaultSvyPoint", VerticalDisplacement=2.0, VerticalDisplacementError=2.0),
        [
            row("FaultSvyPoint", VerticalDisplacement=2.0, VerticalDisplacementError=2.1),
            row("RelocationISCatalog", LocationErrorX=-0.1),
        ],
        {"large": 1, "negative": 1},
    ),
    (
        "QC-RNG-008",
        row("Trench", CollectedSampleCount=9, SampleCount=9, DatingSampleCount=4),
        [row("Trench", CollectedSampleCount=3, SampleCount=4), row("FaultSvyPoint", SampleCount=-1)],
        {"-": 1, "negative": 1},
    ),
    (
        "QC-RNG-009",
        row("DrillHole", Depth=100.0, HoloceneThickness=20.9, PrePleiThickness=80.0),
        row("DrillHole", Depth=100.0, HoloceneThickness=21.1, PrePleiThickness=80.0),
        {"-": 1},
    ),
    (
        "QC-RNG-010",
        row("CrustLithospericStructure", RhoMin=2.6, Rho=2.7, RhoMax=2.7),
        row("CrustLithospericStructure", RhoMin=2.9, Rho=2.7, RhoMax=2.7),
        {"rows": 1},
    ),
    (
        "QC-RNG-012",
        row("Fault", DipAngle=60.0),
        row("Fault", DipAngle="60±5", FaultLength="60境内", Width="陡"),
        {"readable": 2, "-": 1},
    ),
    (
        "QC-RNG-013",
        row("Fault", Feature="111102", Age="33320000"),
        row("Fault", Feature="33320000", Age="左旋逆走滑"),
        {"-": 2},
    ),
]


@pytest.mark.parametrize(("rule", "sound", "planted", "found"), CASES)
def test_a_planted_defect_is_found_and_a_sound_row_left_alone(
    rule: str, sound: Row | list[Row], planted: Row | list[Row], found: dict[str, int]
) -> None:
    clean = check(rule, [sound] if isinstance(sound, Row) else sound)
    assert said(clean) == {}
    assert clean.checked[0].state == "checked"
    assert clean.score in (100.0, None)
    wrong = check(rule, [planted] if isinstance(planted, Row) else planted)
    assert said(wrong) == found
    assert wrong.checked[0].wrong == sum(found.values())


def test_classes_that_lack_or_are_unknown_are_told() -> None:
    rule = "QC-STR-001"
    assert said(check(rule, [])) == {}
    whole = package()
    rows: dict[str, Any] = {name: kept for name, kept in whole.rows.items() if name != "Fault"}
    stranger = Row("Volcano", {"ID": "1"})
    report = check(
        rule, package(stranger).__class__(TEMPLATE, whole.survey, {**rows, "Volcano": (stranger,)})
    )
    assert said(report) == {"-": 1, "unknown": 1}


def test_fields_that_lack_or_are_misspelt_are_told() -> None:
    sound = row("FaultSvyPoint")
    values = dict(sound.values)
    del values["Lon"], values["Photographer"]
    values["HorizontalOffset_"] = values.pop("HorizentalOffset")
    values["faultstrike"] = values.pop("FaultStrike")
    report = check("QC-STR-002", [Row(sound.class_name, values, sound.geometry)])
    assert said(report) == {"mandatory": 1, "missing": 2, "name": 1}
    assert {each.field for each in report.findings} == {
        "Lon",
        "Photographer",
        "HorizentalOffset",
        "FaultStrike",
    }


def test_a_place_in_another_province_is_far_off_and_one_near_a_border_is_told_by_an_offices_boundaries(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    (tmp_path / "quality").mkdir()
    square = '{"type":"Polygon","coordinates":[[[105,36],[106,36],[106,37],[105,37],[105,36]]]}'
    (tmp_path / "quality" / "divisions.geojson").write_text(
        f'{{"features":[{{"properties":{{"code":"640522"}},"geometry":{square}}}]}}', encoding="utf-8"
    )
    inside, near, far = Point(105.5, 36.5), Point(106.01, 36.5), Point(106.1, 36.5)
    rows = [row("GeologicalSvyPoint", place) for place in (inside, near, far)]
    report = check("QC-ID-003", rows)
    assert said(report) == {"near": 1, "-": 1}
    severities = {each.code: each.severity for each in report.findings}
    assert severities == {"QC-ID-003.near": "info", "QC-ID-003": "error"}
    # Beyond the office's own boundaries, the provinces' extents still tell what cannot be meant.
    assert said(check("QC-ID-003", [row("Fault", ID="440523100#######1")])) == {"-": 1}


def test_division_codes_are_those_of_the_national_list_and_told_once_each() -> None:
    def told(code: str, count: int = 1) -> Report:
        rows = [row("GeologicalSvyPoint", ID=f"{code}100{n:#>8}") for n in range(count)]
        return check("QC-ID-003", rows)

    assert said(told("640522")) == {}
    assert said(told("640500")) == {}
    # No such prefecture; a county that may be newer than the list; one that was renumbered.
    for code, variant, severity in (
        ("649900", "unknown", "error"),
        ("000000", "unset", "error"),
        ("640599", "county", "warning"),
        ("642200", "old", "info"),
    ):
        report = told(code, 30)
        assert said(report) == {variant: 1}
        found = report.findings[0]
        assert (found.severity, found.params["division"], found.count) == (severity, code, 30)
    assert told("649900", 30).score == 0
    assert told("640599").findings[0].params["name"] == "宁夏回族自治区中卫市"
    assert told("642200").findings[0].params["year"] == 2000


def test_what_was_not_there_to_look_at_does_not_count() -> None:
    report = check("QC-CRS-007", [row("Fault")])
    assert (report.checked[0].state, report.score) == ("not_applicable", None)
    assert check("QC-CRS-007", [row("InvestigationRegion", box(105, 36, 106, 37))]).score is None
