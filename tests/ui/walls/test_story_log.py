"""A trench logged from the map to the database: site, trench, walls, picture, lines, areas, samples."""

from pathlib import Path

import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor, QImage, QPainter
from PyQt6.QtWidgets import QLineEdit
from shapely import Polygon

from faultgis.records.sample import Sample
from faultgis.records.trench import Trench, TrenchSite, Wall, WallImage
from tests.ui.person import LEFT, NONE, Person, QTest, SitDown, push, rows
from tests.ui.walls.logger import Logger, open_log
from ui.walls.control import ControlPoints

SHAPES = "select f.kind, w.code, st_astext(f.shape, 6) from faultgis.wall_feature f join faultgis.wall w"
SHAPES += " on w.id = f.wall_id order by f.kind, f.id"


def make_trench(person: Person) -> Logger:
    """A site on the fault, and a trench of 14 m across it, drawn on the map."""
    trace = person.traces[0]
    middle = trace.geometry.geoms[0].interpolate(0.5, normalized=True)
    scale = person.view.scale
    person.view.set_scale(scale.zoomed(scale.metres_per_pixel / 0.05, scale.width / 2, scale.height / 2))
    from dataclasses import replace

    person.view.set_scale(
        replace(person.view.scale, longitude=middle.x, latitude=middle.y, metres_per_pixel=0.05)
    )
    person.settle()
    centre = person.at((middle.x, middle.y))
    person.window.actions_.run("add_site")
    person.click(centre)
    (ref,) = person.workspace.selection
    site = person.workspace.record(ref)
    assert isinstance(site, TrenchSite)
    assert site.fault_id == trace.fault_id
    person.window.actions_.run("add_trench")
    for step in (-140, 140):
        pixel = centre + QPoint(step, 40)
        QTest.mouseMove(person.view, pixel)
        QTest.mouseClick(person.view, LEFT, NONE, pixel)
    return open_log(person)


def picture(folder: Path) -> Path:
    """A photo of a string grid: 1200 × 400 pixels, a metre is 100 pixels, the floor at the lower edge."""
    image = QImage(1200, 400, QImage.Format.Format_RGB32)
    image.fill(QColor(180, 150, 110))
    painter = QPainter(image)
    painter.setPen(QColor(255, 255, 255))
    for x in range(0, 1200, 100):
        painter.drawLine(x, 0, x, 400)
    for y in range(0, 400, 100):
        painter.drawLine(0, y, 1200, y)
    painter.fillRect(600, 100, 100, 100, QColor(250, 0, 0))
    painter.end()
    path = folder / "wall.png"
    assert image.save(str(path))
    return path


def set_points(dialog: ControlPoints) -> None:
    """Click four corners of the grid and type their metres."""
    person_wait(lambda: not dialog.picture.image.isNull())
    for (u, v), (x, y) in {
        (100.0, 300.0): ("1", "1"),
        (1100.0, 300.0): ("11", "1"),
        (1100.0, 100.0): ("11", "3"),
        (100.0, 100.0): ("1", "3"),
        (600.0, 200.0): ("6", "2"),
    }.items():
        pixel = dialog.picture.place((u, v)).toPoint()
        QTest.mouseClick(dialog.picture, LEFT, NONE, pixel)
        for text, key in ((x, Qt.Key.Key_Tab), (y, Qt.Key.Key_Return)):
            person_wait(lambda: dialog.table.findChild(QLineEdit) is not None)
            line = dialog.table.findChild(QLineEdit)
            assert line is not None
            QTest.keyClicks(line, text)
            QTest.keyClick(line, key)
            QTest.qWait(20)
    push(dialog, "Use these points")


def person_wait(condition: object) -> None:
    for _ in range(2000):
        if condition():  # type: ignore[operator]
            return
        QTest.qWait(5)
    raise AssertionError("waited in vain")


def test_a_trench_is_logged_saved_and_read_again(sit_down: SitDown, office: str, tmp_path: Path) -> None:
    person = sit_down()
    log = make_trench(person)
    (trench,) = (t for t in log.records("trench").values() if isinstance(t, Trench))
    walls = [w for w in log.records("wall").values() if isinstance(w, Wall)]
    assert trench.length_m == pytest.approx(14, abs=0.2)
    assert [w.mirrored for w in walls] == [False, True]
    first, second = (w.code for w in walls)

    # A picture, by five control points.
    log.window.tabs.setCurrentWidget(log.window.pictures)
    person.answer(ControlPoints, set_points)
    log.window.pictures.add_file(picture(tmp_path))
    person.wait(lambda: any(i.rmse_m is not None for i in images(log)))
    (image,) = images(log)
    assert image.rmse_m == pytest.approx(0.0, abs=0.02)
    assert len(image.sha256) == 64

    # Units, contacts, fault, horizon.
    log.window.tabs.setCurrentWidget(log.window.units)
    for _ in range(3):
        push(log.window.units, "New unit on top")
    low = log.draw("log_contact", first, [(0.0, 1.0), (3.0, 1.1), (6.0, 1.0)])
    high = log.draw("log_contact", first, [(0.0, 2.0), (3.0, 2.1), (6.0, 2.0)])
    fault = log.draw("log_fault", first, [(6.0, 0.1), (6.0, 1.0), (6.0, 2.0), (6.2, 2.9)])
    assert fault.role == "main"
    assert fault.shape.coords[1] == low.shape.coords[-1], "snapped to the contact's end"
    log.window.tabs.setCurrentWidget(log.window.events)
    push(log.window.events, "New event")
    horizon = log.draw("log_event_horizon", first, [(0.0, 2.5), (6.0, 2.5)])
    assert horizon.event_id == next(iter(log.records("paleo_event")))

    # Three samples, one on the facing wall.
    log.take("log_sample")
    for code, place in ((first, (2.0, 1.5)), (first, (4.0, 1.5)), (second, (5.0, 1.2))):
        log.click(log.view(code), place)
    samples = [s for s in log.records("sample").values() if isinstance(s, Sample)]
    assert [s.wall_id for s in samples] == [walls[0].id, walls[0].id, walls[1].id]
    step = log.view(second).scale.metres_per_pixel
    assert samples[2].x_m == pytest.approx(5.0, abs=step)

    # A contact deleted and brought back.
    log.take("log_select")
    log.click(log.view(first), (1.5, 2.05))
    assert person.workspace.selection == (("wall_feature", high.id),)
    log.key(Qt.Key.Key_Delete)
    assert high.id not in log.records("wall_feature")
    log.undo()
    assert log.records("wall_feature")[high.id] == high

    log.save()
    kept = rows(office, SHAPES)
    assert len(kept) == 7
    before = dict(log.records("wall_feature"))
    person.leave()
    again = sit_down()
    after = again.session.records["wall_feature"]
    assert after == before
    assert [s for _, _, s in rows(office, SHAPES)] == [s for _, _, s in kept]


def images(log: Logger) -> list[WallImage]:
    return [i for i in log.records("wall_image").values() if isinstance(i, WallImage)]


def test_areas_close_between_lines_split_and_follow_their_contacts(sit_down: SitDown) -> None:
    person = sit_down()
    log = make_trench(person)
    wall = log.window.hub.walls[0]
    for _ in range(2):
        push(log.window.units, "New unit on top")
    unit = next(iter(log.records("strat_unit")))
    contact = log.draw("log_contact", wall.code, [(-0.5, 1.0), (7.0, 1.2), (14.5, 1.0)])
    log.window.units.list.taken.emit(("strat_unit", unit))
    log.take("log_fill")
    log.click(log.view(wall.code), (7.0, 0.5))
    (area,) = log.features("unit")
    assert area.unit_id == unit
    assert isinstance(area.shape, Polygon)
    assert (7.0, contact.shape.coords[1][1]) == pytest.approx(contact.shape.coords[1], abs=0.05)
    assert contact.shape.coords[1] in area.shape.exterior.coords

    # A vertex that both share moves in both.
    log.take("log_select")
    log.click(log.view(wall.code), (3.5, 0.4))
    log.drag(log.view(wall.code), contact.shape.coords[1], (7.0, 1.6))
    moved = log.features("contact")[0].shape.coords[1]
    assert moved != contact.shape.coords[1]
    assert moved in log.features("unit")[0].shape.exterior.coords
    log.undo()
    assert log.features("contact")[0].shape == contact.shape

    # Cut in two; the unit stays with both.
    log.take("log_split")
    for place in ((7.0, -0.3), (7.0, 1.5)):
        log.click(log.view(wall.code), place)
    log.key(Qt.Key.Key_Return)
    assert len(log.features("unit")) == 2
    assert {f.unit_id for f in log.features("unit")} == {unit}
    assert shapely.union_all([f.shape for f in log.features("unit")]).area == pytest.approx(
        area.shape.area, rel=1e-3
    )
