"""The strip over the map that says that a local grid is shown, not the earth, with the way back."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout

from faultgis.changes import Changes
from ui.forms import shown
from ui.forms.widgets import Button, Elided
from ui.words import tr
from ui.workspace import Workspace

HEIGHT = 36


class LocalBanner(QFrame):
    """There exactly while the map shows a local grid. ``wanted`` is told the command asked for."""

    def __init__(self, workspace: Workspace, wanted: Callable[[str], object]) -> None:
        super().__init__()
        self._workspace = workspace
        self.setProperty("level", "warning")
        self.said = Elided(wrap=True)
        self.setFixedHeight(max(HEIGHT, 2 * self.said.fontMetrics().lineSpacing() + 4))
        self.draw = Button("Draw the fault's line", lambda: wanted("fault_line"), icon="draw")
        self.back = Button("Back to the survey's map", lambda: wanted("leave_local_grid"), icon="back")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 8, 2)
        layout.setSpacing(8)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.draw)
        layout.addWidget(self.back)
        workspace.place_changed.connect(self.refresh)
        workspace.changed.connect(self._changed)
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches("local_grid", "fault"):
            self.refresh()

    def refresh(self) -> None:
        """Say which grid is shown, and what its measurements are linked to."""
        local = self._workspace.local
        self.setVisible(local is not None)
        if local is None:
            return
        name = shown.title(local.grid)
        said = [tr("Local grid: {name} – not on the earth", name=name)]
        fault = self._workspace.record(("fault", local.grid.fault_id)) if local.grid.fault_id else None
        # Once drawn, it is drawn anew by the menu; the words need the room more.
        self.draw.setVisible(local.trace is None)
        if local.trace is None:
            said.append(tr("draw the fault's line to match offsets across it"))
        elif fault is not None:
            said.append(tr("what is measured here belongs to {fault}", fault=shown.title(fault)))
        else:
            said.append(tr("linked to no fault yet: choose one in the grid's form"))
        self.said.setText(" · ".join(said))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh()
