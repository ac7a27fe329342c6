"""The trench on the map: its symbol is hit, it stands under its fault in the tree, and goes as one edit."""

from PyQt6.QtCore import QPointF, Qt

from faultgis.records.trench import Trench, TrenchSite
from tests.ui.person import CONTROL, LEFT, NONE, Person, QTest, SitDown
from tests.ui.walls.logger import open_log

KINDS = ("trench", "wall", "strat_unit", "unit_order", "paleo_event", "wall_feature", "event_evidence")


def site_of(person: Person) -> TrenchSite:
    (site,) = (s for s in person.session.records["trench_site"].values() if isinstance(s, TrenchSite))
    return site


def test_the_site_is_hit_selected_and_leads_to_its_log(sit_down: SitDown) -> None:
    person = sit_down()
    person.window.actions_.run("practice_trench")
    site = site_of(person)
    place = site.geometry.x, site.geometry.y
    person.view.zoom_to((place[0] - 1e-3, place[1] - 1e-3, place[0] + 1e-3, place[1] + 1e-3))
    person.settle()
    person.workspace.select([])
    assert ("trench_site", site.id) in person.view.hit(QPointF(person.at(place)))
    person.press("select")
    person.click(place)
    assert person.workspace.selection == (("trench_site", site.id),)
    card = person.window.record.trench
    person.wait(card.isVisible)
    QTest.mouseClick(card.button, LEFT)
    assert open_log(person).window.hub.log is not None


def test_it_stands_under_its_fault_and_a_double_click_opens_it(sit_down: SitDown) -> None:
    person = sit_down()
    person.window.actions_.run("practice_trench")
    site = site_of(person)
    (trench,) = (t for t in person.session.records["trench"].values() if isinstance(t, Trench))
    model, tree = person.window.survey.model, person.window.survey.tree
    assert site.fault_id is not None
    above = model.index_of(("trench_site", site.id)).parent()
    assert model.ref(above) == ("fault", site.fault_id)
    index = model.index_of(("trench", trench.id))
    assert model.ref(index.parent()) == ("trench_site", site.id)
    tree.scrollTo(index)
    viewport = tree.viewport()
    assert viewport is not None
    spot = tree.visualRect(index).center()
    QTest.mouseClick(viewport, LEFT, NONE, spot)
    QTest.mouseDClick(viewport, LEFT, NONE, spot)
    assert open_log(person).window.hub.trench_id == trench.id


def test_a_site_goes_with_its_whole_log_as_one_edit(sit_down: SitDown) -> None:
    person = sit_down()
    person.window.actions_.run("practice_trench")
    before = {kind: dict(person.session.records[kind]) for kind in KINDS}
    site = site_of(person)
    person.workspace.select([("trench_site", site.id)])
    person.key(Qt.Key.Key_Delete)
    assert all(not person.session.records[kind] for kind in KINDS)
    assert len(person.session.records["sample"]) == 14, "samples are dated things: they stay"
    person.key(Qt.Key.Key_Z, CONTROL)
    assert {kind: dict(person.session.records[kind]) for kind in KINDS} == before
