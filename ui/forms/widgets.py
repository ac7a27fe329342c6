"""Small widgets that speak the language in use by themselves: labels, buttons, empty states, search."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.words import tr


class Label(QLabel):
    """A label whose text is an English msgid and follows the language. ``look``: quiet, problem or title."""

    def __init__(self, text: str, look: str = "", parent: QWidget | None = None, wrap: bool = False) -> None:
        super().__init__(tr(text) if text else "", parent)
        self._msgid = text
        self.setWordWrap(wrap)
        if look:
            self.setProperty(look, True)

    def say(self, text: str) -> None:
        """Say another msgid from now on."""
        self._msgid = text
        self.setText(tr(text) if text else "")

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() == QEvent.Type.LanguageChange and self._msgid:
            self.setText(tr(self._msgid))
        super().changeEvent(event)


class Elided(QLabel):
    """Text of one line, or of two where it may ``wrap``, that ends in … where room ends; the whole stands in
    its tooltip."""

    def __init__(self, look: str = "", wrap: bool = False) -> None:
        super().__init__()
        self._wrap = wrap
        height = QSizePolicy.Policy.Ignored if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Ignored, height)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if look:
            self.setProperty(look, True)

    def setText(self, text: str | None) -> None:
        super().setText(text)
        self.setToolTip(text)

    @property
    def shown(self) -> str:
        """As much of the text as there is room for, its lines apart."""
        metrics, lines = self.fontMetrics(), [self.text()]
        if self._wrap and metrics.horizontalAdvance(self.text()) > self.width():
            lines = [""]
            for word in self.text().split(" "):
                longer = f"{lines[0]} {word}".strip()
                if len(lines) > 1 or metrics.horizontalAdvance(longer) > self.width():
                    lines[1:] = [" ".join([*lines[1:], word])]
                else:
                    lines[0] = longer
        lines[-1] = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, self.width())
        return "\n".join(lines)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        style = self.style()
        assert style is not None
        align = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        role = self.foregroundRole()
        style.drawItemText(painter, self.rect(), align, self.palette(), self.isEnabled(), self.shown, role)
        painter.end()


class Button(QPushButton):
    """A button whose text is an English msgid. ``look``: main (the accent) or flat (a quiet link)."""

    def __init__(
        self, text: str, pressed: Callable[[], object] | None = None, look: str = "", icon: str = ""
    ) -> None:
        super().__init__(tr(text) if text else "")
        self._msgid, self._icon = text, icon
        if look:
            self.setProperty(look, True)
        self.setAutoDefault(False)
        self._draw()
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def _draw(self) -> None:
        if self._icon:
            main = bool(self.property("main"))
            colour = theme.colours().accent_text if main else theme.colours().accent
            self.setIcon(theme.coloured(self._icon, colour))

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() == QEvent.Type.LanguageChange and self._msgid:
            self.setText(tr(self._msgid))
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


class IconButton(QToolButton):
    """A small icon with a tooltip; at least 28 px to hit."""

    def __init__(self, icon: str, tip: str, pressed: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._icon, self._msgid = icon, tip
        self.setMinimumSize(QSize(28, 28))
        self.setIconSize(QSize(theme.ICON, theme.ICON))
        self.setAutoRaise(True)
        self._speak()
        if pressed is not None:
            self.clicked.connect(lambda: pressed())

    def _speak(self) -> None:
        self.setIcon(theme.icon(self._icon))
        self.setToolTip(tr(self._msgid))
        self.setAccessibleName(tr(self._msgid))

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._speak()
        super().changeEvent(event)


class EmptyState(QWidget):
    """What stands where nothing is yet: what belongs here, and the button that makes the first one."""

    def __init__(self, text: str, button: str = "", pressed: Callable[[], object] | None = None) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 24, 16, 24)
        layout.setSpacing(12)
        self.label = Label(text, "quiet", wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.label)
        if button:
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(Button(button, pressed))
            row.addStretch()
            layout.addLayout(row)
        layout.addStretch()


class SearchBox(QLineEdit):
    """A line to search in; ``searched`` follows the typing after a short rest. Esc empties it; ``left``
    tells that the keys are wanted elsewhere again."""

    searched = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self, hint: str, rest_ms: int = 150) -> None:
        super().__init__()
        self._msgid = hint
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(tr(hint))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(rest_ms)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._timer.start())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        dialog = isinstance(self.window(), QDialog)  # Esc closes it
        if event is None or event.key() != Qt.Key.Key_Escape or dialog:
            super().keyPressEvent(event)
            return
        if self.text():
            self.clear()
            self._timer.stop()
            self.searched.emit("")
        self.left.emit()

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.setPlaceholderText(tr(self._msgid))
        super().changeEvent(event)


class DockTitle(QWidget):
    """The title of a panel, which follows the language, and a cross one can hit."""

    def __init__(self, text: str, close: Callable[[], object]) -> None:
        super().__init__()
        label = Label(text)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 0)
        layout.addWidget(label, 1)
        layout.addWidget(IconButton("close", "Close", close))
