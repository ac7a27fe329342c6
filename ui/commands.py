"""What the commands of the window do: one method per id of the action table."""

from collections.abc import Collection
from pathlib import Path
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QByteArray, QEvent, QLibraryInfo, QObject, QTranslator
from PyQt6.QtWidgets import QApplication, QDockWidget, QFileDialog, QToolBar, QWidget

from faultgis.errors import FaultGISError
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.services.digitizing import change_records, create_record, delete_records
from faultgis.services.editing import EditingSession
from faultgis.services.naming import next_code
from faultgis.sheets.index import sheet_at
from ui import theme, words
from ui.dialogs.goto import GoTo
from ui.dialogs.helps import About, CommandSearch, KeysHelp
from ui.dialogs.import_file import ImportFile
from ui.dialogs.preferences import Preferences
from ui.dialogs.print_map import PrintMap
from ui.dialogs.tour import STEPS, Step, Tour
from ui.forms import shown
from ui.opening import Opening, Parts
from ui.tools.snapping import Snapper
from ui.words import tr

ZOOM_STEP = 2.0


NEVER_REPEATED = ("id", "survey_id", "geometry", "code", "name_zh", "name_en", "source", "stamp", "stretches")


def last_entered(session: EditingSession, kind: str, others: Collection[UUID]) -> dict[str, Any]:
    """The fields last changed by hand of a record of this kind that is not among ``others``, as they stand
    now: sides and geometry belong to their own line and are never repeated."""
    for edit in reversed(session.history.done):
        changed = [c for c in edit.changes if c.kind == kind and c.id not in others and c.before and c.after]
        if changed:
            return _fields_changed(session, changed[-1].id)
    return {}


def _fields_changed(session: EditingSession, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for change in (c for edit in session.history.done for c in edit.changes if c.id == key):
        if change.before is None or change.after is None:
            continue
        for name in vars(change.after):
            now = getattr(change.after, name)
            if name not in NEVER_REPEATED and now != getattr(change.before, name):
                found[name] = now
    return found


class Commands(QObject):
    """Runs commands by id; what is enabled when, ``conditions`` says."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.parts = parts
        self.workspace = parts.workspace
        self.desk = parts.desk
        self.opening = Opening(parts)
        self.running_tour: Tour | None = None
        self._translator: QTranslator | None = None
        self._places: QByteArray | None = None

    def run(self, name: str, checked: bool = False) -> None:
        """Carry out the command ``name``; tools are taken up, the others are methods of this name."""
        handler = getattr(self, name, None)
        if handler is not None:
            handler(checked)
        else:
            self.desk.choose(name)

    def conditions(self) -> set[str]:
        """The conditions that hold now, as the action table names them."""
        session, selection = self.workspace.session, self.workspace.selection
        kinds = [kind for kind, _ in selection]
        true = {
            "connected": self.parts.program is not None,
            "survey": session is not None,
            "selection": bool(selection),
            "undo": bool(session and session.history.done) or self._sketching(),
            "redo": bool(session and session.history.undone) or self._sketching(),
            "unsaved": bool(session and session.saved) and not self.workspace.saving,
            "one_fault": kinds == ["fault"],
        }
        return {name for name, holds in true.items() if holds}

    def _sketching(self) -> bool:
        tool = self.desk.view.tool
        return bool(getattr(tool, "busy", False))

    # Survey

    def save(self, _checked: bool = False) -> None:
        """Take over what is being typed, then write everything in one transaction."""
        self.parts.record.flush()
        self.workspace.save()

    def add_raster(self, _checked: bool = False) -> None:
        """Choose a relief or an image and show it under the faults."""
        pattern = tr("Rasters (*.tif *.tiff *.img *.vrt *.asc *.dem *.jpg *.png);;All files (*)")
        folder = self.parts.state.text("folder/raster")
        name, _ = QFileDialog.getOpenFileName(self.parts.window, tr("Add relief or image"), folder, pattern)
        if not name:
            return
        self.parts.state.keep("folder/raster", str(Path(name).parent))
        try:
            self.desk.layers.add_raster(Path(name))
        except FaultGISError as error:
            self.workspace.tell_error(error)

    def quit(self, _checked: bool = False) -> None:
        """Close the window (which asks about unsaved edits)."""
        self.parts.window.close()

    def open_survey(self, _checked: bool = False) -> None:
        """Choose a survey and open it."""
        self.opening.ask_survey()

    def new_survey(self, _checked: bool = False) -> None:
        """Make a survey and open it."""
        self.opening.make_survey()

    def connect_database(self, _checked: bool = False) -> None:
        """Choose the database."""
        self.opening.ask_database()

    def import_file(self, _checked: bool = False) -> None:
        """Import a file into the open survey, then show what came in."""
        program, session, state = self.parts.program, self.workspace.session, self.parts.state
        if program is None or session is None:
            return
        folder = state.text("folder/import")
        dialog = ImportFile(self.parts.window, program, session.survey, self.workspace.jobs, folder)
        dialog.exec()
        if dialog.path is not None:
            state.keep("folder/import", str(dialog.path.parent))
        if dialog.report is not None:
            self.workspace.reload()

    def print_map(self, _checked: bool = False) -> None:
        """Print a sheet, the view or a fault."""
        program, session = self.parts.program, self.workspace.session
        if program is None or session is None:
            return
        faults = sorted((getattr(f, "code", ""), shown.title(f)) for f in session.records["fault"].values())
        scale = self.desk.view.scale
        try:
            number = sheet_at(scale.longitude, scale.latitude).number
        except FaultGISError:
            number = ""
        dpi = int(self.parts.state.settings.number("print_dpi"))
        jobs, code = self.workspace.jobs, session.survey.code
        PrintMap(self.parts.window, program, jobs, code, number, scale.bounds, faults, dpi).exec()

    def preferences(self, _checked: bool = False) -> None:
        """Language, theme, snapping, light."""
        Preferences(self.parts.window, self.parts.state.settings, self._preferred).exec()

    def _preferred(self, key: str, value: Any) -> None:
        snapper = Snapper.of(self.workspace)
        if key == "language":
            self._language(str(value))
        elif key == "theme":
            self._theme(str(value))
        elif key == "snap_px":
            snapper.set(pixels=float(value))
        elif key == "snap_enabled":
            snapper.set(enabled=bool(value))

    # Edit

    def undo(self, _checked: bool = False) -> None:
        """Take the last step back: of the sketch first, else of the survey."""
        self.parts.record.flush()
        tool: Any = self.desk.view.tool
        if tool is not None and tool.undo_step():
            return
        self.workspace.undo()

    def redo(self, _checked: bool = False) -> None:
        """Carry the last undone step out again."""
        tool: Any = self.desk.view.tool
        if tool is not None and tool.redo_step():
            return
        self.workspace.redo()

    def delete_selected(self, _checked: bool = False) -> None:
        """Delete what is selected, with all that hangs on it; undo brings everything back."""
        session = self.workspace.session
        if session is None:
            return
        if self.workspace.selection:
            self.workspace.apply(delete_records(session.records, self.workspace.selection))

    def repeat_attributes(self, _checked: bool = False) -> None:
        """Give what is selected the attributes last entered for another record of its kind."""
        session = self.workspace.session
        if session is None or not self.workspace.selection:
            return
        kind = self.workspace.selection[0][0]
        chosen = {key for of, key in self.workspace.selection if of == kind}
        values = last_entered(session, kind, chosen)
        if not values:
            self.workspace.tell(tr("No attributes were entered yet that could be repeated."))
            return
        records = [r for key in chosen if (r := session.get(kind, key)) is not None]
        self.workspace.apply(change_records(records, **values))

    def select_all_traces(self, _checked: bool = False) -> None:
        """Select every trace of the survey."""
        session = self.workspace.session
        if session is not None:
            self.workspace.select(("trace", key) for key in session.records["trace"])

    def select_none(self, _checked: bool = False) -> None:
        """Select nothing."""
        self.workspace.select(())

    # Add

    def add_zone(self, _checked: bool = False) -> None:
        """Make a new fault zone and show its form."""
        session = self.workspace.session
        if session is not None:
            code = next_code(session, "fault_zone")
            self._add(FaultZone(survey_id=session.survey.id, code=code))

    def add_fault(self, _checked: bool = False) -> None:
        """Make a new fault, in the zone that is selected if one is, and show its form."""
        session = self.workspace.session
        if session is not None:
            zone = next((key for kind, key in self.workspace.selection if kind == "fault_zone"), None)
            code = next_code(session, "fault")
            self._add(Fault(survey_id=session.survey.id, code=code, zone_id=zone))

    def add_segment(self, _checked: bool = False) -> None:
        """Make a new segment of the selected fault and show its form."""
        session = self.workspace.session
        fault = next((key for kind, key in self.workspace.selection if kind == "fault"), None)
        if session is None or fault is None:
            return
        siblings = [s for s in session.records["segment"].values() if getattr(s, "fault_id", None) == fault]
        code = next_code(session, "segment")
        self._add(Segment(survey_id=session.survey.id, fault_id=fault, code=code, position=len(siblings) + 1))

    def _add(self, record: FaultZone | Fault | Segment) -> None:
        self.workspace.apply(create_record(record))
        kinds = {FaultZone: "fault_zone", Fault: "fault", Segment: "segment"}
        self.workspace.select([(kinds[type(record)], record.id)])
        form = self.parts.record.shown_form
        if form is not None:
            form.editors["name_zh"].setFocus()

    # View

    def snap(self, _checked: bool = False) -> None:
        """Switch snapping."""
        Snapper.of(self.workspace).toggle()

    def zoom_in(self, _checked: bool = False) -> None:
        """Twice the scale around the middle."""
        self.desk.view.navigation.zoom(ZOOM_STEP)

    def zoom_out(self, _checked: bool = False) -> None:
        """Half the scale around the middle."""
        self.desk.view.navigation.zoom(1 / ZOOM_STEP)

    def zoom_all(self, _checked: bool = False) -> None:
        """Show the whole survey."""
        self.desk.go_everywhere()

    def zoom_selection(self, _checked: bool = False) -> None:
        """Show what is selected."""
        self.desk.go_to(list(self.workspace.selection))

    def zoom_back(self, _checked: bool = False) -> None:
        """Back to the view before."""
        self.desk.view.navigation.previous()

    def refresh(self, _checked: bool = False) -> None:
        """Draw the map anew."""
        self.desk.view.refresh()

    def full_screen(self, checked: bool = False) -> None:
        """The whole screen, or a window again."""
        window = self.parts.window
        window.showFullScreen() if checked else window.showNormal()

    def table(self, _checked: bool = False) -> None:
        """Show the attribute table."""
        dock = self.parts.window.findChild(QDockWidget, "table")
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()

    def toggle_panels(self, checked: bool = False) -> None:
        """Only the map, or the panels again as they were."""
        window = self.parts.window
        if checked:
            self._places = window.saveState()
            for dock in window.findChildren(QDockWidget):
                dock.hide()
        elif self._places is not None:
            window.restoreState(self._places)

    def find(self, _checked: bool = False) -> None:
        """Go to the search box."""
        dock = self.parts.survey.parentWidget()
        if dock is not None:
            dock.show()
        self.parts.survey.search.setFocus()
        self.parts.survey.search.selectAll()

    def go_to(self, _checked: bool = False) -> None:
        """Go to a coordinate or a sheet."""
        dialog = GoTo(self.parts.window)
        if dialog.exec() and dialog.bounds is not None:
            self.desk.view.zoom_to(dialog.bounds)

    # Help

    def commands(self, _checked: bool = False) -> None:
        """Search all commands."""
        window = self.parts.window
        actions = {action.objectName(): action for action in window.actions()}
        actions |= {action.objectName(): action for action in self.desk.view.actions()}
        dialog = CommandSearch(window, lambda name: name in actions and actions[name].isEnabled())
        if dialog.exec() and dialog.chosen:
            actions[dialog.chosen].trigger()

    def keys(self, _checked: bool = False) -> None:
        """Keys and mouse."""
        KeysHelp(self.parts.window).exec()

    def about(self, _checked: bool = False) -> None:
        """Version, licence, attribution."""
        session, program = self.workspace.session, self.parts.program
        place = program.place if program is not None else ""
        shown_data = session.survey.attribution if session is not None else ""
        About(self.parts.window, place, str(self.parts.state.home), shown_data).exec()

    def tour(self, _checked: bool = False) -> None:
        """Five steps through the window."""
        window = self.parts.window
        bars = (window.findChild(QToolBar), window.statusBar())
        parts = (self.parts.survey, self.desk.view, bars[0], self.parts.record, bars[1])
        steps = [
            Step(title, text, part)
            for (title, text), part in zip(STEPS, parts, strict=True)
            if isinstance(part, QWidget)
        ]
        self.running_tour = Tour(window, steps)
        self.running_tour.ended.connect(lambda: self.parts.state.settings.set("tour_seen", True))

    # Theme and language

    def theme_system(self, _checked: bool = False) -> None:
        """Light or dark as the system says."""
        self._theme("system")

    def theme_light(self, _checked: bool = False) -> None:
        """The light theme."""
        self._theme("light")

    def theme_dark(self, _checked: bool = False) -> None:
        """The dark theme."""
        self._theme("dark")

    def _theme(self, wanted: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, wanted)
        self.parts.state.settings.set("theme", wanted)

    def language_zh(self, _checked: bool = False) -> None:
        """Speak Chinese."""
        self._language("zh")

    def language_en(self, _checked: bool = False) -> None:
        """Speak English."""
        self._language("en")

    def _language(self, wanted: str) -> None:
        self.parts.record.flush()
        words.use(wanted if wanted in words.LANGUAGES else words.system_language())
        self.parts.state.settings.set("language", wanted)
        self.translate_qt()
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QWidget):
                QApplication.sendEvent(top, QEvent(QEvent.Type.LanguageChange))

    def translate_qt(self) -> None:
        """Have Qt's own words (context menus, buttons) in the language in use, too."""
        app = QApplication.instance()
        assert app is not None
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        if words.language() == "zh":
            made = QTranslator(self)
            if made.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                app.installTranslator(made)
                self._translator = made
