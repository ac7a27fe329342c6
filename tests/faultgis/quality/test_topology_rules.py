"""Topology of lines: each rule finds what is planted and leaves alone what is right."""

from typing import Any

import pytest
from shapely import GeometryCollection, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, from_wkt

from faultgis.geometry.segments import Segments
from faultgis.national.rows import Row
from faultgis.records.trace import Trace
from tests.faultgis.quality.made import SURVEY, area, dot, fault, line, row, run, spot

EAST = line((0, 0), (5000, 0))


def faults(*shapes: MultiLineString, **values: Any) -> list[Row]:
    return [fault(shape, ID=f"F{n}", **values) for n, shape in enumerate(shapes)]


def test_shapes_are_there_and_valid() -> None:
    square = area((0, 0), (900, 0), (900, 900), (0, 900))
    assert run("QC-TOP-001", [fault(EAST), row("Stratigraphy", square)]).clean
    bow = area((0, 0), (900, 900), (900, 0), (0, 900))
    hole = Polygon(square.exterior, [area((2000, 0), (2100, 0), (2100, 100)).exterior])
    wrong = [
        fault(None), fault(MultiLineString()), row("Stratigraphy", bow), row("Geomorphy", hole),
        fault(from_wkt("MULTILINESTRING ((102 28, 102.1 28), EMPTY)")),
    ]  # fmt: skip
    found = run("QC-TOP-001", wrong)
    assert sorted(found.codes) == ["crosses", "empty", "empty", "holes", "part"]


def test_shapes_are_of_their_classes_kind() -> None:
    square = area((0, 0), (900, 0), (900, 900), (0, 900))
    assert run("QC-TOP-001", [row("Trench", Point(102, 28)), row("Trench", MultiPoint([(102, 28)]))]).clean
    wrong = [fault(square), row("Stratigraphy", EAST), row("Trench", EAST), fault(GeometryCollection([EAST]))]
    found = run("QC-TOP-001", wrong)
    assert sorted(found.codes) == ["not_line", "not_line", "not_point", "not_polygon"]
    assert {each.severity for each in found.findings} == {"error"}


def test_points_without_a_place_are_told_but_break_nothing() -> None:
    lost = run("QC-TOP-001", [row("Trench"), row("Trench", Point()), row("Trench", Point(102, 28))])
    assert [(each.code, each.severity) for each in lost.findings] == [("QC-TOP-001.empty", "warning")] * 2
    whole = run("QC-TOP-001", [row("SamplePoint", ID=f"{n}") for n in range(40)]).only
    assert (whole.code, whole.params["count"], whole.severity) == ("QC-TOP-001.empty_all", 40, "warning")


def test_lines_have_a_length_and_no_vertex_twice() -> None:
    assert run("QC-TOP-002", faults(EAST, line((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)))).clean
    assert run("QC-TOP-002", faults(line((0, 0), (0, 0.001)))).codes == ["zero"]
    repeated = run("QC-TOP-002", faults(line((0, 0), (50, 0), (50, 0.005), (99, 0), (99, 0)))).only
    assert (repeated.code, repeated.params["count"]) == ("QC-TOP-002.repeated", 2)


def test_lines_do_not_lie_on_themselves() -> None:
    back = run("QC-TOP-002", faults(line((0, 0), (900, 0), (600, 0)))).only
    assert back.code == "QC-TOP-002.overlap"
    assert float(back.params["metres"]) == pytest.approx(300, abs=0.2)
    loop = run("QC-TOP-002", faults(line((0, 0), (900, 0), (900, 500), (400, 500), (400, -300)))).only
    assert (loop.code, loop.severity) == ("QC-TOP-002.crossing", "warning")
    assert loop.where == pytest.approx(spot(400, 0))


@pytest.mark.parametrize(("gap", "codes"), [(0, []), (10, ["under"]), (24, ["under"]), (26, [])])
def test_an_end_does_not_stop_short(gap: float, codes: list[str]) -> None:
    assert run("QC-TOP-003", faults(EAST, line((2500, gap), (2500, 3000)))).codes == codes


@pytest.mark.parametrize(("beyond", "codes"), [(0, []), (10, ["over"]), (24, ["over"]), (26, [])])
def test_an_end_does_not_run_over(beyond: float, codes: list[str]) -> None:
    found = run("QC-TOP-003", faults(EAST, line((2500, -beyond), (2500, -beyond / 2), (2500, 3000))))
    assert found.codes == codes
    assert all(float(each.params["metres"]) == pytest.approx(beyond, abs=0.1) for each in found.findings)


def test_a_branch_does_not_run_over_the_line_that_it_leaves() -> None:
    branch = [line((0, 15), (0, 45)), line((15, 0), (0, 15))]
    assert "over" not in run("QC-TOP-003", faults(*branch)).codes
    # A short tail past the place where another line ends does.
    assert run("QC-TOP-003", faults(line((0, 0), (500, 0)), line((490, 900), (490, 0)))).codes == ["over"]


def test_ends_that_meet_are_no_loose_ends() -> None:
    fork = [line((0, 0), (5000, 0)), line((5000, 0), (9000, 2000)), line((5000, 0), (9000, -2000))]
    assert run("QC-TOP-003", faults(*fork)).clean
    # Half a millimetre of the map: a coarser map reaches farther.
    assert run("QC-TOP-003", faults(EAST, line((2500, 40), (2500, 3000))), parameters={"map_mm": 1.0}).codes


def test_a_gap_between_two_ends_is_told_once() -> None:
    found = run("QC-TOP-003", faults(EAST, line((5010, 0), (9000, 0)))).only
    assert (found.row_code, found.params["other"], found.params["metres"]) == ("F1", "F0", "10.0")


def test_each_loose_end_and_each_crossing_is_waived_by_itself() -> None:
    both = run("QC-TOP-003", faults(EAST, line((500, 10), (2000, 900), (4000, 10))))
    ladder = run("QC-TOP-005", faults(EAST, line((0, 900), (5000, 900)), line((2500, -500), (2500, 1500))))
    for found in (both.findings, ladder.findings):
        assert len(found) == len({each.key for each in found}) == 2


def test_two_faults_do_not_share_a_stretch() -> None:
    assert run("QC-TOP-004", faults(EAST, line((5000, 0), (9000, 0)), line((0, 6), (5000, 6)))).clean
    part = run("QC-TOP-004", faults(EAST, line((-500, 300), (1000, 0), (2000, 0), (2500, 300)))).only
    assert (part.row_code, part.params["other"]) == ("F1", "F0")
    assert float(part.params["metres"]) == pytest.approx(1000, abs=1)
    # Drawn the other way round and with other vertices it is the same line.
    twice = run("QC-TOP-004", faults(EAST, line((5000, 0), (3100, 0.004), (0, 0)))).only
    assert float(twice.params["metres"]) == pytest.approx(5000, abs=1)


def test_a_crossing_has_a_node_or_a_reason() -> None:
    across = line((2500, -900), (2500, 900))
    found = run("QC-TOP-005", faults(EAST, across)).only
    assert found.where == pytest.approx(spot(2500, 0))
    noded = [line((0, 0), (2500, 0), (5000, 0)), line((2500, -900), (2500, 0), (2500, 900))]
    assert run("QC-TOP-005", faults(*noded)).clean
    assert run("QC-TOP-005", faults(EAST, line((2500, 0), (2500, 900)))).clean
    assert run("QC-TOP-005", faults(EAST, across, CommentInfo="被F0错断")).clean
    # "Not exactly known" tells of no cutting, though it has the character.
    assert run("QC-TOP-005", faults(EAST, across, CommentInfo="位置不确切，截至 2025 年未查明")).codes == [""]
    # A vertex of only one of them is no node.
    assert run("QC-TOP-005", faults(EAST, noded[1])).codes == [""]


def test_vertices_stand_as_the_scale_asks() -> None:
    bend = line((0, 0), (400, 0), (700, 300), (700, 700))
    assert run("QC-TOP-010", faults(EAST, bend)).clean
    long_bend = line((0, 0), (300, 0), (900, 600), (900, 900))
    long = run("QC-TOP-010", faults(long_bend)).only
    assert (long.code, long.severity) == ("QC-TOP-010.long", "warning")
    assert float(long.params["metres"]) == pytest.approx(849, abs=1)
    short = run("QC-TOP-010", faults(line((0, 0), (300, 0), (300.5, 0), (600, 0)))).only
    assert short.code == "QC-TOP-010.short"
    # A line that was drawn for a coarser scale than the survey's is judged by its own.
    coarse = Trace(geometry=long_bend, mapping_scale=250_000, survey_id=SURVEY.id)
    assert run("QC-TOP-010", [fault(long_bend, coarse)], [coarse]).clean
    # Where most are too coarse, it is the scale that is wrong.
    many = run("QC-TOP-010", faults(*[long_bend] * 25, *[EAST] * 20)).only
    assert (many.code, many.params["count"], many.params["of"]) == ("QC-TOP-010.long_all", 25, 45)


def test_a_line_has_one_part() -> None:
    assert run("QC-TOP-012", faults(EAST)).clean
    apart = MultiLineString([*EAST.geoms, *line((0, 900), (900, 900)).geoms])
    branch = MultiLineString([*EAST.geoms, *line((5000, 0), (900, 900)).geoms])
    assert run("QC-TOP-012", faults(apart, branch)).codes == ["parts", "branch"]


def test_what_is_invalid_or_absent_breaks_no_other_rule() -> None:
    rows = [
        fault(None), fault(MultiLineString(), ID="F2"), fault(line((0, 0), (0, 0)), ID="F3"),
        fault(from_wkt("LINESTRING (102 28, nan 28, 102.1 28)"), ID="F4"),
        row("Stratigraphy", MultiPolygon()),
        row("Stratigraphy", area((0, 0), (900, 900), (900, 0), (0, 900))), row("FractureBelt", None),
        row("StratigraphyLine", MultiLineString(), GeologyBoundaryLine="152400"),
    ]  # fmt: skip
    for number in range(1, 13):
        run(f"QC-TOP-{number:03d}", rows)


def test_segments_follow_their_shapes_whatever_kind_these_are() -> None:
    square = area((0, 0), (300, 0), (300, 300), (0, 300))
    segments = Segments.of([square, EAST, None, dot(0, 0), square])
    assert segments.owner.tolist() == [0] * 4 + [1] + [4] * 4
    assert segments.travelled[[0, 1, 4, 5]] == pytest.approx([0, 300, 0, 0], abs=1)


def test_a_line_that_was_drawn_twice_is_told_once() -> None:
    again = line((4900, 3), (2500, 2), (200, -3))
    found = run("QC-TOP-004", faults(EAST, again)).only
    assert (found.code, found.severity, found.row_code) == ("QC-TOP-004.near", "warning", "F1")
    assert float(found.params["metres"]) == pytest.approx(4700, rel=0.02)
    assert run("QC-TOP-004", faults(EAST, line((0, 8), (5000, 8)))).clean
    assert run("QC-TOP-004", faults(EAST, EAST)).codes == [""]
    # Lines that meet, cross, or go on from each other at a sharp angle.
    for other in (line((5000, 0), (9000, 200)), line((2500, -20), (2510, 20)), line((5000, 0), (9000, 0))):
        assert run("QC-TOP-004", faults(EAST, other)).clean
