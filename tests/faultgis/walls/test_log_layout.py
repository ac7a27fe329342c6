"""A log on paper: true to scale, nothing lost where it breaks, tables whole, patterns within their areas."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon

from faultgis.errors import InputError
from faultgis.records.provenance import new_id
from faultgis.records.trench import StratUnit, Wall
from faultgis.walls import layout
from faultgis.walls.columns import AGAIN, HEADING, Table, balanced, columns_of, flow
from faultgis.walls.layout import PAPERS, Panel, Size, panels, sizes, strips, view_of
from faultgis.walls.patterns import PATTERNS, pattern_of, spoken, strokes

SURVEY = new_id()
A3, A3_UPRIGHT = sizes("A3")


def wall(code: str, mirrored: bool = False, length: float = 40.0, height: float = 3.0) -> Wall:
    return Wall(
        survey_id=SURVEY, code=code, trench_id=SURVEY, mirrored=mirrored, length_m=length, height_m=height
    )


def back(panel: Panel, on_paper: shapely.Geometry) -> shapely.Geometry:
    """A shape of the sheet in metres of the wall again."""

    def to_wall(mm: np.ndarray) -> np.ndarray:
        u = panel.left + (mm[:, 0] - panel.x_mm) * panel.scale / 1000
        x = panel.view.length_m - u if panel.view.mirrored else u
        return np.column_stack([x, panel.top - (mm[:, 1] - panel.y_mm) * panel.scale / 1000])

    return shapely.transform(on_paper, to_wall)


@pytest.mark.parametrize("scale", layout.SCALES)
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_metre_of_the_wall_is_a_thousand_millimetres_by_the_scale(scale: int, mirrored: bool) -> None:
    (panel, *_) = panels([view_of(wall("N", mirrored, 4.0), [])], scale, sizes("A0")[0])
    places = panel.to_mm(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]))
    across, up = places[1] - places[0], places[2] - places[1]
    assert across == pytest.approx([-1000 / scale if mirrored else 1000 / scale, 0.0], abs=1e-9)
    assert up == pytest.approx([0.0, -1000 / scale], abs=1e-9)


def test_facing_walls_stand_one_above_the_other_at_the_same_place_along_the_trench() -> None:
    views = [view_of(wall("N", length=6.0), []), view_of(wall("S", True, 6.0), [])]
    north, south = panels(views, 50, A3)
    assert (north.sheet, south.sheet) == (0, 0)
    assert south.box[1] > north.box[3]
    at = np.array([[1.5, 1.0]])
    across = np.array([[4.5, 1.0]])
    assert north.to_mm(at)[0, 0] == pytest.approx(south.to_mm(across)[0, 0])
    assert [x for x, _ in south.uprights()] == [0, 1, 2, 3, 4, 5, 6]
    assert south.uprights()[0][1] > south.uprights()[-1][1]


@pytest.mark.parametrize("size", [A3, A3_UPRIGHT, sizes("A4")[0], sizes("A4")[1]])
def test_a_wall_of_forty_metres_breaks_into_sheets_that_overlap_and_lose_nothing(size: Size) -> None:
    views = [view_of(wall("N"), []), view_of(wall("S", True), [])]
    placed = panels(views, 20, size)
    bed = Polygon([(0, 0.2), (40, 0.4), (40, 2.9), (0, 2.6)])
    for view in views:
        mine = [p for p in placed if p.view is view]
        seen = shapely.union_all([back(p, p.drawn(bed)) for p in mine])
        assert seen.symmetric_difference(bed).area < 1e-6
        for column in sorted({p.column for p in mine})[1:]:
            before = next(p for p in mine if p.column == column - 1)
            after = next(p for p in mine if p.column == column)
            assert (before.right - after.left) * 1000 / 20 == pytest.approx(layout.OVERLAP)
    for panel in placed:
        left, top, right, bottom = panel.box
        assert left >= layout.MARGIN
        assert top >= layout.MARGIN + layout.TITLE
        assert right <= size.width - layout.MARGIN + 1e-6
        assert bottom <= size.height - layout.MARGIN + 1e-6


def test_a_match_line_lies_at_one_place_on_both_sheets_and_each_names_the_other() -> None:
    placed = panels([view_of(wall("N"), [])], 20, A3)
    for one, other in pairwise(placed):
        right, left = dict(one.cuts)["right"], dict(other.cuts)["left"]
        assert right.at == pytest.approx(left.at)
        assert one.left < right.at < one.right
        assert other.left < left.at < other.right
        assert (right.sheet, left.sheet) == (other.sheet + 1, one.sheet + 1)
    assert "left" not in dict(placed[0].cuts)
    assert "right" not in dict(placed[-1].cuts)


def test_a_wall_higher_than_the_sheet_breaks_upwards_too() -> None:
    placed = panels([view_of(wall("N", length=5.0, height=9.0), [])], 20, sizes("A4")[0])
    assert {p.row for p in placed} == {0, 1, 2, 3}
    assert max(p.top for p in placed) == pytest.approx(9.1)
    assert min(p.bottom for p in placed) == pytest.approx(-0.1)


@given(st.floats(0.1, 500), st.floats(1.0, 30), st.floats(0.01, 0.3))
def test_strips_cover_a_stretch_and_overlap_by_what_was_asked(span: float, room: float, share: float) -> None:
    overlap = share * room
    found = strips(-1.0, span - 1.0, room, overlap)
    assert found[0][0] == -1.0
    assert found[-1][1] == pytest.approx(span - 1.0)
    assert all(high - low <= room + 1e-6 for low, high in found)
    assert all(one[1] - other[0] == pytest.approx(overlap) for one, other in pairwise(found))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match=r"log\.paper"):
        sizes("B5")
    far = view_of(wall("N"), [Point(1e6, 0)])
    with pytest.raises(InputError, match=r"log\.too_large"):
        panels([far], 20, A3)
    with pytest.raises(InputError, match=r"log\.too_small"):
        panels([view_of(wall("N"), [])], 20, Size("stamp", 60.0, 60.0))
    assert list(PAPERS) == ["A4", "A3", "A2", "A1", "A0"]


def test_tables_keep_their_rows_in_order_and_repeat_their_heading() -> None:
    tables = [Table(7, (5.0,) * 10), Table(7, (4.0, 20.0, 4.0))]
    puts = flow(tables, (), 30.0)
    assert [(p.table, p.row) for p in puts if p.row >= 0] == [(0, n) for n in range(10)] + [
        (1, n) for n in range(3)
    ]
    heads = [(p.table, p.row, p.column) for p in puts if p.row < 0]
    assert heads[:3] == [(0, HEADING, 0), (0, AGAIN, 1), (0, AGAIN, 2)]
    for put in puts:
        if put.row >= 0:
            assert put.y + tables[put.table].rows[put.row] <= 30.0 + 1e-6


def test_a_row_higher_than_any_column_stands_in_one_alone() -> None:
    puts = flow([Table(7, (5.0, 90.0, 5.0))], (20.0,), 30.0)
    assert [p.column for p in puts if p.row >= 0] == [0, 1, 2]


@given(
    st.lists(st.lists(st.floats(3, 12), min_size=1, max_size=20), min_size=1, max_size=5),
    st.integers(1, 6),
)
def test_balanced_columns_are_no_more_than_asked_and_lose_no_row(rows: list[list[float]], count: int) -> None:
    tables = [Table(7.0, tuple(each)) for each in rows]
    found = balanced(tables, count, 2000.0)
    assert found is not None
    assert columns_of(found) <= count
    assert sum(p.row >= 0 for p in found) == sum(map(len, rows))
    assert balanced(tables, 1, 9.0) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("砂质粉土", "silt"),
        ("粉质黏土", "clay"),
        ("砂砾石，砾径 1–4 cm", "gravel"),
        ("崩积楔，含砾石", "colluvium"),
        ("花岗岩基岩", "bedrock"),
        ("silty clay", "clay"),
        ("sandy gravel", "gravel"),
        ("粉细砂", "sand"),
        ("暗色古土壤", "soil"),
        ("泥炭质黏土", "clay"),
        ("", ""),
    ],
)
def test_a_lithology_names_its_pattern(words: str, name: str) -> None:
    assert spoken(words) == name


def test_a_stated_pattern_comes_before_the_lithology() -> None:
    unit = StratUnit(survey_id=SURVEY, code="U", trench_id=SURVEY, lithology="粉土", pattern="peat")
    assert pattern_of(unit) == "peat"


@pytest.mark.parametrize("name", PATTERNS)
def test_strokes_lie_within_their_area_and_fill_it(name: str) -> None:
    area = Polygon([(0, 0), (60, 5), (55, 30), (20, 34), (-3, 20)], [[(20, 10), (30, 10), (25, 18)]])
    found = strokes(name, area, (0.3, 0.7))
    drawn = [LineString(s) if len(s) > 1 else Point(s[0]) for s in found]
    assert all(area.covers(each) for each in drawn)
    near = shapely.union_all(drawn).buffer(3.5)
    assert area.intersection(near).area > 0.95 * area.area


def test_a_pattern_runs_through_a_match_line() -> None:
    whole = Polygon([(0, 0), (80, 0), (80, 20), (0, 20)])
    part = Polygon([(30, 0), (50, 0), (50, 20), (30, 20)])
    all_of_it = {tuple(map(tuple, np.round(s, 6))) for s in strokes("clay", whole, (7.0, 3.0))}
    assert {tuple(map(tuple, np.round(s, 6))) for s in strokes("clay", part, (7.0, 3.0))} <= all_of_it
