"""The status bar: where the mouse is, in degrees and metres, at which scale, on which sheet, saved or not."""

import numpy as np
from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import QApplication, QComboBox, QLabel, QStatusBar, QToolButton, QWidget

from faultgis.errors import FaultGISError
from faultgis.progress import Step
from faultgis.services.frames import LocalMap
from ui import theme, words
from ui.forms import shown
from ui.jobs import Jobs
from ui.tools.snapping import Snapper
from ui.words import tr
from ui.workspace import Workspace

SCALES = (1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000)
SHEET_SCALES = (5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)


def grouped(value: float) -> str:
    """A whole number with thin groups of three: ``50 000``."""
    return f"{round(value):,}".replace(",", "\u2009")


def metres(value: float) -> str:
    """Metres with two decimals and thin groups of three: ``241 027.44``."""
    return f"{value:,.2f}".replace(",", "\u2009").replace("-", "−")


def read_scale(text: str) -> float:
    """The denominator of a scale as typed: ``1:50000``, ``50 000``, ``5万``. Raises ``ValueError``."""
    plain = text.replace("：", ":").split(":")[-1]
    plain = "".join(c for c in plain if not c.isspace()).replace(",", "")
    factor = 10_000 if plain.endswith("万") else 1
    found = shown.read_number(plain.removesuffix("万")) * factor
    if not 10 <= found <= 500_000_000:
        raise ValueError(text)
    return found


def sheet_scale(denominator: float) -> int:
    """The standard sheet series nearest to a screen scale, not larger than 1:5,000."""
    return min(SHEET_SCALES, key=lambda scale: abs(scale - denominator) / scale)


class StatusBar(QStatusBar):
    """Follows mouse, scale, jobs and saved state."""

    scale_wanted = pyqtSignal(float)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._snapper = Snapper.of(workspace)
        self._jobs: Jobs = workspace.jobs
        self._denominator = 50_000.0
        self._place: tuple[float, float] | None = None
        self.setSizeGripEnabled(False)
        self.geographic, self.grid, self.sheet, self.jobs, self.saved = (QLabel() for _ in range(5))
        self.scale = QComboBox()
        self.scale.setEditable(True)
        self.scale.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.scale.setMinimumContentsLength(12)
        self.scale.addItems([f"1:{grouped(value)}" for value in SCALES])
        self.scale.activated.connect(lambda _row: self._scale_entered())
        edit = self.scale.lineEdit()
        assert edit is not None
        edit.returnPressed.connect(self._scale_entered)
        self.snap = QToolButton()
        self.snap.setCheckable(True)
        self.snap.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.snap.clicked.connect(lambda _on: self._snapper.toggle())
        self._snapper.settings_changed.connect(self.refresh)
        self._arrange()
        workspace.state_changed.connect(self.refresh)
        workspace.place_changed.connect(self._moved_elsewhere)
        self._jobs.changed.connect(self._show_jobs)
        self.refresh()

    def _arrange(self) -> None:
        for label in (self.geographic, self.grid, self.sheet):
            label.setFont(theme.tabular(QApplication.font()))
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.geographic, self.grid):
            self.addWidget(label)
        permanent: tuple[QWidget, ...] = (self.jobs, self.scale, self.sheet, self.snap, self.saved)
        for widget in permanent:
            self.addPermanentWidget(widget)
        self.setContentsMargins(8, 0, 8, 0)

    def point(self, lon: float, lat: float) -> None:
        """The mouse is over this place."""
        from faultgis.crs import format_dms

        self._place = lon, lat
        if self._workspace.local is not None:
            self._show_local(self._workspace.local, lon, lat)
            return
        try:
            self.geographic.setText(format_dms(lon, lat))
            self.grid.setText(_in_zone(lon, lat))
        except FaultGISError:
            self.grid.clear()
        self._show_sheet()

    def _show_local(self, local: LocalMap, lon: float, lat: float) -> None:
        """Metres of a local grid, and its name."""
        x, y = local.frame.to_metres(np.array([(lon, lat)]))[0].tolist()
        self.geographic.setText(f"x {metres(x)} · y {metres(y)} m")
        self.grid.setText(tr("Local grid {name}", name=shown.title(local.grid)))
        self.sheet.clear()
        self.sheet.setToolTip("")

    def _moved_elsewhere(self) -> None:
        self._place = None
        for label in (self.geographic, self.grid, self.sheet):
            label.clear()

    def _show_sheet(self) -> None:
        from faultgis.sheets.index import sheet_at

        if self._place is None or self._workspace.local is not None:
            return
        try:
            found = sheet_at(*self._place, scale=sheet_scale(self._denominator))
        except FaultGISError:
            self.sheet.clear()
            return
        self.sheet.setText(found.number)
        self.sheet.setToolTip(tr("Sheet under the mouse, 1:{scale}", scale=grouped(found.scale)))

    def show_scale(self, denominator: float) -> None:
        """The map is at this scale now."""
        self._denominator = denominator
        rounded = float(f"{denominator:.3g}")
        self.scale.setEditText(f"1:{grouped(rounded)}")

    def _scale_entered(self) -> None:
        try:
            self.scale_wanted.emit(read_scale(self.scale.currentText()))
        except ValueError:
            self.show_scale(self._denominator)

    def _show_jobs(self) -> None:
        running = self._jobs.shown
        if not running:
            self.jobs.clear()
            return
        job = running[0]
        more = f" (+{len(running) - 1})" if len(running) > 1 else ""
        self.jobs.setText(f"{job.title}{step_text(job.step)}{more}")

    def refresh(self) -> None:
        """Say saved, saving or not saved, and whether snapping is on."""
        c, workspace = theme.colours(), self._workspace
        count = len(workspace.session.saved) if workspace.session is not None else 0
        if workspace.session is None:
            text, colour = "", c.quiet
        elif workspace.saving:
            text, colour = tr("Saving…"), c.warning
        elif count:
            text, colour = f"● {tr('Not saved: {count}', count=count)}", c.warning
        else:
            text, colour = f"✓ {tr('Saved')}", c.good
        self.saved.setText(text)
        self.saved.setStyleSheet(f"color: {colour};")
        self.snap.setIcon(theme.icon("snap"))
        settings = self._snapper.settings
        on = tr("Snapping {pixels} px", pixels=f"{settings.pixels:g}")
        self.snap.setText(on if settings.enabled else tr("Snapping off"))
        self.snap.setChecked(settings.enabled)
        self.scale.setToolTip(tr("Map scale: choose or type one"))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.refresh()
            if self._place is not None:
                self.point(*self._place)


def _in_zone(lon: float, lat: float) -> str:
    """A place in its 6° zone; empty where China has none."""
    from faultgis.crs import in_china, to_gk

    if not in_china(lon, lat):
        return ""
    easting, northing, zone = to_gk(lon, lat)
    return f"{tr('GK 6° zone {zone}', zone=zone)} · E {grouped(easting)} N {grouped(northing)} m"


def step_text(step: Step) -> str:
    """How far a job is: `` · reading 40 / 200``."""
    if not step.what:
        return ""
    said = words.sentence(step.what)
    return f" · {said} {step.done} / {step.total}" if step.total else f" · {said}"
