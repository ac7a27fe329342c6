"""What all plots are: a widget that takes what room there is and says what belongs there while empty."""

from PyQt6.QtCore import QEvent, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.words import tr


class Picture(QWidget):
    """A plot. ``empty`` is the msgid shown where there is nothing to draw."""

    def __init__(self, empty: str = "") -> None:
        super().__init__()
        self._empty = empty
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def say_empty(self, text: str) -> None:
        """Show another msgid where there is nothing to draw."""
        self._empty = text
        self.update()

    @property
    def said(self) -> str:
        """What stands where there is nothing to draw."""
        return "" if self.drawn else tr(self._empty)

    @property
    def drawn(self) -> bool:
        """Whether there is something to draw."""
        raise NotImplementedError

    def paint_in(self, painter: QPainter) -> None:
        """Draw it."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.drawn and self.width() > 60 and self.height() > 40:
            self.paint_in(painter)
        elif self._empty:
            align = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.setPen(QColor(theme.colours().quiet))
            painter.drawText(QRectF(self.rect()).adjusted(16, 8, -16, -8), int(align), tr(self._empty))
        painter.end()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.update()
