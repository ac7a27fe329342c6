"""Names that look like HTML stand on screen as they were typed; what we draw as HTML escapes them."""

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from ui import theme
from ui.forms.widgets import Label

NAMES = ('<img src="file:///etc/passwd">', "<b>F1</b>", "<script>alert(1)</script>", "<a href='x'>F</a>")


@pytest.mark.parametrize("name", NAMES)
def test_labels_and_tips_show_names_as_they_are(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(theme.style_sheet(theme.colours()))
    plain, ours, rich = QLabel(name), Label(""), QLabel(f"<b>{theme.__name__}</b>")
    ours.setText(name)
    rich.setProperty("rich", True)
    for label in (plain, ours, rich):
        qtbot.addWidget(label)
        label.show()
    QToolTip.showText(QPoint(5, 5), name, plain)
    (tip,) = (w for w in qapp.topLevelWidgets() if w.windowType() == Qt.WindowType.ToolTip and w.isVisible())
    assert isinstance(tip, QLabel)
    assert {label.textFormat() for label in (plain, ours, tip)} == {Qt.TextFormat.PlainText}
    assert rich.textFormat() == Qt.TextFormat.RichText
    QToolTip.hideText()
    qapp.setStyleSheet(before)
