"""Accuracy and metadata: each rule finds what is planted and leaves alone what is right."""

from dataclasses import replace
from datetime import UTC, date, datetime

from shapely import Point

from faultgis.national.rows import Row
from faultgis.records.assessment import Certificate
from faultgis.records.delivery import Delivery
from faultgis.records.fault import Fault
from faultgis.records.files import PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Stamp
from faultgis.records.survey import SheetState
from faultgis.records.trace import Trace
from faultgis.store import Kept
from faultgis.values import Document, Estimate
from tests.faultgis.quality.made import SURVEY, Outcome, dot, fault, line, row, run, spot

S = SURVEY.id
TRACE = Trace(survey_id=S, geometry=line((0, 0), (3000, 0)), location_error_m=25.0)
SHEET = SheetState(survey_id=S, sheet="G48E001002")


def test_each_line_says_how_exactly_it_lies() -> None:
    def said(error: float | None) -> Outcome:
        trace = replace(TRACE, location_error_m=error)
        return run("QC-ACC-001", [fault(trace.geometry, trace)], [trace])

    assert said(25.0).clean
    assert (said(None).only.severity, said(None).only.our_field) == ("info", "location_error_m")
    assert said(0.0).codes == [""]
    assert said(200.0).codes == ["beyond"]


def certificate(outcome: str, distance: float, error: float | None) -> Certificate:
    answer = {"width_m": 200.0, "distance_m": distance, "location_error_m": error}
    return Certificate(
        survey_id=S, geometry=Point(102, 28), code="C1", rule="R", outcome=outcome, answer=Document(answer)
    )


def test_an_answer_says_where_the_error_decides() -> None:
    right = [
        ("inside", 190, 25),
        ("within_location_error", 210, 25),
        ("outside", 240, 25),
        ("exempt", 210, 25),
    ]
    assert run("QC-ACC-002", records=[certificate(*each) for each in right]).clean
    assert run("QC-ACC-002", records=[certificate("outside", 210, 25)]).codes == [""]
    assert run("QC-ACC-002", records=[certificate("outside", 210, None)]).codes == ["none"]


def spaced(feature: str, *metres: float) -> list[Row]:
    points = [row("FaultSvyPoint", dot(x, 30), ID=f"P{x}") for x in metres]
    return [fault(line((0, 0), (1500, 0), (3000, 0)), Feature=feature), *points]


def test_observations_follow_each_other() -> None:
    assert run("QC-ACC-003", spaced("111101", 400, 850, 1300, 1750, 2200, 2600)).clean
    found = run("QC-ACC-003", spaced("111101", 400, 1200, 1600, 2000, 2300, 2600)).only
    assert (found.params["metres"], found.params["count"]) == ("800", 1)
    assert found.where is not None
    assert abs(found.where[0] - spot(800, 0)[0]) < 1e-6
    # Buried faults need fewer; what was never observed is another rule's.
    assert run("QC-ACC-003", spaced("111201", 900, 1800, 2400)).clean
    assert run("QC-ACC-003", spaced("111101")).not_applicable
    # A point that lies off the line is no observation of it.
    assert run("QC-ACC-003", [*spaced("111201", 900, 1800)[:2], row("Trench", dot(1800, 300))]).codes == [""]


def test_products_say_how_good_they_are() -> None:
    cloud = PointCloud(
        survey_id=S, code="C", path="c.laz", density_m2=8.0, acquired_on=date(2025, 4, 1),
        accuracy=Estimate(unit="m", best=0.1),
    )  # fmt: skip
    raster = Raster(
        survey_id=S, code="D", path="d.tif", cell_m=0.5, vertical_datum="1985", lineage=Document({"by": "x"})
    )
    assert run("QC-ACC-004", records=[cloud, raster]).clean
    bare: list[AnyRecord] = [
        PointCloud(survey_id=S, code="C", path="c.laz"),
        Raster(survey_id=S, code="D", path="d.tif"),
    ]
    fields = {each.field for each in run("QC-ACC-004", records=bare).findings}
    assert fields == {"density_m2", "accuracy", "acquired_on", "cell_m", "vertical_datum", "lineage"}
    assert run("QC-ACC-004", records=[Raster(survey_id=S, code="O", path="o", kind="image")]).not_applicable


def test_the_survey_is_described() -> None:
    assert run("QC-MET-001", records=[SHEET]).clean
    bare = replace(SURVEY, authors="", topic="", ended_on=date(2025, 1, 1))
    found = run("QC-MET-001", survey=bare)
    assert sorted(found.codes) == ["", "", "order", "sheets"]
    assert {each.our_field for each in found.findings} == {"authors", "topic", "ended_on", ""}


def made(publication: str, by: str = "甲") -> Fault:
    stamp = Stamp(row_version=2, created_by=by, created_at=datetime(2026, 3, 1, tzinfo=UTC) if by else None)
    return Fault(survey_id=S, code="F", publication=publication, stamp=stamp)


def test_records_have_been_checked() -> None:
    assert run("QC-MET-002", records=[made("published"), SHEET]).clean
    waiting = run("QC-MET-002", records=[made("published"), made("review")]).only
    assert (waiting.code, waiting.severity) == ("QC-MET-002.unexamined", "warning")
    found = run("QC-MET-002", records=[made("draft"), made("draft"), made("published")]).only
    assert (found.code, found.params["count"], found.kind) == ("QC-MET-002.draft", 2, "fault")
    assert run("QC-MET-002", records=[made("review")], parameters={"least": "published"}).codes == ["review"]
    assert run("QC-MET-002", records=[made("published", by="")]).codes == ["unmade"]


def test_somebody_else_checks_what_one_made() -> None:
    record = made("published")
    for steps, codes in (
        ([], ["alone"]),
        ([("review", "甲"), ("published", "甲")], ["alone"]),
        ([("review", "乙"), ("published", "甲")], []),
        ([("draft", "乙")], ["alone"]),
    ):
        assert run("QC-MET-002", records=[record], past=Kept(True, steps={record.id: steps})).codes == codes


def test_what_was_published_keeps_its_versions() -> None:
    record = made("published")
    assert run("QC-MET-003", records=[record]).not_applicable
    assert run("QC-MET-003", records=[record], past=Kept(True)).looked_at == 1
    assert run("QC-MET-003", records=[record], past=Kept(True, frozenset())).looked_at == 2
    assert run("QC-MET-003", records=[record], past=Kept(True, frozenset())).clean
    assert run("QC-MET-003", records=[record], past=Kept(False)).codes == ["off"]
    past = Kept(True, frozenset({("fault", record.id)}))
    assert run("QC-MET-003", records=[record], past=past).only.id == record.id


def test_detailed_positions_bear_a_secrecy_level() -> None:
    rows = [fault(TRACE.geometry)]
    unmarked = replace(SURVEY, secrecy=0)
    assert run("QC-MET-004", rows).clean
    assert run("QC-MET-004", rows, survey=unmarked).codes == ["unmarked"]
    assert run("QC-MET-004", [replace(rows[0], secrecy=1)], survey=unmarked).clean
    assert run("QC-MET-004", rows, survey=replace(unmarked, mapping_scale=250_000)).not_applicable


def test_a_delivery_below_its_data_says_why() -> None:
    def sent(level: int, reason: str) -> list[str]:
        records: list[AnyRecord] = [Delivery(survey_id=S, number=3, level=level, reason=reason)]
        return run("QC-MET-004", [fault(TRACE.geometry)], records).codes

    assert sent(1, "") == sent(0, "按院函〔2026〕3 号") == []
    assert sent(0, " ") == ["delivery"]
