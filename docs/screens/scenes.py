"""What each picture shows: how a person at the desktop gets there."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from faultgis.changes import Change, Conflict
from faultgis.edits import Edit
from faultgis.records.fault import FaultZone, Segment
from faultgis.records.survey import Survey
from faultgis.store import Recovery
from faultgis.values import Basis, Estimate
from tests.ui.lateral_hand import measure_creek
from tests.ui.person import CONTROL, Person, push
from ui.dialogs.conflicts import Conflicts
from ui.dialogs.connect import Connect
from ui.dialogs.goto import GoTo
from ui.dialogs.helps import About, CommandSearch, KeysHelp
from ui.dialogs.import_contents import ContentsPage
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_report import ReportPage
from ui.dialogs.preferences import Preferences
from ui.dialogs.print_map import PrintMap
from ui.dialogs.recovery import RecoveryDialog
from ui.dialogs.surveys import NewSurvey, OpenSurvey
from ui.dialogs.unsaved import UnsavedEdits
from ui.panels.history import edit_text

TIANSHAN = (74.4, 39.35, 77.0, 40.75)
SMALL, LARGE = (1366, 768), (1600, 1000)


def _run(person: Person, action: str) -> None:
    person.window.actions_.run(action)


def _look(person: Person, bounds: tuple[float, float, float, float]) -> None:
    person.view.zoom_to(bounds)
    person.settle()
    middle = QPoint(person.view.width() // 2, person.view.height() // 3)
    QTest.mouseMove(person.view, middle)
    person.settle()


def _click_fault(person: Person, name: str) -> None:
    """Click on a fault in the view, then take the fault for its trace."""
    west, south, east, north = person.view.scale.bounds
    view = shapely.box(west, south, east, north).buffer(-0.1)
    fault = next(f for f in person.session.records["fault"].values() if getattr(f, "name_zh", "") == name)
    parts = [t.geometry.intersection(view) for t in person.traces if t.fault_id == fault.id]
    part = max(parts, key=lambda found: found.length)
    place = part.interpolate(0.5, normalized=True)
    person.click((place.x, place.y))
    person.workspace.select([("fault", fault.id)])


def main_window(person: Person, camera: Any) -> None:
    """Faults on relief, a named one selected; light and dark."""
    person.window.resize(*SMALL)
    person.settle()
    _look(person, TIANSHAN)
    _click_fault(person, "南天山逆冲断裂")
    person.settle()
    camera.take("main", person.window)
    _run(person, "theme_dark")
    person.settle()
    camera.take("main_dark", person.window)
    _run(person, "theme_light")


def whole_survey(person: Person, camera: Any) -> None:
    """All of HimaTibet, and only the map."""
    person.window.resize(*LARGE)
    person.settle()
    _run(person, "zoom_all")
    person.settle()
    camera.take("whole_survey", person.window)


def table(person: Person, camera: Any) -> None:
    """The attribute table, wide."""
    person.window.resize(*SMALL)
    window = person.window
    window.actions_.run("table")
    window.resizeDocks([window.dock("table")], [420], Qt.Orientation.Vertical)
    person.settle()
    camera.take("table", window)
    window.resizeDocks([window.dock("table")], [200], Qt.Orientation.Vertical)


def search(person: Person, camera: Any) -> None:
    """Find by pinyin."""
    person.key(Qt.Key.Key_F, CONTROL)
    person.enter(person.window.survey.search, "haiyuan")
    person.wait(lambda: person.window.survey.model.rowCount() == 1)
    person.key(Qt.Key.Key_Return, widget=person.window.survey.search)
    person.settle()
    camera.take("search", person.window)
    person.window.survey.search.clear()
    person.wait(lambda: person.window.survey.model.rowCount() > 1)


def survey_dialogs(person: Person, camera: Any) -> None:
    """Surveys, databases, places, help, preferences, printing."""
    for name, action, kind in (
        ("dialog_open_survey", "open_survey", OpenSurvey),
        ("dialog_new_survey", "new_survey", NewSurvey),
        ("dialog_connect", "connect_database", Connect),
        ("dialog_go_to", "go_to", GoTo),
        ("dialog_commands", "commands", CommandSearch),
        ("dialog_keys", "keys", KeysHelp),
        ("dialog_about", "about", About),
        ("dialog_preferences", "preferences", Preferences),
        ("dialog_print", "print_map", PrintMap),
    ):
        with camera.dialog(person, name, kind):
            _run(person, action)


def tour(person: Person, camera: Any) -> None:
    """The tour's third step."""
    _run(person, "tour")
    running = person.window.commands.help.running_tour
    running.go(2)
    camera.take("tour", person.window)
    running.end()


def _trace_of(person: Person, code: str) -> Any:
    key = person.fault(code).id
    return next(trace for trace in person.traces if trace.fault_id == key)


def practice_trace(person: Person, camera: Any) -> None:
    """A trace selected on lidar relief, its form beside it."""
    person.window.resize(*SMALL)
    trace = _trace_of(person, "P1")
    _look(person, trace.geometry.buffer(0.0006).bounds)
    place = trace.geometry.interpolate(0.5, normalized=True)
    person.press("select")
    person.click((place.x, place.y))
    person.settle()
    camera.take("trace", person.window)


def symbols(person: Person, camera: Any) -> None:
    """The map alone."""
    _run(person, "zoom_all")
    _run(person, "select_none")
    person.settle()
    camera.take("symbols", person.view)


def drawing(person: Person, camera: Any) -> None:
    """A trace in hand: edit bar, rubber band, snapping, the guard of its direction."""
    person.select("P2")
    _run(person, "zoom_all")
    person.settle()
    person.press("draw")
    view = person.view
    width, height = view.width(), view.height()
    for x, y in ((0.30, 0.72), (0.36, 0.66), (0.41, 0.62), (0.47, 0.60)):
        person.click(QPoint(round(width * x), round(height * y)))
    QTest.mouseMove(view, QPoint(round(width * 0.52), round(height * 0.55)))
    person.settle()
    camera.take("drawing", person.window)
    person.key(Qt.Key.Key_Return)
    person.press("vertex")
    person.settle()
    camera.take("vertices", person.window)
    person.press("measure")
    for x, y in ((0.3, 0.3), (0.45, 0.45)):
        person.click(QPoint(round(width * x), round(height * y)))
    QTest.mouseMove(view, QPoint(round(width * 0.6), round(height * 0.35)))
    person.settle()
    camera.take("measure", person.window)
    person.press("select")


def reliefs(person: Person, camera: Any) -> None:
    """The lidar relief in other looks, chosen in the layers panel, with contour lines."""
    window = person.window
    window.resize(*SMALL)
    _run(person, "select_none")
    layers = window.desk.layers
    node = layers.rasters.children[0]
    west, south, east, north = node.raster.bounds
    _look(person, shapely.box(west, south, east, north).buffer((west - east) * 0.2).bounds)
    window.layers.tree.setCurrentIndex(layers.index_of(node))
    before = node.raster.light
    for name, look in (
        ("relief_openness", {"kind": "openness"}),
        ("relief_contours", {"kind": "tinted", "contours": 2.0}),
    ):
        layers.relight(node, **look)
        window.layers.relief.show_layer(node.raster)
        person.settle()
        QTest.qWait(300)
        camera.take(name, window)
    layers.relight(node, kind=before.kind, contours=before.contours)
    person.settle()


def profile(person: Person, camera: Any) -> None:
    """A profile across a trace, measured."""
    window = person.window
    window.resizeDocks([window.dock("table")], [260], Qt.Orientation.Vertical)
    person.settle()
    person.select("P1")
    _look(person, _trace_of(person, "P1").geometry.buffer(0.0006).bounds)
    person.press("profile")
    lon, lat = _trace_of(person, "P1").geometry.interpolate(0.35, normalized=True).coords[0]
    for place in ((lon - 0.0012, lat + 0.0001), (lon + 0.0012, lat - 0.0001)):
        person.click(place)
    person.settle()
    camera.take("profile", person.window)
    person.press("select")
    window.dock("table").raise_()
    window.resizeDocks([window.dock("table")], [200], Qt.Orientation.Vertical)
    person.settle()


def lateral(person: Person, camera: Any) -> None:
    """A lateral offset by two profiles, ten metres taken back on the map."""
    measure_creek(person)
    person.window.lateral.slider.number.setValue(10)
    person.settle()
    camera.take("lateral", person.window)
    person.window.lateral.start_over()
    person.press("select")
    person.window.dock("lateral").hide()
    person.settle()


def forms(person: Person, camera: Any) -> None:
    """One form of each sort, whole, with values in it."""
    session = person.session
    fault, trace = person.fault("P1"), _trace_of(person, "P1")
    rate = Estimate(unit="mm/a", best=2.5, low=1.9, high=3.1, basis=Basis.MEASURED, component="vertical")
    zone = FaultZone(survey_id=session.survey.id, code="Z1", name_zh="练习断裂带", name_en="Practice zone")
    segment = Segment(survey_id=session.survey.id, fault_id=fault.id, code="P1-1", name_zh="北段", position=1)
    changed = replace(fault, zone_id=zone.id, vertical_slip_rate=rate)
    edit = Edit("edit.change_record", (Change(None, zone), Change(None, segment), Change(fault, changed)))
    person.workspace.apply(edit)
    for kind, key in (
        ("fault_zone", zone.id),
        ("fault", fault.id),
        ("segment", segment.id),
        ("trace", trace.id),
    ):
        _form(person, camera, kind, key)
    place = trace.geometry.interpolate(0.3, normalized=True)
    for kind, action in (
        ("observation_point", "add_point"),
        ("offset_marker", "add_offset"),
        ("deformation_width", "add_width"),
    ):
        _look(person, trace.geometry.buffer(0.0008).bounds)
        person.press(action)
        person.click((place.x, place.y))
        if kind == "observation_point":
            person.window.record._measurements.add()
        _form(person, camera, kind, person.workspace.selection[0][1])
    person.press("select")
    camera.take("history", _raised(person, "history"))
    _raised(person, "table")


def _form(person: Person, camera: Any, kind: str, key: Any) -> None:
    if (kind, key) not in person.workspace.selection:
        person.workspace.select([(kind, key)])
    if kind == "trace":
        editor: Any = person.form.editors["dip_direction"]
        editor.head.setChecked(True)
    person.window.resize(SMALL[0], 1500)
    person.settle()
    camera.take(f"form_{kind}", person.window.dock("record"))
    person.window.resize(*SMALL)
    person.settle()


def _raised(person: Person, name: str) -> Any:
    dock = person.window.dock(name)
    dock.raise_()
    person.settle()
    return dock


def decisions(person: Person, camera: Any) -> None:
    """Unsaved edits, edits found again, both sides of a conflict, an error."""
    session, fault = person.session, person.fault("P2")
    mine = replace(fault, name_zh="练习断层二（北支）", kinematics="thrust")
    theirs = replace(fault, name_zh="练习断层二（虚构）", kinematics="reverse_sinistral")
    conflict = Conflict("fault", fault.id, fault, mine, theirs)
    with camera.dialog(person, "dialog_conflict", Conflicts):
        Conflicts(person.window, session, (conflict,)).exec()
    edits = tuple(session.history.done)
    found = Recovery(edits, edits, sketch={"tool": "draw"}, since=datetime(2026, 5, 1, 8, 30, tzinfo=UTC))
    with camera.dialog(person, "dialog_recovery", RecoveryDialog):
        RecoveryDialog(person.window, found, [edit_text(edit) for edit in edits]).exec()
    with camera.dialog(person, "dialog_unsaved", UnsavedEdits):
        UnsavedEdits(person.window, len(session.saved)).exec()


def _shapefile() -> Path:
    """The practice traces as a GB 18030 Shapefile that names neither encoding nor coordinate system."""
    import geopandas

    import resources

    path = Path("/tmp/faultgis-screens/survey-2019.shp")
    frame = geopandas.read_file(resources.path("demo/practice.geojson"))
    frame = frame[["name_zh", "kinematics", "dip", "geometry"]].rename(
        columns={"name_zh": "断层名称", "kinematics": "性质", "dip": "倾角"}
    )
    frame["断层名称"] = [f"西山断裂{n}" for n in "一二三四五"]
    frame["性质"] = ["正断层", "正断层", "逆断层", "左旋走滑", "性质不明"]
    frame.set_crs(None, allow_override=True).to_file(path, encoding="GB18030", engine="pyogrio")
    for suffix in (".cpg", ".prj"):
        path.with_suffix(suffix).unlink(missing_ok=True)
    return path


def importing(person: Person, camera: Any) -> None:
    """The pages of an import, to the last."""
    path = _shapefile()

    def walk(dialog: ImportFile) -> None:
        camera.take("import_1_file", dialog)
        dialog.take(path)
        person.wait(lambda: dialog.findChild(ContentsPage) is not None)
        page = dialog.findChild(ContentsPage)
        push(dialog, "Next")
        camera.take("import_2_contents", dialog)
        page.crs.choose("EPSG:4490")
        if page.missing():
            page.encoding.setCurrentIndex(page.encoding.findData("GB18030"))
        push(dialog, "Next")
        person.wait(lambda: dialog.findChild(ReportPage) is not None)
        camera.take("import_3_preview", dialog)
        push(dialog, "Import")
        person.wait(lambda: dialog.report is not None)
        camera.take("import_4_result", dialog)
        push(dialog, "Done")

    person.answer(ImportFile, walk)
    _run(person, "import_file")
    person.settle()


def saved(person: Person, camera: Any) -> None:
    """Take everything back, so that the next language finds the survey as it was."""
    while person.session.history.done:
        person.workspace.undo()


def empty_survey(person: Person, camera: Any) -> None:
    """A survey without a fault: what to do next."""
    code = f"xishan-{camera.language}"
    program = person.window.commands.parts.program
    survey = Survey(code=code, name_zh="西山 1:5 万填图", name_en="Xishan 1:50,000", mapping_scale=50_000)
    program.create_survey(survey)
    person.window.commands.parts.opening.survey(code)
    person.wait(lambda: person.session.survey.code == code)
    person.settle()
    camera.take("empty_survey", person.window)


REGIONAL = (main_window, whole_survey, table, search, tour, survey_dialogs)
PRACTICE = (
    practice_trace,
    symbols,
    drawing,
    reliefs,
    profile,
    lateral,
    forms,
    decisions,
    saved,
    empty_survey,
    importing,
)
