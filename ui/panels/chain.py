"""From ages to probability in one panel: dates and chronology, slip rates, recurrence, and the ranking."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, Qt, QTimer
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.freshness import Freshness
from ui.panels.chain_work import ChainWork
from ui.panels.chronology import ChronologyPage
from ui.panels.ranking import RankingPage
from ui.panels.rates import RatesPage
from ui.panels.recurrence import RecurrencePage
from ui.panels.work_strip import WorkStrip
from ui.words import tr
from ui.workspace import Workspace

TABS = (
    ("dates", "Ages"),
    ("rates", "Slip rates"),
    ("recurrence", "Recurrence and probability"),
    ("ranking", "Ranking"),
)
LOOKED_AT_MS = 500


class ChainPanel(QWidget):
    """The pages behind tabs; what runs is said beside them. ``wanted`` is told commands asked for."""

    def __init__(self, workspace: Workspace, wanted: Callable[[str], object]) -> None:
        super().__init__()
        self._work = ChainWork.of(workspace)
        self.freshness = Freshness.of(workspace)
        self.dates = ChronologyPage(workspace, wanted)
        self.rates = RatesPage(workspace, wanted)
        self.recurrence, self.ranking = RecurrencePage(workspace), RankingPage(workspace)
        self._pages = QStackedWidget()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for page in self._all():
            self._pages.addWidget(page)
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 8, 0)
        head.addWidget(self.tabs)
        head.addStretch()
        head.addWidget(WorkStrip(workspace), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        # A page higher than the dock is scrolled; else it would take its height from the map.
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._pages)
        layout.addWidget(scroll, 1)
        self._speak()

    def _all(self) -> tuple[QWidget, ...]:
        return (self.dates, self.rates, self.recurrence, self.ranking)

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentIndex([key for key, _ in TABS].index(name))

    def _speak(self) -> None:
        for number, (_, text) in enumerate(TABS):
            self.tabs.setTabText(number, tr(text))

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        QTimer.singleShot(LOOKED_AT_MS, self._warm_up)

    def _warm_up(self) -> None:
        """Tabs are shown for a moment while the window opens, when there is no time to spare."""
        if not self.visibleRegion().isEmpty():
            self._work.warm_up()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
