"""Beside the walls: order by dragging, circles refused by name, live rules that lead to a place, forms."""

from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor

from faultgis.records.sample import Sample
from faultgis.records.trench import StratUnit, WallFeature
from tests.ui.person import LEFT, NONE, Person, QTest, SitDown, push
from tests.ui.walls.logger import Logger, open_log
from ui.forms.parents import ParentEditor
from ui.walls.panels.checks import sentence


@pytest.fixture
def practice(sit_down: SitDown) -> Callable[[], Logger]:
    """The practice trench's log, open in Chinese."""

    def come() -> Logger:
        person: Person = sit_down()
        person.window.actions_.run("practice_trench")
        person.window.actions_.run("trench_log")
        return open_log(person)

    return come


def unit(log: Logger, code: str) -> StratUnit:
    found = [u for u in log.records("strat_unit").values() if isinstance(u, StratUnit) and u.code == code]
    assert len(found) == 1
    return found[0]


def drag_unit(log: Logger, younger: str, older: str) -> None:
    graph = log.window.units.graph
    start, end = (graph.boxes[unit(log, code).id].center().toPoint() for code in (younger, older))
    QTest.mousePress(graph, LEFT, NONE, start)
    QTest.mouseRelease(graph, LEFT, NONE, end)


def said(log: Logger) -> list[str]:
    log.person.wait(lambda: not log.window.checks.pending)
    return [sentence(finding) for finding in log.window.checks.findings]


def test_the_order_is_drawn_and_a_circle_is_refused_by_name(practice: Callable[[], Logger]) -> None:
    log = practice()
    orders = set(log.records("unit_order"))
    drag_unit(log, "U9", "U5")
    assert len(log.records("unit_order")) == len(orders) + 1
    assert len(log.window.units.graph.edges) == len(orders), "what follows from others is not drawn"
    drag_unit(log, "U2", "U6")
    assert len(log.records("unit_order")) == len(orders) + 1
    level, text = log.person.told[-1][1], log.person.told[-1][0]
    assert level == "error"
    assert "U2 → U6 → U5 → U4 → U3 → U2" in text
    log.undo()
    assert set(log.records("unit_order")) == orders


def test_a_line_of_the_graph_is_taken_away(practice: Callable[[], Logger]) -> None:
    log = practice()
    graph = log.window.units.graph
    low, high = graph.boxes[unit(log, "U12").id], graph.boxes[unit(log, "U13").id]
    between = ((low.center() + high.center()) / 2).toPoint()
    QTest.mouseClick(graph, LEFT, NONE, between)
    assert graph.edge is not None
    QTest.keyClick(graph, Qt.Key.Key_Delete)
    assert len(log.records("unit_order")) == 11
    assert any("E1" in text for text in said(log)), "its event lost the order it rests on"


def test_rules_are_live_and_lead_to_the_place(practice: Callable[[], Logger]) -> None:
    log = practice()
    assert said(log) == []
    wall = log.window.hub.walls[0]
    sample = next(s for s in log.records("sample").values() if isinstance(s, Sample) and s.code == "Das37")
    assert sample.x_m is not None
    assert sample.y_m is not None
    log.drag(log.view(wall.code), (sample.x_m, sample.y_m), (sample.x_m, sample.y_m + 1.0))
    moved = log.records("sample")[sample.id]
    assert isinstance(moved, Sample)
    assert moved.y_m == pytest.approx(sample.y_m + 1.0, abs=0.02)
    (text,) = said(log)
    assert "Das37" in text
    assert "U3" in text
    assert log.window.tabs.tabText(4).endswith("1")

    log.person.workspace.select([])
    log.window.tabs.setCurrentWidget(log.window.checks)
    checks = log.window.checks.list
    item = checks.item(0)
    assert item is not None
    QTest.mouseClick(checks.viewport(), LEFT, NONE, checks.visualItemRect(item).center())
    view = log.view(wall.code)
    assert view.chosen[0].sample_id == sample.id
    assert view.scale.middle == pytest.approx((moved.x_m, moved.y_m), abs=1e-3)
    log.undo()
    assert said(log) == []


def test_the_form_offers_the_units_of_this_trench_only(practice: Callable[[], Logger]) -> None:
    log = practice()
    person = log.person
    other = StratUnit(
        survey_id=person.session.survey.id, trench_id=next(iter(log.records("trench"))), code="X"
    )
    area = next(f for f in log.features("unit") if f.wall_id == log.window.hub.walls[0].id)
    person.workspace.select([("wall_feature", area.id)])
    form = log.window.record.form
    assert form is not None
    editor = form.editors["unit_id"]
    assert isinstance(editor, ParentEditor)
    editor.refresh()
    offered = [editor.combo.itemText(n) for n in range(editor.combo.count())]
    assert len(offered) == 14
    assert any(text.startswith("U3 ") for text in offered)
    assert other.code not in offered
    shown = {name for name, one in form.editors.items() if not one.isHidden()}
    assert shown == {"kind", "code", "unit_id", "description"}


def test_a_new_unit_lies_on_top_and_areas_are_drawn_of_it(practice: Callable[[], Logger]) -> None:
    log = practice()
    push(log.window.units, "New unit on top")
    made = unit(log, "U14")
    assert log.window.hub.choices.unit_id == made.id
    assert QColor(made.color).isValid()
    assert log.window.units.list.refs()[0] == ("strat_unit", made.id)
    wall = log.window.hub.walls[0].code
    area = log.draw("log_unit", wall, [(1.0, 3.4), (2.0, 3.4), (2.0, 3.6)])
    assert isinstance(area, WallFeature)
    assert area.unit_id == made.id
    assert said(log)[0].startswith("单元 U14"), "drawn on one wall only"


def test_the_facing_wall_is_mirrored_and_moves_along(practice: Callable[[], Logger]) -> None:
    log = practice()
    first, second = (log.view(w.code) for w in log.window.hub.walls)
    assert (first.scale.mirrored, second.scale.mirrored) == (False, True)
    first.set_scale(first.scale.zoomed(4.0, 300.0, 100.0))
    assert second.scale.metres_per_pixel == first.scale.metres_per_pixel
    (x, y), (u, v) = first.scale.middle, second.scale.middle
    assert (12.0 - u, v) == pytest.approx((x, y))
    left, right = second.scale.place(0, 0), second.scale.place(second.width(), 0)
    assert left[0] > right[0]


def test_both_languages(practice: Callable[[], Logger]) -> None:
    log = practice()
    assert log.window.windowTitle().endswith("拉迪克湖练习探槽点（虚构） · 练习探槽（虚构）")
    log.person.window.actions_.run("language_en")
    assert log.window.tabs.tabText(0) == "Strata"
    assert log.window.windowTitle().endswith("Practice trench (constructed)")
    log.person.window.actions_.run("language_zh")
    assert log.window.tabs.tabText(0) == "地层"


def test_a_boundary_drawn_anew_takes_areas_and_contact_along(practice: Callable[[], Logger]) -> None:
    log = practice()
    wall = log.window.hub.walls[0]
    contact = next(
        f
        for f in log.features("contact")
        if f.wall_id == wall.id and f.older_unit_id == unit(log, "U7").id and f.shape.coords[0][0] == 0.0
    )
    start, end = contact.shape.coords[3], contact.shape.coords[7]
    log.take("log_reshape")
    view = log.view(wall.code)
    for place in (start, ((start[0] + end[0]) / 2, start[1] + 0.08), end):
        log.click(view, place)
    log.key(Qt.Key.Key_Return)
    edit = log.person.session.history.done[-1]
    assert edit.name == "edit.reshape_features"
    assert sorted(c.after.kind for c in edit.changes if isinstance(c.after, WallFeature)) == [
        "contact",
        "unit",
        "unit",
    ]
    assert said(log) == []
    log.undo()
    assert log.records("wall_feature")[contact.id] == contact
