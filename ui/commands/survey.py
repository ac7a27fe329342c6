"""What the Survey menu does: opening, saving, importing, printing."""

from pathlib import Path

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QFileDialog

from faultgis.errors import FaultGISError
from faultgis.sheets.index import sheet_at
from importers.rasters.geotiff import open_raster
from importers.rasters.placing import AS_STATED, Placing
from ui.commands.clouds import CloudCommands
from ui.commands.group import Group
from ui.dialogs.deliver import Deliver
from ui.dialogs.export_survey import ExportSurvey
from ui.dialogs.import_clouds import LOCAL, ImportClouds
from ui.dialogs.import_file import ImportFile
from ui.dialogs.imports import Imports
from ui.dialogs.missing_crs import MissingCrs
from ui.dialogs.print_log import PrintLog
from ui.dialogs.print_map import PrintMap
from ui.forms import shown
from ui.panels.extent import bounds
from ui.words import tr


class SurveyCommands(Group):
    """Surveys, files, paper."""

    def open_survey(self, _checked: bool = False) -> None:
        """Choose a survey and open it."""
        self.parts.opening.ask_survey()

    def new_survey(self, _checked: bool = False) -> None:
        """Make a survey and open it."""
        self.parts.opening.make_survey()

    def survey_properties(self, _checked: bool = False) -> None:
        """Show the survey's own form."""
        session = self.workspace.session
        if session is not None:
            self.workspace.select([("survey", session.survey.id)])

    def connect_database(self, _checked: bool = False) -> None:
        """Choose the database."""
        self.parts.opening.ask_database()

    def save(self, _checked: bool = False) -> None:
        """Take over what is being typed, then write everything in one transaction."""
        self.parts.record.flush()
        self.workspace.save()

    def import_file(self, _checked: bool = False) -> None:
        """Import a file into the open survey, then show what came in."""
        self.import_paths([])

    def import_paths(self, paths: list[Path]) -> None:
        """Import these files or this folder; without any, let them be chosen."""
        program, session, state = self.parts.program, self.workspace.session, self.parts.state
        if program is None or session is None:
            return
        folder = state.text("folder/import")
        dialog = ImportFile(self.parts.window, program, session.survey, self.workspace.jobs, folder)
        if paths:
            dialog.take_all(paths)
        dialog.exec()
        if dialog.path is not None:
            state.keep("folder/import", str(dialog.path.parent))
        for raster in dialog.rasters:
            self._show_raster(raster)
        if dialog.clouds:
            self._import_clouds(dialog.clouds)
        if dialog.saved:
            self.workspace.reload()
            title, desk = tr("Opening the survey"), self.desk
            self.workspace.jobs.run(title, lambda _p: None, lambda _none: desk.go_everywhere())

    def _import_clouds(self, files: list[Path]) -> None:
        program, session = self.parts.program, self.workspace.session
        if program is None or session is None:
            return
        dialog = ImportClouds(self.parts.window, program, session.survey, self.workspace.jobs, files)
        dialog.exec()
        if dialog.report is not None:
            self.workspace.reload()
            products, report = self.parts.opening.showing.products, dialog.report

            def made(_none: None) -> None:
                products.show_new(report.rasters)
                self._show_points(dialog)

            self.workspace.jobs.run(tr("Opening the survey"), lambda _p: None, made)

    def _show_points(self, dialog: ImportClouds) -> None:
        """The points of the clouds that terrain was made of, where they are wanted and have a place."""
        crs = dialog.crs.currentData() or ""
        if dialog.points.isChecked() and crs != LOCAL:
            clouds = CloudCommands(self.parts)
            for file in dialog.files:
                clouds.show_cloud(file, str(crs))

    def imports(self, _checked: bool = False) -> None:
        """List the survey's imports; one can be taken back."""
        program, session = self.parts.program, self.workspace.session
        if program is None or session is None:
            return
        self.parts.record.flush()
        dialog = Imports(self.parts.window, program, session, self.workspace.jobs)
        dialog.exec()
        if dialog.undone:
            self.workspace.reload()

    def add_raster(self, _checked: bool = False) -> None:
        """Choose a relief or an image and show it under the faults."""
        pattern = tr("Rasters (*.tif *.tiff *.img *.vrt *.asc *.dem *.jpg *.png);;All files (*)")
        folder = self.parts.state.text("folder/raster")
        name, _ = QFileDialog.getOpenFileName(self.parts.window, tr("Add relief or image"), folder, pattern)
        if not name:
            return
        self.parts.state.keep("folder/raster", str(Path(name).parent))
        self._show_raster(Path(name))

    def _show_raster(self, path: Path, placing: Placing = AS_STATED) -> None:
        try:
            found = open_raster(path, placing)  # before the map leaves a local grid for it
            self.parts.opening.showing.local.leave()
            node = self.desk.layers.add_raster(path, found.placing)
        except FaultGISError as error:
            if error.code == "raster.no_crs":
                self._place_raster(path)
            else:
                self.workspace.tell_error(error)
            return
        light = self.parts.state.settings
        names = ("azimuth", "altitude", "exaggeration")
        node.raster.relit(**{name: light.number(f"hillshade_{name}") for name in names})
        self.desk.view.zoom_to(node.raster.bounds)

    def _place_raster(self, path: Path) -> None:
        """A raster says no coordinate system: ask where it belongs."""
        session = self.workspace.session
        if session is None:
            return
        local = self.workspace.local
        shown_grid = local.grid.id if local is not None else None
        dialog = MissingCrs(self.parts.window, path, session, self.workspace.jobs, shown_grid)
        if not dialog.exec():
            return
        if dialog.local_grid is not None:
            self.parts.opening.showing.local.add_raster(path, dialog.local_grid, dialog.north_first)
        else:
            self._show_raster(path, Placing(dialog.crs, north_first=dialog.north_first))

    def export_survey(self, _checked: bool = False) -> None:
        """Write the survey for other programs."""
        program, session, state = self.parts.program, self.workspace.session, self.parts.state
        if program is None or session is None:
            return
        self.parts.record.flush()
        folder, unsaved = state.text("folder/export"), bool(session.saved)
        dialog = ExportSurvey(
            self.parts.window, program, session.survey, self.workspace.jobs, folder, unsaved
        )
        dialog.exec()
        if dialog.file.text():
            state.keep("folder/export", str(Path(dialog.file.text()).parent))

    def deliver(self, _checked: bool = False) -> None:
        """Deliver the survey to the national database, or look into the register of deliveries."""
        program, session, state = self.parts.program, self.workspace.session, self.parts.state
        if program is None or session is None:
            return
        self.parts.record.flush()
        folder, unsaved = state.text("folder/deliver"), bool(session.saved)
        dialog = Deliver(self.parts.window, program, session.survey, self.workspace.jobs, folder, unsaved)
        dialog.exec()
        state.keep("folder/deliver", str(dialog.form.folder))
        if dialog.changed:
            self.workspace.reload()
        if dialog.findings_wanted:
            # In the lane of the reload: it comes after it.
            self.workspace.jobs.run("", lambda _progress: None, lambda _none: self._check(), quiet=True)

    def _check(self) -> None:
        action = self.parts.window.findChild(QAction, "check_survey")
        if isinstance(action, QAction):
            action.trigger()

    def print_map(self, _checked: bool = False) -> None:
        """Print a sheet, the view or a fault."""
        program, session = self.parts.program, self.workspace.session
        if program is None or session is None:
            return
        if self.workspace.local is not None:
            said = tr("A local grid has no map sheet: go back to the survey's map to print.")
            self.workspace.tell(said, "warning")
            return
        found = [(str(getattr(f, "code", "")), shown.title(f)) for f in session.records["fault"].values()]
        faults = sorted(found, key=lambda fault: shown.order(fault[1]))
        scale = self.desk.view.scale
        try:
            number = sheet_at(scale.longitude, scale.latitude).number
        except FaultGISError:
            number = ""
        dpi = int(self.parts.state.settings.number("print_dpi"))
        jobs, code = self.workspace.jobs, session.survey.code
        codes = {str(getattr(f, "code", "")): f.id for f in session.records["fault"].values()}

        def reach(fault: str) -> tuple[float, float, float, float] | None:
            return bounds(session, [("fault", codes[fault])]) if fault in codes else None

        self.parts.record.flush()
        unsaved, window = bool(session.saved), self.parts.window
        PrintMap(window, program, jobs, code, number, scale.bounds, faults, dpi, reach, unsaved).exec()

    def print_log(self, _checked: bool = False) -> None:
        """Print a trench's log; the selected trench comes first."""
        program, session = self.parts.program, self.workspace.session
        if program is None or session is None:
            return
        chosen = {key for kind, key in self.workspace.selection if kind == "trench"}
        trenches = sorted(session.records["trench"], key=lambda key: key not in chosen)
        if not trenches:
            self.workspace.tell(tr("Draw a trench across the fault first (Add, Trench)."), "warning")
            return
        PrintLog(self.parts.window, self.workspace.jobs, session.records, trenches, program.home).exec()

    def quit(self, _checked: bool = False) -> None:
        """Close the window (which asks about unsaved edits)."""
        self.parts.window.close()
