"""Sentences to the user, in a strip over the map: they never block, and errors stay until closed."""

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.forms.widgets import IconButton

SHOWN_MS = 6000
MOST = 3


class Message(QFrame):
    """One sentence with its level at the left edge and a cross."""

    def __init__(self, text: str, level: str, close: object) -> None:
        super().__init__()
        self.setProperty("level", level)
        self.text = text
        label = QLabel(text)
        label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.addWidget(label, 1)
        layout.addWidget(IconButton("close", "Close", lambda: self._close(close)))

    def _close(self, close: object) -> None:
        if callable(close):
            close(self)


class Messages(QWidget):
    """At most three sentences at a time; infos go by themselves."""

    def __init__(self) -> None:
        super().__init__()
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
        if level == "info":
            QTimer.singleShot(SHOWN_MS, lambda: self.drop(message))

    def drop(self, message: Message) -> None:
        """Take a sentence away."""
        if message in self.shown:
            self.shown.remove(message)
            self._layout.removeWidget(message)
            message.hide()
            message.deleteLater()
        self.setVisible(bool(self.shown))
