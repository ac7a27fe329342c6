"""Sentences to the user, laid over the top of the map: they never block and never move the map, and errors
stay until closed."""

from PyQt6.QtCore import QEvent, QObject, QTimer
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
            QTimer.singleShot(SHOWN_MS, lambda: self.drop(message))

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
        width = self._over.width()
        wanted = sum(message.heightForWidth(width) for message in self.shown)
        self.setGeometry(0, 0, width, wanted)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return False
