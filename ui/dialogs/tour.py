"""Five steps through the window for the first start; each points at its part, and a cross ends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.forms.widgets import Button, IconButton
from ui.words import tr

CARD_WIDTH = 336
GAP = 12


@dataclass(frozen=True)
class Step:
    """What a step says, and the part of the window it is about."""

    title: str
    text: str
    part: QWidget


class Tour(QWidget):
    """A frame around one part at a time with a card beside it. The window stays usable under it."""

    ended = pyqtSignal()

    def __init__(self, window: QWidget, steps: Sequence[Step]) -> None:
        super().__init__(window)
        self._window, self._steps, self.at = window, list(steps), 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.card = QFrame(window)
        self.card.setProperty("card", True)
        self.card.setFixedWidth(CARD_WIDTH)
        self.title, self.text, self.count = QLabel(), QLabel(), QLabel()
        self._arrange()
        window.installEventFilter(self)
        self._place()
        self.show()
        self.card.show()
        self.next.setFocus()

    def _arrange(self) -> None:
        self.title.setProperty("title", True)
        for label in (self.title, self.text):
            label.setWordWrap(True)
        self.count.setProperty("quiet", True)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(IconButton("close", "End the tour", self.end), 0, Qt.AlignmentFlag.AlignTop)
        self.back = Button("Back", lambda: self.go(self.at - 1))
        self.next = Button("Next", lambda: self.go(self.at + 1), "main")
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addLayout(foot)

    def go(self, at: int) -> None:
        """Show a step; past the last one the tour ends."""
        if at >= len(self._steps):
            self.end()
            return
        self.at = max(0, at)
        self._place()

    def end(self) -> None:
        """Close the tour."""
        self._window.removeEventFilter(self)
        self.card.hide()
        self.hide()
        self.card.deleteLater()
        self.deleteLater()
        self.ended.emit()

    def _target(self) -> QRect:
        part = self._steps[self.at].part
        if not part.isVisible():
            return QRect(self._window.width() // 2, self._window.height() // 3, 0, 0)
        return QRect(part.mapTo(self._window, QPoint(0, 0)), part.size())

    def _place(self) -> None:
        step = self._steps[self.at]
        self.title.setText(tr(step.title))
        self.text.setText(tr(step.text))
        self.count.setText(f"{self.at + 1} / {len(self._steps)}")
        self.back.setVisible(self.at > 0)
        self.next.setText(tr("Done") if self.at == len(self._steps) - 1 else tr("Next"))
        self.setGeometry(self._window.rect())
        self.card.adjustSize()
        self.card.move(self._beside(self._target()))
        self.raise_()
        self.card.raise_()
        self.update()

    def _beside(self, target: QRect) -> QPoint:
        """Right of the part where there is room, else left of it, else inside its middle."""
        room, height = self._window.rect(), self.card.sizeHint().height()
        y = max(GAP, min(target.top() + GAP, room.height() - height - GAP))
        if target.right() + GAP + CARD_WIDTH < room.width():
            return QPoint(target.right() + GAP, y)
        if target.left() - GAP - CARD_WIDTH > 0:
            return QPoint(target.left() - GAP - CARD_WIDTH, y)
        x = max(GAP, target.center().x() - CARD_WIDTH // 2)
        below = target.bottom() + GAP
        fits = below + height < room.height()
        return QPoint(x, below if fits else max(GAP, target.center().y() - height // 2))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().accent), 3))
        painter.drawRoundedRect(self._target().adjusted(2, 2, -2, -2), 6, 6)
        painter.end()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in (QEvent.Type.Resize, QEvent.Type.LanguageChange):
            self._place()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.end()
        return False


STEPS = (
    (
        "Find a fault",
        "Type a Chinese name, its pinyin (anninghe), initials (anh) or a code. A click shows it on the map.",
    ),
    (
        "The map",
        "The wheel zooms at the mouse, the middle button moves the map even while drawing. "
        "Teeth, ticks and arrows stand on the side that they belong to.",
    ),
    (
        "Draw and correct",
        "Draw, continue, reshape, edit vertices, split and join. Esc takes back the last vertex; "
        "undo knows no end; nothing drawn is ever lost.",
    ),
    (
        "Fill in",
        "The record of what is selected. Estimates hold best, low and high with unit, basis and source.",
    ),
    (
        "Save",
        "Saved, saving or not saved always stands here, beside scale, sheet and snapping. Ctrl+S saves.",
    ),
)
