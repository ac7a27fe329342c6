"""The bar that says how many results are out of date, why, and makes them anew."""

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout

from ui import theme, words
from ui.forms.widgets import Button, Elided
from ui.freshness import Freshness, record_name
from ui.panels.chain_work import ChainWork
from ui.words import tr
from ui.workspace import Workspace

HEIGHT = 36
MOST = 12


class StaleBar(QFrame):
    """There exactly while something is out of date."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness = Freshness.of(workspace)
        self._work = ChainWork.of(workspace)
        self.setProperty("level", "warning")
        self.setFixedHeight(HEIGHT)
        self.said = Elided()
        self.recompute = Button("Recompute", lambda: self._work.recompute(), "main")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.recompute)
        self._freshness.changed.connect(self.refresh)
        self._work.busy_changed.connect(self.refresh)
        workspace.opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how many, and the first reasons."""
        stale = self._freshness.stale
        self.setVisible(bool(stale))
        if not stale:
            return
        causes = [why for _, key in stale for why in self._freshness.roots(key)]
        said = tr("Results out of date: {count}", count=len(stale))
        self.said.setText(" · ".join([f"⚠ {said}", *list(dict.fromkeys(causes))[:2]]))
        self.said.setStyleSheet(f"color: {theme.colours().warning};")
        self.said.setToolTip("\n".join(self._lines()))
        self.recompute.setEnabled(self._work.job is None)

    def _lines(self) -> list[str]:
        session = self._workspace.session
        lines = []
        for kind, key in self._freshness.stale[:MOST]:
            record = self._workspace.record((kind, key))
            if record is not None and session is not None:
                name = f"{words.sentence(f'kind.{kind}')} {record_name(session, record)}"
                lines.append(f"{name}{tr(': ')}{tr(', ').join(self._freshness.why(key)[:3])}")
        more = len(self._freshness.stale) - MOST
        return [*lines, tr("and {count} more", count=more)] if more > 0 else lines

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.refresh()
