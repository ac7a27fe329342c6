"""A flight's photographs come onto the map, are looked at, and go again: in the real desktop, on PostGIS."""

import shutil
from pathlib import Path

import pytest
from PyQt6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QHelpEvent, QImage
from PyQt6.QtWidgets import QApplication, QToolTip

from faultgis.records.site import Media
from faultgis.records.survey import Survey
from tests.importers.odm_folder import results
from tests.importers.photo_files import exif, jpeg
from tests.ui.person import LEFT, NONE, Person, QTest, SitDown, push, rows
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_report import ReportPage
from ui.dialogs.import_results import PhotosPage, ResultsPage
from ui.panels.picture import PictureWindow
from ui.wiring import open_program
from ui.words import tr

COUNT = "SELECT count(*) FROM faultgis.media"


@pytest.fixture
def at_the_river(office: str, tmp_path: Path) -> str:
    """The office has a survey without anything in it."""
    program = open_program(office, tmp_path / "loading")
    program.create_survey(Survey(code="river", name_zh="河岸陡坎", name_en="River scarp"))
    program.close()
    return office


@pytest.fixture
def flight(tmp_path: Path, shared: Path) -> Path:
    folder = tmp_path / "飞行 1"
    shutil.copytree(shared / "data/field/uav_seneca", folder)
    for photo in folder.glob("*"):
        photo.chmod(0o644)
    folder.chmod(0o755)
    nikon = shared / "data/field/photos_exif/DSCN0010.jpg"
    (folder / "indoors.jpg").write_bytes(jpeg(nikon, exif({})))
    return folder


def import_folder(person: Person, folder: Path) -> dict[str, object]:
    """Drop the folder, look, try, import."""
    seen: dict[str, object] = {}

    def work(dialog: ImportFile) -> None:
        dialog.take_all([folder])
        person.wait(lambda: dialog.findChild(PhotosPage) is not None)
        page = dialog.findChild(PhotosPage)
        assert isinstance(page, PhotosPage)
        seen["head"], seen["refused"] = page.head.text(), page.refused
        push(dialog, "Next")
        person.wait(lambda: dialog.findChild(ReportPage) is not None)
        push(dialog, "Import")
        person.wait(lambda: dialog.report is not None)
        push(dialog, "Done")

    person.answer(ImportFile, work)
    person.press("import_file")
    return seen


def test_dropped_on_the_map(sit_down: SitDown, at_the_river: str, flight: Path) -> None:
    """Several pictures dragged from a file manager come in together."""
    person = sit_down("river")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(flight / name)) for name in ("IMG_0446.jpg", "IMG_0448.jpg")])

    def work(dialog: ImportFile) -> None:
        person.wait(lambda: dialog.findChild(PhotosPage) is not None)
        push(dialog, "Next")
        person.wait(lambda: dialog.findChild(ReportPage) is not None)
        push(dialog, "Import")
        person.wait(lambda: dialog.report is not None)
        push(dialog, "Done")

    person.answer(ImportFile, work)
    place, copy = person.view.rect().center(), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, data, LEFT, NONE)
    QApplication.sendEvent(person.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(person.window, QDropEvent(place.toPointF(), copy, data, LEFT, NONE))
    person.wait(lambda: set(photos(person)) == {"IMG_0446.jpg", "IMG_0448.jpg"})
    assert rows(at_the_river, COUNT) == [(2,)]
    person.settle()


def photos(person: Person) -> dict[str, Media]:
    found = person.session.records["media"].values()
    return {Path(m.path).name: m for m in found if isinstance(m, Media)}


def place(photo: Media) -> tuple[float, float]:
    assert photo.geometry is not None
    return photo.geometry.x, photo.geometry.y


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_flight_comes_in_and_is_looked_at(
    sit_down: SitDown, at_the_river: str, flight: Path, language: str
) -> None:
    person = sit_down("river", language)
    seen = import_folder(person, flight)
    assert seen["head"] == tr("{count} photographs, {placed} with a position", count=4, placed=3)
    refused = seen["refused"]
    assert isinstance(refused, list)
    assert "indoors.jpg" in refused[0][1]
    assert rows(at_the_river, COUNT) == [(3,)]
    person.wait(lambda: len(photos(person)) == 3)
    person.settle()
    photo = photos(person)["IMG_0446.jpg"]

    person.click(place(photo))
    assert person.workspace.selection == (("media", photo.id),)
    card = person.window.record.photo
    assert card.isVisible()
    person.wait(lambda: card.picture.isVisible() and not card.picture.pixmap.isNull())
    assert not card.problem.isVisible()
    lines = card.facts.text().splitlines()
    assert "281.7" in lines[0]
    assert "070°" in lines[1]
    assert "3240×2430" in lines[3]
    assert person.window.record.title.text() == "IMG_0446.jpg"

    pixel = person.at(place(photo))
    QTest.mouseDClick(person.view, LEFT, pos=pixel)
    person.wait(lambda: bool(windows()) and not windows()[0].image.isNull())
    (window,) = windows()
    assert window.image.size().width() == 3240
    fitting = window.zoom
    spot = QPointF(300, 200)
    window.zoom_at(spot, 4.0)
    assert window.zoom == pytest.approx(4 * fitting)
    window.zoom_at(spot, 0.01)
    assert window.zoom == pytest.approx(fitting)
    window.close()

    other = person.at(place(photos(person)["IMG_0447.jpg"]))
    tipped = QHelpEvent(QEvent.Type.ToolTip, other, person.view.mapToGlobal(other))
    QApplication.sendEvent(person.view, tipped)
    assert "IMG_0447.jpg" in QToolTip.text()
    person.wait(lambda: "<img" in QToolTip.text())
    QToolTip.hideText()


def windows() -> list[PictureWindow]:
    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, PictureWindow))
    return [window for window in found if window.isVisible()]


def test_a_tick_shows_where_the_camera_looked(sit_down: SitDown, at_the_river: str, flight: Path) -> None:
    person = sit_down("river")
    import_folder(person, flight)
    person.wait(lambda: len(photos(person)) == 3)
    person.settle()
    photo = photos(person)["IMG_0446.jpg"]
    assert photo.azimuth == pytest.approx(70.06, abs=0.01)
    mm = person.view.logicalDpiX() / 25.4
    image = person.view.grab().toImage()
    centre = person.at(place(photo))
    ahead = centre + QPoint(round(2.6 * mm * 0.940), -round(2.6 * mm * 0.341))
    behind = centre - (ahead - centre)
    assert darkness(image, ahead) > 100 > darkness(image, behind)


def darkness(image: QImage, pixel: QPoint) -> int:
    """How dark the darkest dot is there or beside it."""
    around = [QPoint(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    return max(255 - image.pixelColor(pixel + step).lightness() for step in around)


def test_an_original_that_moved_is_said_and_found_again(
    sit_down: SitDown, at_the_river: str, flight: Path
) -> None:
    person = sit_down("river")
    import_folder(person, flight)
    person.wait(lambda: len(photos(person)) == 3)
    person.settle()
    moved = flight.rename(flight.parent / "搬走了")
    photo = photos(person)["IMG_0448.jpg"]
    person.click(place(photo))
    card = person.window.record.photo
    person.wait(card.problem.isVisible)
    assert str(flight) in card.problem.text()
    assert not card.open.isEnabled()
    import_folder(person, moved)
    person.wait(lambda: photos(person)["IMG_0448.jpg"].path.startswith(str(moved)))
    assert rows(at_the_river, COUNT) == [(3,)]
    person.settle()
    person.workspace.select([])
    person.click(place(photos(person)["IMG_0448.jpg"]))
    person.wait(lambda: card.open.isEnabled() and card.picture.isVisible())


def test_a_folder_of_results_is_one_thing(
    sit_down: SitDown, at_the_river: str, tmp_path: Path, shared: Path
) -> None:
    person = sit_down("river")
    folder = results(tmp_path, shared)

    def work(dialog: ImportFile) -> None:
        dialog.take_all([folder])
        person.wait(lambda: dialog.findChild(ResultsPage) is not None)
        page = dialog.findChild(ResultsPage)
        assert isinstance(page, ResultsPage)
        ticked = {name: tick.isChecked() for name, tick in page.ticks.items()}
        assert len(ticked) == 5
        assert [name for name, on in ticked.items() if not on] == [
            "odm_georeferencing/odm_georeferenced_model.laz"
        ]
        QTest.mouseClick(page.ticks["odm_georeferencing/odm_georeferenced_model.laz"], LEFT, pos=QPoint(8, 8))
        push(dialog, "Next")
        person.wait(lambda: dialog.findChild(ReportPage) is not None)
        push(dialog, "Import")
        person.wait(lambda: dialog.report is not None)
        person.answer(ImportClouds, clouds)
        push(dialog, "Done")

    def clouds(dialog: ImportClouds) -> None:
        person.wait(lambda: len(dialog.infos) == 1)
        assert [file.name for file in dialog.files] == ["odm_georeferenced_model.laz"]
        dialog.reject()

    person.answer(ImportFile, work)
    person.press("import_file")
    person.wait(lambda: len(photos(person)) == 3)
    shown = {node.raster.raster.path.name for node in person.window.desk.layers.rasters.children}
    assert shown == {"odm_orthophoto.tif", "dsm.tif", "dtm.tif"}
    person.settle()
