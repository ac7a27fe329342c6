"""What the desktop remembers between runs."""

from pathlib import Path

from PyQt6.QtCore import QByteArray

from ui.state import State


def test_texts_places_and_settings_come_back(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.keep("folder/import", "/数据/断层")
    state.keep("window/places", QByteArray(b"\x00\x01\xff"))
    state.settings.set("theme", "dark")
    state.sync()
    again = State(tmp_path)
    assert again.text("folder/import") == "/数据/断层"
    assert again.blob("window/places") == QByteArray(b"\x00\x01\xff")
    assert again.settings.text("theme") == "dark"


def test_nothing_remembered_gives_the_defaults(tmp_path: Path) -> None:
    state = State(tmp_path)
    assert state.text("folder/import") == ""
    assert state.blob("window/places") is None
