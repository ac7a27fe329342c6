"""What belongs to ages, slip rates and probabilities."""

from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDockWidget, QFileDialog

from faultgis.errors import FaultGISError
from faultgis.records.trench import TrenchSite
from faultgis.services import oxcal_sites, practice
from ui.commands.group import Group
from ui.panels.chronology_pictures import site_of
from ui.words import tr

# What of the window's height the panel takes when it is called.
SHARE = 0.62


class PaleoCommands(Group):
    """The panel of ages, the practice trench, exchange with OxCal."""

    def ages(self, _checked: bool = False) -> None:
        """Show the panel of ages, rates and probabilities, with room for its plots."""
        window = self.parts.window
        dock = window.findChild(QDockWidget, "chain")
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()
            window.resizeDocks([dock], [int(SHARE * window.height())], Qt.Orientation.Vertical)

    def export_oxcal(self, _checked: bool = False) -> None:
        """Write the sequence of the trench site on view as OxCal text."""
        site, session = self._site(), self.workspace.session
        if site is None or session is None:
            return
        folder = Path(self.parts.state.text("folder/oxcal")) / f"{site.code}.oxcal"
        pattern = tr("OxCal text (*.oxcal *.txt);;All files (*)")
        title = tr("Export OxCal text")
        name, _ = QFileDialog.getSaveFileName(self.parts.window, title, str(folder), pattern)
        if not name:
            return
        self.parts.state.keep("folder/oxcal", str(Path(name).parent))
        try:
            oxcal_sites.save_text(Path(name), oxcal_sites.exported(session.records, site))
        except FaultGISError as error:
            self.workspace.tell_error(error)
        else:
            self.workspace.tell(tr("Written: {file}", file=name))

    def import_oxcal(self, _checked: bool = False) -> None:
        """Put the sequence of an OxCal text into the trench site on view."""
        site, session = self._site(), self.workspace.session
        if site is None or session is None:
            return
        pattern = tr("OxCal text (*.oxcal *.txt);;All files (*)")
        folder = self.parts.state.text("folder/oxcal")
        name, _ = QFileDialog.getOpenFileName(
            self.parts.window, tr("Import OxCal text into {site}", site=site.code), folder, pattern
        )
        if not name:
            return
        self.parts.state.keep("folder/oxcal", str(Path(name).parent))
        try:
            text = oxcal_sites.load_text(Path(name))
            found = oxcal_sites.imported(session.records, site, text, Path(name).name)
        except FaultGISError as error:
            self.workspace.tell_error(error)
            return
        self.workspace.apply(found.edit)
        said = [tr("Records made: {count}", count=len(found.edit.changes))]
        if found.boundaries:
            names = tr(", ").join(found.boundaries)
            said.append(tr("Boundaries within the sequence, taken for events: {names}", names=names))
        if found.aside:
            said.append(tr("Commands left aside: {names}", names=", ".join(found.aside)))
        self.workspace.tell(" · ".join(said))

    def _site(self) -> TrenchSite | None:
        """The trench site that is selected, or that what is selected belongs to; else the first of all."""
        session, refs = self.workspace.session, self.workspace.selection
        key = site_of(self.workspace, refs[0]) if len(refs) == 1 else None
        found = session.get("trench_site", key) if session is not None else None
        if found is None and session is not None:
            found = next(iter(session.records["trench_site"].values()), None)
        return found if isinstance(found, TrenchSite) else None

    def practice_trench(self, _checked: bool = False) -> None:
        """Put the practice trench across the survey's longest fault."""
        session = self.workspace.session
        if session is None:
            return
        try:
            edit = practice.practice_trench(session.records, session.survey.id)
        except FaultGISError as error:
            self.workspace.tell_error(error)
            return
        self.workspace.apply(edit)
        site = next(c.after for c in edit.changes if c.kind == "trench_site")
        if site is not None:
            self.workspace.select([("trench_site", site.id)])
