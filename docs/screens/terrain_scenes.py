"""From point clouds to measured offsets: what each picture shows, and how a person gets there."""

import shutil
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt

from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.services import digitizing
from tests.ui.person import Person, QTest, push
from tests.ui.terrain_hand import (
    SITE,
    draw_fault_line,
    make_terrain,
    measure_offset,
    measure_scarp,
    open_site,
)
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_report import ReportPage
from ui.dialogs.import_results import PhotosPage

SHARED = Path(__file__).resolve().parents[2] / "../shared"
# Stuttgart, a slope with houses (ISPRS filter test, CC-BY-4.0).
CLOUD = SHARED / "data/lidar/isprs/samp11-utm.laz"
PHOTOS = SHARED / "data/field/uav_seneca"


def _new_survey(person: Person, language: str) -> None:
    code = f"lidar-{language}"
    survey = Survey(code=code, name_zh="点云与地形", name_en="Clouds and terrain", mapping_scale=10_000)
    parts = person.window.commands.parts
    parts.program.create_survey(survey)
    parts.opening.survey(code)
    person.wait(lambda: person.session.survey.code == code)
    person.settle()


def _pause(person: Person) -> None:
    person.settle()
    QTest.qWait(300)
    person.settle()


def clouds(person: Person, camera: Any) -> None:
    """What a cloud is, what is asked of it, what was made of it; its points on its relief."""
    _new_survey(person, camera.language)

    def before(dialog: ImportClouds) -> None:
        dialog.further.head.setChecked(True)
        QTest.qWait(100)
        camera.take("import_clouds", dialog)
        dialog.points.setChecked(True)

    make_terrain(person, [CLOUD], before, lambda dialog: camera.take("import_clouds_done", dialog))
    layers = person.window.desk.layers
    person.wait(lambda: len(layers.rasters.children) == 2)
    person.window.layers.tree.setCurrentIndex(layers.index_of(layers.rasters.children[0]))
    cloud = next(iter(person.session.records["point_cloud"]))
    person.workspace.select([("point_cloud", cloud)])
    _pause(person)
    camera.take("point_cloud", person.window)


def local_grid(person: Person, camera: Any) -> None:
    """A relief without a system: asked for its place, measured in a grid of its own."""
    name = "华莱士溪" if camera.language == "zh" else "Wallace Creek"
    fault = Fault(
        survey_id=person.session.survey.id, code="F1", name_zh="圣安德烈亚斯断层", name_en="San Andreas fault"
    )
    person.workspace.apply(digitizing.create_record(fault))
    open_site(
        person,
        SHARED / SITE,
        name=name,
        fault=fault.id,
        asked=lambda dialog: camera.take("missing_crs", dialog),
    )
    _pause(person)
    draw_fault_line(person)
    window = person.window
    window.resizeDocks([window.dock("profile")], [260], Qt.Orientation.Vertical)
    _pause(person)
    measure_scarp(person)
    _pause(person)
    camera.take("local_profile", window)
    measure_offset(person)
    person.wait(lambda: window.lateral.measured is not None)
    _pause(person)
    camera.take("local_lateral", window)
    push(window.lateral, "Store marker")
    person.press("select")
    person.workspace.select([("fault", fault.id)])
    window.dock("record").raise_()
    _pause(person)
    camera.take("fault_offsets", window)
    push(window.desk.banner, "Back to the survey's map")
    window.dock("lateral").hide()
    window.dock("table").raise_()
    _pause(person)


def _flight() -> Path:
    """A folder whose path may be shown."""
    folder = Path("/tmp/faultgis-screens/flight-12")
    if not folder.is_dir():
        shutil.copytree(PHOTOS, folder)
    return folder


def photos(person: Person, camera: Any) -> None:
    """A flight: what its pictures say, and where they were taken."""

    def walk(dialog: ImportFile) -> None:
        dialog.take_all([_flight()])
        person.wait(lambda: dialog.findChild(PhotosPage) is not None)
        QTest.qWait(300)
        camera.take("import_photos", dialog)
        push(dialog, "Next")
        person.wait(lambda: dialog.findChild(ReportPage) is not None)
        push(dialog, "Import")
        person.wait(lambda: dialog.report is not None)
        push(dialog, "Done")

    person.answer(ImportFile, walk)
    person.window.actions_.run("import_file")
    person.wait(lambda: len(person.session.records["media"]) == 3)
    _pause(person)
    person.workspace.select([("media", next(iter(person.session.records["media"])))])
    person.window.actions_.run("zoom_selection")
    _pause(person)
    camera.take("photos", person.window)


SCENES = (clouds, local_grid, photos) if CLOUD.is_file() else ()
