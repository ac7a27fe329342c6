"""What the commands of the window do: one method per id of the action table."""

from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QEvent, QObject, QTranslator
from PyQt6.QtWidgets import QApplication, QFileDialog, QMainWindow, QWidget

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.services.editing import EditingSession
from ui import theme, words
from ui.panels.desk import Desk
from ui.panels.record import RecordPanel, next_code
from ui.panels.survey import SurveyPanel
from ui.program import Program
from ui.state import State
from ui.tools.snapping import Snapper
from ui.words import tr
from ui.workspace import Workspace

ZOOM_STEP = 2.0


@dataclass
class Parts:
    """The parts of the window that commands work on."""

    window: QMainWindow
    workspace: Workspace
    state: State
    desk: Desk
    survey: SurveyPanel
    record: RecordPanel
    program: Program | None = None


class Commands(QObject):
    """Runs commands by id; what is enabled when, ``conditions`` says."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.parts = parts
        self.workspace = parts.workspace
        self.desk = parts.desk
        self._translator: QTranslator | None = None

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
        from pathlib import Path

        self.parts.state.keep("folder/raster", str(Path(name).parent))
        try:
            self.desk.layers.add_raster(Path(name))
        except FaultGISError as error:
            self.workspace.tell_error(error)

    def quit(self, _checked: bool = False) -> None:
        """Close the window (which asks about unsaved edits)."""
        self.parts.window.close()

    def open_first(self, code: str) -> None:
        """Open the survey asked for, else the last one, else the first there is."""
        program, last = self.parts.program, self.parts.state.settings.text("last_survey")
        if program is None:
            return

        def find(progress: Progress) -> EditingSession | None:
            codes = [survey.code for survey in program.store.surveys()]
            wanted = code or (last if last in codes else next(iter(codes), ""))
            return program.open_session(wanted, progress) if wanted else None

        def done(session: EditingSession | None) -> None:
            if session is not None:
                self.workspace.open(session)

        self.workspace.jobs.run(tr("Opening the survey"), find, done)

    def offer_connection(self) -> None:
        """The database could not be opened: offer to choose another one."""
        self.run("connect_database")

    # Edit

    def undo(self, _checked: bool = False) -> None:
        """Take the last step back: of the sketch first, else of the survey."""
        self.parts.record.flush()
        tool: Any = self.desk.view.tool
        if getattr(tool, "busy", False) and tool.undo_step():
            return
        self.workspace.undo()

    def redo(self, _checked: bool = False) -> None:
        """Carry the last undone step out again."""
        tool: Any = self.desk.view.tool
        if getattr(tool, "busy", False) and tool.redo_step():
            return
        self.workspace.redo()

    def delete_selected(self, _checked: bool = False) -> None:
        """Delete what is selected, with all that hangs on it; undo brings everything back."""
        from faultgis.services.digitizing import delete_records

        session = self.workspace.session
        if session is None:
            return
        if self.workspace.selection:
            self.workspace.apply(delete_records(session.records, self.workspace.selection))

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
            code = next_code(session, "fault_zone", "Z")
            self._add(FaultZone(survey_id=session.survey.id, code=code))

    def add_fault(self, _checked: bool = False) -> None:
        """Make a new fault, in the zone that is selected if one is, and show its form."""
        session = self.workspace.session
        if session is not None:
            zone = next((key for kind, key in self.workspace.selection if kind == "fault_zone"), None)
            code = next_code(session, "fault", "F")
            self._add(Fault(survey_id=session.survey.id, code=code, zone_id=zone))

    def add_segment(self, _checked: bool = False) -> None:
        """Make a new segment of the selected fault and show its form."""
        session = self.workspace.session
        fault = next((key for kind, key in self.workspace.selection if kind == "fault"), None)
        if session is None or fault is None:
            return
        siblings = [s for s in session.records["segment"].values() if getattr(s, "fault_id", None) == fault]
        code = next_code(session, "segment", "S")
        self._add(Segment(survey_id=session.survey.id, fault_id=fault, code=code, position=len(siblings) + 1))

    def _add(self, record: FaultZone | Fault | Segment) -> None:
        self.workspace.apply(Edit("edit.add_record", (Change(None, record),)))
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

    def find(self, _checked: bool = False) -> None:
        """Go to the search box."""
        dock = self.parts.survey.parentWidget()
        if dock is not None:
            dock.show()
        self.parts.survey.search.setFocus()
        self.parts.survey.search.selectAll()

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

    def _language(self, language: str) -> None:
        self.parts.record.flush()
        words.use(language)
        self.parts.state.settings.set("language", language)
        self.translate_qt()
        for top in QApplication.topLevelWidgets():
            if isinstance(top, QWidget):
                QApplication.sendEvent(top, QEvent(QEvent.Type.LanguageChange))

    def translate_qt(self) -> None:
        """Have Qt's own words (context menus, buttons) in the language in use, too."""
        from PyQt6.QtCore import QLibraryInfo

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
