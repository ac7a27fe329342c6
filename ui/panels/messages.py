"""Sentences to the user, laid over the top of the map: they never block, never move the map and never cover
more than a third of it; errors stay until closed."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.forms.widgets import IconButton

SHOWN_MS = 6000
MOST = 3
LONGEST = 320
SHARE = 3


class Message(QFrame):
    """One sentence with its level at the left edge, to be copied or closed. What is too long for a sentence
    ends in … and stands in the tooltip."""

    def __init__(self, text: str, level: str, drop: Callable[["Message"], None]) -> None:
        super().__init__()
        self._drop = drop
        self.setProperty("level", level)
        self.text = text
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        label = QLabel(shown)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setToolTip(text if shown != text else "")
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.addWidget(label, 1)
        layout.addWidget(IconButton("copy", "Copy", self._copy))
        layout.addWidget(IconButton("close", "Close", self._leave))

    def leave_after(self, milliseconds: int) -> None:
        """Close by itself after a while; not after the window is gone."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self._leave)
        timer.start(milliseconds)

    def _leave(self) -> None:
        self._drop(self)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.text)


class Messages(QWidget):
    """At most three sentences at a time, over the top edge of a widget; infos go by themselves."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        over.installEventFilter(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.shown: list[Message] = []
        self.hide()

    def show_text(self, text: str, level: str = "info") -> None:
        """Show one sentence; the same one again only renews it."""
        for old in [m for m in self.shown if m.text == text]:
            self.drop(old)
        message = Message(text, level, self.drop)
        self.shown.append(message)
        self._layout.addWidget(message)
        for old in self.shown[:-MOST]:
            self.drop(old)
        self.show()
        self._place()
        self.raise_()
        if level == "info":
            message.leave_after(SHOWN_MS)

    def withdraw(self, text: str) -> None:
        """Take a sentence away that does not hold any more."""
        for old in [m for m in self.shown if m.text == text]:
            self.drop(old)

    def drop(self, message: Message) -> None:
        """Take a sentence away."""
        if message in self.shown:
            self.shown.remove(message)
            self._layout.removeWidget(message)
            message.hide()
            message.deleteLater()
        self.setVisible(bool(self.shown))
        self._place()

    def _place(self) -> None:
        """As wide as the map, as high as the sentences need there."""
        width, most = self._over.width(), self._over.height() // SHARE
        heights = [message.heightForWidth(width) for message in self.shown]
        for number, message in enumerate(self.shown):  # the newest first, as many as there is room for
            message.setVisible(number == len(heights) - 1 or sum(heights[number:]) <= most)
        visible = [h for h, message in zip(heights, self.shown, strict=True) if not message.isHidden()]
        self.setGeometry(0, 0, width, sum(visible))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return False
