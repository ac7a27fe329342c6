"""A trench, its site or anything of its log in the record panel: the way to the log."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from faultgis.records.kinds import AnyRecord, kind_of
from ui.forms.widgets import Button
from ui.workspace import Workspace

LOGGED = ("trench_site", "trench", "wall", "strat_unit", "wall_feature", "sample", "paleo_event")


class TrenchCard(QWidget):
    """``log_wanted`` asks for the log of what is selected."""

    log_wanted = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.button = Button("Open the trench log", self.log_wanted.emit, icon="trench_log")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.addWidget(self.button)
        layout.setAlignment(self.button, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_record(self, record: AnyRecord | None) -> None:
        """Offer the log where the record belongs to one."""
        kind = kind_of(record) if record is not None else ""
        session = self._workspace.session
        dug = session is not None and bool(session.records["trench"])
        self.setVisible(kind in LOGGED and dug)
