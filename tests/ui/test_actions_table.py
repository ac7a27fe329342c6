"""The table of commands: complete, without clashing keys, and all of it carried out by something."""

from collections import Counter

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence

import resources
from ui import words
from ui.actions import ACTIONS, BY_ID, MENUS, OTHER_KEYS, TOOLBAR
from ui.app import Desktop


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(a.id for a in ACTIONS).items() if count > 1] == []


def test_every_command_stands_in_a_menu_and_groups_are_known() -> None:
    assert {a.menu for a in ACTIONS} == set(MENUS)
    assert {a.group for a in ACTIONS} - {""} == set(TOOLBAR)


def test_no_key_means_two_things() -> None:
    keys = [QKeySequence(k).toString() for a in ACTIONS for k in (a.key, *OTHER_KEYS.get(a.id, ())) if k]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert all(QKeySequence(a.key).toString() for a in ACTIONS if a.key)


def test_every_icon_is_drawn() -> None:
    assert [a.id for a in ACTIONS if a.icon and not resources.path(f"icons/{a.icon}.svg").is_file()] == []


def test_commands_in_the_toolbar_have_icons() -> None:
    assert [a.id for a in ACTIONS if a.group and not a.icon] == []


def test_every_command_has_a_method_or_a_tool(desktop: Desktop) -> None:
    tools = set(desktop.window.desk.names)
    commands = desktop.window.commands
    missing = [a.id for a in ACTIONS if a.id not in tools and commands.handler(a.id) is None]
    assert missing == []


def test_letters_type_in_fields_and_command_on_the_map(desktop: Desktop) -> None:
    for action in (a for a in ACTIONS if len(a.key) == 1):
        context = desktop.window.actions_.qt[action.id].shortcutContext()
        assert context == Qt.ShortcutContext.WidgetWithChildrenShortcut, action.id


def test_commands_follow_the_language(desktop: Desktop) -> None:
    action = desktop.window.actions_.qt["save"]
    assert action.text() == "Save"
    desktop.window.actions_.run("language_zh")
    assert action.text() == "保存"
    assert words.language() == "zh"
    assert desktop.window.dock("record").windowTitle() == "记录"


def test_only_what_can_be_done_is_enabled(desktop: Desktop) -> None:
    qt = desktop.window.actions_.qt
    assert not qt["undo"].isEnabled()
    assert not qt["delete_selected"].isEnabled()
    assert qt["draw"].isEnabled()
    fault = next(iter(desktop.workspace.session.records["fault"].values()))  # type: ignore[union-attr]
    desktop.workspace.select([("fault", fault.id)])
    assert qt["delete_selected"].isEnabled()
    assert qt["add_segment"].isEnabled()
    assert BY_ID["add_segment"].when == "one_fault"
