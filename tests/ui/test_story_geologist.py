"""A day of a geologist: draw a fault on the hillshade, undo, redo, split, describe, save, find it again."""

from typing import Any

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt

from faultgis.records.trace import Trace
from tests.ui.person import CONTROL, SHIFT, Person, SitDown, rows

Place = tuple[float, float]


def places(wkt: str) -> Any:
    return shapely.get_coordinates(shapely.from_wkt(wkt))


def shades(person: Person) -> set[int]:
    """The colours on the map away from lines: one only where there is no relief."""
    image = person.view.grab().toImage()
    return {image.pixel(x, y) for x in range(30, image.width() // 2, 7) for y in range(200, 400, 7)}


def free_line(person: Person, count: int) -> list[tuple[QPoint, Place]]:
    """Pixels in the north-west, where the practice survey has no trace to snap to, and their places."""
    west, south, east, north = person.view.scene.bounds or (0, 0, 0, 0)
    width, height = east - west, north - south
    wanted = [
        (west + width * (0.05 + 0.04 * n), south + height * (0.75 + 0.02 * (n % 2))) for n in range(count)
    ]
    pixels = [person.at(place) for place in wanted]
    return [(pixel, person.view.scale.to_world(pixel.x(), pixel.y())) for pixel in pixels]


def test_the_geologists_day(sit_down: SitDown, office: str) -> None:
    person = sit_down()
    assert len(shades(person)) > 50, "no hillshade"
    before = len(person.traces)

    # Draw ten vertices on the hillshade.
    person.press("draw")
    line = free_line(person, 10)
    clicked = [place for _, place in line]
    for pixel, _ in line:
        person.click(pixel)
    person.key(Qt.Key.Key_Return)
    (kind, key), *more = person.workspace.selection
    assert (kind, more) == ("trace", [])
    drawn = person.session.get("trace", key)
    assert isinstance(drawn, Trace)
    assert shapely.get_coordinates(drawn.geometry) == pytest.approx(np.array(clicked), abs=1e-12)

    # Take it back and bring it again.
    person.key(Qt.Key.Key_Z, CONTROL)
    assert len(person.traces) == before
    person.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert person.session.get("trace", key) == drawn

    # Split it between the fifth and the sixth vertex.
    # On so small a map the middle would snap to one of the two.
    person.press("snap")
    person.press("split")
    cut = (clicked[4][0] + clicked[5][0]) / 2, (clicked[4][1] + clicked[5][1]) / 2
    person.click(cut)
    assert len(person.traces) == before + 2
    person.press("snap")

    # Say what it is: a new fault with a name, a trace with its sense and attitude.
    person.press("select")
    person.click(line[1][0])
    assert person.workspace.selection == (("trace", key),)
    person.choose("kinematics", "zhengduan")
    person.estimate("dip_direction", "205", "195", "215")
    person.push_new_parent("fault_id")
    person.enter(person.line("name_zh"), "试填断裂")
    person.save()

    (saved,) = rows(
        office,
        "select st_astext(t.geometry, 15), t.kinematics, t.dip_direction, f.name_zh"
        " from faultgis.trace t join faultgis.fault f on f.id = t.fault_id where t.id = %s",
        key,
    )
    assert len(places(saved[0])) == 6
    assert places(saved[0])[:5] == pytest.approx(np.array(clicked[:5]), abs=1e-12)
    assert saved[1] == "normal"
    assert {name: saved[2][name] for name in ("best", "low", "high", "unit")} == {
        "best": 205,
        "low": 195,
        "high": 215,
        "unit": "deg",
    }
    assert saved[3] == "试填断裂"
    person.close()
    person.leave()

    # Another day: find it by pinyin.
    again = sit_down()
    again.key(Qt.Key.Key_F, CONTROL)
    again.enter(again.window.survey.search, "shitian")
    again.wait(lambda: again.window.survey.model.rowCount() == 1)
    again.key(Qt.Key.Key_Return, widget=again.window.survey.search)
    assert [kind for kind, _ in again.workspace.selection] == ["fault"]
    assert again.line("name_zh").text() == "试填断裂"
    again.settle()
    assert again.view.rect().contains(again.at(clicked[0]))
    again.click(clicked[1])
    assert again.workspace.selection == (("trace", key),)


def test_a_message_never_moves_the_map_under_the_mouse(sit_down: SitDown) -> None:
    person = sit_down()
    mouse = person.view.mapToGlobal(QPoint(300, 300))
    place = person.view.scale.to_world(300, 300)
    person.workspace.tell("第一句话" * 40, "error")
    person.workspace.tell("第二句话", "warning")
    person.settle()
    now = person.view.mapFromGlobal(mouse)
    assert person.view.scale.to_world(now.x(), now.y()) == place
    shown = person.window.desk.messages
    assert shown.isVisible()
    assert [message.height() >= message.heightForWidth(message.width()) for message in shown.shown] == [
        True
    ] * 2
