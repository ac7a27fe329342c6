"""Small parts of the planner's column."""

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QHelpEvent, QPaintEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QFrame,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)

from ui.forms.widgets import Label


def heading(text: str) -> Label:
    """A question or a head within the column."""
    made = Label(text)
    made.setStyleSheet("font-weight: bold;")
    return made


def rule_line() -> QFrame:
    """A line across the column."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setStyleSheet("color: palette(mid);")
    return line


class Choice(QComboBox):
    """A list in a narrow column: what is chosen ends with dots where it is too long, and stands whole at the
    cursor."""

    def __init__(self, letters: int = 8) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        assert style is not None
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width() - 4
        whole, dots = option.currentText, Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(whole, dots, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            said = "\n".join(filter(None, (self.currentText(), self.toolTip())))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)


class Column(QScrollArea):
    """Scrolls upwards and downwards only: it is never narrower than what it holds."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setWidget(inside)
        inside.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        inside, bar = self.widget(), self.verticalScrollBar()
        if inside is not None and bar is not None:
            self.setMinimumWidth(inside.minimumSizeHint().width() + bar.sizeHint().width() + 2)
