"""What a key means to a tool that sketches."""

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent

from ui.tools.typed import ACCEPTED

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_MODES = {Qt.Key.Key_F: "freehand", Qt.Key.Key_L: "follow", Qt.Key.Key_T: "turn"}


def command(event: QKeyEvent, sketching: bool, typing: bool) -> str:
    """The command of a key: undo, redo, finish, cancel, place, type, rub_out, stop_typing, freehand, follow,
    turn; empty for a key that is none of a sketch's."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        if key == Qt.Key.Key_Z:
            return "redo" if modifiers & Qt.KeyboardModifier.ShiftModifier else "undo"
        return "redo" if key == Qt.Key.Key_Y else ""
    if key in _MODES and not modifiers:
        return _MODES[key]
    if not sketching:
        return ""
    if event.text() and event.text() in ACCEPTED:
        return "type"
    return _typing(key) if typing else _editing(key, modifiers)


def _typing(key: Qt.Key) -> str:
    if key == Qt.Key.Key_Backspace:
        return "rub_out"
    if key == Qt.Key.Key_Escape:
        return "stop_typing"
    return "place" if key in _ENTER else ""


def _editing(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    if key in _ENTER:
        return "finish"
    if key == Qt.Key.Key_Escape and modifiers & Qt.KeyboardModifier.ShiftModifier:
        return "cancel"
    return "undo" if key in _BACK else ""
