"""Files of sites: read in a worker, held against a layer that the user trusts, taken back if he wants it."""

from pathlib import Path

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.avoidance.sites import Site
from faultgis.avoidance.suspecting import converted, judged, noted
from faultgis.crs import Suspicion
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from ui.panels.avoidance_places import read_file
from ui.panels.avoidance_where import WhereBox
from ui.words import tr
from ui.workspace import Workspace


class SitesFiles(QObject):
    """``read`` hands over the sites of a file; ``unplaced`` a file that says no coordinate system, or metres
    of no zone, which ``open`` takes with the name of one."""

    read = pyqtSignal(object)
    unplaced = pyqtSignal(object)

    def __init__(self, workspace: Workspace, where: WhereBox) -> None:
        super().__init__(workspace)
        self._workspace, self._where = workspace, where
        self._sites: list[Site] = []
        self._suspicion: Suspicion | None = None
        where.file_chosen.connect(self.open)
        where.trusted.taken_back.connect(self.take_back)

    def open(self, path: Path, crs_name: str | None = None) -> None:
        """Read the sites of a file, held against the layer that the user trusts, if any."""
        title, system = tr("Reading {file}", file=path.name), self._where.system
        layer = self._where.trusted.layer(self._workspace.session)

        def work(_progress: Progress) -> tuple[list[Site], Suspicion | None]:
            sites = read_file(path, system, crs_name)
            return sites, judged(sites, layer()) if layer is not None else None

        def done(found: tuple[list[Site], Suspicion | None]) -> None:
            if crs_name is None and all(_without_zone(site) for site in found[0]):
                self.unplaced.emit(path)
            else:
                self._done(found)

        def failed(error: FaultGISError) -> None:
            if error.code == "crs.missing" and crs_name is None:
                self.unplaced.emit(path)
            else:
                self._workspace.tell_error(error)

        self._workspace.jobs.run(title, work, done, failed, lane="avoidance")

    def _done(self, found: tuple[list[Site], Suspicion | None]) -> None:
        self._sites, self._suspicion = found
        self._where.trusted.say(self._suspicion)
        self.read.emit(noted(self._sites, self._suspicion) if self._suspicion else self._sites)

    def take_back(self) -> None:
        """Bring the sites that were read to where the suspicion says that they are: the user wants it."""
        if self._suspicion is not None:
            self._where.trusted.say(self._suspicion, converted=True)
            self.read.emit(converted(self._sites, self._suspicion))


def _without_zone(site: Site) -> bool:
    return site.problem is not None and site.problem.code == "place.zone_missing"
