"""Every command as data: from one table come menus, toolbar, keyboard help and the command search."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QAction, QActionGroup, QKeySequence
from PyQt6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton, QWidget

from ui import theme
from ui.words import tr


@dataclass(frozen=True)
class Action:
    """One command. ``id`` is the handler's name; ``when`` names the condition under which it is enabled
    (empty: always); ``group`` is its group in the toolbar; ``choice`` makes it one of several that exclude
    each other; ``sub`` is a menu within its menu; ``check`` makes it a switch; ``on_map`` keeps its key for
    the map, so that letters still type elsewhere."""

    id: str
    text: str
    menu: str
    icon: str = ""
    key: str = ""
    when: str = ""
    group: str = ""
    choice: str = ""
    check: bool = False
    on_map: bool = False
    divide: bool = False
    sub: str = ""


MENUS = ("Survey", "Edit", "Draw", "Add", "View", "Tools", "Help")
TOOLBAR = ("survey", "edit", "go", "tools", "draw", "add", "view")

ACTIONS: tuple[Action, ...] = (
    Action("open_survey", "Open survey…", "Survey", "open", "Ctrl+O", group="survey"),
    Action("new_survey", "New survey…", "Survey", "new", "Ctrl+N", "connected"),
    Action("survey_properties", "Survey properties", "Survey", "survey", "", "survey"),
    Action("connect_database", "Connect to a database…", "Survey", "database"),
    Action("save", "Save", "Survey", "save", "Ctrl+S", "unsaved", "survey", divide=True),
    Action("import_file", "Import file…", "Survey", "import", "Ctrl+I", "survey", "survey"),
    Action("imports", "Imports…", "Survey", "history", "", "survey"),
    Action("add_raster", "Add relief or image…", "Survey", "relief", "Ctrl+Shift+R", "survey"),
    Action("add_cloud", "Add point cloud…", "Survey", "cloud", "Ctrl+Shift+L", "survey"),
    Action("print_map", "Print map…", "Survey", "print", "Ctrl+P", "survey"),
    Action("print_log", "Print trench log…", "Survey", "", "", "survey"),
    Action("export_survey", "Export…", "Survey", "", "Ctrl+Shift+E", "survey"),
    Action("deliver", "Deliver to the national database…", "Survey", "", "Ctrl+Shift+D", "survey"),
    Action("export_oxcal", "Export OxCal text…", "Survey", "", "", "trench_site"),
    Action("import_oxcal", "Import OxCal text…", "Survey", "", "", "trench_site"),
    Action("preferences", "Preferences…", "Survey", "settings", "Ctrl+,", divide=True),
    Action("quit", "Quit", "Survey", "", "Ctrl+Q", divide=True),
    Action("undo", "Undo", "Edit", "undo", "Ctrl+Z", "undo", "edit"),
    Action("redo", "Redo", "Edit", "redo", "Ctrl+Shift+Z", "redo", "edit"),
    Action(
        "delete_selected", "Delete selected", "Edit", "delete", "Del", "selection", on_map=True, divide=True
    ),
    Action("select_all_traces", "Select all traces", "Edit", "", "Ctrl+A", "survey", on_map=True),
    Action("select_none", "Deselect all", "Edit", "", "Ctrl+Shift+A", "selection"),
    Action(
        "repeat_attributes", "Repeat last attributes", "Edit", "repeat", "Ctrl+R", "selection", divide=True
    ),
    Action("pan", "Pan", "Draw", "pan", "H", "", "tools", "tool", on_map=True),
    Action("select", "Select", "Draw", "select", "V", "survey", "tools", "tool", on_map=True),
    Action("measure", "Measure distance and bearing", "Draw", "measure", "Ctrl+Shift+M", "", "tools", "tool"),
    Action("draw", "Draw trace", "Draw", "draw", "Ctrl+.", "survey", "draw", "tool", divide=True),
    Action(
        "continue_trace", "Continue trace", "Draw", "continue", "C", "survey", "draw", "tool", on_map=True
    ),
    Action("reshape", "Reshape", "Draw", "reshape", "R", "survey", "draw", "tool", on_map=True),
    Action("vertex", "Edit vertices", "Draw", "vertex", "E", "survey", "draw", "tool", on_map=True),
    Action("split", "Split", "Draw", "split", "X", "survey", "draw", "tool", on_map=True),
    Action("join", "Join", "Draw", "join", "J", "survey", "draw", "tool", on_map=True),
    Action(
        "reverse", "Reverse direction", "Draw", "reverse", "Shift+R", "survey", "draw", "tool", on_map=True
    ),
    Action("move_point", "Move points", "Draw", "", "", "survey", "", "tool"),
    Action("fault_line", "Fault's line in the local grid", "Draw", "draw", "", "local", "", "tool"),
    Action("snap", "Snapping", "Draw", "snap", "S", "", "draw", check=True, on_map=True, divide=True),
    Action("add_zone", "Fault zone", "Add", "zone", "", "survey"),
    Action("add_fault", "Fault", "Add", "fault", "", "survey"),
    Action("add_segment", "Segment", "Add", "segment", "", "one_fault"),
    Action(
        "add_point",
        "Observation point",
        "Add",
        "point",
        "P",
        "survey",
        "add",
        "tool",
        on_map=True,
        divide=True,
    ),
    Action("add_offset", "Offset marker", "Add", "offset", "O", "survey", "add", "tool", on_map=True),
    Action("add_width", "Deformation width", "Add", "width", "W", "survey", "add", "tool", on_map=True),
    Action("add_site", "Trench site", "Add", "trench_site", "", "survey", "", "tool", divide=True),
    Action("add_trench", "Trench", "Add", "", "", "survey", "", "tool"),
    Action("trench_log", "Trench log…", "Add", "trench_log", "Ctrl+L", "survey", "add"),
    Action("profile", "Measure scarp", "Add", "profile", "F7", "survey", "add", "tool", divide=True),
    Action("lateral", "Lateral offset", "Add", "lateral", "F8", "survey", "add", "tool"),
    Action("piercing", "Lateral offset by two lines", "Add", "", "Shift+F8", "survey", "", "tool"),
    Action("practice_trench", "Practice trench", "Add", "", "", "survey"),
    Action("zoom_in", "Zoom in", "View", "zoom_in", "Ctrl++"),
    Action("zoom_out", "Zoom out", "View", "zoom_out", "Ctrl+-"),
    Action("zoom_all", "Zoom to everything", "View", "zoom_all", "Ctrl+Shift+F", "survey", "view"),
    Action("zoom_selection", "Zoom to selection", "View", "zoom_selection", "Ctrl+J", "selection", "view"),
    Action("zoom_back", "Previous view", "View", "back", "Backspace", on_map=True),
    Action("refresh", "Refresh map", "View", "refresh", "F5"),
    Action("leave_local_grid", "Back to the survey's map", "View", "back", "", "local"),
    Action("full_screen", "Full screen", "View", "", "F11", check=True, divide=True),
    Action("toggle_panels", "Show only the map", "View", "", "Ctrl+Tab", check=True),
    Action("layout_all", "All panels", "View", choice="layout", sub="Layouts"),
    Action("layout_digitizing", "Digitizing", "View", choice="layout", sub="Layouts"),
    Action("layout_measuring", "Measuring", "View", choice="layout", sub="Layouts"),
    Action("layout_reviewing", "Reviewing", "View", choice="layout", sub="Layouts"),
    Action("layout_planning", "Planning", "View", choice="layout", sub="Layouts"),
    Action("layout_reset", "Panels back in their places", "View", sub="Layouts", divide=True),
    Action("table", "Attribute table", "View", "table", "F6", group="view"),
    Action("ages", "Ages and probability", "View", "ages", "F9", group="view"),
    Action("theme_system", "Theme of the system", "View", choice="theme", divide=True),
    Action("theme_light", "Light theme", "View", choice="theme"),
    Action("theme_dark", "Dark theme", "View", choice="theme"),
    Action("language_zh", "简体中文", "View", choice="language", divide=True),
    Action("language_en", "English", "View", choice="language"),
    Action("find", "Find fault", "Tools", "search", "Ctrl+F", "survey", "go"),
    Action("go_to", "Go to coordinate or sheet…", "Tools", "goto", "Ctrl+G", "", "go"),
    Action("inquire", "Ask about a site", "Tools", "inquire", "F4", "survey", "go", "tool", divide=True),
    Action("check_survey", "Check survey", "Tools", "check", "F3", "survey", "go", divide=True),
    Action("next_finding", "Next finding", "Tools", "", "Ctrl+]", "checked"),
    Action("previous_finding", "Previous finding", "Tools", "", "Ctrl+[", "checked"),
    Action("fix_finding", "Fix finding", "Tools", "", "Ctrl+Shift+X", "checked"),
    Action("waive_finding", "Waive finding…", "Tools", "waived", "Ctrl+Shift+W", "checked"),
    Action("waivers", "Waivers…", "Tools", "", "", "survey"),
    Action("quality_report", "Quality report…", "Tools", "", "", "checked"),
    Action("import_rejections", "Import rejection list…", "Tools", "", "", "survey"),
    Action("commands", "Search commands…", "Tools", "command", "Ctrl+K"),
    Action("tour", "Tour", "Help", "tour"),
    Action("keys", "Keyboard and mouse…", "Help", "keyboard", "F1"),
    Action("about", "About FaultGIS…", "Help", "about"),
)
BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}
OTHER_KEYS: Mapping[str, tuple[str, ...]] = {
    "redo": ("Ctrl+Y",),
    "zoom_in": ("Ctrl+=",),
    "commands": ("Ctrl+Shift+P",),
}


def key_text(action: Action) -> str:
    """The keys of a command as people read them."""
    return QKeySequence(action.key).toString(QKeySequence.SequenceFormat.NativeText)


class Actions(QObject):
    """The table's commands as Qt actions of one window."""

    def __init__(self, window: QWidget, handler: Callable[[str, bool], None]) -> None:
        super().__init__(window)
        self._window = window
        self._handler = handler
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.qt: dict[str, QAction] = {action.id: self._make(action) for action in ACTIONS}
        self.retranslate()
        self.redraw()

    def _make(self, action: Action) -> QAction:
        made = QAction(self._window)
        made.setObjectName(action.id)
        made.setShortcuts([QKeySequence(k) for k in (action.key, *OTHER_KEYS.get(action.id, ())) if k])
        if action.choice:
            made.setCheckable(True)
            group = self._groups.setdefault(action.choice, QActionGroup(self))
            group.addAction(made)
        made.setCheckable(action.check or bool(action.choice))
        made.triggered.connect(lambda checked, name=action.id: self._handler(name, checked))
        return made

    def attach(self, map_view: QWidget) -> None:
        """Give the window its keys; those of ``on_map`` commands work where the map has the focus."""
        for action in ACTIONS:
            qt = self.qt[action.id]
            if action.on_map:
                qt.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                map_view.addAction(qt)
            else:
                self._window.addAction(qt)

    def fill_menus(self, bar: QMenuBar) -> None:
        """Build the menu bar."""
        for name in MENUS:
            menu = bar.addMenu("")
            assert menu is not None
            self._menus[name] = menu
            for action in (a for a in ACTIONS if a.menu == name):
                place = self._submenu(menu, action.sub) if action.sub else menu
                if action.divide:
                    place.addSeparator()
                place.addAction(self.qt[action.id])
        self.retranslate()

    def _submenu(self, menu: QMenu, name: str) -> QMenu:
        if name not in self._menus:
            made = menu.addMenu("")
            assert made is not None
            self._menus[name] = made
        return self._menus[name]

    def menu(self, name: str) -> QMenu:
        """One menu of the bar, to add to it."""
        return self._menus[name]

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Build the toolbar in groups."""
        for group in TOOLBAR:
            if bar.actions():
                bar.addSeparator()
            for action in (a for a in ACTIONS if a.group == group):
                bar.addAction(self.qt[action.id])
                button = bar.widgetForAction(self.qt[action.id])
                if isinstance(button, QToolButton):
                    button.setAccessibleName(tr(action.text))

    def enable(self, holds: Iterable[str]) -> None:
        """Enable exactly the commands whose condition holds."""
        true = {"", *holds}
        for action in ACTIONS:
            self.qt[action.id].setEnabled(action.when in true)

    def check(self, action_id: str, on: bool = True) -> None:
        """Show a switch or a choice as on, without carrying it out."""
        self.qt[action_id].setChecked(on)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for action in ACTIONS:
            qt, text = self.qt[action.id], tr(action.text)
            qt.setText(text)
            key = key_text(action)
            qt.setToolTip(f"{text.rstrip('…')} ({key})" if key else text.rstrip("…"))
        for name, menu in self._menus.items():
            menu.setTitle(tr(name))

    def redraw(self) -> None:
        """Draw the icons in the theme's colours."""
        for action in ACTIONS:
            self.qt[action.id].setIcon(theme.icon(action.icon))

    def run(self, action_id: str) -> None:
        """Carry out a command by id, if it is enabled."""
        self.qt[action_id].trigger()
