"""Topology of areas, belts and sheets: each rule finds what is planted and leaves alone what is right."""

from typing import Any

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Polygon

from faultgis.avoidance.writing import LAYER
from faultgis.crs.ellipsoid import destination
from faultgis.national.rows import Row
from faultgis.quality.finding import Finding
from faultgis.records.trace import Trace
from faultgis.sheets.index import sheet_at
from tests.faultgis.quality.made import FRAME, SURVEY, area, fault, line, row, run, spot

WEST = area((0, 0), (1000, 0), (1000, 1000), (0, 1000))
EAST = area((1000, 0), (2000, 0), (2000, 1000), (1000, 1000))


def layer(*shapes: Polygon, name: str = "Stratigraphy") -> list[Row]:
    return [row(name, shape, ID=f"A{n}") for n, shape in enumerate(shapes)]


def test_a_layer_has_no_overlaps() -> None:
    assert run("QC-TOP-006", layer(WEST, EAST)).clean
    over = area((900, 0), (2000, 0), (2000, 1000), (900, 1000))
    found = run("QC-TOP-006", layer(WEST, over)).only
    assert (found.code, found.row_code, found.severity) == ("QC-TOP-006.overlap", "A1", "error")
    assert float(found.params["area"]) == pytest.approx(100_000, rel=0.002)
    # Two layers may lie on each other, and a sliver of less than 1 mm² of the map is none.
    assert run("QC-TOP-006", [*layer(WEST), *layer(over, name="Geomorphy")]).clean
    sliver = area((998, 0), (2000, 0), (2000, 1000), (998, 1000))
    assert run("QC-TOP-006", layer(WEST, sliver)).clean


def test_gaps_between_polygons_are_told_unless_something_fills_them() -> None:
    hole = area((400, 400), (600, 400), (600, 600), (400, 600))
    ringed = Polygon(WEST.exterior, [hole.exterior])
    found = run("QC-TOP-006", layer(ringed, EAST)).only
    assert (found.code, found.severity, found.class_name) == ("QC-TOP-006.gap", "warning", "Stratigraphy")
    assert float(found.params["area"]) == pytest.approx(40_000, rel=0.002)
    assert run("QC-TOP-006", [*layer(ringed, EAST), *layer(hole, name="Rock")]).clean


def test_a_cleft_between_polygons_is_a_gap_though_it_is_open() -> None:
    def beyond(west: float) -> list[str]:
        return run("QC-TOP-006", layer(WEST, area((west, 0), (2000, 0), (2000, 1000), (west, 1000)))).codes

    assert beyond(1010) == ["gap"]
    # Too small, too wide to be a slip, and a bay of one polygon.
    assert beyond(1002) == beyond(1025) == []
    bay = area((0, 0), (1000, 0), (1000, 495), (300, 495), (300, 505), (1000, 505), (1000, 1000), (0, 1000))
    assert run("QC-TOP-006", layer(bay)).clean


def test_boundaries_run_along_the_edges_of_polygons() -> None:
    polygons = layer(WEST, EAST)
    boundary = row("StratigraphyLine", line((1000, 0), (1000, 400), (1000, 1000)), ID="L1")
    assert run("QC-TOP-007", [*polygons, boundary]).clean
    off = row("StratigraphyLine", line((1000, 0), (1000, 500), (1003, 500), (1003, 1000)), ID="L1")
    found = run("QC-TOP-007", [*polygons, off]).only
    assert 40 <= found.params["percent"] <= 60
    # Its ends lie on an edge, its middle does not.
    across = row("StratigraphyLine", line((0, 500), (1000, 500)), ID="L1")
    assert run("QC-TOP-007", [*polygons, across]).codes == [""]
    assert run("QC-TOP-007", [boundary]).not_applicable


def test_a_fault_contact_runs_along_a_fault() -> None:
    broken = fault(line((1000, -500), (1000, 1500)))
    for off, codes in ((0, []), (5, [""])):
        contact = row(
            "StratigraphyLine", line((1000 + off, 0), (1000 + off, 900)), GeologyBoundaryLine="152400"
        )
        assert run("QC-TOP-008", [broken, contact]).codes == codes
    conformable = row("StratigraphyLine", line((5, 0), (5, 900)), GeologyBoundaryLine="152100")
    assert run("QC-TOP-008", [broken, conformable]).not_applicable


TRACE = line((0, 0), (4000, 0))


def belt(half_width: float, start: float = -300, end: float = 4300, **values: Any) -> Row:
    shape = area((start, -half_width), (end, -half_width), (end, half_width), (start, half_width))
    return row(LAYER, shape, ID="B1", **values)


def covered(*rows: Row, **parameters: Any) -> list[Finding]:
    return list(run("QC-TOP-011", [fault(TRACE, Name="甲断裂"), *rows], parameters=parameters).findings)


def test_a_belt_covers_its_fault() -> None:
    assert covered(belt(200)) == covered(belt(200, ForbiddenBeltName="甲断裂 避让带")) == []
    half = covered(belt(200, start=1800, ForbiddenBeltName="甲断裂避让带"))
    assert [each.code for each in half] == ["QC-TOP-011.uncovered"]
    assert float(half[0].params["metres"]) == pytest.approx(1800, abs=5)
    # Two belts of one fault cover it together; a belt of another fault is not asked to.
    assert covered(belt(200, start=1800), belt(200, end=1800)) == []
    assert run("QC-TOP-011", [fault(TRACE, Name="甲"), belt(200, start=3900)]).not_applicable


def test_a_belt_lies_about_a_fault() -> None:
    aside = row(LAYER, area((0, 3000), (900, 3000), (900, 3900), (0, 3900)), ID="B2", ForbiddenBeltName="甲")
    assert [each.code for each in covered(belt(200), aside)] == ["QC-TOP-011.faultless"]
    assert run("QC-TOP-011", [aside]).not_applicable


def test_a_belt_is_as_wide_as_its_rule() -> None:
    told = "CN-GB50011-2010 CN-GB50011-8-乙 (表 4.1.7)：避让带。上盘 200 m，下盘 200 m"
    assert covered(belt(200, CommentInfo=told)) == []
    narrow = covered(belt(120, CommentInfo=told))
    assert [(each.code, each.params["width"]) for each in narrow] == [("QC-TOP-011.narrow", "200")]
    assert float(narrow[0].params["metres"]) == pytest.approx(120, abs=1)
    assert covered(belt(120)) == []
    assert [each.code for each in covered(belt(120), width_m=150)] == ["QC-TOP-011.narrow"]
    # Wide enough on one side only.
    lopsided = row(LAYER, area((-300, -300), (4300, -300), (4300, 50), (-300, 50)), ID="B1")
    assert [each.code for each in covered(lopsided, width_m=200)] == ["QC-TOP-011.narrow"]


def test_a_fault_that_is_an_area_is_nobodys_trace() -> None:
    crossed = area((0, 0), (0, 900), (900, 0), (900, 900))
    assert run("QC-TOP-011", [fault(crossed), row(LAYER, area((0, 0), (500, 0), (0, 500)))]).not_applicable


SHEET = sheet_at(102.1, 28.05)
MIDDLE = (SHEET.south + SHEET.north) / 2


def joint(step_m: float = 0.0, aside_m: float = 0.0) -> list[MultiLineString]:
    """A line to the sheet's east edge and one from there on, which begins a step north of it and an aside
    east of the edge."""
    place = destination(SHEET.east, MIDDLE, 0.0, step_m)
    begin = destination(*place, 90.0, aside_m)
    west = LineString([(SHEET.east - 0.02, MIDDLE - 0.01), (SHEET.east, MIDDLE)])
    return [MultiLineString([each]) for each in (west, LineString([begin, (SHEET.east + 0.02, MIDDLE)]))]


def at_edge(shapes: list[MultiLineString], names: tuple[str, str] = ("甲", "甲")) -> list[str]:
    rows = [fault(shape, ID=f"F{n}", Name=names[n]) for n, shape in enumerate(shapes)]
    return run("QC-TOP-009", rows).codes


def test_lines_join_at_a_sheets_edge() -> None:
    assert at_edge(joint()) == at_edge(joint(4.9)) == []
    assert at_edge(joint(20)) == ["apart", "apart"]
    assert at_edge(joint(), ("甲", "乙")) == ["attributes"]
    assert at_edge(joint(aside_m=800)) == ["alone"]
    # A line that ends on the edge of a sheet that nobody mapped has nothing to join.
    assert run("QC-TOP-009", [fault(joint()[0])]).not_applicable
    # Nor does one from a small-scale map, which was not drawn by these sheets.
    coarse = [
        Trace(geometry=each, mapping_scale=4_000_000, survey_id=SURVEY.id) for each in joint(aside_m=800)
    ]
    assert run("QC-TOP-009", [fault(each.geometry, each) for each in coarse], coarse).not_applicable


def test_a_line_across_a_sheets_edge_and_one_that_branches_off_there() -> None:
    west, east = (shapely.get_coordinates(shape) for shape in joint())
    through = MultiLineString([LineString(np.concatenate([west, east[1:]]))])
    branch = MultiLineString([LineString([(SHEET.east, MIDDLE), (SHEET.east - 0.02, MIDDLE + 0.01)])])
    assert at_edge([through, branch]) == []


def test_parallels_are_edges_too() -> None:
    south = LineString([(102.1, SHEET.north - 0.01), (102.1, SHEET.north)])
    north = LineString([(102.1, SHEET.north), (102.1, SHEET.north + 0.01)])
    assert at_edge([MultiLineString([south]), MultiLineString([north])]) == []
    assert at_edge([MultiLineString([south]), MultiLineString([north])], ("甲", "")) == ["attributes"]


def test_shapes_of_these_tests_lie_in_one_sheet() -> None:
    assert sheet_at(FRAME.longitude, FRAME.latitude) == sheet_at(*spot(9000, 3000)) == SHEET
