"""A geologist opens the Wallace Creek lidar model, which names no coordinate system: it goes into a grid;
a scarp and a lateral offset are measured there, stored, and found on the fault with their uncertainty."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.transform
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QFileDialog

from faultgis.records.fault import Fault
from faultgis.records.files import LocalGrid, Raster
from faultgis.records.site import OffsetMarker
from faultgis.services.frames import values
from tests.ui.person import CONTROL, LEFT, NONE, SHIFT, Person, QTest, SitDown, push, rows
from tests.ui.terrain_hand import (
    ROWS,
    SITE,
    choose_files,
    draw_fault_line,
    make_terrain,
    measure_offset,
    measure_scarp,
    one,
    open_site,
    pixel,
)
from ui.dialogs.import_clouds import LOCAL, ImportClouds
from ui.dialogs.missing_crs import MissingCrs
from ui.dialogs.recovery import RecoveryDialog


def shades(person: Person) -> bytes:
    """The map's picture, without anything laid over it."""
    person.settle()
    image = person.view.rendering.slots["raster"].image
    assert image is not None
    return bytes(image.constBits().asarray(image.sizeInBytes()))


def change_light(person: Person) -> None:
    """Choose the relief in the layers panel, and bring the light from another side."""
    panel, layers = person.window.layers, person.window.desk.layers
    panel.tree.setCurrentIndex(layers.index_of(layers.rasters.children[0]))
    before = shades(person)
    slider = panel.relief.azimuth.slider
    for _ in range(9):
        person.key(Qt.Key.Key_PageUp, widget=slider)
    person.wait(lambda: shades(person) != before)


def tree_line(person: Person, code: str) -> QPoint:
    """Open the fault found by the search, and find a marker's line in the tree."""
    tree, model = person.window.survey.tree, person.window.survey.model
    (marker,) = (r for r in person.session.records["offset_marker"].values() if r.code == code)  # type: ignore[union-attr]
    index = model.index_of(("offset_marker", marker.id))
    tree.scrollTo(index)
    return tree.visualRect(index).center()


def test_wallace_creek(sit_down: SitDown, office: str, shared: Path) -> None:
    person = sit_down()
    open_site(person, shared / SITE)
    grid, raster = one(person, "local_grid"), one(person, "raster")
    assert isinstance(grid, LocalGrid)
    assert isinstance(raster, Raster)
    assert grid.name_zh == "华莱士溪"
    assert (raster.local_grid_id, raster.geometry, raster.cell_m) == (grid.id, None, 2.0)
    assert person.window.desk.banner.isVisible()
    change_light(person)
    draw_fault_line(person)
    measure_scarp(person)
    measure_offset(person)
    panel = person.window.lateral
    person.wait(lambda: panel.measured is not None)
    person.settle()
    push(panel, "Store marker")

    # The scarp is no more than what this profile says; the offset is Sieh and Jahns's 128 m.
    scarp, lateral = (r for r in person.session.records["offset_marker"].values())
    assert isinstance(scarp, OffsetMarker)
    assert isinstance(lateral, OffsetMarker)
    assert scarp.offset is not None
    # A few metres of the line's end decide: a window of another size gives 2.8 to 3.9 m.
    assert scarp.offset.best == pytest.approx(3.4, abs=0.7)
    assert lateral.offset is not None
    assert lateral.offset.best == pytest.approx(128, abs=8)
    assert lateral.offset.low is not None
    assert lateral.offset.high is not None
    assert lateral.offset.low < 128 < lateral.offset.high
    assert values(lateral)["sense"] == "dextral"
    for record in (scarp, lateral):
        assert (record.geometry, record.trace_id) == (None, None)
        assert (record.local_grid_id, record.fault_id) == (grid.id, grid.fault_id)

    # Take the last one back and bring it again; then save all.
    person.key(Qt.Key.Key_Z, CONTROL)
    assert lateral.id not in person.session.records["offset_marker"]
    person.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert person.session.get("offset_marker", lateral.id) == lateral
    person.save()
    stored = rows(
        office,
        "select m.code, m.geometry is null, g.name_zh, f.code, (m.\"offset\" ->> 'best')::float"
        " from faultgis.offset_marker m join faultgis.local_grid g on g.id = m.local_grid_id"
        " join faultgis.fault f on f.id = m.fault_id order by m.code",
    )
    fault = person.session.get("fault", grid.fault_id)
    assert isinstance(fault, Fault)
    assert stored == [
        ("M001", True, "华莱士溪", fault.code, scarp.offset.best),
        ("M002", True, "华莱士溪", fault.code, lateral.offset.best),
    ]
    person.close()
    person.leave()

    # Another day: on the fault stands what was measured, with its uncertainty; a click goes there.
    again = sit_down()
    assert again.workspace.local is None
    again.select(fault.code)
    told = again.window.record._measures.offsets
    assert [told.item(row).text()[:5] for row in range(told.count())] == ["M001 ", "M002 "]  # type: ignore[union-attr]
    assert told.isVisible()
    again.window.survey.tree.expandAll()
    lines = again.window.survey.model
    marker = lines.index_of(("offset_marker", lateral.id))
    assert "m 右旋" in marker.data()
    assert "95 %" in marker.data(Qt.ItemDataRole.ToolTipRole)
    QTest.mouseClick(again.window.survey.tree.viewport(), LEFT, NONE, tree_line(again, "M002"))
    again.wait(lambda: again.workspace.local is not None)
    again.settle()
    again.window.lateral.open_marker([("offset_marker", lateral.id)])
    again.wait(lambda: again.window.lateral.measured is not None)
    assert again.window.lateral.measured is not None
    anew = abs(again.window.lateral.measured.offset.best)
    assert anew == pytest.approx(lateral.offset.best, abs=0.1), "measured again from what was kept"
    push(again.window.desk.banner, "Back to the survey's map")
    assert again.workspace.local is None
    assert again.view.tool is not None
    assert again.window.desk.bar.hint.text() == again.view.tool.hint
    assert not again.window.desk.banner.isVisible()


def test_what_was_not_saved_is_brought_back(sit_down: SitDown, shared: Path) -> None:
    person = sit_down()
    open_site(person, shared / SITE)
    draw_fault_line(person)
    measure_scarp(person)
    grid, marker = one(person, "local_grid"), one(person, "offset_marker")
    person.leave()

    again = sit_down(first=lambda p: p.answer(RecoveryDialog, lambda dialog: push(dialog, "Bring back")))
    assert one(again, "local_grid") == grid
    assert one(again, "offset_marker") == marker
    again.workspace.select([("offset_marker", marker.id)])
    again.window.desk.go_to([("offset_marker", marker.id)])
    again.wait(lambda: again.workspace.local is not None)
    again.settle()
    again.wait(lambda: again.window.profile.measured is not None)
    said = again.window.profile.measured
    assert said is not None
    assert said.vertical_separation.median == pytest.approx(marker.offset.best, abs=0.01)


def test_nothing_earthly_is_drawn_in_a_local_grid(sit_down: SitDown, shared: Path) -> None:
    person = sit_down()
    before = person.view.scale
    open_site(person, shared / SITE)
    person.press("draw")
    assert person.window.desk.tool_name == "select"
    assert "不在地球坐标中" in person.told[-1][0]
    assert not person.window.actions_.qt["draw"].isChecked()
    QTest.mouseMove(person.view, pixel(person, 0, ROWS) + QPoint(3, -3))
    person.wait(lambda: bool(person.window.status.geographic.text()))
    said = person.window.status.geographic.text().replace("\u2009", "")
    assert said.startswith("x 2410")
    assert person.window.status.grid.text() == "独立格网 华莱士溪"
    assert person.window.status.sheet.text() == ""
    push(person.window.desk.banner, "Back to the survey's map")
    person.settle()
    assert person.view.scale == before, "the survey's map stands where it was left"
    person.press("draw")
    assert person.window.desk.tool_name == "draw"
    assert "°" in person.window.status.geographic.text() or person.window.status.geographic.text() == ""


def test_a_moved_file_is_told_and_the_measurements_stay(
    sit_down: SitDown, shared: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "site.tif"
    shutil.copyfile(shared / SITE, copy)
    person = sit_down()
    open_site(person, copy)
    measure_scarp_without_line(person)
    person.save()
    copy.rename(tmp_path / "elsewhere.tif")
    person.leave()
    again = sit_down()
    marker = one(again, "offset_marker")
    again.window.desk.go_to([("offset_marker", marker.id)])
    again.wait(lambda: again.workspace.local is not None)
    again.settle()
    assert any("文件不在原处" in text for text in again.errors)
    assert again.view.rect().contains(again.at(placed(again, marker)))
    assert again.window.desk.layers.rasters.children == []

    # Added again from where it is now, the same content heals the record it has.
    before = one(again, "raster")
    again.window.desk.messages.hide()
    add_again(again, tmp_path / "elsewhere.tif")
    again.wait(lambda: len(again.window.desk.layers.rasters.children) == 1)
    again.settle()
    healed = one(again, "raster")
    assert (healed.id, healed.sha256) == (before.id, before.sha256)
    assert healed.path == str(tmp_path / "elsewhere.tif")


def add_again(person: Person, path: Path) -> None:
    """Add a raster while its grid is on the map: the dialog offers that grid."""

    def answer(dialog: MissingCrs) -> None:
        person.wait(lambda: dialog.turned.isVisible())
        assert dialog.grids.currentData() == one(person, "local_grid").id
        assert not dialog.name.isEnabled()
        dialog.turned.click()
        push(dialog, "Add")

    def chosen(dialog: QFileDialog) -> None:
        person.answer(MissingCrs, answer)
        choose_files(person, path)(dialog)

    person.answer(QFileDialog, chosen)
    person.window.actions_.run("add_raster")


def test_a_fan_along_the_faults_line_and_no_sheet_to_print(sit_down: SitDown, shared: Path) -> None:
    person = sit_down()
    open_site(person, shared / SITE)
    draw_fault_line(person)
    measure_scarp(person)
    person.settle()
    push(person.window.profile, "Along the trace")
    person.wait(lambda: person.window.profile.strike.strike is not None)
    strike = person.window.profile.strike.strike
    assert strike is not None
    assert len(strike.stops) > 10
    # 885 rows of 2 m, as far as a click of 5.6 m to the pixel goes.
    assert strike.stops[-1].along == pytest.approx(1770, abs=60)
    person.window.actions_.run("print_map")
    assert "没有图幅" in person.told[-1][0]


def test_undoing_all_of_it_comes_back_to_the_earth(sit_down: SitDown, shared: Path) -> None:
    person = sit_down()
    open_site(person, shared / SITE)
    draw_fault_line(person)
    assert person.workspace.traces != []
    person.key(Qt.Key.Key_Z, CONTROL)
    assert person.workspace.traces == []
    person.key(Qt.Key.Key_Z, CONTROL)
    assert person.workspace.local is None
    assert person.window.desk.layers.place == ""
    person.settle()
    assert len(person.traces) > 0
    assert person.view.traces_near(*person.view.scale.to_world(380, 170), 2000) != []
    person.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert one(person, "raster").local_grid_id == one(person, "local_grid").id


def test_another_survey_leaves_the_grid(sit_down: SitDown, shared: Path) -> None:
    person = sit_down()
    open_site(person, shared / SITE)
    person.save()
    person.window.commands.parts.opening.survey("himatibet")
    person.wait(lambda: person.session.survey.code == "himatibet")
    person.settle()
    assert person.workspace.local is None
    assert not person.window.desk.banner.isVisible()
    west, _, east, _ = person.view.scale.bounds
    assert east - west > 1
    person.window.commands.parts.opening.survey("practice")
    person.wait(lambda: person.session.survey.code == "practice")
    person.settle()
    west, _, east, _ = person.view.scale.bounds
    assert abs(west) > 1, "the earth's view was remembered, not the grid's"


def test_terrain_of_a_cloud_without_a_system_opens_in_its_grid(sit_down: SitDown, shared: Path) -> None:
    """The import dialog offers the local grid; its terrain is on the map when it is made."""
    person = sit_down()
    cloud = shared / "data/lidar/formats/simple.laz"

    def in_a_grid(dialog: ImportClouds) -> None:
        dialog.crs.choose(LOCAL)
        dialog.cell.setValue(20)

    make_terrain(person, [cloud], in_a_grid)
    person.wait(lambda: person.workspace.local is not None)
    person.settle()
    shown = [(node.title, node.visible) for node in person.window.desk.layers.rasters.children]
    assert ("simple_dtm_20m", True) in shown
    assert person.errors == []
    assert one(person, "local_grid").code == "simple"


def measure_scarp_without_line(person: Person) -> None:
    """Nobody drew the fault: the profile crosses none, but its scarp is measured all the same."""
    person.press("profile")
    person.click(pixel(person, 180, 480))
    person.click(pixel(person, 290, 480))
    person.wait(lambda: person.window.profile.measured is not None)
    assert person.window.profile.crossing is None
    push(person.window.profile, "Store marker")


def placed(person: Person, marker: OffsetMarker) -> tuple[float, float]:
    assert person.workspace.local is not None
    found = person.workspace.local.placed(marker)
    assert found is not None
    assert found.geometry is not None
    return found.geometry.x, found.geometry.y


def test_or_the_system_is_named_and_remembered(sit_down: SitDown, tmp_path: Path) -> None:
    """A raster whose system was lost: the user knows it."""
    path = tmp_path / "bare.tif"
    values_ = np.add.outer(np.arange(200.0), np.arange(200.0)).astype("float32")
    with rasterio.open(
        path, "w", driver="GTiff", width=200, height=200, count=1, dtype="float32",
        transform=rasterio.transform.from_origin(500_000, 3_300_000, 10, 10),
    ) as file:  # fmt: skip
        file.write(values_, 1)

    def answer(dialog: MissingCrs) -> None:
        person.wait(lambda: not person.workspace.jobs.running)
        assert not dialog.turned.isVisible()
        dialog.on_earth.click()
        push(dialog, "Add")
        assert "选择坐标系" in dialog.problem.text()
        line = dialog.systems.lineEdit()
        assert line is not None
        person.enter(line, "EPSG:4509")
        person.key(Qt.Key.Key_Tab, widget=line)
        push(dialog, "Add")

    def chosen(dialog: QFileDialog) -> None:
        person.answer(MissingCrs, answer)
        choose_files(person, path)(dialog)

    person = sit_down()
    person.answer(QFileDialog, chosen)
    person.window.actions_.run("add_raster")
    person.settle()
    (west, south, east, north) = person.window.desk.layers.rasters.children[0].raster.bounds
    assert (west, north) == pytest.approx((117.0, 29.82), abs=0.01)
    person.leave()
    again = sit_down()
    again.settle()
    node = again.window.desk.layers.rasters.children[0]
    assert node.raster.raster.placing.crs == "EPSG:4509"
    assert node.raster.bounds == pytest.approx((west, south, east, north))
