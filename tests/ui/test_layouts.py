"""Layouts of the panels by task: each shows what the task needs and remembers how it was left."""

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import leave
from tests.ui.memory import MemoryProgram, MemoryStore
from ui import words
from ui.app import Desktop, Options
from ui.panels.layouts import SHOWN


def panels(desktop: Desktop) -> set[str]:
    left_and_right = ("survey", "layers", "record", "lateral", "avoidance")
    below = ("table", "history", "findings", "jobs", "profile", "chain", "sites")
    return {name for name in (*left_and_right, *below) if not desktop.window.dock(name).isHidden()}


@pytest.mark.parametrize("name", SHOWN)
def test_a_layout_shows_its_panels_and_the_menu_says_which(desktop: Desktop, name: str) -> None:
    run, qt = desktop.window.actions_.run, desktop.window.actions_.qt
    everything = panels(desktop)
    run(f"layout_{name}")
    assert panels(desktop) == set(SHOWN[name])
    assert qt[f"layout_{name}"].isChecked()
    run("layout_all")
    assert panels(desktop) == everything
    assert not qt[f"layout_{name}"].isChecked()


def test_measuring_has_the_profile_in_front_and_a_large_map_is_left_for_digitizing(
    qtbot: QtBot, desktop: Desktop
) -> None:
    window = desktop.window
    window.resize(1366, 768)
    window.actions_.run("layout_measuring")
    qtbot.waitUntil(lambda: not window.profile.visibleRegion().isEmpty())
    window.actions_.run("layout_digitizing")
    qtbot.waitUntil(lambda: window.desk.view.height() > 550)
    assert window.width() == 1366


def test_a_layout_is_as_it_was_left_until_it_is_put_back(desktop: Desktop) -> None:
    run = desktop.window.actions_.run
    run("layout_digitizing")
    desktop.window.dock("layers").hide()
    run("layout_reviewing")
    run("layout_digitizing")
    assert panels(desktop) == {"survey", "record"}
    run("layout_reset")
    assert panels(desktop) == {"survey", "layers", "record"}


def test_a_layout_chosen_while_only_the_map_is_shown_brings_its_panels(desktop: Desktop) -> None:
    window = desktop.window
    window.actions_.run("toggle_panels")
    assert panels(desktop) == set()
    window.actions_.run("layout_reviewing")
    assert panels(desktop) == set(SHOWN["reviewing"])
    assert not window.actions_.qt["toggle_panels"].isChecked()
    window.actions_.run("layout_all")
    assert "record" in panels(desktop)


def test_the_next_start_has_the_same_layout(qtbot: QtBot, desktop: Desktop, store: MemoryStore) -> None:
    desktop.window.actions_.run("layout_reviewing")
    desktop.window.close()
    program = desktop.window.commands.parts.program
    assert program is not None
    again = Desktop(desktop.app, Options(None, desktop.options.home, "en", ""), lambda _url, _p: program)
    qtbot.addWidget(again.window, before_close_func=lambda window: setattr(window, "leaving", True))
    again.start()
    qtbot.waitUntil(lambda: again.workspace.session is not None)
    assert panels(again) == set(SHOWN["reviewing"])
    assert again.window.actions_.qt["layout_reviewing"].isChecked()
    again.jobs.wait()
    words.use("en")


def test_a_layout_stands_after_a_crash(
    qtbot: QtBot, qapp: QApplication, desktop: Desktop, store: MemoryStore, tmp_path: Path
) -> None:
    desktop.window.actions_.run("layout_planning")
    program = MemoryProgram(store, home=tmp_path)
    again = Desktop(qapp, Options(None, tmp_path, "en", ""), lambda _url, _progress: program)
    qtbot.addWidget(again.window, before_close_func=leave)
    again.start()
    qtbot.waitUntil(lambda: again.workspace.session is not None)
    assert panels(again) == {"avoidance"}
    again.jobs.wait()
