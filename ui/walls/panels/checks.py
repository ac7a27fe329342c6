"""What the rules find in the log, live; a click goes to the place."""

from functools import cache
from typing import Any

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from faultgis.progress import Progress
from faultgis.walls.rules import Finding, check
from ui import theme, words
from ui.latest import Latest
from ui.walls.hub import Hub
from ui.words import tr

REST_MS = 150


class ChecksPanel(QWidget):
    """Checks the log in a worker after each change; ``found`` tells how many errors and warnings."""

    found = pyqtSignal(int)

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self._hub = hub
        self.findings: list[Finding] = []
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.itemClicked.connect(self._clicked)
        self.good = QLabel()
        self.good.setWordWrap(True)
        self.good.setContentsMargins(12, 8, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.good)
        layout.addWidget(self.list, 1)
        self._latest = Latest(hub.workspace.jobs, "log rules")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.check_now)
        hub.renewed.connect(self._rest.start)
        self.check_now()

    @property
    def pending(self) -> bool:
        """Whether an answer is awaited."""
        return self._latest.pending or self._rest.isActive()

    def stop(self) -> None:
        """The window closes: an answer on its way is not wanted."""
        self._rest.stop()
        self._latest.drop()

    def check_now(self) -> None:
        """Check the log as it stands."""
        log = self._hub.log
        if log is None:
            self._show([])
            return

        def work(_progress: Progress) -> list[Finding]:
            return check(log)

        self._latest.ask(work, self._show)

    def _show(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.list.clear()
        for finding in findings:
            item = QListWidgetItem(_mark(finding.level), sentence(finding))
            item.setToolTip(words.sentence(f"{finding.code}/help", dict(finding.params)))
            self.list.addItem(item)
        self.good.setVisible(not findings)
        self.good.setText(tr("The rules find nothing to object to."))
        self.found.emit(sum(f.level != "note" for f in findings))

    def _clicked(self, item: QListWidgetItem) -> None:
        finding = self.findings[self.list.row(item)]
        if finding.refs:
            self._hub.select(finding.refs[0])
        if finding.wall_id is not None and finding.place is not None:
            self._hub.look_wanted.emit(finding.wall_id, *finding.place)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._show(self.findings)


def sentence(finding: Finding) -> str:
    """A finding in words."""
    said: dict[str, Any] = dict(finding.params)
    return words.sentence(finding.code, said)


@cache
def _dot(colour: str) -> QIcon:
    side = 24
    picture = QPixmap(side, side)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(colour))
    painter.setPen(QColor(0, 0, 0, 0))
    painter.drawEllipse(6, 6, 12, 12)
    painter.end()
    return QIcon(picture)


def _mark(level: str) -> QIcon:
    c = theme.colours()
    return _dot({"error": c.error, "warning": "#d98a00", "note": c.quiet}[level])
