"""What is told over the map: one sentence, no tracebacks, never more than a third of the map."""

from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtTest import QTest as _QTest
from pytestqt.qtbot import QtBot

from ui import reports
from ui.app import Desktop
from ui.forms.widgets import IconButton

QTest: Any = _QTest


def test_a_fault_in_a_job_is_kept_in_a_report_and_told_in_a_sentence(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    desktop.jobs.run("divide", lambda _progress: 1 // 0)
    messages = desktop.window.desk.messages
    qtbot.waitUntil(lambda: bool(messages.shown))
    said = messages.shown[0].text
    (kept,) = (tmp_path / "reports").iterdir()
    assert str(kept) in said
    assert "Traceback" not in said
    assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")
    cross = messages.shown[0].findChildren(IconButton)[-1]
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not messages.shown
    assert messages.isHidden()


def test_messages_never_cover_more_than_a_third_of_the_map(desktop: Desktop) -> None:
    messages, view = desktop.window.desk.messages, desktop.window.desk.view
    desktop.window.show()
    for number in range(3):
        messages.show_text(f"{number} " + "a long tale of what went wrong " * 200, "error")
    assert messages.height() <= max(view.height() // 3, messages.shown[-1].heightForWidth(view.width()))
    assert messages.shown[-1].isVisible()
    assert not messages.shown[0].isVisible()


def test_a_message_is_copied_whole(desktop: Desktop) -> None:
    messages = desktop.window.desk.messages
    long = "x" * 2000
    messages.show_text(long, "error")
    copy = messages.shown[-1].findChildren(IconButton)[0]
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == long


def test_where_no_report_can_be_kept_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file where the folder should be")
    error = reports.report(tmp_path, "Traceback")
    assert error.code == "unexpected.unkept"
