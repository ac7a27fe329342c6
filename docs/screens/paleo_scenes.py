"""From the trench to the probability, and the planner's question: what each picture shows."""

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt

from tests.ui.person import Person, QTest
from tests.ui.test_paleo_story import choose, quiet, tab, whole_chain

# So many steps from the trace the schools of the table stand.
ALONG = range(-5, 7)


def _pause(person: Person) -> None:
    person.settle()
    QTest.qWait(400)
    person.settle()


def trench(person: Person, camera: Any) -> None:
    """The practice trench: its log, and its ages down to the probability."""
    if not any(camera.wants(name) for name in ("trench_log", "ages", "slip_rates", "recurrence", "ranking")):
        return
    whole_chain(person)
    for name in ("rates", "recurrence", "ranking"):
        tab(person, name)
        quiet(person)
        _pause(person)
        camera.take({"rates": "slip_rates"}.get(name, name), person.window)
    tab(person, "dates")
    choose(person, "Das35")
    quiet(person)
    _pause(person)
    camera.take("ages", person.window)
    person.window.actions_.run("trench_log")
    (log,) = person.window.commands.trench.windows.values()
    log.resize(1366, 768)
    _pause(person)
    camera.take("trench_log", log)
    log.close()
    while person.session.pending():
        person.window.actions_.run("undo")
        quiet(person)


def _sites(lon: float, lat: float) -> Path:
    """A table of schools about a place, as an office has it."""
    rows = [f"{n + 6},第{n + 6}小学,{lon + 0.0006 * n},{lat + 0.0005 * (n % 3)}" for n in ALONG]
    file = Path("/tmp/faultgis-screens/schools.csv")
    file.write_text("\n".join(["序号,学校名称,经度,纬度", *rows]), encoding="gb18030")
    return file


def planner(person: Person, camera: Any) -> None:
    """A site asked about: the answer, its reasons, the zones on the map; and a file of sites."""
    if not (camera.wants("ask_about_a_site") or camera.wants("sites_screened")):
        return
    person.window.actions_.run("layout_planning")
    person.key(Qt.Key.Key_F4)
    panel = person.window.avoidance
    for name, value in (("building_class", "乙"), ("intensity", 8)):
        field: Any = panel.form.fields[name]
        field.setCurrentIndex(field.findData(value))
    place = next(iter(person.session.records["trace"].values())).geometry
    first = place.geoms[0].interpolate(0.4, normalized=True)
    panel.go_to(f"{first.x + 0.0008:.6f}, {first.y:.6f}")
    quiet(person)
    _pause(person)
    camera.take("ask_about_a_site", person.window)
    panel.files.open(_sites(first.x, first.y))
    person.wait(lambda: panel.sites.model.rowCount() == len(ALONG))
    panel.sites.table.selectRow(3)
    quiet(person)
    _pause(person)
    camera.take("sites_screened", person.window)
    person.window.actions_.run("layout_all")
    person.key(Qt.Key.Key_Escape)


SCENES = (planner, trench)
